use super::failure::Failure;
use super::options::BrowserArgs;
use super::screen::Screen;
use super::{exit, rules_new, rules_test, values};
use crate::finding::Severity;
use crate::lint::{LintOptions, Linter};
use crate::report::{Style, clean, count, pretty, wrap};
use crate::rules::{Pack, Rule, RuleBook};
use crate::snapshot::Capability;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  consentlint rules
  consentlint rules refus              rules whose page holds a word
  consentlint rules --severity error --format markdown
  consentlint rules test               run the examples inside the pages
  consentlint rules new fake-urgency   begin a page";

/// Options of `rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct RulesArgs {
    /// Only rules whose name, heading or page holds this word
    word: Option<String>,
    /// Only rules of this severity
    #[arg(long, value_name = "LEVEL", value_parser = values::severity())]
    severity: Option<Severity>,
    /// Only rules that need this to have been seen
    #[arg(long, value_name = "WHAT", value_parser = values::capability())]
    needs: Option<Capability>,
    /// How the list is written
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(["text", "json", "markdown"]), default_value = "text")]
    format: String,
    /// A folder with more rule pages
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<RulesCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum RulesCommand {
    /// Run the examples inside rule pages
    Test {
        /// A folder with rule pages; those that ship if not given
        dir: Option<PathBuf>,
        /// Walk the flows of rules that ask for a visit as well (needs a browser)
        #[arg(long)]
        visit: bool,
        #[command(flatten)]
        browser: BrowserArgs,
        /// Flows walked at once
        #[arg(long, value_name = "N", default_value_t = 4)]
        jobs: usize,
        /// Only these rules
        #[arg(long, value_name = "RULE", value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Write everything that judging goes by into one file
    Pack {
        /// The file to write
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// A folder with more rule pages, laws and lexicons
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Begin a rule page: rules/ID.md in the current folder
    New {
        /// Name of the bad thing, in small letters and hyphens: fake-urgency
        id: String,
    },
}

fn pack(output: &Path, more: Option<&Path>, screen: &Screen) -> Result<u8, Failure> {
    let pack = Pack::of(&super::rules_folder::read(more)?);
    // What can't be judged by is not worth keeping.
    RuleBook::read(pack.pairs()).map_err(|error| Failure::usage(error.to_string(), "Mend it, then pack it"))?;
    let bytes = pack.to_bytes().map_err(|error| Failure::output("the pack", &error))?;
    std::fs::write(output, &bytes).map_err(|error| Failure::output("the pack", &error))?;
    let text = format!(
        "{}: {} files, {} bytes, sha256 {}\n",
        clean(&output.display().to_string()),
        pack.files.len(),
        bytes.len(),
        pack.sha256()
    );
    screen.write(text.as_bytes())?;
    Ok(exit::CLEAN)
}

/// Lists rules, or does what the subcommand says.
pub(super) fn run(args: &RulesArgs, screen: &Screen) -> Result<u8, Failure> {
    match &args.command {
        Some(RulesCommand::Test { dir, visit, browser, jobs, only }) => {
            let flows = visit.then(|| (browser.launch_options(), *jobs));
            rules_test::run(dir.as_deref(), only, flows, screen)
        }
        Some(RulesCommand::Pack { output, rules }) => pack(output, rules.as_deref(), screen),
        Some(RulesCommand::New { id }) => rules_new::run(id, screen),
        None => list(args, screen),
    }
}

fn list(args: &RulesArgs, screen: &Screen) -> Result<u8, Failure> {
    let linter = Linter::new(LintOptions {
        more_rules: super::rules_folder::read(args.rules.as_deref())?,
        ..LintOptions::default()
    })?;
    let word = args.word.as_deref().unwrap_or_default().to_lowercase();
    let wanted = |rule: &&Rule| {
        args.severity.is_none_or(|severity| rule.severity == severity)
            && args.needs.is_none_or(|capability| rule.needs.contains(&capability))
            && (word.is_empty() || rule.id.contains(&word) || rule.page.to_lowercase().contains(&word))
    };
    let rules: Vec<&Rule> = linter.rules().iter().filter(wanted).collect();
    if rules.is_empty() {
        return Err(Failure::nothing("no rule is like that", "`consentlint rules` lists them all"));
    }
    let text = match args.format.as_str() {
        "json" => json(&rules)?,
        "markdown" => markdown(&rules),
        _ => table(&rules, screen.out),
    };
    screen.write(text.as_bytes())?;
    Ok(exit::CLEAN)
}

fn table(rules: &[&Rule], style: Style) -> String {
    let name = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0).min(style.width / 2);
    // Two spaces after each column; "warning" is the longest severity.
    let indent = name + 2 + 7 + 2;
    let title = style.width.min(80).saturating_sub(indent).max(20);
    let mut text = String::new();
    for rule in rules {
        let id = format!("{:name$}", clean(&rule.id));
        let colour = match rule.severity {
            Severity::Error => owo_colors::Style::new().red(),
            Severity::Warning => owo_colors::Style::new().yellow(),
            Severity::Info => owo_colors::Style::new().blue(),
        };
        let severity = style.paint(&format!("{:7}", rule.severity.name()), colour);
        for (at, line) in wrap(&clean(&rule.title), title).iter().enumerate() {
            match at {
                0 => text.push_str(&format!("{}  {severity}  {line}\n", style.bold(&id))),
                _ => text.push_str(&format!("{:indent$}{line}\n", "")),
            }
        }
    }
    let number = u32::try_from(rules.len()).unwrap_or(u32::MAX);
    text.push_str(&format!("\n{}. `consentlint explain RULE` prints a rule's page.\n", count(number, "rule", "rules")));
    text
}

fn markdown(rules: &[&Rule]) -> String {
    let cell = |text: &str| clean(text).replace('|', "\\|");
    let mut text = String::from("| rule | severity | needs | since | what is wrong |\n|---|---|---|---|---|\n");
    for rule in rules {
        let needs: Vec<&str> = rule.needs.iter().map(|capability| capability.name()).collect();
        let (severity, needs) = (rule.severity.name(), needs.join(", "));
        text.push_str(&format!(
            "| `{}` | {severity} | {needs} | {} | {} |\n",
            cell(&rule.id),
            cell(&rule.since),
            cell(&rule.title)
        ));
    }
    text
}

fn json(rules: &[&Rule]) -> Result<String, Failure> {
    let one = |rule: &&Rule| {
        serde_json::json!({
            "id": rule.id,
            "title": rule.title,
            "severity": rule.severity,
            "confidence": rule.confidence,
            "since": rule.since,
            "on": rule.on,
            "needs": rule.needs,
            "pattern": rule.pattern,
            "fix": rule.fix,
            "law": rule.law,
            "examples": rule.examples.len(),
        })
    };
    let value = serde_json::json!({ "format": 1, "rules": rules.iter().map(one).collect::<Vec<_>>() });
    let mut bytes = Vec::new();
    pretty(&value, &mut bytes).map_err(|error| Failure::output("the list", &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
