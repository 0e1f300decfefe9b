//! The shortest way to a goal, by the fewest presses: of all that could be done, what costs least is done first, and what
//! leads to a state that was met before is not followed.

use super::Walker;
use super::folds::{Fold, Folds, discloses};
use super::place::{Kind, Move, Place};
use super::way::{Did, How, Made, Way};
use crate::collect::CollectError;
use crate::meaning::Bearing;
use crate::snapshot::{Goal, PathOutcome, leads_off_site};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::time::{Duration, Instant};
use url::Url;

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
    folds: Folds,
}

/// Whether a surface has nothing to choose and nothing to fill in, so that going on is all one can do.
fn is_mere_step(it: &Move, place: &Place) -> bool {
    let on = it.surface.and_then(|at| place.asking.get(at));
    on.is_some_and(|on| on.on + on.off + on.locked == 0 && !on.has_fields)
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
    /// Folds that were opened, and whether they hold anything that helps.
    opened: BTreeMap<Fold, bool>,
    /// Pages that links were followed to, and signs that were found to open the choice.
    followed: BTreeSet<String>,
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
            opened: BTreeMap::new(),
            followed: BTreeSet::from([way.place.url.clone()]),
            doubts: BTreeSet::new(),
        };
        way.tab.agree_to_dialogs(true);
        let place = way.place.clone();
        let root = Stand { did: way.did.clone(), clicks: 0, layers: 1, folds: Folds::of(&place), place };
        search.way = Some(way);
        search.stand(root);
        search.search()
    }

    fn search(mut self) -> Result<Found<'w>, CollectError> {
        while let Some(Reverse((_, number))) = self.queue.pop() {
            let (from, deed) = self.edges[number].clone();
            let address = self.leads_to(from, &deed);
            if self.is_needless(from, &deed) || address.as_ref().is_some_and(|it| self.followed.contains(it)) {
                continue;
            }
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
            if way.steps.last().is_some_and(|step| leads_off_site(&step.happened.prevented)) {
                self.doubts.insert("a press leads to another site".into());
            }
            self.way = Some(way);
            match came {
                Made::Unpressed => {
                    self.note_opened(&deed, &before, &before);
                    if matches!(deed, Deed::Turn(_)) {
                        self.doubts.insert("a choice could not be turned".into());
                    }
                    if let Deed::Press(it) = &deed
                        && self.announces(it, &before, false)
                    {
                        self.doubts.insert("something lies in front of what would be pressed".into());
                    }
                }
                Made::Nothing => {
                    self.note_opened(&deed, &before, &before);
                    if matches!(&deed, Deed::Press(it) if it.kind == Kind::Withdraw && it.by_field) {
                        self.doubts.insert("a form would have to be filled in".into());
                    }
                    self.note_dead(&deed);
                }
                Made::Changed => {
                    self.followed.extend(address);
                    let place = match &self.way {
                        Some(way) => way.place.clone(),
                        None => continue,
                    };
                    if self.is_reached(&deed, &before, &place) || self.is_kept(&deed, &before, &place)? {
                        return Ok(Found { outcome: PathOutcome::Reached, reason: None, way: self.way.take() });
                    }
                    let deeper = matches!(&deed, Deed::Press(it) if it.kind == Kind::Settings);
                    let layers = self.stands[from].layers + u32::from(deeper);
                    let did = self.way.as_ref().map(|way| way.did.clone()).unwrap_or_default();
                    let clicks = clicks.max(self.stands[from].clicks + deed.presses());
                    self.note_opened(&deed, &before, &place);
                    let folds = &self.stands[from].folds;
                    let folds = match &deed {
                        Deed::Press(it) if it.kind == Kind::Open => folds.opened(it, &before, &place),
                        Deed::Turn(_) => folds.turned(),
                        Deed::Scroll(_) | Deed::Wait => folds.clone(),
                        Deed::Press(_) => Folds::of(&place),
                    };
                    self.stand(Stand { did, clicks, layers, place, folds });
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
        way.tab.agree_to_dialogs(true);
        if self.goal == Goal::Withdraw {
            way.look_around();
        } else if self.opts() {
            way.look_for_opt_out();
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
                match way.find(it.kind, &it.label, &it.path)? {
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
        let came_up = after.unclear.iter().any(|it| !before.unclear.contains(it));
        let is_over = if self.opts() { self.leads_only_back(before, after) } else { after.asking.is_empty() };
        self.announces(it, before, chosen) && is_over && !came_up
    }

    /// Whether the press stored the answer, though what asked is still there: somebody who comes back is not asked again.
    fn is_kept(&self, deed: &Deed, before: &Place, after: &Place) -> Result<bool, CollectError> {
        let (Deed::Press(it), Some(way)) = (deed, &self.way) else { return Ok(false) };
        let answers = it.kind == self.says() && matches!(self.goal, Goal::Accept | Goal::Refuse);
        let stays = !before.asking.is_empty() && !after.asking.is_empty();
        if !answers || !stays || !way.was_kept() || !self.announces(it, before, false) {
            return Ok(false);
        }
        let mut again = Way::start(self.walker, How::default())?;
        again.tab.agree_to_dialogs(true);
        if !again.repeat(&way.did)? {
            return Ok(false);
        }
        again.return_after(0, 0)?;
        if again.place.asking.is_empty() {
            again.wait(PATIENCE)?;
        }
        Ok(again.place.asking.is_empty())
    }

    /// Whether the goal is to opt out of sale or sharing, or in again.
    fn opts(&self) -> bool {
        matches!(self.goal, Goal::OptOut | Goal::OptIn)
    }

    fn agrees(&self) -> bool {
        matches!(self.goal, Goal::Accept | Goal::OptIn)
    }

    /// What says what the goal asks for.
    fn says(&self) -> Kind {
        if self.agrees() { Kind::Accept } else { Kind::Refuse }
    }

    /// Whether all that is left to press goes the other way: who has opted out is offered to opt in again.
    fn leads_only_back(&self, before: &Place, after: &Place) -> bool {
        let goes_on = |it: &Move| matches!(it.kind, Kind::Save | Kind::Settings | Kind::MayAccept | Kind::Toggle(_));
        let asks = |it: &Move| {
            it.kind == self.says() && (it.surface.is_some() || !before.offers(it))
                || it.surface.is_some() && goes_on(it)
        };
        !after.moves.iter().any(asks)
    }

    /// Whether something was pressed that says what the goal asks for, so that what is left is to confirm it.
    fn is_chosen(&self, did: &[Did]) -> bool {
        did.iter().skip(self.root).any(|did| matches!(did, Did::Pressed(kind, ..) if *kind == self.says()))
    }

    /// Whether pressing this, as things stand, is what the goal asks for.
    fn announces(&self, it: &Move, place: &Place, chosen: bool) -> bool {
        let on = it.surface.and_then(|at| place.asking.get(at));
        let agrees = self.agrees();
        match it.kind {
            // A form with fields to fill in is not sent.
            Kind::Accept => agrees && !on.is_some_and(|on| on.is_form && on.has_fields),
            Kind::Refuse if self.opts() => !agrees && !on.is_some_and(|on| on.has_fields),
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

    /// What a link, or a sign that opens the choice, leads to. The same stand on many pages, and lead to the same.
    fn leads_to(&self, from: usize, deed: &Deed) -> Option<String> {
        match deed {
            Deed::Press(it) if it.kind == Kind::WayBack => Some(format!("{} {:?}", it.label, it.path)),
            Deed::Press(it) if it.kind == Kind::Link => {
                let here = Url::parse(&self.stands[from].place.url).ok()?;
                here.join(it.href.as_deref()?).ok().map(Url::into)
            }
            _ => None,
        }
    }

    /// Whether a deed can't bring anything that another way would not: see [`Folds`].
    fn is_needless(&self, from: usize, deed: &Deed) -> bool {
        let bears = |fold: &Fold| self.opened.get(fold).copied();
        matches!(deed, Deed::Press(it) if it.kind == Kind::Open && self.stands[from].folds.is_needless(it, bears))
    }

    fn note_opened(&mut self, deed: &Deed, before: &Place, after: &Place) {
        let Deed::Press(it) = deed else { return };
        if it.kind != Kind::Open {
            return;
        }
        let news = |it: &Move| match it.kind {
            Kind::Link => false,
            // The tab that was shown before is no news.
            Kind::Open | Kind::Opened => !discloses(before, &it.path),
            Kind::Toggle(to) => to == self.agrees() && !before.offers(it),
            _ => !before.offers(it),
        };
        let bears = after.moves.iter().any(news);
        self.opened.entry((it.label.clone(), it.path.clone())).or_insert(bears);
    }

    fn note_dead(&mut self, deed: &Deed) {
        if let Deed::Press(it) = deed
            && matches!(it.kind, Kind::Accept | Kind::Refuse | Kind::Withdraw | Kind::WayBack)
        {
            self.dead.push(it.label.clone());
        }
    }

    /// A new state: what could be done from there is queued.
    fn stand(&mut self, stand: Stand) {
        let by_page = self.goal == Goal::Withdraw || self.opts();
        let key = if by_page { &stand.place.page } else { &stand.place.key };
        if !self.met.insert(key.clone()) {
            return;
        }
        self.note_doubts(&stand.place);
        let is_start = self.stands.is_empty() && self.goal != Goal::OptOut;
        if stand.place.asking.is_empty() && self.goal != Goal::Withdraw && !is_start {
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
                Kind::Open => stand.folds.may_open(it),
                Kind::WayBack => self.goal == Goal::Withdraw && place.asking.is_empty(),
                Kind::Link => {
                    let near = it.bearing == Some(Bearing::Topic);
                    plain += usize::from(!near);
                    self.goal == Goal::Withdraw && place.asking.is_empty() && (near || plain <= MOST_PLAIN_LINKS)
                }
                Kind::Unfold => {
                    plain += 1;
                    self.goal == Goal::Withdraw && place.asking.is_empty() && plain <= MOST_PLAIN_LINKS
                }
                // A step that only explains leads on to the opt-out.
                Kind::Submit if self.goal == Goal::OptOut && is_mere_step(it, place) => true,
                _ => self.announces(it, place, self.is_chosen(&stand.did)),
            };
            let concerns = takes || matches!(it.kind, Kind::Accept | Kind::Refuse | Kind::Save | Kind::Submit);
            if it.disabled {
                waits |= concerns;
            } else if takes {
                // What says nothing of consent is tried after what does.
                let late = matches!(it.kind, Kind::Link | Kind::Open | Kind::Unfold);
                deeds.push((u32::from(late), Deed::Press(it.clone())));
            }
        }
        for (number, asking) in place.asking.iter().enumerate() {
            let to = self.agrees();
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
        // At the start something may still come that the first, patient look saw; and what is disabled may be enabled.
        let comes = stand.did.is_empty() && self.walker.settled.as_ref() != Some(&place.key);
        if waits || comes && self.goal != Goal::Withdraw {
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
        if matches!(self.goal, Goal::Refuse | Goal::OptOut) && place.moves.iter().any(|it| saves(&it)) {
            self.doubts.insert("whether saving refuses could not be told".into());
        }
        if self.agrees() && place.moves.iter().any(|it| it.kind == Kind::MayAccept) {
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
