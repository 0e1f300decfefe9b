use crate::snapshot::Snapshot;
use std::path::PathBuf;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// An HTML file.
    File(PathBuf),
    /// Standard input, already read.
    Stdin(Vec<u8>),
    /// An address: `http`, `https`, `file`.
    Url(String),
    /// A `.snap`.
    Stored(PathBuf),
    /// An open tab of the browser that was joined: its id, or a part of its address or title.
    Tab(String),
}

impl Input {
    /// The input as the person gave it.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) | Input::Stored(path) => path.to_string_lossy().replace('\\', "/"),
            Input::Stdin(_) => "-".into(),
            Input::Url(url) => url.clone(),
            // What follows in an address is nobody's business.
            Input::Tab(text) => text.split(['?', '#']).next().unwrap_or_default().into(),
        }
    }

    /// The same, once it was seen: a tab is named by its address.
    pub(super) fn name_of(&self, seen: &Snapshot) -> String {
        match (self, &seen.url) {
            (Input::Tab(_), Some(url)) => url.clone(),
            _ => self.name(),
        }
    }
}
