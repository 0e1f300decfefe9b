//! One way through a site: an open page with a profile of its own, where it stands, and what was done on it.

use super::place::{Came, Kind, Move, Place};
use super::{Walker, opting_out};
use crate::collect::chromium::{Entry, Happened, Seen, SettlePolicy, Tab, TabOptions};
use crate::collect::{CollectError, linked};
use crate::meaning::Meaning;
use crate::snapshot::{Act, Press, Signal, Snapshot, Viewport};
use std::time::{Duration, Instant};

/// How long something that comes late is waited for where nothing changed.
const LATE: Duration = Duration::from_millis(1_200);
/// The same, after a press that says yes or no: a server may have to be asked.
const ANSWER: Duration = Duration::from_millis(4_000);
/// How long a press that was possible before is waited for.
const AGAIN: Duration = Duration::from_secs(8);
/// After a press that loads a document, how long something late is waited for.
const AFTER_LOAD_MS: u32 = 1_500;

/// A state as it was seen.
#[derive(Clone)]
pub(super) struct State {
    pub(super) snapshot: Snapshot,
    pub(super) screenshot: Option<Vec<u8>>,
    /// Known by everything that is shown.
    pub(super) key: String,
}

/// A step, values and all.
#[derive(Clone)]
pub(super) struct Raw {
    pub(super) act: Act,
    pub(super) press: Option<Press>,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) scrolls: u32,
    pub(super) waited_ms: u32,
    pub(super) happened: Happened,
    pub(super) kept: Vec<Entry>,
    pub(super) signals: Vec<Signal>,
}

/// What was done, so that it can be done again.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Did {
    Pressed(Kind, String, Vec<String>),
    Scrolled,
    Waited,
}

/// An open page and what was done on it.
pub(super) struct Way<'w> {
    walker: &'w Walker<'w>,
    pub(super) tab: Tab<'w>,
    pub(super) place: Place,
    pub(super) states: Vec<State>,
    pub(super) steps: Vec<Raw>,
    pub(super) did: Vec<Did>,
    /// Presses so far; a native dialog that was answered counts as one.
    pub(super) clicks: u32,
    scrolls: u32,
    waited: Duration,
    /// Whether places are read with what leads on from them.
    pub(super) elsewhere: bool,
    /// Whether places are read with what opts out of sale or sharing; what asked at first is let be then.
    opting_out: bool,
}

/// What came of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// Something is different now.
    Changed,
    /// Nothing is.
    Nothing,
    /// It could not be pressed.
    Unpressed,
}

impl<'w> Way<'w> {
    /// Goes to the page in a fresh profile.
    pub(super) fn start(walker: &'w Walker<'w>, how: How) -> Result<Self, CollectError> {
        let options = &walker.options;
        let mut look = options.look.clone();
        look.viewport = how.viewport.unwrap_or(look.viewport);
        let settle =
            if how.patient { options.settle } else { SettlePolicy { patience_ms: 0, between_ms: 0, ..options.settle } };
        let tab = TabOptions {
            deadline: walker.deadline,
            settle,
            global_privacy_control: how.privacy_control,
            serve: options.serve.clone(),
            screenshots: options.screenshots,
        };
        let mut tab = walker.browser.open(&look, &tab)?;
        let seen = tab.arrive(&walker.url)?;
        let mut way = Way {
            walker,
            tab,
            place: Place::default(),
            states: Vec::new(),
            steps: Vec::new(),
            did: Vec::new(),
            clicks: 0,
            scrolls: 0,
            waited: Duration::ZERO,
            elsewhere: false,
            opting_out: false,
        };
        way.enter(seen);
        way.note(Act::Load, None, 0)?;
        Ok(way)
    }

    /// What is shown now.
    pub(super) fn snapshot(&self) -> &Snapshot {
        // A way has a state from its start on.
        &self.states[self.states.len() - 1].snapshot
    }

    fn enter(&mut self, seen: Seen) {
        let mut snapshot = seen.snapshot;
        snapshot.source.pressed = self.pressed();
        linked::follow(&mut snapshot, self.walker.options.root.as_deref());
        self.place = self.read(&snapshot);
        let state = State { snapshot, screenshot: seen.screenshot, key: self.place.page.clone() };
        match self.states.last_mut() {
            Some(last) if last.key == state.key => *last = state,
            _ => self.states.push(state),
        }
    }

    fn read(&self, snapshot: &Snapshot) -> Place {
        let pressed = self.did.iter().rev().find_map(|did| match did {
            Did::Pressed(kind, ..) => Some(*kind),
            _ => None,
        });
        let came = match pressed {
            None => Came::First,
            Some(Kind::Settings | Kind::Open | Kind::Toggle(_) | Kind::WayBack | Kind::OptOut) => Came::Opened,
            Some(Kind::Submit) if self.opting_out => Came::Opened,
            Some(_) => Came::Pressed,
        };
        let Walker { lexicons, bystanders, first, .. } = self.walker;
        let meaning = Meaning::of(snapshot, lexicons);
        if !self.opting_out {
            return Place::of(&meaning, lexicons, bystanders, came, self.elsewhere);
        }
        let mut place = Place::of(&meaning, lexicons, &first.asking, came, self.elsewhere);
        let more = opting_out::moves(&meaning, lexicons, first, &place.moves);
        place.moves.extend(more);
        place
    }

    fn pressed(&self) -> Vec<String> {
        let label = |did: &Did| match did {
            Did::Pressed(_, label, _) => Some(label.clone()),
            _ => None,
        };
        self.did.iter().filter_map(label).collect()
    }

    /// Reads the place anew, with what leads on from it.
    pub(super) fn look_around(&mut self) {
        self.elsewhere = true;
        self.place = self.read(self.snapshot());
    }

    /// Reads the place anew, with what opts out of sale or sharing.
    pub(super) fn look_for_opt_out(&mut self) {
        self.opting_out = true;
        self.place = self.read(self.snapshot());
    }

    fn note(&mut self, act: Act, press: Option<Press>, from: usize) -> Result<(), CollectError> {
        let happened = self.tab.happened();
        // A native dialog that asked was one press more.
        self.clicks += u32::try_from(happened.dialogs.iter().filter(|it| it.is_a_press()).count()).unwrap_or(0);
        let (kept, signals) = (self.tab.kept()?, self.tab.signals()?);
        self.steps.push(Raw {
            act,
            press,
            from,
            to: self.states.len() - 1,
            scrolls: std::mem::take(&mut self.scrolls),
            waited_ms: u32::try_from(std::mem::take(&mut self.waited).as_millis()).unwrap_or(u32::MAX),
            happened,
            kept,
            signals,
        });
        Ok(())
    }

    /// Presses something, and looks.
    pub(super) fn make(&mut self, step: &Move) -> Result<Made, CollectError> {
        // What happened until now is no doing of this press.
        let until_now = self.tab.happened();
        self.add_to_last(until_now);
        let since = Instant::now();
        if !self.press(step)? {
            return Ok(Made::Unpressed);
        }
        let from = self.states.len() - 1;
        self.scrolls += u32::from(step.away);
        self.clicks += 1;
        self.did.push(Did::Pressed(step.kind, step.label.clone(), step.path.clone()));
        // What is taken to ask depends on what was pressed, so the state before is read as the one after will be.
        let before = self.read(self.snapshot());
        self.look(since)?;
        let same = |way: &Self| match step.surface {
            Some(_) if !before.asking.is_empty() => way.place.key == before.key,
            _ => way.place.page == before.page,
        };
        let answers = matches!(step.kind, Kind::Accept | Kind::Refuse | Kind::Save | Kind::Submit | Kind::Withdraw);
        self.listen(if answers { ANSWER } else { LATE }, same)?;
        // A page may show a button before it listens to it; a person, who comes later, presses once. Whether it was too
        // early is not measured, so that two visits do the same.
        if same(self) && !matches!(step.kind, Kind::Toggle(_) | Kind::Withdraw) {
            let again = self.place.again(step.kind, &step.label, &step.path).cloned();
            if let Some(again) = again.filter(|it| !it.disabled)
                && self.press(&again)?
            {
                self.listen(LATE, same)?;
            }
        }
        let same = same(self);
        let press = Press { label: step.label.clone(), path: step.path.clone() };
        self.note(Act::Click, Some(press), from)?;
        // A consent may be taken back without a word.
        let is_heard = step.kind == Kind::Withdraw && self.was_kept();
        Ok(if same && !is_heard { Made::Nothing } else { Made::Changed })
    }

    /// Whether the last step changed what the browser keeps for the site.
    pub(super) fn was_kept(&self) -> bool {
        let kept = |at: usize| -> Option<Vec<_>> {
            let step = self.steps.get(self.steps.len().checked_sub(at)?)?;
            Some(step.kept.iter().map(|it| (it.store, &it.host, &it.name, &it.value)).collect())
        };
        kept(1) != kept(2)
    }

    /// Presses the first of its nodes that can be pressed. False if none can.
    fn press(&mut self, step: &Move) -> Result<bool, CollectError> {
        for &node in &step.nodes {
            if self.tab.press(node)?.is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks again and again, for so long at most, while nothing is different.
    fn listen(&mut self, most: Duration, same: impl Fn(&Self) -> bool) -> Result<(), CollectError> {
        let began = Instant::now();
        while same(self) && began.elapsed() < most {
            self.tab.wait(LATE / 2)?;
            self.look(Instant::now())?;
        }
        Ok(())
    }

    fn look(&mut self, since: Instant) -> Result<(), CollectError> {
        let seen = self.tab.look(since, AFTER_LOAD_MS)?;
        self.enter(seen);
        Ok(())
    }

    /// Turns the wheel to the end of a surface, or of the page.
    pub(super) fn scroll(&mut self, surface: Option<usize>) -> Result<Made, CollectError> {
        let before = self.place.key.clone();
        let at = surface.and_then(|at| self.place.asking.get(at)).map(|it| it.scrolls.unwrap_or(it.node));
        self.tab.scroll(at)?;
        self.did.push(Did::Scrolled);
        self.scrolls += 1;
        self.look(Instant::now())?;
        Ok(if self.place.key == before { Made::Nothing } else { Made::Changed })
    }

    /// Waits until something else is offered.
    pub(super) fn wait(&mut self, most: Duration) -> Result<Made, CollectError> {
        let (before, began) = (self.place.key.clone(), Instant::now());
        self.did.push(Did::Waited);
        while began.elapsed() < most {
            self.tab.wait(Duration::from_millis(400))?;
            self.look(Instant::now())?;
            if self.place.key != before {
                self.waited += began.elapsed();
                return Ok(Made::Changed);
            }
        }
        Ok(Made::Nothing)
    }

    /// A move that was possible before, once it is again.
    pub(super) fn find(&mut self, kind: Kind, label: &str, path: &[String]) -> Result<Option<Move>, CollectError> {
        let began = Instant::now();
        let found = loop {
            let found = self.place.again(kind, label, path).filter(|it| !it.disabled).cloned();
            if found.is_some() || began.elapsed() > AGAIN {
                break found;
            }
            self.tab.wait(Duration::from_millis(250))?;
            self.look(Instant::now())?;
        };
        if matches!(self.did.last(), Some(Did::Waited)) {
            self.waited += began.elapsed();
        }
        Ok(found)
    }

    /// Does again what was done before on another page. False if it can't be done again.
    pub(super) fn repeat(&mut self, all: &[Did]) -> Result<bool, CollectError> {
        for did in all {
            match did {
                Did::Scrolled => {
                    let at = (!self.place.asking.is_empty()).then_some(0);
                    self.scroll(at)?;
                }
                // What is waited for is the next press.
                Did::Waited => self.did.push(Did::Waited),
                Did::Pressed(kind, label, path) => {
                    let Some(found) = self.find(*kind, label, path)? else { return Ok(false) };
                    if self.make(&found)? == Made::Unpressed {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Stays a while, so that what a choice sets going is seen, and adds it to the last step.
    pub(super) fn linger(&mut self, time: Duration) -> Result<(), CollectError> {
        self.tab.wait(time)?;
        let more = self.tab.happened();
        self.add_to_last(more);
        let (kept, signals) = (self.tab.kept()?, self.tab.signals()?);
        if let Some(last) = self.steps.last_mut() {
            last.kept = kept;
            last.signals = signals;
        }
        Ok(())
    }

    /// Looks again, and takes what is seen for the end of the last step.
    pub(super) fn look_again(&mut self) -> Result<(), CollectError> {
        self.look(Instant::now())?;
        let at = self.states.len() - 1;
        if let Some(last) = self.steps.last_mut() {
            last.to = at;
        }
        Ok(())
    }

    fn add_to_last(&mut self, more: Happened) {
        let Some(last) = self.steps.last_mut() else { return };
        let all = &mut last.happened;
        all.requests.extend(more.requests);
        all.prompts.extend(more.prompts);
        all.dialogs.extend(more.dialogs);
        all.prevented.extend(more.prevented);
        all.navigated.extend(more.navigated);
        all.console.extend(more.console);
    }

    /// Loads the page again, so many days after it was loaded first and so many after it was loaded last.
    pub(super) fn return_after(&mut self, days: u32, more: u32) -> Result<(), CollectError> {
        self.act(Act::Return, &format!("{days} days"), |tab| tab.come_back(days, more).map(Some))
    }

    /// Does something that is no press on a thing with a name, and looks.
    pub(super) fn act(
        &mut self,
        act: Act,
        said: &str,
        work: impl FnOnce(&mut Tab<'w>) -> Result<Option<Seen>, CollectError>,
    ) -> Result<(), CollectError> {
        let from = self.states.len() - 1;
        let since = Instant::now();
        match work(&mut self.tab)? {
            Some(seen) => self.enter(seen),
            None => self.look(since)?,
        }
        let press = (!said.is_empty()).then(|| Press { label: said.to_owned(), path: Vec::new() });
        self.note(act, press, from)
    }
}

/// How a way begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    /// Waits for what comes late, as a look does.
    pub(super) patient: bool,
    pub(super) privacy_control: bool,
    pub(super) viewport: Option<Viewport>,
}
