use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::Necessity::Optional;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it said to be necessary?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Necessity(pub String);

impl Ask for Necessity {
    const NAME: &'static str = "necessity";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["necessity"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        evidence.insert("necessity".into(), Measurement::text(choice.necessity.name()));
        let mut asked = choice.purposes.iter().filter(|it| it.needs_consent());
        if choice.locked_on && choice.necessity == Optional && asked.all(|it| *it == Purpose::Functional) {
            return Answer::CannotTell(Reason::LockedFunction);
        }
        (choice.necessity.name() == self.0).into()
    }
}
