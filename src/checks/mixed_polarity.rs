use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{ChoiceKind, Fact, Necessity, Polarity, Reason, Setting};
use schemars::JsonSchema;
use serde::Deserialize;

/// Do some boxes agree when ticked, and others refuse?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MixedPolarity(pub bool);

impl Ask for MixedPolarity {
    const NAME: &'static str = "mixed-polarity";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["opt-in", "opt-out"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let asked = |polarity: Polarity| {
            surface.choices.iter().find(|choice| {
                // One of several that says no is an answer, and no box that refuses.
                !matches!(choice.kind, ChoiceKind::Hidden | ChoiceKind::Radio)
                    && choice.polarity == Fact::Known(polarity)
                    && choice.necessity != Necessity::Necessary
                    // Ticked already, a no takes nothing from whoever does nothing.
                    && !(polarity == Polarity::OptOut && choice.default == Fact::Known(Setting::On))
                    && choice.asks_for_consent()
            })
        };
        let (Some(yes), Some(no)) = (asked(Polarity::OptIn), asked(Polarity::OptOut)) else {
            let unclear = surface.choices.iter().any(|choice| matches!(choice.polarity, Fact::Unclear(_)));
            let several = surface.choices.iter().filter(|it| it.asks_for_consent()).count() > 1;
            return if unclear && several { Answer::CannotTell(Reason::MixedPolarity) } else { Answer::from(!self.0) };
        };
        evidence.insert("opt-in".into(), Measurement::text(&yes.label));
        evidence.insert("opt-out".into(), Measurement::text(&no.label));
        self.0.into()
    }
}
