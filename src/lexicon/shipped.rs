//! The lexicons that ship, as the build script has compiled them.

use super::file::Head;
use super::normalise::Words;

static LEXICONS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicons.bin"));

/// The compiled lexicon of a file that ships, by the file's name, and what it says of itself.
pub(super) fn lexicon(file: &str) -> Option<(Head, &'static [u8])> {
    let mut rest = LEXICONS;
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, e, f, g, h] = *length;
        let (head, after) = after.split_at_checked(u32::from_le_bytes([a, b, c, d]) as usize)?;
        let (lexicon, after) = after.split_at_checked(u32::from_le_bytes([e, f, g, h]) as usize)?;
        let mut lines = std::str::from_utf8(head).ok()?.lines();
        if lines.next() == Some(file) {
            return Some((read_head(lines)?, lexicon));
        }
        rest = after;
    }
    None
}

fn read_head<'t>(mut lines: impl Iterator<Item = &'t str>) -> Option<Head> {
    let mut line = || lines.next().map(str::to_string);
    let (tag, name, words, script, review) = (line()?, line()?, line()?, line()?, line()?);
    let words = if words == "spaced" { Words::Spaced } else { Words::Unspaced };
    Some(Head { tag, name, words, script, review, also: lines.map(str::to_string).collect() })
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::{LEXICONS, lexicon};

    #[test]
    fn what_ships_is_what_the_files_say() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/lexicon");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if name.ends_with(".toml") {
                let (head, source) = file::read(&name, &std::fs::read_to_string(entry.path()).unwrap()).unwrap();
                let shipped = lexicon(&name).unwrap_or_else(|| panic!("{name} was not compiled"));
                assert!(shipped == (head, source.compile().as_slice()), "{name}");
                count += 1;
            }
        }
        assert!(count > 40 && !LEXICONS.is_empty(), "{count}");
        assert!(lexicon("none.toml").is_none());
    }
}
