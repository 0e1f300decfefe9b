use super::Format;
use super::clean::is_concealing;
use crate::finding::Run;
use serde::Serialize;
use std::io::{self, Write};

/// JSON, version 1: a run as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Format for Json {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        pretty(run, out)
    }
}

/// Writes a value as indented JSON and ends the line.
///
/// # Errors
/// What the writer says, or that the value can't be JSON.
pub fn pretty<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    out.write_all(escape(&json).as_bytes())?;
    out.write_all(b"\n")
}

/// JSON escapes the lower controls; these are the others that a terminal would act on. They can stand in strings only,
/// so to escape them changes no value.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if (c.is_control() && c != '\n') || is_concealing(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn what_turns_or_hides_text_is_escaped_and_comes_back() -> Result<(), Box<dyn std::error::Error>> {
        let value = vec!["a\u{1b}[31m\u{9b}\u{202e}\u{e0041}\u{7f}同意".to_string()];
        let mut out = Vec::new();
        pretty(&value, &mut out)?;
        let text = String::from_utf8(out)?;
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!text.contains('\u{202e}') && text.contains("\\u202e") && text.contains("同意"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&text)?, value);
        Ok(())
    }
}
