//! Filling the places of a rule's message with what was measured.

use crate::checks::{Check, Subject};
use crate::finding::{Evidence, quote};

/// The places that are filled from the subject itself, whatever was measured.
const OWN: &[&str] = &["label", "name", "text", "accept", "refuse", "action"];

/// The first place of a message that nothing fills: neither the subject nor what these checks measure.
pub(super) fn unknown_place<'c>(message: &str, checks: impl Iterator<Item = &'c Check>) -> Option<String> {
    let measured: Vec<&str> = checks.flat_map(|check| check.measures().iter().copied()).collect();
    places(message).find(|place| !OWN.contains(place) && !measured.contains(place)).map(str::to_string)
}

fn places(message: &str) -> impl Iterator<Item = &str> {
    message.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(place, _)| place))
}

/// The message for one subject. `[a contrast of {contrast}:1|a contrast that could not be measured]` says the first where
/// all of it is known, and the second, if there is one, where it is not.
pub(super) fn fill(message: &str, subject: &Subject, evidence: &Evidence) -> String {
    let mut filled = String::with_capacity(message.len() + 40);
    let mut rest = message;
    while let Some((before, part, after)) = bracketed(rest) {
        let (known, otherwise) = part.split_once('|').unwrap_or((part, ""));
        let is_known = |place: &str| match own(place, subject) {
            Some(words) => !words.is_empty(),
            None => evidence.contains_key(place),
        };
        fill_places(before, subject, evidence, &mut filled);
        fill_places(if places(known).all(is_known) { known } else { otherwise }, subject, evidence, &mut filled);
        rest = after;
    }
    fill_places(rest, subject, evidence, &mut filled);
    filled
}

/// What stands before, in and after the first pair of brackets.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (part, after) = rest.split_once(']')?;
    Some((before, part, after))
}

fn fill_places(message: &str, subject: &Subject, evidence: &Evidence, filled: &mut String) {
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled.push_str(&value(place, subject, evidence));
        rest = after;
    }
    filled.push_str(rest);
}

fn value(place: &str, subject: &Subject, evidence: &Evidence) -> String {
    let measured = || evidence.get(place).map_or_else(|| "something".to_string(), |it| it.value.to_string());
    own(place, subject).map_or_else(measured, short)
}

/// What the subject itself has to say.
fn own<'m>(place: &str, subject: &Subject<'m>) -> Option<&'m str> {
    match place {
        "label" => Some(subject.label()),
        "name" => subject.choice().map(|it| it.name.as_str()),
        "text" => subject.disclosure().map(|it| it.text.as_str()),
        "action" => subject.bound_action().map(|it| it.label.as_str()),
        "accept" => subject
            .pair()
            .map(|(accept, _)| accept.label.as_str())
            .or_else(|| Some(subject.surface()?.accept()?.label.as_str())),
        "refuse" => subject.pair().map(|(_, refuse)| refuse.label.as_str()),
        _ => None,
    }
}

/// Long texts make poor sentences: the first words are enough to know them by.
fn short(text: &str) -> String {
    let text = quote(text);
    if text.chars().count() <= 90 {
        return text;
    }
    let cut: String = text.chars().take(86).collect();
    let end = cut.rfind(' ').filter(|end| *end > 40).unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}
