//! Walking a consent flow in a browser: the shortest way to agree, the shortest way to refuse, and what happens on each.
//!
//! Every walk begins at the same address in a fresh profile. What is pressed is what a person could name; nothing is
//! pressed that can't be, no form is sent, and the site is never left. What comes out is a [`Visit`], which is judged
//! like a snapshot: later, by others, without a browser.

mod behind;
mod carried;
mod distil;
mod folds;
mod opting_out;
mod place;
mod search;
mod trackers;
mod turns;
mod way;

pub use trackers::Trackers;

use crate::collect::chromium::{Browser, Serve, SettlePolicy};
use crate::collect::{CollectError, LookOptions};
use crate::lexicon::Lexicons;
use crate::meaning::Meaning;
use crate::snapshot::{Act, Goal, PathOutcome, Viewport, Visit, leads_to_page};
use distil::Walked;
use place::{Bystanders, Came, Kind, Place};
use search::{Found, Search};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use way::{How, Way};

/// How long a page is listened to after a choice was made.
const LINGER: Duration = Duration::from_millis(1_500);
/// How long a surface is waited for that was there at the first look.
const LATE: Duration = Duration::from_millis(3_500);
/// Days after a refusal on which the page is loaded again: at once, on the next day, after a month, and shortly before
/// the six months for which the CNIL and the Garante ask that a refusal is kept.
const RETURNS: &[u32] = &[0, 1, 30, 170];
/// A phone, as for `--mobile`.
const PHONE: Viewport = Viewport { width: 375, height: 667, scale: 1.0, mobile: true };

/// How far a visit goes.
#[derive(Clone)]
pub struct VisitOptions {
    /// How pages are looked at.
    pub look: LookOptions,
    /// How long to wait for a page, and for what.
    pub settle: SettlePolicy,
    /// Most layers of a surface that are opened one from the other.
    pub depth: u32,
    /// Most presses of one way.
    pub presses: u32,
    /// When the whole visit must have ended.
    pub time: Duration,
    /// What is walked; everything if empty. The first look always is.
    pub goals: Vec<Goal>,
    /// Whether the page is also looked at with Global Privacy Control on.
    pub privacy_control: bool,
    /// Whether the page is also looked at as a phone shows it.
    pub phone: bool,
    /// Whether fields are typed into. Nothing is sent all the same.
    pub fill: bool,
    /// Whether pictures are kept of every state.
    pub screenshots: bool,
    /// Who answers in the place of a network; for examples.
    pub serve: Option<Arc<Serve>>,
    /// Root of the project of a page that is a file of the person's own: agreements below it are read.
    pub root: Option<PathBuf>,
    /// Lists by which trackers are known.
    pub trackers: Arc<Trackers>,
    /// Pages that are open at once.
    pub jobs: usize,
}

impl Default for VisitOptions {
    fn default() -> Self {
        VisitOptions {
            look: LookOptions::default(),
            settle: SettlePolicy::default(),
            depth: 5,
            presses: 40,
            time: Duration::from_secs(120),
            goals: Vec::new(),
            privacy_control: true,
            phone: true,
            fill: false,
            screenshots: false,
            serve: None,
            root: None,
            trackers: Arc::default(),
            jobs: 4,
        }
    }
}

impl std::fmt::Debug for VisitOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VisitOptions").field("goals", &self.goals).finish_non_exhaustive()
    }
}

/// What every walk of a visit shares.
pub(crate) struct Walker<'w> {
    browser: &'w Browser,
    url: String,
    lexicons: &'w Lexicons,
    options: &'w VisitOptions,
    deadline: Instant,
    bystanders: Bystanders,
    /// How the page stood in the end when it was only looked at: the key of its [`Place`].
    settled: Option<String>,
    /// What asked and what could be pressed then.
    first: opting_out::First,
}

/// Walks a site.
///
/// # Errors
/// If the page could not be seen at all. What goes wrong on a walk is told in the visit.
pub fn visit(browser: &Browser, url: &str, lexicons: &Lexicons, options: &VisitOptions) -> Result<Visit, CollectError> {
    let deadline = Instant::now() + options.time;
    let bystanders = Bystanders::new();
    let (settled, first) = (None, opting_out::First::default());
    let mut walker = Walker { browser, url: url.to_owned(), lexicons, options, deadline, bystanders, settled, first };
    let patient = How { patient: true, ..How::default() };
    let (asks, behind, look) = {
        let mut way = Way::start(&walker, patient)?;
        let bystanders = Place::bystanders(way.snapshot(), lexicons);
        let asked = !way.place.asking.is_empty();
        way.linger(LINGER)?;
        way.look_again()?;
        let (settled, behind, first) = {
            let meaning = Meaning::of(way.snapshot(), lexicons);
            let settled = Place::of(&meaning, lexicons, &bystanders, Came::First, false).key;
            (settled, meaning.asks_for_a_look_behind(lexicons), opting_out::First::of(&meaning, lexicons))
        };
        // What goes by itself asked all the same.
        let (asks, look) = (asked || !way.place.asking.is_empty(), Walked::of(Goal::Look, &walker, way));
        (walker.bystanders, walker.settled, walker.first) = (bystanders, Some(settled), first);
        (asks, behind, look)
    };
    let walker = &walker;
    let wanted = |goal: Goal| options.goals.is_empty() || options.goals.contains(&goal);
    let mut jobs: Vec<Job> = Vec::new();
    if asks && (wanted(Goal::Accept) || wanted(Goal::Withdraw)) {
        jobs.push(Box::new(move || agree(walker, wanted(Goal::Withdraw))));
    }
    if asks && (wanted(Goal::Refuse) || wanted(Goal::Return)) {
        jobs.push(Box::new(move || refuse(walker, wanted(Goal::Return))));
    }
    if options.privacy_control {
        jobs.push(Box::new(move || {
            let how = How { privacy_control: true, patient: true, ..How::default() };
            vec![simple(walker, Goal::Look, how, |_| Ok(PathOutcome::Reached))]
        }));
    }
    if options.phone && !options.look.viewport.mobile {
        jobs.push(Box::new(move || {
            let how = How { patient: true, viewport: Some(PHONE), ..How::default() };
            vec![simple(walker, Goal::Look, how, |_| Ok(PathOutcome::Reached))]
        }));
    }
    for goal in [Goal::Close, Goal::Escape, Goal::Scroll, Goal::Browse, Goal::Untouched] {
        if asks && wanted(goal) {
            jobs.push(Box::new(move || vec![simple(walker, goal, How::default(), |way| aside(goal, way))]));
        }
    }
    if walker.first.promises && (wanted(Goal::OptOut) || wanted(Goal::OptIn)) {
        jobs.push(Box::new(move || opting_out::walk(walker, wanted(Goal::OptIn))));
    }
    if behind && wanted(Goal::Behind) {
        jobs.push(Box::new(move || vec![behind::walk(walker)]));
    }
    if options.fill && wanted(Goal::Fill) {
        jobs.push(Box::new(move || vec![simple(walker, Goal::Fill, How::default(), fill)]));
    }
    let mut walked = vec![look];
    walked.extend(all(jobs, options.jobs).into_iter().flatten());
    Ok(distil::visit(url, walked, options))
}

type Job<'j> = Box<dyn FnOnce() -> Vec<Walked> + Send + 'j>;

/// Does all jobs, some at once; what comes of them stands in their order.
fn all(jobs: Vec<Job>, at_once: usize) -> Vec<Vec<Walked>> {
    let count = jobs.len();
    let queue = Mutex::new(jobs.into_iter().enumerate().collect::<std::collections::VecDeque<_>>());
    let done: Vec<Mutex<Vec<Walked>>> = (0..count).map(|_| Mutex::default()).collect();
    std::thread::scope(|scope| {
        for _ in 0..at_once.clamp(1, count.max(1)) {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some((number, job)) = next else { return };
                    *done[number].lock().unwrap_or_else(PoisonError::into_inner) = job();
                }
            });
        }
    });
    done.into_iter().map(|it| it.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// The shortest way to a choice from the start, and what it sets going.
fn choose<'w>(walker: &'w Walker<'w>, goal: Goal) -> Result<Found<'w>, CollectError> {
    search(walker, goal, Way::start(walker, How::default())?)
}

/// The shortest way to a choice from where a way stands, and what it sets going.
fn search<'w>(walker: &'w Walker<'w>, goal: Goal, way: Way<'w>) -> Result<Found<'w>, CollectError> {
    let mut found = Search::run(walker, goal, way)?;
    if found.outcome == PathOutcome::Reached
        && let Some(way) = &mut found.way
    {
        // A page that is gone by now was seen until then.
        let _ = way.linger(LINGER);
    }
    Ok(found)
}

/// What came of a walk, and the walk that goes on from there if its goal was reached.
fn go_on<'w>(
    walker: &'w Walker<'w>,
    goal: Goal,
    found: Result<Found<'w>, CollectError>,
    next: Option<Goal>,
    from_there: impl FnOnce(Way<'w>) -> Result<Found<'w>, CollectError>,
) -> Vec<Walked> {
    let found = match found {
        Ok(found) => found,
        Err(error) => return vec![Walked::failed(goal, walker, &error)],
    };
    let mut walked = vec![Walked::found(goal, walker, &found, 0)];
    let reached = found.outcome == PathOutcome::Reached;
    if let (Some(next), Some(way), true) = (next, found.way, reached) {
        let before = way.steps.len();
        walked.push(match from_there(way) {
            Ok(found) => Walked::found(next, walker, &found, before),
            Err(error) => Walked::failed(next, walker, &error),
        });
    }
    walked
}

/// The shortest way to agree, and from there the shortest way back.
fn agree<'w>(walker: &'w Walker<'w>, back: bool) -> Vec<Walked> {
    go_on(walker, Goal::Accept, choose(walker, Goal::Accept), back.then_some(Goal::Withdraw), |mut way| {
        // A sign that leads back may come a moment later.
        let _ = way.look_again();
        way.look_around();
        Search::run(walker, Goal::Withdraw, way)
    })
}

/// The shortest way to refuse, and what happens when one comes back.
fn refuse<'w>(walker: &'w Walker<'w>, again: bool) -> Vec<Walked> {
    go_on(walker, Goal::Refuse, choose(walker, Goal::Refuse), again.then_some(Goal::Return), |mut way| {
        come_back(&mut way)?;
        Ok(Found { outcome: PathOutcome::Reached, reason: None, way: Some(way) })
    })
}

fn come_back(way: &mut Way) -> Result<(), CollectError> {
    let mut passed = 0;
    for &days in RETURNS {
        way.return_after(days, days - passed)?;
        passed = days;
        if !way.place.asking.is_empty() {
            break;
        }
    }
    Ok(())
}

/// A walk without a search.
fn simple(
    walker: &Walker,
    goal: Goal,
    how: How,
    work: impl FnOnce(&mut Way) -> Result<PathOutcome, CollectError>,
) -> Walked {
    let done = Way::start(walker, how).and_then(|mut way| {
        if !how.patient && way.place.asking.is_empty() {
            // What asks may come late; a look has waited for it already.
            way.wait(LATE)?;
        }
        let outcome = work(&mut way)?;
        way.linger(LINGER)?;
        Ok((way, outcome))
    });
    match done {
        Ok((way, outcome)) => {
            let mut walked = Walked::of(goal, walker, way);
            walked.set(outcome, how);
            walked
        }
        Err(error) => {
            let mut walked = Walked::failed(goal, walker, &error);
            walked.set(PathOutcome::GaveUp, how);
            walked
        }
    }
}

/// What one does who neither agrees nor refuses.
fn aside(goal: Goal, way: &mut Way) -> Result<PathOutcome, CollectError> {
    match goal {
        Goal::Close => {
            let close = way.place.moves.iter().find(|it| it.kind == Kind::Close && !it.disabled).cloned();
            let Some(close) = close else { return Ok(PathOutcome::None) };
            way.make(&close)?;
        }
        Goal::Escape => way.act(Act::Key, "Escape", |tab| tab.key("Escape").map(|()| None))?,
        Goal::Scroll => way.act(Act::Scroll, "", |tab| tab.scroll(None).map(|()| None))?,
        Goal::Browse => {
            way.look_around();
            let plain = |it: &&place::Move| it.kind == Kind::Link && it.href.as_deref().is_some_and(leads_to_page);
            let mut links: Vec<_> = way.place.moves.iter().filter(plain).cloned().collect();
            // The further from the choice, the more it is mere use.
            links.sort_by_key(|it| std::cmp::Reverse(it.bearing));
            let Some(link) = links.into_iter().next() else { return Ok(PathOutcome::None) };
            let here = url::Url::parse(&way.place.url).ok();
            let there = here.and_then(|here| here.join(link.href.as_deref().unwrap_or_default()).ok());
            let Some(there) = there else { return Ok(PathOutcome::None) };
            way.act(Act::Follow, &link.label, |tab| tab.follow(there.as_str(), 1_500).map(Some))?;
        }
        Goal::Untouched => {
            let forms: Vec<bool> = way.place.asking.iter().map(|it| it.is_form).collect();
            let in_form = |it: &place::Move| it.surface.and_then(|at| forms.get(at)).is_some_and(|is_form| *is_form);
            let sends = |it: &&place::Move| {
                !it.disabled && (matches!(it.kind, Kind::Submit | Kind::Save) || it.kind == Kind::Accept && in_form(it))
            };
            let mut sending: Vec<_> = way.place.moves.iter().filter(sends).cloned().collect();
            sending.sort_by_key(|it| it.kind);
            let Some(send) = sending.into_iter().next() else { return Ok(PathOutcome::None) };
            way.tab.stop_sending(true);
            way.make(&send)?;
            if let Some(last) = way.steps.last_mut() {
                last.act = Act::Submit;
            }
        }
        _ => return Ok(PathOutcome::None),
    }
    Ok(PathOutcome::Reached)
}

/// What is typed into fields to see where it goes: unlike anything that a page could hold by itself.
const TYPED: &str = "qzvk7typed4here";

/// Types into the fields of the page, and sends nothing.
fn fill(way: &mut Way) -> Result<PathOutcome, CollectError> {
    way.tab.stop_sending(true);
    let fields: Vec<crate::snapshot::NodeId> = {
        let snapshot = way.snapshot();
        let is_text = |kind: &str| matches!(kind, "text" | "email" | "tel" | "search" | "");
        let takes_text = |id: &crate::snapshot::NodeId| {
            let node = snapshot.node(*id);
            let kind = node.attribute("type").unwrap_or_default();
            (node.is("textarea") || node.is("input") && is_text(kind))
                && node.rect.is_some_and(|rect| rect.area() > 0.0)
                && !node.state.disabled
                && !node.state.read_only
        };
        snapshot.ids().filter(takes_text).take(10).collect()
    };
    if fields.is_empty() {
        return Ok(PathOutcome::None);
    }
    way.act(Act::Type, "", |tab| {
        for field in fields {
            tab.enter(field, TYPED)?;
        }
        // What listens for a change hears of it once the field is left.
        tab.key("Tab")?;
        Ok(None)
    })?;
    Ok(PathOutcome::Reached)
}

/// What was typed on the way, as it might be found in what is sent.
fn typed() -> BTreeSet<String> {
    BTreeSet::from([TYPED.to_owned()])
}
