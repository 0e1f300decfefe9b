use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Fact;
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Can the form not be sent without it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Required(pub bool);

impl Ask for Required {
    const NAME: &'static str = "required";
    const SUBJECTS: &'static [On] = &[On::Choice, On::Field];
    const MEASURES: &'static [&'static str] = &["required"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        if let Some(field) = subject.field() {
            return field.required.map(|required| required == self.0).into();
        }
        let Some(choice) = subject.choice() else { return Answer::No };
        if choice.required == Fact::Known(false) && subject.page_runs_scripts() && subject.visited().is_none() {
            // A script may hold the button back until it is ticked; only pressing shows.
            return Answer::NotEvaluated(Needs::Capability(Capability::Interaction));
        }
        if let Fact::Known(required) = choice.required {
            evidence.insert("required".into(), Measurement::text(if required { "yes" } else { "no" }));
        }
        choice.required.map(|required| required == self.0).into()
    }
}
