use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is there nothing that ends a contract, neither in sight nor behind what opens an account, settings or help?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LacksEnding(pub bool);

impl Ask for LacksEnding {
    const NAME: &'static str = "lacks-ending";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["ends"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Behind]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        Answer::lacks(visited.ending(), "ends", evidence).meets(self.0)
    }
}
