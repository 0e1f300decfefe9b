use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does what is kept after refusing say that consent was given?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RefusalKept(pub bool);

impl Ask for RefusalKept {
    const NAME: &'static str = "refusal-kept";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["entry"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Accept, Goal::Refuse]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(refuse) = visited.walk(Goal::Refuse) else { return Answer::needs_visit() };
        if refuse.outcome != PathOutcome::Reached {
            return Answer::No;
        }
        let agreed = visited.walk(Goal::Accept).map(|walk| visited.kept(walk)).unwrap_or_default();
        let kept = visited.kept(refuse);
        // The same value after both, and it says yes.
        let wrong = kept.iter().find(|(name, change)| {
            visited.says_consent(change) && agreed.get(*name).is_some_and(|it| it.value == change.value)
        });
        if let Some((name, _)) = wrong {
            evidence.insert("entry".into(), Measurement::text(&name.2));
        }
        (wrong.is_some() == self.0).into()
    }
}
