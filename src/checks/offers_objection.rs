use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Saying;
use crate::meaning::ChoiceKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Can one object to marketing here, or is it said how?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OffersObjection(pub bool);

impl Ask for OffersObjection {
    const NAME: &'static str = "offers-objection";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let by_box =
            surface.choices.iter().any(|choice| choice.kind != ChoiceKind::Hidden && choice.asks_for_consent());
        let said = surface.says(Saying::OptOut) || surface.says(Saying::Withdraw);
        ((by_box || said) == self.0).into()
    }
}
