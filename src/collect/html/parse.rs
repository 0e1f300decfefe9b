//! From text to tree, with the place of every start tag, text and comment.

use super::tokens::{Feed, Tap};
use super::tree::{Sink, Tree};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::QuirksMode;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{TokenizerResult, interface::TreeSink};
use std::rc::Rc;
use std::time::Instant;

/// Most attributes that a tag may have before the rest of the tag is left out: the tokenizer compares each with
/// all before it.
const MAX_SEPARATORS: usize = 4096;

/// What came out of a text.
pub(super) struct Parsed {
    pub(super) tree: Tree,
    /// Why not everything was read, if so.
    pub(super) cut: Option<&'static str>,
}

/// Parses a page as a browser with scripts would: `noscript` holds text, not elements.
pub(super) fn parse(text: &str, deadline: Instant) -> Parsed {
    let feed = Rc::new(Feed::default());
    let options = TreeBuilderOpts {
        exact_errors: false,
        scripting_enabled: true,
        iframe_srcdoc: false,
        drop_doctype: true,
        quirks_mode: QuirksMode::NoQuirks,
    };
    let builder = TreeBuilder::new(Sink::new(feed.clone()), options);
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Tap::new(text, feed.clone(), builder), options);
    let queue = BufferQueue::default();
    let mut separators = Separators::default();
    let mut cut = None;
    let (mut from, mut pieces) = (0, 0u32);
    while from < text.len() {
        let to = text.as_bytes()[from..].iter().position(|&byte| byte == b'>').map_or(text.len(), |at| from + at + 1);
        feed.give(to);
        let piece = &text[from..to];
        let kept = if tokenizer.sink.in_raw_text() { None } else { separators.cut(piece) };
        match kept {
            Some(kept) => {
                queue.push_back(StrTendril::from(&piece[..kept]));
                queue.push_back(StrTendril::from_slice(">"));
            }
            None => queue.push_back(StrTendril::from(piece)),
        }
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        from = to;
        pieces += 1;
        let late = pieces.is_multiple_of(1024) && Instant::now() > deadline;
        cut = feed.full().or_else(|| late.then_some("took too long to read; the rest was not read"));
        if cut.is_some() {
            break;
        }
    }
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    feed.give(from);
    tokenizer.end();
    Parsed { tree: tokenizer.sink.builder.sink.finish(), cut }
}

/// Counts what separates attributes in the tag that is being read, which may stretch over several pieces.
#[derive(Default)]
struct Separators {
    in_tag: bool,
    quote: Option<u8>,
    count: usize,
}

impl Separators {
    /// Where to cut a piece so that its tag keeps a bearable number of attributes.
    fn cut(&mut self, piece: &str) -> Option<usize> {
        let bytes = piece.as_bytes();
        if !self.in_tag && bytes.len() < MAX_SEPARATORS {
            // Too short to hold too many; all that matters is whether a quote is left open at its end.
            if !bytes.iter().any(|byte| matches!(byte, b'"' | b'\'')) {
                return None;
            }
        }
        for (at, &byte) in bytes.iter().enumerate() {
            if !self.in_tag {
                let opens = byte == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
                if opens {
                    *self = Separators { in_tag: true, quote: None, count: 0 };
                }
                continue;
            }
            let separates = match (self.quote, byte) {
                (Some(quote), _) if byte == quote => {
                    self.quote = None;
                    true
                }
                (Some(_), _) => false,
                (None, b'"' | b'\'') if at > 0 && bytes[at - 1] == b'=' => {
                    self.quote = Some(byte);
                    false
                }
                (None, b'>') => {
                    self.in_tag = false;
                    false
                }
                (None, b'/' | b' ' | b'\n' | b'\t' | b'\r' | 0x0c | b'"' | b'\'') => true,
                (None, _) => false,
            };
            self.count += usize::from(separates);
            if self.count > MAX_SEPARATORS {
                *self = Separators::default();
                return Some(at + 1);
            }
        }
        None
    }
}
