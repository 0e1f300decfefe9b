//! Lines and columns of a text, without counting it again for every tag.

use super::decode::Decoded;
use crate::snapshot::Span;

/// Characters are counted once for every block of so many bytes.
const BLOCK: usize = 256;

/// Where the lines of a text begin, and how many characters stand before each block of it.
pub(super) struct Lines {
    starts: Vec<usize>,
    chars_before: Vec<u32>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut chars_before = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut chars = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if at % BLOCK == 0 {
                chars_before.push(chars);
            }
            chars += u32::from(is_char_start(byte));
            let lone_return = byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if byte == b'\n' || lone_return {
                starts.push(at + 1);
            }
        }
        Lines { starts, chars_before }
    }

    /// The span of `start..end` in the text, as bytes of the file.
    pub(super) fn span(&self, decoded: &Decoded, start: usize, end: usize) -> Span {
        let line = self.starts.partition_point(|&line| line <= start);
        let line_start = self.starts[line - 1];
        let column = self.chars(&decoded.text, start) - self.chars(&decoded.text, line_start) + 1;
        Span { start: decoded.in_file(start) as u32, end: decoded.in_file(end) as u32, line: line as u32, column }
    }

    fn chars(&self, text: &str, place: usize) -> u32 {
        let Some(&before) = self.chars_before.get(place / BLOCK) else {
            return text.chars().count() as u32;
        };
        let block = &text.as_bytes()[place / BLOCK * BLOCK..place];
        before + block.iter().filter(|&&byte| is_char_start(byte)).count() as u32
    }
}

fn is_char_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}
