use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{ChoiceKind, Necessity};
use schemars::JsonSchema;
use serde::Deserialize;

/// How many choices of the surface ask for a consent that it can do without?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OptionalChoices {
    /// As many, or more.
    pub at_least: u32,
}

impl Ask for OptionalChoices {
    const NAME: &'static str = "optional-choices";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["optional-choices"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let optional = surface.choices.iter().filter(|choice| {
            choice.kind != ChoiceKind::Hidden && choice.necessity != Necessity::Necessary && choice.asks_for_consent()
        });
        let count = optional.count() as u32;
        evidence.insert("optional-choices".into(), Measurement::number(f64::from(count), "", None));
        (count >= self.at_least).into()
    }
}
