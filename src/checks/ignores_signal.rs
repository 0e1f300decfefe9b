use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, last_signals, tracker_hosts};
use crate::snapshot::{Goal, PathOutcome, Signal, SignalInterface};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the page do with Global Privacy Control as it does without?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct IgnoresSignal(pub bool);

impl Ask for IgnoresSignal {
    const NAME: &'static str = "ignores-signal";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["host", "interface"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let (Some(plain), Some(signalled)) = (visited.walk(Goal::Look), visited.with_privacy_control()) else {
            return Answer::needs_visit();
        };
        if signalled.outcome != PathOutcome::Reached {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        if let Some(host) = tracker_hosts(plain).intersection(&tracker_hosts(signalled)).next() {
            evidence.insert("host".into(), Measurement::text(host));
            return self.0.into();
        }
        let sold =
            |signal: &&Signal| signal.interface == SignalInterface::Gpp && signal.purposes.values().any(|on| *on);
        if last_signals(signalled).iter().any(|signal| sold(&signal)) {
            evidence.insert("interface".into(), Measurement::text(SignalInterface::Gpp.name()));
            return self.0.into();
        }
        (!self.0).into()
    }
}
