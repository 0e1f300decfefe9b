//! Screenshots with every finding boxed.

use crate::collect::chromium::{box_findings, store_picture};
use crate::finding::{InputReport, Severity};
use std::path::Path;

/// Writes the screenshot of an input into a folder, and its path into the findings on it. What can't be written is
/// noted on the report: a finding is worth more than its picture.
pub(super) fn keep(folder: &Path, input: &str, png: &[u8], report: &mut InputReport) {
    let boxes: Vec<_> = report
        .findings
        .iter()
        .filter(|it| it.outcome.is_always_told())
        .filter_map(|it| {
            let weight = match it.severity {
                Severity::Info => 0,
                Severity::Warning => 1,
                Severity::Error => 2,
            };
            Some((it.rect?, weight))
        })
        .collect();
    let name: String = input.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = name.trim_matches('-');
    let file = folder.join(format!("{}.png", if name.is_empty() { "page" } else { name }));
    let boxed = box_findings(png, &boxes).unwrap_or_else(|_| png.to_vec());
    match store_picture(&file, &boxed) {
        Ok(()) => {
            let path = file.to_string_lossy().replace('\\', "/");
            for finding in report.findings.iter_mut().filter(|it| it.rect.is_some()) {
                finding.crop = Some(path.clone());
            }
        }
        Err(error) => report.suppression_notes.push(format!("the screenshot could not be written: {error}")),
    }
}
