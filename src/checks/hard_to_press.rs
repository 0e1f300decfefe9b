use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Action, Fact, Form, Index};
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it tiny, hard to see, or without a name? (WCAG 2.2, 2.5.8 asks for 24 px, 1.4.11 for 3:1.)
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HardToPress {
    /// Width or height in CSS pixels.
    pub smaller: f64,
    /// Contrast ratio of its sign.
    pub contrast_below: f64,
}

impl Ask for HardToPress {
    const NAME: &'static str = "hard-to-press";
    const SUBJECTS: &'static [On] = &[On::Action];
    const MEASURES: &'static [&'static str] = &["contrast", "height", "size", "width"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(action) = subject.action() else { return Answer::No };
        let index = &subject.meaning().index;
        let Some(rect) = index.rect(action.node) else {
            return Answer::NotEvaluated(Needs::Capability(Capability::Layout));
        };
        let size = rect.width.min(rect.height);
        evidence.insert("size".into(), Measurement::number((size * 10.0).round() / 10.0, "px", Some(self.smaller)));
        for (side, length) in [("width", rect.width), ("height", rect.height)] {
            evidence.insert(side.into(), Measurement::number((length * 10.0).round() / 10.0, "px", None));
        }
        let contrast = index.text_contrast(action.node);
        if let Fact::Known(contrast) = contrast {
            evidence.insert("contrast".into(), Measurement::number(contrast, ":1", Some(self.contrast_below)));
        }
        let nameless = index.accessible_name(action.node).0.is_empty();
        let faint = match contrast {
            Fact::Known(contrast) => Answer::from(contrast < self.contrast_below - 0.01),
            Fact::Unclear(reason) => Answer::CannotTell(reason),
            // A drawn sign has no text to measure.
            Fact::Unseen(_) => Answer::No,
        };
        let accept = subject.surface().and_then(|surface| surface.accept());
        let tiny = size < self.smaller - 0.5 && (is_sign(action) || is_lower(index, action, accept));
        Answer::any([Answer::from(tiny), Answer::from(nameless), faint])
    }
}

/// Whether it is drawn, or called by a single sign.
fn is_sign(action: &Action) -> bool {
    action.form == Form::Icon || action.label.chars().filter(|c| c.is_alphanumeric()).count() < 2
}

/// Whether a word to press is clearly lower than the one that agrees. A page's plain buttons are all as low, and their
/// width follows their words.
fn is_lower(index: &Index, action: &Action, accept: Option<&Action>) -> bool {
    const SHARE: f64 = 0.75;
    let (Some(own), Some(other)) = (index.rect(action.node), accept.and_then(|it| index.rect(it.node))) else {
        return false;
    };
    own.height < other.height * SHARE
}
