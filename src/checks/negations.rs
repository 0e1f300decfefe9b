use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, has_template_hole};
use schemars::JsonSchema;
use serde::Deserialize;

/// How many negations govern the choice?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Negations {
    /// As many, or more.
    pub at_least: u32,
}

impl Ask for Negations {
    const NAME: &'static str = "negations";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["negations"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let count = choice.negations();
        evidence.insert("negations".into(), Measurement::number(f64::from(count), "", Some(f64::from(self.at_least))));
        if count < self.at_least && has_template_hole(&choice.label) {
            return Answer::CannotTell(Reason::TemplateHole);
        }
        (count >= self.at_least).into()
    }
}
