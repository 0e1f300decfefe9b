//! The shortest way to a goal, by the fewest presses: of all that could be done, what costs least is done first, and what
//! leads to a state that was met before is not followed.

use super::Walker;
use super::place::{Kind, Move, Place};
use super::way::{Did, How, Made, Way};
use crate::collect::CollectError;
use crate::meaning::Bearing;
use crate::snapshot::{Goal, PathOutcome};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::time::{Duration, Instant};

/// How long something disabled is waited for.
const PATIENCE: Duration = Duration::from_millis(5_000);
/// Most things that are tried for one goal.
const MOST_TRIED: u32 = 80;
/// Most links that say nothing of consent that are followed to find a way back.
const MOST_PLAIN_LINKS: usize = 10;

/// What came of a search.
pub(super) struct Found<'w> {
    pub(super) outcome: PathOutcome,
    pub(super) reason: Option<String>,
    /// The way that reached the goal, or the one that came nearest.
    pub(super) way: Option<Way<'w>>,
}

/// A state on the way.
struct Stand {
    did: Vec<Did>,
    clicks: u32,
    layers: u32,
    place: Place,
}

/// Something to try from there.
#[derive(Clone, Debug)]
enum Deed {
    Press(Move),
    /// Turns these on, or off, one after the other.
    Turn(Vec<Move>),
    Scroll(usize),
    Wait,
}

impl Deed {
    fn presses(&self) -> u32 {
        match self {
            Deed::Press(_) => 1,
            Deed::Turn(all) => u32::try_from(all.len()).unwrap_or(u32::MAX),
            Deed::Scroll(_) | Deed::Wait => 0,
        }
    }
}

pub(super) struct Search<'w> {
    walker: &'w Walker<'w>,
    goal: Goal,
    stands: Vec<Stand>,
    edges: Vec<(usize, Deed)>,
    queue: BinaryHeap<Reverse<(u32, usize)>>,
    met: BTreeSet<String>,
    way: Option<Way<'w>>,
    tried: u32,
    /// Presses that were made before the search began, and all that was done until then.
    before: u32,
    root: usize,
    /// Presses that announce the goal and lead nowhere.
    dead: Vec<String>,
    /// Why nothing certain can be said where no way is found.
    doubts: BTreeSet<String>,
}

impl<'w> Search<'w> {
    /// Looks for the shortest way from where `way` stands. What was done to come there is not counted.
    pub(super) fn run(walker: &'w Walker<'w>, goal: Goal, way: Way<'w>) -> Result<Found<'w>, CollectError> {
        let mut search = Search {
            walker,
            goal,
            stands: Vec::new(),
            edges: Vec::new(),
            queue: BinaryHeap::new(),
            met: BTreeSet::new(),
            way: None,
            tried: 0,
            before: way.clicks,
            root: way.did.len(),
            dead: Vec::new(),
            doubts: BTreeSet::new(),
        };
        way.tab.agree_to_dialogs(true);
        let root = Stand { did: way.did.clone(), clicks: 0, layers: 1, place: way.place.clone() };
        search.way = Some(way);
        search.stand(root);
        search.search()
    }

    fn search(mut self) -> Result<Found<'w>, CollectError> {
        while let Some(Reverse((_, number))) = self.queue.pop() {
            let (from, deed) = self.edges[number].clone();
            if self.tried >= MOST_TRIED || self.stands[from].clicks + deed.presses() > self.walker.options.presses {
                return Ok(self.gave_up("more would have to be tried than is allowed"));
            }
            if Instant::now() + Duration::from_secs(2) > self.walker.deadline {
                return Ok(self.gave_up("the time was over"));
            }
            self.tried += 1;
            let Some(mut way) = self.way_to(from)? else { continue };
            let before = way.place.clone();
            let came = self.try_deed(&mut way, &deed)?;
            let clicks = way.clicks.saturating_sub(self.before);
            if way.steps.last().is_some_and(|step| step.happened.prevented.iter().any(|it| it.contains("off the site")))
            {
                self.doubts.insert("a press leads to another site".into());
            }
            self.way = Some(way);
            match came {
                Made::Unpressed => {
                    if matches!(deed, Deed::Turn(_)) {
                        self.doubts.insert("a choice could not be turned".into());
                    }
                    if let Deed::Press(it) = &deed
                        && self.announces(it, &before, false)
                    {
                        self.doubts.insert("something lies in front of what would be pressed".into());
                    }
                }
                Made::Nothing => self.note_dead(&deed),
                Made::Changed => {
                    let place = match &self.way {
                        Some(way) => way.place.clone(),
                        None => continue,
                    };
                    if self.is_reached(&deed, &before, &place) {
                        return Ok(Found { outcome: PathOutcome::Reached, reason: None, way: self.way.take() });
                    }
                    let deeper = matches!(&deed, Deed::Press(it) if it.kind == Kind::Settings);
                    let layers = self.stands[from].layers + u32::from(deeper);
                    let did = self.way.as_ref().map(|way| way.did.clone()).unwrap_or_default();
                    let clicks = clicks.max(self.stands[from].clicks + deed.presses());
                    self.stand(Stand { did, clicks, layers, place });
                }
            }
        }
        Ok(self.exhausted())
    }

    /// A page that stands there: the one at hand, or a fresh one on which everything is done again.
    fn way_to(&mut self, from: usize) -> Result<Option<Way<'w>>, CollectError> {
        if let Some(way) = self.way.take().filter(|way| way.did == self.stands[from].did) {
            return Ok(Some(way));
        }
        let mut way = Way::start(self.walker, How::default())?;
        way.elsewhere = self.goal == Goal::Withdraw;
        way.tab.agree_to_dialogs(true);
        if way.elsewhere {
            way.look_around();
        }
        let did = self.stands[from].did.clone();
        if way.repeat(&did)? {
            return Ok(Some(way));
        }
        self.doubts.insert("the page did not do again what it did before".into());
        Ok(None)
    }

    fn try_deed(&mut self, way: &mut Way<'w>, deed: &Deed) -> Result<Made, CollectError> {
        match deed {
            Deed::Press(it) => {
                // Node numbers are those of the look that found it.
                let again = way.place.again(it.kind, &it.label, &it.path).cloned();
                match again {
                    Some(again) => way.make(&again),
                    None => Ok(Made::Unpressed),
                }
            }
            Deed::Turn(all) => {
                let mut made = Made::Unpressed;
                for it in all {
                    let Some(again) = way.place.again(it.kind, &it.label, &it.path).cloned() else {
                        return Ok(Made::Unpressed);
                    };
                    made = way.make(&again)?;
                    if made != Made::Changed {
                        return Ok(Made::Unpressed);
                    }
                }
                Ok(made)
            }
            Deed::Scroll(surface) => way.scroll(Some(*surface)),
            Deed::Wait => way.wait(PATIENCE),
        }
    }

    /// Whether the goal is reached: what announces it was pressed, and nothing asks any more.
    fn is_reached(&self, deed: &Deed, before: &Place, after: &Place) -> bool {
        let chosen = self.way.as_ref().is_some_and(|way| self.is_chosen(&way.did));
        // It may take a while until an answer has been heard.
        let Deed::Press(it) = deed else { return matches!(deed, Deed::Wait) && chosen && after.asking.is_empty() };
        self.announces(it, before, chosen) && after.asking.is_empty()
    }

    /// Whether something was pressed that says what the goal asks for, so that what is left is to confirm it.
    fn is_chosen(&self, did: &[Did]) -> bool {
        let says = if self.goal == Goal::Accept { Kind::Accept } else { Kind::Refuse };
        did.iter().skip(self.root).any(|did| matches!(did, Did::Pressed(kind, ..) if *kind == says))
    }

    /// Whether pressing this, as things stand, is what the goal asks for.
    fn announces(&self, it: &Move, place: &Place, chosen: bool) -> bool {
        let on = it.surface.and_then(|at| place.asking.get(at));
        let agrees = self.goal == Goal::Accept;
        match it.kind {
            // A form with fields to fill in is not sent.
            Kind::Accept => agrees && !on.is_some_and(|on| on.is_form && on.has_fields),
            Kind::Refuse => !agrees,
            Kind::Withdraw => self.goal == Goal::Withdraw,
            Kind::Save | Kind::Submit => on.is_some_and(|on| {
                let free = on.on + on.off;
                let settled = if agrees { on.off == 0 } else { on.on == 0 && on.locked == 0 };
                let confirms = free == 0 && chosen && it.kind == Kind::Save;
                confirms || free > 0 && settled && (it.kind == Kind::Save || !on.has_fields)
            }),
            _ => false,
        }
    }

    fn note_dead(&mut self, deed: &Deed) {
        if let Deed::Press(it) = deed
            && matches!(it.kind, Kind::Accept | Kind::Refuse | Kind::Withdraw)
        {
            self.dead.push(it.label.clone());
        }
    }

    /// A new state: what could be done from there is queued.
    fn stand(&mut self, stand: Stand) {
        let key = if self.goal == Goal::Withdraw { &stand.place.page } else { &stand.place.key };
        if !self.met.insert(key.clone()) {
            return;
        }
        self.note_doubts(&stand.place);
        if stand.place.asking.is_empty() && self.goal != Goal::Withdraw && !self.stands.is_empty() {
            self.doubts.insert("what came after a press was not understood".into());
        }
        if stand.layers >= self.walker.options.depth && stand.place.moves.iter().any(|it| it.kind == Kind::Settings) {
            self.doubts.insert("there are more layers than were opened".into());
        }
        let from = self.stands.len();
        let deeds = self.deeds(&stand);
        let clicks = stand.clicks;
        self.stands.push(stand);
        for (late, deed) in deeds {
            let cost = (clicks + deed.presses()) * 2 + late;
            let number = self.edges.len();
            self.edges.push((from, deed));
            self.queue.push(Reverse((cost, number)));
        }
    }

    fn deeds(&self, stand: &Stand) -> Vec<(u32, Deed)> {
        let place = &stand.place;
        let mut deeds = Vec::new();
        let mut waits = self.is_chosen(&stand.did);
        let mut plain = 0;
        let mut moves: Vec<&Move> = place.moves.iter().collect();
        moves.sort_by_key(|it| (it.kind, it.bearing));
        for it in moves {
            let takes = match it.kind {
                Kind::Settings => stand.layers < self.walker.options.depth,
                Kind::Open => true,
                Kind::WayBack => self.goal == Goal::Withdraw && place.asking.is_empty(),
                Kind::Link => {
                    let near = it.bearing == Some(Bearing::Topic);
                    plain += usize::from(!near);
                    self.goal == Goal::Withdraw && place.asking.is_empty() && (near || plain <= MOST_PLAIN_LINKS)
                }
                _ => self.announces(it, place, self.is_chosen(&stand.did)),
            };
            let concerns = takes || matches!(it.kind, Kind::Accept | Kind::Refuse | Kind::Save | Kind::Submit);
            if it.disabled {
                waits |= concerns;
            } else if takes {
                // What says nothing of consent is tried after what does.
                let late = u32::from(it.kind == Kind::Link) + u32::from(it.kind == Kind::Open);
                deeds.push((late.min(1), Deed::Press(it.clone())));
            }
        }
        for (number, asking) in place.asking.iter().enumerate() {
            let to = self.goal == Goal::Accept;
            let turned: Vec<Move> = place
                .moves
                .iter()
                .filter(|it| it.surface == Some(number) && it.kind == Kind::Toggle(to) && !it.disabled)
                .cloned()
                .collect();
            let needed = if to { asking.off > 0 } else { asking.on > 0 };
            if needed && !turned.is_empty() {
                deeds.push((0, Deed::Turn(turned)));
            }
            if waits {
                deeds.push((1, Deed::Scroll(number)));
            }
        }
        // At the start something may still come; and what is disabled may be enabled.
        if waits || stand.did.is_empty() && self.goal != Goal::Withdraw {
            deeds.push((3, Deed::Wait));
        }
        deeds
    }

    fn note_doubts(&mut self, place: &Place) {
        for asking in &place.asking {
            if asking.unnamed > 0 {
                self.doubts.insert("something that can be pressed has no words to name it by".into());
            }
            if asking.unseen_frame {
                self.doubts.insert("a frame inside the surface was not seen".into());
            }
            if !asking.readable {
                self.doubts.insert("no lexicon knows the language of the surface".into());
            }
            if asking.has_fields && self.goal != Goal::Withdraw && !self.walker.options.fill {
                self.doubts.insert("a form would have to be filled in".into());
            }
        }
        let saves = |it: &&Move| it.kind == Kind::Save && !self.announces(it, place, false);
        if self.goal == Goal::Refuse && place.moves.iter().any(|it| saves(&it)) {
            self.doubts.insert("whether saving refuses could not be told".into());
        }
        if self.goal == Goal::Accept && place.moves.iter().any(|it| it.kind == Kind::MayAccept) {
            self.doubts.insert("whether pressing it agrees is not said".into());
        }
    }

    fn gave_up(mut self, why: &str) -> Found<'w> {
        Found { outcome: PathOutcome::GaveUp, reason: Some(why.to_owned()), way: self.way.take() }
    }

    fn exhausted(mut self) -> Found<'w> {
        let quoted = |label: &String| format!("“{label}” leads nowhere");
        let (outcome, reason) = match (self.dead.first(), self.doubts.first()) {
            (Some(dead), None) => (PathOutcome::DeadEnd, quoted(dead)),
            (_, Some(doubt)) => (PathOutcome::GaveUp, doubt.clone()),
            (None, None) if self.goal == Goal::Withdraw => {
                let pages: BTreeSet<&str> = self.stands.iter().map(|it| it.place.url.as_str()).collect();
                (PathOutcome::None, format!("no way back was found in {} pages", pages.len()))
            }
            (None, None) => (PathOutcome::None, "everything that could be pressed was, and nothing leads there".into()),
        };
        Found { outcome, reason: Some(reason), way: self.way.take() }
    }
}
