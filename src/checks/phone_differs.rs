use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Offers, Reason};
use crate::snapshot::{Goal, Walk};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the refusal missing on a phone, or on the other side of the acceptance?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PhoneDiffers(pub bool);

impl Ask for PhoneDiffers {
    const NAME: &'static str = "phone-differs";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["refuse"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let (Some(desk), Some(phone)) = (visited.walk(Goal::Look), visited.on_phone()) else {
            return Answer::needs_visit();
        };
        let last = |walk: &Walk| walk.steps.last().map(|step| step.to);
        let (Some(desk), Some(phone)) = (last(desk), last(phone)) else {
            return Answer::CannotTell(Reason::WalkUnfinished);
        };
        let (desk, phone) = (visited.offers(desk), visited.offers(phone));
        if let Some(refuse) = &desk.refuse {
            evidence.insert("refuse".into(), Measurement::text(&refuse.label));
        }
        let missing =
            desk.accept.is_some() && phone.accept.is_some() && desk.refuse.is_some() != phone.refuse.is_some();
        let turned = matches!((desk.refuse_first(), phone.refuse_first()), (Some(a), Some(b)) if a != b);
        let away = |offers: &Offers| {
            let refuse = offers.refuse.as_ref().is_some_and(|it| it.scrolled_away);
            refuse && offers.accept.as_ref().is_some_and(|it| !it.scrolled_away)
        };
        if !missing && !turned && away(&phone) && !away(&desk) {
            return Answer::CannotTell(Reason::InnerScroller);
        }
        ((missing || turned) == self.0).into()
    }
}
