//! Forms that are there for messages and nothing else: an address to write to, a name perhaps, and words that offer them.

use super::build::is_heading;
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};
use crate::meaning::action::Action;
use crate::meaning::choice::{Choice, ChoiceKind};
use crate::meaning::field::{Field, FieldKind};
use crate::meaning::passage::{Passage, Passages, read_by};
use crate::meaning::said::Said;
use crate::meaning::{Fact, Index, Visibility};
use crate::snapshot::NodeId;

/// An address and two parts of a name.
const MOST_FIELDS: usize = 3;
/// A longer text is no title, in words.
const LONGEST_TITLE: usize = 20;
/// What the names of fields for a name end in, as programmers write them.
const NAMES: [&str; 8] = ["name", "nombre", "apellido", "apellidos", "nom", "prenom", "nome", "naam"];
/// What a form is for that wants more than an address to write to.
const MORE: [Saying; 3] = [Saying::Account, Saying::Trial, Saying::Goods];

/// Whether a form asks for an e-mail address and at most a name, and for nothing else but consent.
pub(super) fn asks_address_alone(index: &Index, root: NodeId, fields: &[Field], choices: &[Choice]) -> bool {
    let is_hidden = |field: &Field| matches!(index.visibility(field.node), Fact::Known(Visibility::Hidden(_)));
    // What nobody sees and no words name is a trap for machines.
    let is_trap =
        |field: &Field| field.kind == FieldKind::Other && index.node(field.node).is("input") && is_hidden(field);
    let any_shown = fields.iter().any(|it| !is_hidden(it));
    let asked: Vec<&Field> = fields.iter().filter(|it| !any_shown || !is_trap(it)).collect();
    let consents = |choice: &Choice| match choice.kind {
        ChoiceKind::Hidden => true,
        ChoiceKind::Checkbox | ChoiceKind::Switch => {
            ![Purpose::RememberMe, Purpose::PaidExtra].iter().any(|it| choice.purposes.contains(it))
        }
        ChoiceKind::Radio | ChoiceKind::Select => false,
    };
    asked.len() <= MOST_FIELDS
        && asked.iter().any(|it| is_address(index, it))
        && asked.iter().all(|it| is_address(index, it) || is_name(index, it))
        && choices.iter().all(consents)
        && !index.subtree(root).any(|id| index.node(id).is("select"))
}

/// Whether words before the fields, or the names of the form and its fields, offer messages. `texts` are those that are
/// neither pressed nor the label of a choice.
pub(super) fn is_titled(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    root: NodeId,
    fields: &[Field],
    choices: &[Choice],
    texts: &[&Passage],
) -> bool {
    // "We will also send you our newsletter" is no title, and no more is "by registering you agree to offers".
    let offers = |said: &Said| {
        said.purposes.contains(&Purpose::Marketing)
            && !said.claims_agreement()
            && ![Saying::WillSend, Saying::OptOut].iter().any(|it| said.says(*it))
    };
    let Some(first) = fields.iter().map(|it| it.node).min() else { return false };
    let shown = choices.iter().filter(|it| it.kind != ChoiceKind::Hidden).map(|it| it.node);
    let begins = shown.min().map_or(first, |choice| choice.min(first));
    let is_label = |text: &str| choices.iter().any(|it| it.label.trim() == text);
    if texts.iter().any(|it| it.last < begins && it.words <= LONGEST_TITLE && offers(&it.said) && !is_label(&it.text)) {
        return true;
    }
    let around = index.ancestors(first).filter(|&id| id == root || index.holds(root, id) && index.node(id).is("form"));
    fields.iter().map(|it| it.node).chain(around).any(|id| {
        let node = index.node(id);
        let mut named = ["aria-label", "placeholder", "title"].into_iter().filter_map(|name| node.attribute(name));
        named.any(|text| offers(&read_by(&passages.lexicons, lexicons, text)))
    })
}

/// Whether its press alone tells that one takes messages: "Subscribe" does, "Sign up" under "Your account" does not.
pub(super) fn is_subscribed_to(index: &Index, actions: &[Action], choices: &[Choice], texts: &[&Passage]) -> bool {
    let sends = |it: &&Action| index.sends_form(it.node);
    let presses = |it: &&Action| matches!(it.intent, Intent::Submit | Intent::Accept) && !index.node(it.node).is("a");
    let mut pressed: Vec<&Action> = actions.iter().filter(sends).collect();
    if pressed.is_empty() {
        pressed = actions.iter().filter(presses).collect();
    }
    let is_wordless = |it: &Action| !it.label.chars().any(char::is_alphanumeric);
    let by_press = pressed.iter().any(|it| it.says(Saying::Subscribes));
    // A title "Subscribe now", and an envelope to press.
    let by_title = !pressed.is_empty()
        && pressed.iter().all(|it| is_wordless(it))
        && texts.iter().any(|it| is_heading(index, it.block) && it.said.says(Saying::Subscribes));
    let is_for_more = texts
        .iter()
        .any(|it| it.said.purposes.contains(&Purpose::Terms) || MORE.iter().any(|saying| it.said.says(*saying)));
    let opens_account = pressed.iter().any(|it| it.says(Saying::Account));
    let agrees_contract = choices.iter().any(|it| it.purposes.contains(&Purpose::Terms));
    (by_press || by_title) && !is_for_more && !opens_account && !agrees_contract
}

fn is_address(index: &Index, field: &Field) -> bool {
    let node = index.node(field.node);
    let mut called = ["name", "id", "placeholder"].into_iter().filter_map(|name| node.attribute(name));
    field.kind == FieldKind::Email
        || field.kind == FieldKind::Other
            && is_line(index, field.node)
            && called.any(|it| it.to_ascii_lowercase().contains("mail"))
}

fn is_name(index: &Index, field: &Field) -> bool {
    let node = index.node(field.node);
    let called = node.attribute("name").or(node.attribute("id")).unwrap_or_default().to_ascii_lowercase();
    let called = called.trim_end_matches(|c: char| !c.is_alphanumeric());
    let by_token = node.attribute("autocomplete").unwrap_or_default().to_ascii_lowercase();
    // The name of an account, or of a firm.
    let of_other = ["user", "login", "company"].iter().any(|it| called.contains(it) || by_token.contains(it));
    let is_called = || is_line(index, field.node) && NAMES.iter().any(|it| called.ends_with(it));
    !of_other && (field.kind == FieldKind::Name || field.kind == FieldKind::Other && is_called())
}

/// Whether a field takes one line of any text.
fn is_line(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    node.is("input") && node.attribute("type").is_none_or(|kind| kind.eq_ignore_ascii_case("text"))
}
