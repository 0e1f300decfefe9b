use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it link a policy, or more about it, that was not read?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PolicyUnseen(pub bool);

impl Ask for PolicyUnseen {
    const NAME: &'static str = "policy-unseen";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        match surface.particulars.more_behind_links {
            true if self.0 => Answer::NotEvaluated(Needs::Capability(Capability::Linked)),
            unseen => (unseen == self.0).into(),
        }
    }
}
