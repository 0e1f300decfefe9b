use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use crate::snapshot::{Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does one way take more presses than another?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LongerWay {
    /// The goal whose way may be longer.
    pub to: Goal,
    /// The goal whose way it is held against.
    pub than: Goal,
    /// Presses that it may take more.
    #[serde(default)]
    pub allow: u32,
}

impl Ask for LongerWay {
    const NAME: &'static str = "longer-way";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["accept-clicks", "refuse-clicks", "withdraw-clicks"];

    fn walks(&self) -> Vec<Goal> {
        vec![self.to, self.than]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let (way, than) = (visited.path(self.to), visited.path(self.than));
        for (goal, path) in [(self.to, &way), (self.than, &than)] {
            if let Some(clicks) = path.clicks {
                let name = format!("{}-clicks", goal.name());
                evidence.insert(name, Measurement::number(f64::from(clicks), "", None));
            }
        }
        match (way.clicks, than.clicks) {
            (Some(way), Some(than)) => (way > than + self.allow).into(),
            // That there is no way at all is for another rule.
            (None, Some(_)) if way.outcome == PathOutcome::None => Answer::No,
            _ => Answer::CannotTell(Reason::WalkUnfinished),
        }
    }
}
