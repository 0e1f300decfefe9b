use super::exit;
use super::failure::Failure;
use super::options::{JudgeArgs, SeeArgs};
use super::screen::Screen;
use crate::eval::{Corpus, evaluate};
use crate::lint::{LintOptions, Linter};
use crate::report::{pretty, scores_markdown, scores_text};
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  consentlint eval corpus/
  consentlint eval corpus/ --format markdown
  consentlint eval corpus/ --min-f1 0.95

DIR/index.json is a list of {file, lang, kind, expect: [{any_of, at}], forbid, optional, why}.";

/// Options of `eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct EvalArgs {
    /// A folder with labelled pages and their index.json
    #[arg(value_name = "DIR")]
    corpus: PathBuf,
    /// How the scores are written
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(["text", "json", "markdown"]), default_value = "text")]
    format: String,
    /// Fail (exit 1) if the F1 over all is lower
    #[arg(long, value_name = "F1")]
    min_f1: Option<f64>,
    #[command(flatten)]
    see: SeeArgs,
    #[command(flatten)]
    judge: JudgeArgs,
}

/// Judges a labelled corpus and says how well that went.
pub(super) fn run(args: &EvalArgs, screen: &Screen) -> Result<u8, Failure> {
    args.see.needs_fresh_pages()?;
    let path = args.corpus.join("index.json");
    let index = std::fs::read_to_string(&path).map_err(|error| {
        let help = "A corpus is a folder with an index.json beside its pages; see `consentlint eval --help`";
        Failure::nothing(format!("{} can't be read: {error}", path.display()), help)
    })?;
    let corpus = Corpus::read(&args.corpus, &index)
        .map_err(|error| Failure::usage(error.to_string(), "See `consentlint eval --help` for the format"))?;
    let options = LintOptions { hashes: false, jobs: 1, ..args.judge.lint_options(&args.see, None, screen)? };
    let linter = Linter::new(options)?;
    let scores = evaluate(&corpus, &linter);
    let mut bytes = Vec::new();
    let written = match args.format.as_str() {
        "json" => pretty(&scores, &mut bytes),
        "markdown" => scores_markdown(&scores, &mut bytes),
        _ => scores_text(&scores, screen.out, &mut bytes),
    };
    written.map_err(|error| Failure::output("the scores", &error))?;
    screen.write(&bytes)?;
    let reached = scores.overall.f1.unwrap_or(0.0);
    Ok(if args.min_f1.is_some_and(|least| reached < least) { exit::FINDINGS } else { exit::CLEAN })
}
