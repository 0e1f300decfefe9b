//! A lexicon as it is kept: its labels and phrases in one run of bytes, where they are found without being read first.
//!
//! The lexicons that ship are compiled when the program is built, so that forty languages cost nothing until a text is
//! in one of them. A concept is a number here, the place of its name in [`Source::concepts`].

use super::normalise::{Reading, Words, fold, fold_label};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The table of a lexicon file that lists whole labels; the others list phrases.
const LABELS: &str = "intent";

/// What a lexicon file says, before it is compiled.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Names of concepts: the table and the key (`verb accept`).
    concepts: Vec<String>,
    /// Folded labels and their concepts.
    labels: BTreeMap<String, u16>,
    phrases: Vec<Phrase>,
}

/// A phrase: its concept, and parts with gaps between them, each a run of words. A stem is marked.
#[derive(Debug)]
struct Phrase {
    concept: u16,
    parts: Vec<Vec<(String, bool)>>,
}

impl Source {
    /// Adds the labels or phrases of one key of a table.
    pub(super) fn add(&mut self, table: &str, key: &str, list: &[String], words: Words) {
        let concept = self.concepts.len() as u16;
        self.concepts.push(format!("{table} {key}"));
        for phrase in list {
            if table == LABELS {
                self.labels.insert(fold_label(phrase), concept);
                continue;
            }
            let parts = phrase.split(" .. ").map(|part| cut(part, words));
            let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
            if !parts.is_empty() {
                self.phrases.push(Phrase { concept, parts });
            }
        }
    }

    /// Compiles it.
    pub(super) fn compile(&self) -> Vec<u8> {
        let mut pool = Pool::default();
        let (mut phrases, mut parts, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let (mut by_word, mut by_stem) = (BTreeMap::<&str, Vec<u32>>::new(), BTreeMap::<&str, Vec<u32>>::new());
        for (number, phrase) in self.phrases.iter().enumerate() {
            if let Some(part) = phrase.parts.first()
                && let Some((text, stem)) = part.first()
            {
                let by_first = if *stem { &mut by_stem } else { &mut by_word };
                let second = part.get(1).filter(|(_, stem)| !stem).map_or(ANY, |(text, _)| hash_of(text));
                by_first.entry(text).or_default().extend([number as u32, second]);
            }
            put(&mut phrases, &[(parts.len() / ROW) as u32, both(phrase.concept, phrase.parts.len())]);
            for part in &phrase.parts {
                put(&mut parts, &[(words.len() / ROW) as u32, both(0, part.len())]);
                for (text, stem) in part {
                    let (at, length) = pool.place(text);
                    put(&mut words, &[at, both(u16::from(*stem), length)]);
                }
            }
        }
        let mut lists = Vec::new();
        let mut index = |found: &BTreeMap<&str, Vec<u32>>, pool: &mut Pool| {
            table(found.iter().map(|(text, numbers)| {
                let from = (lists.len() / ROW) as u32;
                put(&mut lists, numbers);
                (*text, from, (numbers.len() / 2) as u16, pool.place(text))
            }))
        };
        let (by_word_table, by_stem_table) = (index(&by_word, &mut pool), index(&by_stem, &mut pool));
        let labels = self.labels.iter();
        let labels = table(labels.map(|(text, &concept)| (text.as_str(), 0, concept, pool.place(text))));
        let longest = by_stem.keys().map(|text| text.len()).max().unwrap_or_default();
        let mut heads = Vec::new();
        put(&mut heads, &lengths_by_head(by_stem.keys().copied()));
        let names = self.concepts.join("\n");
        let sections = [
            names.as_bytes(),
            &labels,
            &by_word_table,
            &by_stem_table,
            &heads,
            &phrases,
            &parts,
            &words,
            &lists,
            pool.text.as_bytes(),
        ];
        let mut bytes = Vec::new();
        put(&mut bytes, &[longest as u32]);
        for section in sections {
            put(&mut bytes, &[section.len() as u32]);
        }
        bytes.extend(sections.concat());
        bytes
    }
}

/// Cuts a part of a phrase into words just as a text is cut.
fn cut(part: &str, words: Words) -> Vec<(String, bool)> {
    let reading = Reading::new(&fold(part), words);
    let is_stem = |end: usize| reading.text[end..].starts_with('*');
    let tokens = reading.tokens.iter();
    tokens.map(|token| (reading.text[token.start..token.end].to_string(), is_stem(token.end))).collect()
}

/// All texts, each once.
#[derive(Default)]
struct Pool {
    text: String,
    known: BTreeMap<String, u32>,
}

impl Pool {
    fn place(&mut self, text: &str) -> (u32, usize) {
        let at = *self.known.entry(text.to_string()).or_insert_with(|| {
            self.text.push_str(text);
            (self.text.len() - text.len()) as u32
        });
        (at, text.len())
    }
}

/// Bytes of a row: a place, and two short numbers in one.
const ROW: usize = 8;
/// Bytes of a slot: hash and place of the text, its length and a short number that belongs to it in one, and a number.
const SLOT: usize = 16;

/// Two short numbers in one. No phrase has as many words, and no word as many letters, as would not fit.
fn both(high: u16, low: usize) -> u32 {
    u32::from(high) << 16 | (low as u32 & 0xffff)
}

/// The two numbers in one.
fn parted(number: u32) -> (u16, u32) {
    ((number >> 16) as u16, number & 0xffff)
}

fn put(bytes: &mut Vec<u8>, numbers: &[u32]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

/// An open-addressed table. A slot with a length of 0 is empty.
fn table<'t>(rows: impl ExactSizeIterator<Item = (&'t str, u32, u16, (u32, usize))>) -> Vec<u8> {
    let size = (rows.len() * 5 / 4 + 1).next_power_of_two().max(2);
    let mut slots = vec![[0u32; SLOT / 4]; size];
    for (text, number, short, (at, length)) in rows {
        let hash = hash_of(text);
        let mut slot = hash as usize & (size - 1);
        while slots[slot][2] != 0 {
            slot = (slot + 1) & (size - 1);
        }
        slots[slot] = [hash, at, both(short, length), number];
    }
    let mut bytes = Vec::new();
    slots.iter().for_each(|slot| put(&mut bytes, slot));
    bytes
}

/// Kinds of heads that are told apart.
const HEADS: usize = 1024;

/// The kind of a word's head, its first two bytes.
fn head_of(text: &[u8]) -> usize {
    let byte = |at: usize| usize::from(text.get(at).copied().unwrap_or_default());
    (byte(0) * 37 + byte(1)) % HEADS
}

/// A length in bytes as a bit; those that are too long share the last.
fn bit_of(length: usize) -> u32 {
    1 << length.min(31)
}

/// The lengths of the stems that begin with each kind of head: most words have none to try.
fn lengths_by_head<'t>(stems: impl Iterator<Item = &'t str>) -> Vec<u32> {
    let mut heads = vec![0; HEADS];
    for stem in stems {
        match stem.len() {
            // One letter is the head of any word that begins with it.
            0 | 1 => heads.iter_mut().for_each(|head| *head |= bit_of(stem.len())),
            length => heads[head_of(stem.as_bytes())] |= bit_of(length),
        }
    }
    heads
}

/// FNV-1a.
const HASH: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// What every word matches, in the place of a hash.
pub(super) const ANY: u32 = 0;

/// The hash of a word; never [`ANY`].
pub(super) fn hash_of(word: &str) -> u32 {
    word.bytes().fold(HASH, step).max(1)
}

/// A compiled lexicon. What is not one finds nothing, and never panics.
#[derive(Debug)]
pub(super) struct Compiled {
    bytes: Cow<'static, [u8]>,
    longest_stem: usize,
    /// Where each section begins and ends.
    sections: [(usize, usize); SECTIONS],
}

/// How many sections there are.
const SECTIONS: usize = 10;

/// Sections, in their order.
#[derive(Clone, Copy)]
enum Section {
    Concepts,
    Labels,
    ByWord,
    ByStem,
    Heads,
    Phrases,
    Parts,
    Words,
    Lists,
    Pool,
}

#[cfg_attr(not(test), allow(dead_code, reason = "the build script only writes"))]
impl Compiled {
    pub(super) fn new(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let mut at = 4 + 4 * SECTIONS;
        let mut sections = [(0, 0); SECTIONS];
        for (number, section) in sections.iter_mut().enumerate() {
            let end = at.checked_add(number_at(&bytes, 4 + 4 * number)? as usize)?;
            *section = (at, end);
            at = end;
        }
        let longest_stem = number_at(&bytes, 0)? as usize;
        (at == bytes.len()).then_some(Compiled { bytes, longest_stem, sections })
    }

    fn section(&self, section: Section) -> &[u8] {
        let (from, to) = self.sections[section as usize];
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Names of concepts, by their numbers.
    pub(super) fn concepts(&self) -> impl Iterator<Item = &str> {
        std::str::from_utf8(self.section(Section::Concepts)).unwrap_or_default().lines()
    }

    /// The concept of a folded label.
    pub(super) fn label(&self, folded: &str) -> Option<u16> {
        self.find(Section::Labels, hash_of(folded), folded.as_bytes()).map(|(concept, _)| concept)
    }

    /// Phrases whose first word this is, and whose second may be the one with the hash `next` ([`ANY`]: not asked).
    pub(super) fn with_word(&self, word: &str, next: u32) -> impl Iterator<Item = u32> {
        self.list(self.find(Section::ByWord, hash_of(word), word.as_bytes()), next)
    }

    /// Phrases whose first word is a stem of this word, and whose second may be the one with the hash `next`.
    pub(super) fn with_stem_of(&self, word: &str, next: u32) -> impl Iterator<Item = u32> {
        let lengths = number_at(self.section(Section::Heads), head_of(word.as_bytes()) * 4).unwrap_or_default();
        let longest = if lengths == 0 { 0 } else { self.longest_stem };
        let text = &word.as_bytes()[..word.len().min(longest)];
        text.iter()
            .scan(HASH, |hash, &byte| {
                *hash = step(*hash, byte);
                Some(*hash)
            })
            .enumerate()
            .filter(move |(at, _)| lengths & bit_of(at + 1) != 0)
            .flat_map(move |(at, hash)| self.list(self.find(Section::ByStem, hash.max(1), &text[..=at]), next))
    }

    fn list(&self, place: Option<(u16, u32)>, next: u32) -> impl Iterator<Item = u32> {
        let (count, from) = place.map_or((0, 0), |(count, from)| (usize::from(count), from as usize));
        let lists = self.section(Section::Lists);
        let rows = (from..from + count)
            .map_while(move |at| Some((number_at(lists, at * ROW)?, number_at(lists, at * ROW + 4)?)));
        rows.filter(move |&(_, second)| second == ANY || next == ANY || second == next).map(|(number, _)| number)
    }

    /// The short number and the number of a text.
    fn find(&self, section: Section, hash: u32, text: &[u8]) -> Option<(u16, u32)> {
        let slots = self.section(section);
        let count = slots.len() / SLOT;
        let mask = count.checked_sub(1)?;
        for tried in 0..count {
            let slot = slots.get(((hash as usize + tried) & mask) * SLOT..)?;
            let (short, length) = parted(number_at(slot, 8)?);
            if length == 0 {
                return None;
            }
            if number_at(slot, 0)? == hash && self.text(number_at(slot, 4)?, length) == text {
                return Some((short, number_at(slot, 12)?));
            }
        }
        None
    }

    fn text(&self, at: u32, length: u32) -> &[u8] {
        self.section(Section::Pool).get(at as usize..at as usize + length as usize).unwrap_or_default()
    }

    fn row(&self, section: Section, number: u32) -> Option<(u32, u16, u32)> {
        let row = self.section(section).get(number as usize * ROW..)?;
        let (high, low) = parted(number_at(row, 4)?);
        Some((number_at(row, 0)?, high, low))
    }

    /// The concept of a phrase, and how its parts are numbered.
    pub(super) fn phrase(&self, number: u32) -> Option<(u16, std::ops::Range<u32>)> {
        let (from, concept, count) = self.row(Section::Phrases, number)?;
        Some((concept, from..from.checked_add(count)?))
    }

    /// The words of a part of a phrase, and whether each is a stem.
    pub(super) fn words(&self, part: u32) -> impl ExactSizeIterator<Item = (&[u8], bool)> {
        let (from, _, count) = self.row(Section::Parts, part).unwrap_or_default();
        (from..from.saturating_add(count)).map(|number| {
            let (at, stem, length) = self.row(Section::Words, number).unwrap_or_default();
            (self.text(at, length), stem == 1)
        })
    }
}

fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
