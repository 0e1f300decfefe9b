use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Fact;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the refusal hard to read where the acceptance is not?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RefuseContrast {
    /// Contrast ratio of the refusal.
    pub below: f64,
    /// Contrast ratio of the acceptance.
    pub accept_at_least: f64,
}

impl Ask for RefuseContrast {
    const NAME: &'static str = "refuse-contrast";
    const SUBJECTS: &'static [On] = &[On::Pair];
    const MEASURES: &'static [&'static str] = &["accept-contrast", "refuse-contrast"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some((accept, refuse)) = subject.pair() else { return Answer::No };
        let index = &subject.meaning().index;
        let (accept, refuse) = match index.text_contrast(accept.node).and(index.text_contrast(refuse.node)) {
            Fact::Known(both) => both,
            unknown => return unknown.map(|_| false).into(),
        };
        evidence.insert("accept-contrast".into(), Measurement::number(accept, ":1", None));
        evidence.insert("refuse-contrast".into(), Measurement::number(refuse, ":1", Some(self.below)));
        (refuse < self.below - 0.01 && accept >= self.accept_at_least).into()
    }
}
