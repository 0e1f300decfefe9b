use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::{Reason, has_template_hole};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the label, or what describes the choice, name one of these purposes?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DescribedPurpose(pub Vec<Purpose>);

impl Ask for DescribedPurpose {
    const NAME: &'static str = "described-purpose";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["described-purposes"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let named: Vec<&str> =
            choice.described_purposes().into_iter().filter(|it| self.0.contains(it)).map(|it| it.name()).collect();
        if named.is_empty() {
            if has_template_hole(&choice.beside) || has_template_hole(&choice.label) {
                return Answer::CannotTell(Reason::TemplateHole);
            }
            return Answer::No;
        }
        evidence.insert("described-purposes".into(), Measurement::list(named));
        Answer::Yes
    }
}
