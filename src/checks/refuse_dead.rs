use super::{Answer, Ask, Needs, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{Reason, has_template_hole};
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::Deserialize;

const LEADS_NOWHERE: &str = "its link leads nowhere";

/// Does the refusal do nothing, though the acceptance does?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RefuseDead(pub bool);

impl Ask for RefuseDead {
    const NAME: &'static str = "refuse-dead";
    const SUBJECTS: &'static [On] = &[On::Pair];
    const MEASURES: &'static [&'static str] = &["dead"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some((accept, refuse)) = subject.pair() else { return Answer::No };
        let index = &subject.meaning().index;
        let why = |node| {
            let it = index.node(node);
            if !it.is_enabled() {
                return Some("disabled");
            }
            let empty = it.is("a") && index.leads_nowhere(node);
            if !subject.is_latent() && index.saw(node, Capability::Layout) && index.is_under_another(node) {
                return Some("something else lies on it");
            }
            (empty && !index.runs_scripts(node)).then_some(LEADS_NOWHERE)
        };
        let template = index.node(refuse.node).attribute("href").is_some_and(has_template_hole);
        if template {
            return Answer::CannotTell(Reason::TemplateHole);
        }
        let dead = why(refuse.node).filter(|_| why(accept.node).is_none());
        // A page without its scripts: nothing shows that pressing the other does more.
        let accept_acts = || {
            let it = index.node(accept.node);
            it.is("a") && !index.leads_nowhere(accept.node)
                || index.sends_form(accept.node)
                || it.attribute("form").is_some()
        };
        if dead == Some(LEADS_NOWHERE) && !accept_acts() {
            return Answer::NotEvaluated(Needs::Capability(Capability::Script));
        }
        if let Some(why) = dead {
            evidence.insert("dead".into(), Measurement::text(why));
        }
        (dead.is_some() == self.0).into()
    }
}
