//! Sets of rules: which are judged by, under one name.

use super::RuleError;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The set that is used when none is named.
pub const DEFAULT_SET: &str = "2026-12";

/// All sets, by name.
#[derive(Clone, Debug, Default)]
pub struct Sets(BTreeMap<String, BTreeSet<String>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "title")]
    _title: String,
    /// A set that this one begins with.
    include: Option<String>,
    rules: Vec<String>,
}

impl Sets {
    /// Reads set files: pairs of name and text.
    pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Sets, RuleError> {
        let mut read: BTreeMap<String, File> = BTreeMap::new();
        for (name, text) in files {
            let wrong = |message: String| RuleError::Set { file: name.to_string(), message };
            let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
            read.insert(name.trim_end_matches(".toml").to_string(), file);
        }
        let mut sets = BTreeMap::new();
        for (name, file) in &read {
            let mut rules: BTreeSet<String> = file.rules.iter().cloned().collect();
            if let Some(base) = &file.include {
                let base = read.get(base).ok_or_else(|| RuleError::Set {
                    file: format!("{name}.toml"),
                    message: format!("it includes `{base}`, and there is no such set"),
                })?;
                rules.extend(base.rules.iter().cloned());
            }
            sets.insert(name.clone(), rules);
        }
        Ok(Sets(sets))
    }

    /// Names of all sets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a set takes a rule in. A rule that no set names came from outside and belongs to all of them.
    pub fn holds(&self, set: &str, rule: &str) -> bool {
        self.0.get(set).is_some_and(|rules| rules.contains(rule)) || !self.0.values().any(|rules| rules.contains(rule))
    }

    /// Whether there is a set of this name.
    pub fn contains(&self, set: &str) -> bool {
        self.0.contains_key(set)
    }
}
