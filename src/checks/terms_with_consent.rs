use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the same tick accept a contract and consent to the use of data?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TermsWithConsent(pub bool);

impl Ask for TermsWithConsent {
    const NAME: &'static str = "terms-with-consent";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["purposes"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let consents = choice.asks_for_consent() || choice.third_party;
        evidence.insert("purposes".into(), Measurement::list(choice.purposes.iter().map(|it| it.name())));
        if consents || choice.consents_to_processing() {
            return Answer::Yes.meets(self.0);
        }
        if choice.agrees_to(Purpose::PrivacyPolicy) {
            return Answer::CannotTell(Reason::PrivacyNoticeAgreed);
        }
        Answer::No.meets(self.0)
    }
}
