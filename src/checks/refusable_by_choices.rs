use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Intent;
use crate::meaning::{ChoiceKind, Reason, Setting, SurfaceKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Can one refuse by leaving the boxes on this layer as they are and saving?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RefusableByChoices(pub bool);

impl Ask for RefusableByChoices {
    const NAME: &'static str = "refusable-by-choices";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["choices"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let optional: Vec<_> = surface
            .choices
            .iter()
            .filter(|choice| choice.kind != ChoiceKind::Hidden && choice.asks_for_consent())
            .collect();
        evidence.insert("choices".into(), Measurement::number(optional.len() as f64, "", None));
        // Whoever wants to refuse does not look for it behind "accept selected".
        let saves = surface.offered().any(|action| action.intent == Intent::Save && !action.saves_by_accepting);
        let off = optional.iter().all(|choice| choice.default.known() == Some(Setting::Off));
        let boxes = surface.choices.iter().any(|choice| choice.kind != ChoiceKind::Hidden);
        // On a form, whoever leaves a box empty has refused it.
        let by_form = surface.kind == SurfaceKind::Form && (!optional.is_empty() || boxes);
        if by_form || (saves && off && !optional.is_empty()) {
            return Answer::Yes.meets(self.0);
        }
        if saves && boxes && off {
            return Answer::CannotTell(Reason::SaveMayRefuse);
        }
        Answer::No.meets(self.0)
    }
}
