//! The texts of a page, cut as a person takes them in: one passage for each block, with what it says.

use super::action::is_button;
use super::said::Said;
use super::{Index, quotation};
use crate::lexicon::{Lexicon, Lexicons, names_cookies};
use crate::snapshot::{NodeId, NodeKind};
use rayon::prelude::*;

/// A run of text in one block.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// The block that holds it.
    pub(super) block: NodeId,
    /// First text node.
    pub(super) first: NodeId,
    /// Last text node.
    pub(super) last: NodeId,
    /// Its text, white space folded.
    pub(super) text: String,
    /// How many words it has.
    pub(super) words: usize,
    /// What it says.
    pub(super) said: Said,
    /// Whether it only quotes that somebody agrees.
    pub(super) quoted: bool,
}

impl Passage {
    /// Whether one of these elements is near around its beginning.
    pub(super) fn stands_in(&self, index: &Index, tags: &[&str]) -> bool {
        let around = std::iter::once(self.block).chain(index.ancestors(self.first).take(8));
        around.into_iter().any(|id| tags.contains(&index.node(id).tag.as_str()))
    }

    /// The smallest element that holds all of it.
    pub(super) fn element(&self, index: &Index) -> NodeId {
        let holder = index.ancestors(self.first).find(|&id| index.node(id).is_element() && index.holds(id, self.last));
        holder.unwrap_or(self.block)
    }
}

/// All passages of a page, in document order, and the languages that it may be in.
#[derive(Debug)]
pub(super) struct Passages<'l> {
    pub(super) all: Vec<Passage>,
    /// The lexicons that the page's texts are read by: what it is in, what it says it is in, and English, which
    /// consent platforms fall back to.
    pub(super) lexicons: Vec<&'l Lexicon>,
    /// Words up to and including each node, for counting a subtree.
    words_before: Vec<u32>,
}

impl<'l> Passages<'l> {
    pub(super) fn read(index: &Index, lexicons: &'l Lexicons) -> Passages<'l> {
        let mut all: Vec<Passage> = Vec::new();
        let mut words_before = Vec::with_capacity(index.snapshot.nodes.len() + 1);
        words_before.push(0u32);
        let mut blocks: Vec<NodeId> = Vec::with_capacity(index.snapshot.nodes.len());
        for id in index.snapshot.ids() {
            let node = index.node(id);
            let block = match node.parent {
                Some(parent)
                    if node.kind == NodeKind::Text
                        || (node.is_element() && node.tag != "label" && index.is_inline(id)) =>
                {
                    blocks[parent.index()]
                }
                _ => id,
            };
            blocks.push(block);
            let mut words = 0;
            if node.kind == NodeKind::Text && !node.text.trim().is_empty() {
                words = count_words(&node.text);
                let displayed = index.is_displayed(id) == index.is_displayed(block);
                match all.last_mut().filter(|last| last.block == block) {
                    // What a list offers to choose from is no text of the page.
                    _ if !displayed || node.parent.is_some_and(|it| index.node(it).is("option")) => {}
                    Some(last) => {
                        if is_glued(index, last, id) {
                            last.text.push(' ');
                        }
                        last.last = id;
                        last.text.push_str(&node.text);
                        last.words += words as usize;
                    }
                    None => all.push(Passage {
                        block,
                        first: id,
                        last: id,
                        text: node.text.clone(),
                        words: words as usize,
                        said: Said::default(),
                        quoted: false,
                    }),
                }
            }
            // The white space that keeps two elements of a line apart.
            if node.kind == NodeKind::Text
                && words == 0
                && node.text.starts_with(char::is_whitespace)
                && let Some(last) = all.last_mut().filter(|last| last.block == block)
                && !last.text.ends_with(char::is_whitespace)
            {
                last.text.push(' ');
            }
            if node.is("br")
                && let Some(last) = all.last_mut().filter(|last| last.block == block)
            {
                last.text.push('\n');
            }
            words_before.push(words_before[id.index()] + words);
        }
        for passage in &mut all {
            passage.text = fold_lines(&passage.text);
        }
        let whole: String = sample(&all);
        let mut chosen: Vec<&Lexicon> = Vec::new();
        let prior = index.snapshot.lang.as_deref();
        let recognised = lexicons.recognise(&whole, prior);
        let candidates = [
            recognised.known().and_then(|tag| lexicons.get(tag)),
            prior.and_then(|tag| lexicons.closest(tag)),
            lexicons.get("en"),
        ];
        let foreign = all.iter().filter(|it| may_be_foreign(index, it)).take(MOST_FOREIGN);
        let foreign = foreign.filter_map(|passage| lexicons.reader(&passage.text));
        for lexicon in candidates.into_iter().flatten().chain(foreign) {
            if !chosen.iter().any(|it| it.tag == lexicon.tag) {
                chosen.push(lexicon);
            }
        }
        // What a page quotes, or shows as code, it does not say itself.
        all.par_iter_mut().with_min_len(TOGETHER).filter(|passage| !is_quotation(index, passage)).for_each(|passage| {
            passage.said = read_by(&chosen, lexicons, &passage.text);
            passage.quoted = passage.said.claims_agreement()
                && quotation::only_quotes(&chosen, lexicons, &passage.text, Said::claims_agreement);
        });
        Passages { all, lexicons: chosen, words_before }
    }

    /// The passages that begin inside a subtree.
    pub(super) fn within(&self, index: &Index, root: NodeId) -> &[Passage] {
        let from = self.all.partition_point(|passage| passage.first < root);
        let to = self.all.partition_point(|passage| passage.first.0 < index.end(root));
        &self.all[from..to.max(from)]
    }

    /// How many words stand in a subtree, shown or not.
    pub(super) fn words(&self, index: &Index, root: NodeId) -> u32 {
        self.words_before[index.end(root) as usize] - self.words_before[root.index()]
    }
}

/// Passages that are read by one thread at least: fewer are not worth waking another.
const TOGETHER: usize = 64;
/// Passages whose language is asked for apart from the page's, at the most.
const MOST_FOREIGN: usize = 12;

/// Whether a passage may be in another language than its page: it says so, or speaks of cookies, a word that most
/// languages borrowed and by which a foreign banner shows.
fn may_be_foreign(index: &Index, passage: &Passage) -> bool {
    let marked = || {
        let mut up = index.ancestors(passage.first).take(6);
        up.any(|id| index.node(id).attribute("lang").is_some() && !index.node(id).is("html"))
    };
    let borrows = || names_cookies(&passage.text);
    passage.words >= 5 && (marked() || borrows())
}

/// Whether a text follows a passage at the edge of something that is pressed, with no space between: a button's padding
/// keeps them apart, and a link after a full stop is the next sentence.
fn is_glued(index: &Index, passage: &Passage, next: NodeId) -> bool {
    if passage.text.ends_with(char::is_whitespace) || index.node(next).text.starts_with(char::is_whitespace) {
        return false;
    }
    let pressed = |id: NodeId| {
        let mut up = index.ancestors(id).take_while(|&up| up != passage.block);
        up.find(|&up| index.node(up).is("a") || is_button(index, up))
    };
    let (before, after) = (pressed(passage.last), pressed(next));
    if before == after {
        return false;
    }
    let button = [before, after].into_iter().flatten().any(|id| is_button(index, id));
    button || before.is_some() && after.is_some() || passage.text.ends_with(['.', '!', '?'])
}

/// Whether a passage stands in a block that holds somebody else's words, or code.
fn is_quotation(index: &Index, passage: &Passage) -> bool {
    passage.stands_in(index, &["blockquote", "pre"])
}

/// What a text says, read by each of these languages that has its script.
pub(super) fn read_by(chosen: &[&Lexicon], lexicons: &Lexicons, text: &str) -> Said {
    let mut said = Said::default();
    for lexicon in readers(chosen, lexicons, text) {
        said.merge_full(Said::of(lexicon, text));
    }
    said
}

/// The lexicons that can read a text: those of the page, or the one of its language where none of them has its script.
pub(super) fn readers<'l>(chosen: &[&'l Lexicon], lexicons: &'l Lexicons, text: &str) -> Vec<&'l Lexicon> {
    let fitting: Vec<&Lexicon> = chosen.iter().copied().filter(|lexicon| lexicon.writes(text)).collect();
    if fitting.is_empty() { lexicons.reader(text).into_iter().collect() } else { fitting }
}

/// Words, counted in quarters: a character of Chinese or Japanese is about half a word, one of Thai a quarter.
pub(super) fn count_words(text: &str) -> u32 {
    let mut quarters = 0u32;
    let mut inside = false;
    for c in text.chars() {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
                quarters += 2;
                inside = false;
            }
            '\u{e00}'..='\u{e7f}' => {
                quarters += 1;
                inside = false;
            }
            c if c.is_alphanumeric() => {
                quarters += if inside { 0 } else { 4 };
                inside = true;
            }
            // Signs of Indian scripts that join letters.
            '\'' | '’' | '-' | '\u{900}'..='\u{dff}' => {}
            _ => inside = false,
        }
    }
    quarters.div_ceil(4)
}

fn fold_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' && out.ends_with(' ') {
            out.pop();
        }
        if c.is_whitespace() && c != '\n' {
            if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    // A line break in the source is a space; only `br` ends a line, and it was written as one.
    out.trim().replace('\n', " ")
}

/// Text enough to tell the language by: the longest passages first, so that menus do not decide.
fn sample(all: &[Passage]) -> String {
    let mut by_length: Vec<&Passage> = all.iter().collect();
    by_length.sort_by_key(|passage| std::cmp::Reverse(passage.words));
    let mut text = String::new();
    for passage in by_length {
        text.push_str(&passage.text);
        text.push('\n');
        if text.len() > 3000 {
            break;
        }
    }
    text
}
