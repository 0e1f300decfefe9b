use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// On which layer is the surface?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Layer(pub u32);

impl Ask for Layer {
    const NAME: &'static str = "layer";
    const SUBJECTS: &'static [On] = On::ALL;
    const MEASURES: &'static [&'static str] = &["layer"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if let Some(layer) = surface.layer.known() {
            evidence.insert("layer".into(), Measurement::number(f64::from(layer), "", None));
        }
        surface.layer.map(|layer| layer == self.0).into()
    }
}
