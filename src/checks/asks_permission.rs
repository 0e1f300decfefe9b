use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Does the page ask for a permission before a person has done anything?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AsksPermission(pub bool);

/// What some browsers ask the person about, and others decide themselves.
const BY_THE_BROWSER: &[&str] = &["persistent-storage"];

impl Ask for AsksPermission {
    const NAME: &'static str = "asks-permission";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["permission", "prompts"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(Goal::Look) else { return Answer::needs_visit() };
        let asked: BTreeSet<&str> = walk
            .steps
            .iter()
            .flat_map(|step| &step.prompts)
            .filter(|prompt| !prompt.after_gesture)
            .map(|prompt| prompt.permission.as_str())
            .collect();
        evidence.insert("prompts".into(), Measurement::number(asked.len() as f64, "", None));
        if !asked.is_empty() {
            let all: Vec<&str> = asked.into_iter().collect();
            evidence.insert("permission".into(), Measurement::text(&all.join(", ")));
            if all.iter().all(|it| BY_THE_BROWSER.contains(it)) {
                return Answer::CannotTell(Reason::BrowserDecides);
            }
            return self.0.into();
        }
        (!self.0).into()
    }
}
