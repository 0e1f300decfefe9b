use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the label say that one agrees?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Agrees(pub bool);

impl Ask for Agrees {
    const NAME: &'static str = "agrees";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        (choice.agrees == self.0).into()
    }
}
