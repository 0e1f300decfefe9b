use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// What kind of control is it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ChoiceKind(pub Vec<String>);

impl Ask for ChoiceKind {
    const NAME: &'static str = "choice-kind";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["kind"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        evidence.insert("kind".into(), Measurement::text(choice.kind.name()));
        self.0.iter().any(|kind| kind == choice.kind.name()).into()
    }
}
