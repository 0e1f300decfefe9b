use super::exit;
use super::failure::Failure;
use super::options::{JudgeArgs, SeeArgs};
use super::outputs::{FormatName, Output, OutputArgs, write_all};
use super::screen::Screen;
use super::values::{self, Expected, FailOn};
use crate::finding::{Confidence, InputReport, Outcome, Run};
use crate::lint::{LintOptions, Linter};
use crate::report::{Detail, Format, Html, Json, Markdown, Style, Text};
use crate::rules::Date;
use crate::walk::VisitOptions;
use clap::ArgMatches;
use ignore::gitignore::Gitignore;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const EXAMPLES: &str = "\
Examples:
  consentlint check signup.html
  consentlint check src/pages/ --jurisdiction eu --fail-on warning
  consentlint check https://example.com/ --mobile --screenshot shots/
  curl -s https://example.com/ | consentlint check -
  consentlint check site/ --format json --output result.json --format text
  consentlint check https://example.com/ --output report.html
  consentlint check --connect http://127.0.0.1:9222 --attach example.com

Exit codes: 0 nothing that fails the build, 1 findings, 2 usage, configuration or rule
error, 3 nothing was there to check, 4 some inputs could not be seen. 1 wins over 4.";

/// Options of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    /// HTML files, folders, addresses, stored pages (.snap), or - for standard input
    #[arg(value_name = "INPUT", required_unless_present = "attach", conflicts_with = "attach")]
    inputs: Vec<OsString>,
    #[command(flatten)]
    see: SeeArgs,
    /// Walk the consent flow of each address and file too, as `visit` does (needs a browser)
    #[arg(long, help_heading = "Seeing")]
    visit: bool,
    #[command(flatten)]
    judge: JudgeArgs,
    /// Store a screenshot of each page with its findings boxed (needs a browser)
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    screenshot: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    fail: FailArgs,
    /// Exit with 4 if an input shows no consent surface, or none of this kind
    #[arg(
        long,
        value_name = "KIND",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "any",
        value_parser = values::expected(),
        help_heading = "Exit code"
    )]
    expect_surface: Option<Expected>,
}

/// What makes the command fail.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Exit code")]
pub(super) struct FailArgs {
    /// Exit with 1 if there is a failure of this severity or above; review: if there is anything
    #[arg(long, value_name = "LEVEL", value_parser = values::fail_on(), default_value = "error")]
    fail_on: FailOn,
    /// How sure a failure must be to count
    #[arg(long, value_name = "LEVEL", value_parser = values::confidence(), default_value = "high")]
    fail_confidence: Confidence,
    /// Exit with 0 where it would be 1
    #[arg(long)]
    exit_zero: bool,
}

impl FailArgs {
    /// The exit code of a run.
    pub(super) fn code(&self, run: &Run, missing: bool) -> u8 {
        let failing = !self.exit_zero && fails(run, self.fail_on, self.fail_confidence);
        let unseen = run.inputs.iter().any(|report| report.status != "ok");
        match (failing, unseen || missing) {
            (true, _) => exit::FINDINGS,
            (false, true) => exit::UNSEEN,
            (false, false) => exit::CLEAN,
        }
    }
}

/// Sees, judges, reports.
pub(super) fn run(args: &CheckArgs, matches: &ArgMatches, ignored: &Gitignore, screen: &Screen) -> Result<u8, Failure> {
    let outputs = args.output.pairs(matches)?;
    if args.visit {
        args.see.needs_fresh_pages()?;
    }
    // Hashing what was seen is work, and only these say the hash.
    let says = |output: &Output| matches!(output.format, FormatName::Json | FormatName::Html);
    let hashes = screen.detail == Detail::Verbose || outputs.iter().any(says);
    let options = args.judge.lint_options(&args.see, args.screenshot.as_ref(), screen)?;
    let linter = Linter::new(LintOptions { hashes, ..options })?;
    warn_of_silent_law(&linter, screen);
    let expanded = args.see.inputs(&args.inputs, ignored)?;
    if expanded.inputs.is_empty() {
        let help = "Give an HTML file, an address, or a folder that holds pages and does not ignore them";
        return Err(Failure::nothing(format!("nothing was there to check: {}", expanded.notes.join("; ")), help));
    }
    for note in &expanded.notes {
        screen.warn(note);
    }
    let all = expanded.inputs.len();
    let done = AtomicUsize::new(0);
    let progress = |_: usize| screen.progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
    let run = if args.visit {
        let began = Instant::now();
        let visit = |(number, input)| {
            let report = linter.visit(input, &VisitOptions::default()).0;
            progress(number);
            report
        };
        linter.run_of(expanded.inputs.iter().enumerate().map(visit).collect(), began)
    } else {
        linter.check(&expanded.inputs, &progress)
    };
    write_all(&outputs, screen, &|format, style, out| write_run(&run, format, style, screen.detail, out))?;
    let missing = missing_surfaces(&run, args.expect_surface);
    for input in &missing {
        screen.warn(&format!("{input}: --expect-surface asks for a consent surface, and none was seen"));
    }
    Ok(args.fail.code(&run, !missing.is_empty()))
}

/// Writes a run in a format.
pub(super) fn write_run(
    run: &Run,
    format: FormatName,
    style: Style,
    detail: Detail,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        FormatName::Text => Text { style, detail }.write(run, out),
        FormatName::Json => Json.write(run, out),
        FormatName::Markdown => Markdown.write(run, out),
        FormatName::Html => Html.write(run, out),
    }
}

/// A jurisdiction without any law on file would silently cite nothing.
pub(super) fn warn_of_silent_law(linter: &Linter, screen: &Screen) {
    let law = &linter.rules().law;
    let ids: Vec<String> = law.ids().map(str::to_string).collect();
    let today = Date::of(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()));
    for region in &linter.options().jurisdictions {
        if law.in_force(&ids, today, std::slice::from_ref(region)).is_empty() {
            screen.warn(&format!("no law of `{region}` is on file, so none of it is cited"));
        }
    }
}

fn fails(run: &Run, fail_on: FailOn, confidence: Confidence) -> bool {
    let findings = run.inputs.iter().flat_map(|report| &report.findings).filter(|finding| finding.suppressed.is_none());
    findings.into_iter().any(|finding| match (finding.outcome, fail_on) {
        (Outcome::Fail, FailOn::Failure(severity)) => finding.severity >= severity && finding.confidence >= confidence,
        (Outcome::Fail | Outcome::Review, FailOn::Review) => true,
        _ => false,
    })
}

/// The inputs that were seen and lack the surface that is asked for.
fn missing_surfaces(run: &Run, expected: Option<Expected>) -> Vec<String> {
    let Some(expected) = expected else { return Vec::new() };
    let kinds: &[&str] = match expected {
        Expected::Any => &["banner", "dialog", "form", "page"],
        Expected::Banner => &["banner", "dialog"],
        Expected::Form => &["form", "page"],
    };
    let lacks = |report: &&InputReport| {
        report.status == "ok" && !report.surfaces.iter().any(|surface| kinds.contains(&surface.kind.as_str()))
    };
    run.inputs.iter().filter(lacks).map(|report| report.input.clone()).collect()
}
