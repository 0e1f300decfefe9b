use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the action that the text binds in the window before anyone scrolls?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ActionInView(pub bool);

impl Ask for ActionInView {
    const NAME: &'static str = "action-in-view";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["action"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.bound_action() else { return Answer::No };
        evidence.insert("action".into(), Measurement::text(&action.label));
        subject.meaning().index.in_first_view(action.node).map(|seen| seen == self.0).into()
    }
}
