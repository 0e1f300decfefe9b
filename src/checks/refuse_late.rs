use schemars::JsonSchema;
use serde::Deserialize;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::snapshot::ChangeKind;

/// Did the refusal appear, or become usable, after the acceptance?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RefuseLate(pub bool);

impl Ask for RefuseLate {
    const NAME: &'static str = "refuse-late";
    const SUBJECTS: &'static [On] = &[On::Pair];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some((accept, refuse)) = subject.pair() else { return Answer::No };
        let index = &subject.meaning().index;
        let late = |node| {
            let changes = index.snapshot.looks.iter().flat_map(|look| &look.changes);
            changes.into_iter().any(|change| {
                matches!(change.what, ChangeKind::Appeared | ChangeKind::Enabled) && index.holds(change.node, node)
            })
        };
        ((late(refuse.node) && !late(accept.node)) == self.0).into()
    }
}
