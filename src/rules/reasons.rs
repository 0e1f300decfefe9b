use super::RuleError;
use crate::checks::Needs;
use crate::meaning::Reason;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The sentences that say why something could not be told.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    #[serde(default)]
    reason: BTreeMap<String, String>,
    #[serde(default)]
    missing: BTreeMap<String, String>,
}

impl Reasons {
    pub(super) fn read(text: &str) -> Result<Reasons, RuleError> {
        toml::from_str(text).map_err(|error| RuleError::Reasons(error.to_string()))
    }

    /// The sentence for a reason; its key if there is none.
    pub fn of(&self, reason: Reason) -> String {
        self.reason.get(reason.key()).cloned().unwrap_or_else(|| reason.key().to_string())
    }

    /// The sentence for what was missing; its key if there is none.
    pub fn missing(&self, needs: Needs) -> String {
        self.missing.get(needs.key()).cloned().unwrap_or_else(|| needs.key().to_string())
    }

    /// Keys of the reasons that have a sentence.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.reason.keys().map(String::as_str)
    }

    /// Keys of what may be missing that have a sentence.
    pub fn missing_keys(&self) -> impl Iterator<Item = &str> {
        self.missing.keys().map(String::as_str)
    }
}
