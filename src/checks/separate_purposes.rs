use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Purpose;
use crate::meaning::{Reason, SurfaceKind};
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
        // On a cookie notice "marketing" is another word for advertising.
        let notice = subject.surface().is_some_and(|surface| surface.kind != SurfaceKind::Form);
        let family = |purpose: &Purpose| match purpose {
            Purpose::Marketing if notice => Purpose::Advertising.family(),
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
        evidence.insert("purposes".into(), Measurement::list(asked.iter().map(|it| it.name())));
        if families.len() >= self.at_least && says_and_or(&choice.label) {
            return Answer::CannotTell(Reason::UnsureWording);
        }
        (families.len() >= self.at_least).into()
    }
}

/// "and/or" leaves open whether one tick stands for both.
fn says_and_or(label: &str) -> bool {
    let label = crate::lexicon::fold(label);
    ["and/or", "und/oder", "et/ou", "y/o", "和/或", "及/或"].iter().any(|words| label.contains(words))
}
