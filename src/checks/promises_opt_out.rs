use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does something to press promise an opt-out of sale or sharing?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PromisesOptOut(pub bool);

impl Ask for PromisesOptOut {
    const NAME: &'static str = "promises-opt-out";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["label"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::OptOut]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let label = visited.opting_out().promised.first();
        if let Some(label) = label {
            evidence.insert("label".into(), Measurement::text(label));
        }
        (label.is_some() == self.0).into()
    }
}
