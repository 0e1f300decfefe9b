use super::excerpt::{Excerpt, Mark, Source};
use super::notes::{Note, notes, path};
use super::notice::Notice;
use super::{Detail, Layout, Style, clean};
use crate::finding::{Finding, InputReport, Outcome, Severity};
use crate::snapshot::{Rect, Span};
use std::io::{self, Write};

/// Other elements that a frame of code marks.
const RELATED: usize = 4;

/// How a finding of an input is written.
pub(super) struct Writer<'a> {
    /// The file that spans count in; none for what was stored, for its file is elsewhere.
    pub(super) file: Option<&'a str>,
    pub(super) source: Option<&'a Source>,
    pub(super) style: Style,
    pub(super) detail: Detail,
}

impl Writer<'_> {
    /// A failure or a review, with all that belongs to it.
    pub(super) fn full(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        if self.style.layout == Layout::Drawn
            && let Some(drawn) = self.draw(finding)
        {
            return out.write_all(drawn.as_bytes());
        }
        self.speak(finding, out)
    }

    /// A pass, or what was not evaluated: one line.
    pub(super) fn line(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let name = match finding.outcome {
            Outcome::NotEvaluated => "not evaluated",
            outcome => outcome.name(),
        };
        let why = finding.reason.as_deref().map(|reason| format!(": {}", clean(reason))).unwrap_or_default();
        let at = self.place(finding).map(|place| format!(", {place}")).unwrap_or_default();
        writeln!(out, "  {}: {}{why}{at}", self.style.dim(name), clean(&finding.rule))
    }

    fn draw(&self, finding: &Finding) -> Option<String> {
        let excerpt = self.excerpt(finding);
        let mut lines = Vec::new();
        if excerpt.is_none() {
            lines.extend(self.seen_at(finding));
        }
        lines.extend(notes(finding, self.detail));
        let lines: Vec<String> =
            lines.iter().map(|note| format!("{} {}", self.style.dim(&format!("{}:", note.name)), note.text)).collect();
        let severity = match (finding.outcome, finding.severity) {
            (Outcome::Review, _) | (_, Severity::Info) => miette::Severity::Advice,
            (_, Severity::Warning) => miette::Severity::Warning,
            (_, Severity::Error) => miette::Severity::Error,
        };
        let message = match finding.outcome {
            Outcome::Review => format!("to review: {}", clean(&finding.message)),
            _ => clean(&finding.message),
        };
        let notice = Notice::finding(message, code(finding), severity, clean(&finding.fix), excerpt);
        let mut drawn = String::new();
        notice.draw(self.style, &lines, &mut drawn).ok()?;
        Some(drawn)
    }

    fn speak(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let head = match finding.outcome {
            Outcome::Review => format!("review ({})", finding.severity.name()),
            _ => finding.severity.name().to_string(),
        };
        writeln!(out, "{head}: {}", clean(&finding.message))?;
        let mut lines = vec![Note { name: "rule".into(), text: code(finding) }];
        lines.extend(self.seen_at(finding));
        lines.extend(notes(finding, self.detail));
        if !finding.fix.is_empty() {
            lines.push(Note { name: "fix".into(), text: clean(&finding.fix) });
        }
        for line in lines {
            writeln!(out, "  {}: {}", line.name, line.text)?;
        }
        Ok(())
    }

    /// Where it is, for those who see no frame of code.
    fn seen_at(&self, finding: &Finding) -> Vec<Note> {
        let mut lines = Vec::new();
        if let Some(place) = self.place(finding) {
            lines.push(Note { name: "place".into(), text: place });
        }
        if finding.span.is_some() && !finding.path.is_empty() && self.detail == Detail::Verbose {
            lines.push(Note { name: "element".into(), text: path(&finding.path) });
        }
        if !finding.snippet.is_empty() {
            lines.push(Note { name: "code".into(), text: clean(&finding.snippet) });
        }
        for related in finding.related.iter().take(RELATED) {
            let at = related.span.and_then(|span| self.in_file(span)).unwrap_or_else(|| path(&related.path));
            if !at.is_empty() {
                lines.push(Note { name: clean(&related.role), text: at });
            }
        }
        lines
    }

    fn place(&self, finding: &Finding) -> Option<String> {
        place(finding, self.file)
    }

    fn in_file(&self, span: Span) -> Option<String> {
        Some(in_file(span, self.file?))
    }

    fn excerpt(&self, finding: &Finding) -> Option<Excerpt> {
        let mark = |span: Span, label: &str| Mark {
            bytes: span.start as usize..span.end as usize,
            column: span.column as usize,
            label: label.to_string(),
        };
        let mut marks = vec![mark(finding.span?, &finding.pattern)];
        let others = finding.related.iter().filter_map(|related| Some((related.span?, related)));
        let others = others.filter(|(span, _)| Some(*span) != finding.span);
        marks.extend(others.take(RELATED).map(|(span, related)| mark(span, &related.role)));
        Excerpt::new(self.source?, self.file?, &marks, self.style.width)
    }
}

/// `file:line:column`, or the selector and the box on the page.
pub(super) fn place(finding: &Finding, file: Option<&str>) -> Option<String> {
    if let (Some(span), Some(file)) = (finding.span, file) {
        return Some(in_file(span, file));
    }
    if finding.path.is_empty() {
        return None;
    }
    let size = finding.rect.map(|rect| format!(", {}", rect_words(rect))).unwrap_or_default();
    Some(format!("{}{size}", path(&finding.path)))
}

/// `12 x 12 px at 512, 688`.
pub(super) fn rect_words(rect: Rect) -> String {
    format!("{} x {} px at {}, {}", rect.width, rect.height, rect.x, rect.y)
}

/// The file that spans of an input count in; none for what was stored, for its file is elsewhere.
pub(super) fn file(report: &InputReport) -> Option<&str> {
    (report.render != "stored").then_some(report.input.as_str())
}

fn in_file(span: Span, file: &str) -> String {
    format!("{}:{}:{}", clean(file), span.line, span.column)
}

fn code(finding: &Finding) -> String {
    format!("consentlint({})", clean(&finding.rule))
}
