use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// How far is the text from the action that it binds?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FarFromAction {
    /// Gap in CSS pixels, down or across, whichever is larger.
    pub above: f64,
}

impl Ask for FarFromAction {
    const NAME: &'static str = "far-from-action";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["action", "distance"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let (Some(disclosure), Some(action)) = (subject.disclosure(), subject.bound_action()) else {
            return Answer::No;
        };
        let index = &subject.meaning().index;
        let (Some(text), Some(press)) = (index.met_at(disclosure.node), index.rect(action.node)) else {
            return Answer::NotEvaluated(Needs::Capability(Capability::Layout));
        };
        let gap = |from: f64, to: f64, start: f64, end: f64| (start - to).max(from - end).max(0.0);
        let distance =
            gap(text.y, text.bottom(), press.y, press.bottom()).max(gap(text.x, text.right(), press.x, press.right()));
        evidence.insert("distance".into(), Measurement::number(distance.round(), "px", Some(self.above)));
        evidence.insert("action".into(), Measurement::text(&action.label));
        // Fields to fill in between them lead from one to the other.
        let between = subject.surface().is_some_and(|surface| {
            surface.fields.iter().map(|field| field.node).chain(surface.choices.iter().map(|it| it.node)).any(|node| {
                index.rect(node).is_some_and(|rect| {
                    let (top, bottom) = (text.y.min(press.y), text.bottom().max(press.bottom()));
                    rect.y > top && rect.bottom() < bottom && text.y < press.y
                })
            })
        });
        (distance > self.above && !between).into()
    }
}
