use super::check::{FailArgs, warn_of_silent_law, write_run};
use super::failure::Failure;
use super::inputs;
use super::options::{JudgeArgs, SeeArgs};
use super::outputs::{FormatName, OutputArgs, write_all, write_file};
use super::screen::Screen;
use super::values;
use crate::lint::{LintOptions, Linter};
use crate::report::Detail;
use crate::walk::{Trackers, VisitOptions};
use clap::ArgMatches;
use ignore::gitignore::Gitignore;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

const EXAMPLES: &str = "\
Examples:
  consentlint visit https://example.com/
  consentlint visit https://example.com/ --format html -o visit.html --store visit.snap
  consentlint visit https://example.com/ --mobile --jurisdiction eu

What is walked: nothing pressed; the shortest way to accept, and back; the shortest way to
refuse, and coming back later; close, Escape, scroll, browsing on; what a form would send
untouched (seen, never sent); Global Privacy Control; a phone.";

/// Options of `visit`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct VisitArgs {
    /// Addresses, or HTML files
    #[arg(value_name = "URL", required_unless_present = "attach")]
    inputs: Vec<OsString>,
    #[command(flatten)]
    see: SeeArgs,
    #[command(flatten)]
    walk: WalkArgs,
    #[command(flatten)]
    judge: JudgeArgs,
    /// Store what was seen, to judge it again later
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    store: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    fail: FailArgs,
}

/// How far a visit goes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Walking")]
pub(super) struct WalkArgs {
    /// Most layers that are opened one from the other
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=20))]
    depth: u32,
    /// Most presses of one way
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=200))]
    presses: u32,
    /// When the whole visit must have ended (2m, 90s)
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "120s")]
    time: Duration,
    /// A filter list by which trackers are known (EasyPrivacy and its like, a hosts file); may repeat
    #[arg(long, value_name = "FILE")]
    trackers: Vec<PathBuf>,
    /// Type into the fields, to see where it goes; nothing is sent
    #[arg(long)]
    fill: bool,
}

impl WalkArgs {
    pub(super) fn options(&self, screenshots: bool) -> Result<VisitOptions, Failure> {
        let mut trackers = Trackers::default();
        for file in &self.trackers {
            let list = std::fs::read_to_string(file).map_err(|error| {
                Failure::usage(format!("--trackers: {} can't be read: {error}", file.display()), "Name a filter list")
            })?;
            let name = file.file_stem().unwrap_or(file.as_os_str());
            trackers.add(&name.to_string_lossy(), &list);
        }
        Ok(VisitOptions {
            trackers: Arc::new(trackers),
            depth: self.depth,
            presses: self.presses,
            time: self.time,
            fill: self.fill,
            screenshots,
            ..VisitOptions::default()
        })
    }
}

/// Walks, judges, reports.
pub(super) fn run(args: &VisitArgs, matches: &ArgMatches, ignored: &Gitignore, screen: &Screen) -> Result<u8, Failure> {
    let outputs = args.output.pairs(matches)?;
    args.see.needs_fresh_pages()?;
    let hashes = screen.detail == Detail::Verbose || outputs.iter().any(|output| output.format == FormatName::Json);
    let linter = Linter::new(LintOptions { hashes, ..args.judge.lint_options(&args.see, None, screen)? })?;
    warn_of_silent_law(&linter, screen);
    let expanded = inputs::expand(&args.inputs, ignored)?;
    for note in &expanded.notes {
        screen.warn(note);
    }
    let started = Instant::now();
    let options = args.walk.options(args.store.is_some())?;
    let mut reports = Vec::new();
    for (number, input) in expanded.inputs.iter().enumerate() {
        let (report, visit) = linter.visit(input, &options);
        reports.push(report);
        screen.progress(number + 1, expanded.inputs.len());
        if let (Some(file), Some(visit)) = (&args.store, visit) {
            let file =
                if expanded.inputs.len() > 1 { file.with_extension(format!("{number}.snap")) } else { file.clone() };
            let bytes = visit.to_bytes().map_err(|error| Failure::output(&file.display().to_string(), &error))?;
            write_file(&file, &bytes)?;
        }
    }
    let run = linter.run_of(reports, started);
    write_all(&outputs, screen, &|format, style, out| write_run(&run, format, style, screen.detail, out))?;
    Ok(args.fail.code(&run, false))
}
