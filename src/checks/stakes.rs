use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Saying;
use crate::meaning::Asks;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is decided here: `consent`, or `money` (a price, a trial, a subscription)?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Stakes(pub Vec<String>);

impl Ask for Stakes {
    const NAME: &'static str = "stakes";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let consent = matches!(surface.asks, Asks::Consent | Asks::MayBeConsent(_));
        let money =
            surface.particulars.price.is_some() || surface.says(Saying::Trial) || surface.says(Saying::Subscription);
        let at_stake =
            |name: &String| matches!(name.as_str(), "consent" if consent) || matches!(name.as_str(), "money" if money);
        self.0.iter().any(at_stake).into()
    }
}
