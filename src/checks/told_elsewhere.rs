use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Claim, Fact, Visibility};
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the same said on the surface where it can be seen?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ToldElsewhere(pub bool);

impl Ask for ToldElsewhere {
    const NAME: &'static str = "told-elsewhere";
    const SUBJECTS: &'static [On] = &[On::Disclosure];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(disclosure), Some(surface)) = (subject.disclosure(), subject.surface()) else { return Answer::No };
        let words = |text: &str| -> Vec<String> {
            crate::lexicon::fold_label(text)
                .split(' ')
                .filter(|it| it.chars().count() > 2 || !it.is_ascii())
                .map(str::to_string)
                .collect()
        };
        let wanted = words(&disclosure.text);
        let told = surface.disclosures.iter().any(|other| {
            let claims_as_much =
                disclosure.claims.iter().filter(|it| **it != Claim::Purpose).all(|it| other.claims.contains(it));
            other.node != disclosure.node && claims_as_much && other.visibility == Fact::Known(Visibility::Visible) && {
                let said = words(&other.text);
                let shared = wanted.iter().filter(|word| said.contains(word)).count();
                !wanted.is_empty() && shared * 10 >= wanted.len() * 6
            }
        });
        (told == self.0).into()
    }
}
