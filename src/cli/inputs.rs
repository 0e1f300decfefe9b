//! What the inputs on a command line stand for.

use super::failure::Failure;
use crate::lint::Input;
use ignore::gitignore::Gitignore;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Most bytes that are read from standard input; the engine refuses more than this anyway.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Endings of the files that a folder is searched for.
const PAGES: &[&str] = &["html", "htm", "xhtml"];

/// What there is to look at.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// In the order given; a folder's files sorted by the bytes of their paths.
    pub(super) inputs: Vec<Input>,
    /// Folders without a page, and what in a folder could not be read.
    pub(super) notes: Vec<String>,
}

/// Turns arguments into inputs; what is ignored is left out where a folder is searched.
pub(super) fn expand(arguments: &[OsString], ignored: &Gitignore) -> Result<Expanded, Failure> {
    let mut expanded = Expanded::default();
    for argument in arguments {
        let folder = Path::new(argument);
        if folder.is_dir() {
            let before = expanded.inputs.len();
            search(folder, ignored, &mut expanded);
            if expanded.inputs.len() == before {
                let note = format!("{} holds no HTML file (*.html, *.htm, *.xhtml)", folder.display());
                expanded.notes.push(note);
            }
            continue;
        }
        let input = single(argument)?;
        if matches!(input, Input::Stdin(_)) && expanded.inputs.iter().any(|it| matches!(it, Input::Stdin(_))) {
            return Err(Failure::usage(
                "standard input (`-`) is given twice",
                "Give `-` once; it can be read only once",
            ));
        }
        expanded.inputs.push(input);
    }
    Ok(expanded)
}

/// One input that is not a folder.
pub(super) fn single(argument: &OsStr) -> Result<Input, Failure> {
    if argument == "-" {
        return standard_input();
    }
    let path = PathBuf::from(argument);
    let text = argument.to_string_lossy();
    if let Some((scheme, _)) = text.split_once("://") {
        return address(&text, scheme);
    }
    let lower = text.to_ascii_lowercase();
    if lower.ends_with(".warc") || lower.ends_with(".warc.gz") {
        let help = "Give the page itself, its address, or a .snap";
        return Err(Failure::usage(format!("{text}: web archives can't be read yet; that comes later"), help));
    }
    Ok(if lower.ends_with(".snap") { Input::Stored(path) } else { Input::File(path) })
}

fn address(text: &str, scheme: &str) -> Result<Input, Failure> {
    let help = "Give an http, https or file address, or the path of a file";
    if !["http", "https", "file"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err(Failure::usage(format!("{text}: addresses that begin with {scheme}:// can't be looked at"), help));
    }
    match url::Url::parse(text) {
        Ok(_) => Ok(Input::Url(text.to_string())),
        Err(error) => Err(Failure::usage(format!("{text} is not an address: {error}"), help)),
    }
}

fn standard_input() -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    match io::stdin().lock().take(LARGEST).read_to_end(&mut bytes) {
        Ok(_) => Ok(Input::Stdin(bytes)),
        Err(error) => {
            Err(Failure::usage(format!("standard input can't be read: {error}"), "Pipe an HTML page into it"))
        }
    }
}

/// The pages in a folder, without what is ignored, what .gitignore and .ignore files name, hidden files and links.
fn search(folder: &Path, ignored: &Gitignore, expanded: &mut Expanded) {
    let mut found = Vec::new();
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.require_git(false).git_global(false).filter_entry(is_wanted(folder, ignored));
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let is_page = |path: &Path| {
                    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
                    ending.is_some_and(|ending| PAGES.contains(&ending.as_str()))
                };
                if entry.file_type().is_some_and(|kind| kind.is_file()) && is_page(entry.path()) {
                    found.push(entry.into_path());
                }
            }
            Err(error) => expanded.notes.push(format!("in {}: {error}", folder.display())),
        }
    }
    found.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    let named = |path: PathBuf| path.strip_prefix("./").map(Path::to_path_buf).unwrap_or(path);
    expanded.inputs.extend(found.into_iter().map(|path| Input::File(named(path))));
}

/// Whether what is found in a folder is not ignored. What is ignored is told by whole paths.
fn is_wanted(folder: &Path, ignored: &Gitignore) -> impl Fn(&ignore::DirEntry) -> bool + Send + Sync + use<> {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let (folder, ignored) = (folder.to_path_buf(), ignored.clone());
    move |entry| {
        let path =
            entry.path().strip_prefix(&folder).map_or_else(|_| entry.path().to_path_buf(), |below| whole.join(below));
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !ignored.matched(path, is_folder).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::{expand, single};
    use crate::lint::Input;
    use ignore::gitignore::{Gitignore, GitignoreBuilder};
    use std::fs;

    #[test]
    fn a_folder_is_searched_and_sorted() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["b.html", "a/z.HTM", "A.xhtml", "no.txt", "out/x.html"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, "<p>")?;
        }
        fs::write(folder.path().join(".gitignore"), "out/\n")?;
        let names = |ignored: &Gitignore| {
            let expanded = expand(&[folder.path().into()], ignored).map_err(|_| std::io::Error::other("usage"))?;
            let below = format!("{}/", folder.path().display());
            let names = expanded.inputs.iter().map(|input| input.name().replace(&below, ""));
            std::io::Result::Ok(names.collect::<Vec<String>>())
        };
        assert_eq!(names(&Gitignore::empty())?, ["A.xhtml", "a/z.HTM", "b.html"]);
        let mut patterns = GitignoreBuilder::new(folder.path().canonicalize()?);
        for pattern in ["/a/", "*.xhtml"] {
            patterns.add_line(None, pattern).map_err(std::io::Error::other)?;
        }
        assert_eq!(names(&patterns.build().map_err(std::io::Error::other)?)?, ["b.html"]);
        Ok(())
    }

    #[test]
    fn what_an_argument_means_is_seen_from_itself() {
        assert!(matches!(single("a.php".as_ref()), Ok(Input::File(_))));
        assert!(matches!(single("a.SNAP".as_ref()), Ok(Input::Stored(_))));
        assert!(matches!(single("HTTPS://example.com/a.html".as_ref()), Ok(Input::Url(_))));
        assert!(matches!(single("file:///a.html".as_ref()), Ok(Input::Url(_))));
        assert!(single("javascript://x".as_ref()).is_err());
        assert!(single("http://".as_ref()).is_err());
        assert!(single("a.warc.gz".as_ref()).is_err());
    }
}
