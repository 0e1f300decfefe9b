use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Do screens stand between the first press that refuses and its effect?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ScreensBeforeEffect(pub bool);

impl Ask for ScreensBeforeEffect {
    const NAME: &'static str = "screens-before-effect";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["screen", "screens"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Refuse]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(Goal::Refuse) else { return Answer::needs_visit() };
        let gave_up = walk.outcome == PathOutcome::GaveUp;
        let unfinished = Answer::CannotTell(Reason::WalkUnfinished);
        let Some(between) = visited.between_refusal_and_effect() else {
            return if gave_up { unfinished } else { (!self.0).into() };
        };
        let screens = between.screens;
        evidence.insert("screens".into(), Measurement::number(f64::from(screens), "", None));
        if !between.screen.is_empty() {
            evidence.insert("screen".into(), Measurement::text(&between.screen));
        }
        match between.unsure {
            _ if screens == 0 && between.settled => (!self.0).into(),
            Some(reason) => Answer::CannotTell(reason),
            None if screens > 0 => self.0.into(),
            None if gave_up => unfinished,
            None => (!self.0).into(),
        }
    }
}
