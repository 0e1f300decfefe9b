//! `consentlint.toml`: found, read, and taken for options that the command line leaves open.
//!
//! A key stands for the option of its name. So what an option takes and what it does is said once, for the command line
//! and for the file, and a command goes by the keys that it has options for.

mod schema;
mod search;

pub use schema::config_schema;

use super::failure::Failure;
use super::reach;
use crate::config::{Config, IGNORE, Setting, Takes};
use clap::error::{ContextKind, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The commands that look at pages, and so go by a configuration.
const COMMANDS: &[&str] = &["check", "inspect", "explain", "eval", "snapshot", "visit"];
/// Most bytes of a configuration.
const LARGEST: u64 = 1024 * 1024;
/// An option on the command line, and another key that it puts out of force.
const OUSTED: &[(&str, &str)] = &[("only", "skip"), ("rules", "pack"), ("pack", "rules"), ("mobile", "viewport")];

/// The commands, with the options that choose a configuration.
pub(super) fn with_options(command: Command) -> Command {
    command.mut_subcommands(|it| if COMMANDS.contains(&it.get_name()) { it.args(options()) } else { it })
}

fn options() -> [Arg; 2] {
    let option = |name: &'static str| Arg::new(name).long(name).help_heading("Configuration");
    [
        option("config")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("Go by this file [default: the consentlint.toml in the input's folder, or the first above it]"),
        option("no-config").action(ArgAction::SetTrue).conflicts_with("config").help("Go by no consentlint.toml"),
    ]
}

/// The configuration that a command goes by.
pub(super) struct Configuration {
    file: PathBuf,
    text: String,
    config: Config,
}

impl Configuration {
    /// The one that the command line names, or that is found for its inputs.
    pub(super) fn of(command: &Command, given: &ArgMatches) -> Result<Option<Configuration>, Failure> {
        if !COMMANDS.contains(&command.get_name()) || given.get_flag("no-config") {
            return Ok(None);
        }
        if let Some(file) = given.get_one::<PathBuf>("config") {
            return read(file.clone()).map(Some);
        }
        let inputs: Vec<&OsStr> =
            command.get_positionals().filter_map(|it| given.get_raw(it.get_id().as_str())).flatten().collect();
        search::find(&inputs)?.map(read).transpose()
    }

    /// The file, for people.
    pub(super) fn name(&self) -> String {
        self.file.display().to_string()
    }

    /// What the command line would say in the place of the file, where it says nothing itself.
    pub(super) fn options(&self, command: &Command, given: &ArgMatches) -> Vec<OsString> {
        let is_given = |name: &str| {
            let source = option_of(command, name).and_then(|it| given.value_source(it.get_id().as_str()));
            source == Some(ValueSource::CommandLine)
        };
        let is_open = |setting: &&Setting| {
            let name = setting.key.name;
            let ousted = OUSTED.iter().any(|&(by, ousted)| ousted == name && is_given(by));
            option_of(command, name).is_some() && !is_given(name) && !ousted
        };
        self.config.settings.iter().filter(is_open).flat_map(|setting| spelled(setting, self.folder())).collect()
    }

    /// What is left out where a folder is searched.
    pub(super) fn ignored(&self) -> Result<Gitignore, Failure> {
        let wrong = |error: ignore::Error| {
            let text = format!("`{IGNORE}`: {error}. Write patterns as in a .gitignore");
            Failure::configuration(&text, "").at(&self.name(), &self.text, self.place(IGNORE, ""))
        };
        let folder = Path::new(".").join(self.folder());
        let mut patterns = GitignoreBuilder::new(folder.canonicalize().unwrap_or(folder));
        for value in self.settings(IGNORE).flat_map(|setting| &setting.values) {
            patterns.add_line(None, &value.text).map_err(wrong)?;
        }
        patterns.build().map_err(wrong)
    }

    /// Why a value is not taken by the option that its key stands for.
    pub(super) fn refused(&self, error: &clap::Error) -> Failure {
        let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
        let (option, value, words) =
            (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue), said(ContextKind::ValidValue));
        let name = name_in(&option);
        let text = if error.kind() == ErrorKind::ArgumentConflict {
            format!("`{name}` has no meaning beside `{}`. Leave out one of them", name_in(&said(ContextKind::PriorArg)))
        } else if words.is_empty() {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("`{name}` can't be “{value}”: {why}")
        } else {
            format!("`{name}` can't be “{value}”. Use one of {words}")
        };
        let failure = Failure::configuration(&text, "See `consentlint check --help`");
        failure.at(&self.name(), &self.text, self.place(name, &value))
    }

    /// The same failure, with the place in the file that it is about, if it quotes what stands there.
    pub(super) fn located(&self, failure: Failure) -> Failure {
        let mut values = self.config.settings.iter().flat_map(|setting| &setting.values);
        match values.find(|value| failure.quotes(&value.text)) {
            Some(value) => failure.at(&self.name(), &self.text, value.at.clone()),
            None => failure,
        }
    }

    /// Paths in the file begin here.
    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    fn settings(&self, name: &str) -> impl Iterator<Item = &Setting> {
        self.config.settings.iter().filter(move |it| it.key.name == name)
    }

    /// The bytes of a value, or else those of its key.
    fn place(&self, name: &str, value: &str) -> std::ops::Range<usize> {
        let Some(setting) = self.settings(name).next() else { return 0..0 };
        let value = setting.values.iter().find(|it| it.text == value);
        value.map_or(&setting.at, |value| &value.at).clone()
    }
}

fn read(file: PathBuf) -> Result<Configuration, Failure> {
    let name = file.display().to_string();
    let text = reach::read(&file, LARGEST).map_err(|error| {
        let help = "Check the path and its permissions, or use --no-config";
        Failure::usage(format!("{name} can't be read: {error}"), help)
    })?;
    match Config::parse(&text) {
        Ok(config) => Ok(Configuration { file, text, config }),
        Err(error) => Err(Failure::configuration(&error.to_string(), "").at(&name, &text, error.at())),
    }
}

fn option_of<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|it| it.get_long() == Some(name))
}

/// `viewport` of `--viewport <WxH>`.
fn name_in(option: &str) -> &str {
    option.trim_start_matches('-').split([' ', '=', '[']).next().unwrap_or_default()
}

/// A setting as it would stand on the command line.
fn spelled(setting: &Setting, folder: &Path) -> Vec<OsString> {
    let name = setting.key.name;
    let with = |value: OsString| {
        let mut option = OsString::from(format!("--{name}="));
        option.push(value);
        option
    };
    match setting.key.takes {
        Takes::Switch => vec![format!("--{name}").into()],
        Takes::Path => setting.values.iter().map(|value| with(folder.join(&value.text).into())).collect(),
        Takes::Text | Takes::List => setting.values.iter().map(|value| with(value.text.clone().into())).collect(),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::{Configuration, name_in, option_of};
    use crate::cli::command;
    use crate::config::{Config, IGNORE, KEYS, Takes};
    use clap::ArgAction;

    fn options(text: &str, line: &str) -> Vec<String> {
        let config = Config::parse(text).expect("good");
        let found = Configuration { file: "site/consentlint.toml".into(), text: text.into(), config };
        let (command, matches) = (command(), command().try_get_matches_from(line.split(' ')).expect("a line"));
        let (name, given) = matches.subcommand().expect("a command");
        let command = command.find_subcommand(name).expect("a command");
        let said = found.options(command, given);
        said.iter().map(|it| it.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn every_key_is_an_option_of_check_and_takes_the_same() {
        let command = command();
        let check = command.find_subcommand("check").expect("check");
        for key in KEYS.iter().filter(|key| key.name != IGNORE) {
            let option = option_of(check, key.name).expect(key.name);
            let takes = match option.get_action() {
                ArgAction::SetTrue => Takes::Switch,
                ArgAction::Append => Takes::List,
                _ if ["rules", "pack"].contains(&key.name) => Takes::Path,
                _ => Takes::Text,
            };
            assert_eq!(takes, key.takes, "{}", key.name);
        }
        assert!(option_of(check, IGNORE).is_none());
    }

    #[test]
    fn the_file_speaks_where_the_command_line_is_silent() {
        let file = "skip = [\"a\", \"b\"]\nrules = \"ours\"\nmobile = true\nexpect-surface = \"any\"\nset = \"x\"";
        assert_eq!(
            options(file, "consentlint check a.html"),
            ["--skip=a", "--skip=b", "--rules=site/ours", "--mobile", "--expect-surface=any", "--set=x"]
        );
        assert_eq!(
            options(file, "consentlint check a.html --set y --skip c --mobile --expect-surface"),
            ["--rules=site/ours"]
        );
        assert_eq!(options(file, "consentlint inspect a.html"), ["--rules=site/ours", "--mobile"]);
    }

    #[test]
    fn an_option_may_put_another_key_out_of_force() {
        let options = |text: &str, line: &str| options(text, &format!("consentlint check a.html {line}"));
        assert!(options("pack = \"p\"", "--rules r").is_empty());
        assert!(options("rules = \"r\"", "--pack p").is_empty());
        assert!(options("skip = [\"a\"]", "--only a").is_empty());
        assert!(options("viewport = \"1x1\"", "--mobile").is_empty());
        assert_eq!(options("only = [\"a\"]", "--skip b"), ["--only=a"]);
    }

    #[test]
    fn the_name_of_an_option_is_found() {
        assert_eq!(name_in("--viewport <WxH>"), "viewport");
        assert_eq!(name_in("--expect-surface[=<KIND>]"), "expect-surface");
        assert_eq!(name_in("--mobile"), "mobile");
    }
}
