use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// How many recipients does the text count?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VendorCount {
    /// More than this.
    pub above: u32,
}

impl Ask for VendorCount {
    const NAME: &'static str = "vendor-count";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["vendors"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let counted = surface.particulars.recipients_counted;
        if let Some(count) = counted {
            evidence.insert("vendors".into(), Measurement::number(f64::from(count), "", Some(f64::from(self.above))));
        }
        if counted.is_none() && surface.template {
            return Answer::CannotTell(Reason::TemplateHole);
        }
        counted.is_some_and(|count| count > self.above).into()
    }
}
