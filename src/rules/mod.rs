//! Rules as data: reading rule pages and laws, running them, and the trace of why one did or did not fire.
//!
//! A rule is one page in `rules/`. This room is handed texts; it opens no file and prints nothing.

mod builtin;
mod date;
mod judge;
mod law;
mod message;
mod pack;
mod page;
mod reasons;
mod sets;

pub use builtin::builtin_files;
pub use date::Date;
pub use judge::{Judgement, Quiet, Trace, TraceLine};
pub use law::{Law, LawBook};
pub use pack::Pack;
pub use page::{Example, Expectation, Rule, SeverityWhen, Unless};
pub use reasons::Reasons;
pub use sets::{DEFAULT_SET, Sets};

use crate::lexicon::{LexiconError, LexiconFile, Lexicons};
use builtin::{builtin_bytes, text_of};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Why rules can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// A page breaks the format.
    #[error("rule page {file}, line {line}: {message}")]
    Page {
        /// The page.
        file: String,
        /// Line in the page, counted from 1.
        line: u32,
        /// What is wrong and what to do.
        message: String,
        /// The text of the page, for a frame around the line.
        text: String,
    },
    /// A law file breaks the format.
    #[error("law file {file}: {message}")]
    Law {
        /// The file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// The reasons break the format.
    #[error("rules/reasons.toml: {0}")]
    Reasons(String),
    /// A set file breaks the format.
    #[error("set file {file}: {message}")]
    Set {
        /// The file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// A pack can't be read.
    #[error("the pack can't be read: {0}")]
    Pack(String),
    /// A lexicon breaks the format.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// Two pages with one id.
    #[error("two rule pages are called {0}; give one another name")]
    Twice(String),
}

/// Everything that judging goes by: rules, law, words, sentences.
#[derive(Debug)]
pub struct RuleBook {
    rules: Vec<Rule>,
    /// The law that rules name.
    pub law: LawBook,
    /// The sentences for what can't be told.
    pub reasons: Reasons,
    /// Words to meanings.
    pub lexicons: Lexicons,
    /// Which rules are judged by together.
    pub sets: Sets,
}

/// The JSON Schema of the `toml rule` block of a page.
pub fn rule_schema() -> schemars::Schema {
    schemars::schema_for!(page::Block)
}

impl RuleBook {
    /// The rules that ship with the program.
    ///
    /// # Errors
    /// None in a released build: a test reads every page.
    pub fn builtin() -> Result<RuleBook, RuleError> {
        RuleBook::builtin_with(&[])
    }

    /// The rules that ship, and more: pairs of path and text. A file with the path of one that ships takes its place.
    ///
    /// # Errors
    /// The first file that breaks its format.
    pub fn builtin_with(more: &[(String, String)]) -> Result<RuleBook, RuleError> {
        let mut files: BTreeMap<String, (Cow<'static, [u8]>, bool)> =
            builtin_bytes().into_iter().map(|(path, bytes)| (path, (bytes, true))).collect();
        let own = |text: &String| Cow::Owned(text.clone().into_bytes());
        files.extend(more.iter().map(|(path, text)| (path.clone(), (own(text), false))));
        RuleBook::gather(files)
    }

    /// Reads a folder of rules, handed over as pairs of path and text: `ID.md`, `law/*.toml`, `lexicon/*.toml`,
    /// `reasons.toml`.
    ///
    /// # Errors
    /// The first file that breaks its format, with the place in it.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<RuleBook, RuleError> {
        let own = |(path, text): (&str, &str)| (path.to_string(), (Cow::Owned(text.as_bytes().to_vec()), false));
        RuleBook::gather(files.into_iter().map(own).collect())
    }

    /// Each file with its path, its text, and whether it ships.
    fn gather(files: BTreeMap<String, (Cow<'static, [u8]>, bool)>) -> Result<RuleBook, RuleError> {
        let mut words = Vec::new();
        let mut texts = Vec::new();
        for (path, (bytes, shipped)) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if folder == "lexicon" && name.ends_with(".toml") {
                words.push(LexiconFile { name: name.to_string(), text: bytes, shipped });
            } else {
                texts.push((path, text_of(bytes)));
            }
        }
        let mut pages = Vec::new();
        let (mut laws, mut sets, mut reasons) = (Vec::new(), Vec::new(), None);
        for (path, text) in &texts {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            match (folder, name.rsplit_once('.')) {
                ("law", Some((_, "toml"))) => laws.push((name, text.as_ref())),
                ("sets", Some((_, "toml"))) => sets.push((name, text.as_ref())),
                ("", Some(("reasons", "toml"))) => reasons = Some(text.as_ref()),
                ("", Some((id, "md"))) if id != "README" => pages.push((id, text.as_ref())),
                _ => {}
            }
        }
        let lexicons = Lexicons::read(words)?;
        let law = LawBook::read(laws)?;
        let reasons = Reasons::read(reasons.unwrap_or_default())?;
        let mut book = RuleBook { rules: Vec::new(), law, reasons, lexicons, sets: Sets::read(sets)? };
        let read = |&(id, text): &(&str, &str)| page::read(id, text, &book.law);
        let rules: Vec<Result<Rule, RuleError>> = pages.par_iter().map(read).collect();
        for rule in rules {
            book.insert(rule?)?;
        }
        Ok(book)
    }

    fn insert(&mut self, rule: Rule) -> Result<(), RuleError> {
        let at = self.rules.partition_point(|it| it.id < rule.id);
        if self.rules.get(at).is_some_and(|it| it.id == rule.id) {
            return Err(RuleError::Twice(rule.id));
        }
        self.rules.insert(at, rule);
        Ok(())
    }

    /// Adds a rule page.
    ///
    /// # Errors
    /// If the page breaks the format, names a law that is not there, or has the id of another.
    pub fn add(&mut self, id: &str, text: &str) -> Result<(), RuleError> {
        self.insert(page::read(id, text, &self.law)?)
    }

    /// All rules, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}
