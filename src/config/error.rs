use super::{KEYS, Key};
use crate::finding::quote;
use std::ops::Range;

/// Why a configuration can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It is not written in TOML.
    #[error("this is no TOML: {why}. Write one key a line, as in `fail-on = \"warning\"`")]
    Toml {
        /// What the parser says.
        why: String,
        /// Where, in bytes.
        at: Range<usize>,
    },
    /// It has a key that means nothing.
    #[error("there is no key `{}`{}. Use {}", quote(.name), hint(.suggest), names())]
    NoSuchKey {
        /// The key as given.
        name: String,
        /// The closest one.
        suggest: Option<String>,
        /// Where, in bytes.
        at: Range<usize>,
    },
    /// A value is not of the kind that its key takes.
    #[error("`{}` {}", .key.name, .key.takes.wanted())]
    Value {
        /// The key.
        key: &'static Key,
        /// Where the value is, in bytes.
        at: Range<usize>,
    },
}

impl ConfigError {
    /// The bytes of the file that it is about.
    pub fn at(&self) -> Range<usize> {
        match self {
            ConfigError::Toml { at, .. } | ConfigError::NoSuchKey { at, .. } | ConfigError::Value { at, .. } => {
                at.clone()
            }
        }
    }
}

impl From<toml::de::Error> for ConfigError {
    fn from(error: toml::de::Error) -> Self {
        let why = error.message().lines().next().unwrap_or_default().to_string();
        ConfigError::Toml { why, at: error.span().unwrap_or_default() }
    }
}

fn hint(suggest: &Option<String>) -> String {
    suggest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn names() -> String {
    KEYS.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
}
