use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does a text of the page say what data are for?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PurposeInSight(pub bool);

impl Ask for PurposeInSight {
    const NAME: &'static str = "purpose-in-sight";
    const SUBJECTS: &'static [On] = &[On::Visit];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        if !subject.meaning().unknown_languages.is_empty() {
            return Answer::NotEvaluated(Needs::Language);
        }
        // A purpose that is named may be another one.
        let named = !subject.meaning().purposes.is_empty();
        if named { Answer::CannotTell(Reason::UnsureWording) } else { (!self.0).into() }
    }
}
