use super::compiled::{ANY, Compiled, hash_of};
use super::denial::Denials;
use super::{Concept, Grammar, Intent, Purpose, Reading, Saying, Words, fold_label};
use std::borrow::Cow;
use std::ops::Range;

/// Words between two parts of a phrase with a gap, at the most.
pub(super) const GAP_WORDS: usize = 12;
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

impl Hit {
    /// Whether two matches have a word in common.
    pub fn overlaps(&self, other: &Hit) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Its words in the text that was read, folded.
    pub fn words<'r>(&self, reading: &'r Reading) -> &'r str {
        reading.stretch(self.start, self.end)
    }
}

/// All labels and phrases of a language.
#[derive(Debug)]
pub(super) struct Phrases {
    words: Words,
    compiled: Compiled,
    /// What the numbers of concepts stand for.
    concepts: Vec<Concept>,
}

impl Phrases {
    /// Takes a compiled lexicon. `None` if it is none, or names a concept that does not exist.
    pub(super) fn new(words: Words, bytes: Cow<'static, [u8]>) -> Option<Self> {
        let compiled = Compiled::new(bytes)?;
        let concepts = compiled.concepts().map(concept).collect::<Option<Vec<_>>>()?;
        Some(Phrases { words, compiled, concepts })
    }

    /// Whether anything is listed that means this.
    pub(super) fn knows(&self, concept: Concept) -> bool {
        self.concepts.contains(&concept)
    }

    /// What a folded label announces, if it is listed.
    pub(super) fn label(&self, folded: &str) -> Option<Intent> {
        match self.concepts.get(usize::from(self.compiled.label(folded)?)) {
            Some(Concept::Verb(intent)) => Some(*intent),
            _ => None,
        }
    }

    pub(super) fn hits(&self, reading: &Reading) -> Vec<Hit> {
        let mut hits = Vec::new();
        for at in 0..reading.len() {
            let (word, next) = (reading.word(at), next_hash(reading, at));
            for number in self.compiled.with_word(word, next).chain(self.compiled.with_stem_of(word, next)) {
                hits.extend(self.try_at(number, at, reading));
            }
        }
        hits.extend(self.composed(&hits, reading));
        hits.extend(self.referring_opt_outs(&hits, reading));
        let settings: Vec<Hit> =
            hits.iter().filter(|hit| hit.concept == Concept::Verb(Intent::Settings)).copied().collect();
        let opens_a_choice = |claim: &Hit| settings.iter().any(|it| claim.start < it.start && it.end < claim.end);
        hits.retain(|hit| hit.concept != Concept::Saying(Saying::ByAction) || !opens_a_choice(hit));
        self.mark_negated(&mut hits, reading);
        hits
    }

    /// Claims put together of what is done and of what makes it an agreement: "by signing" and "you authorise us".
    fn composed(&self, hits: &[Hit], reading: &Reading) -> Vec<Hit> {
        let gap = if self.words == Words::Spaced { GAP_WORDS } else { GAP_CHARACTERS };
        // Hits stand in the order of their first words.
        let assents: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::Assents)).collect();
        let mut found = Vec::new();
        for first in hits {
            let claims: &[Saying] = match first.concept {
                Concept::Saying(Saying::Doing) => &[Saying::ByAction],
                Concept::Saying(Saying::GoingOn) => &[Saying::ByBrowsing],
                // Beside a button "Continue" it is that button, and a person must look.
                Concept::Saying(Saying::Continuing) if is_about_data(first, hits) && !names_use(first, hits) => {
                    &[Saying::ByAction, Saying::ByBrowsing]
                }
                _ => continue,
            };
            let reach = |assent: &&&Hit| assent.sentence == first.sentence && assent.start - first.end <= gap;
            let after = assents.partition_point(|assent| assent.start < first.end);
            let mut near = assents[after..].iter().take_while(reach).filter(|it| self.binds(first, it, hits, reading));
            let (Some(nearest), further) = (near.next(), near.next()) else { continue };
            // "By pressing 'I accept' you agree": the first is the name of the button.
            let bound = if self.is_name_of_button(first, nearest, reading) { further } else { Some(nearest) };
            let Some(assent) = bound else { continue };
            let claim = |&claim: &Saying| Hit { concept: Concept::Saying(claim), end: assent.end, ..*first };
            found.extend(claims.iter().map(claim));
        }
        found
    }

    /// Whether nothing between turns it round, or speaks of a choice: "by pressing 'Settings' you can choose what you
    /// agree to".
    fn binds(&self, first: &Hit, assent: &Hit, hits: &[Hit], reading: &Reading) -> bool {
        let from = hits.partition_point(|hit| hit.start < first.end);
        let to = hits.partition_point(|hit| hit.start < assent.start);
        let leaves_choice = |hit: &Hit| {
            matches!(
                hit.concept,
                Concept::Verb(Intent::Settings) | Concept::Saying(Saying::Ask | Saying::Withdraw | Saying::OptOut)
            )
        };
        !(first.end..assent.start).any(|at| self.is_negation(reading.word(at)))
            && !hits[from..to.max(from)].iter().any(leaves_choice)
    }

    /// Whether an assent that stands in quotation marks, just after the press, is a button's whole label.
    fn is_name_of_button(&self, first: &Hit, assent: &Hit, reading: &Reading) -> bool {
        const CLOSE: usize = 3;
        let (Some(before), Some(last)) = (reading.tokens.get(first.end - 1), reading.tokens.get(assent.end - 1)) else {
            return false;
        };
        let Some(token) = reading.tokens.get(assent.start) else { return false };
        let quoted = reading.text[before.end..token.start].contains(['"', '\'', '「', '『', '[', '【', '<']);
        let label = fold_label(&reading.text[token.start..last.end]);
        assent.start - first.end <= CLOSE && quoted && self.label(&label).is_some()
    }

    fn try_at(&self, number: u32, at: usize, reading: &Reading) -> Option<Hit> {
        let (concept, parts) = self.compiled.phrase(number)?;
        let (end, gaps) = self.end_of(parts, at, reading)?;
        // "If you continue, we do not assume that you agree": what is denied on the way is not said.
        if gaps.iter().any(|&(from, to)| (from..to).any(|at| self.is_negation(reading.word(at)))) {
            return None;
        }
        let concept = *self.concepts.get(usize::from(concept))?;
        if concept == Concept::Saying(Saying::Trial) && is_cut(at, end, &gaps, reading) {
            return None;
        }
        let token = reading.tokens[at];
        Some(Hit { concept, start: at, end, sentence: token.sentence, clause: token.clause, negated: false })
    }

    /// Whether a single word denies, whatever stands around it.
    pub(super) fn is_negation(&self, word: &str) -> bool {
        let negates = |number: u32| {
            self.compiled.phrase(number).is_some_and(|(concept, parts)| {
                self.concepts.get(usize::from(concept)) == Some(&Concept::Grammar(Grammar::Negation))
                    && parts.len() == 1
                    && self.compiled.words(parts.start).len() == 1
            })
        };
        self.words == Words::Spaced && self.compiled.with_word(word, ANY).any(negates)
    }

    fn end_of(&self, mut parts: Range<u32>, at: usize, reading: &Reading) -> Option<(usize, Vec<(usize, usize)>)> {
        let gap = if self.words == Words::Spaced { GAP_WORDS } else { GAP_CHARACTERS };
        let mut end = self.run_at(parts.next()?, at, reading)?;
        let sentence = reading.tokens[at].sentence;
        let mut gaps = Vec::new();
        for part in parts {
            let before = end;
            let found = (end..=end + gap)
                .take_while(|&from| reading.tokens.get(from).is_some_and(|token| token.sentence == sentence))
                .find_map(|from| Some((from, self.run_at(part, from, reading)?)))?;
            gaps.push((before, found.0));
            end = found.1;
        }
        Some((end, gaps))
    }

    /// Where a run of words that begins at `at` ends. A number between its words is passed over: "our 842 partners" are
    /// our partners.
    fn run_at(&self, part: u32, at: usize, reading: &Reading) -> Option<usize> {
        let mut here = at;
        for (place, (word, stem)) in self.compiled.words(part).enumerate() {
            let fits = |at: usize| {
                let text = reading.word(at).as_bytes();
                if stem { text.starts_with(word) } else { text == word }
            };
            if here >= reading.len() {
                return None;
            }
            if !fits(here) {
                let number = place > 0 && is_number(reading.word(here));
                if !number || here + 1 >= reading.len() || !fits(here + 1) {
                    return None;
                }
                here += 1;
            }
            here += 1;
        }
        (reading.tokens[at].sentence == reading.tokens[here - 1].sentence).then_some(here)
    }

    /// A negation governs what follows it closely in its clause, and what is passed on from further off. One that is part
    /// of a match does not govern that match.
    fn mark_negated(&self, hits: &mut [Hit], reading: &Reading) {
        let reach = if self.words == Words::Spaced { NEGATION_REACH } else { 3 };
        let negations: Vec<(usize, usize, u32)> = hits
            .iter()
            .filter(|hit| hit.concept == Concept::Grammar(Grammar::Negation))
            .map(|hit| (hit.start, hit.end, hit.clause))
            .collect();
        // Where it is not known what ends a denial, none reaches further.
        let far = if self.knows(Concept::Grammar(Grammar::Exception)) { Denials::of(hits) } else { Denials::default() };
        for hit in hits {
            let governs = |&(start, end, clause): &(usize, usize, u32)| {
                // 不同意: the negation may hold the word that it turns round.
                let before = start < hit.start && hit.start.saturating_sub(end) < reach;
                // In German and its like the negation may follow the verb: "stimme ich nicht zu".
                let after = start >= hit.end && start == hit.end && reading.len() <= 12;
                clause == hit.clause && (before || (after && matches!(hit.concept, Concept::Verb(_))))
            };
            hit.negated = !matches!(hit.concept, Concept::Grammar(_))
                && (negations.iter().any(governs) || far.reach(hit, reading));
        }
    }
}

/// Whether longer words around it name what is gone on with: "if you continue to browse".
fn names_use(hit: &Hit, hits: &[Hit]) -> bool {
    let names = |it: &Hit| matches!(it.concept, Concept::Saying(Saying::GoingOn | Saying::ByBrowsing));
    hits.iter().any(|it| names(it) && it.overlaps(hit))
}

/// Whether cookies, tracking or data are spoken of behind it in its sentence, not only in the name of a document: "by
/// continuing you agree to our use of cookies", and not "to our privacy policy".
fn is_about_data(hit: &Hit, hits: &[Hit]) -> bool {
    let is_document = |it: &Hit| matches!(it.concept, Concept::Purpose(Purpose::Terms | Purpose::PrivacyPolicy));
    hits.iter().any(|topic| {
        topic.concept == Concept::Saying(Saying::Topic)
            && topic.sentence == hit.sentence
            && topic.start >= hit.end
            && !hits.iter().any(|it| is_document(it) && it.overlaps(topic))
    })
}

/// Whether a comma, a bracket or a dash parts the words of a match, elsewhere than in its gaps: "(3–5 days) – free".
fn is_cut(at: usize, end: usize, gaps: &[(usize, usize)], reading: &Reading) -> bool {
    let clause = |word: usize| reading.tokens[word].clause;
    let in_gap = |word: usize| gaps.iter().any(|&(from, to)| (from..=to).contains(&word));
    (at + 1..end).any(|word| clause(word) != clause(word - 1) && !in_gap(word))
}

/// What the word after this one is known by; none where it could be passed over.
fn next_hash(reading: &Reading, at: usize) -> u32 {
    if at + 1 >= reading.len() {
        return hash_of("");
    }
    let next = reading.word(at + 1);
    if is_number(next) { ANY } else { hash_of(next) }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
}

/// The concept that a table and a key name.
fn concept(name: &str) -> Option<Concept> {
    let (table, key) = name.split_once(' ')?;
    match table {
        "intent" | "verb" => Intent::named(key).map(Concept::Verb),
        "grammar" => Grammar::named(key).map(Concept::Grammar),
        "purpose" => Purpose::named(key).map(Concept::Purpose),
        "consent" => Saying::named(key).map(Concept::Saying),
        _ => None,
    }
}
