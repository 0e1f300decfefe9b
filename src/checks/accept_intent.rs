use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Intent;
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the action that is taken for consent announce?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AcceptIntent(pub Vec<Intent>);

impl Ask for AcceptIntent {
    const NAME: &'static str = "accept-intent";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["accept"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let Some(accept) = surface.accept() else {
            let unclear = surface.offered().find(|it| it.accepts().is_none() && self.0.contains(&it.intent));
            let Some(action) = unclear else { return Answer::No };
            evidence.insert("accept".into(), Measurement::text(&action.label));
            return Answer::Yes;
        };
        evidence.insert("accept".into(), Measurement::text(&accept.label));
        self.0.contains(&accept.intent).into()
    }
}
