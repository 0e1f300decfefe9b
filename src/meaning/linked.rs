//! What the agreements say that a choice links to, where they were fetched.

use super::Index;
use super::passage::read_by;
use crate::lexicon::{Lexicon, Lexicons, Purpose, Saying};
use crate::snapshot::NodeId;
use std::collections::BTreeSet;

/// What a linked agreement makes one agree to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkedAgreement {
    /// Whether one was read.
    pub read: bool,
    /// What it says one agrees to, sentence by sentence.
    pub purposes: BTreeSet<Purpose>,
    /// Whether it passes data to others.
    pub third_party: bool,
}

/// The agreements linked from inside an element.
pub(super) fn read(index: &Index, root: NodeId, chosen: &[&Lexicon], lexicons: &Lexicons) -> LinkedAgreement {
    let mut agreement = LinkedAgreement::default();
    let root = index.ancestors(root).take(2).find(|&id| index.node(id).is("label")).unwrap_or(root);
    for linked in &index.snapshot.linked {
        if !index.holds(root, linked.link) || linked.text.is_empty() {
            continue;
        }
        agreement.read = true;
        let said = read_by(chosen, lexicons, &linked.text);
        let consents = said.agreed.iter().filter(|purpose| purpose.needs_consent());
        agreement.purposes.extend(consents);
        agreement.third_party |= said.agreed.contains(&Purpose::Sharing)
            || (said.says(Saying::ThirdParty) && said.says(Saying::Agree) && said.purposes.contains(&Purpose::Sharing));
    }
    agreement
}
