use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::{Intent, Purpose};
use crate::meaning::SurfaceKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does one agree here only by sending what one filled in, because a sentence says so? What lacks then is a box, and no
/// second button.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TiedToSending(pub bool);

impl Ask for TiedToSending {
    const NAME: &'static str = "tied-to-sending";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let mut asked = surface.purposes.iter().filter(|purpose| purpose.needs_consent()).peekable();
        let for_news = asked.peek().is_some() && asked.all(|purpose| *purpose == Purpose::Marketing);
        let mut accepting = surface.offered().filter(|action| action.accepts() == Some(true)).peekable();
        let tied = surface.kind == SurfaceKind::Form
            && accepting.peek().is_some()
            && accepting.all(|action| {
                // What is filled in for news may stand elsewhere: "by registering you agree to our offers".
                let sends = !surface.fields.is_empty() || for_news && subject.meaning().index.sends_form(action.node);
                sends && !matches!(action.intent, Intent::Accept | Intent::Acknowledge)
            });
        (tied == self.0).into()
    }
}
