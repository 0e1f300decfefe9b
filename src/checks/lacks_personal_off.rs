use super::{Answer, Ask, Needs, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Function, Reason};
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is there nothing that turns personalised content off, neither in sight nor in the settings?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LacksPersonalOff(pub bool);

impl Ask for LacksPersonalOff {
    const NAME: &'static str = "lacks-personal-off";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["turns-off"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Behind]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let off = visited.personal().off.as_ref();
        if off == Some(&Function::Unclear(Reason::BehindLogin)) {
            return Answer::NotEvaluated(Needs::LogIn);
        }
        Answer::lacks(off, "turns-off", evidence).meets(self.0)
    }
}
