use super::exit;
use crate::collect::CollectError;
use crate::collect::chromium::TrustError;
use crate::lint::LintError;
use crate::report::Notice;
use crate::rules::RuleError;
use std::io;
use std::ops::Range;

/// Why a command ends without doing what it was asked for.
#[derive(Debug)]
pub(super) struct Failure {
    code: &'static str,
    message: String,
    help: Option<String>,
    /// A file to show lines of.
    frame: Option<Box<Frame>>,
    /// The exit code.
    pub(super) exit: u8,
}

/// A file, its text, and what is meant in it.
#[derive(Debug)]
struct Frame {
    file: String,
    text: String,
    at: At,
}

/// What is meant in a file.
#[derive(Debug)]
enum At {
    Line(u32),
    Bytes(Range<usize>),
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

    /// A `consentlint.toml` can't be used; what to do is the last sentence of the text, or else the help.
    pub(super) fn configuration(text: &str, help: &str) -> Self {
        Failure::new("consentlint::configuration", text, help, exit::USAGE)
    }

    /// The same failure, with a frame around the bytes of a file that it is about.
    pub(super) fn at(self, file: &str, text: &str, bytes: Range<usize>) -> Self {
        let frame = Frame { file: file.to_string(), text: text.to_string(), at: At::Bytes(bytes) };
        Failure { frame: Some(Box::new(frame)), ..self }
    }

    /// Whether it shows no file yet and names this.
    pub(super) fn quotes(&self, name: &str) -> bool {
        self.frame.is_none() && self.message.contains(&format!("`{name}`"))
    }

    /// For the reader, with a code and a line of help.
    pub(super) fn notice(&self) -> Notice {
        let notice = Notice::error(&self.message, self.code, self.help.as_deref());
        match &self.frame {
            Some(frame) => match &frame.at {
                At::Line(line) => notice.about_line(&frame.file, &frame.text, *line),
                At::Bytes(bytes) => notice.about_bytes(&frame.file, &frame.text, bytes),
            },
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
                frame: Some(Box::new(Frame { file: file.clone(), text: page.clone(), at: At::Line(*line) })),
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

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        Failure::new("consentlint::usage", &error.to_string(), "", exit::USAGE)
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
