/// Most characters of a page's text that a report quotes.
pub const QUOTE: usize = 240;

/// A page's text, made fit to be quoted: white space folded, control characters, escapes and bidirectional controls
/// taken out, cut at [`QUOTE`] characters.
pub fn quote(text: &str) -> String {
    let mut quoted = String::new();
    let mut gap = false;
    let mut count = 0;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !quoted.is_empty();
            continue;
        }
        if c.is_control() || is_invisible(c) {
            continue;
        }
        if count + usize::from(gap) >= QUOTE {
            quoted.push('…');
            return quoted;
        }
        if std::mem::take(&mut gap) {
            quoted.push(' ');
            count += 1;
        }
        quoted.push(c);
        count += 1;
    }
    quoted
}

/// The first words of a text, at most so many characters, with a sign where something was left out.
pub fn first_words(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_string() };
    let cut = &text[..end];
    let at = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    format!("{} …", cut[..at].trim_end())
}

/// Characters that change how others are shown and have no look of their own.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{first_words, quote};

    #[test]
    fn escapes_and_bidi_controls_are_taken_out() {
        assert_eq!(quote("a\u{1b}[31mb\u{202e}c\u{7} \n\t d"), "a[31mbc d");
    }

    #[test]
    fn texts_are_cut_between_words() {
        assert_eq!(first_words("short enough", 20), "short enough");
        assert_eq!(first_words("passed on to partners for pers", 27), "passed on to partners for …");
        assert_eq!(first_words("个人信息提供给合作", 4), "个人信息 …");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(quote(&"x".repeat(300)).chars().count(), 241);
    }
}
