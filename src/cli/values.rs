//! How the values of options are read.

use super::screen::When;
use crate::config::Suppressions;
use crate::finding::{Confidence, Outcome, Severity};
use crate::lint::Render;
use crate::snapshot::Capability;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::time::Duration;

/// One of a few words, each of which stands for a value.
fn word<T: Clone + Send + Sync + 'static>(
    words: &'static [(&'static str, T)],
    otherwise: T,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.iter().map(|(name, _)| *name)).map(move |given| {
        words.iter().find(|(name, _)| *name == given).map_or(otherwise.clone(), |(_, value)| value.clone())
    })
}

pub(super) fn when() -> impl TypedValueParser<Value = When> {
    word(&[("auto", When::Auto), ("always", When::Always), ("never", When::Never)], When::Auto)
}

pub(super) fn render() -> impl TypedValueParser<Value = Render> {
    word(&[("auto", Render::Auto), ("static", Render::Static), ("chromium", Render::Chromium)], Render::Auto)
}

pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    word(&[("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)], Severity::Error)
}

pub(super) fn confidence() -> impl TypedValueParser<Value = Confidence> {
    word(&[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)], Confidence::High)
}

pub(super) fn outcome() -> impl TypedValueParser<Value = Outcome> {
    word(
        &[("review", Outcome::Review), ("not-evaluated", Outcome::NotEvaluated), ("pass", Outcome::Pass)],
        Outcome::Review,
    )
}

pub(super) fn suppressions() -> impl TypedValueParser<Value = Suppressions> {
    word(&[("on", Suppressions::On), ("off", Suppressions::Off), ("report", Suppressions::Report)], Suppressions::On)
}

pub(super) fn capability() -> impl TypedValueParser<Value = Capability> {
    const ALL: &[(&str, Capability)] = &[
        ("source", Capability::Source),
        ("style", Capability::Style),
        ("layout", Capability::Layout),
        ("paint", Capability::Paint),
        ("script", Capability::Script),
        ("shadow", Capability::Shadow),
        ("network", Capability::Network),
        ("interaction", Capability::Interaction),
        ("frames", Capability::Frames),
        ("linked", Capability::Linked),
        ("start", Capability::Start),
    ];
    word(ALL, Capability::Source)
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FailOn {
    /// A failure of at least this severity.
    Failure(Severity),
    /// Any failure, or anything that a person must look at.
    Review,
}

pub(super) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    const ALL: &[(&str, FailOn)] = &[
        ("error", FailOn::Failure(Severity::Error)),
        ("warning", FailOn::Failure(Severity::Warning)),
        ("info", FailOn::Failure(Severity::Info)),
        ("review", FailOn::Review),
    ];
    word(ALL, FailOn::Failure(Severity::Error))
}

/// A surface that must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Any.
    Any,
    /// A banner or a dialog.
    Banner,
    /// A form or an agreement page.
    Form,
}

pub(super) fn expected() -> impl TypedValueParser<Value = Expected> {
    word(&[("any", Expected::Any), ("banner", Expected::Banner), ("form", Expected::Form)], Expected::Any)
}

/// `1280x900`, in CSS pixels.
pub(super) fn viewport(text: &str) -> Result<(u32, u32), String> {
    let wrong = || "write it as WIDTHxHEIGHT in CSS pixels, each from 1 to 16384: 1280x900".to_string();
    let (width, height) = text.split_once(['x', 'X']).ok_or_else(wrong)?;
    let size = (width.parse().map_err(|_| wrong())?, height.parse().map_err(|_| wrong())?);
    let sound = |length: u32| (1..=16_384).contains(&length);
    if sound(size.0) && sound(size.1) { Ok(size) } else { Err(wrong()) }
}

/// `30`, `30s`, `500ms`, `2m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "write it in seconds, or as 500ms, 30s or 2m, up to one hour".to_string();
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let milliseconds = match unit {
        "ms" => 1,
        "" | "s" => 1000,
        "m" => 60_000,
        _ => return Err(wrong()),
    };
    let all = number.checked_mul(milliseconds).filter(|all| (1..=3_600_000).contains(all)).ok_or_else(wrong)?;
    Ok(Duration::from_millis(all))
}

/// `eu`, `us-ca`.
pub(super) fn jurisdiction(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    let mut parts = text.split('-');
    let country = parts.next().is_some_and(|it| it.len() == 2 && it.chars().all(|c| c.is_ascii_lowercase()));
    let state =
        parts.next().is_none_or(|it| (1..=3).contains(&it.len()) && it.chars().all(|c| c.is_ascii_alphanumeric()));
    if country && state && parts.next().is_none() { Ok(text) } else { Err("write it as eu, cn or us-ca".into()) }
}

#[cfg(test)]
mod tests {
    use super::{duration, jurisdiction, viewport};
    use std::time::Duration;

    #[test]
    fn sizes_and_times_are_read() {
        assert_eq!(viewport("375x667"), Ok((375, 667)));
        assert!(viewport("375").is_err() && viewport("0x1").is_err() && viewport("99999x1").is_err());
        assert_eq!(duration("30"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(duration("0").is_err() && duration("soon").is_err() && duration("99h").is_err());
        assert_eq!(jurisdiction("US-CA"), Ok("us-ca".into()));
        assert!(jurisdiction("europe").is_err() && jurisdiction("").is_err());
    }
}
