use super::excerpt::{Excerpt, Mark, Source};
use super::{Colour, Layout, Style, clean, clean_lines};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeCharacters, ThemeStyles,
};
use std::fmt;
use std::ops::Range;

/// Something to tell a person: a finding, or an error of a command.
#[derive(Debug)]
pub struct Notice {
    message: String,
    code: String,
    severity: Severity,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    excerpt: Option<Excerpt>,
    /// Place and text of the line that it is about, for those who are read to.
    place: Option<String>,
    shown: Option<String>,
}

impl Notice {
    /// An error of a command: what happened, a code, and what to do.
    pub fn error(message: &str, code: &str, help: Option<&str>) -> Self {
        Notice {
            message: clean_lines(message),
            code: code.to_string(),
            severity: Severity::Error,
            help: help.map(clean_lines),
            labels: Vec::new(),
            excerpt: None,
            place: None,
            shown: None,
        }
    }

    /// The same error, with a frame around the line of a file that it is about.
    pub fn about_line(self, file: &str, text: &str, line: u32) -> Self {
        let rows = || text.split_inclusive('\n');
        let start: usize = rows().take(line.saturating_sub(1) as usize).map(str::len).sum();
        let shown = rows().nth(line.saturating_sub(1) as usize).map_or("", str::trim_end);
        let mark = Mark { bytes: start..start + shown.len(), column: 1, label: "here".into() };
        self.framed(file, text, mark, format!("{file}:{line}"), shown)
    }

    /// The same error, with a frame around the bytes of a file that it is about.
    pub fn about_bytes(self, file: &str, text: &str, bytes: &Range<usize>) -> Self {
        let before = text.get(..bytes.start).unwrap_or(text);
        let line = before.matches('\n').count();
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let shown = text.lines().nth(line).unwrap_or_default();
        let mark = Mark { bytes: bytes.start..bytes.end.max(bytes.start + 1), column, label: "here".into() };
        self.framed(file, text, mark, format!("{file}:{}:{column}", line + 1), shown)
    }

    fn framed(mut self, file: &str, text: &str, mark: Mark, place: String, shown: &str) -> Self {
        self.excerpt = Excerpt::new(&Source::new(text.into()), file, &[mark], 80);
        self.labels = self.excerpt.as_ref().map(|excerpt| excerpt.labels().to_vec()).unwrap_or_default();
        self.place = Some(clean(&place));
        self.shown = Some(clean(shown));
        self
    }

    /// A finding; the texts are clean already.
    pub(super) fn finding(
        message: String,
        code: String,
        severity: Severity,
        help: String,
        excerpt: Option<Excerpt>,
    ) -> Self {
        let labels = excerpt.as_ref().map(|excerpt| excerpt.labels().to_vec()).unwrap_or_default();
        Notice {
            message,
            code,
            severity,
            help: (!help.is_empty()).then_some(help),
            labels,
            excerpt,
            place: None,
            shown: None,
        }
    }

    /// The text of an error for standard error, with the end of its last line.
    pub fn render(&self, style: Style) -> String {
        if style.layout == Layout::Drawn {
            let mut drawn = String::new();
            if self.draw(style, &[], &mut drawn).is_ok() {
                return drawn;
            }
        }
        let mut spoken = format!("error: {}\n", self.message);
        let lines = [
            ("place", self.place.as_deref()),
            ("line", self.shown.as_deref()),
            ("help", self.help.as_deref()),
            ("code", Some(self.code.as_str())),
        ];
        for (name, text) in lines {
            if let Some(text) = text {
                spoken.push_str(&format!("  {name}: {}\n", text.replace('\n', "\n    ")));
            }
        }
        spoken
    }

    /// Draws it for a terminal, with lines of notes below.
    pub(super) fn draw(&self, style: Style, notes: &[String], out: &mut String) -> fmt::Result {
        let styles = match style.colour {
            Colour::On => ThemeStyles::ansi(),
            Colour::Off => ThemeStyles::none(),
        };
        let mut handler =
            GraphicalReportHandler::new_themed(GraphicalTheme { characters: ThemeCharacters::unicode(), styles })
                .with_width(style.width)
                .with_break_words(false)
                .with_links(false)
                .without_cause_chain()
                .without_syntax_highlighting();
        if !notes.is_empty() {
            handler = handler.with_footer(notes.join("\n"));
        }
        handler.render_report(out, self)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Notice {}

impl Diagnostic for Notice {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display + 'a>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan> + '_>)
    }
}
