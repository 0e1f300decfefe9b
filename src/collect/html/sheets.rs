//! Style sheets from a network, fetched before the layout begins: the layout itself reaches for nothing.

use super::Parts;
use std::collections::BTreeMap;
use url::Url;

/// Gets a style sheet by its address; `None` where it can't or may not be had. Whoever hands it in decides what may
/// be reached, follows redirects and keeps to a time.
pub type Fetch = dyn Fn(&Url) -> Option<Vec<u8>>;

/// Style sheets by address.
pub(super) type Sheets = BTreeMap<String, String>;

/// Largest style sheet that is read, in bytes.
pub(super) const MAX_SHEET: u64 = 2 * 1024 * 1024;
/// Most style sheets that are fetched for one page.
const MAX_SHEETS: usize = 32;

/// Fetches what the page links to and what that imports.
pub(super) fn fetch(parts: &Parts, base: &Url, fetch: &Fetch) -> Sheets {
    let mut wanted: Vec<Url> = Vec::new();
    for place in &parts.flat {
        let Some(element) = parts.tree.element(place.tree) else { continue };
        if element.is("style") {
            wanted.extend(imports(&parts.tree.own_text(place.tree), base));
        }
        let rel = element.attribute("rel").unwrap_or_default().to_ascii_lowercase();
        if element.is("link") && rel.split_ascii_whitespace().any(|word| word == "stylesheet") {
            wanted.extend(element.attribute("href").and_then(|href| base.join(href.trim()).ok()));
        }
    }
    wanted.reverse();
    let mut sheets = Sheets::new();
    let mut tried = 0;
    while let Some(url) = wanted.pop() {
        let known = sheets.contains_key(url.as_str());
        if known || tried >= MAX_SHEETS || !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        tried += 1;
        let Some(bytes) = fetch(&url).filter(|bytes| bytes.len() as u64 <= MAX_SHEET) else { continue };
        let sheet = text(bytes);
        wanted.extend(imports(&sheet, &url));
        sheets.insert(url.into(), sheet);
    }
    sheets
}

/// Blitz takes a style sheet for broken unless it is UTF-8.
pub(super) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned())
}

/// Addresses in the `@import` rules of a style sheet. One too many, in a comment, does no harm.
fn imports(sheet: &str, base: &Url) -> Vec<Url> {
    let rules = sheet.split("@import").skip(1);
    let address = |rule: &str| {
        let rule = rule.trim_start();
        let rule = rule.strip_prefix("url(").unwrap_or(rule).trim_start();
        let quote = rule.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = match quote {
            Some(quote) => rule[1..].find(quote)? + 1,
            None => rule.find([')', ';'])?,
        };
        base.join(rule[usize::from(quote.is_some())..end].trim()).ok()
    };
    rules.filter_map(address).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_however_they_are_written() {
        let base = Url::parse("https://a.example/x/").unwrap();
        let found = imports("@import \"a.css\"; @import url( 'b.css' ) print;@import url(/c.css);", &base);
        let found: Vec<_> = found.iter().map(Url::as_str).collect();
        assert_eq!(found, ["https://a.example/x/a.css", "https://a.example/x/b.css", "https://a.example/c.css"]);
    }
}
