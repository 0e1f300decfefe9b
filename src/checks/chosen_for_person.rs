use super::{Answer, Ask, Needs, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the page say that content on it is chosen for the person?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ChosenForPerson(pub bool);

impl Ask for ChosenForPerson {
    const NAME: &'static str = "chosen-for-person";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let personal = visited.personal();
        match &personal.chosen {
            Some(said) => {
                evidence.insert("said".into(), Measurement::text(said));
                self.0.into()
            }
            None if personal.is_read => (!self.0).into(),
            None => Answer::NotEvaluated(Needs::Language),
        }
    }
}
