use super::{Concept, Grammar, Reading, Words, normalise::fold};
use rustc_hash::FxHashMap as HashMap;

/// Words between two parts of a phrase with a gap, at the most.
const GAP_WORDS: usize = 12;
/// Characters between two parts of a phrase with a gap, where words stand unspaced.
const GAP_CHARACTERS: usize = 30;
/// Words before a match in which a negation governs it.
const NEGATION_REACH: usize = 4;

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it means.
    pub concept: Concept,
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Sentence that it stands in, counted from 0.
    pub sentence: u32,
    /// Clause that it stands in, counted from 0.
    pub clause: u32,
    /// Whether it is said under a negation.
    pub negated: bool,
}

#[derive(Debug)]
struct Word {
    text: String,
    stem: bool,
}

/// A phrase: parts with gaps between them, each a run of words.
#[derive(Debug)]
struct Phrase {
    concept: Concept,
    parts: Vec<Vec<Word>>,
}

/// All phrases of a language, found by their first word.
#[derive(Debug)]
pub(super) struct Phrases {
    words: Words,
    phrases: Vec<Phrase>,
    by_word: HashMap<String, Vec<u32>>,
    by_stem: HashMap<String, Vec<u32>>,
    longest_stem: usize,
}

impl Phrases {
    pub(super) fn new(words: Words) -> Self {
        Phrases {
            words,
            phrases: Vec::new(),
            by_word: HashMap::default(),
            by_stem: HashMap::default(),
            longest_stem: 0,
        }
    }

    /// Adds a phrase in the notation of the lexicon files. `false` if nothing of it is left after folding.
    pub(super) fn add(&mut self, phrase: &str, concept: Concept) -> bool {
        let parts: Vec<Vec<Word>> =
            phrase.split(" .. ").map(|part| self.cut(part)).filter(|part: &Vec<Word>| !part.is_empty()).collect();
        let Some(first) = parts.first().and_then(|part| part.first()) else { return false };
        let index = self.phrases.len() as u32;
        if first.stem {
            self.longest_stem = self.longest_stem.max(first.text.len());
            self.by_stem.entry(first.text.clone()).or_default().push(index);
        } else {
            self.by_word.entry(first.text.clone()).or_default().push(index);
        }
        self.phrases.push(Phrase { concept, parts });
        true
    }

    /// Cuts a part of a phrase into words just as a text is cut.
    fn cut(&self, part: &str) -> Vec<Word> {
        let part = fold(part);
        let reading = Reading::new(&part, self.words);
        let words = reading.tokens.iter();
        words
            .map(|token| Word {
                text: reading.text[token.start..token.end].to_string(),
                stem: reading.text[token.end..].starts_with('*'),
            })
            .collect()
    }

    pub(super) fn hits(&self, reading: &Reading) -> Vec<Hit> {
        let mut hits = Vec::new();
        for at in 0..reading.len() {
            let word = reading.word(at);
            for &index in self.by_word.get(word).into_iter().flatten() {
                self.try_at(index, at, reading, &mut hits);
            }
            let ends = word.char_indices().map(|(i, c)| i + c.len_utf8());
            for end in ends.take_while(|&end| end <= self.longest_stem) {
                for &index in self.by_stem.get(&word[..end]).into_iter().flatten() {
                    self.try_at(index, at, reading, &mut hits);
                }
            }
        }
        self.mark_negated(&mut hits, reading);
        hits
    }

    fn try_at(&self, index: u32, at: usize, reading: &Reading, hits: &mut Vec<Hit>) {
        let phrase = &self.phrases[index as usize];
        let Some((end, gaps)) = self.end_of(phrase, at, reading) else { return };
        // "If you continue, we do not assume that you agree": what is denied on the way is not said.
        if gaps.iter().any(|&(from, to)| (from..to).any(|at| self.is_negation(reading.word(at)))) {
            return;
        }
        let token = reading.tokens[at];
        hits.push(Hit {
            concept: phrase.concept,
            start: at,
            end,
            sentence: token.sentence,
            clause: token.clause,
            negated: false,
        });
    }

    /// Whether a single word denies, whatever stands around it.
    fn is_negation(&self, word: &str) -> bool {
        let negates = |index: &u32| {
            let phrase = &self.phrases[*index as usize];
            phrase.concept == Concept::Grammar(Grammar::Negation)
                && phrase.parts.len() == 1
                && phrase.parts[0].len() == 1
        };
        self.words == Words::Spaced && self.by_word.get(word).is_some_and(|list| list.iter().any(negates))
    }

    fn end_of(&self, phrase: &Phrase, at: usize, reading: &Reading) -> Option<(usize, Vec<(usize, usize)>)> {
        let gap = if self.words == Words::Spaced { GAP_WORDS } else { GAP_CHARACTERS };
        let mut parts = phrase.parts.iter();
        let mut end = run_at(parts.next()?, at, reading)?;
        let sentence = reading.tokens[at].sentence;
        let mut gaps = Vec::new();
        for part in parts {
            let before = end;
            let found = (end..=end + gap)
                .take_while(|&from| reading.tokens.get(from).is_some_and(|token| token.sentence == sentence))
                .find_map(|from| Some((from, run_at(part, from, reading)?)))?;
            gaps.push((before, found.0));
            end = found.1;
        }
        Some((end, gaps))
    }

    /// A negation governs what follows it closely in its clause. One that is part of a match does not govern that match.
    fn mark_negated(&self, hits: &mut [Hit], reading: &Reading) {
        let reach = if self.words == Words::Spaced { NEGATION_REACH } else { 3 };
        let negations: Vec<(usize, usize, u32)> = hits
            .iter()
            .filter(|hit| hit.concept == Concept::Grammar(Grammar::Negation))
            .map(|hit| (hit.start, hit.end, hit.clause))
            .collect();
        for hit in hits {
            let governs = |&(start, end, clause): &(usize, usize, u32)| {
                // 不同意: the negation may hold the word that it turns round.
                let before = start < hit.start && hit.start.saturating_sub(end) < reach;
                // In German and its like the negation may follow the verb: "stimme ich nicht zu".
                let after = start >= hit.end && start == hit.end && reading.len() <= 12;
                clause == hit.clause && (before || (after && matches!(hit.concept, Concept::Verb(_))))
            };
            hit.negated = !matches!(hit.concept, Concept::Grammar(_)) && negations.iter().any(governs);
        }
    }
}

/// Where a run of words that begins at `at` ends. A number between its words is passed over: "our 842 partners" are our
/// partners.
fn run_at(part: &[Word], at: usize, reading: &Reading) -> Option<usize> {
    let mut here = at;
    for (place, word) in part.iter().enumerate() {
        let fits = |at: usize| {
            let text = reading.word(at);
            if word.stem { text.starts_with(&word.text) } else { text == word.text }
        };
        if here >= reading.len() {
            return None;
        }
        if !fits(here) {
            let number = place > 0
                && reading.word(here).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
            if !number || here + 1 >= reading.len() || !fits(here + 1) {
                return None;
            }
            here += 1;
        }
        here += 1;
    }
    (reading.tokens[at].sentence == reading.tokens[here - 1].sentence).then_some(here)
}
