use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, host, is_tracker, last_signals, tracker_hosts};
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
        let sold = |signal: &&Signal| {
            matches!(signal.interface, SignalInterface::Gpp | SignalInterface::UsPrivacy)
                && signal.purposes.values().any(|on| *on)
        };
        if let Some(signal) = last_signals(signalled).iter().find(sold) {
            evidence.insert("interface".into(), Measurement::text(signal.interface.name()));
            return self.0.into();
        }
        let requests = || signalled.steps.iter().flat_map(|step| &step.requests);
        let asked = tracker_hosts(plain);
        let again =
            || requests().filter(|it| is_tracker(it) && host(&it.url).is_some_and(|host| asked.contains(&host)));
        let unmoved = again().find(|request| !visited.tells_denial(request));
        if let Some(host) = unmoved.and_then(|request| host(&request.url)) {
            evidence.insert("host".into(), Measurement::text(&host));
            return self.0.into();
        }
        if again().next().is_some() {
            return Answer::CannotTell(Reason::DenialTold);
        }
        (!self.0).into()
    }
}
