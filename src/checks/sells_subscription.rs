use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use crate::meaning::FieldKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is a subscription or a trial sold here?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SellsSubscription(pub bool);

impl Ask for SellsSubscription {
    const NAME: &'static str = "sells-subscription";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let said = surface.sayings.get(&Saying::Trial).or_else(|| surface.sayings.get(&Saying::Subscription));
        let paid =
            surface.fields.iter().any(|field| field.kind == FieldKind::Card) || surface.particulars.price.is_some();
        if let Some(text) = said {
            evidence.insert("said".into(), Measurement::text(text));
        }
        ((said.is_some() && paid) == self.0).into()
    }
}
