//! What one state shows: texts, what can be used, and choices, so that one state can be held against another.

use crate::lexicon::{Concept, Intent, Lexicon, Lexicons, Purpose, Saying};
use crate::meaning::action::is_pressable;
use crate::meaning::passage::{Passages, readers};
use crate::meaning::said::Said;
use crate::meaning::{Fact, Hidden, Index, Meaning, Setting, Surface, Visibility};
use crate::snapshot::{NodeId, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// Most texts, and most controls, that are read of one state.
const MOST: usize = 2_000;
/// How far above a thing a name that is given to a part of the page still holds for it.
const NEAR: usize = 8;

/// What a person reads and can use in one state.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// Address of the document.
    pub(super) address: String,
    pub(super) texts: Vec<Text>,
    pub(super) controls: Vec<Control>,
    /// Choices about data that can be seen: their paths, and how they stand.
    pub(super) choices: Vec<(Vec<String>, Setting)>,
}

/// A run of text that is there: seen, or only lain upon or moved out of sight.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    /// What it is known by: its letters, whatever numbers stand among them.
    pub(super) key: String,
    pub(super) place: Vec<String>,
    pub(super) words: u32,
    pub(super) seen: bool,
    /// Whether it is the label of something to press.
    pub(super) in_press: bool,
    pub(super) stands: Stands,
    pub(super) about: About,
}

/// Something that can be pressed, chosen or filled in.
#[derive(Clone, Debug)]
pub(super) struct Control {
    pub(super) label: String,
    pub(super) key: String,
    pub(super) place: Vec<String>,
    /// Whether it is not disabled.
    pub(super) usable: bool,
    /// Whether it is a button, and no link.
    pub(super) is_button: bool,
    /// Whether it takes text.
    pub(super) takes_text: bool,
    pub(super) intent: Intent,
    pub(super) stands: Stands,
    pub(super) about: About,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stands {
    /// On a banner or a dialog, or on what asks for consent.
    pub(super) on_surface: bool,
    /// In a document of its own.
    pub(super) in_frame: bool,
    /// In a part of the page, or a block of text, that is about a use of data.
    pub(super) near_data: bool,
}

/// What words are about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct About {
    /// Consent, privacy, or a use of data that needs consent.
    pub(super) data: bool,
    /// Somebody opts out, or data are not passed on.
    pub(super) opts_out: bool,
}

impl About {
    fn of(by: &[&Lexicon], text: &str) -> About {
        let mut about = About::default();
        for lexicon in by {
            let hits = lexicon.find(text);
            let said = Said::from(&hits);
            let refuses = hits.iter().any(|hit| hit.concept == Concept::Verb(Intent::Reject) && !hit.negated);
            about.opts_out |= refuses || refuses_a_use(&said) || said.says(Saying::OptOut);
            about.data |= speaks_of_data(&said);
        }
        about
    }
}

/// Whether a use of data is spoken of as one that is not made, or not wanted.
fn refuses_a_use(said: &Said) -> bool {
    said.denied.contains(&Saying::ThirdParty) || said.refused.iter().any(|purpose| purpose.needs_consent())
}

fn speaks_of_data(said: &Said) -> bool {
    let sayings =
        [Saying::Topic, Saying::Agree, Saying::Withdraw, Saying::OptOut, Saying::SaleOptOut, Saying::ThirdParty];
    refuses_a_use(said)
        || sayings.iter().any(|saying| said.says(*saying))
        || said.purposes.iter().any(|it| it.needs_consent() || *it == Purpose::PrivacyPolicy)
}

impl Shown {
    /// Reads a state.
    pub(super) fn of(meaning: &Meaning, lexicons: &Lexicons) -> Shown {
        let index = &meaning.index;
        let passages = Passages::read(index, lexicons);
        let read = |text: &str| About::of(&readers(&passages.lexicons, lexicons, text), text);
        let aside: Vec<NodeId> = meaning.surfaces.iter().filter(|it| is_apart(it)).map(|it| it.node).collect();
        let mut labels: BTreeMap<String, bool> = BTreeMap::new();
        let mut named_data = |id: NodeId| {
            let names = index.ancestors(id).take(NEAR).filter_map(|up| index.node(up).attribute("aria-label"));
            names.fold(false, |found, name| found | *labels.entry(name.to_owned()).or_insert_with(|| read(name).data))
        };
        let mut stands = |id: NodeId| Stands {
            on_surface: aside.iter().any(|&root| index.holds(root, id)),
            in_frame: index.node(id).frame.index() > 0,
            near_data: named_data(id),
        };
        let mut shown = Shown { address: address(meaning), ..Shown::default() };
        // A block may stand inside of another.
        let mut known: BTreeSet<NodeId> = BTreeSet::new();
        for passage in &passages.all {
            let data_block = speaks_of_data(&passage.said);
            let inside = (passage.first.0..=passage.last.0).map(NodeId);
            for id in inside.filter(|&id| index.node(id).kind == NodeKind::Text) {
                let text = fold(&index.node(id).text);
                let empty = !text.chars().any(char::is_alphanumeric);
                if shown.texts.len() >= MOST || empty || !is_there(index, id) || !known.insert(id) {
                    continue;
                }
                let mut standing = stands(id);
                standing.near_data |= data_block;
                let press = index.ancestors(id).take(NEAR).any(|up| is_pressable(index, up));
                shown.texts.push(Text {
                    key: key(&text),
                    place: meaning.path(id),
                    words: super::words(&text),
                    seen: index.visibility(id) == Fact::Known(Visibility::Visible),
                    in_press: press,
                    stands: standing,
                    about: read(&text),
                    text,
                });
            }
        }
        for id in meaning.snapshot().ids().filter(|&id| is_control(index, id)) {
            let node = index.node(id);
            let name = if node.is("a") { index.accessible_name(id).0 } else { index.label(id).0 };
            let placeholder = node.attribute("placeholder").unwrap_or_default();
            let label = if name.is_empty() { placeholder } else { name.as_str() };
            if shown.controls.len() >= MOST || !label.chars().any(char::is_alphanumeric) || !is_there(index, id) {
                continue;
            }
            let by = readers(&passages.lexicons, lexicons, label);
            let is_button = !node.is("a") && is_pressable(index, id);
            let sends = is_button && index.is_submit(id);
            let other = if sends { Intent::Submit } else { Intent::Other };
            shown.controls.push(Control {
                key: format!("{} {}", node.tag, key(label)),
                place: meaning.path(id),
                usable: node.is_enabled(),
                is_button,
                takes_text: takes_text(index, id),
                intent: by.iter().find_map(|lexicon| lexicon.intent(label)).unwrap_or(other),
                stands: stands(id),
                about: read(label),
                label: label.to_owned(),
            });
        }
        for choice in meaning.surfaces.iter().filter(|it| meaning.is_shown(it)).flat_map(|it| &it.choices) {
            let about_data = choice.is_consent()
                || choice.third_party
                || choice.says(Saying::OptOut)
                || choice.says(Saying::SaleOptOut);
            let hidden = matches!(choice.visibility, Fact::Known(Visibility::Hidden(_)));
            if let Some(state) = choice.state.known().filter(|_| about_data && !hidden) {
                shown.choices.push((meaning.path(choice.node), state));
            }
        }
        shown
    }

    /// Whether a text is there.
    pub(super) fn has_text(&self, text: &Text) -> bool {
        self.texts.iter().any(|it| it.key == text.key)
    }

    /// Whether a control is there and can be used.
    pub(super) fn has_control(&self, control: &Control) -> bool {
        self.controls.iter().any(|it| it.usable && it.key == control.key)
    }
}

/// What is set apart from the content of a page: what asks, and what stands out.
fn is_apart(surface: &Surface) -> bool {
    surface.asks_for_consent() || surface.stands_out()
}

fn address(meaning: &Meaning) -> String {
    let url = meaning.snapshot().url.as_deref().unwrap_or_default();
    url.split(['#', '?']).next().unwrap_or_default().to_owned()
}

/// Whether something is drawn, though another thing may lie on it or it may be moved out of sight.
fn is_there(index: &Index, id: NodeId) -> bool {
    let sight = if index.node(id).is("a") { index.text_visibility(id) } else { index.visibility(id) };
    match sight {
        Fact::Known(Visibility::Visible) | Fact::Unclear(_) => true,
        Fact::Known(Visibility::Hidden(why)) => {
            matches!(why, Hidden::Covered | Hidden::OffScreen | Hidden::Clip | Hidden::SameColour)
        }
        Fact::Unseen(_) => false,
    }
}

fn is_control(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    let hidden = node.is("input") && node.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
    index.is_control(id) && !hidden || node.is("a") && node.attribute("href").is_some()
}

fn takes_text(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    let kind = node.attribute("type").unwrap_or("text").to_ascii_lowercase();
    let typed = matches!(kind.as_str(), "text" | "email" | "tel" | "number" | "url" | "password" | "");
    node.is("textarea") || node.is("input") && typed
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters of a text, in lower case; all numbers are one.
fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        let c = if c.is_numeric() { '0' } else { c };
        if !(c == '0' && key.ends_with('0')) {
            key.push(c);
        }
    }
    key
}
