use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, Sale};
use schemars::JsonSchema;
use serde::Deserialize;

/// Are goods sold here, so that the contract carries a right of withdrawal?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SellsGoods(pub bool);

impl Ask for SellsGoods {
    const NAME: &'static str = "sells-goods";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["price"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        match &visited.withdrawal().sale {
            Sale::Nothing => (!self.0).into(),
            Sale::Other => Answer::CannotTell(Reason::NoRightPerhaps),
            Sale::Goods(price) => {
                evidence.insert("price".into(), Measurement::text(price));
                self.0.into()
            }
        }
    }
}
