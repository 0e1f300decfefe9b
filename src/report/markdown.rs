use super::citations::by_region;
use super::conduct::{length, lists, when};
use super::finding::{file, place};
use super::inert::{markdown, markdown_code, markdown_fence, markdown_link};
use super::notes::{LATENT, doubt, measurements};
use super::sums::{is_failure, judged, shown, sum, surfaces};
use super::words::capital;
use super::{Format, flow};
use crate::finding::{Conduct, Finding, InputReport, LawReference, Outcome, Paths, Run};
use std::cmp::Reverse;
use std::io::{self, Write};

/// Markdown as GitHub and GitLab draw it: for comments, summaries and wikis.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markdown;

impl Format for Markdown {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# Consent interfaces\n\n**{}**", markdown(&sum(run)))?;
        let tool = &run.tool;
        let regions = match tool.jurisdictions.as_slice() {
            [] => "no jurisdiction chosen".into(),
            chosen => format!("jurisdictions {}", chosen.join(", ")),
        };
        writeln!(out, "\n{}", markdown(&format!("{} {}, rules of {}, {regions}", tool.name, tool.version, tool.set)))?;
        for report in &run.inputs {
            input(report, out)?;
        }
        Ok(())
    }
}

fn input(report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n", markdown(&report.input))?;
    if report.status != "ok" {
        let error = report.error.as_deref().unwrap_or("it could not be seen");
        return writeln!(out, "**{}**: {}", markdown(&report.status), markdown(error));
    }
    writeln!(out, "{}", markdown(&format!("{}, {}", report.render, surfaces(&report.surfaces))))?;
    let told = |finding: &&Finding| finding.outcome.is_always_told();
    let mut findings: Vec<&Finding> = shown(report).filter(told).collect();
    findings.sort_by_key(|finding| (!is_failure(finding), Reverse(finding.severity)));
    if !findings.is_empty() {
        writeln!(out, "\n| | severity | rule | what was found | where |\n|--:|---|---|---|---|")?;
    }
    for (at, finding) in findings.iter().enumerate() {
        let at_line = finding.span.filter(|_| file(report).is_some());
        let place = match at_line {
            Some(span) => format!("line {}, column {}", span.line, span.column),
            None => place(finding, None).map(|place| markdown(&place)).unwrap_or_default(),
        };
        let (rule, message) = (markdown(&finding.rule), markdown(&finding.message));
        writeln!(out, "| {} | {} | {rule} | {message} | {place} |", at + 1, head(finding))?;
    }
    for (at, finding) in findings.iter().enumerate() {
        full(at + 1, finding, report, out)?;
    }
    if let Some(paths) = &report.paths {
        ways(paths, out)?;
    }
    if !report.conduct.is_empty() {
        conduct(&report.conduct, out)?;
    }
    rest(report, out)
}

/// `error`, or `review (error)`.
fn head(finding: &Finding) -> String {
    match finding.outcome {
        Outcome::Review => format!("review ({})", finding.severity.name()),
        _ => finding.severity.name().into(),
    }
}

fn full(number: usize, finding: &Finding, report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {number}. {}\n", markdown(&capital(&finding.message)))?;
    writeln!(out, "- **{}**, {}", head(finding), markdown_code(&finding.rule))?;
    if let Some(place) = place(finding, file(report)) {
        writeln!(out, "- Where: {}", markdown_code(&place))?;
    }
    if let (Outcome::Review, Some(reason)) = (finding.outcome, &finding.reason) {
        writeln!(out, "- Why a person must look: {}", markdown(reason))?;
    }
    if let Some(doubt) = doubt(finding) {
        writeln!(out, "- Confidence: {}", markdown(&doubt))?;
    }
    if finding.latent {
        writeln!(out, "- Hidden: {LATENT}")?;
    }
    let measured: Vec<String> = measurements(&finding.evidence)
        .map(|(name, value, threshold)| {
            let threshold = threshold.map(|threshold| format!(" (threshold {threshold})")).unwrap_or_default();
            markdown(&format!("{name} {value}{threshold}"))
        })
        .collect();
    if !measured.is_empty() {
        writeln!(out, "- Measured: {}", measured.join("; "))?;
    }
    if !finding.law.is_empty() {
        writeln!(out, "- Law: {}", law(&finding.law))?;
    }
    if !finding.fix.is_empty() {
        writeln!(out, "- Fix: {}", markdown(&finding.fix))?;
    }
    if !finding.snippet.trim().is_empty() {
        write!(out, "\n{}", markdown_fence(&finding.snippet, "html"))?;
    }
    Ok(())
}

/// `EU: GDPR [Art. 4(11)](…), [Recital 32](…); CN: …`.
fn law(references: &[LawReference]) -> String {
    let place = |reference: &&LawReference| markdown_link(&reference.place, reference.url.as_deref());
    let regions = by_region(references).into_iter().map(|region| {
        let instruments = region.instruments.iter().map(|(title, references)| {
            let places: Vec<String> = references.iter().map(place).collect();
            format!("{} {}", markdown(title), places.join(", "))
        });
        format!("{}: {}", markdown(&region.name), instruments.collect::<Vec<_>>().join("; "))
    });
    regions.collect::<Vec<_>>().join("; ")
}

fn ways(paths: &Paths, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### Ways through the consent flow\n\n{}\n", markdown(&flow::compared(paths)))?;
    writeln!(out, "{}", flow::markdown_table(paths))?;
    writeln!(out, "```mermaid\n{}```", flow::mermaid(paths))
}

fn conduct(conducts: &[Conduct], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### What the page does\n")?;
    writeln!(out, "| | third-party requests | other sites | to trackers | identifiers | signals |")?;
    writeln!(out, "|---|--:|--:|--:|--:|---|")?;
    for conduct in conducts {
        let signals: Vec<String> = conduct.signals.iter().map(|signal| markdown(signal)).collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            markdown(&when(conduct)),
            conduct.third_party_requests,
            length(&conduct.third_party_hosts),
            conduct.tracker_requests,
            length(&conduct.identifiers),
            if signals.is_empty() { "–".into() } else { signals.join("; ") }
        )?;
    }
    for conduct in conducts {
        for (name, list) in lists(conduct).into_iter().take(2).filter(|(_, list)| !list.is_empty()) {
            let list: Vec<String> = list.iter().map(|entry| markdown(entry)).collect();
            writeln!(out, "\n{name} {}: {}", markdown(&when(conduct)), list.join(", "))?;
        }
    }
    Ok(())
}

/// What was passed, left out or silenced.
fn rest(report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    let quiet = |finding: &&Finding| matches!(finding.outcome, Outcome::NotEvaluated | Outcome::Pass);
    let mut lines: Vec<String> = shown(report)
        .filter(quiet)
        .map(|finding| {
            let why = finding.reason.as_deref().map(|why| format!(", {why}")).unwrap_or_default();
            format!("{}, {}{why}", finding.outcome.name(), finding.rule)
        })
        .collect();
    lines.extend(report.suppression_notes.iter().map(|note| format!("suppression, {note}")));
    if !report.unknown_languages.is_empty() {
        let languages = report.unknown_languages.join(", ");
        lines.push(format!("no lexicon knows {languages}; rules that read words were not evaluated there"));
    }
    writeln!(out)?;
    for line in &lines {
        writeln!(out, "- {}", markdown(line))?;
    }
    if !lines.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{}", markdown(&judged(report)))
}
