use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Intent;
use crate::meaning::Fact;
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it lead to settings whose content was not seen?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SettingsUnseen(pub bool);

impl Ask for SettingsUnseen {
    const NAME: &'static str = "settings-unseen";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let leads = surface.offered().any(|action| action.intent == Intent::Settings);
        let shown =
            subject.meaning().surfaces.iter().any(|other| other.node != surface.node && other.layer == Fact::Known(2));
        match leads && !shown {
            true if self.0 => Answer::NotEvaluated(Needs::Capability(Capability::Interaction)),
            unseen => (unseen == self.0).into(),
        }
    }
}
