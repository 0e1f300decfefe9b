use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::{Purpose, Saying};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does the page speak of passing data on, or of advertising by data?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PageTracks(pub bool);

impl Ask for PageTracks {
    const NAME: &'static str = "page-tracks";
    const SUBJECTS: &'static [On] = &[On::Page, On::Visit];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let meaning = subject.meaning();
        let tracks = meaning.purposes.contains(&Purpose::Sharing)
            || meaning.purposes.contains(&Purpose::Advertising)
            || meaning.sayings.contains(&Saying::ThirdParty);
        (tracks == self.0).into()
    }
}
