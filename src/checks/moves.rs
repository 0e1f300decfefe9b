use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does something in it move without end, or for longer than five seconds? (WCAG 2.2, 2.2.2.)
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Moves(pub bool);

impl Ask for Moves {
    const NAME: &'static str = "moves";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["moving"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let index = &subject.meaning().index;
        let moving = index.subtree(surface.node).find(|&id| {
            let node = index.node(id);
            let plays = node.is("video") && node.attribute("autoplay").is_some();
            node.is_element() && (node.transition_ms > 5000 || plays || node.is("marquee")) && index.is_displayed(id)
        });
        if let Some(node) = moving {
            evidence.insert("moving".into(), Measurement::text(&format!("<{}>", index.node(node).tag)));
        }
        (moving.is_some() == self.0).into()
    }
}
