use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is the surface for children: by its headings, by an age up to eighteen that it names, or by a label?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddressesChildren(pub bool);

impl Ask for AddressesChildren {
    const NAME: &'static str = "addresses-children";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["said"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        if let Some(text) = surface.sayings.get(&Saying::Child) {
            evidence.insert("said".into(), Measurement::text(text));
        }
        let young = surface.particulars.age.is_some_and(|age| age <= 18);
        let titled = surface.particulars.titles_say.contains(&Saying::Child);
        let labelled = surface.choices.iter().any(|choice| choice.says(Saying::Child));
        let speaks = (young || titled || labelled) && !surface.particulars.picks_only;
        (speaks == self.0).into()
    }
}
