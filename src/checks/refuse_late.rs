use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::Reason;
use crate::snapshot::ChangeKind;
use schemars::JsonSchema;
use serde::Deserialize;

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
        let late = |node, kind: ChangeKind| {
            let changes = index.snapshot.looks.iter().flat_map(|look| &look.changes);
            changes.into_iter().any(|change| change.what == kind && index.holds(change.node, node))
        };
        if late(accept.node, ChangeKind::Appeared) || late(accept.node, ChangeKind::Enabled) {
            return Answer::from(!self.0);
        }
        // Seen from the start and usable later: it may wait for a script as slow as this one.
        if late(refuse.node, ChangeKind::Enabled) && !late(refuse.node, ChangeKind::Appeared) {
            return Answer::CannotTell(Reason::ScriptMayAct);
        }
        (late(refuse.node, ChangeKind::Appeared) == self.0).into()
    }
}
