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
        let agrees = subject.choice().is_some_and(|choice| choice.agrees);
        let hit = self.0.iter().any(|name| match Named::named(name) {
            Some(purpose) => purposes.contains(&purpose),
            None => name == "consent" && agrees,
        });
        let asks_for_news = self.0.iter().any(|name| name == Named::Marketing.name());
        if asks_for_news && !hit && subject.choice().is_some_and(|choice| choice.may_be_news) {
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
