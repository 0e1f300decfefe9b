use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Intent;
use crate::meaning::Fact;
use schemars::JsonSchema;
use serde::Deserialize;

/// How much more does the action that agrees to everything stand out than the one that saves the choices?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SaveGap {
    /// Difference of prominence, 0 to 1.
    pub above: f64,
}

impl Ask for SaveGap {
    const NAME: &'static str = "save-gap";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["accept", "accept-prominence", "save", "save-prominence"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let save = surface.offered().find(|action| action.intent == Intent::Save);
        let (Some(accept), Some(save)) = (surface.accept(), save) else { return Answer::No };
        evidence.insert("accept".into(), Measurement::text(&accept.label));
        evidence.insert("save".into(), Measurement::text(&save.label));
        let (accept, save) = match accept.prominence.and(save.prominence) {
            Fact::Known(both) => both,
            unknown => return unknown.map(|_| false).into(),
        };
        evidence.insert("accept-prominence".into(), Measurement::number(accept.score, "", None));
        evidence.insert("save-prominence".into(), Measurement::number(save.score, "", None));
        (accept.score - save.score > self.above).into()
    }
}
