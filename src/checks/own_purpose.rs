use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Purpose;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is what it asks for the very thing that the form is for (a newsletter box on a newsletter form)?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OwnPurpose(pub bool);

impl Ask for OwnPurpose {
    const NAME: &'static str = "own-purpose";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(choice), Some(surface)) = (subject.choice(), subject.surface()) else { return Answer::No };
        let asked = || choice.purposes.iter().filter(|purpose| purpose.needs_consent());
        let is_own = |purpose: &Purpose| {
            surface.own_purposes.contains(purpose) || surface.particulars.subscribes && *purpose == Purpose::Marketing
        };
        let own = asked().count() > 0 && asked().all(is_own);
        (own == self.0).into()
    }
}
