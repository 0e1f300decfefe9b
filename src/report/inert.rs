//! Text from a page, made inert for what reads a report: a browser, a Markdown renderer, Mermaid.
//!
//! All of it goes through [`clean`] first, so it is one line without escapes and bidi controls.

use super::clean;
use url::Url;

/// Text for HTML, between tags and in quoted attributes.
pub(super) fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '`' => safe.push_str("&#96;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A `lang` attribute, if the tag could be one.
pub(super) fn html_lang(tag: Option<&str>) -> String {
    let fits = |tag: &&str| {
        let letters = tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        letters && (2..=35).contains(&tag.len()) && tag.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    tag.filter(fits).map(|tag| format!(" lang=\"{tag}\"")).unwrap_or_default()
}

/// An address that a report may link to: `http` and `https`, nothing else.
pub(super) fn web_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    Some(clean(url.as_str()))
}

/// Text for a line of Markdown or a cell of its tables.
///
/// Renderers look for names, numbers, addresses and signs (`@name`, `#1`, `www.`, `:smile:`) in what they have drawn, where
/// a backslash is gone already; a space of no width parts those.
pub(super) fn markdown(text: &str) -> String {
    const PART: &str = "&#8203;";
    let text = clean(text);
    let text = text.trim();
    let mut safe = String::with_capacity(text.len());
    let after_digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = after_digits.strip_prefix(['.', ')']).filter(|_| after_digits.len() < text.len());
    let mut numbered = sign.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let mut rest = text.chars();
    let mut first = true;
    while let Some(c) = rest.next() {
        let word = || rest.clone().take_while(|next| !next.is_whitespace());
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '-' | '+' | '=' if first => safe.extend(['\\', c]),
            '.' | ')' if std::mem::take(&mut numbered) => safe.extend(['\\', c]),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '$' | '^' => safe.extend(['\\', c]),
            '#' | '@' if word().next().is_some() => safe.push_str(&format!("\\{c}{PART}")),
            ':' if word().next() == Some('/') || word().any(|next| next == ':') => safe.push_str(&format!("\\:{PART}")),
            '#' | '@' | ':' if first => safe.extend(['\\', c]),
            '.' if safe.to_ascii_lowercase().ends_with("www") => safe.push_str(&format!(".{PART}")),
            c => safe.push(c),
        }
        first = false;
    }
    safe
}

/// A code span of Markdown. Not for cells of tables.
pub(super) fn markdown_code(text: &str) -> String {
    let text = clean(text);
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.trim().is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

/// A fenced block of Markdown with one line of page text.
pub(super) fn markdown_fence(text: &str, language: &str) -> String {
    let text = clean(text);
    let fence = "`".repeat((longest_run(&text, '`') + 1).max(3));
    format!("{fence}{language}\n{text}\n{fence}\n")
}

/// A link of Markdown where the address may be linked to; its text where not.
pub(super) fn markdown_link(text: &str, address: Option<&str>) -> String {
    match address.and_then(web_address) {
        Some(address) => {
            let mut target = String::with_capacity(address.len());
            for c in address.chars() {
                match c {
                    '(' | ')' | '<' | '>' | '|' | '`' | '\\' | '[' | ']' => {
                        target.push_str(&format!("%{:02X}", u32::from(c)))
                    }
                    c => target.push(c),
                }
            }
            format!("[{}]({target})", markdown(text))
        }
        None => markdown(text),
    }
}

/// Text for a label of Mermaid that stands between double quotes: letters and spaces as they are, all signs as numbers.
/// Mermaid acts on signs in many places (entities, `:` after the word style, `%%{`, Markdown in labels), and on none so
/// written.
pub(super) fn mermaid(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).trim().chars() {
        match c {
            ' ' | ',' | '…' | '“' | '”' => safe.push(c),
            // Mermaid's own marks for the numbers below, while it reads.
            'ﬂ' | '°' | '¶' | 'ß' => safe.push_str(&format!("#{};", u32::from(c))),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => safe.push(c),
            c => safe.push_str(&format!("#{};", u32::from(c))),
        }
    }
    safe
}

fn longest_run(text: &str, sign: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{html, html_lang, markdown, markdown_code, markdown_fence, markdown_link, mermaid, web_address};
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// What a page could say to whoever renders a report.
    const HOSTILE: &[&str] = &[
        "</script><script>alert(1)</script>",
        "\u{1b}[31mred\u{1b}[0m \u{9b}2J",
        "a\u{202e}b\u{2066}c\u{e0041}",
        "\"><img src=x onerror=alert(1)>",
        "](javascript:alert(1)) [x](javascript:alert(1)) ![y](http://e.example/p.png)",
        "a | b | c\n| - | - |\n# Heading",
        "```\n# out\n```",
        "**bold** _soft_ ~~gone~~ $x^2$ {{ site.x }} [^1] [!NOTE]",
        "- item",
        "+ item",
        "1. item",
        "2) item",
        "> quote",
        "# heading",
        "===",
        "---",
        "    code",
        "@everyone #1 GH-1 :smile: www.evil.example https://evil.example me@evil.example",
        ":::warning",
        "::error::stop",
        "##[error]stop",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(1)",
        "<!-- --> <details>",
        "&lt;script&gt; &#60; &nbsp;",
        "\\",
        "%%{init: {\"securityLevel\": \"loose\"}}%%",
        "end; click s0 \"javascript:alert(1)\"",
        "style: red #35; #quot;",
        "`1. list`",
        "ﬂ°°60¶ß",
    ];

    /// The text that a renderer of Markdown draws, and how many things it meets that are neither paragraphs nor text.
    fn drawn(text: &str) -> (String, usize) {
        let parser = || Parser::new_ext(text, Options::all());
        let quiet = |event: &Event<'_>| {
            matches!(event, Event::Text(_) | Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
        };
        let shown =
            parser().filter_map(|event| if let Event::Text(text) = event { Some(text.to_string()) } else { None });
        (shown.collect(), parser().filter(|event| !quiet(event)).count())
    }

    #[test]
    fn html_is_text() {
        assert_eq!(html("<a href='x' title=\"y\">&`"), "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&#96;");
        for text in HOSTILE {
            let safe = html(text);
            assert!(!safe.contains(['<', '>', '"', '\'', '`', '\u{1b}', '\u{202e}', '\n']), "{safe}");
        }
        assert_eq!(html_lang(Some("zh-Hans")), " lang=\"zh-Hans\"");
        assert_eq!(html_lang(Some("en\" onload=x")), "");
    }

    #[test]
    fn markdown_is_text() {
        for text in HOSTILE {
            let safe = markdown(text);
            let (shown, things) = drawn(&safe);
            assert_eq!(things, 0, "{text:?} became {safe:?}, drawn {shown:?}");
            // The address and the name are parted in what is drawn, for those who look there.
            for sign in ["https://", "www.e", "@e", "#1", ":smile:", "::"] {
                assert!(!shown.contains(sign), "{sign} in {shown:?}");
            }
            let (_, in_list) = drawn(&format!("- {safe}"));
            assert_eq!(in_list, drawn("- x").1, "{text:?} in a list");
        }
    }

    #[test]
    fn a_cell_of_a_table_stays_one_cell() {
        for text in HOSTILE {
            let table = format!("| a | b |\n|---|---|\n| {} | x |\n", markdown(text));
            let cells = Parser::new_ext(&table, Options::ENABLE_TABLES)
                .filter(|event| matches!(event, Event::Start(Tag::TableCell)))
                .count();
            assert_eq!(cells, 4, "{table}");
        }
    }

    #[test]
    fn code_and_fences_hold_what_they_are_given() {
        for text in HOSTILE {
            let (_, things) = drawn(&format!("say {} so", markdown_code(text)));
            assert_eq!(things, 1, "{text:?}");
            let blocks =
                Parser::new(&markdown_fence(text, "html")).filter(|event| matches!(event, Event::Start(_))).count();
            assert_eq!(blocks, 1, "{text:?}");
        }
        assert_eq!(markdown_code("a`b"), "``a`b``");
        assert_eq!(markdown_fence("x", "html"), "```html\nx\n```\n");
    }

    #[test]
    fn only_the_web_is_linked_to() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("data:text/html,x"), None);
        assert_eq!(web_address("https://e.example/a b\">"), Some("https://e.example/a%20b%22%3E".into()));
        assert_eq!(markdown_link("Art. 4", Some("file:///etc/passwd")), "Art. 4");
        assert_eq!(markdown_link("a]b", Some("https://e.example/x(1)")), "[a\\]b](https://e.example/x%281%29)");
    }

    #[test]
    fn mermaid_gets_letters_and_numbers() {
        assert_eq!(mermaid("Accept all"), "Accept all");
        assert_eq!(mermaid("\"]; click s0"), "#34;#93;#59; click s0");
        assert_eq!(mermaid("同意，继续"), "同意，继续");
        for text in HOSTILE {
            let safe = mermaid(text);
            let bare: String =
                safe.split('#').map(|part| part.split_once(';').map_or(part, |(_, rest)| rest)).collect();
            assert!(!bare.contains(|c: char| c.is_ascii_punctuation() && c != ','), "{safe}");
        }
    }
}
