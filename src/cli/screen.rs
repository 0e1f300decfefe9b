use super::failure::Failure;
use super::values;
use crate::report::{Colour, Detail, Layout, Style};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal, Write};

/// Options that every command knows.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Globals {
    /// When to use colours; NO_COLOR and FORCE_COLOR are heeded too
    #[arg(long, global = true, value_name = "WHEN", value_parser = values::when(), default_value = "auto")]
    color: When,
    /// Say only what fails and what could not be seen
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// On a terminal.
    Auto,
    /// Piped, too.
    Always,
    /// Not at all.
    Never,
}

/// Where a person reads.
pub(super) struct Screen {
    /// How standard output is written.
    pub(super) out: Style,
    /// How standard error is written.
    pub(super) err: Style,
    /// How much is said.
    pub(super) detail: Detail,
    /// Whether somebody watches standard error.
    watched: bool,
}

impl Screen {
    pub(super) fn new(globals: &Globals) -> Self {
        let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).clamp(40, 100));
        let style = |terminal: bool| {
            let colour = colour(globals.color, terminal);
            let layout = if terminal || colour == Colour::On { Layout::Drawn } else { Layout::Spoken };
            Style { colour, layout, width }
        };
        let watched = io::stderr().is_terminal();
        let detail = match (globals.quiet, globals.verbose) {
            (true, _) => Detail::Quiet,
            (false, 0) => Detail::Normal,
            (false, _) => Detail::Verbose,
        };
        Screen { out: style(io::stdout().is_terminal()), err: style(watched), detail, watched }
    }

    /// Writes a text to standard output. A reader who went away is no failure.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = AutoStream::new(io::stdout().lock(), choice(self.out));
        sent(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Writes bytes that are no text to standard output.
    pub(super) fn write_raw(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        sent(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Writes a text to standard error; if that can't be, there is nobody to tell.
    pub(super) fn tell(&self, text: &str) {
        let mut err = AutoStream::new(io::stderr().lock(), choice(self.err));
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }

    /// Says something that does not stop the run.
    pub(super) fn warn(&self, text: &str) {
        if self.detail > Detail::Quiet {
            self.tell(&format!("{} {}\n", self.err.bold("warning:"), crate::report::clean(text)));
        }
    }

    /// Shows how far a run has come, to somebody who watches.
    pub(super) fn progress(&self, done: usize, all: usize) {
        if self.watched && all > 1 && self.detail > Detail::Quiet {
            let mut err = io::stderr().lock();
            let _ = if done < all { write!(err, "\r{done} of {all} pages") } else { write!(err, "\r{:40}\r", "") };
            let _ = err.flush();
        }
    }
}

fn sent(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::output("standard output", &error)),
        _ => Ok(()),
    }
}

/// With colours off, whatever looks like an escape is taken out once more.
fn choice(style: Style) -> ColorChoice {
    match style.colour {
        Colour::On => ColorChoice::Always,
        Colour::Off => ColorChoice::Never,
    }
}

fn colour(when: When, terminal: bool) -> Colour {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| set(name) && std::env::var_os(name).is_some_and(|value| value != "0");
    let on = match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        When::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    if on { Colour::On } else { Colour::Off }
}
