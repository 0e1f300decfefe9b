use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it the last button of a form that shows what a purchase comes to?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EndsOrder(pub bool);

impl Ask for EndsOrder {
    const NAME: &'static str = "ends-order";
    const SUBJECTS: &'static [On] = &[On::Action];
    const MEASURES: &'static [&'static str] = &["total"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let (Some(action), Some(surface)) = (subject.action(), subject.surface()) else { return Answer::No };
        let index = &subject.meaning().index;
        let last = surface.offered().filter(|it| index.is_submit(it.node)).last();
        let ends = surface.particulars.order_total.is_some() && last.is_some_and(|it| it.node == action.node);
        if let Some(price) = &surface.particulars.order_total {
            evidence.insert("total".into(), Measurement::text(price));
        }
        (ends == self.0).into()
    }
}
