use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::{Intent, Saying};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is taking consent back left to another channel, and to no way in place?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WithdrawsElsewhere(pub bool);

impl Ask for WithdrawsElsewhere {
    const NAME: &'static str = "withdraws-elsewhere";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let Some(text) = surface.sayings.get(&Saying::WithdrawElsewhere) else { return Answer::from(!self.0) };
        evidence.insert("said".into(), Measurement::text(text));
        let in_place =
            surface.offered().any(|action| action.intent == Intent::Settings || action.says(Saying::Withdraw))
                || surface.particulars.withdraws_in_place;
        (in_place != self.0).into()
    }
}
