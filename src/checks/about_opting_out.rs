use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Saying;
use crate::meaning::Asks;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the surface there to opt out?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AboutOptingOut(pub bool);

impl Ask for AboutOptingOut {
    const NAME: &'static str = "about-opting-out";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let opts_out = surface.asks == Asks::OptOut
            || surface.says(Saying::SaleOptOut)
            || surface.particulars.titles_say.contains(&Saying::OptOut);
        (opts_out == self.0).into()
    }
}
