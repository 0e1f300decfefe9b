//! From captured documents to the nodes of a snapshot: one flat tree, frames inside their hosts, all boxes in the
//! coordinates of the top page, all paint orders in one line.

use super::capture::{Captured, Part};
use super::documents::{Document, Numbers, Row};
use super::state::{Element, cut, page_text};
use super::style::Styles;
use crate::snapshot::{
    Capability, FORMAT, Frame, FrameId, Line, MAX_NODES, MAX_TEXT, Missing, Node, NodeId, NodeKind, PROPERTIES, Pseudo,
    Rect, Scroll, ShadowMode, Snapshot,
};

/// A snapshot, and which node of the browser each of its nodes is: session and number.
pub(super) struct Built {
    pub(super) snapshot: Snapshot,
    pub(super) identities: Vec<(String, i64)>,
}

/// More nodes than a snapshot may hold.
#[derive(Debug)]
pub(super) struct TooMany;

/// Builds the snapshot of what was captured. The source is left to the caller.
pub(super) fn build(captured: &Captured) -> Result<Built, TooMany> {
    let parts: Vec<Vec<Document<'_>>> = captured.parts.iter().map(documents).collect();
    let mut arena = Arena {
        captured,
        parts: &parts,
        places: Vec::new(),
        nodes: Vec::new(),
        rows: Vec::new(),
        orders: Vec::new(),
        hosts: vec![None; parts.len()],
        frames: Vec::new(),
        styles: Styles::default(),
        steps: Vec::new(),
    };
    arena.steps.push(Step::Content { part: 0, document: 0, host: None });
    while let Some(step) = arena.steps.pop() {
        if arena.nodes.len() >= MAX_NODES {
            return Err(TooMany);
        }
        match step {
            Step::Content { part, document, host } => arena.enter(part, document, host),
            Step::Row { place, row, parent } => arena.row(place, row, parent),
        }
    }
    Ok(arena.finish())
}

fn documents(part: &Part) -> Vec<Document<'_>> {
    part.wire.documents.iter().map(|document| Document::new(document, &part.wire.strings)).collect()
}

enum Step {
    /// A document, inside its host.
    Content { part: usize, document: usize, host: Option<NodeId> },
    /// A node of a document that was entered.
    Row { place: usize, row: Row, parent: NodeId },
}

/// A document that was entered.
#[derive(Clone, Copy)]
struct Place {
    part: usize,
    document: usize,
    frame: FrameId,
    /// Where its top left corner is in the top page.
    x: f64,
    y: f64,
}

struct Arena<'a> {
    captured: &'a Captured,
    parts: &'a [Vec<Document<'a>>],
    places: Vec<Place>,
    nodes: Vec<Node>,
    /// Place and row of each node.
    rows: Vec<(usize, Row)>,
    /// Process and paint order of each node.
    orders: Vec<Option<(usize, u32)>>,
    /// Process and paint order of the host of each process's first document.
    hosts: Vec<Option<(usize, u32)>>,
    frames: Vec<Frame>,
    styles: Styles,
    steps: Vec<Step>,
}

impl<'a> Arena<'a> {
    fn document(&self, place: usize) -> Option<&'a Document<'a>> {
        let place = self.places.get(place)?;
        self.parts.get(place.part)?.get(place.document)
    }

    fn push(&mut self, node: Node, place: usize, row: Row) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        self.rows.push((place, row));
        self.orders.push(None);
        id
    }

    fn enter(&mut self, part: usize, at: usize, host: Option<NodeId>) {
        let Some(document) = self.parts.get(part).and_then(|documents| documents.get(at)) else { return };
        let frame = FrameId(self.frames.len() as u32);
        let outer = host.and_then(|host| self.nodes.get(host.index())).map(|host| host.frame);
        let (x, y) = host.map_or((0.0, 0.0), |host| self.content_corner(host));
        // Boxes are told from the document's corner; the frame shows it scrolled.
        let scrolled = if host.is_some() { document.scroll() } else { (0.0, 0.0) };
        let place = self.places.len();
        self.places.push(Place { part, document: at, frame, x: x - scrolled.0, y: y - scrolled.1 });
        if let (0, Some(host)) = (at, host) {
            self.hosts[part] = self.orders.get(host.index()).copied().flatten();
        }
        self.frames.push(Frame { parent: outer, host, url: address(document.url()), ..Frame::default() });
        let id = self.push(Node { kind: NodeKind::Document, parent: host, frame, ..Node::default() }, place, 0);
        self.children(place, document.children(0).iter().copied(), id);
    }

    fn children(&mut self, place: usize, rows: impl Iterator<Item = Row>, parent: NodeId) {
        let from = self.steps.len();
        self.steps.extend(rows.map(|row| Step::Row { place, row, parent }));
        self.steps[from..].reverse();
    }

    /// Top left corner of the content box of a frame's host.
    fn content_corner(&self, host: NodeId) -> (f64, f64) {
        let (place, row) = self.rows[host.index()];
        let Some(document) = self.document(place) else { return (0.0, 0.0) };
        let Some([x, y, ..]) = document.rect(row) else { return (0.0, 0.0) };
        let [left, top, ..] = document.client_rect(row).unwrap_or_default();
        let px = |property| {
            let style = self.nodes[host.index()].style;
            let value = style.map_or("", |style| self.styles.value(style, property));
            value.strip_suffix("px").and_then(|px| px.parse::<f64>().ok()).unwrap_or_default()
        };
        let place = self.places[place];
        (place.x + x + left + px("padding-left"), place.y + y + top + px("padding-top"))
    }

    fn row(&mut self, place: usize, row: Row, parent: NodeId) {
        let Some(document) = self.document(place) else { return };
        let frame = self.places[place].frame;
        let node = Node { parent: Some(parent), frame, ..Node::default() };
        match document.kind(row) {
            1 => self.element(place, row, document, node),
            3 => {
                let Some(text) = page_text(document, row) else { return };
                let rect = document.rect(row).map(|numbers| self.rect(place, numbers));
                let lines = self.lines(place, document, row);
                let id = self.push(Node { kind: NodeKind::Text, text, rect, lines, ..node }, place, row);
                self.order(id, place, document, row);
            }
            8 if document.value(row).trim_start().starts_with("consentlint-") => {
                let text = cut(document.value(row), MAX_TEXT);
                self.push(Node { kind: NodeKind::Comment, text, ..node }, place, row);
            }
            _ => {}
        }
    }

    fn element(&mut self, place: usize, row: Row, document: &'a Document<'a>, node: Node) {
        let tag = document.tag(row);
        let part = self.places[place].part;
        let is_mixed = self.captured.parts[part].mixed.contains(&document.identity(row));
        let element = Element { document, row, tag: &tag };
        let styled = self.styles.of(part, document, row);
        let style = match styled {
            Some((style, _)) => style,
            None => {
                self.styles.unrendered(if document.children(row).iter().any(|&child| document.rect(child).is_some()) {
                    "contents"
                } else {
                    "none"
                })
            }
        };
        let scroll = scroll(document, row);
        let node = Node {
            kind: NodeKind::Element,
            attributes: element.attributes(),
            state: element.state(is_mixed),
            clickable: element.is_clickable(),
            style: Some(style),
            rect: document.rect(row).map(|numbers| self.rect(place, numbers)),
            scroll,
            transition_ms: styled.map_or(0, |(_, longest)| longest),
            ..node
        };
        let id = self.push(node, place, row);
        self.order(id, place, document, row);
        for &child in document.children(row) {
            match document.pseudo(child) {
                Some("before") => self.nodes[id.index()].before = self.pseudo(place, document, child),
                Some("after") => self.nodes[id.index()].after = self.pseudo(place, document, child),
                _ => {}
            }
        }
        let is_frame = matches!(tag.as_str(), "iframe" | "frame");
        if is_frame || document.content(row).is_some() || self.captured.child(part, document.identity(row)).is_some() {
            self.frame(place, row, document, id);
        }
        self.nodes[id.index()].tag = tag;
        if is_frame || matches!(self.nodes[id.index()].tag.as_str(), "template" | "noscript") {
            return;
        }
        let children = document.children(row).iter().copied().filter(|&child| document.pseudo(child).is_none());
        let inside = match self.shadow_mode(part, document, row) {
            None => id,
            Some(mode) => {
                let root = Node { kind: NodeKind::ShadowRoot(mode), parent: Some(id), ..Node::default() };
                let frame = self.places[place].frame;
                self.push(Node { frame, ..root }, place, row)
            }
        };
        self.children(place, children, inside);
    }

    /// The flat tree has no shadow roots; an element is a host if its children are in another tree than it is.
    fn shadow_mode(&self, part: usize, document: &Document<'_>, row: Row) -> Option<ShadowMode> {
        let inner = document.children(row).iter().find_map(|&child| match document.pseudo(child) {
            None => Some(document.shadow(child)),
            Some(_) => None,
        })??;
        let is_host = document.shadow(row) != Some(inner) && document.tag(row) != "slot"
            || self.captured.parts[part].hosts.contains(&document.identity(row));
        match inner {
            "open" if is_host => Some(ShadowMode::Open),
            "closed" if is_host => Some(ShadowMode::Closed),
            _ => None,
        }
    }

    /// Enters the document that a frame shows, or says why not.
    fn frame(&mut self, place: usize, row: Row, document: &'a Document<'a>, host: NodeId) {
        let Place { part, frame, .. } = self.places[place];
        let identity = document.identity(row);
        let (part, at) = match (document.content(row), self.captured.child(part, identity)) {
            (_, Some(child)) => (child, 0),
            (Some(at), None) => (part, at),
            (None, None) => {
                let why = self.captured.lost(part, identity).unwrap_or("a frame could not be entered");
                return self.miss(frame, why);
            }
        };
        let Some(content) = self.parts.get(part).and_then(|documents| documents.get(at)) else {
            return self.miss(frame, "a frame could not be entered");
        };
        let source = document.attribute(row, "src").unwrap_or_default().trim();
        let is_lazy = document.attribute(row, "loading").is_some_and(|it| it.eq_ignore_ascii_case("lazy"));
        if content.url().starts_with("chrome-error:") {
            self.miss(frame, "a frame did not load");
        } else if self.places.iter().any(|place| place.part == part && place.document == at) {
            self.miss(frame, "a frame could not be entered");
        } else {
            if is_lazy && content.url() == "about:blank" && !(source.is_empty() || source.starts_with("about:")) {
                self.miss(frame, "a frame loads only when it is scrolled to");
            }
            self.steps.push(Step::Content { part, document: at, host: Some(host) });
        }
    }

    fn miss(&mut self, frame: FrameId, why: &str) {
        let missing = Missing { capability: Capability::Frames, why: why.to_owned() };
        let list = &mut self.frames[frame.index()].missing;
        if !list.contains(&missing) {
            list.push(missing);
        }
    }

    fn pseudo(&mut self, place: usize, document: &'a Document<'a>, row: Row) -> Option<Pseudo> {
        let rect = document.rect(row).map(|numbers| self.rect(place, numbers));
        let content = cut(&document.generated(row), MAX_TEXT);
        let is_seen = !content.is_empty() || rect.is_some_and(|rect| rect.area() > 0.0);
        let style = self.styles.of(self.places[place].part, document, row).map(|(style, _)| style);
        is_seen.then_some(Pseudo { content, style, rect })
    }

    fn rect(&self, place: usize, [x, y, width, height]: Numbers) -> Rect {
        let place = &self.places[place];
        Rect::new(place.x + x, place.y + y, width, height)
    }

    /// One box a line: what a line is broken into by direction or by letters is joined.
    fn lines(&self, place: usize, document: &Document<'_>, row: Row) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for numbers in document.lines(row) {
            let rect = self.rect(place, numbers);
            match lines.last_mut() {
                Some(line) if line.rect.y == rect.y && line.rect.height == rect.height => {
                    line.rect = line.rect.union(&rect);
                }
                _ => lines.push(Line { rect, backdrop: None }),
            }
        }
        lines
    }

    fn order(&mut self, id: NodeId, place: usize, document: &Document<'_>, row: Row) {
        self.orders[id.index()] = document.paint_order(row).map(|order| (self.places[place].part, order));
    }

    /// A frame in a process of its own is painted where its host is: after it, and before what comes after it.
    fn rank(&mut self) {
        let key = |order: &(usize, u32)| {
            let mut key = vec![order.1];
            let mut part = order.0;
            while let Some((outer, order)) = self.hosts.get(part).copied().flatten().filter(|(outer, _)| *outer < part)
            {
                key.push(order);
                part = outer;
            }
            key.reverse();
            key
        };
        if self.parts.len() == 1 {
            for (node, order) in self.nodes.iter_mut().zip(&self.orders) {
                node.paint_order = order.map(|(_, order)| order);
            }
            return;
        }
        let keys: Vec<Option<Vec<u32>>> = self.orders.iter().map(|order| order.as_ref().map(key)).collect();
        let mut distinct: Vec<&Vec<u32>> = keys.iter().flatten().collect();
        distinct.sort_unstable();
        distinct.dedup();
        for (node, key) in self.nodes.iter_mut().zip(&keys) {
            let rank = key.as_ref().and_then(|key| distinct.binary_search(&key).ok());
            node.paint_order = rank.map(|rank| rank as u32);
        }
    }

    fn finish(mut self) -> Built {
        self.rank();
        for at in (1..self.frames.len()).rev() {
            if let (Some(parent), false) = (self.frames[at].parent, self.frames[at].missing.is_empty()) {
                for missing in self.frames[at].missing.clone() {
                    self.miss(parent, &missing.why);
                }
            }
        }
        for frame in &mut self.frames {
            frame.seen = vec![
                Capability::Source,
                Capability::Style,
                Capability::Layout,
                Capability::Paint,
                Capability::Script,
                Capability::Shadow,
            ];
            if frame.missing.is_empty() {
                frame.seen.push(Capability::Frames);
            }
        }
        let identities = self.rows.iter().map(|&(place, row)| {
            let part = self.places.get(place).map_or(0, |place| place.part);
            let number = self.document(place).map_or(0, |document| document.identity(row));
            (self.captured.parts[part].session.clone(), number)
        });
        let identities = identities.collect();
        let title = self.document(0).map(Document::title).filter(|title| !title.is_empty());
        let root = self.nodes.iter().find(|node| node.is("html"));
        let snapshot = Snapshot {
            format: FORMAT,
            url: self.frames.first().and_then(|frame| frame.url.clone()),
            title: title.map(|title| cut(&title.split_whitespace().collect::<Vec<_>>().join(" "), MAX_TEXT)),
            lang: root.and_then(|root| root.attribute("lang")).map(str::to_owned),
            frames: self.frames,
            nodes: self.nodes,
            styles: self.styles.list,
            style_properties: PROPERTIES.iter().map(ToString::to_string).collect(),
            ..Snapshot::default()
        };
        Built { snapshot, identities }
    }
}

/// Present where the content is larger than the box, or the box is scrolled.
fn scroll(document: &Document<'_>, row: Row) -> Option<Scroll> {
    let [left, top, width, height] = document.scroll_rect(row)?;
    let [_, _, shown_width, shown_height] = document.client_rect(row)?;
    let is_laid_out = shown_width > 0.0 && shown_height > 0.0;
    let is_larger = is_laid_out && (width > shown_width || height > shown_height);
    (is_larger || left != 0.0 || top != 0.0).then_some(Scroll { width, height, left, top })
}

/// An address without what may tell who asked: user, query and fragment.
pub(crate) fn address(url: &str) -> Option<String> {
    let Ok(mut parsed) = url::Url::parse(url) else { return None };
    if parsed.cannot_be_a_base() {
        // `about:blank`, `data:` and the like; what comes after the scheme of the latter is content.
        return Some(if parsed.scheme() == "about" { url.to_owned() } else { format!("{}:", parsed.scheme()) });
    }
    parsed.set_query(None);
    parsed.set_fragment(None);
    // An address that can't hold a user has none to lose.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    Some(parsed.into())
}
