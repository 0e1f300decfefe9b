use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use crate::snapshot::{Act, Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// After a press that refuses, is the person asked to think again?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ConfirmsRefusal(pub bool);

impl Ask for ConfirmsRefusal {
    const NAME: &'static str = "confirms-refusal";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["screens"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Accept, Goal::Refuse]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(Goal::Refuse) else { return Answer::needs_visit() };
        let Some(first) = visited.first_refusal(Goal::Refuse) else {
            return if walk.outcome == PathOutcome::GaveUp {
                Answer::CannotTell(Reason::WalkUnfinished)
            } else {
                (!self.0).into()
            };
        };
        let step = &walk.steps[first];
        let asked = step.dialogs.iter().any(|dialog| dialog.kind == "confirm");
        let further = visited.asks(step.to);
        let screens = walk.steps.len().saturating_sub(first + 1) + step.dialogs.len();
        evidence.insert("screens".into(), Measurement::number(screens as f64, "", None));
        // Something that asks nothing more had to be pressed for it to take effect.
        let confirmed = walk.steps[first + 1..].iter().any(|step| step.act == Act::Click);
        // Whether agreeing is confirmed too.
        let both = visited
            .walk(Goal::Accept)
            .filter(|it| it.outcome == PathOutcome::Reached)
            .is_some_and(|accept| accept.steps.iter().filter(|step| step.act == Act::Click).count() > 1);
        match (asked, further) {
            (true, _) => self.0.into(),
            (_, true) if both => (!self.0).into(),
            (_, true) if visited.accepts(step.to) => self.0.into(),
            (_, true) => Answer::CannotTell(Reason::NeutralConfirmation),
            _ if confirmed && !both => Answer::CannotTell(Reason::NeutralConfirmation),
            _ => (!self.0).into(),
        }
    }
}
