use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{ChoiceKind, Reason};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the field keep what a person chose: on a control that they can see? It may on an earlier page, where its name
/// says that something was agreed to and not what data are used for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RecordsEarlierChoice(pub bool);

impl Ask for RecordsEarlierChoice {
    const NAME: &'static str = "records-earlier-choice";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(choice), Some(surface)) = (subject.choice(), subject.surface()) else { return Answer::No };
        let twin = surface.choices.iter().any(|other| {
            other.node != choice.node
                && other.kind != ChoiceKind::Hidden
                && !choice.name.is_empty()
                && other.name == choice.name
        });
        let names_use = choice.purposes.iter().any(|purpose| purpose.needs_consent());
        if !twin && choice.kind == ChoiceKind::Hidden && !names_use {
            // `agree=1` on the second page of a form repeats what was agreed to on the first.
            return Answer::CannotTell(Reason::RecordOfChoice);
        }
        (twin == self.0).into()
    }
}
