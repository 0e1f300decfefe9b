use super::{Date, RuleError};
use crate::finding::LawReference;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The texts of law that rules name, by id.
#[derive(Debug, Default)]
pub struct LawBook {
    laws: BTreeMap<String, Law>,
}

/// One place in one text of law.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// What findings show.
    pub reference: LawReference,
    /// What it says, in our words.
    pub says: String,
    /// Its own words.
    pub quote: Option<String>,
    /// First day in force; unknown for some.
    pub from: Option<Date>,
    /// Last day in force.
    pub to: Option<Date>,
    /// The day on which it was checked.
    pub checked_on: Date,
    /// Limits.
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "title")]
    _title: String,
    short: String,
    region: String,
    rank: Rank,
    url: Option<String>,
    #[serde(default)]
    place: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    id: String,
    place: String,
    title: Option<String>,
    short: Option<String>,
    region: Option<String>,
    rank: Option<Rank>,
    url: Option<String>,
    says: String,
    quote: Option<String>,
    in_force_from: Option<String>,
    in_force_to: Option<String>,
    checked: Checked,
    checked_on: String,
    note: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Rank {
    Statute,
    Regulation,
    Decision,
    Guideline,
    Standard,
    Proposal,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Checked {
    Text,
    Secondary,
    No,
}

impl LawBook {
    /// Reads law files: pairs of name and text.
    ///
    /// # Errors
    /// The first file that breaks the format.
    pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<LawBook, RuleError> {
        let mut laws = BTreeMap::new();
        for (name, text) in files {
            let wrong = |message: String| RuleError::Law { file: name.to_string(), message };
            let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
            for place in file.place {
                let date = |text: &Option<String>| text.as_deref().map(str::parse).transpose().map_err(&wrong);
                let rank = match place.rank.unwrap_or(file.rank) {
                    Rank::Statute => "statute",
                    Rank::Regulation => "regulation",
                    Rank::Decision => "decision",
                    Rank::Guideline => "guideline",
                    Rank::Standard => "standard",
                    Rank::Proposal => "proposal",
                };
                let checked = match place.checked {
                    Checked::Text => "text",
                    Checked::Secondary => "secondary",
                    Checked::No => "no",
                };
                let law = Law {
                    reference: LawReference {
                        id: place.id.clone(),
                        place: place.place,
                        title: place.short.or(place.title).unwrap_or_else(|| file.short.clone()),
                        url: place.url.or_else(|| file.url.clone()),
                        rank: rank.into(),
                        checked: checked.into(),
                        region: place.region.unwrap_or_else(|| file.region.clone()),
                        later: false,
                    },
                    says: place.says,
                    quote: place.quote,
                    from: date(&place.in_force_from)?,
                    to: date(&place.in_force_to)?,
                    checked_on: place.checked_on.parse().map_err(&wrong)?,
                    note: place.note,
                };
                if laws.insert(place.id.clone(), law).is_some() {
                    return Err(wrong(format!("the id `{}` is taken; ids are unique over all files", place.id)));
                }
            }
        }
        Ok(LawBook { laws })
    }

    /// The place with this id.
    pub fn get(&self, id: &str) -> Option<&Law> {
        self.laws.get(id)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.laws.keys().map(String::as_str)
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.laws.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.laws.is_empty()
    }

    /// Of these ids, what was in force on a day, in the order given, and after it what came later and was in force when it
    /// was checked. Proposals are left out; with jurisdictions, so is what belongs to another.
    pub fn cited(&self, ids: &[String], on: Date, jurisdictions: &[String]) -> Vec<LawReference> {
        let mut cited = self.in_force(ids, on, jurisdictions);
        let came_later = |law: &&Law| {
            law.from.is_some_and(|from| from > on && from <= law.checked_on) && self.concerns(law, jurisdictions)
        };
        let later = ids.iter().filter_map(|id| self.laws.get(id)).filter(came_later);
        cited.extend(later.map(|law| LawReference { later: true, ..law.reference.clone() }));
        cited
    }

    fn concerns(&self, law: &Law, jurisdictions: &[String]) -> bool {
        law.reference.rank != "proposal"
            && (jurisdictions.is_empty() || jurisdictions.iter().any(|it| governs(it, &law.reference.region)))
    }

    /// Of these ids, what was in force on a day, in the order given. Proposals are left out; with jurisdictions, so
    /// is what belongs to another.
    pub fn in_force(&self, ids: &[String], on: Date, jurisdictions: &[String]) -> Vec<LawReference> {
        let holds = |law: &&Law| {
            law.from.is_none_or(|from| from <= on)
                && law.to.is_none_or(|to| on <= to)
                && self.concerns(law, jurisdictions)
        };
        ids.iter().filter_map(|id| self.laws.get(id)).filter(holds).map(|law| law.reference.clone()).collect()
    }
}

/// Whether a jurisdiction takes in a region: `eu` its members, a state its federation's law.
fn governs(jurisdiction: &str, region: &str) -> bool {
    const MEMBERS: &[&str] = &[
        "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it", "lt", "lu",
        "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk",
    ];
    jurisdiction == region
        || (jurisdiction == "eu" && MEMBERS.contains(&region))
        || (region == "eu" && MEMBERS.contains(&jurisdiction))
        || jurisdiction.split_once('-').is_some_and(|(federation, _)| federation == region)
        || region.split_once('-').is_some_and(|(federation, _)| federation == jurisdiction)
}
