//! How much an action stands out, from what is painted.

use super::action::is_filled;
use super::appearance::Image;
use super::{Fact, Index, Reason};
use crate::snapshot::{Capability, NodeId};

/// How much an action stands out, and the measurements behind it.
///
/// `score = 0.45 fill + 0.15 text contrast + 0.15 size + 0.15 weight + 0.10 edge`, each part from 0 to 1. What draws
/// the eye is contrast with the surroundings in luminance and colour (Itti and Koch 2001, Computational modelling of
/// visual attention); width is left out because it follows the length of the label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prominence {
    /// 0 not to be noticed, 1 the one thing that is seen.
    pub score: f64,
    /// Distance of the fill from what it stands on, in Oklab.
    pub fill: f64,
    /// Contrast ratio of the label.
    pub contrast: f64,
    /// Height of the letters in CSS pixels.
    pub font_px: f64,
}

pub(super) fn prominence(index: &Index, node: NodeId) -> Fact<Prominence> {
    if !index.saw(node, Capability::Style) {
        return Fact::Unseen(Capability::Style);
    }
    let Some(look) = index.appearance(node) else { return Fact::Unseen(Capability::Style) };
    if let Some(image) = look.image {
        return Fact::Unclear(match image {
            Image::Picture => Reason::ImageBackdrop,
            Image::Gradient => Reason::GradientBackdrop,
        });
    }
    let around = index.parent(node).map_or(index.element(node), |parent| index.element(parent));
    let at = index.node(node).rect.map(|rect| rect.center());
    let backdrop = match index.composed(around, None, at) {
        Fact::Known((_, backdrop)) => backdrop,
        Fact::Unclear(reason) => return Fact::Unclear(reason),
        Fact::Unseen(capability) => return Fact::Unseen(capability),
    };
    let fill_colour = look.background.over(backdrop);
    let fill = if is_filled(index, node) { fill_colour.distance(backdrop) } else { 0.0 };
    let text = index.main_text(node).and_then(|text| index.letters(index.element(text))).unwrap_or(look);
    let ink = text.colour.over(fill_colour);
    let contrast = ink.contrast(fill_colour);
    let edge = if look.border > 0.0 { look.border_colour.over(backdrop).distance(backdrop) } else { 0.0 };
    let opacity = index.sights[node.index()].opacity;
    let unit = |value: f64| value.clamp(0.0, 1.0);
    let score = 0.45 * unit(fill / 0.35)
        + 0.15 * unit(contrast.ln() / 7f64.ln())
        + 0.15 * unit((text.font_px - 8.0) / 16.0)
        + 0.15 * unit((text.bold - 300.0) / 500.0)
        + 0.10 * unit(edge.max(fill) / 0.35);
    Fact::Known(Prominence { score: unit(score * opacity), fill, contrast, font_px: text.font_px })
}
