use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the surface shown, not waiting for a script?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SurfaceShown(pub bool);

impl Ask for SurfaceShown {
    const NAME: &'static str = "surface-shown";
    const SUBJECTS: &'static [On] = On::ALL;

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        (subject.surface().is_some_and(|surface| !surface.latent) == self.0).into()
    }
}
