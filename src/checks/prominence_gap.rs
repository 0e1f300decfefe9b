use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Fact;
use schemars::JsonSchema;
use serde::Deserialize;

/// How much more does the action that agrees stand out?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProminenceGap {
    /// Difference of prominence, 0 to 1, above which one outshines the other.
    pub above: f64,
}

impl Ask for ProminenceGap {
    const NAME: &'static str = "prominence-gap";
    const SUBJECTS: &'static [On] = &[On::Pair];
    const MEASURES: &'static [&'static str] = &["accept-prominence", "prominence-gap", "refuse-prominence"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some((accept, refuse)) = subject.pair() else { return Answer::No };
        let (accept, refuse) = match accept.prominence.and(refuse.prominence) {
            Fact::Known(both) => both,
            unknown => return unknown.map(|_| false).into(),
        };
        evidence.insert("accept-prominence".into(), Measurement::number(accept.score, "", None));
        evidence.insert("refuse-prominence".into(), Measurement::number(refuse.score, "", None));
        let gap = accept.score - refuse.score;
        evidence.insert("prominence-gap".into(), Measurement::number(gap, "", Some(self.above)));
        (gap > self.above).into()
    }
}
