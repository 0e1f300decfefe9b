use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::Asks;
use schemars::JsonSchema;
use serde::Deserialize;

/// What does the surface ask for?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SurfaceAsks(pub Vec<String>);

impl Ask for SurfaceAsks {
    const NAME: &'static str = "surface-asks";
    const SUBJECTS: &'static [On] = On::ALL;
    const MEASURES: &'static [&'static str] = &["asks"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        evidence.insert("asks".into(), Measurement::text(surface.asks.name()));
        match surface.asks {
            Asks::MayBeConsent(reason) if self.0.iter().any(|it| it == "consent") => Answer::CannotTell(reason),
            asks => self.0.iter().any(|it| it == asks.name()).into(),
        }
    }
}
