use super::failure::Failure;
use super::options::SeeArgs;
use super::screen::Screen;
use super::{exit, inputs};
use crate::finding::{RuleScore, Scores};
use crate::lint::{LintError, LintOptions, Linter};
use crate::report::{Layout, Style, clean, measured};
use crate::rules::{Rule, Trace};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  consentlint explain prechecked-consent
  consentlint explain signup.html --rule prechecked-consent
  consentlint explain signup.html --rule prechecked-consent --at '#newsletter'";

/// Options of `explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArgs {
    /// A rule; or, with --rule, an input
    #[arg(value_name = "RULE|INPUT")]
    subject: OsString,
    /// Say why this rule did or did not fire on the input
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Only on this element
    #[arg(long, value_name = "SELECTOR", requires = "rule")]
    at: Option<String>,
    /// A folder with more rule pages
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    see: SeeArgs,
}

/// Prints a rule's page, or why it did or did not fire.
pub(super) fn run(args: &ExplainArgs, screen: &Screen) -> Result<u8, Failure> {
    if args.see.attaches() {
        let help = "Keep the tab with `consentlint snapshot --attach -o FILE.snap` and explain that";
        return Err(Failure::usage("explain takes no open tab", help));
    }
    let linter = Linter::new(LintOptions {
        more_rules: super::rules_folder::read(args.rules.as_deref())?,
        ..args.see.lint_options(screen)?
    })?;
    let Some(rule) = &args.rule else {
        return explain_rule(&linter, args, screen);
    };
    if Path::new(&args.subject).is_dir() {
        let message = format!("{} is a folder", Path::new(&args.subject).display());
        return Err(Failure::usage(message, "Name one page of it; a rule is explained page by page"));
    }
    if linter.rules().get(rule).is_none() {
        return Err(no_such_rule(&linter, rule));
    }
    let traces = linter.explain(&inputs::single(&args.subject)?, rule, args.at.as_deref())?;
    if traces.is_empty() {
        let message = format!("`{rule}` had nothing to judge here");
        return Err(Failure::nothing(message, "`consentlint inspect` shows what was understood of the page"));
    }
    let mut text = String::new();
    for trace in &traces {
        write_trace(trace, screen.out, &mut text);
    }
    screen.write(text.as_bytes())?;
    Ok(exit::CLEAN)
}

fn explain_rule(linter: &Linter, args: &ExplainArgs, screen: &Screen) -> Result<u8, Failure> {
    let name = args.subject.to_string_lossy();
    let Some(rule) = linter.rules().get(&name) else {
        if Path::new(&args.subject).exists() || name.contains("://") {
            let help = "Name the rule: consentlint explain INPUT --rule RULE";
            return Err(Failure::usage(format!("{name} is an input, not a rule"), help));
        }
        return Err(no_such_rule(linter, &name));
    };
    let mut text = page(rule, screen.out);
    text.push_str(&format!("\n{}\n{}\n", screen.out.bold("How right it is"), measured(score_of(&rule.id).as_ref())));
    screen.write(text.as_bytes())?;
    Ok(exit::CLEAN)
}

/// The rule's score on the labelled pages of the last measurement.
fn score_of(rule: &str) -> Option<RuleScore> {
    let mut scores: Scores = serde_json::from_str(include_str!("../../docs/accuracy.json")).ok()?;
    scores.rules.remove(rule)
}

fn no_such_rule(linter: &Linter, name: &str) -> Failure {
    let suggest = crate::config::suggest(name, linter.rules().iter().map(|rule| rule.id.as_str()));
    LintError::NoSuchRule { name: name.to_string(), suggest }.into()
}

/// The page, with one line of facts in the place of the data that the engine runs.
fn page(rule: &Rule, style: Style) -> String {
    let mut text = String::new();
    let mut fence: Option<Fence> = None;
    for line in rule.page.lines() {
        let shown = clean(line);
        match &fence {
            Some(open) if open.ends_with(line) => {
                if !open.is_data {
                    text.push_str(&format!("{}\n", style.dim(&shown)));
                }
                fence = None;
            }
            Some(open) if open.is_data => {}
            Some(_) => text.push_str(&format!("{shown}\n")),
            None => match Fence::begins_with(line) {
                Some(open) => {
                    let head = if open.is_data { facts(rule) } else { style.dim(&shown) };
                    text.push_str(&format!("{head}\n"));
                    fence = Some(open);
                }
                None => text.push_str(&format!("{}\n", heading(&shown, style).unwrap_or(shown))),
            },
        }
    }
    text
}

fn facts(rule: &Rule) -> String {
    let needs: Vec<&str> = rule.needs.iter().map(|capability| capability.name()).collect();
    let needs = if needs.is_empty() { String::new() } else { format!(", needs {}", needs.join(" + ")) };
    let (severity, confidence) = (rule.severity.name(), rule.confidence.name());
    clean(&format!(
        "{}: {severity}, confidence up to {confidence}, since {}{needs}, {}",
        rule.id, rule.since, rule.pattern
    ))
}

/// A heading stands out on a terminal; piped, it stays Markdown.
fn heading(line: &str, style: Style) -> Option<String> {
    let words = line.trim_start_matches('#');
    let is_heading = words.len() < line.len() && words.starts_with(' ');
    (is_heading && style.layout == Layout::Drawn).then(|| style.bold(words.trim()))
}

/// A fenced block that is open.
struct Fence {
    mark: char,
    length: usize,
    is_data: bool,
}

impl Fence {
    fn begins_with(line: &str) -> Option<Fence> {
        let line = line.trim_start();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = line.trim_start_matches(mark);
        let length = line.len() - info.len();
        let is_data = info.split_whitespace().take(2).eq(["toml", "rule"]);
        (length >= 3).then_some(Fence { mark, length, is_data })
    }

    fn ends_with(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

fn write_trace(trace: &Trace, style: Style, text: &mut String) {
    text.push_str(&format!("{}: {}\n", style.bold(&clean(&trace.subject)), clean(trace.outcome)));
    text.push_str(&format!("  at {}\n", clean(&trace.path.join(" >>> "))));
    for line in &trace.lines {
        let measured = if line.measured.is_empty() { String::new() } else { format!(" ({})", clean(&line.measured)) };
        text.push_str(&format!("  {}: {} → {}{measured}\n", line.part, clean(&line.check), clean(&line.answer)));
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::{Fence, heading};
    use crate::report::Style;

    #[test]
    fn fences_are_told_apart() {
        let open = Fence::begins_with("```toml rule").expect("a fence");
        assert!(open.is_data && open.ends_with("```") && !open.ends_with("``"));
        let open = Fence::begins_with("````html fail").expect("a fence");
        assert!(!open.is_data && !open.ends_with("```"));
        assert!(Fence::begins_with("`code`").is_none());
    }

    #[test]
    fn piped_pages_stay_markdown() {
        assert_eq!(heading("## Law", Style::PLAIN), None);
    }
}
