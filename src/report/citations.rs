//! The law of a finding, by region and instrument.

use super::clean;
use crate::finding::LawReference;

/// References of one region, its instruments in the order of their first mention.
pub(super) struct Region<'a> {
    /// `EU`, `US-CA`.
    pub(super) name: String,
    /// Title and references.
    pub(super) instruments: Vec<(&'a str, Vec<&'a LawReference>)>,
}

/// References grouped by region. What came into force later has a name that says so.
pub(super) fn by_region(references: &[LawReference]) -> Vec<Region<'_>> {
    let mut regions: Vec<Region<'_>> = Vec::new();
    for reference in references {
        let region = clean(&reference.region).to_uppercase();
        let name = if reference.later { format!("{region}, later") } else { region };
        let at = regions.iter().position(|known| known.name == name).unwrap_or_else(|| {
            regions.push(Region { name, instruments: Vec::new() });
            regions.len() - 1
        });
        let instruments = &mut regions[at].instruments;
        match instruments.iter_mut().find(|(title, _)| *title == reference.title) {
            Some((_, places)) => places.push(reference),
            None => instruments.push((&reference.title, vec![reference])),
        }
    }
    regions
}
