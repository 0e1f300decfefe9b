use super::exit;
use super::failure::Failure;
use super::options::SeeArgs;
use super::outputs::{FormatName, OutputArgs, write_all};
use super::screen::Screen;
use crate::lint::{LintOptions, Linter};
use crate::report::{inspection, pretty};
use clap::ArgMatches;
use ignore::gitignore::Gitignore;
use std::ffi::OsString;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  consentlint inspect signup.html
  consentlint inspect https://example.com/ --format json";

/// Options of `inspect`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct InspectArgs {
    /// HTML files, folders, addresses, stored pages (.snap), or - for standard input
    #[arg(value_name = "INPUT", required_unless_present = "attach", conflicts_with = "attach")]
    inputs: Vec<OsString>,
    /// A folder with more lexicons
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    see: SeeArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Says what was seen and what it was taken for.
pub(super) fn run(
    args: &InspectArgs,
    matches: &ArgMatches,
    ignored: &Gitignore,
    screen: &Screen,
) -> Result<u8, Failure> {
    let outputs = args.output.pairs(matches)?;
    if outputs.iter().any(|output| matches!(output.format, FormatName::Markdown | FormatName::Html)) {
        let help = "Choose one of them with --format; `consentlint check` writes Markdown and HTML";
        return Err(Failure::usage("inspect writes text or json", help));
    }
    let linter = Linter::new(LintOptions {
        more_rules: super::rules_folder::read(args.rules.as_deref())?,
        ..args.see.lint_options(screen)?
    })?;
    let expanded = args.see.inputs(&args.inputs, ignored)?;
    if expanded.inputs.is_empty() {
        let help = "Give an HTML file, an address, or a folder that holds pages and does not ignore them";
        return Err(Failure::nothing(format!("nothing was there to look at: {}", expanded.notes.join("; ")), help));
    }
    for note in &expanded.notes {
        screen.warn(note);
    }
    let inspected = linter.inspect(&expanded.inputs);
    write_all(&outputs, screen, &|format, style, out| match format {
        FormatName::Json => pretty(&inspected, out),
        _ => inspection(&inspected, style, out),
    })?;
    let unseen = inspected.inputs.iter().any(|input| input.status != "ok");
    Ok(if unseen { exit::UNSEEN } else { exit::CLEAN })
}
