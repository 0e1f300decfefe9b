use super::exit;
use super::failure::Failure;
use super::options::SeeArgs;
use super::outputs::write_file;
use super::screen::Screen;
use crate::lint::Linter;
use crate::report::{Detail, clean};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  consentlint snapshot https://example.com/ -o example.snap
  consentlint check example.snap";

/// Options of `snapshot`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SnapshotArgs {
    /// An HTML file, an address, or - for standard input
    #[arg(value_name = "INPUT", required_unless_present = "attach", conflicts_with = "attach")]
    input: Option<OsString>,
    /// The file to write; - for standard output
    #[arg(long, short, value_name = "FILE.snap")]
    output: PathBuf,
    #[command(flatten)]
    see: SeeArgs,
}

/// Sees and stores.
pub(super) fn run(args: &SnapshotArgs, screen: &Screen) -> Result<u8, Failure> {
    if let Some(folder) = args.input.as_ref().map(Path::new).filter(|path| path.is_dir()) {
        let message = format!("{} is a folder", folder.display());
        return Err(Failure::usage(message, "Name one page of it; a snapshot holds one page"));
    }
    let linter = Linter::new(args.see.lint_options(screen)?)?;
    let snapshot = linter.see(&args.see.input(args.input.as_deref())?)?;
    let bytes = snapshot.to_bytes().map_err(|error| Failure::output("the snapshot", &error))?;
    if args.output.as_os_str() == "-" {
        screen.write_raw(&bytes)?;
        return Ok(exit::CLEAN);
    }
    write_file(&args.output, &bytes)?;
    if screen.detail > Detail::Quiet {
        let (name, nodes) = (clean(&args.output.to_string_lossy()), snapshot.nodes.len());
        let text = format!("{name}: {nodes} nodes, {} bytes, sha256 {}\n", bytes.len(), snapshot.sha256());
        screen.write(text.as_bytes())?;
    }
    Ok(exit::CLEAN)
}
