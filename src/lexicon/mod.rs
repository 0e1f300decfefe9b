//! Words to meanings: phrase sets by language, normalising, and which language a text is in.
//!
//! The words live in `rules/lexicon/`, one file a language. This room knows how they are matched, never what
//! they are; it looks at text alone and knows nothing of pages.

mod compiled;
mod denial;
mod file;
mod intent;
mod language;
mod matching;
mod normalise;
mod opposite;
mod profile;
mod referring;
mod shipped;
mod vocabulary;

pub use file::LexiconError;
pub use language::Recognised;
pub use matching::Hit;
pub use normalise::{Reading, Words, count_unspaced, fold, fold_label};
pub use vocabulary::{Concept, Grammar, Intent, Purpose, Saying};

use file::Head;
use matching::Phrases;
use profile::{Profile, Sample};
use std::borrow::Cow;
use std::sync::OnceLock;

/// The words of one language and what they mean in a consent interface.
#[derive(Debug)]
pub struct Lexicon {
    /// BCP 47 tag (`de`, `zh-Hans`).
    pub tag: String,
    /// English name of the language.
    pub name: String,
    /// Whether words stand apart.
    pub words: Words,
    /// ISO 15924 script.
    script: String,
    phrases: Phrases,
}

/// A lexicon file.
#[derive(Clone, Debug)]
pub struct LexiconFile {
    /// Its name, for errors.
    pub name: String,
    /// Its text, in UTF-8. Of one that ships it is read only where its language is told from others that don't.
    pub text: Cow<'static, [u8]>,
    /// Whether it ships with the program, which then holds it compiled.
    pub shipped: bool,
}

/// All lexicons, and the words of field names.
#[derive(Debug)]
pub struct Lexicons {
    languages: Vec<Language>,
    field_names: Option<Language>,
    profile: Profile,
}

/// A language that there is a lexicon for.
#[derive(Debug)]
struct Language {
    head: Head,
    file: LexiconFile,
    compiled: Cow<'static, [u8]>,
    lexicon: OnceLock<Option<Lexicon>>,
}

impl Lexicons {
    /// Takes lexicon files in.
    ///
    /// # Errors
    /// The first file that can't be read, with its name and what is wrong in it.
    pub fn read(files: impl IntoIterator<Item = LexiconFile>) -> Result<Self, LexiconError> {
        let mut languages = Vec::new();
        let mut field_names = None;
        for file in files {
            let shipped = if file.shipped { shipped::lexicon(&file.name) } else { None };
            let (head, compiled) = match shipped {
                Some((head, bytes)) => (head, Cow::Borrowed(bytes)),
                None => {
                    let (head, source) = file::read(&file.name, &String::from_utf8_lossy(&file.text))?;
                    (head, Cow::Owned(source.compile()))
                }
            };
            let language = Language { head, file, compiled, lexicon: OnceLock::new() };
            if language.head.tag == "zxx" {
                field_names = Some(language);
            } else {
                languages.push(language);
            }
        }
        languages.sort_by(|a, b| a.head.tag.cmp(&b.head.tag));
        let profile = match languages.iter().all(|language| language.file.shipped) {
            true => Profile::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/languages.bin"))),
            false => None,
        };
        let profile = profile.unwrap_or_else(|| {
            let sample =
                |it: &Language| (it.head.tag.clone(), Sample::of_file(&String::from_utf8_lossy(&it.file.text), fold));
            Profile::of(&languages.iter().map(sample).collect::<Vec<_>>())
        });
        Ok(Lexicons { languages, field_names, profile })
    }

    /// The lexicon of a language, by its tag.
    pub fn get(&self, tag: &str) -> Option<&Lexicon> {
        self.languages.iter().find(|language| language.head.tag == tag).and_then(Language::lexicon)
    }

    /// Who has read the lexicon of a language: `native`, `measured` (nobody, but a test holds it to labelled pages) or
    /// `machine`. It is known without reading the lexicon.
    pub fn review(&self, tag: &str) -> Option<&str> {
        self.languages.iter().find(|language| language.head.tag == tag).map(|language| language.head.review.as_str())
    }

    /// Tags of all lexicons, in order.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|language| language.head.tag.as_str())
    }

    /// Makes every lexicon ready.
    ///
    /// # Errors
    /// The tag of the first that can't be: one that ships and was compiled wrongly.
    pub fn ready_all(&self) -> Result<(), String> {
        let broken = self.languages.iter().find(|language| language.lexicon().is_none());
        broken.map_or(Ok(()), |language| Err(language.head.tag.clone()))
    }

    /// The words that programmers name fields with (`marketing_opt_in`); they belong to no language.
    pub fn field_names(&self) -> Option<&Lexicon> {
        self.field_names.as_ref().and_then(Language::lexicon)
    }
}

impl Language {
    fn lexicon(&self) -> Option<&Lexicon> {
        let ready = || {
            let Head { tag, name, words, script, .. } = self.head.clone();
            let phrases = Phrases::new(words, self.compiled.clone())?;
            Some(Lexicon { tag, name, words, script, phrases })
        };
        self.lexicon.get_or_init(ready).as_ref()
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

    /// Whole numbers that stand among or beside words that say this: at most `reach` words away.
    pub fn numbers_beside(&self, text: &str, saying: Saying, reach: usize) -> Vec<u32> {
        let plain = without_thousands(text);
        let reading = self.read(&plain);
        let reach = if self.words == Words::Unspaced { reach * 3 } else { reach };
        let mut found = Vec::new();
        for hit in self.hits(&reading).into_iter().filter(|hit| hit.concept == Concept::Saying(saying)) {
            let near = reading.stretch(hit.start.saturating_sub(reach), hit.end + reach);
            found.extend(near.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<u32>().ok()));
        }
        found
    }

    /// How many words a sentence that says `asked` has before and after all that says one of `known`; of several sentences
    /// the most.
    pub fn words_beyond(&self, text: &str, asked: Saying, known: &[Concept]) -> (usize, usize) {
        let reading = self.read(text);
        let hits = self.hits(&reading);
        let asking = hits.iter().filter(|hit| hit.concept == Concept::Saying(asked) && !hit.negated);
        let mut most = (0, 0);
        for asking in asking {
            let within = |hit: &&Hit| hit.sentence == asking.sentence && known.contains(&hit.concept);
            let (start, end) = hits
                .iter()
                .filter(within)
                .fold((asking.start, asking.end), |(start, end), hit| (start.min(hit.start), end.max(hit.end)));
            let mine = |at: &usize| reading.tokens[*at].sentence == asking.sentence;
            most.0 = most.0.max((0..start).filter(mine).count());
            most.1 = most.1.max((end..reading.len()).filter(mine).count());
        }
        most
    }

    /// Whether it has words by which something says this.
    pub fn knows(&self, saying: Saying) -> bool {
        self.phrases.knows(Concept::Saying(saying))
    }

    /// What a label announces that is listed word for word.
    pub fn listed(&self, label: &str) -> Option<Intent> {
        self.phrases.label(&fold_label(label))
    }

    /// What a label of something that can be pressed announces. `None` where the words say nothing of the kind.
    pub fn intent(&self, label: &str) -> Option<Intent> {
        intent::of(self, label)
    }
}

/// Whether a text names cookies by the word that most languages borrowed; where one did not, it can't be told.
pub fn names_cookies(text: &str) -> bool {
    text.to_lowercase().contains("cookie")
}

/// "1,234" and "1.234" as "1234".
fn without_thousands(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let separates = |at: usize| {
        matches!(chars[at], ',' | '.')
            && at > 0
            && digit(at - 1)
            && (1..=3).all(|ahead| digit(at + ahead))
            && !digit(at + 4)
    };
    (0..chars.len()).filter(|&at| !separates(at)).map(|at| chars[at]).collect()
}
