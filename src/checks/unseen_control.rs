use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{ChoiceKind, Hidden, SurfaceKind, Visibility};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the control, and whatever is drawn for it, out of sight on a surface that is shown?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct UnseenControl(pub bool);

impl Ask for UnseenControl {
    const NAME: &'static str = "unseen-control";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["name"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        evidence.insert("name".into(), Measurement::text(&choice.name));
        if choice.kind == ChoiceKind::Hidden {
            return Answer::Yes.meets(self.0);
        }
        // On a notice, what a closed fold or another layer hides is shown in its turn; a form sends it unseen.
        let on_form = subject.surface().is_some_and(|surface| surface.kind == SurfaceKind::Form);
        let folded = !on_form && subject.meaning().index.is_folded(choice.node);
        if subject.is_latent() || choice.kind == ChoiceKind::Select || folded {
            return Answer::No.meets(self.0);
        }
        let unseen = choice.visibility.map(|it| {
            (on_form && it == Visibility::Hidden(Hidden::Display))
                || matches!(
                    it,
                    Visibility::Hidden(
                        Hidden::OffScreen | Hidden::Clip | Hidden::ZeroSize | Hidden::Opacity | Hidden::Visibility
                    )
                )
        });
        Answer::from(unseen).meets(self.0)
    }
}
