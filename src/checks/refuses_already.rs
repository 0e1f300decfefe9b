use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::meaning::{Fact, Polarity, Reason, Setting};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does it refuse as it stands: a box that says no, ticked before anyone acted?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RefusesAlready(pub bool);

impl Ask for RefusesAlready {
    const NAME: &'static str = "refuses-already";
    const SUBJECTS: &'static [On] = &[On::Choice];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        if choice.polarity == Fact::Known(Polarity::OptIn) {
            return Answer::No.meets(self.0);
        }
        let ticked = choice.default.map(|default| default == Setting::On);
        if ticked == Fact::Known(true) && !subject.meaning().snapshot().source.begins_fresh() {
            // Somebody may have ticked it since.
            return Answer::CannotTell(Reason::ProfileNotFresh);
        }
        Answer::from(ticked).meets(self.0)
    }
}
