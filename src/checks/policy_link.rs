use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is there a link to the privacy policy that leads nowhere (`dead`) or to an error (`broken`)?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PolicyLink(pub Vec<String>);

impl Ask for PolicyLink {
    const NAME: &'static str = "policy-link";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["policy-link"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let index = &subject.meaning().index;
        let links = surface.offered().filter(|it| it.names(Purpose::PrivacyPolicy) && index.node(it.node).is("a"));
        for link in links {
            let linked = index.snapshot.linked.iter().find(|it| it.link == link.node);
            let status = match (index.leads_nowhere(link.node), linked.and_then(|it| it.status)) {
                (true, _) if index.runs_scripts(link.node) => return Answer::CannotTell(Reason::ScriptMayAct),
                (true, _) => "dead",
                (_, Some(status)) if status >= 400 => "broken",
                _ => continue,
            };
            if self.0.iter().any(|it| it == status) {
                evidence.insert("policy-link".into(), Measurement::text(&format!("“{}”", link.label)));
                return Answer::Yes;
            }
        }
        Answer::No
    }
}
