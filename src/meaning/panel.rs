//! Panels of cookie categories. What stands in a row with “Necessary” and “Statistics”, and can be turned off, is a use of
//! data like them, whatever it is called: “Comfort”, “Experience”, “Unclassified”.

use super::Index;
use super::choice::{Choice, ChoiceKind, Necessity};
use super::passage::Passages;
use super::surface::is_text_field;
use crate::lexicon::Purpose;
use crate::snapshot::NodeId;

/// A category is called by few words.
const LONGEST_NAME: usize = 4;
/// How far the rows of a panel lie inside what holds them all.
const DEEPEST: usize = 8;
/// What holds more choices than these is no short list of categories.
const MOST_CHOICES: usize = 40;

/// Gives each category that words do not tell the purpose that all of them have in common.
pub(super) fn settle(index: &Index, passages: &Passages, choices: &mut [Choice]) {
    if !choices.iter().any(is_unknown) {
        return;
    }
    let known: Vec<NodeId> = choices.iter().filter(|it| is_category(it)).map(|it| it.node).collect();
    let necessary: Vec<NodeId> =
        choices.iter().filter(|it| it.necessity == Necessity::Necessary).map(|it| it.node).collect();
    let asking: Vec<NodeId> =
        choices.iter().filter(|it| is_box(it) && it.asks_for_consent()).map(|it| it.node).collect();
    let all: Vec<NodeId> = choices.iter().map(|it| it.node).collect();
    if known.is_empty() {
        return;
    }
    let around = Around { known, asking, necessary, all };
    for choice in choices.iter_mut().filter(|it| is_unknown(it)) {
        if around.is_panel_of(index, passages, choice.node) {
            choice.purposes.insert(Purpose::Functional);
            choice.said.purposes.insert(Purpose::Functional);
            choice.necessity = Necessity::Optional;
        }
    }
}

fn is_box(choice: &Choice) -> bool {
    matches!(choice.kind, ChoiceKind::Checkbox | ChoiceKind::Switch)
        && (1..=LONGEST_NAME).contains(&choice.label.split_whitespace().count())
}

/// A box with a short name that says nothing.
fn is_unknown(choice: &Choice) -> bool {
    is_box(choice)
        && choice.purposes.is_empty()
        && choice.said.refused.is_empty()
        && choice.said.sayings.is_empty()
        && choice.necessity == Necessity::Unknown
        && !choice.locked_on
        && choice.price().is_none()
}

/// A box that is named after a use that needs no e-mail address.
fn is_category(choice: &Choice) -> bool {
    let is_use = |it: &Purpose| it.needs_consent() && !matches!(it, Purpose::Marketing | Purpose::Sharing);
    is_box(choice) && choice.purposes.iter().any(is_use)
}

/// The choices of a page by what they are, in document order.
struct Around {
    known: Vec<NodeId>,
    asking: Vec<NodeId>,
    necessary: Vec<NodeId>,
    all: Vec<NodeId>,
}

impl Around {
    /// Whether a box stands among categories: with a known use and what is necessary, or with two uses under words about
    /// cookies. Nothing is to be filled in there.
    fn is_panel_of(&self, index: &Index, passages: &Passages, node: NodeId) -> bool {
        let ends = |id: NodeId| matches!(index.node(id).tag.as_str(), "body" | "html");
        for around in index.ancestors(node).take(DEEPEST).take_while(|&id| !ends(id)) {
            let held = |nodes: &[NodeId]| {
                let from = nodes.partition_point(|it| *it < around);
                nodes.partition_point(|it| it.0 < index.end(around)).saturating_sub(from)
            };
            if held(&self.all) > MOST_CHOICES {
                return false;
            }
            let of_cookies = || passages.within(index, around).iter().any(|passage| passage.said.data_topic);
            let is_panel =
                held(&self.known) >= 1 && (held(&self.necessary) >= 1 || held(&self.asking) >= 2 && of_cookies());
            if is_panel {
                return !index.subtree(around).any(|id| is_text_field(index, id));
            }
        }
        false
    }
}
