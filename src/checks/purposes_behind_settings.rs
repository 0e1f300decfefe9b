use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// May the purposes stand one press away, behind "settings"? Whether that is near enough is for a person.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PurposesBehindSettings(pub bool);

impl Ask for PurposesBehindSettings {
    const NAME: &'static str = "purposes-behind-settings";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if surface.leads_to_settings() {
            return Answer::CannotTell(Reason::PurposesBehindLink);
        }
        Answer::No.meets(self.0)
    }
}
