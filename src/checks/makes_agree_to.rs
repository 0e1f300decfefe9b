use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose as Named;
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the choice, by its label or by the agreement that it links to, agree to one of these purposes?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MakesAgreeTo(pub Vec<String>);

impl Ask for MakesAgreeTo {
    const NAME: &'static str = "makes-agree-to";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["purposes"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let all: Vec<Named> = choice.purposes.union(&choice.linked.purposes).copied().collect();
        evidence.insert("purposes".into(), Measurement::list(all.iter().map(|it| it.name())));
        self.0.iter().filter_map(|name| Named::named(name)).any(|purpose| all.contains(&purpose)).into()
    }
}
