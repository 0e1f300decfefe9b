use rust_embed::RustEmbed;
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

/// Hashes of the same files, as they were taken when the program was built.
pub(super) fn builtin_hashes() -> impl Iterator<Item = (String, [u8; 32])> {
    Shipped::iter().filter_map(|path| Some((path.to_string(), Shipped::get(&path)?.metadata.sha256_hash())))
}
