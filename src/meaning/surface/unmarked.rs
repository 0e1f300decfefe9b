//! Words that would refuse and stand on nothing that is known to react to a press: `<span class="btn">Reject</span>`. A
//! script may listen to them.

use crate::lexicon::{Intent, Lexicons};
use crate::meaning::Index;
use crate::meaning::passage::{Passages, readers};
use crate::snapshot::{NodeId, NodeKind};

/// Longer words are a line of text, and no label.
const LONGEST: usize = 6;

/// The first label of a refusal that stands by itself in an element that is neither pressed nor ticked, by what is known.
pub(super) fn refusal(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    root: NodeId,
    is_free: &dyn Fn(NodeId) -> bool,
) -> Option<String> {
    let refuses = |text: &String| {
        text.split_whitespace().count() <= LONGEST
            && readers(&passages.lexicons, lexicons, text)
                .iter()
                .any(|lexicon| matches!(lexicon.listed(text), Some(Intent::Reject | Intent::AcceptNecessary)))
    };
    // Items of a list are asked about one after the other, and have one parent.
    let mut last: Option<(NodeId, bool)> = None;
    let mut in_sentence = |id: NodeId| {
        let Some(up) = index.parent(id) else { return false };
        let known = last.filter(|(of, _)| *of == up).map(|(_, has)| has);
        let has = known.unwrap_or_else(|| index.children(up).any(|it| has_words(index, it)));
        last = Some((up, has));
        has
    };
    let bare = index.subtree(root).filter(|&id| stands_bare(index, root, id) && is_free(id) && !in_sentence(id));
    bare.map(|id| index.full_text(id)).find(refuses)
}

/// Whether an element holds nothing but its words.
fn stands_bare(index: &Index, root: NodeId, id: NodeId) -> bool {
    let node = index.node(id);
    matches!(node.tag.as_str(), "span" | "div" | "li")
        && index.is_displayed(id) == index.is_displayed(root)
        && index.children(id).all(|it| index.node(it).kind == NodeKind::Text)
}

fn has_words(index: &Index, id: NodeId) -> bool {
    index.node(id).kind == NodeKind::Text && !index.node(id).text.trim().is_empty()
}
