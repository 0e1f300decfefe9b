//! Styles and lays out a page with Blitz, and reads what came out.
//!
//! Blitz overflows the stack on deep pages and can hang or panic, so caps stand before it, and it runs on a thread
//! with a stack of known size and a deadline. What goes wrong is a reason why layout is missing, never an error.

use super::boxes::Boxes;
use super::feed::{self, Detail};
use super::paint_order::{self, Stacking};
use super::resources::{self, Resources};
use super::sheets::Sheets;
use super::{Parts, fonts, style_values};
use crate::snapshot::{Line, Node, Pseudo, Rect, Scroll, Snapshot, Style, StyleId, Viewport};
use blitz_dom::{BaseDocument, DocumentConfig, StyleThreading, UserAgentStylesheet};
use blitz_traits::node_id::NodeId as BlitzId;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use style::computed_values::position::T as Position;
use style::properties::ComputedValues;
use style::servo_arc::Arc as StyleArc;
use style::values::specified::box_::DisplayInside;
use url::Url;

/// Deepest page that is laid out.
const MAX_DEPTH: u32 = 400;
/// Most nodes of a page that is laid out.
const MAX_NODES: usize = 60_000;

/// All that a layout needs.
pub(super) struct Job {
    pub(super) parts: Arc<Parts>,
    pub(super) viewport: Viewport,
    /// Address that relative addresses are resolved against.
    pub(super) base: Url,
    pub(super) root: Option<PathBuf>,
    /// Style sheets that were fetched before, by address.
    pub(super) sheets: Sheets,
    pub(super) detail: Detail,
}

/// What came out: styles, and what is known of each node.
#[derive(Default)]
pub(super) struct Laid {
    styles: Vec<Style>,
    nodes: Vec<LaidNode>,
    /// Style sheets that the page names and that were not loaded.
    pub(super) lost_sheets: usize,
}

#[derive(Default)]
struct LaidNode {
    node: usize,
    style: Option<StyleId>,
    rect: Option<Rect>,
    lines: Vec<Line>,
    scroll: Option<Scroll>,
    before: Option<Pseudo>,
    after: Option<Pseudo>,
    paint_order: Option<u32>,
    transition_ms: u32,
}

/// Why a page is not laid out, known before it is tried.
pub(super) fn refuse(parts: &Parts) -> Option<&'static str> {
    if parts.flat.len() > MAX_NODES {
        return Some("too many nodes");
    }
    let mut depths: Vec<u32> = Vec::with_capacity(parts.flat.len());
    for place in &parts.flat {
        let depth = place.parent.map_or(0, |parent| depths[parent as usize] + 1);
        if depth > MAX_DEPTH {
            return Some("too deep");
        }
        depths.push(depth);
    }
    let css = parts.flat.iter().filter_map(|place| {
        let element = parts.tree.element(place.tree)?;
        let own = if element.is("style") { parts.tree.own_text(place.tree).len() } else { 0 };
        Some(own + element.attribute("style").map_or(0, str::len))
    });
    (css.sum::<usize>() > resources::MAX_CSS).then_some("too much CSS")
}

/// Lays a page out. Runs on a thread of its own: see [`super::threads`].
pub(super) fn lay_out(job: &Job) -> Laid {
    let resources = Arc::new(Resources::new(job.root.as_deref(), job.sheets.clone()));
    let (width, height) = window(job);
    let mut document = BaseDocument::new(DocumentConfig {
        viewport: Some(blitz_traits::shell::Viewport::new(width, height, 1.0, Default::default())),
        base_url: Some(job.base.to_string()),
        ua_stylesheets: sheets(),
        net_provider: Some(resources.clone()),
        font_ctx: Some(fonts::context()),
        style_threading: StyleThreading::Sequential,
        ..DocumentConfig::default()
    });
    let ids = feed::build(&mut document, &job.parts, &job.base, job.detail);
    document.resolve(0.0);
    if document.is_animating() {
        // People meet a page after its animations, not before: a banner that fades in is not transparent.
        const AFTERWARDS: f64 = 3600.0;
        document.resolve(AFTERWARDS);
    }
    let mut laid = read(&mut document, &job.parts, &ids);
    laid.lost_sheets = resources.lost_sheets();
    laid
}

/// Blitz's own sheet, and what makes it agree with Chromium's.
fn sheets() -> Vec<UserAgentStylesheet> {
    static SHEETS: LazyLock<Vec<UserAgentStylesheet>> = LazyLock::new(|| {
        // Some properties are known to the engine only once a first document was made.
        drop(BaseDocument::new(DocumentConfig { ua_stylesheets: Vec::new(), ..DocumentConfig::default() }));
        vec![UserAgentStylesheet::default_sheet(), UserAgentStylesheet::parse(include_str!("chromium.css"))]
    });
    SHEETS.clone()
}

/// The window in CSS pixels. Phones heed `<meta name=viewport>`, and show pages without one as if 980 pixels wide.
fn window(job: &Job) -> (u32, u32) {
    const WITHOUT_META: u32 = 980;
    let Viewport { width, height, mobile, .. } = job.viewport;
    if !mobile {
        return (width, height);
    }
    let metas = job.parts.flat.iter().filter_map(|place| job.parts.tree.element(place.tree));
    let metas =
        metas.filter(|e| e.is("meta") && e.attribute("name").is_some_and(|n| n.eq_ignore_ascii_case("viewport")));
    let content = metas.filter_map(|meta| meta.attribute("content")).next_back();
    let wide = match content {
        None => WITHOUT_META,
        Some(content) => {
            let mut parts = content.split([',', ';']).filter_map(|part| part.split_once('='));
            let named = parts.find(|(key, _)| key.trim().eq_ignore_ascii_case("width")).map(|(_, value)| value.trim());
            named.and_then(|value| value.parse().ok()).map_or(width, |wide: u32| wide.clamp(200, 10_000))
        }
    };
    (wide, (u64::from(height) * u64::from(wide) / u64::from(width.max(1))) as u32)
}

fn read(document: &mut BaseDocument, parts: &Parts, ids: &[Option<BlitzId>]) -> Laid {
    let mut styles = Styles::default();
    let mut nodes = Vec::with_capacity(parts.flat.len());
    let mut stacking: Vec<Stacking> = Vec::with_capacity(parts.flat.len());
    let mut displayed = Vec::with_capacity(parts.flat.len());
    for (at, place) in parts.flat.iter().enumerate() {
        let Some(node) = parts.became[at] else { continue };
        let parent = place.parent.and_then(|parent| parts.became[parent as usize]);
        let mut laid = LaidNode { node: node.index(), ..LaidNode::default() };
        let mut stack = Stacking { parent: parent.map(|parent| parent.index()), ..Stacking::default() };
        let mut shown = false;
        if place.shadow.is_none()
            && parts.tree.element(place.tree).is_some()
            && let Some(id) = ids[at]
        {
            let stored = document.get_node(id).and_then(|node| node.primary_styles().map(|styles| (*styles).clone()));
            shown = stored.is_some();
            let found = stored.or_else(|| undisplayed(document, id));
            if let Some(found) = found {
                stack = stacking_of(document, id, &found, stack.parent);
                let (style, motion) = styles.of(document, id, &found, shown);
                laid.transition_ms = motion;
                laid.style = Some(style);
                if is_option(&parts.tree.nodes[place.tree as usize].data) {
                    laid.style = laid.style.map(|style| styles.of_option(style));
                }
            }
        }
        displayed.push(shown);
        stacking.push(stack);
        nodes.push(laid);
    }
    let order = paint_order::order(&stacking);
    let mut boxes = Boxes::new(document);
    let kept = (0..parts.flat.len()).filter(|&at| parts.became[at].is_some());
    for (index, at) in kept.enumerate() {
        let (place, laid) = (&parts.flat[at], &mut nodes[index]);
        let Some(id) = ids[at].filter(|_| place.shadow.is_none()) else { continue };
        if parts.tree.element(place.tree).is_none() {
            laid.lines = boxes.lines(id).into_iter().map(|rect| Line { rect, backdrop: None }).collect();
            laid.paint_order = (!laid.lines.is_empty()).then(|| order[index]);
            continue;
        }
        if !displayed[index] || ignores_layout(&parts.tree.nodes[place.tree as usize].data) {
            continue;
        }
        laid.rect = boxes.border_box(id);
        if laid.rect.is_none() {
            continue;
        }
        laid.paint_order = Some(order[index]);
        laid.scroll = boxes.overflow(id).map(|(width, height)| {
            let size = Rect::new(0.0, 0.0, width.min(4e8), height.min(4e8));
            Scroll { width: size.width, height: size.height, left: 0.0, top: 0.0 }
        });
        let (before, after) = document.get_node(id).map_or((None, None), |node| (node.before(), node.after()));
        laid.before = before.and_then(|id| pseudo(document, &mut boxes, &mut styles, id));
        laid.after = after.and_then(|id| pseudo(document, &mut boxes, &mut styles, id));
    }
    let mut laid = Laid { styles: styles.list, nodes, lost_sheets: 0 };
    let parents: Vec<Option<usize>> = stacking.iter().map(|stack| stack.parent).collect();
    laid.fill_rows(&parents, &displayed, &order);
    laid
}

/// Blitz gives boxes to some elements that have none.
fn ignores_layout(data: &super::tree::Data) -> bool {
    let super::tree::Data::Element(element) = data else { return true };
    matches!(&*element.name.local, "option" | "optgroup" | "br" | "wbr" | "area" | "map" | "source" | "track" | "param")
}

fn is_option(data: &super::tree::Data) -> bool {
    matches!(data, super::tree::Data::Element(element) if element.is("option") || element.is("optgroup"))
}

/// Style of an element inside `display: none`. It is kept on the node, so that what is inside it is quick to style.
fn undisplayed(document: &mut BaseDocument, id: BlitzId) -> Option<StyleArc<ComputedValues>> {
    let found = document.resolve_undisplayed_style(id)?;
    let node = document.get_node_mut(id)?;
    node.stylo_element_data_mut().ensure_init_mut().styles.primary = Some(found.clone());
    Some(found)
}

fn stacking_of(document: &BaseDocument, id: BlitzId, styles: &ComputedValues, parent: Option<usize>) -> Stacking {
    let item = document.get_node(id).and_then(|node| node.parent).and_then(|above| document.get_node(above));
    let item = item.and_then(|above| above.primary_styles().map(|styles| styles.clone_display().inside()));
    let item = matches!(item, Some(DisplayInside::Flex | DisplayInside::Grid));
    let context = document.get_node(id).is_some_and(|node| node.is_stacking_context_root(item));
    Stacking {
        parent,
        layer: context || styles.clone_position() != Position::Static,
        context,
        z: styles.clone_z_index().integer_or(0),
    }
}

fn pseudo(document: &BaseDocument, boxes: &mut Boxes<'_>, styles: &mut Styles, id: BlitzId) -> Option<Pseudo> {
    let node = document.get_node(id)?;
    let found = node.primary_styles().map(|styles| (*styles).clone())?;
    let content = node.text_content();
    let (style, _) = styles.of(document, id, &found, true);
    let paints = !content.is_empty() || styles.paints(style);
    let rect = boxes.border_box(id);
    paints.then_some(Pseudo { content, style: Some(style), rect })
}

/// Distinct styles. Equal ones are nearly always the same object, so each is written out once.
#[derive(Default)]
struct Styles {
    list: Vec<Style>,
    /// Whether what is used differs from what is computed, so that each node has to be asked.
    asks_nodes: Vec<bool>,
    /// The style of each object, and its longest motion in milliseconds.
    by_object: HashMap<usize, (StyleId, u32)>,
    by_value: HashMap<Style, StyleId>,
}

impl Styles {
    /// The style of an element, and its longest motion in milliseconds.
    fn of(
        &mut self,
        document: &BaseDocument,
        id: BlitzId,
        styles: &StyleArc<ComputedValues>,
        shown: bool,
    ) -> (StyleId, u32) {
        let object = std::ptr::from_ref::<ComputedValues>(styles) as usize;
        let (plain, motion) = match self.by_object.get(&object) {
            Some(known) => *known,
            None => {
                let new = self.intern(Style { values: style_values::values(styles) });
                let motion = style_values::longest_motion(styles);
                self.by_object.insert(object, (new, motion));
                (new, motion)
            }
        };
        if !shown || !self.asks_nodes[plain.index()] {
            return (plain, motion);
        }
        let names = crate::snapshot::PROPERTIES;
        let mut used = self.list[plain.index()].clone();
        for (name, value) in names.iter().zip(&mut used.values) {
            if depends_on_layout(name, value) {
                *value = style_values::shorten(document.resolved_style_value(id, name));
            }
        }
        (self.intern(used), motion)
    }

    /// The engine hides options, so as not to lay them out below their `select`; in a browser they are blocks.
    fn of_option(&mut self, style: StyleId) -> StyleId {
        let mut shown = self.list[style.index()].clone();
        let names = crate::snapshot::PROPERTIES.iter().zip(&mut shown.values);
        if let Some((_, display)) = names.into_iter().find(|(name, _)| **name == "display") {
            "block".clone_into(display);
        }
        self.intern(shown)
    }

    fn intern(&mut self, style: Style) -> StyleId {
        if let Some(known) = self.by_value.get(&style) {
            return *known;
        }
        let id = StyleId(self.list.len() as u32);
        let mut values = crate::snapshot::PROPERTIES.iter().zip(&style.values);
        self.asks_nodes.push(values.any(|(name, value)| depends_on_layout(name, value)));
        self.list.push(style.clone());
        self.by_value.insert(style, id);
        id
    }

    /// Whether a box in this style can be seen without any text.
    fn paints(&self, id: StyleId) -> bool {
        let value = |name: &str| {
            let at = crate::snapshot::PROPERTIES.iter().position(|property| *property == name);
            at.and_then(|at| self.list[id.index()].values.get(at)).map_or("", String::as_str)
        };
        let shows = |color: &str| !(color.is_empty() || color.starts_with("rgba(") && color.ends_with(", 0)"));
        let bordered = ["top", "right", "bottom", "left"].iter().any(|side| {
            value(&format!("border-{side}-width")) != "0px" && shows(value(&format!("border-{side}-color")))
        });
        shows(value("background-color"))
            || value("background-image") != "none"
            || value("box-shadow") != "none"
            || bordered
    }
}

/// Whether the used value of a property is known only once the node has its box.
fn depends_on_layout(name: &str, value: &str) -> bool {
    match name {
        "transform" => value != "none",
        name => name.starts_with("padding") && (value.contains('%') || value.contains("calc")),
    }
}

impl Laid {
    /// Rows of tables and groups of rows have no box in the engine: theirs is what their cells cover.
    fn fill_rows(&mut self, parents: &[Option<usize>], displayed: &[bool], order: &[u32]) {
        let at = crate::snapshot::PROPERTIES.iter().position(|property| *property == "display").unwrap_or_default();
        let mut covered: Vec<Option<Rect>> = vec![None; self.nodes.len()];
        for index in (0..self.nodes.len()).rev() {
            let display = self.nodes[index].style.and_then(|style| self.styles[style.index()].values.get(at));
            let is_row = display.is_some_and(|display| display.starts_with("table-") && display.contains("row"));
            let laid = &mut self.nodes[index];
            if is_row && displayed[index] && laid.rect.is_none() && covered[index].is_some() {
                laid.rect = covered[index];
                laid.paint_order = Some(order[index]);
            }
            let (rect, parent) = (laid.rect, parents[index]);
            if let (Some(rect), Some(parent)) = (rect, parent) {
                covered[parent] = Some(covered[parent].map_or(rect, |known| known.union(&rect)));
            }
        }
    }

    /// Adds what was read to the nodes of a snapshot.
    pub(super) fn apply(self, snapshot: &mut Snapshot) {
        snapshot.style_properties = crate::snapshot::PROPERTIES.iter().map(|name| (*name).to_owned()).collect();
        snapshot.styles = self.styles;
        for laid in self.nodes {
            let Some(node) = snapshot.nodes.get_mut(laid.node) else { continue };
            let LaidNode { node: _, style, rect, lines, scroll, before, after, paint_order, transition_ms } = laid;
            *node =
                Node { style, rect, lines, scroll, before, after, paint_order, transition_ms, ..std::mem::take(node) };
        }
    }
}
