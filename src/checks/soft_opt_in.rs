use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Purpose;
use crate::meaning::{FieldKind, Reason, SurfaceKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// May marketing to one's own customers need no consent here, but only a chance to object (ePrivacy 13(2), C-654/23)? It
/// may where something is sold, and where the box is for messages of the seller alone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SoftOptIn(pub bool);

impl Ask for SoftOptIn {
    const NAME: &'static str = "soft-opt-in";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(choice), Some(surface)) = (subject.choice(), subject.surface()) else { return Answer::No };
        let mut asked = choice.purposes.iter().filter(|purpose| purpose.needs_consent());
        let own_messages = asked.next() == Some(&Purpose::Marketing) && asked.next().is_none() && !choice.third_party;
        let sold = surface.kind == SurfaceKind::Form
            && (surface.particulars.order_total.is_some()
                || surface.fields.iter().any(|field| field.kind == FieldKind::Card));
        match own_messages && sold {
            true if self.0 => Answer::CannotTell(Reason::SoftOptIn),
            may => (may == self.0).into(),
        }
    }
}
