use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Intent as Announced;
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the label of the action announce?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Intent(pub Vec<Announced>);

impl Ask for Intent {
    const NAME: &'static str = "intent";
    const SUBJECTS: &'static [On] = &[On::Action];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.action() else { return Answer::No };
        self.0.contains(&action.intent).into()
    }
}
