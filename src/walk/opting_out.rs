//! Opting out of sale or sharing, and in again: from what promises it, by the fewest presses.

use super::distil::Walked;
use super::place::{Bystanders, Kind, Move, Place, a_move};
use super::search::{Found, Search};
use super::way::{How, Made, Way};
use super::{LATE, Walker, go_on, search};
use crate::collect::CollectError;
use crate::lexicon::Lexicons;
use crate::meaning::Meaning;
use crate::snapshot::{Goal, PathOutcome, leads_off_site};
use std::collections::BTreeSet;

/// What the first look showed. It was there before anything was pressed, so none of it comes of what was.
#[derive(Default)]
pub(super) struct First {
    /// Whether something promises an opt-out of sale or sharing.
    pub(super) promises: bool,
    /// What asked.
    pub(super) asking: Bystanders,
    /// What could be pressed, by its path.
    pressable: BTreeSet<Vec<String>>,
}

impl First {
    pub(super) fn of(meaning: &Meaning, lexicons: &Lexicons) -> Self {
        let actions = meaning.pressable(lexicons);
        First {
            promises: actions.iter().any(|it| meaning.promises_opt_out(it)),
            asking: Place::asking_surfaces(meaning),
            pressable: actions.iter().map(|it| meaning.path(it.node)).collect(),
        }
    }
}

/// What promises the opt-out, and what says yes or no wherever it stands, if it came after the first look. Of what is known
/// already nothing is said again, and no form is sent.
pub(super) fn moves(meaning: &Meaning, lexicons: &Lexicons, first: &First, known: &[Move]) -> Vec<Move> {
    let mut found = Vec::new();
    for action in meaning.pressable(lexicons) {
        let path = meaning.path(action.node);
        let is_new = !first.pressable.contains(&path) && !known.iter().any(|it| it.path == path);
        let kind = if meaning.promises_opt_out(&action) && first.pressable.contains(&path) {
            Kind::OptOut
        } else if !is_new || meaning.may_send(action.node) || meaning.is_beside_field(action.node) {
            continue;
        } else if action.refuses() {
            Kind::Refuse
        } else if action.accepts() == Some(true) {
            Kind::Accept
        } else {
            continue;
        };
        found.push(a_move(meaning, kind, &action.label, vec![action.node]));
    }
    found
}

/// The shortest way to opt out, and from there the shortest way back in.
pub(super) fn walk<'w>(walker: &'w Walker<'w>, back: bool) -> Vec<Walked> {
    go_on(walker, Goal::OptOut, opt_out(walker), back.then_some(Goal::OptIn), |way| opt_in(walker, way))
}

fn opt_out<'w>(walker: &'w Walker<'w>) -> Result<Found<'w>, CollectError> {
    let mut way = Way::start(walker, How::default())?;
    way.tab.agree_to_dialogs(true);
    way.look_for_opt_out();
    if promise(&way).is_none() {
        way.wait(LATE)?;
    }
    let Some(link) = promise(&way) else {
        return Ok(ended(PathOutcome::GaveUp, "what promised the opt-out did not come again".into(), way));
    };
    let made = way.make(&link)?;
    let prevented = way.steps.last().map(|step| step.happened.prevented.as_slice()).unwrap_or_default();
    let left = leads_off_site(prevented);
    match made {
        Made::Unpressed => {
            let why = "something lies in front of what promises the opt-out";
            return Ok(ended(PathOutcome::GaveUp, why.into(), way));
        }
        Made::Nothing if left => return Ok(ended(PathOutcome::GaveUp, "a press leads to another site".into(), way)),
        Made::Nothing => return Ok(ended(PathOutcome::DeadEnd, format!("“{}” leads nowhere", link.label), way)),
        Made::Changed => {}
    }
    if is_done(&way.place) {
        return Ok(Found { outcome: PathOutcome::Reached, reason: None, way: Some(way) });
    }
    search(walker, Goal::OptOut, way)
}

fn opt_in<'w>(walker: &'w Walker<'w>, mut way: Way<'w>) -> Result<Found<'w>, CollectError> {
    // An offer may come a moment later.
    let _ = way.look_again();
    if way.place.moves.iter().any(|it| it.kind == Kind::Accept) {
        return Search::run(walker, Goal::OptIn, way);
    }
    Ok(ended(PathOutcome::None, "nothing offers to opt in again".into(), way))
}

fn ended(outcome: PathOutcome, reason: String, way: Way<'_>) -> Found<'_> {
    Found { outcome, reason: Some(reason), way: Some(way) }
}

fn promise(way: &Way) -> Option<Move> {
    way.place.moves.iter().find(|it| it.kind == Kind::OptOut && !it.disabled).cloned()
}

/// Whether the link did it at once: all that is offered now is to opt in again.
fn is_done(place: &Place) -> bool {
    let goes_on = |it: &Move| !matches!(it.kind, Kind::Accept | Kind::Close | Kind::OptOut);
    place.moves.iter().any(|it| it.kind == Kind::Accept) && !place.moves.iter().any(goes_on)
}
