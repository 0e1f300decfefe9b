use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// What does walking the page show? Needs a visit; in one look it is never known.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Walked(pub String);

impl Ask for Walked {
    const NAME: &'static str = "walked";
    const SUBJECTS: &'static [On] = On::ALL;
    const MEASURES: &'static [&'static str] = &[
        "accept-clicks",
        "days",
        "lost",
        "pages",
        "permission",
        "refuse-clicks",
        "requests",
        "screens",
        "withdraw-clicks",
    ];

    fn ask(&self, _subject: &Subject, _evidence: &mut Evidence) -> Answer {
        Answer::NotEvaluated(Needs::Capability(if self.0 == "look" {
            Capability::Network
        } else {
            Capability::Interaction
        }))
    }
}
