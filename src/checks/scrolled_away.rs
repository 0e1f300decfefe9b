use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does a scrolled box inside the page keep it out of sight?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ScrolledAway(pub bool);

impl Ask for ScrolledAway {
    const NAME: &'static str = "scrolled-away";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["box", "scrolled"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        let index = &subject.meaning().index;
        if let Some((down, height)) = index.depth_in_scroller(disclosure.node) {
            evidence.insert("scrolled".into(), Measurement::number(down.round(), "px", None));
            evidence.insert("box".into(), Measurement::number(height.round(), "px", None));
        }
        if disclosure.scrolled_away && subject.surface().is_some_and(|surface| surface.template) {
            return Answer::CannotTell(Reason::TemplateHole);
        }
        (disclosure.scrolled_away == self.0).into()
    }
}
