use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the walk find no way on without this choice, though the service was reached with it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BlocksWay(pub bool);

impl Ask for BlocksWay {
    const NAME: &'static str = "blocks-way";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        // One look can't see it, and what the markup requires is for another check.
        let Some(visited) = subject.visited() else { return (!self.0).into() };
        let outcome = |goal| visited.walk(goal).map(|walk| walk.outcome);
        let reached = outcome(Goal::Accept) == Some(PathOutcome::Reached);
        let barred = outcome(Goal::Refuse) == Some(PathOutcome::None);
        let only = subject
            .surface()
            .is_some_and(|surface| surface.choices.iter().filter(|choice| choice.is_consent()).count() == 1);
        // Of several choices it can't be told which of them bars the way.
        ((reached && barred && only) == self.0).into()
    }
}
