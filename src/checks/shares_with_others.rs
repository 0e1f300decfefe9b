use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement, first_words};
use schemars::JsonSchema;
use serde::Deserialize;

/// A message quotes this much of a text, in characters.
const LONGEST_QUOTE: usize = 120;

/// Is it said that others receive data?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SharesWithOthers(pub bool);

impl Ask for SharesWithOthers {
    const NAME: &'static str = "shares-with-others";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["recipients"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if let Some(words) = surface.sharing.first() {
            evidence.insert("recipients".into(), Measurement::text(&first_words(words, LONGEST_QUOTE)));
        }
        (surface.sharing.is_empty() != self.0).into()
    }
}
