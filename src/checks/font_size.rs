use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// How high are the letters?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FontSize {
    /// CSS pixels.
    pub below: f64,
}

impl Ask for FontSize {
    const NAME: &'static str = "font-size";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["font-size"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        if let Some(px) = disclosure.font_px.known() {
            evidence.insert("font-size".into(), Measurement::number(px, "px", Some(self.below)));
        }
        // Half a hundredth of a pixel is rounding, not design.
        disclosure.font_px.map(|px| px < self.below - 0.005).into()
    }
}
