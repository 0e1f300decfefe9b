use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Are the recipients named, or is a list of them linked here?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RecipientsNamed(pub bool);

impl Ask for RecipientsNamed {
    const NAME: &'static str = "recipients-named";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        surface.recipients_named.map(|named| named == self.0).into()
    }
}
