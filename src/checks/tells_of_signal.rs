use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Reason;
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the page say, with Global Privacy Control on, that somebody has opted out, and not without it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TellsOfSignal(pub bool);

impl Ask for TellsOfSignal {
    const NAME: &'static str = "tells-of-signal";
    const SUBJECTS: &'static [On] = &[On::Visit];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look]
    }

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(signalled) = visited.with_privacy_control() else { return Answer::needs_visit() };
        if signalled.outcome != PathOutcome::Reached {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        Answer::from(visited.tells_of_signal()).meets(self.0)
    }
}
