//! A `consentlint.toml` that has been read: which keys are set, to what, and where in the file.

use super::{ConfigError, KEYS, Key, Takes, suggest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a project sets for its own pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// In the order of the file.
    pub settings: Vec<Setting>,
}

/// A key that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: &'static Key,
    /// What it is set to; nothing for a switch, which is on.
    pub values: Vec<Value>,
    /// Where the key is, in bytes.
    pub at: Range<usize>,
}

/// One text that a key is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The text.
    pub text: String,
    /// Where it is, in bytes.
    pub at: Range<usize>,
}

impl Config {
    /// Reads a file. What words a key takes is not looked at here.
    ///
    /// # Errors
    /// No TOML, an unknown key, a value of another kind than its key takes: the first of the file.
    pub fn parse(text: &str) -> Result<Config, ConfigError> {
        let table = DeTable::parse(text)?;
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let mut settings = Vec::new();
        for (name, value) in entries {
            settings.extend(setting(known(name.get_ref(), name.span())?, name.span(), value)?);
        }
        Ok(Config { settings })
    }
}

fn known(name: &str, at: Range<usize>) -> Result<&'static Key, ConfigError> {
    KEYS.iter().find(|key| key.name == name).ok_or_else(|| {
        let suggest = suggest(&name.replace('_', "-"), KEYS.iter().map(|key| key.name));
        ConfigError::NoSuchKey { name: name.to_string(), suggest, at }
    })
}

/// A switch that is off is as good as not set.
fn setting(key: &'static Key, at: Range<usize>, value: &Spanned<DeValue<'_>>) -> Result<Option<Setting>, ConfigError> {
    let values = match (key.takes, value.get_ref()) {
        (Takes::Switch, DeValue::Boolean(false)) => return Ok(None),
        (Takes::Switch, DeValue::Boolean(true)) => Vec::new(),
        (Takes::Text | Takes::Path, _) => vec![text(key, value)?],
        (Takes::List, DeValue::Array(items)) => {
            items.iter().map(|item| text(key, item)).collect::<Result<Vec<Value>, ConfigError>>()?
        }
        _ => return Err(ConfigError::Value { key, at: value.span() }),
    };
    Ok(Some(Setting { key, values, at }))
}

fn text(key: &'static Key, value: &Spanned<DeValue<'_>>) -> Result<Value, ConfigError> {
    let at = value.span();
    match value.get_ref().as_str() {
        Some(text) => Ok(Value { text: text.to_string(), at }),
        None => Err(ConfigError::Value { key, at }),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::Config;
    use crate::config::KEYS;

    /// What an error says, and the part of the file that it points at.
    fn wrong(text: &str) -> (String, &str) {
        let error = Config::parse(text).expect_err("an error");
        let shown = text.get(error.at()).unwrap_or_default();
        (error.to_string(), shown)
    }

    #[test]
    fn keys_are_read_in_the_order_of_the_file() {
        let text = "# ours\nskip = [\"a\", 'b']\nmobile = true\nallow-net = false\nfail-on = \"warning\"\nonly = []\n";
        let config = Config::parse(text).expect("good");
        let read: Vec<(&str, Vec<&str>)> = config
            .settings
            .iter()
            .map(|it| (it.key.name, it.values.iter().map(|value| value.text.as_str()).collect()))
            .collect();
        let expected = [("skip", vec!["a", "b"]), ("mobile", vec![]), ("fail-on", vec!["warning"]), ("only", vec![])];
        assert_eq!(read, expected);
        let last = &config.settings[2];
        assert_eq!((&text[last.at.clone()], &text[last.values[0].at.clone()]), ("fail-on", "\"warning\""));
        assert_eq!(Config::parse("").expect("good"), Config::default());
    }

    #[test]
    fn an_unknown_key_suggests_the_right_one() {
        for (text, name, meant) in [
            ("fail_on = \"error\"", "fail_on", "; did you mean `fail-on`?"),
            ("set = \"2026-12\"\nskipp = []", "skipp", "; did you mean `skip`?"),
            ("jurisdictions = [\"eu\"]", "jurisdictions", "; did you mean `jurisdiction`?"),
            ("[rulez]\na = 1", "rulez", "; did you mean `rules`?"),
            ("qqq = 1", "qqq", ". Use set, rules,"),
        ] {
            let (said, shown) = wrong(text);
            assert!(said.starts_with(&format!("there is no key `{name}`{meant}")), "{said}");
            assert_eq!(shown, name);
        }
    }

    #[test]
    fn a_value_of_another_kind_is_pointed_at() {
        for (text, said, shown) in [
            ("timeout = 30", "`timeout` is no text. Write it in quotes", "30"),
            ("as-of = 2026-11-22", "`as-of` is no text", "2026-11-22"),
            ("rules = true", "`rules` is no path", "true"),
            ("only = \"a\"", "`only` is no list of texts", "\"a\""),
            ("only = [\"a\", 5]", "`only` is no list of texts", "5"),
            ("mobile = \"yes\"", "`mobile` is neither on nor off. Write true or false", "\"yes\""),
        ] {
            let (told, place) = wrong(text);
            assert!(told.starts_with(said), "{told}");
            assert_eq!(place, shown, "{text}");
        }
    }

    #[test]
    fn the_first_mistake_of_the_file_is_told() {
        assert!(wrong("timeout = 30\nallow_net = true").0.starts_with("`timeout`"));
        assert!(wrong("set = \"2026-12").0.starts_with("this is no TOML: "));
        assert!(wrong("skip = []\nskip = []").0.starts_with("this is no TOML: "));
    }

    #[test]
    fn no_key_stands_twice() {
        let mut names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KEYS.len());
    }
}
