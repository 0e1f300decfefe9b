use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a language sets words apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// By spaces: a phrase matches whole words.
    Spaced,
    /// Not at all (Chinese, Japanese, Thai): a phrase matches anywhere.
    Unspaced,
}

/// Folds a text so that one spelling stands for all: compatibility forms, case, diacritics of Latin, Greek and
/// Cyrillic letters, typographic quotes, soft hyphens and zero-width characters.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // What is plain stands alone: no mark that is kept is ever written into a letter of ASCII.
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii).count());
        let from = folded.len();
        match plain.contains('`') {
            true => folded.push_str(&plain.replace('`', "'")),
            false => folded.push_str(plain),
        }
        folded[from..].make_ascii_lowercase();
        let (other, after) = after.split_at(after.find(|c: char| c.is_ascii()).unwrap_or(after.len()));
        fold_letters(other, &mut folded);
        rest = after;
    }
    folded
}

fn fold_letters(text: &str, folded: &mut String) {
    for c in text.nfkd().filter(|&c| !is_latin_mark(c)).nfc().flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | 'ˈ' | '՚' | '´' | '′' => folded.push('\''),
            '“' | '”' | '„' | '«' | '»' | '‹' | '›' => folded.push('"'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            '\u{2010}'..='\u{2015}' => folded.push('-'),
            '…' => folded.push_str("..."),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            // Arabic and Hebrew vowel marks and the lengthening stroke are left out as often as written.
            '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' => {}
            // One letter, several keyboards: alef, yeh, kaf, heh.
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ى' | 'ی' | 'ۍ' => folded.push('ي'),
            'ک' => folded.push('ك'),
            'ة' | 'ۀ' | 'ہ' => folded.push('ه'),
            'ς' => folded.push('σ'),
            c if is_latin_mark(c) => {}
            c => folded.push(c),
        }
    }
}

fn is_latin_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) && is_combining_mark(c)
}

/// Folds a label: as [`fold`], and without emoji, arrows, bullets, punctuation and counters around the words.
pub fn fold_label(label: &str) -> String {
    let folded = fold(label);
    let mut out = String::with_capacity(folded.len());
    let mut gap = false;
    let mut chars = folded.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = chars.next() {
        let inside = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        let keep = c.is_alphanumeric()
            || is_mark_of_word(c)
            || (matches!(c, '\'' | '-') && before.is_some_and(char::is_alphanumeric) && inside(chars.peek()));
        if keep {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
        before = Some(c);
    }
    out
}

/// Vowel signs and the like, which belong to the letter before them.
fn is_mark_of_word(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c)
}

/// A word of a [`Reading`], or in a language without spaces a single character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) clause: u32,
    pub(super) sentence: u32,
}

/// A text as a reader takes it in: folded, and cut into words, clauses and sentences.
#[derive(Clone, Debug)]
pub struct Reading {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
}

impl Reading {
    /// Reads a text.
    pub fn new(text: &str, words: Words) -> Self {
        let text = fold(text);
        let mut tokens = Vec::new();
        let (mut clause, mut sentence) = (0u32, 0u32);
        let mut open: Option<usize> = None;
        for (at, c) in text.char_indices() {
            let next_is_word = || text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
            let in_word = c.is_alphanumeric()
                || is_mark_of_word(c)
                || (c == ',' && open.is_some() && between_digits(&text, at))
                || (open.is_some() && matches!(c, '\'' | '-' | '.' | '@' | '_') && next_is_word());
            if in_word && words == Words::Spaced && !is_ideograph(c) {
                open.get_or_insert(at);
                continue;
            }
            if let Some(start) = open.take() {
                tokens.push(Token { start, end: at, clause, sentence });
            }
            if in_word {
                tokens.push(Token { start: at, end: at + c.len_utf8(), clause, sentence });
                continue;
            }
            match c {
                '.' | '!' | '?' | '。' | '؟' | '۔' | '।' | '॥' | '\n' | '•' | '|' => {
                    sentence += 1;
                    clause += 1;
                }
                ',' | ';' | ':' | '(' | ')' | '،' | '؛' | '、' | '，' | '；' | '：' | '–' => clause += 1,
                '-' if text[..at].ends_with(' ') => clause += 1,
                _ => {}
            }
        }
        if let Some(start) = open {
            tokens.push(Token { start, end: text.len(), clause, sentence });
        }
        Reading { text, tokens }
    }

    /// How many words it has (characters, where words stand unspaced).
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The text from one word up to another, the last left out.
    pub(super) fn stretch(&self, from: usize, to: usize) -> &str {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.start);
        let end = self.tokens.get(to).map_or(self.text.len(), |token| token.start).max(start);
        // A number is not cut in two.
        let digits = self.text[end..].chars().take_while(char::is_ascii_digit).count();
        let before = self.text[..start].chars().rev().take_while(char::is_ascii_digit).count();
        &self.text[start - before..end + digits]
    }

    /// The word at a place, folded, if it stands in this sentence.
    pub fn word_in(&self, at: usize, sentence: u32) -> Option<&str> {
        self.tokens.get(at).filter(|token| token.sentence == sentence).map(|_| self.word(at))
    }

    pub(super) fn word(&self, at: usize) -> &str {
        let token = self.tokens[at];
        &self.text[token.start..token.end]
    }
}

/// "1,408" is one number.
fn between_digits(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Characters of scripts that set no space between words: Thai, Chinese, Japanese.
pub fn count_unspaced(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{9fff}')).count()
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3040}'..='\u{30ff}' | '\u{20000}'..='\u{3ffff}')
}
