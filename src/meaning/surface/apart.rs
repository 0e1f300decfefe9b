//! Notices that are known by where they stand and what they say, and not by what their buttons are called.

use super::roots::{Parts, is_dialog, is_text_field};
use crate::lexicon::{Intent, Saying};
use crate::meaning::action::Action;
use crate::meaning::passage::{Passage, Passages};
use crate::meaning::{Form, Index};
use crate::snapshot::{NodeId, NodeKind};

/// A notice whose buttons say nothing plain is shorter than this, in words.
const LONGEST: u32 = 150;
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
    passages.all.iter().filter(tells).filter_map(|passage| notice(index, passages, parts, passage)).collect()
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
