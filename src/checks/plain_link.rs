use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does a link inside a line of text look like that text?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PlainLink(pub bool);

impl Ask for PlainLink {
    const NAME: &'static str = "plain-link";
    const SUBJECTS: &'static [On] = &[On::Action];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.action() else { return Answer::No };
        subject.meaning().index.looks_like_text(action.node).map(|plain| plain == self.0).into()
    }
}
