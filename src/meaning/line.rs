//! The line of words that a control stands in, as the document cuts it: by `br`, by blocks and by buttons. Where it
//! happens to wrap in a window does not matter.

use super::{Index, action};
use crate::snapshot::{NodeId, NodeKind};

/// Nodes of a block that are looked through, at the most.
const MOST_NODES: usize = 400;
/// Nodes of a block below a line that are looked through, at the most.
const MOST_BELOW: usize = 24;
/// Longest run of text taken for the label of a control, in characters.
const LONGEST: usize = 600;

/// Words between two controls of a line, or between one and an edge of it.
#[derive(Debug, Default)]
struct Run {
    text: String,
    /// The text nodes in it.
    nodes: Vec<NodeId>,
}

/// Words and controls in turn: before each control stands a run, and after the last one, some of them empty.
#[derive(Debug, Default)]
struct Line {
    before: Vec<(Run, NodeId)>,
    rest: Run,
    /// Whether a block ends it, and not a break or the edge of what it stands in.
    ends_in_block: bool,
    /// Whether that block holds words and no control.
    words_follow: bool,
}

impl Run {
    fn has_words(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

impl Line {
    fn push(&mut self, index: &Index, id: NodeId, text: &str) {
        self.rest.text.push_str(text);
        if index.node(id).kind == NodeKind::Text && text.chars().any(char::is_alphanumeric) {
            self.rest.nodes.push(id);
        }
    }

    /// Whether words stand before each of its controls and none after the last: "Yes ( ) No ( )".
    fn is_text_first(&self) -> bool {
        !self.before.is_empty() && self.before.iter().all(|(run, _)| run.has_words()) && !self.rest.has_words()
    }

    fn has_words(&self) -> bool {
        self.rest.has_words() || self.before.iter().any(|(run, _)| run.has_words())
    }

    /// What follows the control at this place.
    fn after(&self, place: usize) -> &Run {
        self.before.get(place + 1).map_or(&self.rest, |(run, _)| run)
    }
}

impl Index<'_> {
    /// The label of a bare box by its line, where the line is written words first, or the next one is. None where what
    /// follows the box is its label as well as can be told.
    pub(super) fn box_in_line(&self, control: NodeId) -> Option<(String, Option<NodeId>)> {
        let (block, lines) = self.lines_around(control)?;
        let (at, place) = place_of(&lines, control)?;
        let line = &lines[at];
        if line.is_text_first() {
            // "Please choose: [ ]", and the name of the box in a block of its own.
            return (!line.words_follow).then(|| self.words_before(control, block, &lines, at, place)).flatten();
        }
        let after = line.after(place);
        if place + 1 < line.before.len() || !after.has_words() {
            return None;
        }
        // "[ ] I am over 18", and below it "Send me the newsletter [ ]": the words below are the other box's.
        let mut text = after.text.clone();
        for (before, next) in lines[at..].iter().zip(&lines[at + 1..]) {
            if before.ends_in_block {
                return None;
            }
            if next.is_text_first() {
                return bounded(&text, after.nodes.first().copied());
            }
            if !next.before.is_empty() {
                return None;
            }
            text.push(' ');
            text.push_str(&next.rest.text);
        }
        None
    }

    /// The words before a field to fill in, on its line.
    pub(super) fn before_field(&self, field: NodeId) -> Option<String> {
        let (_, lines) = self.lines_around(field)?;
        let (at, place) = place_of(&lines, field)?;
        let starts_with_words = lines[at].before.first().is_some_and(|(run, _)| run.has_words());
        let (run, _) = lines[at].before.get(place).filter(|(run, _)| starts_with_words && run.has_words())?;
        bounded(&run.text, None).map(|(text, _)| text)
    }

    fn words_before(
        &self,
        control: NodeId,
        block: NodeId,
        lines: &[Line],
        at: usize,
        place: usize,
    ) -> Option<(String, Option<NodeId>)> {
        let (run, _) = lines[at].before.get(place)?;
        let mut text = run.text.clone();
        // "I have read and agree to", a break, "the terms [ ]": a sentence goes on below.
        for above in lines[..at].iter().rev().take_while(|_| place == 0) {
            let ends = above.rest.text.trim_end().ends_with(['.', '!', '?', ':', ';']);
            let goes_on = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
            if ends || !goes_on || above.ends_in_block || !above.before.is_empty() || !above.has_words() {
                break;
            }
            text = format!("{} {text}", above.rest.text);
        }
        if lines[at].after(place).text.trim_start().starts_with('*') {
            text.push('*');
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let is_all = || letters(&self.text(block, &|id| self.is_control(id))) == letters(&text);
        let link = || {
            let mut nodes = run.nodes.iter();
            nodes.find_map(|&id| self.ancestors(id).take_while(|&up| up != block).find(|&up| self.node(up).is("a")))
        };
        let is_alone = !self.subtree(block).any(|id| id != control && self.is_control(id) && !self.is_hidden_field(id));
        let bearer = if is_alone && is_all() { Some(block) } else { link().or(run.nodes.first().copied()) };
        bounded(&text, bearer)
    }

    fn is_hidden_field(&self, id: NodeId) -> bool {
        let node = self.node(id);
        node.is("input") && node.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
    }

    /// Whether an element ends a line like a `br` does: a button, whose words are its own.
    fn is_pressed(&self, id: NodeId) -> bool {
        let node = self.node(id);
        let kind = node.attribute("type").map(str::to_ascii_lowercase);
        action::is_button(self, id)
            || node.is("input") && matches!(kind.as_deref(), Some("submit" | "button" | "reset" | "image"))
    }

    /// Whether an element stands in a line of text, or is a box that does.
    fn is_in_line(&self, id: NodeId) -> bool {
        self.is_inline(id) || self.snapshot.style(id, "display").is_some_and(|display| display.starts_with("inline"))
    }

    fn is_block_of_words(&self, block: NodeId) -> bool {
        let inside = || self.subtree(block).take(MOST_BELOW);
        let is_word = |id: NodeId| self.node(id).text.chars().any(char::is_alphanumeric) && self.is_displayed(id);
        !inside().any(|id| self.is_control(id)) && inside().any(is_word)
    }

    /// The lines of the block that a control stands in.
    fn lines_around(&self, control: NodeId) -> Option<(NodeId, Vec<Line>)> {
        let block = self.ancestors(control).find(|&up| !self.node(up).is_element() || !self.is_in_line(up))?;
        let is_shown = self.is_displayed(block);
        let mut lines = Vec::new();
        let mut line = Line::default();
        let (mut at, end) = (block.0 + 1, self.end(block));
        for _ in 0..MOST_NODES {
            if at >= end {
                lines.push(line);
                return Some((block, lines));
            }
            let id = NodeId(at);
            let node = self.node(id);
            let (inside, past) = (at + 1, self.end(id));
            at = past;
            let is_unseen = is_shown && !self.is_displayed(id) && id != control;
            if node.kind == NodeKind::Text {
                if !is_unseen {
                    line.push(self, id, &node.text);
                }
                continue;
            }
            let is_silent = matches!(node.tag.as_str(), "script" | "style" | "template" | "noscript" | "svg");
            if !node.is_element() || is_unseen || is_silent || self.is_hidden_field(id) {
                continue;
            }
            if node.is("br") || self.is_pressed(id) && id != control {
                lines.push(std::mem::take(&mut line));
            } else if id == control || self.is_control(id) {
                let run = std::mem::take(&mut line.rest);
                line.before.push((run, id));
            } else if node.is("img") {
                line.push(self, id, &format!(" {} ", node.attribute("alt").unwrap_or_default()));
            } else if self.is_in_line(id) {
                at = inside;
            } else {
                line.ends_in_block = true;
                line.words_follow = !line.before.is_empty() && self.is_block_of_words(id);
                lines.push(std::mem::take(&mut line));
            }
        }
        None
    }
}

/// The line that a control is in, and its place among the controls there.
fn place_of(lines: &[Line], control: NodeId) -> Option<(usize, usize)> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let place = line.before.iter().position(|(_, id)| *id == control)?;
        Some((at, place))
    })
}

/// A text with its white space folded, if it is short enough for a label.
fn bounded(text: &str, bearer: Option<NodeId>) -> Option<(String, Option<NodeId>)> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() <= LONGEST).then_some((text, bearer))
}
