//! The last gate before a terminal or a build log.

/// One line of text with nothing in it that a terminal or a build log would act on: no control characters, no escapes,
/// no characters that turn or hide others, no `::commands::`. What is taken out shows as `�`.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => cleaned.push(' '),
            // A soft hyphen only says where a word may be parted.
            '\u{ad}' => {}
            c if c.is_control() || is_concealing(c) => cleaned.push('\u{fffd}'),
            c => cleaned.push(c),
        }
    }
    defuse(&part_colons(&cleaned))
}

/// Several lines, each as [`clean`] leaves it.
pub fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// Source code for a frame, byte for byte as long as before, so that spans stay right.
pub(super) fn clean_source(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => cleaned.push('\t'),
            c if c.is_ascii_control() => cleaned.push(' '),
            c if c.is_control() || is_concealing(c) => cleaned.extend(std::iter::repeat_n('?', c.len_utf8())),
            c => cleaned.push(c),
        }
    }
    defuse(&cleaned)
}

/// Characters that change how others are shown, or break a line, and have no look of their own. The joiners U+200C and
/// U+200D are letters' business in some scripts and stay.
pub(super) fn is_concealing(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Build services run a line that begins with `::word`, white space before it or not; a wrapped line may begin at any word.
fn part_colons(text: &str) -> String {
    if !text.contains("::") {
        return text.to_string();
    }
    let mut parted = String::with_capacity(text.len() + 1);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        parted.push(c);
        if c == ':' && before.is_whitespace() && rest.peek() == Some(&':') {
            parted.push(' ');
        }
        before = c;
    }
    parted
}

/// Other services look for these anywhere in a line.
fn defuse(text: &str) -> String {
    if !text.contains("##") {
        return text.to_string();
    }
    ["##[", "##vso[", "##teamcity["]
        .iter()
        .fold(text.to_string(), |text, command| text.replace(command, &command.replacen("##", "#?", 1)))
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_source};

    #[test]
    fn controls_show_and_do_nothing() {
        assert_eq!(clean("a\u{1b}[31mb\u{9b}c\u{202e}d\ne"), "a�[31mb�c�d e");
    }

    #[test]
    fn commands_of_build_services_are_inert() {
        assert_eq!(clean("::error::x"), ": :error::x");
        assert_eq!(clean("say ::add-mask::y and a::before"), "say : :add-mask::y and a::before");
        assert_eq!(clean("x ##vso[task.setvariable]"), "x #?vso[task.setvariable]");
    }

    #[test]
    fn source_keeps_its_length() {
        let source = "a\u{1b}[0m\u{202e}\u{e0041}\u{85}\tü";
        let cleaned = clean_source(source);
        assert_eq!(cleaned.len(), source.len());
        assert!(cleaned.chars().all(|c| c == '\t' || !c.is_control()));
    }
}
