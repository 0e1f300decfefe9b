//! Two labels of which one says no to what the other says: “Subscribe” and “Do not subscribe”.

use super::{Concept, Grammar, Lexicon, Words, fold_label};

/// Syllables that turn a word round, folded.
const TURNING: &[&str] = &["un", "dis", "des", "non", "ne", "не", "不"];
/// Endings that do the same.
const DENYING: &[&str] = &["ない", "ません"];

impl Lexicon {
    /// Whether a label is another one with a no put to it.
    pub fn denies(&self, label: &str, plain: &str) -> bool {
        let (label, plain) = (fold_label(label), fold_label(plain));
        if plain.is_empty() || label == plain {
            return false;
        }
        let turned = |syllable: &&str| {
            label.strip_prefix(*syllable).is_some_and(|rest| rest.trim_start_matches([' ', '-']) == plain)
        };
        let denies_by_ending = |text: &str| DENYING.iter().any(|ending| text.ends_with(*ending));
        let ends_otherwise =
            |ending: &&str| label.strip_suffix(*ending).is_some_and(|stem| is_same_stem(stem, &plain, 2, 2));
        if TURNING.iter().any(turned) || !denies_by_ending(&plain) && DENYING.iter().any(ends_otherwise) {
            return true;
        }
        let (plain_words, is_plain_denied) = self.affirmed(&plain);
        let (words, is_denied) = self.affirmed(&label);
        if !is_denied || is_plain_denied || words.is_empty() {
            return false;
        }
        match self.words {
            Words::Spaced => words.concat() == plain_words.concat() || repeats(&words, &plain_words),
            Words::Unspaced => {
                let (one, other) = (words.concat(), plain_words.concat());
                one == other || is_same_stem(&one, &other, 2, 2)
            }
        }
    }

    /// The words of a label that deny nothing, and whether others do.
    fn affirmed(&self, label: &str) -> (Vec<String>, bool) {
        let reading = self.read(label);
        let hits = self.hits(&reading);
        let denials: Vec<(usize, usize)> = hits
            .iter()
            .filter(|hit| hit.concept == Concept::Grammar(Grammar::Negation))
            .map(|hit| (hit.start, hit.end))
            .collect();
        let denied = |at: usize| denials.iter().any(|&(start, end)| (start..end).contains(&at));
        let words = (0..reading.len()).filter(|&at| !denied(at)).map(|at| reading.word(at).to_string()).collect();
        (words, !denials.is_empty())
    }
}

/// Whether all words of one are in the other, in their order and with at most one more: the “do” of “do not”.
fn repeats(words: &[String], plain: &[String]) -> bool {
    let mut left = words.iter();
    plain.iter().all(|word| left.any(|it| it == word || is_same_stem(it, word, 4, 3))) && words.len() <= plain.len() + 1
}

/// Whether two words begin alike and only their last letters differ.
fn is_same_stem(one: &str, other: &str, least: usize, most_left: usize) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let left = |text: &str| text.chars().count() - shared;
    shared >= least && left(one) <= most_left && left(other) <= most_left
}
