//! What a text says besides what it quotes.

use super::passage::{count_words, read_by};
use super::said::Said;
use crate::lexicon::{Lexicon, Lexicons};

/// Marks that open a quotation.
const OPENING: [char; 7] = ['“', '„', '«', '»', '"', '「', '『'];
/// Shorter ones are the names of buttons, or words that one keeps at a distance, in words.
const SHORTEST: u32 = 4;
/// Longest quotation that is looked for, in characters.
const LONGEST: usize = 400;

/// Whether a text that says something only quotes it: what stands outside of its quotations does not say it.
pub(super) fn only_quotes(
    chosen: &[&Lexicon],
    lexicons: &Lexicons,
    text: &str,
    says_it: impl Fn(&Said) -> bool,
) -> bool {
    beyond_quotations(text).is_some_and(|rest| !says_it(&read_by(chosen, lexicons, &rest)))
}

/// A text without its quotations; none where it has none, or nothing besides.
fn beyond_quotations(text: &str) -> Option<String> {
    let mut rest = String::with_capacity(text.len());
    let mut quotes = false;
    let mut at = 0;
    while let Some(found) = text[at..].find(OPENING) {
        let open = at + found;
        let Some(mark) = text[open..].chars().next() else { break };
        let from = open + mark.len_utf8();
        let close = text[from..].char_indices().take(LONGEST).find(|&(_, c)| closes(mark, c));
        let Some((length, closing)) = close else {
            rest.push_str(&text[at..from]);
            at = from;
            continue;
        };
        let end = from + length + closing.len_utf8();
        if count_words(&text[from..from + length]) >= SHORTEST {
            rest.push_str(&text[at..open]);
            rest.push(' ');
            quotes = true;
        } else {
            rest.push_str(&text[at..end]);
        }
        at = end;
    }
    rest.push_str(&text[at..]);
    (quotes && rest.chars().any(char::is_alphanumeric)).then_some(rest)
}

fn closes(mark: char, c: char) -> bool {
    match mark {
        '“' => c == '”',
        '„' => matches!(c, '“' | '”'),
        '«' => c == '»',
        '»' => c == '«',
        '「' => c == '」',
        '『' => c == '』',
        _ => c == mark,
    }
}
