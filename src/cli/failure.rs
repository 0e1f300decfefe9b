use super::exit;
use crate::collect::CollectError;
use crate::lint::LintError;
use crate::report::Notice;
use crate::rules::RuleError;
use std::io;

/// Why a command ends without doing what it was asked for.
#[derive(Debug)]
pub(super) struct Failure {
    code: &'static str,
    message: String,
    help: Option<String>,
    /// A file to show lines of: its name, its text, and the line that is meant.
    frame: Option<Box<Frame>>,
    /// The exit code.
    pub(super) exit: u8,
}

/// A file, its text, and the line that is meant.
#[derive(Debug)]
struct Frame {
    file: String,
    text: String,
    line: u32,
}

impl Failure {
    /// What was asked for makes no sense.
    pub(super) fn usage(message: impl Into<String>, help: &str) -> Self {
        Failure {
            code: "consentlint::usage",
            message: message.into(),
            help: Some(help.into()),
            frame: None,
            exit: exit::USAGE,
        }
    }

    /// Nothing was there to check.
    pub(super) fn nothing(message: impl Into<String>, help: &str) -> Self {
        Failure {
            code: "consentlint::nothing",
            message: message.into(),
            help: Some(help.into()),
            frame: None,
            exit: exit::NOTHING,
        }
    }

    /// A folder of rules can't be read.
    pub(super) fn rules_folder(folder: &std::path::Path, error: &io::Error) -> Self {
        Failure {
            code: "consentlint::rules",
            message: format!("the rules in {} can't be read: {error}", folder.display()),
            help: Some("Check the path and its permissions".into()),
            frame: None,
            exit: exit::USAGE,
        }
    }

    /// A result could not be written.
    pub(super) fn output(to: &str, error: &io::Error) -> Self {
        Failure {
            code: "consentlint::output",
            message: format!("{to} can't be written: {error}"),
            help: Some("Check the path, its permissions and the room on the disk".into()),
            frame: None,
            exit: exit::USAGE,
        }
    }

    /// For the reader, with a code and a line of help.
    pub(super) fn notice(&self) -> Notice {
        let notice = Notice::error(&self.message, self.code, self.help.as_deref());
        match &self.frame {
            Some(frame) => notice.about_line(&frame.file, &frame.text, frame.line),
            None => notice,
        }
    }

    fn new(code: &'static str, text: &str, help: &str, exit: u8) -> Self {
        let (message, advice) = part(text);
        Failure { code, message, help: Some(advice.unwrap_or_else(|| help.to_string())), frame: None, exit }
    }
}

impl From<LintError> for Failure {
    fn from(error: LintError) -> Self {
        let text = error.to_string();
        if let LintError::Rules(RuleError::Page { file, line, text: page, .. }) = &error {
            let help = "See `consentlint rules new --help` for how a page begins";
            let failure = Failure::new("consentlint::rules", &text, help, exit::USAGE);
            return Failure {
                frame: Some(Box::new(Frame { file: file.clone(), text: page.clone(), line: *line })),
                ..failure
            };
        }
        match error {
            LintError::Collect(error) => error.into(),
            LintError::NothingThere(_) => {
                Failure::new("consentlint::nothing", &text, "Check the selector", exit::NOTHING)
            }
            LintError::NoSuchRule { .. } | LintError::NoSuchSet { .. } => {
                Failure::new("consentlint::rule", &text, "", exit::USAGE)
            }
            LintError::Rules(_) => Failure::new(
                "consentlint::rules",
                &text,
                "See `consentlint rules new --help` for how a page begins",
                exit::USAGE,
            ),
            LintError::Date(_) => Failure::new("consentlint::usage", &text, "Write a day as 2026-11-22", exit::USAGE),
        }
    }
}

impl From<CollectError> for Failure {
    fn from(error: CollectError) -> Self {
        Failure::new("consentlint::unseen", &error.to_string(), "See `consentlint doctor`", exit::UNSEEN)
    }
}

/// Errors say what happened and then, in a last sentence, what to do; these are told apart here.
fn part(text: &str) -> (String, Option<String>) {
    match text.rsplit_once(". ") {
        Some((what, advice))
            if !advice.contains('\n') && advice.starts_with(|c: char| c.is_uppercase() || c == '`') =>
        {
            (what.to_string(), Some(advice.to_string()))
        }
        _ => (text.to_string(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn the_last_sentence_is_what_to_do() {
        let (what, advice) = part("a.html can't be read: no such file. Check the path");
        assert_eq!((what.as_str(), advice.as_deref()), ("a.html can't be read: no such file", Some("Check the path")));
        assert_eq!(part("no advice").1, None);
        assert_eq!(part("“by clicking . . you agree” is listed twice").1, None);
    }
}
