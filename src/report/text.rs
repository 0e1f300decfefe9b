use super::excerpt::Source;
use super::finding::Writer;
use super::{Detail, Format, Layout, Style, clean, count};
use crate::finding::{Finding, InputReport, Outcome, Run, Severity, SurfaceSummary};
use std::io::{self, Write};

/// Text for people: drawn on a terminal, plain sentences elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// How it is drawn.
    pub style: Style,
    /// How much is said.
    pub detail: Detail,
}

impl Format for Text {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for report in &run.inputs {
            if self.detail > Detail::Quiet || report.status != "ok" || shown(report).any(is_failure) {
                self.input(report, out)?;
                writeln!(out)?;
            }
        }
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        let cites = run.inputs.iter().flat_map(shown).any(|finding| !finding.law.is_empty());
        if run.tool.jurisdictions.is_empty() && cites {
            writeln!(
                out,
                "No jurisdiction was chosen: references are grouped by region, and the lowest severity counts. \
                 Choose with --jurisdiction."
            )?;
        }
        writeln!(out, "{}", self.style.bold(&self.sum(run)))
    }
}

impl Text {
    fn input(&self, report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.style.bold(&clean(&report.input)))?;
        if report.status != "ok" {
            let error = report.error.as_deref().unwrap_or("it could not be seen");
            return writeln!(out, "  {}: {}", self.failed(&clean(&report.status)), clean(error));
        }
        writeln!(out, "  {}, {}", clean(&report.render), surfaces(&report.surfaces))?;
        if self.detail == Detail::Verbose {
            details(report, out)?;
        }
        let source = report.source.clone().filter(|_| self.style.layout == Layout::Drawn).map(Source::new);
        let file = (report.render != "stored").then_some(report.input.as_str());
        let writer = Writer { file, source: source.as_ref(), style: self.style, detail: self.detail };
        for finding in shown(report).filter(|finding| is_failure(finding)) {
            writeln!(out)?;
            writer.full(finding, out)?;
        }
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        for finding in shown(report).filter(|finding| finding.outcome == Outcome::Review) {
            writeln!(out)?;
            writer.full(finding, out)?;
        }
        writeln!(out)?;
        for outcome in [Outcome::NotEvaluated, Outcome::Pass] {
            for finding in shown(report).filter(|finding| finding.outcome == outcome) {
                writer.line(finding, out)?;
            }
        }
        for note in &report.suppression_notes {
            writeln!(out, "  suppression: {}", clean(note))?;
        }
        if !report.unknown_languages.is_empty() {
            let languages = clean(&report.unknown_languages.join(", "));
            writeln!(out, "  no lexicon knows {languages}; rules that read words were not evaluated there")?;
        }
        writeln!(out, "  {}", judged(report))
    }

    fn failed(&self, text: &str) -> String {
        self.style.paint(text, owo_colors::Style::new().red())
    }

    /// `3 errors, 1 warning, 1 to review in 2 pages (1 could not be seen)`.
    fn sum(&self, run: &Run) -> String {
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
        // Piped text is the same each time, so it tells no time.
        let time = match self.style.layout {
            Layout::Drawn => format!(" in {:.2} s", sums.seconds),
            Layout::Spoken => String::new(),
        };
        format!("{found} in {}{but}{time}", count(sums.inputs, "page", "pages"))
    }
}

/// What was not silenced by its owner.
fn shown(report: &InputReport) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.suppressed.is_none())
}

fn is_failure(finding: &Finding) -> bool {
    finding.outcome == Outcome::Fail
}

fn surfaces(surfaces: &[SurfaceSummary]) -> String {
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

fn judged(report: &InputReport) -> String {
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

fn details(report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    for (name, value) in
        [("address", &report.url), ("title", &report.title), ("lang", &report.lang), ("sha256", &report.sha256)]
    {
        if let Some(value) = value {
            writeln!(out, "  {name}: {}", clean(value))?;
        }
    }
    for surface in &report.surfaces {
        writeln!(out, "  surface {}: {}, {}", surface.id, clean(&surface.kind), clean(&surface.selector))?;
    }
    for frame in &report.frames {
        let seen: Vec<&str> = frame.seen.iter().map(|capability| capability.name()).collect();
        writeln!(out, "  frame {}: seen {}", frame.id, seen.join(", "))?;
        for missing in &frame.missing {
            writeln!(out, "  frame {}: not seen: {}", frame.id, clean(missing))?;
        }
    }
    Ok(())
}
