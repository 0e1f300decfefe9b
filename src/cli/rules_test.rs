use super::exit;
use super::failure::Failure;
use super::screen::Screen;
use crate::collect::chromium::LaunchOptions;
use crate::lint::{LintError, LintOptions, Linter, test_flows, test_rules};
use crate::report::{Detail, clean};
use std::path::Path;

/// Runs the examples inside rule pages: those that ship, or those of a folder. `flows` says with which browser, and how
/// many at once, the flows of rules that ask for a visit are walked.
pub(super) fn run(
    folder: Option<&Path>,
    only: &[String],
    flows: Option<(LaunchOptions, usize)>,
    screen: &Screen,
) -> Result<u8, Failure> {
    let only = if only.is_empty() { folder.map(pages).transpose()?.unwrap_or_default() } else { only.to_vec() };
    let chromium = flows.as_ref().map(|(launch, _)| launch.clone()).unwrap_or_default();
    let more_rules = super::rules_folder::read(folder)?;
    let linter = Linter::new(LintOptions { more_rules, only, chromium, ..LintOptions::default() })?;
    let mut results = test_rules(&linter);
    if let Some((_, jobs)) = flows {
        results.extend(test_flows(&linter, jobs, &|_, _| true).map_err(LintError::from)?);
    }
    let mut text = String::new();
    for result in results.iter().filter(|result| !result.ok || screen.detail == Detail::Verbose) {
        let verdict = if result.ok { "passed" } else { "failed" };
        text.push_str(&format!(
            "{}, example {}, line {}: {verdict}\n  expected {}, got {}\n",
            screen.out.bold(&clean(&result.rule)),
            result.number,
            result.line,
            clean(&result.expected),
            clean(&result.got)
        ));
        if !result.detail.is_empty() {
            text.push_str(&format!("  {}\n", clean(&result.detail)));
        }
    }
    let failed = results.iter().filter(|result| !result.ok).count();
    text.push_str(&format!("{} passed, {failed} failed\n", results.len() - failed));
    screen.write(text.as_bytes())?;
    Ok(match (failed, results.is_empty()) {
        (0, true) => exit::NOTHING,
        (0, false) => exit::CLEAN,
        _ => exit::FINDINGS,
    })
}

/// The names of the rule pages in a folder.
fn pages(folder: &Path) -> Result<Vec<String>, Failure> {
    let help = "Name a folder that holds rule pages (ID.md)";
    let entries = folder
        .read_dir()
        .map_err(|error| Failure::usage(format!("{} can't be read: {error}", folder.display()), help))?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .filter(|name| name != "README")
        .collect();
    if names.is_empty() {
        return Err(Failure::nothing(format!("{} holds no rule page", folder.display()), help));
    }
    names.sort();
    Ok(names)
}
