use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// What kind of surface is it on?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SurfaceKind(pub Vec<String>);

impl Ask for SurfaceKind {
    const NAME: &'static str = "surface-kind";
    const SUBJECTS: &'static [On] = On::ALL;

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        self.0.iter().any(|kind| kind == surface.kind.name()).into()
    }
}
