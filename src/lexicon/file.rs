use super::compiled::Source;
use super::normalise::{Words, fold_label};
use super::vocabulary::{Grammar, Intent, Purpose, Saying};
use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a lexicon file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not TOML, or not a lexicon.
    #[error("lexicon {file}: {message}. See rules/lexicon/README.md for the format")]
    Format {
        /// The file.
        file: String,
        /// What the parser said, with line and column.
        message: String,
    },
    /// A key that is not in the vocabulary.
    #[error("lexicon {file}: [{table}] has no `{key}`{}", suggestion(.suggest))]
    Key {
        /// The file.
        file: String,
        /// The table.
        table: &'static str,
        /// The key as written.
        key: String,
        /// The closest one that exists.
        suggest: Option<String>,
    },
    /// The same label with two intents.
    #[error("lexicon {file}: “{label}” is listed as {first} and as {second}. Keep one")]
    Ambiguous {
        /// The file.
        file: String,
        /// The label, folded.
        label: String,
        /// One intent.
        first: String,
        /// The other.
        second: String,
    },
    /// A phrase on the do-not-add list was added.
    #[error("lexicon {file}: “{phrase}” is on the do-not-add list: {why}")]
    Misleading {
        /// The file.
        file: String,
        /// The phrase.
        phrase: String,
        /// Why it is on that list.
        why: String,
    },
}

fn suggestion(suggest: &Option<String>) -> String {
    suggest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Language,
    #[serde(default)]
    intent: Table,
    #[serde(default)]
    verb: Table,
    #[serde(default)]
    grammar: Table,
    #[serde(default)]
    purpose: Table,
    #[serde(default)]
    consent: Table,
    #[serde(default, rename = "do-not-add")]
    do_not_add: BTreeMap<String, String>,
}

type Table = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    tag: String,
    name: String,
    words: Spacing,
    script: String,
    #[serde(rename = "made")]
    _made: String,
    review: String,
    /// Other tags of the same language (`nb` and `nn` of `no`).
    #[serde(default)]
    also: Vec<String>,
    /// For recognising the language: see [`super::profile`].
    #[serde(default, rename = "common")]
    _common: Vec<String>,
}

/// What a lexicon says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// BCP 47 tag.
    pub(super) tag: String,
    /// English name of the language.
    pub(super) name: String,
    /// Whether words stand apart.
    pub(super) words: Words,
    /// ISO 15924 script.
    pub(super) script: String,
    /// Who has read the file.
    pub(super) review: String,
    /// Other tags of the same language.
    pub(super) also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Spacing {
    Spaced,
    Unspaced,
}

/// Reads a lexicon file.
pub(super) fn read(name: &str, text: &str) -> Result<(Head, Source), LexiconError> {
    let file: File = toml::from_str(text)
        .map_err(|error| LexiconError::Format { file: name.to_string(), message: error.to_string() })?;
    let words = match file.language.words {
        Spacing::Spaced => Words::Spaced,
        Spacing::Unspaced => Words::Unspaced,
    };
    file.check_labels(name)?;
    file.check_phrases(name)?;
    let mut source = Source::default();
    for (table, lists) in file.tables() {
        for (key, list) in lists {
            check_key(name, table, key)?;
            source.add(table, key, list, words);
        }
    }
    let Language { tag, name, script, review, also, .. } = file.language;
    Ok((Head { tag, name, words, script, review, also }, source))
}

impl File {
    fn tables(&self) -> [(&'static str, &Table); 5] {
        [
            ("intent", &self.intent),
            ("verb", &self.verb),
            ("grammar", &self.grammar),
            ("purpose", &self.purpose),
            ("consent", &self.consent),
        ]
    }

    fn check_labels(&self, name: &str) -> Result<(), LexiconError> {
        let mut labels: HashMap<String, &str> = HashMap::default();
        for (intent, list) in &self.intent {
            for label in list.iter().map(|label| fold_label(label)) {
                if let Some(first) = labels.insert(label.clone(), intent)
                    && first != intent
                {
                    let (first, second) = (first.to_string(), intent.clone());
                    return Err(LexiconError::Ambiguous { file: name.to_string(), label, first, second });
                }
            }
        }
        Ok(())
    }

    fn check_phrases(&self, name: &str) -> Result<(), LexiconError> {
        let misleading: HashMap<String, &String> =
            self.do_not_add.iter().map(|(phrase, why)| (fold_label(phrase), why)).collect();
        let lists = self.tables().into_iter().skip(1).flat_map(|(_, lists)| lists.values());
        for phrase in lists.flatten() {
            if let Some(why) = misleading.get(&fold_label(phrase)) {
                let (file, phrase, why) = (name.to_string(), phrase.clone(), (*why).clone());
                return Err(LexiconError::Misleading { file, phrase, why });
            }
        }
        Ok(())
    }
}

fn check_key(file: &str, table: &'static str, key: &str) -> Result<(), LexiconError> {
    let names: Vec<&'static str> = match table {
        "intent" | "verb" => Intent::ALL.iter().map(|it| it.name()).collect(),
        "grammar" => Grammar::ALL.iter().map(|it| it.name()).collect(),
        "purpose" => Purpose::ALL.iter().map(|it| it.name()).collect(),
        _ => Saying::ALL.iter().map(|it| it.name()).collect(),
    };
    if names.contains(&key) {
        return Ok(());
    }
    let close = names.into_iter().map(|name| (strsim::jaro_winkler(key, name), name));
    let suggest = close.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0));
    let (file, key, suggest) = (file.to_string(), key.to_string(), suggest.map(|(_, name)| name.to_string()));
    Err(LexiconError::Key { file, table, key, suggest })
}
