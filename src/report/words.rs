use unicode_normalization::char::is_combining_mark;

/// `1 page`, `2 pages`.
pub fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Columns that a text takes in a terminal: two for what East Asian fonts draw wide, none for marks on other letters.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

fn columns_of(c: char) -> usize {
    match c {
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' => 2,
        '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 2,
        c if is_combining_mark(c) => 0,
        _ => 1,
    }
}

/// A text broken at spaces into lines of at most so many columns; a longer word has a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// A text broken into at most so many lines of so many columns, at spaces where it has them, and cut where it is longer.
pub(super) fn fold(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in wrap(text, width) {
        let mut rest = line.as_str();
        while columns(rest) > width {
            let (start, end) = rest.split_at(fitting(rest, width));
            lines.push(start.to_string());
            rest = end;
        }
        lines.push(rest.to_string());
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.truncate(fitting(last, width.saturating_sub(1)));
            *last = format!("{}…", last.trim_end());
        }
    }
    lines
}

/// Bytes of the longest start of a text that fits so many columns; one character at the least.
fn fitting(text: &str, width: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += columns_of(c);
        if taken > width && at > 0 {
            return at;
        }
    }
    text.len()
}

/// A sentence with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// A text cut at so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{columns, count, cut, fold, wrap};

    #[test]
    fn words_are_counted_and_wrapped() {
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(count(0, "page", "pages"), "0 pages");
        assert_eq!(wrap("aa bb cc", 5), ["aa bb", "cc"]);
        assert_eq!(cut("同意协议", 2), "同意…");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(columns("同意 ok e\u{301}"), 9);
        assert_eq!(fold("Save my choices and go on", 10, 2), ["Save my", "choices…"]);
        assert_eq!(fold("同意芝麻服务协议", 6, 2), ["同意芝", "麻服…"]);
        assert_eq!(fold("ok", 6, 2), ["ok"]);
    }
}
