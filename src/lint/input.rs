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
}

impl Input {
    /// The input as the person gave it.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) | Input::Stored(path) => path.to_string_lossy().replace('\\', "/"),
            Input::Stdin(_) => "-".into(),
            Input::Url(url) => url.clone(),
        }
    }
}
