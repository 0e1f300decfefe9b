//! What is said of a finding below its message, the same words for terminals and pipes.

use super::words::cut;
use super::{Detail, clean};
use crate::finding::{Confidence, Evidence, Finding, LawReference, Outcome, Value};
use std::collections::VecDeque;

/// References that are listed of a finding.
const REFERENCES: usize = 4;
/// Characters of an instrument's title.
const TITLE: usize = 60;

/// What is said of a surface that is not shown yet.
pub(super) const LATENT: &str = "it waits for a script to show it, and is judged as it would read then";

/// A line below a finding: its name, and what it says.
pub(super) struct Note {
    pub(super) name: String,
    pub(super) text: String,
}

fn note(name: &str, text: impl Into<String>) -> Note {
    Note { name: name.to_string(), text: text.into() }
}

/// The lines of a finding, without its place and its fix.
pub(super) fn notes(finding: &Finding, detail: Detail) -> Vec<Note> {
    let mut notes = Vec::new();
    if let (Outcome::Review, Some(reason)) = (finding.outcome, &finding.reason) {
        notes.push(note("why a person must look", clean(reason)));
    }
    if let Some(doubt) = doubt(finding) {
        notes.push(note("confidence", doubt));
    }
    if finding.latent {
        notes.push(note("hidden", LATENT));
    }
    let measured = measured(&finding.evidence);
    if !measured.is_empty() {
        notes.push(note("measured", measured));
    }
    notes.extend(law(&finding.law, &finding.rule));
    if detail == Detail::Verbose {
        if !finding.pattern.is_empty() {
            notes.push(note("pattern", clean(&finding.pattern)));
        }
        notes.push(note("fingerprint", clean(&finding.fingerprint)));
    }
    if let Some(crop) = &finding.crop {
        notes.push(note("picture", clean(crop)));
    }
    notes
}

/// Where an element is, as a selector: the scopes from the outside in.
pub(super) fn path(path: &[String]) -> String {
    clean(&path.join(" >>> "))
}

fn measured(evidence: &Evidence) -> String {
    let one = |(name, value, threshold): (String, String, Option<String>)| {
        let threshold = threshold.map(|threshold| format!(" (threshold {threshold})")).unwrap_or_default();
        format!("{name} {value}{threshold}")
    };
    measurements(evidence).map(one).collect::<Vec<_>>().join("; ")
}

/// Name, value and threshold of what was measured, with units.
pub(super) fn measurements(evidence: &Evidence) -> impl Iterator<Item = (String, String, Option<String>)> {
    let evidence = evidence.iter().filter(|(name, _)| *name != "words-unreviewed");
    evidence.map(|(name, measurement)| {
        let unit = |value: String| match measurement.unit.as_deref() {
            None => value,
            // `4.5:1`, `80%`, but `10 px`.
            Some(unit) if unit.starts_with([':', '%']) => format!("{value}{unit}"),
            Some(unit) => format!("{value} {unit}"),
        };
        let value = match &measurement.value {
            Value::Text(text) => format!("“{text}”"),
            value => unit(value.to_string()),
        };
        (clean(name), clean(&value), measurement.threshold.map(|threshold| clean(&unit(threshold.to_string()))))
    })
}

/// Why the confidence is not high, where it is not.
pub(super) fn doubt(finding: &Finding) -> Option<String> {
    if finding.confidence == Confidence::High {
        return None;
    }
    let unread = finding.evidence.contains_key("words-unreviewed");
    let why = if unread { ": the words of this language were read by no native speaker yet" } else { "" };
    Some(format!("{}{why}", finding.confidence.name()))
}

/// References by region. Where there are many, each region gets one before any gets a second.
fn law(references: &[LawReference], rule: &str) -> Vec<Note> {
    let mut regions: Vec<(&str, VecDeque<&LawReference>, Vec<&LawReference>)> = Vec::new();
    let (later, then): (Vec<&LawReference>, Vec<&LawReference>) = references.iter().partition(|it| it.later);
    for &reference in &then {
        match regions.iter_mut().find(|(region, ..)| *region == reference.region) {
            Some((_, waiting, _)) => waiting.push_back(reference),
            None => regions.push((&reference.region, VecDeque::from([reference]), Vec::new())),
        }
    }
    let mut room = REFERENCES;
    while room > 0 && regions.iter().any(|(_, waiting, _)| !waiting.is_empty()) {
        for (_, waiting, listed) in &mut regions {
            if let Some(reference) = waiting.pop_front().filter(|_| room > 0) {
                listed.push(reference);
                room -= 1;
            }
        }
    }
    let listed = regions.iter().filter(|(_, _, listed)| !listed.is_empty());
    let mut notes: Vec<Note> = listed
        .map(|(region, _, listed)| note(&format!("law, {}", clean(region).to_uppercase()), places(listed)))
        .collect();
    let more = then.len().saturating_sub(REFERENCES);
    if !later.is_empty() {
        let shown: Vec<&LawReference> = later.iter().copied().take(REFERENCES).collect();
        notes.push(note("later guidance", places(&shown)));
    }
    if let Some(last) = notes.last_mut().filter(|_| more > 0) {
        last.text.push_str(&format!("; and {more} more (consentlint explain {})", clean(rule)));
    }
    notes
}

/// `GDPR: Art. 4(11), Recital 32; Planet49: para. 52`.
fn places(references: &[&LawReference]) -> String {
    let mut instruments: Vec<(&str, Vec<String>)> = Vec::new();
    for reference in references {
        match instruments.iter_mut().find(|(title, _)| *title == reference.title) {
            Some((_, places)) => places.push(clean(&reference.place)),
            None => instruments.push((&reference.title, vec![clean(&reference.place)])),
        }
    }
    let one = |(title, places): &(&str, Vec<String>)| format!("{}: {}", cut(&clean(title), TITLE), places.join(", "));
    instruments.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::{law, measured};
    use crate::finding::{Evidence, LawReference, Measurement};

    fn reference(region: &str, title: &str, place: &str) -> LawReference {
        LawReference {
            id: format!("{title}-{place}"),
            place: place.into(),
            title: title.into(),
            url: None,
            rank: "statute".into(),
            checked: "text".into(),
            region: region.into(),
            later: false,
        }
    }

    #[test]
    fn every_region_is_heard_before_any_speaks_twice() {
        let references = [
            reference("eu", "GDPR", "Art. 4(11)"),
            reference("eu", "GDPR", "Recital 32"),
            reference("eu", "Planet49", "para. 52"),
            reference("cn", "PIPL", "Art. 14"),
            reference("kr", "PIPA", "Art. 22"),
        ];
        let notes: Vec<String> = law(&references, "prechecked-consent")
            .into_iter()
            .map(|note| format!("{}: {}", note.name, note.text))
            .collect();
        assert_eq!(
            notes,
            [
                "law, EU: GDPR: Art. 4(11), Recital 32",
                "law, CN: PIPL: Art. 14",
                "law, KR: PIPA: Art. 22; and 1 more (consentlint explain prechecked-consent)"
            ]
        );
    }

    #[test]
    fn measurements_read_as_people_write_them() {
        let evidence = Evidence::from([
            ("contrast".to_string(), Measurement::number(2.8, ":1", Some(4.5))),
            ("font-size".to_string(), Measurement::number(10.0, "px", Some(12.0))),
            ("label".to_string(), Measurement::text("同意")),
        ]);
        assert_eq!(
            measured(&evidence),
            "contrast 2.8:1 (threshold 4.5:1); font-size 10 px (threshold 12 px); label “同意”"
        );
    }
}
