use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use crate::meaning::{Reason, has_template_hole};
use schemars::JsonSchema;
use serde::Deserialize;

/// Do its own words say one of these? Keys of the `[consent]` table of the lexicons.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Says(pub Vec<Saying>);

impl Ask for Says {
    const NAME: &'static str = "says";
    const SUBJECTS: &'static [On] = On::ALL;
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        for &saying in &self.0 {
            if let Some(text) = subject.saying(saying) {
                evidence.insert("said".into(), Measurement::text(text));
                return Answer::Yes;
            }
        }
        let of_surface = subject.on() == On::Surface && subject.surface().is_some_and(|it| it.template);
        if of_surface || has_template_hole(subject.label()) {
            return Answer::CannotTell(Reason::TemplateHole);
        }
        Answer::No
    }
}
