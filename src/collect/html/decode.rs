//! From bytes to text, and back from a place in the text to a byte of the file.

use crate::collect::{CollectError, Document};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Largest page that is looked at, in bytes.
pub(super) const MAX_BYTES: usize = 20 * 1024 * 1024;
/// How far `<meta charset>` is searched for, as in the HTML standard.
const PRESCAN: usize = 1024;

/// The text of a page, and where each part of it stands in the file.
pub(super) struct Decoded {
    pub(super) text: String,
    /// `(place in text, what to add to get the byte in the file)`, ascending; the last entry not after a place counts.
    shifts: Vec<(usize, i64)>,
}

impl Decoded {
    /// The byte of the file that a byte of the text came from. Files that are not UTF-8 keep the place in the
    /// decoded text, which lines and columns agree with.
    pub(super) fn in_file(&self, place: usize) -> usize {
        let at = self.shifts.partition_point(|&(start, _)| start <= place);
        let shift = at.checked_sub(1).map_or(0, |at| self.shifts[at].1);
        (place as i64 + shift).max(0) as usize
    }
}

/// Decodes a document: byte order mark, then the header's charset, then `<meta charset>`, else UTF-8.
pub(super) fn decode(document: &Document) -> Result<Decoded, CollectError> {
    let bytes = document.bytes.as_slice();
    if bytes.len() > MAX_BYTES {
        return Err(CollectError::TooLarge {
            input: document.input.clone(),
            why: format!("{} bytes, and at most {MAX_BYTES} are looked at", bytes.len()),
        });
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (declared(document), 0),
    };
    if let Some(what) = binary(bytes, encoding) {
        return Err(CollectError::NotHtml { input: document.input.clone(), why: what.into() });
    }
    let body = &bytes[mark..];
    if encoding == UTF_8 {
        return Ok(utf8(body, mark));
    }
    let (text, _) = encoding.decode_without_bom_handling(body);
    Ok(Decoded { text: text.into_owned(), shifts: Vec::new() })
}

fn utf8(body: &[u8], mark: usize) -> Decoded {
    let mut shifts = if mark > 0 { vec![(0, mark as i64)] } else { Vec::new() };
    if let Ok(text) = std::str::from_utf8(body) {
        return Decoded { text: text.to_owned(), shifts };
    }
    let mut text = String::with_capacity(body.len());
    let mut shift = mark as i64;
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            let change = chunk.invalid().len() as i64 - char::REPLACEMENT_CHARACTER.len_utf8() as i64;
            if change != 0 {
                shift += change;
                shifts.push((text.len(), shift));
            }
        }
    }
    Decoded { text, shifts }
}

fn declared(document: &Document) -> &'static Encoding {
    let header = document.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = header {
        return encoding;
    }
    let head = &document.bytes[..document.bytes.len().min(PRESCAN)];
    match prescan(head) {
        // A page that could be read as ASCII so far is not UTF-16, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        Some(encoding) => encoding,
        None => UTF_8,
    }
}

/// Finds `charset=` inside a `<meta` tag; comments are skipped.
fn prescan(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let mut at = 0;
    while let Some(open) = find(&lower[at..], b"<").map(|found| at + found) {
        if lower[open..].starts_with(b"<!--") {
            at = open + 4 + find(&lower[open + 4..], b"-->")?;
            continue;
        }
        let close = find(&lower[open..], b">").map_or(lower.len(), |found| open + found);
        if lower[open..].starts_with(b"<meta")
            && let Some(encoding) = charset(&lower[open..close])
        {
            return Some(encoding);
        }
        at = open + 1;
    }
    None
}

fn charset(tag: &[u8]) -> Option<&'static Encoding> {
    let rest = &tag[find(tag, b"charset")? + b"charset".len()..];
    let skipped: &[u8] = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let label = match skipped.first()? {
        quote @ (b'"' | b'\'') => skipped[1..].split(|byte| byte == quote).next()?,
        _ => skipped.split(|&byte| byte.is_ascii_whitespace() || matches!(byte, b';' | b'"' | b'\'' | b'/')).next()?,
    };
    Encoding::for_label(label)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn binary(bytes: &[u8], encoding: &'static Encoding) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "it is a PDF file"),
        (b"\x89PNG", "it is a PNG image"),
        (b"PK\x03\x04", "it is a ZIP archive"),
        (b"GIF8", "it is a GIF image"),
        (b"\xff\xd8\xff", "it is a JPEG image"),
        (b"\x1f\x8b", "it is packed with gzip"),
        (b"\x28\xb5\x2f\xfd", "it is packed with zstd"),
        (b"\x7fELF", "it is a program"),
    ];
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    (!wide && bytes.contains(&0)).then_some("it holds zero bytes, so it is no text")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn document(bytes: &[u8]) -> Document {
        Document { input: "page.html".into(), bytes: bytes.into(), charset: None, url: None, root: None }
    }

    #[test]
    fn a_meta_charset_is_heeded_and_comments_are_not() {
        let page = b"<!-- <meta charset=koi8-r> --><meta charset='windows-1252'>\x80";
        assert!(decode(&document(page)).unwrap().text.ends_with('\u{20ac}'));
        let page = b"<meta http-equiv=content-type content=\"text/html; charset=shift_jis\">\x83\x65";
        assert!(decode(&document(page)).unwrap().text.ends_with('\u{30c6}'));
    }

    #[test]
    fn bad_bytes_keep_the_places_after_them() {
        let decoded = decode(&document(b"\xef\xbb\xbfa\xff\xffb")).unwrap();
        assert_eq!(decoded.text, "a\u{fffd}\u{fffd}b");
        assert_eq!(decoded.in_file(0), 3);
        assert_eq!(decoded.in_file(decoded.text.find('b').unwrap()), 6);
    }
}
