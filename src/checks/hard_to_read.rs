use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// How much is there to read before the choice?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HardToRead {
    /// More words than this.
    pub words_above: u32,
    /// More words to a sentence than this, in a text of thirty words or more.
    pub sentence_above: u32,
}

impl Ask for HardToRead {
    const NAME: &'static str = "hard-to-read";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["sentence-length", "words"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let (words, sentences) = (surface.particulars.words, surface.particulars.sentences);
        let mean = words / sentences.max(1);
        evidence.insert("words".into(), Measurement::number(f64::from(words), "", Some(f64::from(self.words_above))));
        evidence.insert(
            "sentence-length".into(),
            Measurement::number(f64::from(mean), "words", Some(f64::from(self.sentence_above))),
        );
        (words > self.words_above || (words >= 30 && mean > self.sentence_above)).into()
    }
}
