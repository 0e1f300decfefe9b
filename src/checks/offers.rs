use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::{Intent, Saying};
use crate::meaning::{Action, Reason};
use schemars::JsonSchema;
use serde::Deserialize;

/// Can one do one of these here?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Offers(pub Vec<String>);

impl Ask for Offers {
    const NAME: &'static str = "offers";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] =
        &["accept", "accept-necessary", "acknowledge", "close", "later", "pay", "reject", "save", "settings", "submit"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let mut unclear = None;
        for action in surface.offered() {
            let announced = self.0.iter().any(|it| it == action.intent.name());
            let accepts = self.0.iter().any(|it| it == "accept");
            match action.accepts() {
                Some(true) if accepts => {
                    evidence.insert("accept".into(), Measurement::text(&action.label));
                    return Answer::Yes;
                }
                None if accepts => unclear = Some(Reason::UnclearAcknowledgement),
                _ if announced && action.intent != Intent::Accept => {
                    evidence.insert(action.intent.name().into(), Measurement::text(&action.label));
                    return Answer::Yes;
                }
                _ => {}
            }
            if action.template {
                unclear = unclear.or(Some(Reason::TemplateHole));
            }
        }
        let refuses = self.0.iter().any(|it| it == "reject");
        if refuses
            && surface.says(Saying::CloseRefuses)
            && surface.offered().any(|action| action.intent == Intent::Close)
        {
            unclear = unclear.or(Some(Reason::UnsureWording));
        }
        if refuses && let Some(words) = &surface.particulars.unmarked_refusal {
            evidence.insert("reject".into(), Measurement::text(words));
            unclear = unclear.or(Some(Reason::ControlUnsure));
        }
        let may_accept = |action: &&Action| action.accepts().is_none() && !action.label.is_empty();
        if let Some(action) = surface.offered().find(may_accept) {
            evidence.entry("accept".into()).or_insert_with(|| Measurement::text(&action.label));
        }
        unclear.map_or(Answer::No, Answer::CannotTell)
    }
}
