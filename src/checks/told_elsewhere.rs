use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Claim, Disclosure, Fact, Index, Surface, Visibility};
use crate::snapshot::{NodeId, NodeKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the same said on the surface where it can be seen?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ToldElsewhere(pub bool);

impl Ask for ToldElsewhere {
    const NAME: &'static str = "told-elsewhere";
    const SUBJECTS: &'static [On] = &[On::Disclosure];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(disclosure), Some(surface)) = (subject.disclosure(), subject.surface()) else { return Answer::No };
        (is_told(&subject.meaning().index, surface, disclosure) == self.0).into()
    }
}

/// Whether a surface says in sight what a text of it says.
pub(super) fn is_told(index: &Index, surface: &Surface, disclosure: &Disclosure) -> bool {
    let words = |text: &str| -> Vec<String> {
        crate::lexicon::fold_label(text)
            .split(' ')
            .filter(|it| it.chars().count() > 2 || !it.is_ascii())
            .map(str::to_string)
            .collect()
    };
    let wanted = words(&disclosure.text);
    let says_it = |text: &str| {
        let said = words(text);
        let shared = wanted.iter().filter(|word| said.contains(word)).count();
        !wanted.is_empty() && shared * 10 >= wanted.len() * 6
    };
    let elsewhere = surface.disclosures.iter().any(|other| {
        let claims_as_much =
            disclosure.claims.iter().filter(|it| **it != Claim::Purpose).all(|it| other.claims.contains(it));
        other.node != disclosure.node
            && claims_as_much
            && other.visibility == Fact::Known(Visibility::Visible)
            && says_it(&other.text)
    });
    elsewhere || says_it(&seen_beside(index, disclosure))
}

/// What can be read in the same label or field set, of a text that names a purpose and claims nothing.
fn seen_beside(index: &Index, disclosure: &Disclosure) -> String {
    const MOST_NODES: usize = 400;
    let claims_nothing = disclosure.claims.iter().all(|it| *it == Claim::Purpose);
    let mut around = index.ancestors(disclosure.node).take(8);
    let group = around.find(|&id| matches!(index.node(id).tag.as_str(), "label" | "fieldset"));
    let Some(group) = group.filter(|_| claims_nothing && !disclosure.third_party) else { return String::new() };
    let is_read = |id: &NodeId| {
        index.node(*id).kind == NodeKind::Text
            && !index.holds(disclosure.node, *id)
            && index.text_visibility(*id) == Fact::Known(Visibility::Visible)
    };
    let texts = index.subtree(group).take(MOST_NODES).filter(is_read);
    texts.map(|id| index.node(id).text.as_str()).collect::<Vec<_>>().join(" ")
}
