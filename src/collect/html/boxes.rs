//! Reads boxes out of a document that Blitz has laid out.

use crate::snapshot::Rect;
use blitz_dom::node::{NodeData, TextBrush, TextLayout};
use blitz_dom::{BaseDocument, Node};
use blitz_traits::node_id::NodeId as BlitzId;
use parley::{Cluster, GlyphRun, PositionedLayoutItem};
use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;
use style::computed_values::position::T as Position;
use style::values::computed::{Au, BorderStyle, NonNegativeLengthPercentage};
use style::values::specified::box_::{DisplayInside, DisplayOutside};
use style::values::specified::text::TextTransformCase;

/// A 2D matrix, as `matrix(a, b, c, d, e, f)`.
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Boxes of a laid out document, in CSS pixels from the top left corner of the document.
pub(super) struct Boxes<'d> {
    document: &'d BaseDocument,
    places: HashMap<BlitzId, Matrix>,
    lines: HashMap<BlitzId, Vec<Rect>>,
    inline: HashMap<BlitzId, Rect>,
}

impl<'d> Boxes<'d> {
    /// Walks every line of every inline context once.
    pub(super) fn new(document: &'d BaseDocument) -> Self {
        let mut boxes =
            Boxes { document, places: HashMap::default(), lines: HashMap::default(), inline: HashMap::default() };
        for (id, node) in document.tree().iter() {
            if node.flags.is_inline_root() && node.flags.is_in_document() {
                boxes.read_lines(id, node);
            }
        }
        boxes
    }

    /// Boxes of the lines of a text node.
    pub(super) fn lines(&mut self, text: BlitzId) -> Vec<Rect> {
        self.lines.remove(&text).unwrap_or_default()
    }

    /// Border box of an element, or `None` if it takes part in no layout.
    pub(super) fn border_box(&mut self, id: BlitzId) -> Option<Rect> {
        let node = self.document.get_node(id)?;
        let styles = node.primary_styles()?;
        let display = styles.clone_display();
        if display.is_none() || matches!(display.inside(), DisplayInside::Contents) {
            return None;
        }
        if node.is_non_atomic_inline() && !styles.clone_position().is_absolutely_positioned() {
            return self.inline_box(node);
        }
        let is_root = self.document.try_root_element().is_some_and(|root| root.id == id);
        if !is_root && node.layout_parent.get().is_none() {
            return None;
        }
        let size = node.unrounded_layout().size;
        let place = self.place(id);
        Some(covers(&place, 0.0, 0.0, f64::from(size.width), f64::from(size.height)))
    }

    /// Box of an inline element: what its text and boxes cover, with its own padding and border around it.
    fn inline_box(&mut self, node: &Node) -> Option<Rect> {
        let styles = node.primary_styles()?;
        let inner = match self.inline.get(&node.id) {
            Some(rect) => *rect,
            None => {
                let root = node.inline_root_ancestor()?.id;
                let place = self.place(root);
                Rect::new(place[4], place[5], 0.0, 0.0)
            }
        };
        let (padding, border) = (styles.get_padding(), styles.get_border());
        let side = |padding: &NonNegativeLengthPercentage, style: BorderStyle, width: Au| {
            let padding = padding.0.to_length().map_or(0.0, |length| f64::from(length.px()));
            padding + if style.none_or_hidden() { 0.0 } else { width.to_f64_px() }
        };
        let left = side(&padding.padding_left, border.border_left_style, border.border_left_width.0);
        let right = side(&padding.padding_right, border.border_right_style, border.border_right_width.0);
        let top = side(&padding.padding_top, border.border_top_style, border.border_top_width.0);
        let bottom = side(&padding.padding_bottom, border.border_bottom_style, border.border_bottom_width.0);
        let (width, height) = (inner.width + left + right, inner.height + top + bottom);
        Some(covers(&IDENTITY, inner.x - left, inner.y - top, width, height))
    }

    /// Size of the content where it is larger than the box: `(width, height)` in CSS pixels.
    pub(super) fn overflow(&self, id: BlitzId) -> Option<(f64, f64)> {
        let node = self.document.get_node(id)?;
        let (width, height) = (f64::from(node.scroll_width()), f64::from(node.scroll_height()));
        let larger = width > f64::from(node.client_width()) + 0.5 || height > f64::from(node.client_height()) + 0.5;
        let is_control = node.element_data().is_some_and(|element| is_boxed(&element.name.local));
        (larger && !is_control && !node.is_non_atomic_inline()).then_some((width, height))
    }

    /// From a node's border box to the document. Transforms are in it.
    fn place(&mut self, id: BlitzId) -> Matrix {
        let mut chain = Vec::new();
        let mut at = Some(id);
        let mut place = IDENTITY;
        while let Some(here) = at {
            if let Some(known) = self.places.get(&here) {
                place = *known;
                break;
            }
            // Containing blocks form a tree; the guard is for a tree that is broken.
            if chain.len() > 100_000 {
                break;
            }
            chain.push(here);
            at = self.document.get_node(here).and_then(Node::containing_block);
        }
        for &here in chain.iter().rev() {
            if let Some(node) = self.document.get_node(here) {
                let location = node.unrounded_layout().location;
                let moved = [1.0, 0.0, 0.0, 1.0, f64::from(location.x), f64::from(location.y)];
                place = times(&place, &moved);
                if let Some(transform) = node.transform().as_deref() {
                    place = times(&place, &transform.as_coeffs());
                }
            }
            self.places.insert(here, place);
        }
        place
    }

    fn read_lines(&mut self, root: BlitzId, node: &Node) {
        let Some(text) = node.element_data().and_then(|element| element.inline_layout_data.as_deref()) else { return };
        let pieces = Pieces::of(self.document, node, &text.text);
        let place = self.place(root);
        let layout = node.unrounded_layout();
        let left = layout.padding.left + layout.border.left;
        let top = layout.padding.top + layout.border.top + text.block_offset;
        for line in text.layout.lines() {
            let mut found: Vec<(BlitzId, [f32; 4])> = Vec::new();
            let mut boxes: Vec<(BlitzId, Rect)> = Vec::new();
            let mut taken: HashMap<usize, usize> = HashMap::default();
            // The stretch that the last letter stood in: most letters follow another.
            let mut piece: Option<(Range<usize>, BlitzId)> = None;
            for item in line.items() {
                match item {
                    PositionedLayoutItem::GlyphRun(run) => {
                        let metrics = run.run().font_metrics();
                        // Chromium rounds both, and so its boxes of text are whole pixels high.
                        let (high, low) =
                            (run.baseline() - metrics.ascent.round(), run.baseline() + metrics.descent.round());
                        if !taken.contains_key(&run.run().index())
                            && let Some((id, right)) = pieces.whole_run(text, &run)
                        {
                            taken.insert(run.run().index(), usize::MAX);
                            grow(&mut found, id, [run.offset(), high, right, low]);
                            continue;
                        }
                        let from = taken.entry(run.run().index()).or_default();
                        let mut x = run.offset();
                        for cluster in run.run().visual_clusters().skip(*from) {
                            if cluster.style_index() != run.style_index() {
                                break;
                            }
                            *from += 1;
                            let right = x + cluster.advance();
                            if !cluster.is_space_or_nbsp() {
                                let start = cluster.text_range().start;
                                if !piece.as_ref().is_some_and(|(range, _)| range.contains(&start)) {
                                    piece = pieces.piece_at(start);
                                }
                                if let Some((_, id)) = piece {
                                    grow(&mut found, id, [x, high, right, low]);
                                }
                            }
                            x = right;
                        }
                    }
                    PositionedLayoutItem::InlineBox(item) => {
                        let (x, y) = (f64::from(left + item.x), f64::from(top + item.y));
                        let area = covers(&place, x, y, f64::from(item.width), f64::from(item.height));
                        boxes.push((BlitzId::from_u64(item.id), area));
                    }
                }
            }
            for (id, [x, high, right, low]) in found {
                let (x, y) = (f64::from(left + x), f64::from(top + high));
                let area = covers(&place, x, y, f64::from(left + right) - x, f64::from(low - high));
                self.lines.entry(id).or_default().push(area);
                self.grow_inline(id, root, area);
            }
            for (id, area) in boxes {
                let out_of_flow = self.document.get_node(id).is_some_and(Node::is_out_of_flow);
                if !out_of_flow {
                    self.grow_inline(id, root, area);
                }
            }
        }
    }

    /// Adds what a text or box covers to the inline elements around it.
    fn grow_inline(&mut self, id: BlitzId, root: BlitzId, area: Rect) {
        let mut at = self.document.get_node(id).and_then(|node| node.parent);
        while let Some(here) = at.filter(|&here| here != root) {
            let Some(node) = self.document.get_node(here) else { return };
            self.inline.entry(here).and_modify(|known| *known = known.union(&area)).or_insert(area);
            at = node.parent;
        }
    }
}

/// Adds an area (left, top, right, bottom) to what a text covers on a line. The text that was met last is the likeliest.
fn grow(found: &mut Vec<(BlitzId, [f32; 4])>, text: BlitzId, [left, top, right, bottom]: [f32; 4]) {
    match found.iter_mut().rev().find(|(id, _)| *id == text) {
        Some((_, area)) => *area = [area[0].min(left), area[1].min(top), area[2].max(right), area[3].max(bottom)],
        None => found.push((text, [left, top, right, bottom])),
    }
}

/// Which text node each stretch of an inline context's text came from.
struct Pieces {
    /// End of each stretch, and its text node.
    ends: Vec<(usize, BlitzId)>,
}

impl Pieces {
    /// Collapsing changes white space only, so counting other characters finds the place of every text node.
    fn of(document: &BaseDocument, root: &Node, text: &str) -> Self {
        let mut texts = Vec::new();
        let upper = |node: &Node| {
            node.primary_styles().is_some_and(|s| s.clone_text_transform().case() == TextTransformCase::Uppercase)
        };
        let mut open: Vec<(BlitzId, bool)> = Vec::new();
        let push = |open: &mut Vec<(BlitzId, bool)>, node: &Node| {
            let upper = upper(node);
            open.extend(node.after().map(|id| (id, upper)));
            open.extend(node.children.iter().rev().map(|&id| (id, upper)));
            open.extend(node.before().map(|id| (id, upper)));
        };
        push(&mut open, root);
        while let Some((id, upper)) = open.pop() {
            let Some(node) = document.get_node(id) else { continue };
            match &node.data {
                NodeData::Text(data) => {
                    let letters = data.content.chars().filter(|c| !c.is_whitespace());
                    let count: usize =
                        if upper { letters.map(|c| c.to_uppercase().count()).sum() } else { letters.count() };
                    texts.push((id, count));
                }
                NodeData::Element(_) | NodeData::AnonymousBlock(_) if flows_on(node) => push(&mut open, node),
                _ => {}
            }
        }
        let total: usize = texts.iter().map(|(_, count)| count).sum();
        let letters = || text.char_indices().filter(|(_, c)| !c.is_whitespace());
        // A marker that stands inside comes first, and belongs to no text node.
        let mut skip = letters().count().saturating_sub(total);
        let mut ends = Vec::with_capacity(texts.len());
        let mut letters = letters().map(|(at, c)| at + c.len_utf8()).peekable();
        while skip > 0 {
            letters.next();
            skip -= 1;
        }
        let mut end = 0;
        for (id, count) in texts {
            for _ in 0..count {
                end = letters.next().unwrap_or(end);
            }
            ends.push((end, id));
        }
        Pieces { ends }
    }

    /// The stretch that a byte of the text stands in, and its text node.
    fn piece_at(&self, byte: usize) -> Option<(Range<usize>, BlitzId)> {
        let at = self.ends.partition_point(|&(end, _)| end <= byte);
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before].0);
        self.ends.get(at).map(|&(end, id)| (start..end, id))
    }

    /// The text node that a run of glyphs is all of, but for spaces at its end, and where its last letter ends. Most
    /// lines are one such run, and need not be gone through letter by letter.
    fn whole_run(&self, inline: &TextLayout, run: &GlyphRun<'_, TextBrush>) -> Option<(BlitzId, f32)> {
        const SPACES: [char; 2] = [' ', '\u{a0}'];
        let range = run.run().text_range();
        let text = inline.text.get(range.clone())?;
        let shown = text.trim_end_matches(SPACES);
        if shown.is_empty() || shown.starts_with(SPACES) || run.run().is_rtl() {
            return None;
        }
        let (piece, id) = self.piece_at(range.start)?;
        let end = range.start + shown.len();
        if end > piece.end {
            return None;
        }
        let mut right = run.offset() + run.advance();
        for (at, _) in text[shown.len()..].char_indices() {
            let space = Cluster::from_byte_index(&inline.layout, end + at)?;
            if space.style_index() == run.style_index() {
                right -= space.advance();
            }
        }
        Some((id, right))
    }
}

/// Whether the content of an element is part of the inline context around it.
fn flows_on(node: &Node) -> bool {
    let Some(styles) = node.primary_styles() else { return false };
    let display = styles.clone_display();
    match (display.outside(), display.inside()) {
        (DisplayOutside::None, DisplayInside::Contents) => true,
        (DisplayOutside::Inline, DisplayInside::Flow) => {
            let boxed = |tag: &str| is_boxed(tag) || matches!(tag, "button" | "br");
            let boxed = node.element_data().is_some_and(|element| boxed(&element.name.local));
            !boxed && !matches!(styles.clone_position(), Position::Absolute | Position::Fixed)
        }
        _ => false,
    }
}

/// Elements that are one box, whatever is inside them.
fn is_boxed(tag: &str) -> bool {
    matches!(tag, "img" | "svg" | "canvas" | "video" | "embed" | "iframe" | "input" | "textarea")
}

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[2] * b[1],
        a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3],
        a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4],
        a[1] * b[4] + a[3] * b[5] + a[5],
    ]
}

/// The upright rectangle that covers a rectangle after a matrix.
fn covers(m: &Matrix, x: f64, y: f64, width: f64, height: f64) -> Rect {
    let corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)];
    let moved = corners.map(|(x, y)| (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]));
    let least = moved.iter().fold((f64::INFINITY, f64::INFINITY), |a, b| (a.0.min(b.0), a.1.min(b.1)));
    let most = moved.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    let bound = |value: f64| if value.is_finite() { value.clamp(-4e8, 4e8) } else { 0.0 };
    let (left, top, right, bottom) = (bound(least.0), bound(least.1), bound(most.0), bound(most.1));
    Rect::new(left, top, right - left, bottom - top)
}
