use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does ticking agree (`opt-in`) or refuse (`opt-out`)?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Polarity(pub String);

impl Ask for Polarity {
    const NAME: &'static str = "polarity";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["polarity"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        if let Some(polarity) = choice.polarity.known() {
            evidence.insert("polarity".into(), Measurement::text(polarity.name()));
        }
        choice.polarity.map(|polarity| polarity.name() == self.0).into()
    }
}
