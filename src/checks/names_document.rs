use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Purpose;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the label of a link name one of these documents?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct NamesDocument(pub Vec<Purpose>);

impl Ask for NamesDocument {
    const NAME: &'static str = "names-document";
    const SUBJECTS: &'static [On] = &[On::Action];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.action() else { return Answer::No };
        let is_link = subject.meaning().index.node(action.node).is("a");
        (is_link && self.0.iter().any(|&purpose| action.names(purpose))).into()
    }
}
