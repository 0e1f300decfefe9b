use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::{Purpose, Saying, names_cookies};
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it speak of cookies or tracking, and not only of personal data for another end?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AboutCookies(pub bool);

impl Ask for AboutCookies {
    const NAME: &'static str = "about-cookies";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if !surface.says(Saying::Topic) {
            return (!self.0).into();
        }
        let tracks = |purpose: &Purpose| {
            matches!(
                purpose,
                Purpose::Advertising
                    | Purpose::Analytics
                    | Purpose::Profiling
                    | Purpose::Personalisation
                    | Purpose::Functional
                    | Purpose::ExternalMedia
                    | Purpose::Necessary
            )
        };
        // Where a language did not borrow the word, a use of cookies tells.
        if names_cookies(&surface.text) || surface.purposes.iter().any(tracks) {
            return self.0.into();
        }
        // "May we store your data to draw up this contract?"
        let other_end = |purpose: &Purpose| {
            matches!(
                purpose,
                Purpose::Marketing
                    | Purpose::Sharing
                    | Purpose::Terms
                    | Purpose::ServiceMessage
                    | Purpose::PaidExtra
                    | Purpose::Request
            )
        };
        match surface.purposes.iter().any(other_end) {
            true => (!self.0).into(),
            false => Answer::CannotTell(Reason::UnsureWording),
        }
    }
}
