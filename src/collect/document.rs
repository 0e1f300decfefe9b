use super::CollectError;
use std::path::{Path, PathBuf};
use url::Url;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 20 * 1024 * 1024;

/// Where a page comes from, for a static look.
#[derive(Clone, Debug)]
pub struct Document {
    /// The input as the person gave it; used in errors.
    pub input: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// `charset` of a Content-Type header, where there was one.
    pub charset: Option<String>,
    /// Address of the document: `file:///…`, `https://…`; `None` for standard input.
    pub url: Option<url::Url>,
    /// Files below this folder may be read as style sheets and images; none for what is not the person's own.
    pub root: Option<PathBuf>,
}

impl Document {
    /// Reads a file of the person's own. It may read style sheets and images below its project's root.
    ///
    /// # Errors
    /// If it is not there, is no file, or is too large.
    pub fn open(path: &Path, input: &str) -> Result<Document, CollectError> {
        let unreadable =
            |error: std::io::Error| CollectError::Unreadable { input: input.to_string(), why: error.to_string() };
        let facts = std::fs::metadata(path).map_err(unreadable)?;
        if !facts.is_file() {
            return Err(unreadable(std::io::Error::other("it is not a file")));
        }
        if facts.len() > LARGEST {
            return Err(CollectError::TooLarge {
                input: input.to_string(),
                why: format!("{} bytes; at most {LARGEST} are read", facts.len()),
            });
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let full = std::fs::canonicalize(path).map_err(unreadable)?;
        let url = Url::from_file_path(&full).ok();
        let root = project_root(&full);
        Ok(Document { input: input.to_string(), bytes, charset: None, url, root })
    }
}

/// The folder below which a page may read style sheets and images: that of its project, or its own.
fn project_root(page: &Path) -> Option<PathBuf> {
    let own = page.parent()?;
    let marked = |folder: &&Path| folder.join(".git").exists() || folder.join("consentlint.toml").exists();
    Some(own.ancestors().find(marked).unwrap_or(own).to_path_buf())
}

/// A document without an address, written where a browser can open it; gone when this is dropped.
#[derive(Debug)]
pub struct KeptDocument {
    /// Its address.
    pub url: Url,
    _folder: tempfile::TempDir,
}

impl KeptDocument {
    /// Writes a document to a folder that only this run reads.
    ///
    /// # Errors
    /// If the folder for temporary files can't be written.
    pub fn of(document: &Document) -> Result<KeptDocument, CollectError> {
        let unreadable = |why: String| CollectError::Unreadable { input: document.input.clone(), why };
        let folder = tempfile::tempdir().map_err(|error| unreadable(error.to_string()))?;
        let path = folder.path().join("standard-input.html");
        std::fs::write(&path, &document.bytes).map_err(|error| unreadable(error.to_string()))?;
        let url = Url::from_file_path(&path)
            .map_err(|()| unreadable("the folder for temporary files has no address".into()))?;
        Ok(KeptDocument { url, _folder: folder })
    }
}
