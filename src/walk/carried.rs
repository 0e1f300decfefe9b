//! What a value tells, without keeping it: how well it could tell one browser from all others, and what it says of
//! consent.

use crate::snapshot::{SentField, StorageChange};
use serde_json::Value;
use std::collections::BTreeSet;

/// Bits from which a name with digits in it is no name.
const LONGEST_NAME: f64 = 60.0;
/// Most fields that are kept of one value.
const MOST_FIELDS: usize = 60;
/// How deep an object is read.
const DEEPEST: u32 = 4;

const YES: &[&str] = &[
    "1", "true", "yes", "on", "y", "granted", "grant", "accept", "accepted", "all", "allow", "allowed", "agree",
    "agreed", "optin", "opt-in", "ja", "oui", "si", "sí", "sì", "sim", "tak", "да", "是", "同意", "はい",
];
const NO: &[&str] = &[
    "0",
    "false",
    "no",
    "off",
    "n",
    "denied",
    "deny",
    "reject",
    "rejected",
    "refuse",
    "refused",
    "none",
    "decline",
    "declined",
    "disagree",
    "necessary",
    "essential",
    "optout",
    "opt-out",
    "nein",
    "non",
    "nee",
    "nie",
    "não",
    "нет",
    "否",
    "不同意",
    "いいえ",
    "null",
];

/// Bits of entropy that a value could hold, by its letters: words and times hold hardly any.
pub(super) fn entropy_bits(value: &str) -> f64 {
    let bits: f64 = value.split(|c: char| !c.is_ascii_alphanumeric()).map(bits_of).sum();
    // As many as a digest has: a long text is not a better identifier.
    (bits.min(256.0) * 10.0).round() / 10.0
}

fn bits_of(part: &str) -> f64 {
    let length = part.len() as f64;
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let hex = part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let upper = part.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = part.bytes().any(|byte| byte.is_ascii_lowercase());
    if digits == part.len() {
        // A time, in seconds or milliseconds, and numbers that count.
        let is_time = matches!(part.len(), 10 | 13) && part.starts_with(['1', '2']);
        return if is_time || part.len() < 6 { 0.0 } else { length * 3.3 };
    }
    if digits == 0 {
        let looks_drawn = upper && lower && part.len() >= 16 && changes_of_case(part) * 5 >= part.len();
        return if looks_drawn { length * 5.7 } else { (length * 1.5).min(20.0) };
    }
    if part.len() < 4 {
        return 2.0;
    }
    match (hex, upper && lower) {
        (true, _) => length * 4.0,
        (false, true) => length * 5.9,
        (false, false) => length * 5.1,
    }
}

fn changes_of_case(part: &str) -> usize {
    let bytes = part.as_bytes();
    bytes.windows(2).filter(|pair| pair[0].is_ascii_uppercase() != pair[1].is_ascii_uppercase()).count()
}

/// Whether a value could tell one browser from all others, if no other has it.
pub(super) fn could_identify(value: &str) -> bool {
    entropy_bits(value) >= StorageChange::IDENTIFYING && !is_consent_string(value)
}

/// Whether a value is a consent string of IAB's TCF (version 2) or GPP, in base64url: it tells a choice, and not a
/// browser.
fn is_consent_string(value: &str) -> bool {
    value.len() >= 20
        && (value.starts_with('C') || value.starts_with("DB"))
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~'))
        && value.as_bytes().get(1).is_some_and(|second| (b'A'..=b'f').contains(second))
}

/// The values in an address, a body or a header that could tell one browser from all others.
pub(super) fn identifying_values(url: &str, body: Option<&str>, cookies: Option<&str>) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    let mut add = |value: &str| {
        if could_identify(value) {
            values.insert(value.chars().take(512).collect());
        }
    };
    if let Ok(url) = url::Url::parse(url) {
        url.query_pairs().for_each(|(_, value)| add(&value));
    }
    for pair in cookies.unwrap_or_default().split(';') {
        add(pair.split_once('=').map_or(pair, |(_, value)| value).trim());
    }
    if let Some(body) = body {
        for (_, value) in pairs_of(body) {
            add(&value);
        }
    }
    values
}

/// The value of a `Set-Cookie` header.
pub(super) fn cookie_set(header: &str) -> Option<&str> {
    let pair = header.split(';').next()?;
    Some(pair.split_once('=')?.1.trim())
}

/// What a value says, field by field; a bare word is a field without a name.
pub(super) fn fields(name: &str, value: &str) -> Vec<SentField> {
    let decoded = decoded(value);
    if let Ok(json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str::<Value>(&decoded) {
        let mut pairs = Vec::new();
        flatten(name, &json, 0, &mut pairs);
        return pairs.into_iter().map(|(name, value)| field(name, &value)).take(MOST_FIELDS).collect();
    }
    if decoded.contains('=') && decoded.contains('&') {
        let pairs = url::form_urlencoded::parse(decoded.as_bytes());
        return pairs.map(|(inner, value)| field(format!("{name}.{inner}"), &value)).take(MOST_FIELDS).collect();
    }
    let pairs = loose_pairs(&decoded);
    if !pairs.is_empty() {
        return pairs
            .into_iter()
            .map(|(inner, value)| field(format!("{name}.{inner}"), value))
            .take(MOST_FIELDS)
            .collect();
    }
    vec![field(name.to_owned(), &decoded)]
}

/// Names and values of a list such as `stats:true,ads:false`, or an object written without quotes; nothing where no part
/// says yes or no.
fn loose_pairs(text: &str) -> Vec<(&str, &str)> {
    const AROUND: &[char] = &['{', '}', '"', '\'', ' ', '\n', '\t'];
    let parts = text.split([',', ';', '|', '&']).filter_map(|part| part.split_once([':', '=']));
    let pairs: Vec<_> = parts.map(|(name, value)| (name.trim_matches(AROUND), value.trim_matches(AROUND))).collect();
    if pairs.iter().any(|(_, value)| says(value).is_some()) { pairs } else { Vec::new() }
}

/// What a body, or the query of an address, says field by field.
pub(super) fn sent_fields(url: &str, method: &str, body: Option<&str>) -> Vec<SentField> {
    let mut fields: Vec<SentField> = Vec::new();
    if let Some(body) = body {
        fields.extend(pairs_of(body).into_iter().map(|(name, value)| field(name, &value)));
    }
    if body.is_none() || method == "GET" {
        let url = url::Url::parse(url).ok();
        let pairs: Vec<_> = url.iter().flat_map(|url| url.query_pairs().into_owned()).collect();
        fields.extend(pairs.into_iter().map(|(name, value)| field(name, &value)));
    }
    fields.truncate(MOST_FIELDS);
    fields
}

/// A name that is no name, but what somebody typed or an identifier, is not kept.
fn field(name: String, value: &str) -> SentField {
    let is_name = name.len() <= 80
        && name.split('.').all(|part| bits_of_name(part) < LONGEST_NAME)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '[' | ']' | ':' | ' '));
    let said = says(value).or_else(|| may_sell(value).filter(|_| name.to_lowercase().contains("privacy")));
    if is_name { SentField { name, says: said } } else { SentField::default() }
}

/// What a string of IAB's US Privacy says of selling: version, notice given, opted out, a contract of the industry.
fn may_sell(value: &str) -> Option<bool> {
    let [b'1', b'Y' | b'N' | b'-', opted_out, b'Y' | b'N' | b'-'] = value.as_bytes() else { return None };
    match opted_out {
        b'Y' => Some(false),
        b'N' => Some(true),
        _ => None,
    }
}

fn bits_of_name(part: &str) -> f64 {
    if part.bytes().any(|byte| byte.is_ascii_digit()) { entropy_bits(part) } else { 0.0 }
}

/// Whether a value says yes, or no.
fn says(value: &str) -> Option<bool> {
    let word = value.trim().trim_matches('"').to_lowercase();
    if YES.contains(&word.as_str()) {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

fn decoded(value: &str) -> String {
    if !value.contains('%') {
        return value.to_owned();
    }
    // Parsed as one value of a form: no `=`, so the whole is a name.
    let pair = format!("v={}", value.replace('&', "%26").replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(|| value.to_owned(), |(_, value)| value.into_owned())
}

/// Names and values of a body: an object, a form, or a form in parts.
fn pairs_of(body: &str) -> Vec<(String, String)> {
    if let Ok(json) = serde_json::from_str::<Value>(body) {
        let mut pairs = Vec::new();
        flatten("", &json, 0, &mut pairs);
        return pairs;
    }
    if body.contains("Content-Disposition: form-data") {
        return body.split("Content-Disposition: form-data").skip(1).filter_map(part).collect();
    }
    if body.contains('=') {
        return url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    }
    body.split_whitespace().map(|word| (String::new(), word.to_owned())).collect()
}

fn part(text: &str) -> Option<(String, String)> {
    let (head, rest) = text.split_once("\r\n\r\n")?;
    let name = head.split_once("name=\"")?.1.split('"').next()?;
    let value = rest.split("\r\n").next().unwrap_or_default();
    Some((name.to_owned(), value.to_owned()))
}

fn flatten(name: &str, json: &Value, depth: u32, pairs: &mut Vec<(String, String)>) {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    if depth > DEEPEST || pairs.len() >= MOST_FIELDS {
        return;
    }
    match json {
        Value::Object(map) => map.iter().for_each(|(key, value)| flatten(&inner(key), value, depth + 1, pairs)),
        // A list of what was agreed to: each word is a field that says yes.
        Value::Array(list) => {
            for item in list {
                match item {
                    Value::String(word) => pairs.push((inner(word), "true".into())),
                    other => flatten(name, other, depth + 1, pairs),
                }
            }
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        other => pairs.push((name.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_by_lot_is_told_from_words_and_times() {
        for drawn in
            ["7f6b0f0e-9a3c-4b44-8f0c-2a6a1a3d9b10", "k3j9x2m4q8z7w1lx9f3k2a", "dGhpc0lzUmFuZG9tQmFzZTY0VmFsdWU5OTk"]
        {
            assert!(entropy_bits(drawn) >= StorageChange::IDENTIFYING, "{drawn}: {}", entropy_bits(drawn));
        }
        for word in [
            "all",
            "accepted",
            "1763800000000",
            "cookie-consent-v2-2024",
            "necessary,analytics,marketing",
            "2026-11-22T08:50:23.123Z",
            "en-US",
            "https://example.org/privacy-policy",
            "0.8312764",
        ] {
            assert!(entropy_bits(word) < StorageChange::IDENTIFYING, "{word}: {}", entropy_bits(word));
        }
    }

    #[test]
    fn bodies_are_read_field_by_field() {
        let said = |body: &str| {
            let fields = sent_fields("https://a.example/", "POST", Some(body));
            fields.into_iter().map(|it| (it.name, it.says)).collect::<Vec<_>>()
        };
        assert_eq!(said("email=a%40b.example&news=yes"), [("email".into(), None), ("news".into(), Some(true))]);
        assert_eq!(
            said(r#"{"consent":{"ads":true,"ids":["x"]}}"#),
            [("consent.ads".into(), Some(true)), ("consent.ids.x".into(), Some(true))]
        );
        let parts = "--b\r\nContent-Disposition: form-data; name=\"newsletter\"\r\n\r\nno\r\n--b--";
        assert_eq!(said(parts), [("newsletter".into(), Some(false))]);
        let query = sent_fields("https://a.example/?opt=1", "GET", None);
        assert_eq!((query[0].name.as_str(), query[0].says), ("opt", Some(true)));
        assert_eq!(fields("consent", "%7B%22ads%22%3Afalse%7D")[0].name, "consent.ads");
        let said =
            |name: &str, value: &str| fields(name, value).into_iter().map(|it| (it.name, it.says)).collect::<Vec<_>>();
        let both = [("consent.stats".into(), Some(true)), ("consent.ads".into(), Some(false))];
        assert_eq!(said("consent", "stats:true,ads:false"), both);
        assert_eq!(said("consent", "{stats:'yes', ads:'no'}"), both);
        assert_eq!(said("when", "12:30:05"), [("when".into(), None)]);
        assert_eq!(said("us_privacy", "1YYN"), [("us_privacy".into(), Some(false))]);
        assert_eq!(said("us_privacy", "1---"), [("us_privacy".into(), None)]);
    }

    #[test]
    fn a_consent_string_tells_a_choice() {
        assert!(is_consent_string("CPokAsAPokAsABEACBENC7CgAP_AAH_AAAiQ"));
        assert!(!is_consent_string("C0ffee"));
        let found = identifying_values("https://t.example/p?id=7f6b0f0e-9a3c-4b44-8f0c-2a6a1a3d9b10&v=2", None, None);
        assert_eq!(found.len(), 1);
    }
}
