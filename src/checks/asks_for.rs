use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the field ask for?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AsksFor(pub Vec<String>);

impl Ask for AsksFor {
    const NAME: &'static str = "asks-for";
    const SUBJECTS: &'static [On] = &[On::Field];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(field) = subject.field() else { return Answer::No };
        self.0.iter().any(|it| it == field.kind.name()).into()
    }
}
