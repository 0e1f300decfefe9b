use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use crate::meaning::Fact;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it lead to settings that were seen, and do they say one of these?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SettingsSay(pub Vec<Saying>);

impl Ask for SettingsSay {
    const NAME: &'static str = "settings-say";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if !surface.leads_to_settings() {
            return Answer::No;
        }
        let mut settings = subject.meaning().surfaces.iter().filter(|it| it.layer == Fact::Known(2));
        let said = settings.find_map(|it| self.0.iter().find_map(|saying| it.sayings.get(saying)));
        if let Some(text) = said {
            evidence.insert("said".into(), Measurement::text(text));
        }
        said.is_some().into()
    }
}
