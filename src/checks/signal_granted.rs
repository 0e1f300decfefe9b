use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, last_signals};
use crate::snapshot::{Goal, PathOutcome, Signal, SignalInterface};
use schemars::JsonSchema;
use serde::Deserialize;

/// Do the page's consent interfaces say yes at the end of this walk?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SignalGranted(pub Goal);

/// Whether a purpose, as an interface names it, can't do without consent: not what a person may object to, nor what
/// Google's consent mode has for security and for the site's own functions.
fn needs_consent(name: &str) -> bool {
    !name.starts_with("li-") && !matches!(name, "security_storage" | "functionality_storage")
}

impl Ask for SignalGranted {
    const NAME: &'static str = "signal-granted";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["interface"];

    fn walks(&self) -> Vec<Goal> {
        vec![self.0]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(self.0) else { return Answer::needs_visit() };
        if walk.outcome != PathOutcome::Reached {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        let said: Vec<_> = last_signals(walk).iter().filter(|it| it.interface != SignalInterface::Gpc).collect();
        let granted = |it: &&&Signal| it.purposes.iter().any(|(name, on)| *on && needs_consent(name));
        if let Some(signal) = said.iter().find(granted) {
            evidence.insert("interface".into(), Measurement::text(signal.interface.name()));
            return Answer::Yes;
        }
        if said.iter().any(|it| it.purposes.iter().any(|(name, on)| *on && name.starts_with("li-"))) {
            return Answer::CannotTell(Reason::InterestClaimed);
        }
        Answer::No
    }
}
