//! Packs: everything that judging goes by, in one file, so that a page can be judged again in ten years with the rules and
//! words of its day.

use super::builtin::builtin_hashes;
use super::{RuleError, builtin_files};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;

/// Largest pack, uncompressed, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Rule pages, laws, lexicons, sets and sentences, by path below `rules/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Version of this format.
    pub format: u32,
    /// Texts by path.
    pub files: BTreeMap<String, String>,
}

impl Pack {
    /// What ships, with more files in the place of those of the same path.
    pub fn of(more: &[(String, String)]) -> Pack {
        let mut files: BTreeMap<String, String> =
            builtin_files().into_iter().map(|(path, text)| (path, text.into_owned())).collect();
        files.extend(more.iter().cloned());
        files.retain(|path, _| !is_about(path));
        Pack { format: 1, files }
    }

    /// Hash over all of it, whatever it is stored as: over each path and the hash of its text.
    pub fn sha256(&self) -> String {
        over(self.files.iter().map(|(path, text)| (path.clone(), Sha256::digest(text.as_bytes()).into())).collect())
    }

    /// The hash of what ships: that of `Pack::of(&[])`, without reading it.
    pub fn sha256_of_builtin() -> String {
        over(builtin_hashes().filter(|(path, _)| !is_about(path)).collect())
    }

    /// Bytes to store: JSON, compressed.
    ///
    /// # Errors
    /// What the compressor says.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        zstd::encode_all(serde_json::to_vec(self)?.as_slice(), 9)
    }

    /// Reads what [`Pack::to_bytes`] wrote.
    ///
    /// # Errors
    /// If it is no pack, one of a newer format, or too large.
    pub fn from_bytes(bytes: &[u8]) -> Result<Pack, RuleError> {
        let wrong = |why: String| RuleError::Pack(why);
        let mut text = Vec::new();
        let reader = zstd::Decoder::new(bytes).map_err(|error| wrong(error.to_string()))?;
        reader.take(LARGEST + 1).read_to_end(&mut text).map_err(|error| wrong(format!("it is no pack ({error})")))?;
        if text.len() as u64 > LARGEST {
            return Err(wrong("it is larger than any pack".into()));
        }
        let pack: Pack = serde_json::from_slice(&text).map_err(|error| wrong(format!("it is no pack ({error})")))?;
        match pack.format {
            1 => Ok(pack),
            newer => Err(wrong(format!("it has format {newer}, and this program reads format 1; use a newer one"))),
        }
    }

    /// Its files as pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

/// Whether a file only tells people about the others.
fn is_about(path: &str) -> bool {
    path.ends_with("README.md")
}

fn over(files: BTreeMap<String, [u8; 32]>) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files {
        hash.update((path.len() as u64).to_be_bytes());
        hash.update(path.as_bytes());
        hash.update(text);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
