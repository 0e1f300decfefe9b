//! Fields of a form that ask for something about a person.

use super::passage::read_by;
use super::required::says_required;
use super::said::Said;
use super::{Fact, Index, Reason};
use crate::lexicon::{Lexicon, Lexicons, Saying};
use crate::snapshot::NodeId;

/// A row of a form holds at most this many words besides its label.
const LONGEST_ROW: usize = 60;

/// A field to fill in.
#[derive(Clone, Debug)]
pub struct Field {
    /// The control.
    pub node: NodeId,
    /// Its label; its placeholder where it has none, and its name where it has neither.
    pub label: String,
    /// What it asks for.
    pub kind: FieldKind,
    /// Whether the form can't be sent without it.
    pub required: Fact<bool>,
    /// What is written beside it, its label left out.
    pub beside: String,
    /// Whether its label goes on, in brackets or after a dash, as one does to say what it is for.
    pub goes_on: bool,
    /// What the label says.
    pub(super) said: Said,
}

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A day of birth, or an age.
    Birthday,
    /// Sex or gender.
    Gender,
    /// Something else about the person that a service seldom needs.
    Personal,
    /// A payment card or an account.
    Card,
    /// A postal address.
    Address,
    /// A name.
    Name,
    /// A password.
    Password,
    /// Anything else.
    Other,
}

impl FieldKind {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            FieldKind::Email => "email",
            FieldKind::Phone => "phone",
            FieldKind::Birthday => "birthday",
            FieldKind::Gender => "gender",
            FieldKind::Personal => "personal",
            FieldKind::Card => "card",
            FieldKind::Address => "address",
            FieldKind::Name => "name",
            FieldKind::Password => "password",
            FieldKind::Other => "other",
        }
    }
}

/// Reads one field.
pub(super) fn read(index: &Index, node: NodeId, chosen: &[&Lexicon], lexicons: &Lexicons) -> Field {
    let it = index.node(node);
    let label = index.field_label(node);
    let mut said = read_by(chosen, lexicons, &label);
    let name = it.attribute("name").or(it.attribute("id")).unwrap_or_default();
    if let Some(words) = lexicons.field_names()
        && !name.is_empty()
    {
        said.merge(&super::choice::said_by_name(words, name));
    }
    let required = match it.attribute("aria-required").map(str::trim) {
        _ if it.state.required => Fact::Known(true),
        Some("true") => Fact::Known(true),
        _ if label.trim_end().ends_with('*') => Fact::Unclear(Reason::StarOnly),
        _ => Fact::Known(false),
    };
    let beside = beside(index, node, &label);
    let goes_on = goes_on(&label, |part| says_required(part, chosen, lexicons));
    let label = if label.is_empty() { name.to_string() } else { label };
    Field { node, kind: kind(index, node, &said), required, beside, goes_on, label, said }
}

/// Whether a label has an addition of several words that is no format ("dd/mm/yyyy", "10 digits") and does not only say
/// that the field is required.
fn goes_on(label: &str, only_required: impl Fn(&str) -> bool) -> bool {
    const FEWEST_WORDS: usize = 2;
    const FEWEST_IDEOGRAPHS: usize = 4;
    let inside = label.split(['(', '[', '（', '［', '【']).skip(1);
    let inside = inside.map(|rest| rest.split([')', ']', '）', '］', '】']).next().unwrap_or_default());
    let after = [" – ", " — ", " - ", "：", ": "].into_iter().filter_map(|dash| label.split_once(dash)).map(|it| it.1);
    inside.chain(after).any(|part| {
        let ideographs =
            part.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')).count();
        let long = part.split_whitespace().count() >= FEWEST_WORDS || ideographs >= FEWEST_IDEOGRAPHS;
        long && !part.contains(|c: char| c.is_ascii_digit() || c == '/') && !only_required(part)
    })
}

/// By what the browser fills in (`autocomplete`), by the type of the input, by its words.
fn kind(index: &Index, node: NodeId, said: &Said) -> FieldKind {
    let it = index.node(node);
    let token = it.attribute("autocomplete").unwrap_or_default().to_ascii_lowercase();
    let token = token.split_whitespace().next_back().unwrap_or_default();
    let by_token = match token {
        "email" => Some(FieldKind::Email),
        "bday" | "bday-day" | "bday-month" | "bday-year" => Some(FieldKind::Birthday),
        "sex" => Some(FieldKind::Gender),
        "name" | "given-name" | "family-name" | "additional-name" | "nickname" | "username" => Some(FieldKind::Name),
        "new-password" | "current-password" => Some(FieldKind::Password),
        token if token.starts_with("tel") => Some(FieldKind::Phone),
        token if token.starts_with("cc-") => Some(FieldKind::Card),
        token if token.contains("address") || matches!(token, "postal-code" | "country") => Some(FieldKind::Address),
        _ => None,
    };
    let by_type = || match it.attribute("type").map(str::to_ascii_lowercase).as_deref() {
        Some("email") => Some(FieldKind::Email),
        Some("tel") => Some(FieldKind::Phone),
        Some("password") => Some(FieldKind::Password),
        _ => None,
    };
    by_token.or_else(by_type).unwrap_or(if said.says(Saying::PersonalField) {
        FieldKind::Personal
    } else {
        FieldKind::Other
    })
}

/// What stands in the same row of the form, or is named as its description.
fn beside(index: &Index, node: NodeId, label: &str) -> String {
    if let Some(description) = index.description(node) {
        return description;
    }
    let row = index.ancestors(node).take(3).take_while(|&up| {
        let controls = index.subtree(up).filter(|&id| index.is_control(id)).count();
        controls <= 1
    });
    let text = row.last().map(|row| index.text(row, &|id| index.is_control(id))).unwrap_or_default();
    let rest = text.replacen(label, "", 1);
    if rest.split_whitespace().count() > LONGEST_ROW { String::new() } else { rest.trim().to_string() }
}
