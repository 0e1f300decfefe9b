use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the action that agrees look like?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AcceptForm(pub Vec<String>);

impl Ask for AcceptForm {
    const NAME: &'static str = "accept-form";
    const SUBJECTS: &'static [On] = &[On::Pair];
    const MEASURES: &'static [&'static str] = &["accept", "accept-form"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some((accept, _)) = subject.pair() else { return Answer::No };
        evidence.insert("accept".into(), Measurement::text(&accept.label));
        evidence.insert("accept-form".into(), Measurement::text(accept.form.name()));
        self.0.iter().any(|form| form == accept.form.name()).into()
    }
}
