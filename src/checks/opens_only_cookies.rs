use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Opens, Reason};
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does what promises an opt-out of sale or sharing open a panel for cookies, and nothing else?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OpensOnlyCookies(pub bool);

impl Ask for OpensOnlyCookies {
    const NAME: &'static str = "opens-only-cookies";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["label"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::OptOut]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let found = visited.opting_out();
        if found.promised.is_empty() {
            return (!self.0).into();
        }
        if let Some(label) = found.pressed.as_ref().or_else(|| found.promised.first()) {
            evidence.insert("label".into(), Measurement::text(label));
        }
        match found.opens {
            None if found.outcome.is_none() => Answer::needs_visit(),
            None => Answer::CannotTell(Reason::WalkUnfinished),
            Some(Opens::AnotherSite) => Answer::needs_visit(),
            Some(Opens::Unclear) => Answer::CannotTell(Reason::UnsureWording),
            // The other one may be the opt-out.
            Some(Opens::OnlyCookies) if found.promised.len() > 1 => Answer::CannotTell(Reason::UnsureWording),
            Some(Opens::OnlyCookies) => self.0.into(),
            Some(Opens::More | Opens::Nothing) => (!self.0).into(),
        }
    }
}
