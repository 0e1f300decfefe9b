//! Choices as a walk meets them: what each says as it stands, and what to press so that it says the other.

use crate::meaning::{
    Choice, ChoiceKind, Fact, Index, Meaning, Necessity, Polarity, Setting, Surface, SurfaceKind, Visibility,
};
use crate::snapshot::NodeId;
use std::collections::{BTreeMap, BTreeSet};

/// How many optional choices of a surface agree, and how many do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Turned {
    /// Those that agree and can be changed. A question with two answers is one choice.
    pub(super) on: u32,
    /// Those that do not agree and can be changed. A question that is not answered yet is both.
    pub(super) off: u32,
    /// Those that agree and can't be changed.
    pub(super) locked: u32,
}

/// A press that changes what a choice says.
pub(super) struct Turn<'m> {
    /// Whether it agrees after that.
    pub(super) to: bool,
    pub(super) choice: &'m Choice,
    /// What to press: the control, and where that can't be pressed, what is drawn for it.
    pub(super) nodes: Vec<NodeId>,
}

impl Turned {
    pub(super) fn of(meaning: &Meaning, surface: &Surface) -> Self {
        let mut turned = Turned::default();
        let questions = questions(surface);
        // Whether a yes, or a no, is chosen.
        let mut chosen: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        for choice in optional(surface) {
            turned.locked += u32::from(choice.locked_on);
            let Some(state) = choice.state.known().filter(|_| !meaning.snapshot().node(choice.node).state.disabled)
            else {
                continue;
            };
            if is_answer(choice, &questions) {
                let (yes, no) = chosen.entry(&choice.name).or_default();
                *(if declines(choice) { no } else { yes }) |= state == Setting::On;
            } else if agrees(choice, state, surface) {
                turned.on += 1;
            } else {
                turned.off += 1;
            }
        }
        for (yes, no) in chosen.into_values() {
            turned.on += u32::from(yes || !no);
            turned.off += u32::from(no || !yes);
        }
        turned
    }
}

/// Everything that can be turned on a surface. Of a question's answers, those that are not chosen.
pub(super) fn turns<'m>(meaning: &'m Meaning, surface: &'m Surface) -> Vec<Turn<'m>> {
    let index = &meaning.index;
    let questions = questions(surface);
    let mut found = Vec::new();
    for choice in optional(surface) {
        let drawn = matches!(choice.visibility, Fact::Known(Visibility::Hidden(_)));
        let Some(state) = choice.state.known().filter(|_| !drawn) else { continue };
        let answers = is_answer(choice, &questions);
        if answers && state == Setting::On {
            continue;
        }
        let to = if answers { !declines(choice) } else { !agrees(choice, state, surface) };
        found.push(Turn { to, choice, nodes: pressable(index, choice) });
    }
    found
}

/// The control, and what is drawn for it where it can't be seen: that is what a person presses.
fn pressable(index: &Index, choice: &Choice) -> Vec<NodeId> {
    let hidden = |id: NodeId| matches!(index.visibility(id), Fact::Known(Visibility::Hidden(_)));
    let mut nodes = vec![choice.node];
    nodes.extend(choice.bearer.filter(|&id| !hidden(id)));
    let beside = index.children(index.parent(choice.node).unwrap_or_default());
    nodes.extend(
        beside.filter(|&id| {
            id != choice.node && index.node(id).is_element() && !hidden(id) && index.node(id).is("label")
        }),
    );
    nodes
}

fn optional(surface: &Surface) -> impl Iterator<Item = &Choice> {
    surface.choices.iter().filter(|choice| is_optional(choice, surface))
}

/// Whether a person is free in it: not what the service can't do without. What was not understood is, on a banner or in
/// a dialog; a form also holds other things.
fn is_optional(choice: &Choice, surface: &Surface) -> bool {
    let asks = choice.is_consent() || choice.necessity == Necessity::Optional;
    let may_ask = surface.kind != SurfaceKind::Form && !choice.locked_on;
    choice.necessity != Necessity::Necessary && (asks || may_ask)
}

fn declines(choice: &Choice) -> bool {
    choice.declines || choice.polarity.known() == Some(Polarity::OptOut)
}

/// Whether a choice agrees as it stands: ticked, or where ticking refuses, not ticked. The switches of a notice are on for a
/// yes, whatever they are called: "enable or disable all".
fn agrees(choice: &Choice, state: Setting, surface: &Surface) -> bool {
    let refuses = surface.kind == SurfaceKind::Form && choice.polarity.known() == Some(Polarity::OptOut);
    (state == Setting::On) != refuses
}

/// The names of questions that can be answered with a yes and with a no.
fn questions(surface: &Surface) -> BTreeSet<&str> {
    let names = |declining: bool| -> BTreeSet<&str> {
        let answers = optional(surface).filter(|it| it.kind == ChoiceKind::Radio && declines(it) == declining);
        answers.map(|it| it.name.as_str()).collect()
    };
    names(true).intersection(&names(false)).copied().collect()
}

/// Whether it is one of a question's answers.
fn is_answer(choice: &Choice, questions: &BTreeSet<&str>) -> bool {
    choice.kind == ChoiceKind::Radio && questions.contains(choice.name.as_str())
}
