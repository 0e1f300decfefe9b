use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the text make one consent to the use of data, beyond a contract?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ConsentsToData(pub bool);

impl Ask for ConsentsToData {
    const NAME: &'static str = "consents-to-data";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["purposes"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        if disclosure.consents_to_data() {
            evidence.insert("purposes".into(), Measurement::list(disclosure.purposes.iter().map(|it| it.name())));
            return Answer::Yes.meets(self.0);
        }
        if disclosure.purposes.contains(&Purpose::PrivacyPolicy) {
            return Answer::CannotTell(Reason::PrivacyNoticeAgreed);
        }
        if disclosure.about_data {
            return Answer::CannotTell(Reason::UnsureWording);
        }
        Answer::No.meets(self.0)
    }
}
