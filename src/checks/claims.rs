use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the text claim?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Claims(pub Vec<String>);

impl Ask for Claims {
    const NAME: &'static str = "claims";
    const SUBJECTS: &'static [On] = &[On::Disclosure];
    const MEASURES: &'static [&'static str] = &["text"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(disclosure) = subject.disclosure() else { return Answer::No };
        let claims: Vec<&str> = disclosure.claims.iter().map(|claim| claim.name()).collect();
        evidence.insert("text".into(), Measurement::text(&disclosure.text));
        let hit = self.0.iter().any(|it| claims.contains(&it.as_str()));
        if hit && self.0.iter().any(|it| it == "by-browsing") && self.0.len() == 1 {
            if disclosure.quoted {
                return Answer::CannotTell(Reason::Quoted);
            }
            if subject.continues_by_button() {
                return Answer::CannotTell(Reason::UnsureWording);
            }
        }
        hit.into()
    }
}
