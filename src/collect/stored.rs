//! Reading what was seen before.

use super::CollectError;
use crate::snapshot::Snapshot;
use std::path::Path;

/// Opens a `.snap`.
///
/// # Errors
/// If it can't be read, or is not a sound snapshot.
pub fn open(path: &Path) -> Result<Snapshot, CollectError> {
    let unreadable = |why: String| CollectError::Unreadable { input: path.display().to_string(), why };
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    Snapshot::from_bytes(&bytes).map_err(|error| unreadable(error.to_string()))
}
