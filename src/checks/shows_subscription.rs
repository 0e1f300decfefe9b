use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::{Purpose, Saying};
use crate::meaning::{Asks, Form, Reason, SurfaceKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does a tick for messages only show what the person gets, because the surface is there to end it? A box that passes data
/// on shows no such thing. Where messages can be ended by another button, whether it does is for a person.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ShowsSubscription(pub bool);

impl Ask for ShowsSubscription {
    const NAME: &'static str = "shows-subscription";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(choice), Some(surface)) = (subject.choice(), subject.surface()) else { return Answer::No };
        let mut asked = choice.purposes.iter().filter(|purpose| purpose.needs_consent()).peekable();
        let messages = asked.peek().is_some() && asked.all(|it| *it == Purpose::Marketing) && !choice.third_party;
        let ends = surface.offered().any(|action| {
            action.form == Form::Button && (action.says(Saying::OptOut) || action.says(Saying::Withdraw))
        });
        match surface.asks {
            Asks::OptOut if messages => self.0.into(),
            _ if messages && ends && surface.kind == SurfaceKind::Form => Answer::CannotTell(Reason::SavedChoice),
            _ => (!self.0).into(),
        }
    }
}
