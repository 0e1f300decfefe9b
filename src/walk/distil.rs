//! From what happened, values and all, to what may be kept of it.

use super::carried::{cookie_set, could_identify, entropy_bits, fields, identifying_values, sent_fields};
use super::search::Found;
use super::way::{How, Raw, State, Way};
use super::{Trackers, VisitOptions, Walker, typed};
use crate::collect::CollectError;
use crate::collect::chromium::{Entry, Sent, address};
use crate::collect::reach::Redactor;
use crate::net::is_third_party;
use crate::snapshot::{
    FORMAT, Goal, PathOutcome, Profile, Request, SentField, Step, StorageChange, Viewport, Visit, VisitState, Walk,
};
use base64::Engine;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use url::Url;

/// A way that was walked to its end.
pub(super) struct Walked {
    goal: Goal,
    profile: Profile,
    viewport: Viewport,
    outcome: PathOutcome,
    reason: Option<String>,
    states: Vec<State>,
    steps: Vec<Raw>,
    /// Steps before these belong to the walk that it goes on from.
    first: usize,
}

impl Walked {
    /// A walk of which nothing is known yet.
    fn begun(goal: Goal, walker: &Walker) -> Self {
        let reach = &walker.options.look.reach;
        let fresh = reach.begins_fresh();
        Walked {
            goal,
            profile: Profile { fresh, global_privacy_control: false },
            viewport: walker.options.look.viewport,
            outcome: PathOutcome::Reached,
            reason: None,
            states: Vec::new(),
            steps: Vec::new(),
            first: 0,
        }
    }

    pub(super) fn of(goal: Goal, walker: &Walker, way: Way) -> Self {
        Walked { states: way.states, steps: way.steps, ..Walked::begun(goal, walker) }
    }

    /// What a search found. The way goes on, so what it did until now is copied out of it.
    pub(super) fn found(goal: Goal, walker: &Walker, found: &Found, first: usize) -> Self {
        let way = found.way.as_ref();
        Walked {
            outcome: found.outcome,
            reason: found.reason.clone(),
            states: way.map(|way| way.states.clone()).unwrap_or_default(),
            steps: way.map(|way| way.steps.clone()).unwrap_or_default(),
            first,
            ..Walked::begun(goal, walker)
        }
    }

    pub(super) fn failed(goal: Goal, walker: &Walker, error: &CollectError) -> Self {
        let reason = Some(error.to_string());
        Walked { outcome: PathOutcome::GaveUp, reason, ..Walked::begun(goal, walker) }
    }

    pub(super) fn set(&mut self, outcome: PathOutcome, how: How) {
        self.outcome = outcome;
        self.profile.global_privacy_control = how.privacy_control;
        self.viewport = how.viewport.unwrap_or(self.viewport);
        if outcome == PathOutcome::None {
            self.reason = Some("there is nothing of the kind to press".into());
        }
    }
}

/// What is known over all walks: which values are the same in two profiles, and so tell no browser from another.
struct Values {
    /// Profiles in which a value was met.
    met: HashMap<String, BTreeSet<usize>>,
    /// Number of each value of an entry, in the order of the walks.
    numbers: BTreeMap<(String, String, String), Vec<String>>,
    typed: BTreeSet<String>,
}

impl Values {
    fn of(walked: &[Walked], profiles: &[usize]) -> Values {
        let mut values = Values { met: HashMap::new(), numbers: BTreeMap::new(), typed: forms(&typed()) };
        for (walk, &profile) in walked.iter().zip(profiles) {
            for step in &walk.steps {
                for sent in &step.happened.requests {
                    let found = identifying_values(&sent.url, sent.body.as_deref(), sent.cookies.as_deref());
                    let set = sent.set_cookies.iter().filter_map(|header| cookie_set(header)).map(str::to_owned);
                    for value in found.into_iter().chain(set) {
                        values.met.entry(value).or_default().insert(profile);
                    }
                }
                for entry in &step.kept {
                    values.met.entry(entry.value.clone()).or_default().insert(profile);
                    let known = values.numbers.entry(key(entry)).or_default();
                    if !known.contains(&entry.value) {
                        known.push(entry.value.clone());
                    }
                }
            }
        }
        values
    }

    /// Whether a value was met in one profile only.
    fn is_own(&self, value: &str) -> bool {
        self.met.get(value).is_none_or(|profiles| profiles.len() < 2)
    }

    fn identifies(&self, value: &str) -> bool {
        could_identify(value) && self.is_own(value)
    }

    fn number(&self, entry: &Entry) -> u32 {
        let known = self.numbers.get(&key(entry));
        let at = known.and_then(|known| known.iter().position(|value| *value == entry.value));
        at.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX))
    }
}

fn key(entry: &Entry) -> (String, String, String) {
    (entry.store.to_owned(), entry.host.clone(), entry.name.clone())
}

/// What was typed, and the forms in which it may be sent: as it is, in base64, hashed.
fn forms(typed: &BTreeSet<String>) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for text in typed {
        forms.insert(text.clone());
        forms.insert(base64::engine::general_purpose::STANDARD_NO_PAD.encode(text));
        forms.insert(Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect());
    }
    forms
}

/// Puts all walks together: each state once, in the order of the walks.
pub(super) fn visit(url: &str, walked: Vec<Walked>, options: &VisitOptions) -> Visit {
    let mut visit = Visit { format: FORMAT, url: address(url).unwrap_or_default(), ..Visit::default() };
    let profiles = profiles(&walked);
    let values = Values::of(&walked, &profiles);
    let page = Url::parse(url).ok();
    let redactor = options.look.reach.redactor();
    let mut known: HashMap<(String, bool), u32> = HashMap::new();
    for walk in walked {
        let mobile = walk.viewport.mobile;
        // What was only met on the way, between one step and the next, depends on when one looked.
        let (earlier, own) = walk.steps.split_at(walk.first.min(walk.steps.len()));
        let met: BTreeSet<usize> = own.iter().flat_map(|raw| [raw.from, raw.to]).collect();
        let mut places: BTreeMap<usize, u32> = BTreeMap::new();
        for (at, state) in walk.states.into_iter().enumerate().filter(|(at, _)| met.contains(at)) {
            let place = *known.entry((state.key, mobile)).or_insert_with(|| {
                let screenshot = state.screenshot.map(|png| base64::engine::general_purpose::STANDARD.encode(png));
                visit.states.push(VisitState { snapshot: state.snapshot, screenshot });
                u32::try_from(visit.states.len() - 1).unwrap_or(u32::MAX)
            });
            places.insert(at, place);
        }
        let place = |at: usize| places.get(&at).copied().unwrap_or_default();
        let mut steps = Vec::new();
        let mut before: &[Entry] = earlier.last().map_or(&[], |raw| &raw.kept);
        let shown = visit.states.first().and_then(|state| state.snapshot.url.as_deref());
        let page = shown.and_then(|url| Url::parse(url).ok()).or_else(|| page.clone());
        for raw in own {
            let step = Step {
                act: raw.act,
                from: place(raw.from),
                press: raw.press.clone(),
                to: place(raw.to),
                scrolls: raw.scrolls,
                waited_ms: raw.waited_ms,
                requests: raw
                    .happened
                    .requests
                    .iter()
                    .map(|sent| request(sent, page.as_ref(), &values, &options.trackers, &redactor))
                    .collect(),
                storage: changes(before, &raw.kept, &values),
                prompts: raw.happened.prompts.clone(),
                signals: raw.signals.clone(),
                dialogs: raw.happened.dialogs.clone(),
                navigated: raw.happened.navigated.clone(),
                prevented: raw.happened.prevented.clone(),
                console: raw.happened.console.clone(),
            };
            before = &raw.kept;
            steps.push(step);
        }
        visit.walks.push(Walk {
            goal: walk.goal,
            profile: walk.profile,
            viewport: walk.viewport,
            outcome: walk.outcome,
            reason: walk.reason,
            steps,
        });
    }
    visit
}

/// The profile of each walk: one that goes on from another has the same.
fn profiles(walked: &[Walked]) -> Vec<usize> {
    let mut profiles = Vec::new();
    for (number, walk) in walked.iter().enumerate() {
        let goes_on = matches!(walk.goal, Goal::Withdraw | Goal::Return | Goal::OptIn);
        profiles.push(if goes_on { number.saturating_sub(1) } else { number });
    }
    profiles
}

fn request(sent: &Sent, page: Option<&Url>, values: &Values, trackers: &Trackers, redactor: &Redactor) -> Request {
    let url = Url::parse(&sent.url).ok();
    let carried = identifying_values(&sent.url, sent.body.as_deref(), sent.cookies.as_deref());
    let text = format!("{} {}", sent.url, sent.body.as_deref().unwrap_or_default());
    let third_party = url.as_ref().zip(page).is_some_and(|(url, page)| is_third_party(url, page));
    let speaks = sent.method != "GET" || sent.stopped || third_party;
    Request {
        url: redactor.redact(&address(&sent.url).unwrap_or_default()).into_owned(),
        method: sent.method.clone(),
        resource: sent.resource.clone(),
        initiator: sent.initiator.clone(),
        third_party,
        at_ms: u32::try_from(sent.at.as_millis()).unwrap_or(u32::MAX),
        bytes: sent.bytes,
        status: sent.status,
        identifies: carried.iter().any(|value| values.is_own(value)),
        sets_identifier: sent.set_cookies.iter().filter_map(|it| cookie_set(it)).any(|value| values.identifies(value)),
        carries_typed: values.typed.iter().any(|typed| text.contains(typed.as_str())),
        listed: page.and_then(|page| trackers.listed(&sent.url, page.as_str(), &sent.resource)).map(str::to_owned),
        fields: if speaks { own_words(sent_fields(&sent.url, &sent.method, sent.body.as_deref())) } else { Vec::new() },
        stopped: sent.stopped,
    }
}

/// Fields that say yes or no; of others the name alone may be somebody's name.
fn own_words(fields: Vec<SentField>) -> Vec<SentField> {
    fields.into_iter().filter(|field| field.says.is_some() && !field.name.is_empty()).collect()
}

/// What came, changed or went between two moments.
fn changes(before: &[Entry], after: &[Entry], values: &Values) -> Vec<StorageChange> {
    let same = |a: &Entry, b: &Entry| (a.store, &a.host, &a.name) == (b.store, &b.host, &b.name);
    let change = |entry: &Entry, removed: bool| StorageChange {
        store: entry.store.to_owned(),
        host: entry.host.clone(),
        name: entry.name.chars().take(120).collect(),
        entropy_bits: if values.identifies(&entry.value) { entropy_bits(&entry.value) } else { 0.0 },
        lifetime_s: entry.lifetime_s.map(days),
        removed,
        value: values.number(entry),
        fields: own_words(fields(&entry.name, &entry.value)),
    };
    let came = after.iter().filter(|entry| !before.iter().any(|it| same(it, entry) && it.value == entry.value));
    let went = before.iter().filter(|entry| !after.iter().any(|it| same(it, entry)));
    came.map(|entry| change(entry, false)).chain(went.map(|entry| change(entry, true))).collect()
}

/// Seconds, to the nearest day from two days on: how long a page took to load is not told.
fn days(seconds: u64) -> u64 {
    const DAY: u64 = 86_400;
    if seconds > 2 * DAY { (seconds + DAY / 2) / DAY * DAY } else { (seconds + 30) / 60 * 60 }
}
