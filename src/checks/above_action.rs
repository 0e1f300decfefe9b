use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does one pass the text on the way to the action that it binds?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AboveAction(pub bool);

impl Ask for AboveAction {
    const NAME: &'static str = "above-action";
    const SUBJECTS: &'static [On] = &[On::Disclosure];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(disclosure), Some(action)) = (subject.disclosure(), subject.bound_action()) else {
            return Answer::No;
        };
        let index = &subject.meaning().index;
        match (index.met_at(disclosure.node), index.rect(action.node)) {
            (Some(text), Some(press)) => ((text.y <= press.bottom()) == self.0).into(),
            _ => Answer::NotEvaluated(Needs::Capability(Capability::Layout)),
        }
    }
}
