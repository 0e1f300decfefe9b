use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::{Purpose, Saying};
use crate::meaning::{Choice, ChoiceKind, Reason};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the only consent of the form the one to its policy or terms?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OnlyPolicyBox(pub bool);

impl Ask for OnlyPolicyBox {
    const NAME: &'static str = "only-policy-box";
    const SUBJECTS: &'static [On] = &[On::Surface];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let boxes = || {
            surface
                .choices
                .iter()
                .filter(|choice| choice.kind != ChoiceKind::Hidden && choice.kind != ChoiceKind::Select)
        };
        let agreed = |choice: &&Choice| {
            choice.agrees
                || choice.purposes.contains(&Purpose::Terms)
                || choice.purposes.contains(&Purpose::PrivacyPolicy)
        };
        let policy = |choice: &&Choice| {
            agreed(choice)
                && (choice.purposes.contains(&Purpose::Terms) || choice.purposes.contains(&Purpose::PrivacyPolicy))
        };
        let apart = boxes().any(|choice| agreed(&choice) && !policy(&choice) && choice.says(Saying::Sensitive));
        let perhaps = boxes().any(|choice| agreed(&choice) && !policy(&choice));
        let by_action = surface.says(Saying::ByAction);
        if apart || !(boxes().any(|choice| policy(&choice)) || by_action) {
            return Answer::from(!self.0);
        }
        if perhaps {
            return Answer::CannotTell(Reason::UnsureWording);
        }
        self.0.into()
    }
}
