//! What stands behind text where that is a picture, measured in the pixels of a screenshot without the text.

use super::page::Page;
use super::screenshot::{self, Picture};
use crate::collect::LookOptions;
use crate::snapshot::{Backdrop, NodeId, NodeKind, Rect, ShadowMode, Snapshot};
use serde_json::json;

/// Most lines that are measured, and most pictures that they are held against.
const MAX_LINES: usize = 5_000;
const MAX_PICTURES: usize = 2_000;

/// A line of text: its node, and which of its lines.
type LineOf = (NodeId, usize);

/// Measures the backdrop of lines in the window that stand over pictures. `at` is how far the page is scrolled.
/// Lines that could not be measured are left without one.
pub(super) async fn measure(page: &Page, snapshot: &mut Snapshot, options: &LookOptions, at: (f64, f64)) {
    let size = (options.viewport.width, options.viewport.height);
    let window = Rect::new(0.0, 0.0, f64::from(size.0) + at.0, f64::from(size.1) + at.1);
    let lines = over_pictures(snapshot, &window);
    if lines.is_empty() {
        return;
    }
    hide_text(page, true).await;
    let taken = screenshot::take(page, size, options.viewport.scale, at).await;
    hide_text(page, false).await;
    let Some(picture) = taken.ok().and_then(|png| Picture::read(&png).ok()) else { return };
    let luminance = Luminance::new();
    for (id, line) in lines {
        let line = &mut snapshot.nodes[id.index()].lines[line];
        line.backdrop = luminance.range(&picture, &line.rect);
    }
}

async fn hide_text(page: &Page, hide: bool) {
    let noted = page.now();
    let hidden: Vec<_> = noted
        .worlds
        .iter()
        .map(|((session, _), world)| {
            let call =
                json!({"expression": format!("consentlintHideText({hide})"), "contextId": world, "silent": true});
            page.connection.send(Some(session), "Runtime.evaluate", call)
        })
        .collect();
    for pending in hidden {
        pending.done().await;
    }
}

/// Lines that stand over a picture, or might: nothing solid is painted between the two.
fn over_pictures(snapshot: &Snapshot, window: &Rect) -> Vec<LineOf> {
    let depth = |id: NodeId| (snapshot.node(id).paint_order.unwrap_or_default(), id);
    let mut pictures: Vec<_> = snapshot.ids().filter_map(|id| Some((depth(id), picture(snapshot, id)?))).collect();
    pictures.truncate(MAX_PICTURES);
    let mut lines = Vec::new();
    if pictures.is_empty() {
        return lines;
    }
    for id in snapshot.ids().filter(|&id| !snapshot.node(id).lines.is_empty()) {
        if is_unreachable(snapshot, id) {
            continue;
        }
        for (at, line) in snapshot.node(id).lines.iter().enumerate() {
            let Some(seen) = line.rect.intersect(window) else { continue };
            let solid = solid_behind(snapshot, id, &line.rect).map(depth);
            let is_over = pictures.iter().any(|(picture, rect)| {
                *picture < depth(id) && solid.is_none_or(|solid| solid <= *picture) && rect.intersect(&seen).is_some()
            });
            if is_over {
                lines.push((id, at));
            }
        }
        if lines.len() >= MAX_LINES {
            break;
        }
    }
    lines
}

/// Where a node paints something that is not one colour.
fn picture(snapshot: &Snapshot, id: NodeId) -> Option<Rect> {
    let node = snapshot.node(id);
    let rect = node.rect.filter(|rect| rect.area() > 0.0)?;
    let is_picture = |value: Option<&str>| value.is_some_and(|value| !matches!(value, "none" | ""));
    let replaced = matches!(node.tag.as_str(), "img" | "video" | "canvas" | "svg" | "object" | "embed");
    let generated = [&node.before, &node.after].into_iter().flatten().any(|pseudo| {
        let at = snapshot.style_properties.iter().position(|name| name == "background-image");
        let style = pseudo.style.and_then(|style| snapshot.styles.get(style.index()));
        is_picture(style.zip(at).and_then(|(style, at)| style.values.get(at)).map(String::as_str))
    });
    (replaced || generated || is_picture(snapshot.style(id, "background-image"))).then_some(rect)
}

/// The nearest element around a line that paints one colour behind all of it.
fn solid_behind(snapshot: &Snapshot, id: NodeId, line: &Rect) -> Option<NodeId> {
    let above = std::iter::successors(snapshot.node(id).parent, |&id| snapshot.node(id).parent);
    above.into_iter().find(|&id| {
        let node = snapshot.node(id);
        let holds =
            node.rect.is_some_and(|rect| rect.intersect(line).is_some_and(|both| both.area() >= line.area() - 0.5));
        let color = snapshot.style(id, "background-color").unwrap_or_default();
        holds && color.starts_with("rgb(") && snapshot.style(id, "opacity") == Some("1")
    })
}

/// Our style sheet can't enter a closed shadow root, so text in one can't be hidden.
fn is_unreachable(snapshot: &Snapshot, id: NodeId) -> bool {
    let mut above = std::iter::successors(Some(id), |&id| snapshot.node(id).parent);
    above.any(|id| snapshot.node(id).kind == NodeKind::ShadowRoot(ShadowMode::Closed))
}

/// Relative luminance after WCAG 2.2.
struct Luminance([f64; 256]);

impl Luminance {
    fn new() -> Self {
        let mut linear = [0.0; 256];
        for (value, slot) in linear.iter_mut().enumerate() {
            let c = value as f64 / 255.0;
            *slot = if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        }
        Luminance(linear)
    }

    /// The lightest and the darkest pixel of a box; none if the box is outside the picture.
    fn range(&self, picture: &Picture, rect: &Rect) -> Option<Backdrop> {
        let clamp = |value: f64, most: u32| value.clamp(0.0, f64::from(most)) as usize;
        let (left, right) = (clamp(rect.x.floor(), picture.width), clamp(rect.right().ceil(), picture.width));
        let (top, bottom) = (clamp(rect.y.floor(), picture.height), clamp(rect.bottom().ceil(), picture.height));
        let (mut lightest, mut darkest) = (f64::MIN, f64::MAX);
        for y in top..bottom {
            let row = y * picture.width as usize;
            for pixel in picture.rgb.get((row + left) * 3..(row + right) * 3)?.chunks_exact(3) {
                let [r, g, b] = [0, 1, 2].map(|at| self.0[usize::from(pixel[at])]);
                let luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                lightest = lightest.max(luminance);
                darkest = darkest.min(luminance);
            }
        }
        let round = |value: f64| ((value * 10_000.0).round() / 10_000.0).clamp(0.0, 1.0);
        (lightest >= darkest).then(|| Backdrop { lightest: round(lightest), darkest: round(darkest) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luminance_runs_from_black_to_white() {
        let picture = Picture { width: 2, height: 1, rgb: vec![0, 0, 0, 255, 255, 255] };
        let range = |x, width| Luminance::new().range(&picture, &Rect::new(x, 0.0, width, 1.0));
        assert_eq!(range(0.0, 2.0), Some(Backdrop { lightest: 1.0, darkest: 0.0 }));
        assert_eq!(range(1.0, 1.0), Some(Backdrop { lightest: 1.0, darkest: 1.0 }));
        assert_eq!(range(5.0, 1.0), None);
    }
}
