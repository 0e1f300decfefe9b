//! Where the configuration of an input is looked for.

use crate::cli::failure::Failure;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

const NAME: &str = "consentlint.toml";

/// The configuration of all inputs, if there is one.
pub(super) fn find(inputs: &[&OsStr]) -> Result<Option<PathBuf>, Failure> {
    let mut begun = BTreeSet::new();
    let mut found = inputs.iter().filter_map(|&input| {
        let folder = beginning(input);
        let file = begun.insert(folder.clone()).then(|| upward(&folder))?;
        Some((input, file))
    });
    let Some((first, file)) = found.next() else { return Ok(upward(Path::new("."))) };
    match found.find(|(_, other)| *other != file) {
        None => Ok(file),
        Some((second, other)) => {
            let goes_by = |input: &OsStr, file: &Option<PathBuf>| {
                let file = file.as_ref().map_or("no configuration".into(), |file| file.display().to_string());
                format!("{} goes by {file}", input.to_string_lossy())
            };
            let help = "Check them apart, or name the configuration of all with --config FILE, or use --no-config";
            Err(Failure::usage(format!("{}, {}", goes_by(first, &file), goes_by(second, &other)), help))
        }
    }
}

/// The folder that the search for an input begins in: its own if it is a page, the current one if it is none of this
/// project.
fn beginning(input: &OsStr) -> PathBuf {
    let path = Path::new(input);
    let is_stored = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("snap"));
    let is_foreign = input == "-" || is_stored || input.to_string_lossy().contains("://");
    let folder = match path.parent() {
        _ if is_foreign => None,
        _ if path.is_dir() => Some(path),
        folder => folder,
    };
    folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

/// The first configuration in a folder or above it, up to the folder that holds `.git`.
fn upward(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok()?;
    for folder in folder.ancestors() {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(from_here(file));
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// A path as one would write it in the current folder.
fn from_here(file: PathBuf) -> PathBuf {
    match std::env::current_dir().and_then(|here| here.canonicalize()) {
        Ok(here) => file.strip_prefix(here).map(Path::to_path_buf).unwrap_or(file),
        Err(_) => file,
    }
}

#[cfg(test)]
mod tests {
    use super::{NAME, beginning, upward};
    use std::fs;

    #[test]
    fn the_search_begins_where_the_input_is() {
        let begins = |input: &str| beginning(input.as_ref()).display().to_string();
        assert_eq!(begins("pages/a.html"), "pages");
        assert_eq!(begins("/"), "/");
        for input in ["a.html", "-", "https://example.com/a/b", "runs/a.SNAP", "prechecked-consent"] {
            assert_eq!(begins(input), ".", "{input}");
        }
    }

    #[test]
    fn the_nearest_file_counts_and_a_repository_is_the_end() -> std::io::Result<()> {
        let root = tempfile::tempdir()?;
        let root = root.path().canonicalize()?;
        for folder in ["a/b", "a/inner/deep", "a/repository/.git", "a/repository/deep"] {
            fs::create_dir_all(root.join(folder))?;
        }
        fs::write(root.join("a").join(NAME), "")?;
        fs::write(root.join("a/inner").join(NAME), "")?;
        let found = |folder: &str| upward(&root.join(folder));
        assert_eq!(found("a"), Some(root.join("a").join(NAME)));
        assert_eq!(found("a/b"), Some(root.join("a").join(NAME)));
        assert_eq!(found("a/b/../inner/deep"), Some(root.join("a/inner").join(NAME)));
        assert_eq!(found("a/b/not-there"), Some(root.join("a").join(NAME)));
        assert_eq!(found("a/repository/deep"), None);
        fs::write(root.join("a/repository").join(NAME), "")?;
        assert_eq!(found("a/repository/deep"), Some(root.join("a/repository").join(NAME)));
        Ok(())
    }
}
