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
        if hit && self.0.len() == 1 {
            let by_use = self.0.iter().any(|it| it == "by-browsing");
            if disclosure.quoted {
                return Answer::CannotTell(Reason::Quoted);
            }
            if by_use && disclosure.contract_alone {
                return Answer::CannotTell(Reason::ContractAlone);
            }
            if by_use && !disclosure.names_site && subject.continues_by_button() {
                return Answer::CannotTell(Reason::UnsureWording);
            }
        }
        hit.into()
    }
}
