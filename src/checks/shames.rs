use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does its label belittle whoever presses it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Shames(pub bool);

impl Ask for Shames {
    const NAME: &'static str = "shames";
    const SUBJECTS: &'static [On] = &[On::Action];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.action() else { return Answer::No };
        if !action.shames && action.perhaps_joking {
            return Answer::CannotTell(Reason::UnsureWording);
        }
        (action.shames == self.0).into()
    }
}
