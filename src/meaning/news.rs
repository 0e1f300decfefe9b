//! What one state shows that another did not.

use super::action::is_pressable;
use super::passage::{Passage, Passages};
use super::surface::is_text_field;
use super::{Action, Choice, ChoiceKind, Fact, Meaning, Surface, Visibility};
use crate::lexicon::Lexicons;
use crate::snapshot::NodeId;
use std::collections::BTreeSet;

/// What is shown now and was not before.
pub(super) struct News {
    pub(super) passages: Vec<Passage>,
    pub(super) actions: Vec<Action>,
    pub(super) choices: Vec<Choice>,
    /// Whether there is something to fill in.
    pub(super) fields: bool,
}

impl News {
    pub(super) fn of(before: &Meaning, after: &Meaning, lexicons: &Lexicons) -> News {
        let texts: BTreeSet<String> = texts(before, lexicons).into_iter().map(|it| it.text).collect();
        let labels: BTreeSet<String> = before.pressable(lexicons).into_iter().map(|it| it.label).collect();
        let ticked: BTreeSet<Vec<String>> = choices(before).iter().map(|it| before.path(it.node)).collect();
        let new_choice = |it: &Choice| !ticked.contains(&after.path(it.node));
        News {
            passages: self::texts(after, lexicons).into_iter().filter(|it| !texts.contains(&it.text)).collect(),
            actions: after.pressable(lexicons).into_iter().filter(|it| !labels.contains(&it.label)).collect(),
            choices: choices(after).into_iter().filter(new_choice).collect(),
            fields: !fields(after).is_subset(&fields(before)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.passages.is_empty() && self.actions.is_empty() && self.choices.is_empty() && !self.fields
    }
}

/// The texts that are shown.
pub(super) fn texts(meaning: &Meaning, lexicons: &Lexicons) -> Vec<Passage> {
    let index = &meaning.index;
    let is_shown = |it: &Passage| index.is_displayed(it.first) && !index.node(it.first).lines.is_empty();
    Passages::read(index, lexicons).all.into_iter().filter(is_shown).collect()
}

fn choices(meaning: &Meaning) -> Vec<Choice> {
    let is_shown =
        |it: &&Choice| it.kind != ChoiceKind::Hidden && !matches!(it.visibility, Fact::Known(Visibility::Hidden(_)));
    let surfaces = meaning.surfaces.iter().filter(|surface| !surface.latent);
    surfaces.flat_map(|surface| &surface.choices).filter(is_shown).cloned().collect()
}

fn fields(meaning: &Meaning) -> BTreeSet<Vec<String>> {
    let index = &meaning.index;
    let is_shown = |id: NodeId| index.is_displayed(id) && index.node(id).rect.is_some_and(|rect| rect.area() > 0.0);
    let all = index.snapshot.ids().filter(|&id| is_text_field(index, id) && is_shown(id));
    all.map(|id| meaning.path(id)).collect()
}

impl Meaning<'_> {
    /// What can be seen and pressed, on surfaces and outside of them.
    pub fn pressable(&self, lexicons: &Lexicons) -> Vec<Action> {
        let on = self.surfaces.iter().filter(|surface| !surface.latent).flat_map(Surface::offered).cloned();
        on.chain(self.elsewhere(lexicons).into_iter().map(|(action, _)| action)).collect()
    }

    /// Whether a text is all on something to press.
    pub(super) fn is_pressed_on(&self, passage: &Passage) -> bool {
        let index = &self.index;
        let element = passage.element(index);
        std::iter::once(element).chain(index.ancestors(element)).any(|id| is_pressable(index, id))
    }

    /// Whether pressing it may send a form.
    pub fn may_send(&self, node: NodeId) -> bool {
        self.index.sends_form(node)
    }

    /// Whether something to fill in stands near it.
    pub fn is_beside_field(&self, node: NodeId) -> bool {
        let index = &self.index;
        let is_around = |id: &NodeId| !matches!(index.node(*id).tag.as_str(), "body" | "main" | "html");
        let mut around = index.ancestors(node).take(4).take_while(is_around);
        around.any(|up| index.subtree(up).any(|id| is_text_field(index, id)))
    }

    /// Whether it can be pressed as things stand.
    pub(super) fn is_enabled(&self, action: &Action) -> bool {
        self.index.node(action.node).is_enabled()
    }
}
