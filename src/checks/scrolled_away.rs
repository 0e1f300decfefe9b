use super::told_elsewhere::is_told;
use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, Surface};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does a scrolled box inside the page keep it out of sight? Of several texts in one box, the first stands for all.
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
        let told_before = |surface: &Surface| {
            let place = index.scroll_box(disclosure.node);
            let mut before = surface.disclosures.iter().take_while(|it| it.node != disclosure.node);
            before.any(|it| it.scrolled_away && index.scroll_box(it.node) == place && !is_told(index, surface, it))
        };
        let away = disclosure.scrolled_away && !subject.surface().is_some_and(told_before);
        (away == self.0).into()
    }
}
