use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Do others receive data, by the label or by the agreement that it links to?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Recipient(pub String);

impl Ask for Recipient {
    const NAME: &'static str = "recipient";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["recipient"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let others = choice.third_party || choice.linked.third_party;
        if others {
            let how = if choice.third_party { "named in the label" } else { "named in the linked agreement" };
            evidence.insert("recipient".into(), Measurement::text(how));
        }
        (others == (self.0 == "third-party")).into()
    }
}
