use super::exit;
use super::failure::Failure;
use super::screen::Screen;
use crate::lint::{LintOptions, Linter};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// A page that reads, runs, and says where to go on.
const SCAFFOLD: &str = include_str!("scaffold.md");
/// Longest name of a rule.
const LONGEST: usize = 60;

/// Begins a rule page in the current folder.
pub(super) fn run(id: &str, screen: &Screen) -> Result<u8, Failure> {
    if !is_kebab_case(id) {
        let help = "Name the bad thing in small letters, digits and hyphens: fake-urgency";
        return Err(Failure::usage(format!("`{id}` is no name for a rule"), help));
    }
    if Linter::new(LintOptions::default())?.rules().get(id).is_some() {
        let help = format!("Choose another name, or read the page: consentlint explain {id}");
        return Err(Failure::usage(format!("there is a rule `{id}` already"), &help));
    }
    let folder = Path::new("rules");
    let file = folder.join(format!("{id}.md"));
    let written = fs::create_dir_all(folder)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&file))
        .and_then(|mut page| page.write_all(SCAFFOLD.replace("RULE-ID", id).as_bytes()));
    match written {
        Ok(()) => {
            let text = format!("{}\nFill it in, then run: consentlint rules test rules\n", file.display());
            screen.write(text.as_bytes())?;
            Ok(exit::CLEAN)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Failure::usage(
            format!("{} is there already", file.display()),
            "Choose another name, or edit that page",
        )),
        Err(error) => Err(Failure::output(&file.display().to_string(), &error)),
    }
}

fn is_kebab_case(id: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    id.len() <= LONGEST && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.split('-').all(part)
}

#[cfg(test)]
mod tests {
    use super::is_kebab_case;

    #[test]
    fn names_are_kebab_case() {
        assert!(is_kebab_case("fake-urgency") && is_kebab_case("a1"));
        for wrong in ["", "Fake", "fake_urgency", "-a", "a-", "a--b", "1a", "../a", "a/b"] {
            assert!(!is_kebab_case(wrong), "{wrong}");
        }
    }
}
