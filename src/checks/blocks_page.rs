use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Fact;
use schemars::JsonSchema;
use serde::Deserialize;

/// How much of what can be pressed on the rest of the page lies behind it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BlocksPage {
    /// Share, 0 to 1.
    pub at_least: f64,
}

impl Ask for BlocksPage {
    const NAME: &'static str = "blocks-page";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["blocked"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let share = subject.meaning().share_blocked(surface);
        if let Fact::Known(share) = share {
            evidence.insert("blocked".into(), Measurement::number(share, "", Some(self.at_least)));
        }
        share.map(|share| share >= self.at_least).into()
    }
}
