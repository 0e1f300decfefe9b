//! What a visit shows: what each way costs, and what the page does before a choice and after each.

mod compared;
mod offers;
mod shown;
mod statistics;
mod taken;
mod told;

pub use compared::{Between, Loss};
pub use offers::{Offer, Offers};
pub use statistics::Objection;
pub use told::Told;

use super::{Asks, Function, Meaning, OptingOut, Personal, Surface, SurfaceKind, Withdrawal, ending};
use crate::finding::{Conduct, PathReport, PathStep, Paths};
use crate::lexicon::{Lexicons, Purpose, Saying};
use crate::snapshot::{Act, Goal, PathOutcome, Request, Signal, SignalInterface, Step, StorageChange, Visit, Walk};
use shown::Shown;
use std::collections::{BTreeMap, BTreeSet};

/// A visit, understood.
#[derive(Debug)]
pub struct Visited<'v> {
    visit: &'v Visit,
    /// Words on the surfaces that are shown in each state.
    words: Vec<u32>,
    /// Whether something asks for consent in each state.
    asks: Vec<bool>,
    /// For each walk and step, whether what was pressed refuses.
    refusing: Vec<Vec<bool>>,
    /// For each state, whether something on it agrees.
    accepting: Vec<bool>,
    /// Names of fields and entries that speak of consent.
    consents: BTreeSet<String>,
    /// What each state offers.
    offers: Vec<Offers>,
    /// For each state, whether it is there to opt out.
    opting: Vec<bool>,
    /// What the surfaces on the way ask for.
    asked: BTreeSet<Purpose>,
    /// The same, of each state.
    purposes: Vec<BTreeSet<Purpose>>,
    /// What the states show that are held against others.
    shown: BTreeMap<u32, Shown>,
    /// What the texts of the first state say that are in sight.
    in_sight: Vec<Told>,
    /// What runs for statistics in the first look, and what the page says of it.
    statistics: Option<(String, Objection)>,
    /// What it shows of an opt-out of sale or sharing.
    pub(super) opting_out: OptingOut,
    /// Whether it found a function that ends a contract.
    pub(super) ending: Option<Function>,
    /// What it shows of withdrawing from a contract.
    pub(super) withdrawal: Withdrawal,
    /// What it shows of content that is chosen for the person.
    pub(super) personal: Personal,
}

/// An entry of a profile at the end of a walk: store, host and name.
pub type EntryName = (String, String, String);

impl<'v> Visited<'v> {
    /// Understands a visit.
    pub fn of(visit: &'v Visit, lexicons: &Lexicons) -> Self {
        let states: Vec<Meaning> = visit.states.iter().map(|it| Meaning::of(&it.snapshot, lexicons)).collect();
        let mut visited = Visited {
            visit,
            words: Vec::new(),
            asks: Vec::new(),
            refusing: visit.walks.iter().map(|walk| vec![false; walk.steps.len()]).collect(),
            accepting: Vec::new(),
            consents: consents(visit, lexicons),
            offers: Vec::new(),
            opting: Vec::new(),
            asked: BTreeSet::new(),
            purposes: Vec::new(),
            shown: BTreeMap::new(),
            in_sight: states.first().map(|it| told::in_sight(it, lexicons)).unwrap_or_default(),
            statistics: None,
            opting_out: OptingOut::of(visit, &states, lexicons),
            ending: ending::of(visit, &states, lexicons),
            withdrawal: Withdrawal::of(visit, &states, lexicons),
            personal: Personal::of(visit, &states, lexicons),
        };
        let compared = compared::compared(visit);
        let look = visited.walk(Goal::Look);
        let running = look.and_then(|walk| statistics::running(walk, lexicons));
        let looked = look.and_then(|walk| walk.steps.last()).map(|step| step.to as usize);
        let mut aside = Vec::new();
        for (number, meaning) in states.iter().enumerate() {
            if number == 0 {
                aside = bystanders(meaning);
            }
            let is_walked = |surface: &&Surface| {
                meaning.is_shown(surface) && !aside.contains(&(surface.kind, meaning.path(surface.node)))
            };
            let shown: Vec<&Surface> = meaning.surfaces.iter().filter(is_walked).collect();
            visited.words.push(shown.iter().map(|surface| words(&surface.text)).sum());
            visited.asks.push(shown.iter().any(|surface| surface.asks_for_consent()));
            visited.offers.push(Offers::of(meaning, &shown));
            let agrees = |surface: &&Surface| surface.offered().any(|it| it.accepts() == Some(true));
            visited.accepting.push(shown.iter().any(agrees));
            let opts_out = |it: &&Surface| it.asks == Asks::OptOut || it.says(Saying::SaleOptOut);
            visited.opting.push(shown.iter().any(opts_out));
            let asking = || shown.iter().filter(|surface| surface.asks_for_consent());
            let by_choices = asking().flat_map(|surface| &surface.choices).flat_map(|choice| &choice.purposes);
            let purposes: BTreeSet<Purpose> = asking().flat_map(|it| &it.purposes).chain(by_choices).copied().collect();
            visited.asked.extend(&purposes);
            visited.purposes.push(purposes);
            if let Some(place) = u32::try_from(number).ok().filter(|place| compared.contains(place)) {
                visited.shown.insert(place, Shown::of(meaning, lexicons));
            }
            if let Some(name) = running.as_ref().filter(|_| looked == Some(number)) {
                visited.statistics = Some((name.clone(), statistics::objection(meaning, lexicons)));
            }
            let refuses: Vec<Vec<String>> = meaning
                .surfaces
                .iter()
                .flat_map(Surface::offered)
                .filter(|action| action.refuses())
                .map(|action| meaning.path(action.node))
                .collect();
            for (walk, steps) in visit.walks.iter().enumerate() {
                for (at, step) in steps.steps.iter().enumerate().filter(|(_, step)| step.from as usize == number) {
                    visited.refusing[walk][at] = step.press.as_ref().is_some_and(|press| refuses.contains(&press.path));
                }
            }
        }
        visited
    }

    /// The visit.
    pub fn visit(&self) -> &'v Visit {
        self.visit
    }

    /// The first walk with this goal; of looks, the one in a plain profile and the window that was asked for.
    pub fn walk(&self, goal: Goal) -> Option<&'v Walk> {
        self.visit.walks.iter().find(|walk| walk.goal == goal)
    }

    /// The look with Global Privacy Control on.
    pub fn with_privacy_control(&self) -> Option<&'v Walk> {
        self.visit.walks.iter().find(|walk| walk.goal == Goal::Look && walk.profile.global_privacy_control)
    }

    /// The look as a phone shows the page, where the first look was that of a desk.
    pub fn on_phone(&self) -> Option<&'v Walk> {
        let first = self.visit.walks.first()?;
        self.visit.walks.iter().find(|walk| walk.goal == Goal::Look && walk.viewport.mobile && !first.viewport.mobile)
    }

    /// The place of the first step of a walk whose press refuses.
    pub fn first_refusal(&self, goal: Goal) -> Option<usize> {
        let walk = self.visit.walks.iter().position(|walk| walk.goal == goal)?;
        self.refusing[walk].iter().position(|refuses| *refuses)
    }

    /// What runs for statistics where nobody has chosen yet, and what the page says of it.
    pub fn statistics(&self) -> Option<(&str, Objection)> {
        self.statistics.as_ref().map(|(name, objection)| (name.as_str(), *objection))
    }

    /// What the texts say that are in sight before anyone has pressed or scrolled.
    pub fn in_sight(&self) -> &[Told] {
        &self.in_sight
    }

    /// What the surfaces of a state ask for.
    pub fn purposes(&self, state: u32) -> impl Iterator<Item = Purpose> + '_ {
        self.purposes.get(state as usize).into_iter().flatten().copied()
    }

    /// What a state offers.
    pub fn offers(&self, state: u32) -> Offers {
        self.offers.get(state as usize).cloned().unwrap_or_default()
    }

    /// Whether something on a state agrees.
    pub fn accepts(&self, state: u32) -> bool {
        self.accepting.get(state as usize).copied().unwrap_or_default()
    }

    /// Whether a name of a field or an entry speaks of consent.
    pub fn speaks_of_consent(&self, name: &str) -> bool {
        self.consents.contains(name)
    }

    /// Whether the name of an entry says that it is where the choice is kept.
    pub fn names_choice(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        ["consent", "cookie", "gdpr", "privacy", "tcf", "gpp", "einwilligung", "choice"]
            .iter()
            .any(|it| name.contains(it))
    }

    /// What a profile holds at the end of a walk.
    pub fn kept(&self, walk: &'v Walk) -> BTreeMap<EntryName, &'v StorageChange> {
        let mut kept = BTreeMap::new();
        for change in walk.steps.iter().flat_map(|step| &step.storage) {
            let name = (change.store.clone(), change.host.clone(), change.name.clone());
            if change.removed {
                kept.remove(&name);
            } else {
                kept.insert(name, change);
            }
        }
        kept
    }

    /// Whether a request tells whom it goes to that consent was refused, or that the person has opted out.
    pub fn tells_denial(&self, request: &Request) -> bool {
        let of_selling = |name: &str| name.to_lowercase().replace(['_', '-'], "").ends_with("usprivacy");
        let speaks = |name: &str| self.speaks_of_consent(name) || of_selling(name);
        request.fields.iter().any(|it| it.says == Some(false) && speaks(&it.name))
    }

    /// Whether an entry says that consent was given: its name or a field of it speaks of consent, and says yes.
    pub fn says_consent(&self, change: &StorageChange) -> bool {
        let says = |yes: bool| {
            change.fields.iter().any(|field| field.says == Some(yes) && self.speaks_of_consent(&field.name))
        };
        says(true) && !says(false)
    }

    /// Whether something asks for consent in a state.
    pub fn asks(&self, state: u32) -> bool {
        self.asks.get(state as usize).copied().unwrap_or_default()
    }

    /// What the ways cost.
    pub fn paths(&self) -> Paths {
        Paths { accept: self.path(Goal::Accept), refuse: self.path(Goal::Refuse), withdraw: self.path(Goal::Withdraw) }
    }

    /// What the way to a goal costs.
    pub fn path(&self, goal: Goal) -> PathReport {
        let Some(walk) = self.walk(goal) else {
            let reason = Some("it was not walked".to_owned());
            return PathReport { outcome: PathOutcome::GaveUp, reason, ..PathReport::default() };
        };
        let mut path = PathReport { outcome: walk.outcome, reason: walk.reason.clone(), ..PathReport::default() };
        let reached = walk.outcome == PathOutcome::Reached;
        if !reached && walk.outcome != PathOutcome::DeadEnd {
            return path;
        }
        let mut clicks = 0;
        let mut waits = 0;
        let mut read: BTreeSet<u32> = BTreeSet::new();
        for step in walk.steps.iter().filter(|step| step.act != Act::Load) {
            clicks += presses(step);
            path.scrolls += step.scrolls;
            path.keys += u32::from(step.act == Act::Key);
            waits += step.waited_ms;
            if self.asks(step.from) {
                read.insert(step.from);
            }
            path.steps.push(PathStep {
                act: step.act,
                press: step.press.as_ref().map(|it| crate::finding::quote(&it.label)).unwrap_or_default(),
                path: step.press.as_ref().map(|it| it.path.clone()).unwrap_or_default(),
                from: step.from,
                state: step.to,
            });
        }
        path.clicks = reached.then_some(clicks);
        path.waits_ms = (waits + 250) / 500 * 500;
        path.words = read.iter().filter_map(|&state| self.words.get(state as usize)).sum();
        path
    }

    /// What the page does before a choice, after each, and with Global Privacy Control on.
    pub fn conduct(&self) -> Vec<Conduct> {
        let walks = [
            ("fresh", self.walk(Goal::Look)),
            ("accepted", self.walk(Goal::Accept).filter(|walk| walk.outcome == PathOutcome::Reached)),
            ("refused", self.walk(Goal::Refuse).filter(|walk| walk.outcome == PathOutcome::Reached)),
            ("gpc", self.with_privacy_control()),
        ];
        walks.into_iter().filter_map(|(when, walk)| Some(conduct(when, walk?))).collect()
    }
}

/// How the page stood in the end when it was only looked at, of the states of a visit, understood.
pub(super) fn look<'s>(visit: &Visit, states: &'s [Meaning<'s>]) -> Option<&'s Meaning<'s>> {
    let last = visit.walks.first().and_then(|walk| walk.steps.last()).map_or(0, |step| step.to);
    states.get(last as usize)
}

/// Names of fields and entries in a visit that speak of consent, or of what it is asked for.
fn consents(visit: &Visit, lexicons: &Lexicons) -> BTreeSet<String> {
    let Some(words) = lexicons.field_names() else { return BTreeSet::new() };
    let steps = || visit.walks.iter().flat_map(|walk| &walk.steps);
    let kept = steps().flat_map(|step| &step.storage).flat_map(|it| &it.fields);
    let sent = steps().flat_map(|step| &step.requests).flat_map(|it| &it.fields);
    let speaks = |name: &str| {
        let said = super::choice::said_by_name(words, name);
        let last = super::choice::words_of_name(name).split_whitespace().next_back().map(str::to_lowercase);
        // In what a form has, the word alone is too little; a profile keeps nothing else by this name.
        matches!(last.as_deref(), Some("consent" | "consents"))
            || said.says(Saying::Agree)
            || said.says(Saying::Topic)
            || said.purposes.iter().any(|it| it.needs_consent())
    };
    kept.chain(sent).map(|field| field.name.clone()).filter(|name| speaks(name)).collect()
}

/// Forms that ask beside a banner or a dialog from the start: a walk is not about them.
fn bystanders(meaning: &Meaning) -> Vec<(SurfaceKind, Vec<String>)> {
    let asking = || meaning.surfaces.iter().filter(|it| it.asks_for_consent() && meaning.is_shown(it));
    if !asking().any(Surface::stands_out) {
        return Vec::new();
    }
    asking().filter(|it| !it.stands_out()).map(|it| (it.kind, meaning.path(it.node))).collect()
}

impl Meaning<'_> {
    /// The surface that a walk is about: what stands out and asks, else the first form that does.
    pub fn walked_surface(&self) -> Option<usize> {
        let asks = |it: &&(usize, &Surface)| it.1.asks_for_consent() && !it.1.latent;
        let all: Vec<(usize, &Surface)> = self.surfaces.iter().enumerate().collect();
        let asking: Vec<&(usize, &Surface)> = all.iter().filter(asks).collect();
        let found = asking.iter().find(|it| it.1.stands_out()).or(asking.first()).map(|it| it.0);
        found.or_else(|| all.first().map(|it| it.0))
    }
}

impl Surface {
    /// Whether it asks for a choice about data.
    pub fn asks_for_consent(&self) -> bool {
        !matches!(self.asks, Asks::Nothing)
    }
}

impl Meaning<'_> {
    /// Whether a document inside a surface was not seen.
    pub fn has_unseen_frame(&self, surface: &Surface) -> bool {
        let index = &self.index;
        index.subtree(surface.node).any(|id| {
            let node = index.node(id);
            matches!(node.tag.as_str(), "iframe" | "frame")
                && index.children(id).next().is_none()
                && index.is_displayed(id)
        })
    }

    /// Whether a surface is on screen: it, or something on it, has a box. What holds a bar that is fixed to the window has
    /// none of its own.
    pub fn is_shown(&self, surface: &Surface) -> bool {
        let has_box = |id| self.index.node(id).rect.is_some_and(|rect| rect.area() > 0.0);
        let holds_box = || {
            let actions = surface.offered().map(|action| action.node);
            actions.chain(surface.choices.iter().map(|choice| choice.node)).any(has_box)
        };
        !surface.latent && (has_box(surface.node) || holds_box())
    }
}

/// Words to read; a script without spaces has about one for two letters.
pub(super) fn words(text: &str) -> u32 {
    let unspaced = crate::lexicon::count_unspaced(text);
    let spaced = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    u32::try_from(spaced + unspaced / 2).unwrap_or(u32::MAX)
}

/// Presses of a step: a native dialog that had to be answered is one more.
pub fn presses(step: &Step) -> u32 {
    let dialogs = step.dialogs.iter().filter(|dialog| dialog.is_a_press()).count();
    u32::from(matches!(step.act, Act::Click | Act::Submit)) + u32::try_from(dialogs).unwrap_or(u32::MAX)
}

/// Whether a request goes to a tracker: a list knows it, or it carries to another site what can tell one browser from all
/// others.
pub fn is_tracker(request: &Request) -> bool {
    request.listed.is_some() || request.third_party && (request.identifies || request.sets_identifier)
}

/// Hosts of the trackers that a walk asked.
pub fn tracker_hosts(walk: &Walk) -> BTreeSet<String> {
    let requests = walk.steps.iter().flat_map(|step| &step.requests);
    requests.filter(|it| is_tracker(it)).filter_map(|it| host(&it.url)).collect()
}

/// Steps of a walk in which the choice stands: the last press and what came after it; of a look, all.
pub fn after_choice(walk: &Walk) -> &[Step] {
    let chosen =
        walk.steps.iter().rposition(|step| matches!(step.act, Act::Click | Act::Key | Act::Scroll | Act::Follow));
    chosen.map_or(&walk.steps[..], |at| &walk.steps[at..])
}

/// What the page's consent interfaces say in the end.
pub fn last_signals(walk: &Walk) -> &[Signal] {
    walk.steps.last().map_or(&[], |step| &step.signals)
}

fn conduct(when: &str, walk: &Walk) -> Conduct {
    let steps = after_choice(walk);
    let requests = || steps.iter().flat_map(|step| &step.requests);
    let third: Vec<&Request> = requests().filter(|request| request.third_party).collect();
    let hosts: BTreeSet<String> = third.iter().filter_map(|request| host(&request.url)).collect();
    let identifiers: BTreeSet<String> = walk
        .steps
        .iter()
        .flat_map(|step| &step.storage)
        .filter(|change| !change.removed && change.identifies())
        .map(|change| format!("{}:{}", change.store, change.name))
        .collect();
    Conduct {
        when: when.into(),
        third_party_requests: u32::try_from(third.len()).unwrap_or(u32::MAX),
        third_party_hosts: hosts.into_iter().collect(),
        tracker_requests: u32::try_from(requests().filter(|it| is_tracker(it)).count()).unwrap_or(u32::MAX),
        identifiers: identifiers.into_iter().collect(),
        signals: last_signals(walk).iter().map(granted).collect(),
    }
}

fn granted(signal: &Signal) -> String {
    let names: Vec<&str> = signal.purposes.iter().filter(|(_, on)| **on).map(|(name, _)| name.as_str()).collect();
    let said = match (signal.interface, names.is_empty()) {
        (SignalInterface::Gpc, true) => "off".to_owned(),
        (SignalInterface::Gpc, false) => "on".to_owned(),
        (_, true) => "nothing".to_owned(),
        (_, false) => names.join(", "),
    };
    format!("{}: {said}", signal.interface.name())
}

/// Host of an address.
pub fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    Some(rest.split(['/', ':']).next()?.to_owned()).filter(|host| !host.is_empty())
}
