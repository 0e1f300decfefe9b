use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use schemars::JsonSchema;
use serde::Deserialize;

/// Languages that who reads one can read, and that a few lines can't tell apart for certain.
const NEAR: [[&str; 2]; 4] = [["da", "no"], ["hr", "sr"], ["cs", "sk"], ["id", "ms"]];

/// Is it in another language than the page around it?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OtherLanguage(pub bool);

impl Ask for OtherLanguage {
    const NAME: &'static str = "other-language";
    const SUBJECTS: &'static [On] = &[On::Surface];
    const MEASURES: &'static [&'static str] = &["page-language", "surface-language"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(surface) = subject.surface() else { return Answer::No };
        let Some(page) = surface.particulars.language_around.as_deref() else {
            return Answer::from(!self.0);
        };
        let own = surface.languages.first().map_or("und", String::as_str);
        // Fifteen characters of a script without spaces are about eight words.
        let unspaced = crate::lexicon::count_unspaced(&surface.text);
        let few = surface.text.split_whitespace().count() < 8 && unspaced < 15;
        evidence.insert("page-language".into(), Measurement::text(page));
        evidence.insert("surface-language".into(), Measurement::text(own));
        let stem = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let (own, page) = (stem(own), stem(page));
        let near = NEAR.iter().any(|near| near.contains(&own.as_str()) && near.contains(&page.as_str()));
        let same = own == "und" || page == "und" || own == page || near;
        ((!same && !few) == self.0).into()
    }
}
