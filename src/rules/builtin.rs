use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "rules/"]
struct Shipped;

/// The files of `rules/` that ship with the program: path below `rules/`, and text.
pub fn builtin_files() -> Vec<(String, Cow<'static, str>)> {
    let text = |data: Cow<'static, [u8]>| match data {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    };
    let mut files: Vec<_> =
        Shipped::iter().filter_map(|path| Some((path.to_string(), text(Shipped::get(&path)?.data)))).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// Hash over everything that judging goes by, as it ships.
pub fn builtin_pack_sha256() -> String {
    let mut hash = Sha256::new();
    for (path, text) in builtin_files() {
        hash.update((path.len() as u64).to_be_bytes());
        hash.update(path.as_bytes());
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
