//! Opt-outs that refer back: “If you do not want this, tick here”.

use super::matching::{GAP_WORDS, Hit, Phrases};
use super::{Concept, Reading, Saying};

/// Words after a request to tick in which a negation turns it round: „kreuzen Sie das Feld nicht an“.
const REACH: usize = 3;

impl Phrases {
    /// What is not wished, and the tick that says so, in one sentence and in either order.
    pub(super) fn referring_opt_outs(&self, hits: &[Hit], reading: &Reading) -> Vec<Hit> {
        let unwished = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::Unwished));
        let ticking = |wish: &Hit| {
            hits.iter().find(|tick| {
                tick.concept == Concept::Saying(Saying::Ticking)
                    && tick.sentence == wish.sentence
                    && self.belong_together(wish, tick, reading)
            })
        };
        let joined = unwished.filter_map(|wish| {
            let tick = ticking(wish)?;
            let (start, end) = (wish.start.min(tick.start), wish.end.max(tick.end));
            Some(Hit { concept: Concept::Saying(Saying::OptOut), start, end, ..*wish })
        });
        joined.collect()
    }

    /// Whether they stand close enough, and no negation but the wish's own is about the tick.
    fn belong_together(&self, wish: &Hit, tick: &Hit, reading: &Reading) -> bool {
        let (from, to) = if wish.start < tick.start { (wish.end, tick.start) } else { (tick.end, wish.start) };
        let is_close = from <= to && to - from <= GAP_WORDS;
        let start = wish.start.min(tick.start);
        let end = wish.end.max(tick.end + REACH).min(reading.len());
        let is_denied = |at: usize| {
            reading.tokens[at].sentence == wish.sentence
                && !(wish.start..wish.end).contains(&at)
                && self.is_negation(reading.word(at))
        };
        is_close && !(start..end).any(is_denied)
    }
}
