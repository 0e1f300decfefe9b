use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use crate::meaning::{Reason, has_template_hole};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does another option of the same question ask for less?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MilderOption(pub bool);

impl Ask for MilderOption {
    const NAME: &'static str = "milder-option";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["milder"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let Some(surface) = subject.surface() else { return Answer::No };
        let group = surface.siblings(choice);
        if group.is_empty() {
            return Answer::from(!self.0);
        }
        // "All" is everybody only where it is about who sees something.
        let of_sight = choice.question_about_data || group.iter().any(|it| it.says(Saying::Private));
        if choice.is_only_public() && !of_sight {
            return Answer::from(!self.0);
        }
        let own = choice.invasiveness();
        let milder = group.iter().filter(|other| other.invasiveness() < own).min_by_key(|other| other.invasiveness());
        let Some(milder) = milder else {
            let all = || group.iter().copied().chain([choice]);
            let silent =
                choice.question_about_data && all().all(|it| it.invasiveness() == 0 && !it.says(Saying::Private));
            let why = match all().any(|it| has_template_hole(&it.label)) {
                true => Reason::TemplateHole,
                false if silent => Reason::UnsureWording,
                false => return Answer::from(!self.0),
            };
            if let Some(other) = group.iter().find(|it| !it.label.is_empty()) {
                evidence.insert("milder".into(), Measurement::text(&other.label));
            }
            return Answer::CannotTell(why);
        };
        evidence.insert("milder".into(), Measurement::text(&milder.label));
        self.0.into()
    }
}
