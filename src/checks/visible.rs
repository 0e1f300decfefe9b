use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Reason, Visibility};
use schemars::JsonSchema;
use serde::Deserialize;

/// Can it be seen?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Visible(pub String);

impl Ask for Visible {
    const NAME: &'static str = "visible";
    const SUBJECTS: &'static [On] = &[On::Disclosure, On::Action];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        if let Some(action) = subject.action() {
            return action.visibility.map(|it| (it == Visibility::Visible) == (self.0 == "yes")).into();
        }
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        if disclosure.scrolled_away && self.0 == "yes" {
            return Answer::CannotTell(Reason::InnerScroller);
        }
        disclosure.visibility.map(|it| (it == Visibility::Visible) == (self.0 == "yes")).into()
    }
}
