use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::Reason;
use crate::snapshot::{Act, Goal, PathOutcome};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Is a person who refused asked again?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AsksAgain(pub bool);

/// How long a refusal is kept, as the CNIL and the Garante ask, in days.
const SIX_MONTHS: f64 = 180.0;

impl Ask for AsksAgain {
    const NAME: &'static str = "asks-again";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["days"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Refuse, Goal::Return]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(walk) = visited.walk(Goal::Return) else {
            let refused = visited.walk(Goal::Refuse).is_some_and(|walk| walk.outcome != PathOutcome::GaveUp);
            return if refused { Answer::No } else { Answer::CannotTell(Reason::WalkUnfinished) };
        };
        if walk.outcome == PathOutcome::GaveUp {
            return Answer::CannotTell(Reason::WalkUnfinished);
        }
        let again = walk.steps.iter().find(|step| step.act == Act::Return && visited.asks(step.to));
        let Some(step) = again else { return (!self.0).into() };
        let days = step.press.as_ref().and_then(|it| it.label.split(' ').next()?.parse::<f64>().ok());
        let met: BTreeSet<u32> =
            visited.walk(Goal::Refuse).into_iter().flat_map(|it| &it.steps).map(|it| it.from).collect();
        let known: BTreeSet<Purpose> = met.into_iter().flat_map(|state| visited.purposes(state)).collect();
        if visited.purposes(step.to).any(|purpose| !known.contains(&purpose)) {
            return Answer::CannotTell(Reason::NewPurpose);
        }
        evidence.insert("days".into(), Measurement::number(days.unwrap_or_default(), "days", Some(SIX_MONTHS)));
        self.0.into()
    }
}
