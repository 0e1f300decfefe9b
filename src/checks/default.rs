use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Reason;
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

/// In what state was the control before anyone acted?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Default(pub String);

impl Ask for Default {
    const NAME: &'static str = "default";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["default"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let Some(default) = choice.default.known() else { return choice.default.map(|_| false).into() };
        evidence.insert("default".into(), Measurement::text(default.name()));
        let is_so = default.name() == self.0;
        if subject.meaning().snapshot().source.begins_fresh() {
            return is_so.into();
        }
        // Somebody may have turned it on or off since.
        if is_so {
            Answer::CannotTell(Reason::ProfileNotFresh)
        } else {
            Answer::NotEvaluated(Needs::Capability(Capability::Start))
        }
    }
}
