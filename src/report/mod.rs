//! Findings as people and programs read them: one format, one file.
//!
//! Text from a page is data here: whatever reaches a terminal goes through [`clean`] first. Nothing is judged or
//! counted anew; a format shows what a [`Run`] says.

mod citations;
mod clean;
mod conduct;
mod excerpt;
mod finding;
pub mod flow;
mod html;
mod inert;
mod inspect;
mod json;
mod markdown;
mod notes;
mod notice;
mod scores;
mod sums;
mod text;
mod words;

pub use clean::{clean, clean_lines};
pub use html::Html;
pub use inspect::inspection;
pub use json::{Json, pretty};
pub use markdown::Markdown;
pub use notice::Notice;
pub use scores::{measured, scores_markdown, scores_text};
pub use text::Text;
pub use words::{count, wrap};

use crate::finding::Run;
use std::io::{self, Write};

/// A way to write a run down.
pub trait Format {
    /// Writes the whole run.
    ///
    /// # Errors
    /// What the writer says.
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()>;
}

/// How text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether it may hold colours.
    pub colour: Colour,
    /// What it is made for.
    pub layout: Layout,
    /// Columns.
    pub width: usize,
}

/// Whether text may hold colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Terminal colours.
    On,
    /// None.
    Off,
}

/// What text is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A terminal: frames of code, drawn with lines.
    Drawn,
    /// A pipe, a file or a screen reader: plain sentences, the same each time.
    Spoken,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Failures, and what could not be seen.
    Quiet,
    /// What one needs to know.
    #[default]
    Normal,
    /// Everything.
    Verbose,
}

impl Style {
    /// Plain text of 80 columns.
    pub const PLAIN: Style = Style { colour: Colour::Off, layout: Layout::Spoken, width: 80 };

    /// A text in a terminal style, or as it is where colours are off.
    pub fn paint(self, text: &str, style: owo_colors::Style) -> String {
        match self.colour {
            Colour::On => style.style(text).to_string(),
            Colour::Off => text.to_string(),
        }
    }

    /// A text in bold.
    pub fn bold(self, text: &str) -> String {
        self.paint(text, owo_colors::Style::new().bold())
    }

    /// A text that stands back.
    pub fn dim(self, text: &str) -> String {
        self.paint(text, owo_colors::Style::new().dimmed())
    }
}
