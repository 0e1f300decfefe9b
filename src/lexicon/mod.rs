//! Words to meanings: phrase sets by language, normalising, and which language a text is in.
//!
//! The words live in `rules/lexicon/`, one file a language. This room knows how they are matched, never what
//! they are; it looks at text alone and knows nothing of pages.

mod file;
mod intent;
mod language;
mod matching;
mod normalise;
mod vocabulary;

pub use file::LexiconError;
pub use language::Recognised;
pub use matching::Hit;
pub use normalise::{Reading, Words, fold, fold_label};
pub use vocabulary::{Concept, Grammar, Intent, Purpose, Saying};

use matching::Phrases;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The words of one language and what they mean in a consent interface.
#[derive(Debug)]
pub struct Lexicon {
    /// BCP 47 tag (`de`, `zh-Hans`).
    pub tag: String,
    /// Other tags of the same language.
    also: Vec<String>,
    /// English name of the language.
    pub name: String,
    /// Who has read the file: `native` or `machine`.
    pub review: String,
    /// Whether words stand apart.
    pub words: Words,
    common: HashSet<String>,
    labels: HashMap<String, Intent>,
    phrases: Phrases,
}

/// All lexicons, and the words of field names.
#[derive(Debug)]
pub struct Lexicons {
    languages: Vec<Lexicon>,
    field_names: Option<Lexicon>,
}

impl Lexicons {
    /// Reads lexicon files: pairs of a file's name and its text.
    ///
    /// # Errors
    /// The first file that can't be read, with its name and what is wrong in it.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LexiconError> {
        let mut languages = Vec::new();
        let mut field_names = None;
        for (name, text) in files {
            let lexicon = file::read(name, text)?;
            if lexicon.tag == "zxx" {
                field_names = Some(lexicon);
            } else {
                languages.push(lexicon);
            }
        }
        languages.sort_by(|a, b| a.tag.cmp(&b.tag));
        Ok(Lexicons { languages, field_names })
    }

    /// The lexicon of a language, by its tag.
    pub fn get(&self, tag: &str) -> Option<&Lexicon> {
        self.languages.iter().find(|lexicon| lexicon.tag == tag)
    }

    /// All lexicons, by tag.
    pub fn languages(&self) -> &[Lexicon] {
        &self.languages
    }

    /// The words that programmers name fields with (`marketing_opt_in`); they belong to no language.
    pub fn field_names(&self) -> Option<&Lexicon> {
        self.field_names.as_ref()
    }
}

impl Lexicon {
    /// Reads a text as this language does: folded, cut into words, clauses and sentences.
    pub fn read(&self, text: &str) -> Reading {
        Reading::new(text, self.words)
    }

    /// Everything that a text says, in the order in which it says it. What is said under a negation is marked.
    pub fn hits(&self, reading: &Reading) -> Vec<Hit> {
        self.phrases.hits(reading)
    }

    /// The hits of a text, read and searched in one.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.hits(&self.read(text))
    }

    /// What a label of something that can be pressed announces. `None` where the words say nothing of the kind.
    pub fn intent(&self, label: &str) -> Option<Intent> {
        intent::of(self, label)
    }
}
