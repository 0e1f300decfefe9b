use super::appearance::{Display, Position};
use super::{Fact, Index};
use crate::snapshot::{Capability, NodeId, NodeKind, Rect};
use serde::{Deserialize, Serialize};

/// Below this opacity nobody sees a thing.
const FAINTEST: f64 = 0.1;
/// Below this contrast text and backdrop are one colour.
const SAME_COLOUR: f64 = 1.1;

/// Why something can't be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// `display: none`, on it or above it.
    Display,
    /// `visibility: hidden`.
    Visibility,
    /// It or what holds it is transparent.
    Opacity,
    /// `clip`, `clip-path`, or a box that cuts it off and can't be scrolled.
    Clip,
    /// Where no scrolling reaches.
    OffScreen,
    /// No size.
    ZeroSize,
    /// The colour of its backdrop.
    SameColour,
    /// Something opaque lies on it.
    Covered,
    /// In a closed `details`, or the like.
    Collapsed,
    /// Only as a tooltip, while the pointer is on it.
    HoverOnly,
}

impl Hidden {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Hidden::Display => "display",
            Hidden::Visibility => "visibility",
            Hidden::Opacity => "opacity",
            Hidden::Clip => "clip",
            Hidden::OffScreen => "off-screen",
            Hidden::ZeroSize => "zero-size",
            Hidden::SameColour => "same-colour",
            Hidden::Covered => "covered",
            Hidden::Collapsed => "collapsed",
            Hidden::HoverOnly => "hover-only",
        }
    }
}

/// Whether something can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// It can.
    Visible,
    /// It can't, and why.
    Hidden(Hidden),
}

impl Visibility {
    /// `yes`, or why not.
    pub fn name(self) -> &'static str {
        match self {
            Visibility::Visible => "yes",
            Visibility::Hidden(why) => why.name(),
        }
    }
}

/// What a node takes over from those above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    pub(super) displayed: bool,
    pub(super) opacity: f64,
    /// In a closed `details` or under `content-visibility: hidden`.
    pub(super) collapsed: bool,
    pub(super) clipped_away: bool,
    /// What boxes above leave of it that can't be scrolled.
    pub(super) hard_clip: Option<Rect>,
    /// What scrolled boxes above leave of it.
    pub(super) soft_clip: Option<Rect>,
    /// In a box that is as wide as what it holds and has no height: a fold that a press opens.
    pub(super) folded: bool,
    pub(super) fixed: bool,
    pub(super) transformed: bool,
    /// The clips that hold for a child that leaves the flow.
    positioned_clip: (Option<Rect>, Option<Rect>),
}

const OPEN: Sight = Sight {
    displayed: true,
    opacity: 1.0,
    collapsed: false,
    clipped_away: false,
    hard_clip: None,
    soft_clip: None,
    folded: false,
    fixed: false,
    transformed: false,
    positioned_clip: (None, None),
};

/// Goes down the tree once and notes what each node takes over.
pub(super) fn sights(index: &Index) -> Vec<Sight> {
    let mut sights: Vec<Sight> = Vec::with_capacity(index.snapshot.nodes.len());
    for id in index.snapshot.ids() {
        let node = index.node(id);
        let mut sight = node.parent.map_or(OPEN, |parent| sights[parent.index()]);
        if let Some(parent) = node.parent
            && index.node(parent).is("details")
            && index.node(parent).state.expanded != Some(true)
            && !node.is("summary")
        {
            sight.collapsed = true;
        }
        if let Some(look) = index.appearance(id) {
            sight.displayed &= look.display != Display::None;
            sight.opacity *= look.opacity;
            sight.clipped_away |= look.clipped_away;
            sight.transformed |= look.transformed;
            match look.position {
                Position::Fixed => {
                    (sight.hard_clip, sight.soft_clip) = (None, None);
                    sight.fixed = true;
                }
                Position::Absolute => (sight.hard_clip, sight.soft_clip) = sight.positioned_clip,
                Position::Flow => {}
            }
            let is_root = matches!(node.tag.as_str(), "html" | "body");
            if let (true, false, Some(rect)) = (look.clips, is_root, node.rect) {
                sight.folded |= rect.height < 1.0 && rect.width > 40.0;
                let slot = if look.scrolls { &mut sight.soft_clip } else { &mut sight.hard_clip };
                let cut = slot.map_or(Some(rect), |clip| clip.intersect(&rect));
                *slot = Some(cut.unwrap_or_default());
            }
            if look.position != Position::Flow
                || look.transformed
                || index.snapshot.style(id, "position") == Some("relative")
            {
                sight.positioned_clip = (sight.hard_clip, sight.soft_clip);
            }
            sight.collapsed |= look.content_hidden && node.parent.is_some();
        }
        sights.push(sight);
    }
    sights
}

impl Index<'_> {
    /// Whether a box of an element can be seen: its own box, not the text in it.
    pub fn visibility(&self, id: NodeId) -> Fact<Visibility> {
        if self.node(id).kind == NodeKind::Text {
            return self.text_node_visibility(id);
        }
        if !self.saw(id, Capability::Style) {
            return Fact::Unseen(Capability::Style);
        }
        if let Some(why) = self.hidden_by_style(id) {
            return Fact::Known(Visibility::Hidden(why));
        }
        if !self.saw(id, Capability::Layout) {
            return Fact::Unseen(Capability::Layout);
        }
        let Some(rect) = self.node(id).rect else { return Fact::Known(Visibility::Hidden(Hidden::Display)) };
        if rect.width < 1.5 || rect.height < 1.5 {
            return Fact::Known(Visibility::Hidden(Hidden::ZeroSize));
        }
        Fact::Known(self.placed(id, &rect))
    }

    /// Whether the text below an element can be seen; the most visible part of it counts.
    pub fn text_visibility(&self, root: NodeId) -> Fact<Visibility> {
        if !self.saw(root, Capability::Style) {
            return Fact::Unseen(Capability::Style);
        }
        let mut worst = None;
        for id in self.subtree(root) {
            let node = self.node(id);
            if node.kind != NodeKind::Text || node.text.trim().is_empty() {
                continue;
            }
            match self.text_node_visibility(id) {
                Fact::Known(Visibility::Visible) => return Fact::Known(Visibility::Visible),
                other => worst = worst.or(Some(other)),
            }
        }
        worst.unwrap_or_else(|| self.visibility(root))
    }

    fn text_node_visibility(&self, id: NodeId) -> Fact<Visibility> {
        if !self.saw(id, Capability::Style) {
            return Fact::Unseen(Capability::Style);
        }
        if let Some(why) = self.hidden_by_style(self.element(id)) {
            return Fact::Known(Visibility::Hidden(why));
        }
        if !self.saw(id, Capability::Layout) {
            return Fact::Unseen(Capability::Layout);
        }
        let Some(rect) = self.rect(id) else { return Fact::Known(Visibility::Hidden(Hidden::ZeroSize)) };
        if rect.width < 1.0 || rect.height < 1.0 {
            return Fact::Known(Visibility::Hidden(Hidden::ZeroSize));
        }
        if self.letters(self.element(id)).is_some_and(|look| look.font_px < 1.0 || look.colour.a < FAINTEST) {
            return Fact::Known(Visibility::Hidden(Hidden::ZeroSize));
        }
        match self.placed(id, &rect) {
            Visibility::Visible => {}
            hidden => return Fact::Known(hidden),
        }
        if let Fact::Known(contrast) = self.contrast(id)
            && contrast < SAME_COLOUR
        {
            return Fact::Known(Visibility::Hidden(Hidden::SameColour));
        }
        if self.is_covered(id) {
            return Fact::Known(Visibility::Hidden(Hidden::Covered));
        }
        Fact::Known(Visibility::Visible)
    }

    fn hidden_by_style(&self, id: NodeId) -> Option<Hidden> {
        let why = self.style_that_hides(id)?;
        // ARIA: a tooltip shows while the pointer or the focus is on what it describes.
        let tooltip = |&id: &NodeId| self.node(id).attribute("role") == Some("tooltip");
        let hover = why != Hidden::Collapsed && std::iter::once(id).chain(self.ancestors(id)).any(|id| tooltip(&id));
        Some(if hover { Hidden::HoverOnly } else { why })
    }

    fn style_that_hides(&self, id: NodeId) -> Option<Hidden> {
        let sight = &self.sights[id.index()];
        if sight.collapsed {
            return Some(Hidden::Collapsed);
        }
        if !sight.displayed {
            return Some(Hidden::Display);
        }
        if self.appearance(id).is_some_and(|look| look.hidden) {
            return Some(Hidden::Visibility);
        }
        if sight.opacity < FAINTEST {
            return Some(Hidden::Opacity);
        }
        sight.clipped_away.then_some(Hidden::Clip)
    }

    /// Whether an element hides itself by its own style, whatever is above it.
    pub(super) fn hides_itself(&self, id: NodeId) -> bool {
        let node = self.node(id);
        let parent_hidden = |id: NodeId| self.parent(id).and_then(|up| self.appearance(up)).is_some_and(|it| it.hidden);
        node.attribute("hidden").is_some()
            || node.attribute("aria-hidden") == Some("true")
            || self.appearance(id).is_some_and(|look| {
                look.display == Display::None || look.opacity < FAINTEST || (look.hidden && !parent_hidden(id))
            })
    }

    /// Whether a box is where it can be scrolled to, and not cut off.
    fn placed(&self, id: NodeId, rect: &Rect) -> Visibility {
        let sight = &self.sights[id.index()];
        let left = |clip: &Rect| rect.intersect(clip).is_some_and(|it| it.width >= 1.5 && it.height >= 1.5);
        if sight.hard_clip.is_some_and(|clip| !left(&clip)) {
            return Visibility::Hidden(if sight.folded { Hidden::Collapsed } else { Hidden::Clip });
        }
        let viewport = self.snapshot.source.viewport;
        let (width, height) = (f64::from(viewport.width), f64::from(viewport.height));
        let beyond = rect.right() <= 0.5 || rect.bottom() <= 0.5;
        let outside_window = rect.x >= width || rect.y >= height;
        if beyond || (sight.fixed && outside_window) || rect.x >= width * 3.0 {
            return Visibility::Hidden(Hidden::OffScreen);
        }
        Visibility::Visible
    }

    /// Whether something opaque that is not part of it lies on the middle of every line.
    fn is_covered(&self, text: NodeId) -> bool {
        let Some(own) = self.node(self.element(text)).paint_order.or(self.node(text).paint_order) else { return false };
        let lines = &self.node(text).lines;
        let on_top = |line: &Rect| {
            let (x, y) = line.center();
            self.opaque().iter().any(|&id| {
                let node = self.node(id);
                node.paint_order.is_some_and(|order| order > own)
                    && node.rect.is_some_and(|rect| rect.contains(x, y))
                    && !self.holds(id, text)
                    && !self.sights[id.index()].fixed
                    && self.sights[id.index()].hard_clip.is_none_or(|clip| clip.contains(x, y))
                    && !self.share_label(id, text)
            })
        };
        !lines.is_empty() && lines.len() < 40 && lines.iter().all(|line| on_top(&line.rect))
    }

    pub(super) fn is_opaque(&self, id: NodeId) -> bool {
        let paints = self.appearance(id).is_some_and(|look| !look.hidden && (look.background.a > 0.9));
        let picture = matches!(self.node(id).tag.as_str(), "img" | "video" | "canvas");
        (paints || picture) && self.hidden_by_style(id).is_none() && self.sights[id.index()].opacity > 0.9
    }

    /// A drawn box inside the same label is part of what the text belongs to.
    fn share_label(&self, a: NodeId, b: NodeId) -> bool {
        self.ancestors(a).find(|&id| self.node(id).is("label")).is_some_and(|label| self.holds(label, b))
    }

    /// Whether any part of a text is in the window before anyone scrolls, and whether an inner scroller hides it.
    pub fn in_first_view(&self, id: NodeId) -> Fact<bool> {
        if !self.saw(id, Capability::Layout) {
            return Fact::Unseen(Capability::Layout);
        }
        let rect =
            if self.node(id).kind == NodeKind::Text { self.rect(id) } else { self.text_rect(id).or(self.rect(id)) };
        let Some(rect) = rect else { return Fact::Unseen(Capability::Layout) };
        let height = f64::from(self.snapshot.source.viewport.height);
        Fact::Known(rect.y < height && rect.bottom() > 0.0)
    }

    /// Whether a scrolled box inside the page keeps a text out of sight.
    pub fn is_scrolled_away(&self, id: NodeId) -> bool {
        let Some(rect) = self.text_rect(id).or(self.rect(id)) else { return false };
        self.sights[id.index()].soft_clip.is_some_and(|clip| rect.intersect(&clip).is_none())
    }

    /// Where on the page the text of an element is met, in CSS pixels: at its own place, or, scrolled out of sight, at
    /// the box that it scrolls in.
    pub fn met_at(&self, id: NodeId) -> Option<Rect> {
        let text = self.text_rect(id)?;
        let scrolled_in = self.sights[id.index()].soft_clip.filter(|clip| text.intersect(clip).is_none());
        Some(scrolled_in.unwrap_or(text))
    }

    /// Whether it, or what holds it, stays in the window while the page scrolls.
    pub fn is_fixed(&self, id: NodeId) -> bool {
        self.sights[id.index()].fixed
    }

    /// Whether it lies in a fold that is closed: a box as wide as what it holds, and without height.
    pub fn is_folded(&self, id: NodeId) -> bool {
        self.sights[id.index()].folded
    }

    /// Whether it, or what holds it, is scaled, turned or filtered, so that computed sizes are not what is seen.
    pub fn is_transformed(&self, id: NodeId) -> bool {
        self.sights[id.index()].transformed
    }
}
