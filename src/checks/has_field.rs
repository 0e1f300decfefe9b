use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the form have a field of one of these kinds?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct HasField(pub Vec<String>);

impl Ask for HasField {
    const NAME: &'static str = "has-field";
    const SUBJECTS: &'static [On] = &[On::Surface, On::Field];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        surface.fields.iter().any(|field| self.0.iter().any(|it| it == field.kind.name())).into()
    }
}
