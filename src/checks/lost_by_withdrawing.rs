use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is something of the page gone after withdrawing that it shows to who never agreed?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LostByWithdrawing(pub bool);

impl Ask for LostByWithdrawing {
    const NAME: &'static str = "lost-by-withdrawing";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["lost"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Withdraw, Goal::Accept, Goal::Refuse]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        // That there is no way back is for another rule.
        if visited.walk(Goal::Withdraw).is_some_and(|walk| walk.outcome == PathOutcome::None) {
            return (!self.0).into();
        }
        // What stands on different pages can't be held against each other.
        let Some(loss) = visited.lost_by_withdrawing() else { return Answer::needs_visit() };
        if let Some(lost) = &loss.lost {
            evidence.insert("lost".into(), Measurement::text(lost));
        }
        match loss.unsure {
            Some(reason) => Answer::CannotTell(reason),
            None => (loss.lost.is_some() == self.0).into(),
        }
    }
}
