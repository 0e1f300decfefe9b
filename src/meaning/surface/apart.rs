//! Notices that are known by where they stand and what they say, and not by what their buttons are called.

use super::roots::{LONGEST_CLAIM, Parts, is_dialog, is_page, is_text_field};
use crate::lexicon::{Intent, Saying};
use crate::meaning::action::Action;
use crate::meaning::passage::{Passage, Passages};
use crate::meaning::{Form, Index};
use crate::snapshot::{NodeId, NodeKind};

/// A notice whose buttons say nothing plain is shorter than this, in words.
const LONGEST: u32 = 150;
/// A heading and buttons around such a text, in words.
const BESIDE_CLAIM: u32 = 12;
/// It has at most so many things to press.
const MOST_PRESSED: usize = 6;
/// What stands before the first part of a page and is none of it, such as a link to its content, in words.
const LONGEST_SKIPPED: u32 = 6;

/// Blocks that say what cookies are used for, with a button that answers, at the edge of a page or with a way to
/// settings.
pub(super) fn notices(index: &Index, passages: &Passages, parts: &Parts) -> Vec<NodeId> {
    let tells = |passage: &&Passage| {
        passage.said.says(Saying::Topic) && passage.said.purposes.iter().any(|purpose| purpose.needs_consent())
    };
    let told = passages.all.iter().filter(tells).filter_map(|passage| notice(index, passages, parts, passage));
    let claimed = passages.all.iter().filter(|passage| claims_by_use(passage));
    let claimed = claimed.filter_map(|passage| bar_that_claims(index, passages, parts, passage));
    told.chain(claimed).collect()
}

/// Whether a text takes going on for consent to the use of data.
pub(super) fn claims_by_use(passage: &Passage) -> bool {
    let said = &passage.said;
    said.says(Saying::ByBrowsing)
        && said.says(Saying::Topic)
        && said.by_use.beyond_contract
        && !passage.quoted
        && passage.words <= LONGEST_CLAIM
}

/// The bar around such a text, whatever its button is called. With nothing to press but links it has to stand by
/// itself: at the foot of a page the same words are small print.
fn bar_that_claims(index: &Index, passages: &Passages, parts: &Parts, passage: &Passage) -> Option<NodeId> {
    let most = 2 * passage.words as u32 + BESIDE_CLAIM;
    let is_bar = |id: &NodeId| {
        index.node(*id).is_element()
            && !is_page(index, *id)
            && !index.node(*id).is("html")
            && passages.words(index, *id) <= most.min(LONGEST)
    };
    let around: Vec<NodeId> = index.ancestors(passage.first).take_while(is_bar).collect();
    let answers = |id: NodeId| parts.pressed_in(index, id).any(|it| it.form == Form::Button && may_answer(it));
    let by_button = around.iter().copied().find(|&id| answers(id));
    let by_link = || {
        let links = around.iter().copied().find(|&id| parts.pressed_in(index, id).next().is_some())?;
        // The text may hold a link itself; what else there is to press stands beside it.
        let room = passages.words(index, links) + BESIDE_CLAIM;
        let widest = around.iter().copied().rfind(|&id| passages.words(index, id) <= room)?;
        // A paragraph alone is a part of a text.
        let is_text = matches!(index.node(widest).tag.as_str(), "p" | "li" | "td" | "a" | "span");
        (!is_text && passage.said.by_use.names_data && stands_apart(index, passages, widest)).then_some(widest)
    };
    let root = by_button.or_else(by_link)?;
    let pressed = parts.pressed_in(index, root).take(MOST_PRESSED + 1).count();
    let fills_in = index.subtree(root).any(|id| is_text_field(index, id) || index.node(id).is("select"));
    let set_apart = |id: NodeId| is_dialog(index, id) || index.is_fixed(id);
    let in_text = std::iter::once(root)
        .chain(index.ancestors(root))
        .take_while(|&id| !set_apart(id))
        .any(|id| is_foot_or_article(index, id));
    (pressed <= MOST_PRESSED && !fills_in && !in_text).then_some(root)
}

fn is_foot_or_article(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    matches!(node.tag.as_str(), "footer" | "article")
        || matches!(node.attribute("role"), Some("contentinfo" | "article"))
}

fn notice(index: &Index, passages: &Passages, parts: &Parts, passage: &Passage) -> Option<NodeId> {
    let is_block = |id: &NodeId| index.node(*id).is_element() && passages.words(index, *id) <= LONGEST;
    let mut root = index
        .ancestors(passage.first)
        .take_while(is_block)
        .find(|&id| parts.pressed_in(index, id).any(|action| action.form == Form::Button && may_answer(action)))?;
    // Wrappers that hold nothing else.
    while let Some(up) = index.parent(root).filter(|&up| {
        !matches!(index.node(up).tag.as_str(), "body" | "html" | "main" | "article")
            && index.node(up).is_element()
            && passages.words(index, up) == passages.words(index, root)
    }) {
        root = up;
    }
    let leads_on = parts.pressed_in(index, root).any(|action| action.intent == Intent::Settings);
    let is_short = parts.pressed_in(index, root).take(MOST_PRESSED + 1).count() <= MOST_PRESSED;
    let fills_in = index.subtree(root).any(|id| is_text_field(index, id) || index.node(id).is("select"));
    let is_notice = is_short && !fills_in && (leads_on || stands_apart(index, passages, root));
    (is_notice && !matches!(index.node(root).tag.as_str(), "body" | "main" | "article")).then_some(root)
}

/// Whether pressing it may answer a notice: it goes on, opens settings, or says nothing that is known.
fn may_answer(action: &Action) -> bool {
    matches!(action.intent, Intent::Submit | Intent::Settings)
        || action.intent == Intent::Other && !action.is_understood && !action.label.is_empty()
}

/// Whether an element stands by itself: a dialog, a bar fixed to the window, or the first or last part of the page.
pub(super) fn stands_apart(index: &Index, passages: &Passages, root: NodeId) -> bool {
    let mut at = root;
    loop {
        if is_dialog(index, at) || index.is_fixed(at) {
            return true;
        }
        let Some(parent) = index.parent(at).filter(|&up| matches!(index.node(up).kind, NodeKind::Element)) else {
            return false;
        };
        if index.node(parent).is("body") {
            return is_edge(index, passages, parent, at);
        }
        if passages.words(index, parent) > passages.words(index, at) {
            return false;
        }
        at = parent;
    }
}

/// Whether nothing with words stands before an element in the body, or nothing after it, and something does at all.
fn is_edge(index: &Index, passages: &Passages, body: NodeId, part: NodeId) -> bool {
    let words = |wanted: &dyn Fn(NodeId) -> bool| -> u32 {
        let spoken = |id: &NodeId| {
            !matches!(index.node(*id).tag.as_str(), "script" | "style" | "noscript" | "template") && wanted(*id)
        };
        index.children(body).filter(spoken).map(|id| passages.words(index, id)).sum()
    };
    let before = words(&|id| id < part);
    let after = words(&|id| id > part);
    before.min(after) <= LONGEST_SKIPPED && before + after > LONGEST_SKIPPED
}
