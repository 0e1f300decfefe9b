use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, after_choice, host, is_tracker};
use crate::snapshot::{Goal, PathOutcome, StorageChange};
use schemars::JsonSchema;
use serde::Deserialize;

/// Are trackers asked, or identifiers kept, on this walk?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Tracks(pub Goal);

/// An entry that ends sooner is for this sitting.
const DAY: u64 = 86_400;

impl Ask for Tracks {
    const NAME: &'static str = "tracks";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["host", "identifier", "requests"];

    fn walks(&self) -> Vec<Goal> {
        vec![self.0]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_network() };
        let Some(walk) = visited.walk(self.0) else { return Answer::needs_network() };
        if walk.outcome == PathOutcome::GaveUp {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        if self.0 != Goal::Look && walk.outcome != PathOutcome::Reached {
            return Answer::No;
        }
        let steps = if self.0 == Goal::Look { &walk.steps[..] } else { after_choice(walk) };
        let requests = || steps.iter().flat_map(|step| &step.requests);
        let trackers: Vec<_> = requests().filter(|request| is_tracker(request)).collect();
        evidence.insert("requests".into(), Measurement::number(trackers.len() as f64, "", None));
        if let Some(host) = trackers.first().and_then(|request| host(&request.url)) {
            evidence.insert("host".into(), Measurement::text(&host));
            return Answer::Yes;
        }
        if requests().any(|request| request.third_party && visited.tells_denial(request)) {
            return Answer::CannotTell(Reason::DenialTold);
        }
        let lasting = |change: &&StorageChange| {
            !change.removed
                && change.identifies()
                && (change.store == "local" || change.lifetime_s.is_some_and(|seconds| seconds > DAY))
        };
        let kept: Vec<_> = steps.iter().flat_map(|step| &step.storage).filter(lasting).collect();
        let Some(first) = kept.first() else { return Answer::No };
        evidence.insert("identifier".into(), Measurement::text(&first.name));
        if self.0 == Goal::Look {
            return Answer::CannotTell(Reason::OwnIdentifier);
        }
        let is_record = |change: &&StorageChange| visited.names_choice(&change.name);
        if kept.iter().all(is_record) {
            return Answer::CannotTell(Reason::RecordOfChoice);
        }
        Answer::Yes
    }
}
