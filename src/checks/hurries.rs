use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use schemars::JsonSchema;
use serde::Deserialize;

/// Do words or a clock hurry the choice?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Hurries(pub bool);

impl Ask for Hurries {
    const NAME: &'static str = "hurries";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let said = surface.sayings.get(&Saying::Urgency).cloned().or_else(|| surface.particulars.clock.clone());
        if let Some(text) = &said {
            evidence.insert("said".into(), Measurement::text(text));
        }
        (said.is_some() == self.0).into()
    }
}
