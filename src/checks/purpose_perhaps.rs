use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Reason, Surface, SurfaceKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// May a purpose be named that is not known by its words: by what a consent on a form goes on to say, or by what the form
/// is for? Whether it is one is for a person.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PurposePerhaps(pub bool);

impl Ask for PurposePerhaps {
    const NAME: &'static str = "purpose-perhaps";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if surface.particulars.purpose_perhaps || agrees_to_something(surface) {
            return Answer::CannotTell(Reason::PurposeUnsure);
        }
        Answer::No.meets(self.0)
    }
}

/// Whether all that is agreed to on a form may as well be house rules or a licence: no word of data is there, nor in what
/// it links to.
fn agrees_to_something(surface: &Surface) -> bool {
    let of_data = |it: &crate::meaning::Choice| {
        let linked = !it.linked.purposes.is_empty() || it.linked.third_party;
        it.consents_to_processing() || it.asks_for_consent() || it.third_party || linked
    };
    let mut agreeing = surface.choices.iter().filter(|it| it.agrees).peekable();
    surface.kind == SurfaceKind::Form
        && agreeing.peek().is_some()
        && !agreeing.any(of_data)
        && !surface.disclosures.iter().any(|it| it.consents_to_data())
}
