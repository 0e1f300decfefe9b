use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Intent;
use crate::meaning::ChoiceKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the consent asked for apart: by a box of its own, or by buttons that do only that?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SeparateChoice(pub bool);

impl Ask for SeparateChoice {
    const NAME: &'static str = "separate-choice";
    const SUBJECTS: &'static [On] = &[On::Disclosure];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(disclosure), Some(surface)) = (subject.disclosure(), subject.surface()) else { return Answer::No };
        let boxed = surface.choices.iter().any(|choice| {
            choice.kind != ChoiceKind::Hidden
                && choice.purposes.iter().any(|it| it.needs_consent() && disclosure.purposes.contains(it))
        });
        let explicit = surface.offered().any(|action| action.intent == Intent::Accept);
        let labelled = surface.choices.iter().any(|choice| {
            choice.bearer.is_some_and(|it| subject.meaning().index.holds(disclosure.node, it))
                && choice.kind != ChoiceKind::Hidden
        });
        ((boxed || explicit || labelled) == self.0).into()
    }
}
