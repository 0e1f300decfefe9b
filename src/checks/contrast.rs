use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// How well does the text stand out from what is behind it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contrast {
    /// Ratio for ordinary text.
    pub below: f64,
    /// Ratio for large text.
    pub large_below: f64,
}

impl Ask for Contrast {
    const NAME: &'static str = "contrast";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["contrast", "contrast-threshold"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        let threshold = if disclosure.large { self.large_below } else { self.below };
        if let Some(contrast) = disclosure.contrast.known() {
            evidence.insert("contrast".into(), Measurement::number(contrast, ":1", Some(threshold)));
            evidence.insert("contrast-threshold".into(), Measurement::number(threshold, ":1", None));
        }
        // A hundredth of a ratio is rounding of colours, not design.
        disclosure.contrast.map(|contrast| contrast < threshold - 0.01).into()
    }
}
