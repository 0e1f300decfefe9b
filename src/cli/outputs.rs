//! Formats, and the files that they go to.

use super::failure::Failure;
use super::screen::Screen;
use crate::report::Style;
use clap::ArgMatches;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Formats that the contract names and this build does not write.
const LATER: &[&str] = &["jsonl", "sarif", "junit", "github", "gitlab", "csv"];

/// Where the result goes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// How the result is written: text, json, markdown or html [default: text]
    #[arg(id = "format", long = "format", value_name = "FORMAT", value_parser = format)]
    formats: Vec<FormatName>,
    /// Write the format named before it to a file; the pair may repeat
    #[arg(id = "output", long = "output", short = 'o', value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormatName {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For comments, summaries and wikis.
    Markdown,
    /// For a browser.
    Html,
}

fn format(name: &str) -> Result<FormatName, String> {
    match name {
        "text" => Ok(FormatName::Text),
        "json" => Ok(FormatName::Json),
        "markdown" => Ok(FormatName::Markdown),
        "html" => Ok(FormatName::Html),
        name if LATER.contains(&name) => Err("this format is not there yet; use text, json, markdown or html".into()),
        _ => Err("there is no such format; use text, json, markdown or html".into()),
    }
}

/// The format that a file's ending names.
fn by_ending(file: &Path) -> FormatName {
    match file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).as_deref() {
        Some("json") => FormatName::Json,
        Some("md" | "markdown") => FormatName::Markdown,
        Some("html" | "htm") => FormatName::Html,
        _ => FormatName::Text,
    }
}

/// One result to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: FormatName,
    /// Standard output if not given.
    pub(super) file: Option<PathBuf>,
}

impl OutputArgs {
    /// Which file belongs to which format, by their order on the command line: a file belongs to the format before it,
    /// else to the one after it, else its ending names the format.
    pub(super) fn pairs(&self, matches: &ArgMatches) -> Result<Vec<Output>, Failure> {
        let places = |id: &str| matches.indices_of(id).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
        let mut said: Vec<(usize, Said)> = Vec::new();
        said.extend(places("format").into_iter().zip(self.formats.iter().map(|it| Said::Format(*it))));
        said.extend(places("output").into_iter().zip(self.files.iter().map(|it| Said::File(it.clone()))));
        said.sort_by_key(|(place, _)| *place);
        let outputs = pair(said.into_iter().map(|(_, said)| said));
        if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
            let help = "Write all but one to a file: --format json --output result.json --format text";
            return Err(Failure::usage("two formats want standard output", help));
        }
        for (at, output) in outputs.iter().enumerate() {
            if output.file.is_some() && outputs[..at].iter().any(|other| other.file == output.file) {
                return Err(Failure::usage(
                    "two formats want the same file",
                    "Give each --format an --output of its own",
                ));
            }
        }
        Ok(outputs)
    }
}

enum Said {
    Format(FormatName),
    File(PathBuf),
}

fn pair(said: impl Iterator<Item = Said>) -> Vec<Output> {
    let mut outputs: Vec<Output> = Vec::new();
    let mut waiting = VecDeque::new();
    for said in said {
        match said {
            Said::Format(format) => outputs.push(Output { format, file: waiting.pop_front() }),
            Said::File(file) => match outputs.last_mut().filter(|output| output.file.is_none()) {
                Some(output) => output.file = Some(file),
                None => waiting.push_back(file),
            },
        }
    }
    for file in waiting {
        outputs.push(Output { format: by_ending(&file), file: Some(file) });
    }
    if outputs.is_empty() {
        outputs.push(Output { format: FormatName::Text, file: None });
    }
    outputs
}

/// Writes every output: `write` is asked for each, with the style of the place it goes to.
pub(super) fn write_all(
    outputs: &[Output],
    screen: &Screen,
    write: &dyn Fn(FormatName, Style, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    for output in outputs {
        let style = if output.file.is_some() { Style::PLAIN } else { screen.out };
        let mut bytes = Vec::new();
        write(output.format, style, &mut bytes).map_err(|error| Failure::output("the result", &error))?;
        match &output.file {
            Some(file) => write_file(file, &bytes)?,
            None => screen.write(&bytes)?,
        }
    }
    Ok(())
}

/// Writes a file at once or not at all: whoever reads it never meets half of it.
pub(super) fn write_file(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = match file.metadata() {
        // What is not a file (`/dev/null`, a pipe) can't be replaced by one.
        Ok(facts) if !facts.is_file() => std::fs::write(file, bytes),
        _ => replace(file, bytes),
    };
    written.map_err(|error| Failure::output(&file.display().to_string(), &error))
}

fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let file = file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".consentlint-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_or(0o666, |facts| facts.permissions().mode());
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(&file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FormatName, Output, Said, pair};

    fn paired(line: &str) -> Vec<(FormatName, Option<String>)> {
        let said = line.split_whitespace().map(|word| match word {
            "json" => Said::Format(FormatName::Json),
            "text" => Said::Format(FormatName::Text),
            file => Said::File(file.into()),
        });
        let named = |output: Output| (output.format, output.file.map(|file| file.display().to_string()));
        pair(said).into_iter().map(named).collect()
    }

    #[test]
    fn a_file_belongs_to_the_format_beside_it() {
        use FormatName::{Html, Json, Markdown, Text};
        assert_eq!(paired(""), [(Text, None)]);
        assert_eq!(paired("json a.out text"), [(Json, Some("a.out".into())), (Text, None)]);
        assert_eq!(paired("text json a.out"), [(Text, None), (Json, Some("a.out".into()))]);
        assert_eq!(paired("a.out json b.out text"), [(Json, Some("a.out".into())), (Text, Some("b.out".into()))]);
        assert_eq!(paired("a.json"), [(Json, Some("a.json".into()))]);
        assert_eq!(paired("a.HTML b.md"), [(Html, Some("a.HTML".into())), (Markdown, Some("b.md".into()))]);
    }
}
