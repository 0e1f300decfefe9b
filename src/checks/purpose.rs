use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose as Named;
use crate::meaning::Reason;
use schemars::JsonSchema;
use serde::Deserialize;

/// Is it about one of these purposes? `consent` stands for agreement without a named purpose.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Purpose(pub Vec<String>);

impl Ask for Purpose {
    const NAME: &'static str = "purpose";
    const SUBJECTS: &'static [On] = &[On::Choice, On::Disclosure, On::Surface];
    const MEASURES: &'static [&'static str] = &["purposes"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let purposes = subject.purposes();
        let choice = subject.choice();
        let agreeing = choice.filter(|choice| choice.agrees && self.0.iter().any(|name| name == "consent"));
        let named = self.0.iter().any(|name| Named::named(name).is_some_and(|it| purposes.contains(&it)));
        let hit = named || agreeing.is_some();
        let of_news = self.0.iter().any(|name| name == Named::Marketing.name());
        let perhaps_news = !hit && of_news && choice.is_some_and(|choice| choice.may_be_news);
        if perhaps_news || !named && agreeing.is_some_and(|choice| choice.object_unknown) {
            return Answer::CannotTell(Reason::PurposeUnsure);
        }
        if subject.on() == On::Surface && !hit && subject.surface().is_some_and(|it| it.template) {
            return Answer::CannotTell(Reason::TemplateHole);
        }
        if !purposes.is_empty() {
            evidence.insert("purposes".into(), Measurement::list(purposes.iter().map(|it| it.name())));
        }
        hit.into()
    }
}
