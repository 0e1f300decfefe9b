use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "rules/"]
struct Shipped;

/// The files of `rules/` that ship with the program: path below `rules/`, and text.
pub fn builtin_files() -> Vec<(String, Cow<'static, str>)> {
    builtin_bytes().into_iter().map(|(path, bytes)| (path, text_of(bytes))).collect()
}

/// The same, before anything looked at them: the lexicons are megabytes, and are compiled besides.
pub(super) fn builtin_bytes() -> Vec<(String, Cow<'static, [u8]>)> {
    let mut files: Vec<_> =
        Shipped::iter().filter_map(|path| Some((path.to_string(), Shipped::get(&path)?.data))).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The text of a file.
pub(super) fn text_of(bytes: Cow<'static, [u8]>) -> Cow<'static, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

/// Hashes of the same files, as they were taken when the program was built.
pub(super) fn builtin_hashes() -> impl Iterator<Item = (String, [u8; 32])> {
    Shipped::iter().filter_map(|path| Some((path.to_string(), Shipped::get(&path)?.metadata.sha256_hash())))
}
