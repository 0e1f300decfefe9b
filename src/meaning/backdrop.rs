//! What a thing stands on, through transparent layers and opacity groups.

use super::appearance::Image;
use super::colour::ratio;
use super::{Colour, Fact, Index, Reason};
use crate::snapshot::{Capability, NodeId, NodeKind};

impl Index<'_> {
    /// Contrast ratio of a text node, or of the text directly in an element, against what it stands on.
    pub fn contrast(&self, id: NodeId) -> Fact<f64> {
        let element = self.element(id);
        if !self.saw(id, Capability::Style) {
            return Fact::Unseen(Capability::Style);
        }
        let Some(look) = self.letters(element) else { return Fact::Unseen(Capability::Style) };
        match self.composed(element, Some(look.colour), self.rect(id).map(|rect| rect.center())) {
            Fact::Known((text, backdrop)) => Fact::Known(text.contrast(backdrop)),
            Fact::Unseen(capability) => Fact::Unseen(capability),
            Fact::Unclear(reason) => self.contrast_by_pixels(id, look.colour, reason),
        }
    }

    /// Over an image the least contrast that any pixel behind the text gives, if pixels were seen and agree on which
    /// side of the text they are.
    fn contrast_by_pixels(&self, id: NodeId, colour: Colour, reason: Reason) -> Fact<f64> {
        let node = self.node(id);
        let opacity = self.sights[id.index()].opacity * colour.a;
        let backdrops: Vec<_> = node.lines.iter().filter_map(|line| line.backdrop).collect();
        if backdrops.is_empty() || backdrops.len() < node.lines.len() || opacity < 0.99 {
            return Fact::Unclear(reason);
        }
        let text = colour.luminance();
        let (mut least, mut most) = (f64::MAX, f64::MIN);
        for backdrop in backdrops {
            for luminance in [backdrop.lightest, backdrop.darkest] {
                least = least.min(ratio(text, luminance));
                most = most.max(ratio(text, luminance));
            }
        }
        // A wide spread means that some letters can be read and others can't: a person must look.
        if most / least > 1.6 { Fact::Unclear(reason) } else { Fact::Known(least) }
    }

    /// The colours that a thing painted inside an element, and what is behind it, end up with on the page.
    ///
    /// From the inside out: each element's background goes under what was painted so far, its opacity fades both, and
    /// the page's own white is at the bottom. With no paint of its own, the element's backdrop alone.
    pub(super) fn composed(
        &self,
        element: NodeId,
        paint: Option<Colour>,
        at: Option<(f64, f64)>,
    ) -> Fact<(Colour, Colour)> {
        let (mut top, mut below) = (paint.unwrap_or(Colour::CLEAR), Colour::CLEAR);
        let chain = std::iter::once(element).chain(self.ancestors(element));
        for id in chain {
            let Some(look) = self.appearance(id) else { continue };
            // An ancestor whose box is elsewhere is not behind this.
            let behind = match (at, self.node(id).rect) {
                (Some((x, y)), Some(rect)) => {
                    let slack = 1.0;
                    x >= rect.x - slack
                        && x <= rect.right() + slack
                        && y >= rect.y - slack
                        && y <= rect.bottom() + slack
                }
                _ => true,
            };
            let is_root = matches!(self.node(id).tag.as_str(), "html" | "body");
            if behind || is_root {
                if below.a < 0.999 && look.image.is_some() && !(self.node(id).kind == NodeKind::Document) {
                    return Fact::Unclear(match look.image {
                        Some(Image::Picture) => Reason::ImageBackdrop,
                        _ => Reason::GradientBackdrop,
                    });
                }
                top = top.over(look.background);
                below = below.over(look.background);
            }
            top = top.faded(look.opacity);
            below = below.faded(look.opacity);
        }
        Fact::Known((top.over(Colour::WHITE), below.over(Colour::WHITE)))
    }

    /// Font size of the text below an element in CSS pixels: that of most of its characters.
    pub fn font_px(&self, root: NodeId) -> Fact<f64> {
        match self.main_text(root) {
            Some(text) => match self.letters(self.element(text)) {
                Some(_) if self.is_transformed(text) => Fact::Unclear(Reason::Transformed),
                Some(look) => Fact::Known(look.font_px),
                None => Fact::Unseen(Capability::Style),
            },
            None => Fact::Unseen(Capability::Style),
        }
    }

    /// Contrast of the text below an element: that of its longest text node.
    pub fn text_contrast(&self, root: NodeId) -> Fact<f64> {
        self.main_text(root).map_or(Fact::Unseen(Capability::Style), |text| self.contrast(text))
    }

    /// Whether text counts as large (WCAG 2.2: 24 px, or 18.66 px and bold).
    pub fn is_large_text(&self, root: NodeId) -> bool {
        let look = self.main_text(root).and_then(|text| self.letters(self.element(text)));
        look.is_some_and(|look| look.font_px >= 24.0 || (look.font_px >= 18.66 && look.bold >= 700.0))
    }

    /// The style that letters in an element are drawn in. A box that is not generated (`display: contents`, a slot) passes
    /// on what it inherits, and a browser does not always say what that is.
    pub(super) fn letters(&self, element: NodeId) -> Option<&super::appearance::Appearance> {
        let own = self.appearance(element)?;
        if own.font_px > 0.0 || own.display != super::appearance::Display::Contents {
            return Some(own);
        }
        self.ancestors(element).filter_map(|id| self.appearance(id)).find(|look| look.font_px > 0.0)
    }

    /// The longest text node below an element.
    pub(super) fn main_text(&self, root: NodeId) -> Option<NodeId> {
        let texts = self.subtree(root).filter(|&id| self.node(id).kind == NodeKind::Text);
        let shown = texts.filter(|&id| self.is_displayed(id) == self.is_displayed(root));
        shown
            .max_by_key(|&id| (self.node(id).text.trim().chars().count(), std::cmp::Reverse(id)))
            .filter(|&id| !self.node(id).text.trim().is_empty())
    }
}
