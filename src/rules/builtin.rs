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
    let mut paths: Vec<_> = Shipped::iter().collect();
    paths.sort_unstable();
    // The files were hashed when the program was built.
    for path in paths {
        let Some(file) = Shipped::get(&path) else { continue };
        hash.update((path.len() as u64).to_be_bytes());
        hash.update(path.as_bytes());
        hash.update(file.metadata.sha256_hash());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
