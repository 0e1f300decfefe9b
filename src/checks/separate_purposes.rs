use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::{Purpose, names_cookies};
use crate::meaning::{Choice, Reason, SurfaceKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Does one control stand for several purposes that are not of one kind?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SeparatePurposes {
    /// Fewest purposes that count as several.
    pub at_least: usize,
}

impl Ask for SeparatePurposes {
    const NAME: &'static str = "separate-purposes";
    const SUBJECTS: &'static [On] = &[On::Choice];
    const MEASURES: &'static [&'static str] = &["purposes"];

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(choice) = subject.choice() else { return Answer::No };
        let asked: Vec<Purpose> =
            choice.purposes.union(&choice.linked.purposes).copied().filter(|purpose| purpose.needs_consent()).collect();
        // Of cookies "marketing" is another word for advertising.
        let notice = subject.surface().is_some_and(|surface| surface.kind != SurfaceKind::Form);
        let of_cookies = notice || names_cookies(&choice.label);
        let messages = choice.purposes.contains(&Purpose::Marketing) && !goes_by_behaviour(choice);
        let family = |purpose: &Purpose| match purpose {
            Purpose::Marketing if of_cookies => Purpose::Advertising.family(),
            Purpose::Advertising if messages && !of_cookies => Purpose::Marketing.family(),
            purpose => purpose.family(),
        };
        let mut families: Vec<u8> = asked.iter().map(family).collect();
        families.sort_unstable();
        families.dedup();
        // Passing data on for a purpose is a use for that purpose (EDPB 05/2020 § 57).
        let sharing = Purpose::Sharing.family();
        if families.len() == 2
            && families.contains(&sharing)
            && choice.linked.purposes.is_empty()
            && !choice.joins_purposes()
        {
            families.retain(|it| *it != sharing);
        }
        // What a heading or a question counts up is one use, unless it joins two by an "and".
        if choice.answers_question() && !choice.joins_purposes() {
            families.truncate(1);
        }
        evidence.insert("purposes".into(), Measurement::list(asked.iter().map(|it| it.name())));
        if families.len() >= self.at_least && choice.leaves_open() {
            return Answer::CannotTell(Reason::UnsureWording);
        }
        (families.len() >= self.at_least).into()
    }
}

/// Whether the advertising that a label asks for goes by what a person does, comes from others, or stands in a linked
/// text: "offers and advertising by e-mail" is one use, and advertising fitted to what one read is another.
fn goes_by_behaviour(choice: &Choice) -> bool {
    let in_label = choice.purposes.contains(&Purpose::Advertising);
    choice.third_party || !in_label || choice.is_of_behaviour()
}
