//! Reading what was seen before.

use super::CollectError;
use crate::snapshot::{Provenance, Snapshot, Stored};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest `.snap` file that is read, in bytes. What it unpacks to has a limit of its own.
const MAX_PACKED: u64 = 256 * 1024 * 1024;

/// Reads a `.snap` file that holds one look. Of a visit, the first state is taken.
///
/// # Errors
/// As for [`open_any`].
pub fn open(path: &Path) -> Result<Snapshot, CollectError> {
    match open_any(path)? {
        Stored::Snapshot(snapshot) => Ok(*snapshot),
        Stored::Visit(visit) => visit.states.into_iter().next().map(|state| state.snapshot).ok_or_else(|| {
            CollectError::Unreadable { input: path.display().to_string(), why: "it holds no state".into() }
        }),
    }
}

/// Reads a `.snap` file. Whoever made it, it can't silence its judge: its provenance is set to foreign.
///
/// # Errors
/// [`CollectError::Unreadable`] if the file can't be read, [`CollectError::TooLarge`] above 256 MB,
/// [`CollectError::BadSnapshot`] if it is none, is damaged or is from a newer version.
pub fn open_any(path: &Path) -> Result<Stored, CollectError> {
    let input = || path.display().to_string();
    let unreadable = |error: std::io::Error| CollectError::Unreadable { input: input(), why: error.to_string() };
    let file = File::open(path).map_err(unreadable)?;
    // A pipe or a device would be read for ever.
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(CollectError::Unreadable { input: input(), why: "it is not a regular file".into() });
    }
    let mut bytes = Vec::new();
    file.take(MAX_PACKED + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_PACKED {
        return Err(CollectError::TooLarge { input: input(), why: format!("at most {MAX_PACKED} bytes are read") });
    }
    let mut stored = Stored::from_bytes(&bytes).map_err(|error| CollectError::BadSnapshot { input: input(), error })?;
    match &mut stored {
        Stored::Snapshot(snapshot) => snapshot.source.provenance = Provenance::Foreign,
        Stored::Visit(visit) => {
            for state in &mut visit.states {
                state.snapshot.source.provenance = Provenance::Foreign;
            }
        }
    }
    Ok(stored)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::snapshot::{Frame, Node, NodeKind};

    #[test]
    fn what_was_stored_is_foreign_and_what_is_damaged_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.snap");
        let mut snapshot = Snapshot { format: 1, frames: vec![Frame::default()], ..Snapshot::default() };
        snapshot.nodes.push(Node { kind: NodeKind::Document, ..Node::default() });
        snapshot.source.provenance = Provenance::File;
        std::fs::write(&path, snapshot.to_bytes().unwrap()).unwrap();
        assert_eq!(open(&path).unwrap().source.provenance, Provenance::Foreign);
        std::fs::write(&path, b"<p>").unwrap();
        assert_eq!(open(&path).unwrap_err().status(), "unreadable");
        assert_eq!(open(&folder.path().join("none.snap")).unwrap_err().status(), "unreadable");
        assert_eq!(open(folder.path()).unwrap_err().status(), "unreadable");
    }
}
