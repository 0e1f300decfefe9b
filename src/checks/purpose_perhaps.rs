use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// May a purpose be named that is not known by its words: by what a consent on a form goes on to say, or by what the form
/// is for? Whether it is one is for a person.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PurposePerhaps(pub bool);

impl Ask for PurposePerhaps {
    const NAME: &'static str = "purpose-perhaps";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if surface.particulars.purpose_perhaps {
            return Answer::CannotTell(Reason::PurposeUnsure);
        }
        Answer::No.meets(self.0)
    }
}
