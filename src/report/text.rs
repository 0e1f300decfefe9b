use super::excerpt::Source;
use super::finding::{Writer, file};
use super::sums::{is_failure, judged, shown, sum, surfaces};
use super::{Detail, Format, Layout, Style, clean, conduct, flow};
use crate::finding::{InputReport, Outcome, Run};
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
        let writer = Writer { file: file(report), source: source.as_ref(), style: self.style, detail: self.detail };
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
        if let Some(paths) = &report.paths {
            flow::text(paths, self.style, out)?;
        }
        if !report.conduct.is_empty() {
            conduct::text(&report.conduct, self.style, out)?;
        }
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

    /// What was found, and how long it took. Piped text is the same each time, so it tells no time.
    fn sum(&self, run: &Run) -> String {
        match self.style.layout {
            Layout::Drawn if run.summary.unseen < run.summary.inputs => {
                format!("{} in {:.2} s", sum(run), run.summary.seconds)
            }
            _ => sum(run),
        }
    }
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
