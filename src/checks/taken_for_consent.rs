use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Fact, Reason};
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does one of these walks leave the page as agreeing does?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TakenForConsent(pub Vec<Goal>);

impl Ask for TakenForConsent {
    const NAME: &'static str = "taken-for-consent";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["by"];

    fn walks(&self) -> Vec<Goal> {
        self.0.iter().copied().chain([Goal::Accept, Goal::Refuse]).collect()
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let walks: Vec<_> = self.0.iter().filter_map(|&goal| visited.walk(goal)).collect();
        if walks.is_empty() {
            return Answer::needs_visit();
        }
        let gave_up = walks.iter().any(|walk| walk.outcome == PathOutcome::GaveUp);
        let mut unsure = gave_up.then_some(Reason::WalkUnfinished);
        for walk in walks.iter().filter(|walk| walk.outcome == PathOutcome::Reached) {
            match visited.taken_for_consent(walk) {
                Fact::Known(true) => {
                    evidence.insert("by".into(), Measurement::text(walk.goal.name()));
                    return Answer::Yes;
                }
                Fact::Known(false) => {}
                Fact::Unclear(reason) => unsure = unsure.or(Some(reason)),
                Fact::Unseen(_) => unsure = unsure.or(Some(Reason::WalkUnfinished)),
            }
        }
        unsure.map_or(Answer::No, Answer::CannotTell)
    }
}
