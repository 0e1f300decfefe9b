use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::ChoiceKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the field keep what a person chose on a control that they can see?
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
        (twin == self.0).into()
    }
}
