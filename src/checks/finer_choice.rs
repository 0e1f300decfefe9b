use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Purpose;
use crate::meaning::ChoiceKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Can each of its purposes be chosen apart on the same surface?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FinerChoice(pub bool);

impl Ask for FinerChoice {
    const NAME: &'static str = "finer-choice";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(choice), Some(surface)) = (subject.choice(), subject.surface()) else { return Answer::No };
        let asked: Vec<_> = choice.purposes.iter().filter(|purpose| purpose.needs_consent()).collect();
        let apart = |purpose: &Purpose| {
            surface.choices.iter().any(|other| {
                other.node != choice.node
                    && other.kind != ChoiceKind::Hidden
                    && other.purposes.contains(purpose)
                    && other.purposes.iter().filter(|it| it.needs_consent()).count() == 1
            })
        };
        let finer = !asked.is_empty() && asked.iter().all(|purpose| apart(purpose));
        (finer == self.0).into()
    }
}
