use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Fact, Form};
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the refusal smaller than the acceptance? Width is left out: it follows the length of the label.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RefuseSmaller {
    /// Height of the acceptance over that of the refusal.
    pub height_above: f64,
    /// The same of their letters.
    pub font_above: f64,
}

impl Ask for RefuseSmaller {
    const NAME: &'static str = "refuse-smaller";
    const SUBJECTS: &'static [On] = &[On::Pair];
    const MEASURES: &'static [&'static str] = &["accept-font", "accept-height", "refuse-font", "refuse-height"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some((accept, refuse)) = subject.pair() else { return Answer::No };
        let index = &subject.meaning().index;
        let (Some(tall), Some(low)) = (index.rect(accept.node), index.rect(refuse.node)) else {
            return Answer::NotEvaluated(Needs::Capability(Capability::Layout));
        };
        let (large, small) = match index.font_px(accept.node).and(index.font_px(refuse.node)) {
            Fact::Known(both) => both,
            unknown => return unknown.map(|_| false).into(),
        };
        let heights = tall.height / low.height.max(1.0);
        let fonts = large / small.max(1.0);
        let round = |value: f64| (value * 10.0).round() / 10.0;
        evidence.insert("accept-height".into(), Measurement::number(round(tall.height), "px", None));
        evidence.insert("refuse-height".into(), Measurement::number(round(low.height), "px", None));
        evidence.insert("accept-font".into(), Measurement::number(large, "px", None));
        evidence.insert("refuse-font".into(), Measurement::number(small, "px", None));
        // A label that breaks into lines makes a button tall; its letters say how large it is.
        let wraps = index.lines(accept.node) > index.lines(refuse.node);
        let is_link = refuse.form == Form::Link;
        let lower = heights > self.height_above && !wraps && !is_link;
        (lower || fonts > self.font_above).into()
    }
}
