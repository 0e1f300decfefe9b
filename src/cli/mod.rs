//! The command line: one file a subcommand.
//!
//! It reads options, calls [`lint`](crate::lint), hands what comes back to [`report`](crate::report), and chooses the
//! exit code. It judges nothing.

mod check;
mod configuration;
mod doctor;
mod eval;
mod explain;
mod failure;
mod inputs;
mod inspect;
mod options;
mod outputs;
mod reach;
mod rules;
mod rules_folder;
mod rules_new;
mod rules_test;
mod screen;
mod snapshot;
mod values;
mod visit;

pub use configuration::config_schema;

use crate::report::{Detail, clean};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use configuration::Configuration;
use failure::Failure;
use ignore::gitignore::Gitignore;
use screen::{Globals, Screen};
use std::ffi::OsString;
use std::process::ExitCode;

/// Exit codes, as the contract names them.
mod exit {
    /// Nothing that fails the build.
    pub(super) const CLEAN: u8 = 0;
    /// Findings.
    pub(super) const FINDINGS: u8 = 1;
    /// Usage, configuration or rule error.
    pub(super) const USAGE: u8 = 2;
    /// Nothing was there to check.
    pub(super) const NOTHING: u8 = 3;
    /// Some inputs could not be seen.
    pub(super) const UNSEEN: u8 = 4;
}

/// A linter for dark patterns in consent interfaces
///
/// It looks at pages the way a person meets them, works out where consent is asked for, and reports every dark pattern
/// that it can measure there.
#[derive(Debug, Parser)]
#[command(name = "consentlint", bin_name = "consentlint", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
`consentlint INPUT...` is short for `consentlint check INPUT...`.

Examples:
  consentlint signup.html              a file
  consentlint src/pages/               every page in a folder
  consentlint https://example.com/     a site, seen with Chromium
  consentlint explain prechecked-consent
  consentlint inspect signup.html      what was seen, and what it was taken for

Exit codes: 0 nothing that fails the build, 1 findings, 2 usage, configuration or rule
error, 3 nothing was there to check, 4 some inputs could not be seen.";

#[derive(Debug, Subcommand)]
enum Command {
    /// See each input, judge it, and report
    Check(Box<check::CheckArgs>),
    /// Say what was seen and what it was taken for
    Inspect(Box<inspect::InspectArgs>),
    /// Print a rule's page, or say why a rule did or did not fire on an input
    Explain(Box<explain::ExplainArgs>),
    /// List the rules, test them, or begin a new one
    Rules(Box<rules::RulesArgs>),
    /// Score the rules on a labelled corpus
    Eval(Box<eval::EvalArgs>),
    /// See an input and store what was seen; judge nothing
    Snapshot(Box<snapshot::SnapshotArgs>),
    /// Walk a site's consent flow in a browser, and judge the whole visit
    Visit(Box<visit::VisitArgs>),
    /// Say what is in place on this machine
    Doctor(doctor::DoctorArgs),
}

/// Options that stand before a subcommand and take a value in the next argument.
const WITH_VALUE: &[&str] = &["--color"];
/// Options that stand before a subcommand and take none.
const WITHOUT_VALUE: &[&str] = &["--quiet", "-q", "--verbose"];

/// Reads the arguments of this process, does what they say, and returns the exit code.
pub fn run() -> ExitCode {
    let arguments = with_check(std::env::args_os().collect());
    let (cli, matches) = match parse(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            // Nothing is left to do if even this can't be written.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(exit::USAGE));
        }
    };
    let screen = Screen::new(&cli.globals);
    match configured(arguments, &cli, &matches, &screen) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            screen.tell(&failure.notice().render(screen.err));
            ExitCode::from(failure.exit)
        }
    }
}

/// The commands and all their options.
fn command() -> clap::Command {
    configuration::with_options(Cli::command())
}

fn parse(arguments: &[OsString]) -> Result<(Cli, ArgMatches), clap::Error> {
    let matches = command().try_get_matches_from(arguments)?;
    Ok((Cli::from_arg_matches(&matches)?, matches))
}

/// Does what the arguments say, and a configuration where they say nothing.
fn configured(mut arguments: Vec<OsString>, cli: &Cli, matches: &ArgMatches, screen: &Screen) -> Result<u8, Failure> {
    let command = command();
    let named = matches.subcommand().and_then(|(name, given)| Some((command.find_subcommand(name)?, given)));
    let Some((command, given)) = named else { return perform(cli, matches, &Gitignore::empty(), screen) };
    let Some(configuration) = Configuration::of(command, given)? else {
        return perform(cli, given, &Gitignore::empty(), screen);
    };
    if screen.detail == Detail::Verbose {
        screen.tell(&format!("configuration: {}\n", clean(&configuration.name())));
    }
    let after = place_of_command(&arguments) + 1;
    arguments.splice(after..after, configuration.options(command, given));
    let (cli, matches) = parse(&arguments).map_err(|error| configuration.refused(&error))?;
    let given = matches.subcommand().map_or(&matches, |(_, given)| given);
    perform(&cli, given, &configuration.ignored()?, screen).map_err(|failure| configuration.located(failure))
}

fn perform(cli: &Cli, given: &ArgMatches, ignored: &Gitignore, screen: &Screen) -> Result<u8, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(args, given, ignored, screen),
        Command::Inspect(args) => inspect::run(args, given, ignored, screen),
        Command::Explain(args) => explain::run(args, screen),
        Command::Rules(args) => rules::run(args, screen),
        Command::Eval(args) => eval::run(args, screen),
        Command::Snapshot(args) => snapshot::run(args, screen),
        Command::Visit(args) => visit::run(args, given, ignored, screen),
        Command::Doctor(args) => doctor::run(args, screen),
    }
}

/// Puts `check` in front where no subcommand is named.
fn with_check(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let at = place_of_command(&arguments);
    let command = Cli::command();
    let known = arguments.get(at).is_none_or(|argument| {
        ["help", "-h", "--help", "-V", "--version"].iter().any(|it| argument == it)
            || command.get_subcommands().any(|it| argument == it.get_name())
    });
    if !known {
        arguments.insert(at, "check".into());
    }
    arguments
}

/// Where the subcommand stands or would stand: after the options that every command knows.
fn place_of_command(arguments: &[OsString]) -> usize {
    let mut at = 1;
    while let Some(argument) = arguments.get(at).and_then(|argument| argument.to_str()) {
        let verbose = argument.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c == 'v'));
        if WITH_VALUE.contains(&argument) {
            at += 2;
        } else if verbose || WITHOUT_VALUE.contains(&argument) || argument.starts_with("--color=") {
            at += 1;
        } else {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{command, with_check};

    fn parted(line: &str) -> String {
        let arguments = line.split(' ').map(Into::into).collect();
        with_check(arguments).iter().map(|it| it.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_commands_are_sound() {
        command().debug_assert();
    }

    #[test]
    fn check_is_what_is_meant_without_a_command() {
        assert_eq!(parted("consentlint a.html"), "consentlint check a.html");
        assert_eq!(parted("consentlint --format json -"), "consentlint check --format json -");
        assert_eq!(parted("consentlint --color never -vv a.html"), "consentlint --color never -vv check a.html");
        assert_eq!(parted("consentlint --quiet rules"), "consentlint --quiet rules");
        assert_eq!(parted("consentlint --help"), "consentlint --help");
        assert_eq!(parted("consentlint"), "consentlint");
    }
}
