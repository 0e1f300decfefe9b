use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it only say how old one must be?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SaysMinimumAge(pub bool);

impl Ask for SaysMinimumAge {
    const NAME: &'static str = "says-minimum-age";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let grown = surface.particulars.age.is_some_and(|age| age >= 16);
        (grown == self.0).into()
    }
}
