use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the text in the window before anyone scrolls?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct InView(pub bool);

impl Ask for InView {
    const NAME: &'static str = "in-view";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["below-fold"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        let index = &subject.meaning().index;
        let Some(rect) = index.met_at(disclosure.node) else {
            return index.in_first_view(disclosure.node).map(|seen| seen == self.0).into();
        };
        let below = rect.y - f64::from(index.snapshot.source.viewport.height);
        evidence.insert("below-fold".into(), Measurement::number(below.max(0.0).round(), "px", None));
        ((below < 0.0 && rect.bottom() > 0.0) == self.0).into()
    }
}
