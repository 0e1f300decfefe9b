use crate::finding::Finding;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Why a corpus can't be used: its index breaks the format.
#[derive(Debug, thiserror::Error)]
#[error("index.json: {why}. It is a list of {{file, lang, kind, expect, forbid, optional, confidence, why}}")]
pub struct CorpusError {
    /// What is wrong, with line and column.
    pub why: String,
}

/// Labelled pages in a folder.
#[derive(Debug)]
pub struct Corpus {
    /// Where the pages are.
    pub folder: PathBuf,
    /// The pages and their labels.
    pub pages: Vec<Labelled>,
}

/// A page and what a reader said of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    /// File below the corpus's folder.
    pub file: PathBuf,
    /// Its language.
    #[serde(default)]
    pub lang: String,
    /// What kind of page it is.
    #[serde(default)]
    pub kind: String,
    /// What must be found.
    #[serde(default)]
    pub expect: Vec<Expected>,
    /// Rules that must not fire.
    #[serde(default)]
    pub forbid: Vec<String>,
    /// Rules on which readers differ.
    #[serde(default)]
    pub optional: Vec<String>,
    /// Why it was labelled so.
    #[serde(default)]
    pub why: String,
}

/// One thing that must be found: any of these rules, on one of these controls if some are named.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    /// Any of them.
    pub any_of: Vec<String>,
    /// Names, ids or labels of the control.
    #[serde(default)]
    pub at: Vec<String>,
}

impl Expected {
    /// Whether a finding is the one that was expected.
    pub fn is_met_by(&self, finding: &Finding) -> bool {
        let places = || std::iter::once(finding.snippet.as_str()).chain(finding.path.iter().map(String::as_str));
        let label = finding.evidence.get("label").map(|it| format!("{:?}", it.value)).unwrap_or_default();
        let here = |at: &String| {
            places().any(|place| place.contains(at.as_str())) || finding.message.contains(at) || label.contains(at)
        };
        self.any_of.contains(&finding.rule) && (self.at.is_empty() || self.at.iter().any(here))
    }
}

impl Corpus {
    /// Reads the index of a corpus whose pages are in a folder.
    ///
    /// # Errors
    /// If it breaks its format.
    pub fn read(folder: &Path, index: &str) -> Result<Corpus, CorpusError> {
        let pages = serde_json::from_str(index).map_err(|error| CorpusError { why: error.to_string() })?;
        Ok(Corpus { folder: folder.to_path_buf(), pages })
    }
}
