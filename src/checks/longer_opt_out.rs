use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Opens, Reason};
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does opting out of sale or sharing take more presses than opting in, counted from what promises the opt-out?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LongerOptOut(pub bool);

impl Ask for LongerOptOut {
    const NAME: &'static str = "longer-opt-out";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["opt-out-clicks", "opt-in-clicks"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::OptOut, Goal::OptIn]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let found = visited.opting_out();
        for (name, clicks) in [("opt-out-clicks", found.out), ("opt-in-clicks", found.back)] {
            if let Some(clicks) = clicks {
                evidence.insert(name.into(), Measurement::number(f64::from(clicks), "", None));
            }
        }
        match (found.outcome, found.out, found.back) {
            // What stands on another site was not seen.
            _ if found.opens == Some(Opens::AnotherSite) => Answer::needs_visit(),
            (None, ..) => Answer::needs_visit(),
            // That there is no way out at all is for other rules.
            (Some(PathOutcome::None | PathOutcome::DeadEnd), ..) => (!self.0).into(),
            // Opting in takes one press at least; and what is turned off is turned on by as many.
            (_, Some(out), back) if out <= 1 || back.is_none() && found.by_choice => (!self.0).into(),
            (_, Some(out), Some(back)) => ((out > back) == self.0).into(),
            // There is nothing to compare with.
            (_, Some(_), None) if found.back_is_known => Answer::needs_visit(),
            _ => Answer::CannotTell(Reason::WalkUnfinished),
        }
    }
}
