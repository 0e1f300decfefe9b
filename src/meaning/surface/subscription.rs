//! The words by which a surface sells a subscription, and those around it that say how it goes on.

use super::build::is_heading;
use crate::lexicon::{Concept, Hit, Lexicon, Lexicons, Saying};
use crate::meaning::passage::{Passage, Passages, readers};
use crate::meaning::{Index, price};
use crate::snapshot::NodeId;

/// Lines between a form and its heading, at the most.
const MOST_LINES: usize = 6;
/// Longest quotation, in characters.
const LONGEST: usize = 160;

/// The clause by which a trial or a subscription is sold, the first that is found.
pub(super) fn sold(passages: &Passages, lexicons: &Lexicons, own: &[&Passage]) -> Option<String> {
    let by = |saying: Saying| {
        let saying_so = own.iter().filter(move |passage| passage.said.says(saying));
        saying_so.into_iter().find_map(move |passage| clause_that_sells(passages, lexicons, &passage.text, saying))
    };
    by(Saying::Trial).or_else(|| by(Saying::Subscription))
}

fn clause_that_sells(passages: &Passages, lexicons: &Lexicons, text: &str, saying: Saying) -> Option<String> {
    let sells = |part: &&str| {
        let by = readers(&passages.lexicons, lexicons, part);
        let saved = price::first(part).is_some() && price::cost(&passages.lexicons, lexicons, part).is_none();
        !saved && by.iter().any(|lexicon| offers(lexicon, part, saying))
    };
    let sentence = parts(text, &['.', '!', '?']).into_iter().find(sells)?;
    let clause = parts(sentence, &[',', ';', ':', '(', ')', '–', '—']).into_iter().find(sells).unwrap_or(sentence);
    Some(clause.trim().chars().take(LONGEST).collect())
}

/// Whether a text says so, other than of a price that is paid in parts: "three monthly instalments".
fn offers(lexicon: &Lexicon, text: &str, saying: Saying) -> bool {
    let hits = lexicon.find(text);
    let of_parts = |hit: &Hit| {
        let parts = hits.iter().filter(|it| it.concept == Concept::Saying(Saying::Instalments));
        parts.into_iter().any(|it| it.start <= hit.end && hit.start <= it.end)
    };
    hits.iter().any(|hit| hit.concept == Concept::Saying(saying) && !hit.negated && !of_parts(hit))
}

/// A text cut where one of these ends something: at its end, or before a space. Full stops of East Asia end a sentence
/// wherever they stand.
fn parts<'t>(text: &'t str, ends: &[char]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let free = text[after..].chars().next().is_none_or(char::is_whitespace);
        let cuts = ends.contains(&c) && (free || matches!(c, '(' | ')')) || matches!(c, '。' | '！' | '？');
        if cuts {
            parts.push(&text[start..at]);
            start = after;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The lines that lead to a surface: from the heading before it on, or the two before it where none is near.
pub(super) fn lines_before<'p>(index: &Index, passages: &'p Passages, root: NodeId) -> Vec<&'p Passage> {
    let at = passages.all.partition_point(|passage| passage.first < root);
    let near = &passages.all[at.saturating_sub(MOST_LINES)..at];
    let heading = near.iter().rposition(|passage| is_heading(index, passage.block));
    let from = heading.unwrap_or(near.len().saturating_sub(2));
    let is_beside = |passage: &&Passage| {
        index.ancestors(passage.block).take(3).any(|up| index.holds(up, root) && !index.node(up).is("html"))
    };
    near[from..].iter().filter(is_beside).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn numbers_are_not_cut() {
        assert_eq!(parts("Free with ads. Or £3.99 a month", &['.']), ["Free with ads", " Or £3.99 a month"]);
        assert_eq!(parts("Probe, dann 9,99 €", &[',']), ["Probe", " dann 9,99 €"]);
    }
}
