use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Fact, Surface};
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it lead to settings whose content was not seen? What waits, hidden, for a script may say more when it is shown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SettingsUnseen(pub bool);

impl Ask for SettingsUnseen {
    const NAME: &'static str = "settings-unseen";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let is_shown = |it: &Surface| it.node != surface.node && it.layer == Fact::Known(2) && !it.latent;
        let shown = subject.meaning().surfaces.iter().any(is_shown);
        match surface.leads_to_settings() && !shown {
            true if self.0 => Answer::NotEvaluated(Needs::Capability(Capability::Interaction)),
            unseen => (unseen == self.0).into(),
        }
    }
}
