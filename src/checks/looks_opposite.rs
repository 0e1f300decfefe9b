use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Choice, Fact};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does a drawn switch look as if it were in the other state?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LooksOpposite(pub bool);

impl Ask for LooksOpposite {
    const NAME: &'static str = "looks-opposite";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["looks", "state"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let Some(state) = choice.state.known() else { return choice.state.map(|_| false).into() };
        let others: Vec<&Choice> = subject.surface().map_or(Vec::new(), |surface| surface.choices.iter().collect());
        let looks = subject.meaning().index.drawn_state(choice, &others);
        evidence.insert("state".into(), Measurement::text(state.name()));
        if let Fact::Known(Some(looks)) = looks {
            evidence.insert("looks".into(), Measurement::text(looks.name()));
        }
        looks.map(|looks| looks.is_some_and(|looks| looks != state) == self.0).into()
    }
}
