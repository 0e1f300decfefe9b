use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::SignalInterface;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the page have consent interfaces?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct HasSignals(pub bool);

impl Ask for HasSignals {
    const NAME: &'static str = "has-signals";
    const SUBJECTS: &'static [On] = &[On::Visit];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let steps = visited.visit().walks.iter().flat_map(|walk| &walk.steps);
        let has = steps.flat_map(|step| &step.signals).any(|it| it.interface != SignalInterface::Gpc);
        (has == self.0).into()
    }
}
