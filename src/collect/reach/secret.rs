//! Values that nobody may read again: how they are kept, and how they are found in what is about to be stored.

use std::borrow::Cow;
use std::fmt;

/// What stands where a secret stood. Shorter than any value that is hidden, so that it never holds one.
const MARK: &str = "•••";
/// Fewest characters of a value that was said to be secret, for it to be searched for. Shorter ones stand in every page.
const FEWEST: usize = 4;
/// Fewest bytes of a value that may be secret or not.
const FEWEST_PERHAPS: usize = 8;
/// From this length on, in bytes, letters alone are no longer taken for words.
const LONGEST_WORDS: usize = 20;

/// A value that is used and never printed, recorded or stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    value: String,
    is_certain: bool,
}

impl Secret {
    /// A value that is secret whatever it looks like: a password, or what came from the environment or a file.
    pub fn new(value: impl Into<String>) -> Self {
        Secret { value: value.into(), is_certain: true }
    }

    /// A value that may be a secret (a session) or a word (`dark`); its looks decide whether it is searched for. It is
    /// never printed either.
    pub fn perhaps(value: impl Into<String>) -> Self {
        Secret { value: value.into(), is_certain: false }
    }

    /// The value itself, to be handed to the browser and to nothing else.
    pub fn expose(&self) -> &str {
        &self.value
    }

    /// What follows the first word, for it is a secret of its own: `abc` in `Bearer abc`.
    pub(super) fn after_word(&self) -> Option<Self> {
        let (_, rest) = self.value.trim().split_once(' ')?;
        Some(Secret { value: rest.trim().to_string(), is_certain: self.is_certain })
    }

    /// Adds what must not be stored: the value, or what looks secret inside it, each as it stands in an address too.
    pub(super) fn forms(&self, into: &mut Vec<String>) {
        if self.is_certain {
            let value = self.value.trim();
            if value.chars().count() >= FEWEST {
                push_forms(value, into);
            }
            return;
        }
        if is_telling(&self.value) {
            push_forms(&self.value, into);
        }
        if self.value.starts_with(['{', '[', '"'])
            && let Ok(json) = serde_json::from_str(&self.value)
        {
            leaves(&json, into);
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("secret")
    }
}

/// Whether a value looks like more than a few words or a short number.
fn is_telling(value: &str) -> bool {
    value.len() >= FEWEST_PERHAPS
        && (value.len() >= LONGEST_WORDS || !value.split(['-', '_', '.', '/', ' ']).all(is_word))
}

/// Letters alone, with a capital at the beginning at most, or capitals alone.
fn is_word(text: &str) -> bool {
    let has = |test: fn(char) -> bool| text.chars().skip(1).any(test);
    text.chars().all(char::is_alphabetic) && !(has(char::is_uppercase) && text.chars().any(char::is_lowercase))
}

/// The strings inside JSON that look like secrets.
fn leaves(json: &serde_json::Value, into: &mut Vec<String>) {
    match json {
        serde_json::Value::String(text) if is_telling(text) => push_forms(text, into),
        serde_json::Value::Array(items) => items.iter().for_each(|it| leaves(it, into)),
        serde_json::Value::Object(fields) => fields.values().for_each(|it| leaves(it, into)),
        _ => {}
    }
}

fn push_forms(value: &str, into: &mut Vec<String>) {
    into.push(value.to_string());
    into.push(percent(value));
    into.push(url::form_urlencoded::byte_serialize(value.as_bytes()).collect());
}

/// As `encodeURIComponent` writes it.
fn percent(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

/// As `Authorization: Basic` writes it (RFC 4648, with padding).
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits: u32, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Takes secrets out of texts that are about to be stored or shown.
#[derive(Clone, Default)]
pub struct Redactor {
    /// Longest first, so that no rest of a longer one is left.
    values: Vec<String>,
}

impl Redactor {
    /// For values in any order; empty ones are left out.
    pub fn new(mut values: Vec<String>) -> Self {
        values.retain(|it| !it.is_empty());
        values.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        values.dedup();
        Redactor { values }
    }

    /// Whether there is nothing to take out.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The text with `•••` for each secret in it.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.values.iter().fold(Cow::Borrowed(text), |text, value| {
            if text.contains(value.as_str()) { Cow::Owned(text.replace(value.as_str(), MARK)) } else { text }
        })
    }

    /// What it takes out, longest first.
    pub fn into_values(self) -> Vec<String> {
        self.values
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redactor({} values)", self.values.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Redactor, Secret, base64};

    fn forms(secret: &Secret) -> Vec<String> {
        let mut found = Vec::new();
        secret.forms(&mut found);
        Redactor::new(found).into_values()
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("a:ÿ~", "YTrDv34=")];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn what_is_certain_is_searched_for_in_every_form() {
        assert_eq!(forms(&Secret::new("p&ss w/")), ["p%26ss%20w%2F", "p%26ss+w%2F", "p&ss w/"]);
        assert_eq!(Secret::new("Bearer abc.def").after_word(), Some(Secret::new("abc.def")));
        assert_eq!(Secret::new("abc.def").after_word(), None);
        assert!(forms(&Secret::new("abc")).is_empty(), "three letters stand in every page");
    }

    #[test]
    fn words_are_left_and_tokens_are_not() {
        for word in ["accepted", "Accepted", "dark", "light-mode", "1", "text/html", "GRANTED", "", "[]", "[\"dark\"]"]
        {
            assert!(forms(&Secret::perhaps(word)).len() <= usize::from(word.starts_with('[')) * 3, "{word}");
        }
        for token in ["a8f3c2e1", "AbcDefGhi", "12345678", "abcdefghijklmnopqrst", "a=b;c=d!"] {
            assert!(!forms(&Secret::perhaps(token)).is_empty(), "{token}");
        }
        assert!(
            forms(&Secret::perhaps(r#"{"user":[{"token":"k3y-0f-m1ne","theme":"dark"}]}"#))
                .contains(&"k3y-0f-m1ne".to_string())
        );
    }

    #[test]
    fn a_longer_secret_goes_first() {
        let redactor = Redactor::new(vec!["hunter".into(), "hunter2".into(), String::new()]);
        assert_eq!(redactor.redact("a hunter2, a hunter"), "a •••, a •••");
        assert_eq!(redactor.redact("nothing"), "nothing");
        assert_eq!(format!("{redactor:?} {:?}", Secret::new("hunter2")), "Redactor(2 values) secret");
        assert!(Redactor::default().is_empty());
    }
}
