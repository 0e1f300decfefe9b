//! How far a no reaches over what is passed on: "we do not sell or ever hand your details on to third parties".

use super::matching::Hit;
use super::{Concept, Grammar, Intent, Purpose, Reading, Saying};

/// Words from the no to what it denies, at the most.
const FAR: usize = 24;

/// The noes of a text, and what ends them. All stand in the order of their first words.
#[derive(Debug, Default)]
pub(super) struct Denials {
    negations: Vec<Hit>,
    /// "If you do not object, we share": such a no denies nothing.
    conditions: Vec<Hit>,
    /// "But with partners", "unless you agree", "without your consent".
    exceptions: Vec<Hit>,
    ands: Vec<Hit>,
    ors: Vec<Hit>,
    /// "Erfolgt nicht".
    not_done: Vec<Hit>,
    /// Where what a no may be said of instead begins, and the furthest end up to there.
    turns: Vec<(usize, usize)>,
}

/// Whether it speaks of data that go to others.
fn passes_on(concept: Concept) -> bool {
    matches!(concept, Concept::Purpose(Purpose::Sharing) | Concept::Saying(Saying::ThirdParty))
}

/// What a no may be said of instead: "you need not agree that we share", "do not miss the offers of our partners".
fn turns(concept: Concept) -> bool {
    matches!(
        concept,
        Concept::Grammar(Grammar::Only)
            | Concept::Verb(Intent::Accept)
            | Concept::Purpose(Purpose::Marketing)
            | Concept::Saying(
                Saying::Agree
                    | Saying::Assents
                    | Saying::Ask
                    | Saying::OptOut
                    | Saying::Opening
                    | Saying::Ticking
                    | Saying::Unwished
                    | Saying::WillSend
                    | Saying::Withdraw
            )
    )
}

fn last_before(hits: &[Hit], word: usize) -> Option<&Hit> {
    hits[..hits.partition_point(|hit| hit.start < word)].last()
}

fn first_from(hits: &[Hit], word: usize) -> Option<&Hit> {
    hits.get(hits.partition_point(|hit| hit.start < word))
}

impl Denials {
    pub(super) fn of(hits: &[Hit]) -> Denials {
        let mut found = Denials::default();
        if !hits.iter().any(|hit| passes_on(hit.concept)) {
            return found;
        }
        let mut hits = hits.to_vec();
        hits.sort_by_key(|hit| hit.start);
        for hit in hits {
            match hit.concept {
                Concept::Grammar(Grammar::Negation) => found.negations.push(hit),
                Concept::Grammar(Grammar::And) => found.ands.push(hit),
                Concept::Grammar(Grammar::Or) => found.ors.push(hit),
                Concept::Grammar(Grammar::NotDone) => found.not_done.push(hit),
                Concept::Grammar(Grammar::Exception) => found.exceptions.push(hit),
                Concept::Grammar(Grammar::Condition | Grammar::Without) => {
                    found.conditions.push(hit);
                    found.exceptions.push(hit);
                }
                concept if turns(concept) => {
                    let furthest = found.turns.last().map_or(0, |turn| turn.1).max(hit.end);
                    found.turns.push((hit.start, furthest));
                }
                _ => {}
            }
        }
        found
    }

    /// Whether what is passed on is denied from further off than other words are.
    pub(super) fn reach(&self, hit: &Hit, reading: &Reading) -> bool {
        passes_on(hit.concept) && (self.deny_before(hit) || self.deny_behind(hit, reading))
    }

    fn deny_before(&self, hit: &Hit) -> bool {
        let Some(no) = last_before(&self.negations, hit.start) else { return false };
        let is_near = no.sentence == hit.sentence && hit.start.saturating_sub(no.end) <= FAR;
        // "We do not sell, rent or share": the comma only parts what is listed.
        let is_listed =
            last_before(&self.ors, hit.start).is_some_and(|or| or.start >= no.end && or.clause == hit.clause);
        let before = self.turns.partition_point(|turn| turn.0 < hit.start);
        let is_turned = self.turns[..before].last().is_some_and(|turn| turn.1 > no.start);
        let is_conditional = last_before(&self.conditions, no.start).is_some_and(|it| {
            let without = it.concept == Concept::Grammar(Grammar::Without) && it.sentence == no.sentence;
            without || it.clause == no.clause
        });
        is_near && (no.clause == hit.clause || is_listed) && !is_turned && !is_conditional && !self.except(no)
    }

    /// "Eine Weitergabe an Dritte, etwa zu Werbezwecken, erfolgt nicht": the verb stands in its clause, or begins one.
    fn deny_behind(&self, hit: &Hit, reading: &Reading) -> bool {
        let Some(done) = first_from(&self.not_done, hit.end) else { return false };
        let is_near = done.sentence == hit.sentence && done.start - hit.end <= FAR;
        let before = reading.tokens.get(done.start.saturating_sub(1)).map(|token| token.clause);
        let is_its_verb = done.clause == hit.clause || before != Some(done.clause);
        // "Mit Partnern geteilt und nicht verkauft" denies the sale alone.
        let is_apart = first_from(&self.ands, hit.end).is_some_and(|and| and.start < done.start);
        is_near && is_its_verb && !is_apart && !self.except(hit)
    }

    /// Whether something behind it in its sentence takes part of it back.
    fn except(&self, said: &Hit) -> bool {
        first_from(&self.exceptions, said.end).is_some_and(|it| it.sentence == said.sentence)
    }
}
