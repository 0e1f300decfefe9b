use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it said beside the field what it is for?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PurposeBeside(pub bool);

impl Ask for PurposeBeside {
    const NAME: &'static str = "purpose-beside";
    const SUBJECTS: &'static [On] = &[On::Field];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(field) = subject.field() else { return Answer::No };
        let explained = field.goes_on
            || field.beside.split_whitespace().count() >= 3
            || field.beside.chars().filter(|c| !c.is_ascii()).count() >= 5;
        (explained == self.0).into()
    }
}
