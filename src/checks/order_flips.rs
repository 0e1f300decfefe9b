use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Offers, Reason};
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
        let offers: Vec<_> = states.into_iter().map(|state| visited.offers(state)).collect();
        let both = offers.iter().filter(|it| it.accept.is_some() && it.refuse.is_some());
        let orders: BTreeSet<Option<bool>> = both.map(Offers::refuse_first).collect();
        if orders.len() == 2 && orders.contains(&None) {
            return Answer::CannotTell(Reason::OrderUnsure);
        }
        ((orders.len() > 1) == self.0).into()
    }
}
