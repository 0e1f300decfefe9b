use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Fact, Form, Reason};
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the action that refuses look like?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RefuseForm(pub Vec<String>);

impl Ask for RefuseForm {
    const NAME: &'static str = "refuse-form";
    const SUBJECTS: &'static [On] = &[On::Pair];
    const MEASURES: &'static [&'static str] = &["refuse", "refuse-form"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some((_, refuse)) = subject.pair() else { return Answer::No };
        evidence.insert("refuse".into(), Measurement::text(&refuse.label));
        evidence.insert("refuse-form".into(), Measurement::text(refuse.form.name()));
        // What a picture draws behind a link can't be told without pixels.
        if refuse.form == Form::Link
            && let Fact::Unclear(reason @ (Reason::ImageBackdrop | Reason::GradientBackdrop)) = refuse.prominence
        {
            return Answer::CannotTell(reason);
        }
        if refuse.form == Form::Button && refuse.drawn_by_image {
            return Answer::CannotTell(Reason::ImageBackdrop);
        }
        self.0.iter().any(|form| form == refuse.form.name()).into()
    }
}
