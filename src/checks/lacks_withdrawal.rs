use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is there nothing that withdraws from a contract, neither in sight nor behind what opens an account, orders or help?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LacksWithdrawal(pub bool);

impl Ask for LacksWithdrawal {
    const NAME: &'static str = "lacks-withdrawal";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["withdraws"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Behind]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        Answer::lacks(visited.withdrawal().function.as_ref(), "withdraws", evidence).meets(self.0)
    }
}
