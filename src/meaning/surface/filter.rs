//! A form that only picks out of what is there: a filter, a search, an export. What its boxes are called are kinds of
//! things, and no uses of data.

use super::build::is_heading;
use super::roots::is_text_field;
use crate::lexicon::{Intent, Saying};
use crate::meaning::Index;
use crate::meaning::action::Action;
use crate::meaning::choice::{Choice, ChoiceKind, Necessity};
use crate::meaning::passage::Passage;
use crate::snapshot::NodeId;
use std::collections::BTreeSet;

/// Labels that end in a count, at the least, where no words say that something is filtered.
const FEWEST_COUNTS: usize = 2;

/// Whether a form asks for nothing about a person and does nothing but pick: by a title or a button that says so, or by
/// its build: results counted behind the labels, boxes of one name that are sent by GET. `texts` are those that can't be
/// pressed.
pub(super) fn picks_only(
    index: &Index,
    root: NodeId,
    texts: &[&Passage],
    actions: &[Action],
    choices: &[Choice],
) -> bool {
    let agrees = choices.iter().any(|choice| choice.agrees && choice.kind != ChoiceKind::Hidden);
    let of_data = texts.iter().any(|passage| passage.said.data_topic);
    if agrees || of_data {
        return false;
    }
    if asks_for_page(index, root) {
        return true;
    }
    if index.subtree(root).any(|id| is_text_field(index, id) && !narrows(index, id)) {
        return false;
    }
    let (picking, others): (Vec<&Action>, Vec<&Action>) = actions
        .iter()
        .filter(|action| !index.node(action.node).is("a"))
        .partition(|action| action.says(Saying::Filter) && !action.says(Saying::Topic));
    let keeps = others.iter().any(|action| {
        matches!(action.intent, Intent::Accept | Intent::Reject | Intent::AcceptNecessary | Intent::Save)
    });
    let titled = || texts.iter().any(|it| is_heading(index, it.block) && it.said.says(Saying::Filter));
    let counted = || choices.iter().filter(|choice| ends_in_count(&choice.label)).count() >= FEWEST_COUNTS;
    !keeps && (!picking.is_empty() || titled() || counted() || is_sent_by_get(index, choices))
}

/// Takes from a box what its label only names.
pub(super) fn ask_nothing(choice: &mut Choice) {
    if choice.kind == ChoiceKind::Hidden || choice.says(Saying::OptOut) {
        return;
    }
    choice.purposes.retain(|purpose| !purpose.needs_consent());
    choice.third_party = false;
    if choice.necessity == Necessity::Optional {
        choice.necessity = Necessity::Unknown;
    }
}

/// Whether a form, or the only one in an element, says that it asks for a page, and takes nothing that leads to a person:
/// a search with many fields.
fn asks_for_page(index: &Index, root: NodeId) -> bool {
    let mut forms = index.subtree(root).filter(|&id| index.node(id).is("form"));
    let only = forms.next().filter(|_| forms.next().is_none());
    let leads_to_person = |id: NodeId| {
        let node = index.node(id);
        let kind = node.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let called = ["name", "id", "autocomplete"].into_iter().filter_map(|name| node.attribute(name));
        matches!(kind.as_str(), "email" | "password" | "tel")
            || called
                .into_iter()
                .any(|it| ["mail", "phone", "name"].iter().any(|of| it.to_ascii_lowercase().contains(of)))
    };
    only.is_some_and(|form| says_get(index, form))
        && !index.subtree(root).any(|id| is_text_field(index, id) && leads_to_person(id))
}

/// A number, a day or a colour to pick by, or the field of a search.
fn narrows(index: &Index, id: NodeId) -> bool {
    let kind = index.node(id).attribute("type").unwrap_or_default().to_ascii_lowercase();
    matches!(kind.as_str(), "number" | "date" | "month" | "week" | "time" | "datetime-local" | "color")
        || index.ancestors(id).take(6).any(|up| index.node(up).attribute("role") == Some("search"))
}

/// “Marketing (12)”, “Werbung (1.204)”.
fn ends_in_count(label: &str) -> bool {
    let Some((before, inside)) = label.trim().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return false;
    };
    let digits = inside.chars().filter(char::is_ascii_digit).count();
    digits > 0
        && !before.trim().is_empty()
        && inside.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '\''))
}

/// Whether several boxes are values of one name in a form that says that it asks for a page.
fn is_sent_by_get(index: &Index, choices: &[Choice]) -> bool {
    let boxes = || choices.iter().filter(|choice| choice.kind == ChoiceKind::Checkbox && !choice.name.is_empty());
    let mut names = BTreeSet::new();
    let share_name = boxes().any(|choice| !names.insert(choice.name.as_str()));
    share_name && boxes().all(|choice| index.form_around(choice.node).is_some_and(|form| says_get(index, form)))
}

fn says_get(index: &Index, form: NodeId) -> bool {
    index.node(form).attribute("method").is_some_and(|it| it.eq_ignore_ascii_case("get"))
}
