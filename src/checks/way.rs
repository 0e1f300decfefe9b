use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use crate::meaning::{Reason, Told};
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// How does the way to a goal end?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Way {
    /// The goal.
    pub to: Goal,
    /// The endings that are meant.
    pub is: Vec<PathOutcome>,
}

impl Ask for Way {
    const NAME: &'static str = "way";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["accept-clicks", "refuse-clicks", "withdraw-clicks"];

    fn walks(&self) -> Vec<Goal> {
        vec![self.to]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(self.to) else { return Answer::needs_visit() };
        let path = visited.path(self.to);
        if let Some(clicks) = path.clicks {
            let name = format!("{}-clicks", self.to.name());
            evidence.insert(name, Measurement::number(f64::from(clicks), "", None));
        }
        if walk.outcome == PathOutcome::GaveUp {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        let told = |said: &Told| [Saying::Withdraw, Saying::Account].iter().all(|it| said.sayings.contains(it));
        let in_account = self.to == Goal::Withdraw && visited.in_sight().iter().any(told);
        if in_account && walk.outcome == PathOutcome::None {
            return Answer::CannotTell(Reason::BehindLogin);
        }
        self.is.contains(&walk.outcome).into()
    }
}
