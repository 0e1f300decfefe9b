use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Do agreeing and refusing change places from one prompt to the next?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OrderFlips(pub bool);

impl Ask for OrderFlips {
    const NAME: &'static str = "order-flips";
    const SUBJECTS: &'static [On] = &[On::Visit];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Refuse, Goal::Return, Goal::Browse]
    }

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let visit = visited.visit();
        let Some(first) = visit.walks.first() else { return Answer::needs_visit() };
        let walks = visit.walks.iter().filter(|walk| walk.viewport == first.viewport);
        let states: BTreeSet<u32> = walks.flat_map(|walk| &walk.steps).flat_map(|step| [step.from, step.to]).collect();
        let orders: BTreeSet<bool> =
            states.into_iter().filter_map(|state| visited.offers(state).refuse_first()).collect();
        ((orders.len() > 1) == self.0).into()
    }
}
