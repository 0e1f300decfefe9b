//! What a person sets for their own pages: `consentlint.toml`, and suppressions inside them. This room is handed what
//! it reads.

mod error;
mod file;
mod keys;
mod suggest;
mod suppression;

pub use error::ConfigError;
pub use file::{Config, Setting, Value};
pub use keys::{IGNORE, KEYS, Key, Takes};
pub use suggest::suggest;
pub use suppression::{Suppressed, Suppressions, suppress};
