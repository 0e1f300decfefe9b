use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Polarity, Reason};
use crate::snapshot::{Act, Goal, PathOutcome, SentField};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the form, sent untouched, carry a consent?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SendsConsent(pub bool);

impl Ask for SendsConsent {
    const NAME: &'static str = "sends-consent";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["field"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Untouched]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(Goal::Untouched) else { return Answer::needs_visit() };
        match walk.outcome {
            PathOutcome::Reached => {}
            PathOutcome::None => return (!self.0).into(),
            _ => return Answer::CannotTell(Reason::WalkUnfinished),
        }
        let Some(surface) = subject.surface() else { return Answer::No };
        let named = |name: &str| {
            surface.choices.iter().any(|choice| {
                choice.name == name && choice.is_consent() && choice.polarity.known() != Some(Polarity::OptOut)
            })
        };
        let consents = |field: &&SentField| {
            field.says == Some(true) && (named(&field.name) || visited.speaks_of_consent(&field.name))
        };
        let sent: Vec<_> = walk.steps.iter().filter(|step| step.act == Act::Submit).collect();
        let requests = sent.iter().flat_map(|step| &step.requests).flat_map(|request| &request.fields);
        let kept = sent.iter().flat_map(|step| &step.storage).flat_map(|change| &change.fields);
        if let Some(field) = requests.chain(kept).find(consents) {
            evidence.insert("field".into(), Measurement::text(&field.name));
            return self.0.into();
        }
        let anything = sent.iter().any(|step| !step.storage.is_empty() || step.requests.iter().any(|it| it.stopped));
        if anything { (!self.0).into() } else { Answer::CannotTell(Reason::EffectUnseen) }
    }
}
