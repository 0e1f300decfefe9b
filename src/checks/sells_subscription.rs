use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Surface;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is a subscription or a trial sold here; of a visit, anywhere on the page?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SellsSubscription(pub bool);

impl Ask for SellsSubscription {
    const NAME: &'static str = "sells-subscription";
    const SUBJECTS: &'static [On] = &[On::Surface, On::Visit];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let said = match subject.on() {
            On::Visit => subject.meaning().sold_subscription(),
            _ => subject.surface().and_then(Surface::sold_subscription),
        };
        if let Some(text) = said {
            evidence.insert("said".into(), Measurement::text(text));
        }
        (said.is_some() == self.0).into()
    }
}
