use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Fact, Hidden, Reason, Surface, Visibility};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it hidden in one of these ways?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct HiddenBy(pub Vec<String>);

impl Ask for HiddenBy {
    const NAME: &'static str = "hidden-by";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["hidden-by"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        match disclosure.visibility {
            Fact::Known(Visibility::Hidden(why)) => {
                evidence.insert("hidden-by".into(), Measurement::text(why.name()));
                let opens = subject.surface().is_some_and(Surface::leads_to_settings);
                if why == Hidden::Collapsed && opens {
                    // Another layer, which its button opens.
                    return Answer::No;
                }
                if why == Hidden::Collapsed && self.0.iter().any(|it| it == why.name()) {
                    return Answer::CannotTell(Reason::Collapsed);
                }
                self.0.iter().any(|it| it == why.name()).into()
            }
            other => other.map(|_| false).into(),
        }
    }
}
