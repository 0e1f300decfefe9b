//! What is said of a run and of an input as a whole, the same words in every format.

use super::{clean, count};
use crate::finding::{Finding, InputReport, Outcome, Run, Severity, SurfaceSummary};

/// `3 errors, 1 warning, 1 to review in 2 pages (1 could not be seen)`.
pub(super) fn sum(run: &Run) -> String {
    let sums = &run.summary;
    if sums.unseen == sums.inputs {
        return format!("{} could not be seen", count(sums.unseen, "page", "pages"));
    }
    let mut parts = Vec::new();
    for (number, one, many) in [
        (sums.error, "error", "errors"),
        (sums.warning, "warning", "warnings"),
        (sums.info, "note", "notes"),
        (sums.review, "to review", "to review"),
    ] {
        if number > 0 {
            parts.push(count(number, one, many));
        }
    }
    let found = if parts.is_empty() { "nothing found".to_string() } else { parts.join(", ") };
    let mut but = Vec::new();
    if sums.unseen > 0 {
        but.push(format!("{} could not be seen", sums.unseen));
    }
    let empty = run.inputs.iter().filter(|report| report.status == "ok" && report.surfaces.is_empty()).count();
    if empty > 0 {
        but.push(format!("{empty} without a consent surface"));
    }
    let but = if but.is_empty() { String::new() } else { format!(" ({})", but.join(", ")) };
    format!("{found} in {}{but}", count(sums.inputs, "page", "pages"))
}

/// What was not silenced by its owner.
pub(super) fn shown(report: &InputReport) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.suppressed.is_none())
}

/// Whether it is a failure.
pub(super) fn is_failure(finding: &Finding) -> bool {
    finding.outcome == Outcome::Fail
}

/// `1 consent surface: form`.
pub(super) fn surfaces(surfaces: &[SurfaceSummary]) -> String {
    if surfaces.is_empty() {
        return "no consent surface seen here".into();
    }
    let kinds: Vec<String> = surfaces
        .iter()
        .map(|surface| {
            format!("{}{}", clean(&surface.kind), if surface.latent { " (hidden until a script shows it)" } else { "" })
        })
        .collect();
    let number = u32::try_from(surfaces.len()).unwrap_or(u32::MAX);
    format!("{}: {}", count(number, "consent surface", "consent surfaces"), kinds.join(", "))
}

/// `21 rules judged, 24 not evaluated, 35 not applicable`.
pub(super) fn judged(report: &InputReport) -> String {
    let rules = &report.rules;
    let mut said = format!(
        "{} judged, {} not evaluated, {} not applicable",
        count(rules.judged, "rule", "rules"),
        rules.not_evaluated,
        rules.not_applicable
    );
    if report.counts.suppressed > 0 {
        said.push_str(&format!("; {}", count(report.counts.suppressed, "finding suppressed", "findings suppressed")));
    }
    let weak = shown(report).filter(|finding| is_failure(finding) && finding.severity == Severity::Info).count();
    if weak > 0 {
        said.push_str(&format!("; {weak} for information only"));
    }
    said
}
