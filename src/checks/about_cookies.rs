use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Saying;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it speak of cookies, personal data or tracking?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AboutCookies(pub bool);

impl Ask for AboutCookies {
    const NAME: &'static str = "about-cookies";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        (surface.says(Saying::Topic) == self.0).into()
    }
}
