use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Necessity;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it called necessary, or on and locked?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct CalledNecessary(pub bool);

impl Ask for CalledNecessary {
    const NAME: &'static str = "called-necessary";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let named = choice.purposes.contains(&crate::lexicon::Purpose::Necessary);
        ((choice.necessity == Necessity::Necessary || choice.locked_on || named) == self.0).into()
    }
}
