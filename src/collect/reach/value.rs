//! Where a value comes from: `env:NAME`, `file:PATH`, or as it stands.

use super::error::ReachError;
use super::secret::Secret;
use std::io;
use std::path::Path;

/// Ways to the environment and to files; this module reads neither by itself.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The value of an environment variable, if it is set and text.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// The text of a file.
    pub file: &'a dyn Fn(&Path) -> io::Result<String>,
}

/// A value, and whether it stood in the open.
pub(super) struct Given {
    pub(super) text: String,
    pub(super) is_literal: bool,
}

impl Given {
    /// A secret whatever it looks like, if it was hidden or its place says so.
    pub(super) fn secret(self, is_sensitive: bool) -> Secret {
        if is_sensitive || !self.is_literal { Secret::new(self.text) } else { Secret::perhaps(self.text) }
    }
}

/// Whether a value names where it comes from.
pub(super) fn names_source(text: &str) -> bool {
    text.starts_with("env:") || text.starts_with("file:")
}

/// The warning that something secret stood on the command line.
pub(super) fn stands_open(what: &str) -> String {
    format!("{what}: the value stands on the command line, where other programs can read it; use env:NAME or file:PATH")
}

impl Sources<'_> {
    /// The value that a text stands for. `what` is what it is for, without the value.
    pub(super) fn take(&self, what: &str, text: &str) -> Result<Given, ReachError> {
        let hidden = if let Some(name) = text.strip_prefix("env:") {
            self.variable(what, name)?
        } else if let Some(path) = text.strip_prefix("file:") {
            self.content(what, path)?
        } else {
            return Ok(Given { text: text.to_string(), is_literal: true });
        };
        Ok(Given { text: hidden, is_literal: false })
    }

    fn variable(&self, what: &str, name: &str) -> Result<String, ReachError> {
        const ADVICE: &str = "Set it, and write its name (`env:NAME`), not its value (`env:$NAME`)";
        let wrong = |why: &str| ReachError::Environment {
            what: what.into(),
            variable: shown(name),
            why: why.into(),
            advice: ADVICE.into(),
        };
        let is_name = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name {
            return Err(wrong("is no name of an environment variable"));
        }
        match (self.env)(name) {
            None => Err(wrong("is not set, or is no text")),
            Some(value) if value.is_empty() => Err(wrong("is empty")),
            Some(value) => Ok(value),
        }
    }

    fn content(&self, what: &str, path: &str) -> Result<String, ReachError> {
        let wrong = |why: String| ReachError::Unreadable {
            what: what.into(),
            path: if path.is_empty() { "a file".into() } else { path.into() },
            why,
            advice: "Write `file:` and the path of a text file that holds the value alone".into(),
        };
        if path.is_empty() || path.contains('\0') {
            return Err(wrong("no path follows `file:`".into()));
        }
        let text = (self.file)(Path::new(path)).map_err(|error| wrong(error.to_string()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let value = text.strip_suffix('\n').map_or(text, |it| it.strip_suffix('\r').unwrap_or(it));
        if value.is_empty() { Err(wrong("it is empty".into())) } else { Ok(value.to_string()) }
    }
}

/// A name as it may be shown. `env:$TOKEN`, expanded by a shell, holds the secret itself, so only what looks like the
/// name of a variable is.
fn shown(name: &str) -> String {
    let is_usual = name.len() <= 32 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if is_usual && !name.is_empty() {
        format!("the environment variable {name}")
    } else {
        "the environment variable named after `env:`".into()
    }
}

/// Refuses control characters (line ends above all), which would begin another line of a request.
pub(super) fn single_line(what: &str, text: &str) -> Result<(), ReachError> {
    if text.chars().any(|c| c.is_control() && c != '\t') {
        let why = "it holds a line end or another control character";
        return Err(ReachError::value(what, why, "Give the value alone, on one line"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Sources, single_line};
    use std::io;
    use std::path::Path;

    fn env(name: &str) -> Option<String> {
        match name {
            "TOKEN" => Some("t0ken".into()),
            "EMPTY" => Some(String::new()),
            _ => None,
        }
    }

    fn file(path: &Path) -> io::Result<String> {
        match path.to_str() {
            Some("one") => Ok("\u{feff}first\r\n".into()),
            Some("two") => Ok("first\n\n".into()),
            Some("empty") => Ok("\n".into()),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }

    #[test]
    fn values_come_from_three_places() {
        let sources = Sources { env: &env, file: &file };
        let take = |text: &str| sources.take("it", text).map(|it| (it.text, it.is_literal));
        assert_eq!(take("plain"), Ok(("plain".into(), true)));
        assert_eq!(take("env:TOKEN"), Ok(("t0ken".into(), false)));
        assert_eq!(take("file:one"), Ok(("first".into(), false)));
        assert_eq!(take("file:two"), Ok(("first\n".into(), false)), "one line end goes, no more");
        for bad in ["env:", "env:MISSING", "env:EMPTY", "env:a b", "env:1", "file:", "file:none", "file:empty"] {
            assert!(take(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_value_in_the_place_of_a_name_is_not_shown() {
        let sources = Sources { env: &env, file: &file };
        for leaked in ["ghp_abcDEF123", "hunter-2", "A".repeat(40).as_str()] {
            let error = sources.take("it", &format!("env:{leaked}")).map(|it| it.text).expect_err("not set");
            assert!(!error.to_string().contains(leaked), "{error}");
        }
        let error = sources.take("it", "env:MISSING").map(|it| it.text).expect_err("not set");
        assert!(
            error.to_string().starts_with("it needs the environment variable MISSING, which is not set"),
            "{error}"
        );
    }

    #[test]
    fn a_line_end_is_refused() {
        assert!(single_line("it", "a\r\nHost: b").is_err() && single_line("it", "a\0").is_err());
        assert!(single_line("it", "a\tü b").is_ok());
    }
}
