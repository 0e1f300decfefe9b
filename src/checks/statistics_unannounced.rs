use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Do statistics run before any choice, on a page that does not both tell of them and offer to object?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StatisticsUnannounced(pub bool);

impl Ask for StatisticsUnannounced {
    const NAME: &'static str = "statistics-unannounced";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["by", "missing"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_network() };
        let Some(look) = visited.walk(Goal::Look) else { return Answer::needs_network() };
        if look.outcome != PathOutcome::Reached {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        let Some((by, objection)) = visited.statistics() else { return (!self.0).into() };
        evidence.insert("by".into(), Measurement::text(by));
        let missing = match (objection.told, objection.offered) {
            (true, true) => return (!self.0).into(),
            (true, false) => "a way to object",
            (false, true) => "a word about them",
            (false, false) => "a word about them and a way to object",
        };
        evidence.insert("missing".into(), Measurement::text(missing));
        if objection.linked { Answer::CannotTell(Reason::ObjectionBehindLink) } else { self.0.into() }
    }
}
