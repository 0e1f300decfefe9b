//! Whether what a person did that is no answer was taken for consent.

use super::{EntryName, Visited, last_signals, tracker_hosts};
use crate::meaning::{Fact, Reason};
use crate::snapshot::{Goal, PathOutcome, Signal, SignalInterface, StorageChange, Walk};
use std::collections::{BTreeMap, BTreeSet};

/// How a walk left the profile and the page.
struct Left<'v> {
    kept: BTreeMap<EntryName, &'v StorageChange>,
    trackers: BTreeSet<String>,
    signals: Vec<&'v Signal>,
}

impl<'v> Left<'v> {
    fn by(visited: &Visited<'v>, walk: &'v Walk) -> Self {
        let mut kept = visited.kept(walk);
        kept.retain(|_, change| !change.identifies());
        let says_yes = |it: &&Signal| it.interface != SignalInterface::Gpc && it.purposes.values().any(|on| *on);
        let signals = last_signals(walk).iter().filter(says_yes).collect();
        Left { kept, trackers: tracker_hosts(walk), signals }
    }

    fn has_entry(&self, name: &EntryName, change: &StorageChange) -> bool {
        self.kept.get(name).is_some_and(|it| it.value == change.value)
    }

    /// Leaves out what another walk left too.
    fn leave_out(&mut self, other: &Left) {
        self.kept.retain(|name, change| !other.has_entry(name, change));
        self.trackers.retain(|host| !other.trackers.contains(host));
        self.signals.retain(|signal| !other.signals.contains(signal));
    }

    fn shares_with(&self, other: &Left) -> bool {
        self.kept.iter().any(|(name, change)| other.has_entry(name, change))
            || !self.trackers.is_disjoint(&other.trackers)
            || self.signals.iter().any(|signal| other.signals.contains(signal))
    }

    fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.trackers.is_empty() && self.signals.is_empty()
    }
}

impl<'v> Visited<'v> {
    /// Whether a walk left the page as agreeing does, and not as refusing or looking does: by what is kept, by what its
    /// consent interfaces say, and by the trackers that are asked. A look is held against nothing: it was taken for
    /// consent where what asked goes by itself and a consent is kept.
    pub fn taken_for_consent(&self, walk: &'v Walk) -> Fact<bool> {
        let reached = |goal| self.walk(goal).filter(|it| it.outcome == PathOutcome::Reached);
        let Some(fresh) = self.walk(Goal::Look) else { return Fact::Unclear(Reason::WalkUnfinished) };
        let (accept, refuse) = (reached(Goal::Accept), reached(Goal::Refuse));
        let by_itself = walk.goal == Goal::Look;
        if by_itself && !self.stops_asking(walk) {
            return Fact::Known(false);
        }
        let mut news = Left::by(self, walk);
        for other in refuse.into_iter().chain((!by_itself).then_some(fresh)) {
            news.leave_out(&Left::by(self, other));
        }
        if news.is_empty() {
            return Fact::Known(false);
        }
        // A consent that is kept speaks for itself; so does an interface that says of a purpose that it was agreed to.
        let agreed = |signal: &&Signal| {
            signal.interface == SignalInterface::Tcf
                && signal.purposes.iter().any(|(purpose, on)| *on && !purpose.starts_with("li-"))
        };
        if news.kept.values().any(|change| self.says_consent(change)) || news.signals.iter().any(agreed) {
            return Fact::Known(true);
        }
        let Some(accept) = accept.filter(|_| !by_itself) else { return Fact::Unclear(Reason::WalkUnfinished) };
        if news.shares_with(&Left::by(self, accept)) {
            // What agreeing and this have in common may be what any press does.
            return if refuse.is_some() { Fact::Known(true) } else { Fact::Unclear(Reason::WalkUnfinished) };
        }
        // It keeps a note of its own, and what a later page takes that for is not seen.
        if news.kept.keys().any(|(_, _, name)| self.names_choice(name)) {
            return Fact::Unclear(Reason::EffectUnseen);
        }
        Fact::Known(false)
    }

    /// Whether something asked at the beginning of a walk, and nothing at its end.
    fn stops_asking(&self, walk: &Walk) -> bool {
        let ends = walk.steps.first().zip(walk.steps.last());
        ends.is_some_and(|(first, last)| self.asks(first.from) && !self.asks(last.to))
    }
}
