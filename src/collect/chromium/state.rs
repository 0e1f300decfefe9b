//! Attributes that may be kept, and the state of controls.

use super::documents::{Document, Row};
use crate::collect::is_inline_tag;
use crate::snapshot::{Checked, MAX_TEXT, SetBy, State};
use std::collections::BTreeMap;

/// Most attributes that an element keeps.
const MAX_ATTRIBUTES: usize = 256;
/// Most bytes of an attribute that are kept.
const MAX_VALUE: usize = 64 * 1024;

/// An element while its node is made.
pub(super) struct Element<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) row: Row,
    pub(super) tag: &'a str,
}

impl Element<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.document.attribute(self.row, name)
    }

    fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    /// `type` of an `input`, in lower case.
    fn input_type(&self) -> String {
        self.attribute("type").map_or_else(|| "text".into(), |kind| kind.trim().to_ascii_lowercase())
    }

    /// Attributes as scripts left them, without what a person typed.
    pub(super) fn attributes(&self) -> BTreeMap<String, String> {
        let mut kept = BTreeMap::new();
        for (name, value) in self.document.attributes(self.row).take(MAX_ATTRIBUTES) {
            let name = name.to_ascii_lowercase();
            if name != "value" || self.value_is_of_the_page(value) {
                kept.entry(name).or_insert_with(|| cut(value, MAX_VALUE));
            }
        }
        kept
    }

    fn value_is_of_the_page(&self, value: &str) -> bool {
        match self.tag {
            "button" | "option" => true,
            "input" => match self.input_type().as_str() {
                "button" | "submit" | "reset" | "image" | "checkbox" | "radio" => true,
                "hidden" => crate::collect::is_word_of_the_page(value),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the browser knows of something that a click does.
    pub(super) fn is_clickable(&self) -> bool {
        let native = match self.tag {
            "a" | "area" => self.has("href"),
            "button" | "summary" | "select" => true,
            "input" => {
                matches!(self.input_type().as_str(), "submit" | "button" | "reset" | "image" | "checkbox" | "radio")
            }
            _ => false,
        };
        let role = self.attribute("role").unwrap_or_default();
        native
            || self.has("onclick")
            || matches!(role, "button" | "link" | "switch" | "checkbox" | "radio")
            || self.document.is_clickable(self.row) && !matches!(self.tag, "input" | "textarea")
    }

    /// `is_mixed`: the browser shows the box as neither ticked nor not.
    pub(super) fn state(&self, is_mixed: bool) -> State {
        let mut state = State::default();
        let tag = self.tag;
        if matches!(tag, "button" | "input" | "select" | "textarea" | "fieldset" | "optgroup" | "option") {
            state.disabled = self.has("disabled") || self.is_in_disabled_set();
        }
        if matches!(tag, "input" | "select" | "textarea") {
            state.required = self.has("required");
            state.read_only = tag != "select" && self.has("readonly");
        }
        match tag {
            "input" => match self.input_type().as_str() {
                "checkbox" if is_mixed => {
                    state.checked = Some(Checked::Mixed);
                    state.checked_by = Some(SetBy::Script);
                }
                kind @ ("checkbox" | "radio") => {
                    let on = self.document.is_checked(self.row);
                    set(&mut state, on, self.has("checked"));
                    // Another of its group was ticked: that is no script's doing.
                    if kind == "radio" && !on {
                        state.checked_by = None;
                    }
                }
                "submit" | "button" | "reset" | "image" | "hidden" | "range" | "color" => {}
                _ => state.has_value = self.document.is_filled(self.row),
            },
            "textarea" => state.has_value = self.document.is_filled(self.row),
            "option" => self.option(&mut state),
            "details" => state.expanded = Some(self.has("open")),
            _ => self.aria_checked(&mut state),
        }
        match self.attribute("aria-expanded") {
            Some("true") => state.expanded = Some(true),
            Some("false") => state.expanded = Some(false),
            _ => {}
        }
        state
    }

    fn option(&self, state: &mut State) {
        set(state, self.document.is_selected(self.row), self.has("selected"));
        // Where nothing is declared the browser selects the first, and where much is the last.
        let chosen_by_browser = state.checked == Some(Checked::Off) || !self.has("selected") && self.is_first_option();
        if chosen_by_browser {
            state.checked_by = None;
        }
        let above = self.document.parent(self.row).filter(|&above| self.document.tag(above) == "optgroup");
        state.disabled |= above.is_some_and(|above| self.document.attribute(above, "disabled").is_some());
    }

    fn is_first_option(&self) -> bool {
        let Some(parent) = self.document.parent(self.row) else { return false };
        let mut options = self.document.children(parent).iter().filter(|&&row| self.document.tag(row) == "option");
        options.find(|&&row| self.document.attribute(row, "disabled").is_none()) == Some(&self.row)
    }

    fn aria_checked(&self, state: &mut State) {
        let role = self.attribute("role").unwrap_or_default();
        if !matches!(role, "checkbox" | "switch" | "radio" | "menuitemcheckbox" | "menuitemradio" | "option") {
            return;
        }
        let checked = match self.attribute("aria-checked") {
            Some("true") => Checked::On,
            Some("mixed") => Checked::Mixed,
            // Roles that can be checked are off where nothing is said; an option that says nothing can't be.
            None if role == "option" => return,
            _ => Checked::Off,
        };
        state.checked = Some(checked);
        state.checked_by = (checked != Checked::Off).then_some(SetBy::Attribute);
    }

    /// Inside a disabled `fieldset`, save its first `legend`.
    fn is_in_disabled_set(&self) -> bool {
        let mut below = self.row;
        while let Some(above) = self.document.parent(below) {
            if self.document.attribute(above, "disabled").is_some() && self.document.tag(above) == "fieldset" {
                let mut children = self.document.children(above).iter();
                if children.find(|&&child| self.document.tag(child) == "legend") != Some(&below) {
                    return true;
                }
            }
            below = above;
        }
        false
    }
}

fn set(state: &mut State, on: bool, declared: bool) {
    state.checked = Some(if on { Checked::On } else { Checked::Off });
    state.checked_by = match (on, declared) {
        (true, true) => Some(SetBy::Attribute),
        (false, false) => None,
        _ => Some(SetBy::Script),
    };
}

/// At most so many bytes, whole characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

/// Text as a snapshot keeps it; none if it is not text of the page.
pub(super) fn page_text(document: &Document<'_>, row: Row) -> Option<String> {
    let parent = document.tag(document.parent(row)?);
    if matches!(
        parent.as_str(),
        "script" | "style" | "textarea" | "iframe" | "noembed" | "noframes" | "noscript" | "template"
    ) {
        return None;
    }
    let text = document.value(row);
    let is_blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
    let kept = !is_blank || document.lines(row).next().is_some() || separates(document, row);
    kept.then(|| cut(text, MAX_TEXT))
}

/// White space between two inline neighbours is a space; anywhere else it is nothing.
fn separates(document: &Document<'_>, row: Row) -> bool {
    let Some(parent) = document.parent(row) else { return false };
    let siblings = document.children(parent);
    // Children come in the order of their rows.
    let Ok(at) = siblings.binary_search(&row) else { return false };
    let is_node =
        |row: &&Row| document.is_element(**row) && document.pseudo(**row).is_none() || document.is_text(**row);
    let before = siblings[..at].iter().rev().find(is_node);
    let after = siblings[at + 1..].iter().find(is_node);
    [before, after]
        .into_iter()
        .all(|side| side.is_some_and(|&side| document.is_text(side) || is_inline_tag(&document.tag(side))))
}
