//! Prices in a text.

use super::passage::readers;
use crate::lexicon::{Lexicon, Lexicons, Saying};

/// Signs and codes of currencies that stand before or after an amount.
const CURRENCIES: &[&str] = &[
    "$", "€", "£", "¥", "￥", "₹", "₩", "₽", "₺", "₴", "₫", "฿", "₪", "﷼", "৳", "元", "円", "원", "zł", "kč", "kr",
    "ft", "lei", "лв", "дин", "din", "руб", "грн", "usd", "eur", "gbp", "cny", "rmb", "jpy", "inr", "krw", "chf",
    "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "bgn", "rsd", "rub", "uah", "try", "brl", "aud", "cad", "nzd",
    "sgd", "hkd", "twd", "thb", "vnd", "idr", "myr", "zar", "kes", "ils", "aed", "sar", "rp", "rm", "tl", "euro",
    "euros", "dollars", "r$", "ksh", "rs", "isk",
];

/// The first price above zero in a text, as written.
pub(super) fn first(text: &str) -> Option<String> {
    all(text).into_iter().next()
}

/// The first price in a text that is asked for: "save $5" takes a sum off.
pub(super) fn cost(chosen: &[&Lexicon], lexicons: &Lexicons, text: &str) -> Option<String> {
    let prices = all(text);
    if prices.is_empty() {
        return None;
    }
    let by = readers(chosen, lexicons, text);
    let saved: Vec<u32> = by.iter().flat_map(|it| it.numbers_beside(text, Saying::Saving, 1)).collect();
    prices.into_iter().find(|price| !saved.iter().any(|sum| begins_with(price, *sum)))
}

/// Whether the amount of a price is this sum; its cents are left out.
fn begins_with(price: &str, sum: u32) -> bool {
    let digits = price.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(digits.len());
    let amount = &digits[..end];
    let cents = amount.rfind(['.', ',']).filter(|at| amount.len() - at <= 3);
    let whole: String = amount[..cents.unwrap_or(end)].chars().filter(char::is_ascii_digit).collect();
    whole.parse::<u32>().is_ok_and(|whole| whole == sum)
}

/// All prices above zero in a text, as written.
fn all(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    // Lower-casing may change lengths; then places no longer fit, and the lowered text is quoted.
    let source = if lower.len() == text.len() { text } else { lower.as_str() };
    let (mut at, mut prices) = (0, Vec::new());
    while let Some(start) = lower[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let end = lower[start..]
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}' | '\'')))
            .map_or(lower.len(), |found| start + found);
        let amount = lower[start..end].trim_end_matches(['.', ',', '\u{a0}', '\u{202f}', '\'']);
        let stop = start + amount.len();
        let above_zero = amount.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        if above_zero && let Some((from, to)) = with_currency(&lower, start, stop) {
            prices.extend(source.get(from..to).map(|price| price.trim().to_string()));
        }
        at = end.max(start + 1);
    }
    prices
}

/// The stretch of an amount and the currency beside it.
fn with_currency(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let after = &text[end..];
    let gap = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-', ',', '–']).len();
    let follows =
        |sign: &&&str| after[gap..].strip_prefix(**sign).is_some_and(|rest| ends_word(sign, rest.chars().next()));
    if gap <= 4
        && let Some(sign) = CURRENCIES.iter().filter(follows).max_by_key(|sign| sign.len())
    {
        return Some((start, end + gap + sign.len()));
    }
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let precedes =
        |sign: &&&str| before.strip_suffix(**sign).is_some_and(|rest| ends_word(sign, rest.chars().next_back()));
    let sign = CURRENCIES.iter().filter(precedes).max_by_key(|sign| sign.len())?;
    (start - before.len() <= 4).then_some((before.len() - sign.len(), end))
}

/// A code is a word of its own; a sign need not be.
fn ends_word(sign: &str, next: Option<char>) -> bool {
    !sign.starts_with(|c: char| c.is_alphabetic() && !is_ideograph(c)) || next.is_none_or(|c| !c.is_alphabetic())
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::{begins_with, first};

    #[test]
    fn prices_are_found_as_people_write_them() {
        for (text, price) in [
            ("Travel insurance + € 4.90", Some("€ 4.90")),
            ("Reiserücktritt 12,50 EUR", Some("12,50 EUR")),
            ("only $3/month", Some("$3")),
            ("加购延保 19元", Some("19元")),
            ("¥1,200 税込", Some("¥1,200")),
            ("0,00 €", None),
            ("free, € 0", None),
            ("16 years or older", None),
            ("We work with 842 partners", None),
            ("5 euros", Some("5 euros")),
            ("Step 2 of 3", None),
            ("149 kr", Some("149 kr")),
            ("2 tracks", None),
        ] {
            assert_eq!(first(text).as_deref(), price, "{text}");
        }
    }

    #[test]
    fn cents_and_thousands_are_told_apart() {
        for (price, sum) in [("$5", 5), ("€ 4.90", 4), ("12,50 EUR", 12), ("$1,200", 1200), ("1.200,50 €", 1200)] {
            assert!(begins_with(price, sum), "{price}");
            assert!(!begins_with(price, sum + 1), "{price}");
        }
    }
}
