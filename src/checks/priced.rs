use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::{Purpose, Saying};
use crate::meaning::ChoiceKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the choice cost money?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Priced(pub bool);

impl Ask for Priced {
    const NAME: &'static str = "priced";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["price"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let price = choice.price();
        if let Some(price) = &price {
            evidence.insert("price".into(), Measurement::text(price));
        }
        // Offers of insurance cost nothing.
        let extra = choice.purposes.contains(&Purpose::PaidExtra) && !choice.purposes.contains(&Purpose::Marketing);
        let free = choice.says(Saying::Free);
        let mut costs = price.is_some() || extra && !free;
        if choice.kind == ChoiceKind::Radio {
            // A product comes in several sizes; an extra is what one may as well do without. A no costs nothing, whatever
            // price it repeats.
            let siblings = subject.surface().map(|it| it.siblings(choice)).unwrap_or_default();
            costs &= !choice.declines && siblings.iter().any(|other| other.declines || other.price().is_none());
        }
        (costs == self.0).into()
    }
}
