//! Stands between html5ever's tokenizer and its tree builder, and notes where each token was in the text.
//!
//! The tokenizer is fed in pieces that end after a `>`, so a tag or comment always ends where the piece does. It
//! begins at the first `<` after the token before it that can begin one; text is what lies between.

use super::tree::{MAX_NODES, Sink, TreeId};
use html5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use html5ever::tokenizer::{EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, QualName, ns};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Elements nested deeper become siblings, as in browsers: the parser's own work grows with the square of the depth.
pub(super) const MAX_DEPTH: u32 = 512;
/// Reading stops at this depth, which only broken end tags by the thousand lead to.
const DEPTH_LIMIT: u32 = 1024;

/// What the tokenizer's tap and the tree share about the place that is being read.
#[derive(Default)]
pub(super) struct Feed {
    tag: RefCell<Option<ReadTag>>,
    text: Cell<Option<(usize, usize)>>,
    comment: Cell<Option<(usize, usize)>>,
    depth: Cell<u32>,
    /// The element that what comes next most likely goes into.
    current: Cell<TreeId>,
    full: Cell<Option<&'static str>>,
    /// How much of the text the tokenizer has been given.
    given: Cell<usize>,
}

/// A start tag, as the tokenizer saw it.
#[derive(Clone)]
pub(super) struct ReadTag {
    pub(super) name: LocalName,
    pub(super) span: (usize, usize),
}

impl Feed {
    /// The start tag that is being handled.
    pub(super) fn tag(&self) -> Option<ReadTag> {
        self.tag.borrow().clone()
    }

    /// The run of text that was read last.
    pub(super) fn text_span(&self) -> Option<(usize, usize)> {
        self.text.get()
    }

    /// The comment that is being handled.
    pub(super) fn comment_span(&self) -> Option<(usize, usize)> {
        self.comment.get()
    }

    /// Told which element something was just put into, or was just opened, and how deep it stands.
    pub(super) fn set_current(&self, current: TreeId, depth: u32) {
        self.current.set(current);
        self.depth.set(depth);
        if depth > DEPTH_LIMIT {
            self.full.set(Some("nested too deep; the rest was not read"));
        }
    }

    /// Told how many nodes there are.
    pub(super) fn count_nodes(&self, nodes: usize) {
        if nodes > MAX_NODES {
            self.full.set(Some("too many nodes; the rest was not read"));
        }
    }

    /// Why reading must stop, once it must.
    pub(super) fn full(&self) -> Option<&'static str> {
        self.full.get()
    }

    /// Told that the tokenizer is about to get the text up to here.
    pub(super) fn give(&self, to: usize) {
        self.given.set(to);
    }
}

/// The tap.
pub(super) struct Tap<'t> {
    text: &'t str,
    feed: Rc<Feed>,
    pub(super) builder: TreeBuilder<TreeId, Sink>,
    /// End of the last tag, comment or doctype.
    last_end: Cell<usize>,
    /// Where the text after `last_end` ends, once it was looked for.
    text_end: Cell<Option<usize>>,
    /// The element whose content is raw text (`script`, `style`, `textarea`).
    raw: RefCell<Option<LocalName>>,
    /// Elements that were too deep to be opened, and whose end tags are still to come.
    flattened: RefCell<Vec<LocalName>>,
}

impl<'t> Tap<'t> {
    pub(super) fn new(text: &'t str, feed: Rc<Feed>, builder: TreeBuilder<TreeId, Sink>) -> Self {
        Tap {
            text,
            feed,
            builder,
            last_end: Cell::new(0),
            text_end: Cell::new(None),
            raw: RefCell::default(),
            flattened: RefCell::default(),
        }
    }

    /// Whether the tokenizer reads the content of a `script`, `style` or `textarea` now.
    pub(super) fn in_raw_text(&self) -> bool {
        self.raw.borrow().is_some()
    }

    fn markup_read(&self) -> usize {
        let end = self.feed.given.get();
        self.last_end.set(end);
        self.text_end.set(None);
        end
    }

    fn tag_span(&self, tag: &Tag) -> (usize, usize) {
        let from = self.last_end.get();
        let raw = self.raw.borrow().is_some();
        let end = self.markup_read();
        let start = match raw && tag.kind == EndTag {
            true => self.text[from..end].rfind("</").map(|at| from + at),
            false => next_markup(self.text, from, end, Markup::Tag),
        };
        (start.unwrap_or(from), end)
    }

    fn note_text(&self) {
        let from = self.last_end.get();
        let end = self.text_end.get().unwrap_or_else(|| match &*self.raw.borrow() {
            Some(name) => raw_end(self.text, from, name),
            None => next_markup(self.text, from, self.text.len(), Markup::Any).unwrap_or(self.text.len()),
        });
        self.text_end.set(Some(end));
        self.feed.text.set(Some((from, end)));
    }

    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<TreeId> {
        self.builder.process_token(token, line)
    }

    fn start_tag(&self, tag: Tag, line: u64) -> TokenSinkResult<TreeId> {
        let (depth, current) = (self.feed.depth.get(), self.feed.current.get());
        let closes = is_void(&tag.name) || tag.self_closing;
        if depth >= MAX_DEPTH && !has_raw_text(&tag.name) {
            self.flatten(tag, current, closes);
            self.feed.set_current(current, depth);
            return TokenSinkResult::Continue;
        }
        let name = tag.name.clone();
        let result = self.pass(Token::TagToken(tag), line);
        if matches!(result, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext) {
            *self.raw.borrow_mut() = Some(name);
        } else if closes {
            self.feed.depth.set(self.feed.depth.get().saturating_sub(1));
        }
        result
    }

    /// Puts an element that is too deep beside what stands there, past the tree builder: it searches all that is open
    /// for every tag, so a page that opens a hundred thousand elements would keep it busy for long.
    fn flatten(&self, tag: Tag, parent: TreeId, closes: bool) {
        if !closes {
            self.flattened.borrow_mut().push(tag.name.clone());
        }
        let sink = &self.builder.sink;
        let name = QualName::new(None, ns!(html), tag.name);
        let id = sink.create_element(name, tag.attrs, ElementFlags::default());
        sink.append(&parent, NodeOrText::AppendNode(id));
    }

    fn end_tag(&self, tag: Tag, line: u64) -> TokenSinkResult<TreeId> {
        *self.raw.borrow_mut() = None;
        let mut flattened = self.flattened.borrow_mut();
        let nearest = flattened.len().saturating_sub(64);
        if let Some(at) = flattened[nearest..].iter().rposition(|name| *name == tag.name) {
            flattened.truncate(nearest + at);
            return TokenSinkResult::Continue;
        }
        flattened.clear();
        drop(flattened);
        self.feed.depth.set(self.feed.depth.get().saturating_sub(1));
        self.pass(Token::TagToken(tag), line)
    }
}

impl TokenSink for Tap<'_> {
    type Handle = TreeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<TreeId> {
        match token {
            Token::TagToken(tag) => {
                let span = self.tag_span(&tag);
                let starts = tag.kind == StartTag;
                *self.feed.tag.borrow_mut() = starts.then(|| ReadTag { name: tag.name.clone(), span });
                if starts { self.start_tag(tag, line) } else { self.end_tag(tag, line) }
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => {
                let from = self.last_end.get();
                let end = self.markup_read();
                let start = next_markup(self.text, from, end, Markup::Any).unwrap_or(from);
                self.feed.comment.set(Some((start, end)));
                self.pass(token, line)
            }
            Token::CharacterTokens(_) => {
                self.note_text();
                self.pass(token, line)
            }
            _ => self.pass(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Markup {
    /// `<a` or `</a`.
    Tag,
    /// A tag, a comment, a doctype or what is read as a comment.
    Any,
}

/// The first `<` at which markup of this kind begins. CDATA sections, which are text, are skipped.
fn next_markup(text: &str, from: usize, to: usize, kind: Markup) -> Option<usize> {
    let bytes = &text.as_bytes()[..to];
    let mut at = from;
    while let Some(open) = bytes.get(at..)?.iter().position(|&byte| byte == b'<').map(|found| at + found) {
        let letter = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_alphabetic);
        match bytes.get(open + 1) {
            Some(b'/') if letter(open + 2) => return Some(open),
            Some(b'/') if bytes.get(open + 2) == Some(&b'>') => {}
            Some(b'!') if bytes[open..].starts_with(b"<![CDATA[") => match text[open..to].find("]]>") {
                Some(close) => {
                    at = open + close + 3;
                    continue;
                }
                None if kind == Markup::Any => return Some(open),
                None => return None,
            },
            Some(b'/' | b'!' | b'?') if kind == Markup::Any => return Some(open),
            _ if letter(open + 1) => return Some(open),
            _ => {}
        }
        at = open + 1;
    }
    None
}

/// Where the raw text of an element ends: at its own end tag.
fn raw_end(text: &str, from: usize, name: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = text[at..].find("</") {
        let tag = at + found + 2;
        if bytes.get(tag..tag + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
            return tag - 2;
        }
        at = tag;
    }
    text.len()
}

/// Elements whose content the tokenizer must be told to read as text, by the tree builder; and templates, whose
/// content stands elsewhere.
fn has_raw_text(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "plaintext"
            | "template"
    )
}

/// Elements without content.
pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}
