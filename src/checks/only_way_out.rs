use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Intent;
use crate::meaning::Action;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the surface offer nothing else but agreeing?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OnlyWayOut(pub bool);

impl Ask for OnlyWayOut {
    const NAME: &'static str = "only-way-out";
    const SUBJECTS: &'static [On] = &[On::Action];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(action), Some(surface)) = (subject.action(), subject.surface()) else { return Answer::No };
        let others: Vec<&Action> = surface.offered().filter(|it| it.node != action.node).collect();
        let accepts = others.iter().any(|it| it.accepts() == Some(true));
        let out = |it: &&Action| {
            it.refuses()
                || matches!(it.intent, Intent::Settings | Intent::Later | Intent::Save | Intent::Close | Intent::Pay)
        };
        ((accepts && !others.iter().any(out)) == self.0).into()
    }
}
