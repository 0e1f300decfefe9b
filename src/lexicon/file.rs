use super::Lexicon;
use super::matching::Phrases;
use super::normalise::{Words, fold_label};
use super::vocabulary::{Concept, Grammar, Intent, Purpose, Saying};
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
        first: &'static str,
        /// The other.
        second: &'static str,
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

/// What has to be known of a lexicon before it is read.
#[derive(Debug)]
pub(super) struct Head {
    /// BCP 47 tag.
    pub(super) tag: String,
    /// Other tags of the same language.
    pub(super) also: Vec<String>,
    /// ISO 15924 script.
    pub(super) script: String,
    /// Who has read the file.
    pub(super) review: String,
}

#[derive(Deserialize)]
struct HeadOnly {
    language: Language,
}

/// Reads the `[language]` table, which stands first in every file.
pub(super) fn head(name: &str, text: &str) -> Result<Head, LexiconError> {
    let mut tables = text.match_indices("\n[").map(|(at, _)| at + 1);
    let first = if text.starts_with('[') { Some(0) } else { tables.clone().next() };
    let end = tables.find(|&at| Some(at) != first).unwrap_or(text.len());
    let head: HeadOnly = toml::from_str(&text[..end])
        .map_err(|error| LexiconError::Format { file: name.to_string(), message: error.to_string() })?;
    let Language { tag, also, script, review, .. } = head.language;
    Ok(Head { tag, also, script, review })
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Spacing {
    Spaced,
    Unspaced,
}

pub(super) fn read(name: &str, text: &str) -> Result<Lexicon, LexiconError> {
    let file: File = toml::from_str(text)
        .map_err(|error| LexiconError::Format { file: name.to_string(), message: error.to_string() })?;
    let words = match file.language.words {
        Spacing::Spaced => Words::Spaced,
        Spacing::Unspaced => Words::Unspaced,
    };
    let misleading: HashMap<String, &String> =
        file.do_not_add.iter().map(|(phrase, why)| (fold_label(phrase), why)).collect();
    let check = |phrase: &str| match misleading.get(&fold_label(phrase)) {
        Some(why) => {
            Err(LexiconError::Misleading { file: name.to_string(), phrase: phrase.to_string(), why: (*why).clone() })
        }
        None => Ok(()),
    };

    let mut labels: HashMap<String, Intent> = HashMap::default();
    for (key, list) in &file.intent {
        let intent = key_of(name, "intent", key, Intent::named, Intent::ALL.iter().map(|it| it.name()))?;
        for label in list {
            let folded = fold_label(label);
            if let Some(first) = labels.insert(folded.clone(), intent)
                && first != intent
            {
                return Err(LexiconError::Ambiguous {
                    file: name.to_string(),
                    label: folded,
                    first: first.name(),
                    second: intent.name(),
                });
            }
        }
    }

    let mut phrases = Phrases::new(words);
    let mut add = |list: &[String], concept: Concept| -> Result<(), LexiconError> {
        for phrase in list {
            check(phrase)?;
            phrases.add(phrase, concept);
        }
        Ok(())
    };
    for (key, list) in &file.verb {
        let intent = key_of(name, "verb", key, Intent::named, Intent::ALL.iter().map(|it| it.name()))?;
        add(list, Concept::Verb(intent))?;
    }
    for (key, list) in &file.grammar {
        let grammar = key_of(name, "grammar", key, Grammar::named, Grammar::ALL.iter().map(|it| it.name()))?;
        add(list, Concept::Grammar(grammar))?;
    }
    for (key, list) in &file.purpose {
        let purpose = key_of(name, "purpose", key, Purpose::named, Purpose::ALL.iter().map(|it| it.name()))?;
        add(list, Concept::Purpose(purpose))?;
    }
    for (key, list) in &file.consent {
        let saying = key_of(name, "consent", key, Saying::named, Saying::ALL.iter().map(|it| it.name()))?;
        add(list, Concept::Saying(saying))?;
    }
    Ok(Lexicon {
        tag: file.language.tag,
        name: file.language.name,
        script: file.language.script,
        words,
        labels,
        phrases,
    })
}

fn key_of<T>(
    file: &str,
    table: &'static str,
    key: &str,
    named: impl Fn(&str) -> Option<T>,
    names: impl Iterator<Item = &'static str>,
) -> Result<T, LexiconError> {
    named(key).ok_or_else(|| LexiconError::Key {
        file: file.to_string(),
        table,
        key: key.to_string(),
        suggest: names
            .map(|name| (strsim::jaro_winkler(key, name), name))
            .filter(|(score, _)| *score > 0.75)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name.to_string()),
    })
}
