//! Where consent is asked for.

mod apart;
mod aside;
mod build;
mod content;
mod effects;
mod filter;
mod newsletter;
mod opt_out;
mod particulars;
mod quoted;
mod recipients;
mod roots;
mod search;
mod subscription;
mod unmarked;

use super::action::Action;
use super::choice::Choice;
use super::disclosure::Disclosure;
use super::field::Field;
use super::passage::Passages;
use super::{Fact, Index, Reason};
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};
use crate::snapshot::NodeId;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use build::is_heading;
pub use particulars::Particulars;
pub(super) use roots::is_text_field;

/// Options of one question that are looked at, at the most.
const MOST_OPTIONS: usize = 64;

/// A part of a page that asks for consent, or whose controls or words bear on it.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Its element.
    pub node: NodeId,
    /// What kind it is.
    pub kind: SurfaceKind,
    /// Whether it waits, hidden, for a script to show it.
    pub latent: bool,
    /// 1 for what is met first; deeper layers count up. Unclear where several wait.
    pub layer: Fact<u32>,
    /// What it asks for.
    pub asks: Asks,
    /// Its languages, as tags; the first is the one that it is mostly in.
    pub languages: Vec<String>,
    /// Whether a lexicon knows its language.
    pub readable: bool,
    /// Its text, white space folded.
    pub text: String,
    /// What can be pressed on it, in document order.
    pub actions: Vec<Action>,
    /// What carries a yes or no, in document order.
    pub choices: Vec<Choice>,
    /// What tells a person what they agree to, in document order.
    pub disclosures: Vec<Disclosure>,
    /// The purposes that its text names; what only its buttons and boxes say is left out.
    pub purposes: BTreeSet<Purpose>,
    /// What the surface itself is for, by its headings and its submit button; of a form that asks for an address alone, by
    /// any words before it.
    pub own_purposes: BTreeSet<Purpose>,
    /// Words by which others receive data, as found; empty where nobody does.
    pub sharing: Vec<String>,
    /// Whether those others are named, or a list of them is linked.
    pub recipients_named: Fact<bool>,
    /// Whether its text is filled in by a template.
    pub template: bool,
    /// The fields to fill in, in document order.
    pub fields: Vec<Field>,
    /// What its texts say, each with the first text that says so; what only buttons say is left out.
    pub sayings: BTreeMap<Saying, String>,
    /// Whether it is where finer choices are made, by what it calls itself.
    pub is_settings: bool,
    /// What single rules ask of it.
    pub particulars: Particulars,
}

/// Kinds of surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurfaceKind {
    /// A notice on or in the page.
    Banner,
    /// A dialog.
    Dialog,
    /// A form to fill in.
    Form,
    /// A page that is nothing else.
    Page,
}

impl SurfaceKind {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            SurfaceKind::Banner => "banner",
            SurfaceKind::Dialog => "dialog",
            SurfaceKind::Form => "form",
            SurfaceKind::Page => "page",
        }
    }
}

/// What a surface asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Consent.
    Consent,
    /// Perhaps consent; why it can't be told.
    MayBeConsent(Reason),
    /// To be left alone: unsubscribe, do not sell.
    OptOut,
    /// A permission: to send notifications, to know the location.
    Permission,
    /// Nothing of the kind.
    Nothing,
}

impl Asks {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Asks::Consent => "consent",
            Asks::MayBeConsent(_) => "unclear",
            Asks::OptOut => "opt-out",
            Asks::Permission => "permission",
            Asks::Nothing => "nothing",
        }
    }
}

impl Surface {
    /// The other options of the question that a radio button answers, of a long list the first.
    pub fn siblings(&self, choice: &Choice) -> Vec<&Choice> {
        let same = |other: &&Choice| {
            other.node != choice.node
                && other.kind == choice.kind
                && (choice.group.is_some() && other.group == choice.group
                    || !choice.name.is_empty() && other.name == choice.name)
        };
        self.choices.iter().filter(same).take(MOST_OPTIONS).collect()
    }

    /// Whether a text of it says this.
    pub fn says(&self, saying: Saying) -> bool {
        self.sayings.contains_key(&saying)
    }

    /// Whether it is a notice or a dialog, and no form or page.
    pub fn stands_out(&self) -> bool {
        matches!(self.kind, SurfaceKind::Banner | SurfaceKind::Dialog)
    }

    /// Actions that are offered: shown, or as they would be shown with a latent surface.
    pub fn offered(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.is_offered(self.latent))
    }

    /// Whether it offers a way to settings.
    pub fn leads_to_settings(&self) -> bool {
        self.offered().any(|action| action.intent == Intent::Settings)
    }

    /// The action that agrees to everything, the most prominent first.
    pub fn accept(&self) -> Option<&Action> {
        let score = |action: &&Action| action.prominence.known().map_or(0.0, |it| it.score);
        self.offered().filter(|action| action.accepts() == Some(true)).max_by(|a, b| score(a).total_cmp(&score(b)))
    }

    /// The action that refuses, the most prominent first.
    pub fn refuse(&self) -> Option<&Action> {
        let score = |action: &&Action| action.prominence.known().map_or(0.0, |it| it.score);
        self.offered().filter(|action| action.refuses()).max_by(|a, b| score(a).total_cmp(&score(b)))
    }
}

/// Finds all surfaces of a page, in document order, and the languages that no lexicon knows.
pub(super) fn find(index: &Index, passages: &Passages, lexicons: &Lexicons) -> (Vec<Surface>, Vec<String>) {
    let parts = roots::Parts::gather(index, passages, lexicons);
    let roots = roots::find(index, passages, &parts);
    let mut surfaces: Vec<Surface> =
        roots.iter().map(|&root| build::surface(index, passages, lexicons, &parts, &roots, root)).collect();
    build::lay_in_layers(&mut surfaces);
    let mut unknown: Vec<String> =
        surfaces.iter().filter(|surface| !surface.readable).flat_map(|surface| surface.languages.clone()).collect();
    let whole: String = passages.all.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
    if surfaces.is_empty() && whole.split_whitespace().count() >= 5 {
        let page = lexicons.recognise(&whole, index.snapshot.lang.as_deref());
        if page.known().is_none() {
            unknown.push(page.tag().to_string());
        }
    }
    unknown.sort();
    unknown.dedup();
    (surfaces, unknown)
}
