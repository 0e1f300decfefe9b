use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Intent;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it a way to say no?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Declines(pub bool);

impl Ask for Declines {
    const NAME: &'static str = "declines";
    const SUBJECTS: &'static [On] = &[On::Action];
    const MEASURES: &'static [&'static str] = &["intent"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.action() else { return Answer::No };
        evidence.insert("intent".into(), Measurement::text(action.intent.name()));
        let declines = action.refuses() || matches!(action.intent, Intent::Later | Intent::Close) || action.shames;
        (declines == self.0).into()
    }
}
