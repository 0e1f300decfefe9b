/// A key, named after the command line option that it stands for; what it means and which words it takes is said there.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// The option's name, without the hyphens before it.
    pub name: &'static str,
    /// What stands behind it.
    pub takes: Takes,
}

/// What stands behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A file or a folder, from the folder of the configuration.
    Path,
    /// Texts.
    List,
    /// `true` or `false`.
    Switch,
}

impl Takes {
    /// What is wrong with anything else, and what to do.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Takes::Text => "is no text. Write it in quotes",
            Takes::Path => "is no path. Write it in quotes, from the folder of the configuration",
            Takes::List => "is no list of texts. Write each in quotes, and all of them in brackets: [\"one\", \"two\"]",
            Takes::Switch => "is neither on nor off. Write true or false",
        }
    }
}

const fn key(name: &'static str, takes: Takes) -> Key {
    Key { name, takes }
}

/// The one key that stands for no option: what is left out where a folder is searched.
pub const IGNORE: &str = "ignore";

/// Every key that there is.
pub const KEYS: &[Key] = &[
    key("set", Takes::Text),
    key("rules", Takes::Path),
    key("pack", Takes::Path),
    key("only", Takes::List),
    key("skip", Takes::List),
    key("min-severity", Takes::Text),
    key("min-confidence", Takes::Text),
    key("show", Takes::List),
    key("inline-suppressions", Takes::Text),
    key("jurisdiction", Takes::List),
    key("as-of", Takes::Text),
    key("fail-on", Takes::Text),
    key("fail-confidence", Takes::Text),
    key("expect-surface", Takes::Text),
    key("render", Takes::Text),
    key("viewport", Takes::Text),
    key("mobile", Takes::Switch),
    key("lang", Takes::Text),
    key("timeout", Takes::Text),
    key("allow-net", Takes::Switch),
    key(IGNORE, Takes::List),
];
