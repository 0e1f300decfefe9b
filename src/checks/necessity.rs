use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it said to be necessary?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Necessity(pub String);

impl Ask for Necessity {
    const NAME: &'static str = "necessity";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["necessity"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        evidence.insert("necessity".into(), Measurement::text(choice.necessity.name()));
        (choice.necessity.name() == self.0).into()
    }
}
