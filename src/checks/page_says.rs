use super::{Answer, Ask, Needs, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Saying;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does any text of the page say one of these?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PageSays(pub Vec<Saying>);

impl Ask for PageSays {
    const NAME: &'static str = "page-says";
    const SUBJECTS: &'static [On] = &[On::Page, On::Visit];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let meaning = subject.meaning();
        match self.0.iter().any(|saying| meaning.sayings.contains(saying)) {
            false if meaning.template => Answer::CannotTell(Reason::TemplateHole),
            false if self.0.iter().any(|saying| meaning.unread.contains(saying)) => {
                Answer::NotEvaluated(Needs::Language)
            }
            says => says.into(),
        }
    }
}
