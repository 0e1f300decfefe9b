//! What is left of each node after `clip`, `clip-path` and the clipping of its ancestors: one computation for every
//! way of seeing, over the boxes and styles that it saw.

use crate::snapshot::{NodeId, NodeKind, Rect, Snapshot};

/// What clips the content of a node, by how that content is positioned.
#[derive(Clone, Copy, Default)]
struct Clips {
    in_flow: Option<Rect>,
    absolute: Option<Rect>,
    fixed: Option<Rect>,
}

/// What a style says about clipping.
#[derive(Clone, Default)]
struct Rules {
    absolute: bool,
    fixed: bool,
    positioned: bool,
    /// Holds fixed and absolute content: transformed or filtered.
    holds_all: bool,
    cuts_x: bool,
    cuts_y: bool,
    boxed: bool,
    borders: [f64; 4],
    clip: Option<String>,
    clip_path: Option<String>,
}

/// Fills [`Node::clip`](crate::snapshot::Node::clip) of every node that has a box. A snapshot without styles is left
/// as it is.
pub fn fill(snapshot: &mut Snapshot) {
    let rules: Vec<Rules> = (0..snapshot.styles.len()).map(|style| Rules::read(snapshot, style)).collect();
    let mut clips: Vec<Clips> = Vec::with_capacity(snapshot.nodes.len());
    for at in 0..snapshot.nodes.len() {
        let node = &snapshot.nodes[at];
        let outer = node.parent.map_or_else(Clips::default, |parent| clips[parent.index()]);
        let Some(rules) = node.style.and_then(|style| rules.get(style.index())) else {
            let clip = node.rect.and_then(|rect| cut(rect, outer.in_flow));
            let clip = clip.or_else(|| cut_lines(snapshot, at, outer.in_flow));
            snapshot.nodes[at].clip = clip;
            clips.push(outer);
            continue;
        };
        let own = match (rules.fixed, rules.absolute) {
            (true, _) => outer.fixed,
            (_, true) => outer.absolute,
            _ => outer.in_flow,
        };
        let shape = node.rect.and_then(|rect| rules.shape(rect));
        let base = both(own, shape);
        let inner = both(
            base,
            node.rect.filter(|_| !is_viewport(snapshot, NodeId(at as u32))).and_then(|rect| rules.overflow(rect)),
        );
        let clip = node.rect.and_then(|rect| cut(rect, base));
        clips.push(Clips {
            in_flow: inner,
            absolute: if rules.positioned || rules.holds_all { inner } else { both(outer.absolute, shape) },
            fixed: if rules.holds_all { inner } else { both(outer.fixed, shape) },
        });
        snapshot.nodes[at].clip = clip;
    }
}

/// `overflow` of the root, and of `body` where the root has none, is that of the viewport and cuts nothing.
fn is_viewport(snapshot: &Snapshot, id: NodeId) -> bool {
    let node = snapshot.node(id);
    match node.parent {
        Some(parent) if node.is("html") => snapshot.node(parent).kind == NodeKind::Document,
        Some(parent) if node.is("body") => {
            snapshot.node(parent).is("html") && snapshot.style(parent, "overflow-x").is_none_or(|v| v == "visible")
        }
        _ => false,
    }
}

fn both(a: Option<Rect>, b: Option<Rect>) -> Option<Rect> {
    match (a, b) {
        (Some(a), Some(b)) => Some(overlap(a, b)),
        (a, b) => a.or(b),
    }
}

/// The part that both cover; an empty rectangle where there is none.
fn overlap(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    Rect::new(x, y, a.right().min(b.right()) - x, a.bottom().min(b.bottom()) - y)
}

/// What is left of a box, unless all of it is.
fn cut(rect: Rect, clip: Option<Rect>) -> Option<Rect> {
    // Half a pixel is rounding, not clipping.
    const SLACK: f64 = 0.5;
    let clip = clip?;
    let whole = clip.x <= rect.x + SLACK
        && clip.y <= rect.y + SLACK
        && clip.right() + SLACK >= rect.right()
        && clip.bottom() + SLACK >= rect.bottom();
    (!whole || clip.area() == 0.0 && rect.area() > 0.0).then(|| overlap(rect, clip))
}

fn cut_lines(snapshot: &Snapshot, at: usize, clip: Option<Rect>) -> Option<Rect> {
    let lines = snapshot.nodes[at].lines.iter().map(|line| line.rect);
    cut(lines.reduce(|a, b| a.union(&b))?, clip)
}

impl Rules {
    fn read(snapshot: &Snapshot, style: usize) -> Self {
        let value = |name: &str| {
            let at = snapshot.style_properties.iter().position(|property| property == name);
            at.and_then(|at| snapshot.styles[style].values.get(at)).map_or("", String::as_str)
        };
        let border = |side: &str| length(value(&format!("border-{side}-width"))).unwrap_or_default();
        let position = value("position");
        let cuts = |overflow: &str| !matches!(overflow, "visible" | "");
        let given = |text: &str, none: &str| (!text.is_empty() && text != none).then(|| text.to_owned());
        let display = value("display");
        Rules {
            absolute: position == "absolute",
            fixed: position == "fixed",
            positioned: !matches!(position, "static" | ""),
            holds_all: ["transform", "filter"].iter().any(|name| !matches!(value(name), "none" | "")),
            cuts_x: cuts(value("overflow-x")),
            cuts_y: cuts(value("overflow-y")),
            boxed: !matches!(display, "inline" | "contents" | "none"),
            borders: [border("top"), border("right"), border("bottom"), border("left")],
            clip: given(value("clip"), "auto").filter(|_| matches!(position, "absolute" | "fixed")),
            clip_path: given(value("clip-path"), "none"),
        }
    }

    /// The padding box, as far as content is cut there.
    fn overflow(&self, rect: Rect) -> Option<Rect> {
        // Beyond what any page reaches, for the axis that is not cut.
        const FAR: f64 = 1e8;
        if !self.boxed || !(self.cuts_x || self.cuts_y) {
            return None;
        }
        let [top, right, bottom, left] = self.borders;
        let (x, width) = if self.cuts_x { (rect.x + left, rect.width - left - right) } else { (-FAR, 2.0 * FAR) };
        let (y, height) = if self.cuts_y { (rect.y + top, rect.height - top - bottom) } else { (-FAR, 2.0 * FAR) };
        Some(Rect::new(x, y, width, height))
    }

    /// What `clip` and `clip-path` leave.
    fn shape(&self, rect: Rect) -> Option<Rect> {
        both(
            self.clip.as_deref().and_then(|clip| clipped(clip, rect)),
            self.clip_path.as_deref().and_then(|path| inset(path, rect)),
        )
    }
}

/// `rect(top, right, bottom, left)`, each from the top left corner of the border box.
fn clipped(clip: &str, rect: Rect) -> Option<Rect> {
    let inside = clip.trim().strip_prefix("rect(")?.strip_suffix(')')?;
    let parts: Vec<&str> = inside.split([',', ' ']).filter(|part| !part.is_empty()).collect();
    let [top, right, bottom, left] = parts.as_slice() else { return None };
    let edge = |part: &str, auto: f64| length(part).unwrap_or(auto);
    let (x, y) = (edge(left, 0.0), edge(top, 0.0));
    let (right, bottom) = (edge(right, rect.width), edge(bottom, rect.height));
    Some(Rect::new(rect.x + x, rect.y + y, right - x, bottom - y))
}

/// `inset(…)`, and the box around `circle()`, `ellipse()` and `polygon()` where it can be known.
fn inset(path: &str, rect: Rect) -> Option<Rect> {
    let (name, inside) = path.trim().split_once('(')?;
    let inside = inside.trim_end_matches(')');
    match name {
        "inset" => {
            let edges = inside.split(" round ").next()?;
            let parts: Vec<&str> = edges.split_whitespace().collect();
            let side = |at: usize| {
                let at = match (parts.len(), at) {
                    (1, _) => 0,
                    (2, at) => at % 2,
                    (3, 3) => 1,
                    (_, at) => at,
                };
                let whole = if at % 2 == 0 { rect.height } else { rect.width };
                parts.get(at).and_then(|part| share(part, whole)).unwrap_or_default()
            };
            let (top, right, bottom, left) = (side(0), side(1), side(2), side(3));
            Some(Rect::new(rect.x + left, rect.y + top, rect.width - left - right, rect.height - top - bottom))
        }
        "circle" => {
            let radius = inside.split(" at ").next()?.trim();
            let whole = (rect.width.powi(2) + rect.height.powi(2)).sqrt() / std::f64::consts::SQRT_2;
            let radius = share(radius, whole)?;
            let (x, y) = rect.center();
            (!inside.contains(" at ") || inside.ends_with("50% 50%") || inside.ends_with("center"))
                .then(|| Rect::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius))
        }
        "polygon" => {
            let points = inside.split(',').filter_map(|point| {
                let mut parts = point.split_whitespace();
                let x = share(parts.next()?, rect.width)?;
                Some((rect.x + x, rect.y + share(parts.next()?, rect.height)?))
            });
            let dots = points.map(|(x, y)| Rect { x, y, width: 0.0, height: 0.0 });
            dots.reduce(|a, b| a.union(&b))
        }
        _ => None,
    }
}

fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = text.strip_suffix("px").unwrap_or(text);
    number.parse().ok().filter(|number: &f64| number.is_finite())
}

fn share(text: &str, whole: f64) -> Option<f64> {
    match text.trim().strip_suffix('%') {
        Some(number) => number.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| n / 100.0 * whole),
        None => length(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Frame, Node, Style, StyleId};

    /// `(parent, rect, styles)` for each element.
    fn page(elements: &[(u32, [f64; 4], &str)]) -> Snapshot {
        let names = ["display", "position", "overflow-x", "overflow-y", "clip", "clip-path", "transform"];
        let mut snapshot = Snapshot { frames: vec![Frame::default()], ..Snapshot::default() };
        snapshot.style_properties = names.map(str::to_owned).into();
        snapshot.nodes.push(Node { kind: NodeKind::Document, ..Node::default() });
        for (parent, [x, y, width, height], styles) in elements {
            let value = |name: &str| {
                let given = styles.split(';').filter_map(|part| part.split_once(':')).find(|(key, _)| *key == name);
                given.map_or(if name == "display" { "block" } else { "" }, |(_, value)| value).to_owned()
            };
            snapshot.styles.push(Style { values: names.iter().map(|name| value(name)).collect() });
            snapshot.nodes.push(Node {
                tag: "div".into(),
                parent: Some(NodeId(*parent)),
                style: Some(StyleId(snapshot.styles.len() as u32 - 1)),
                rect: Some(Rect::new(*x, *y, *width, *height)),
                ..Node::default()
            });
        }
        fill(&mut snapshot);
        snapshot
    }

    #[test]
    fn overflow_cuts_what_is_inside_it() {
        let cut = page(&[(0, [0., 0., 10., 10.], "overflow-x:hidden;overflow-y:hidden"), (1, [5., 5., 20., 2.], "")]);
        assert_eq!(cut.nodes[1].clip, None);
        assert_eq!(cut.nodes[2].clip, Some(Rect::new(5., 5., 5., 2.)));
    }

    #[test]
    fn absolute_boxes_escape_what_does_not_hold_them() {
        let hidden = "overflow-x:hidden;overflow-y:hidden";
        let free = page(&[(0, [0., 0., 10., 10.], hidden), (1, [20., 0., 5., 5.], "position:absolute")]);
        assert_eq!(free.nodes[2].clip, None);
        let held = format!("position:relative;{hidden}");
        let cut = page(&[(0, [0., 0., 10., 10.], &held), (1, [20., 0., 5., 5.], "position:absolute")]);
        assert_eq!(cut.nodes[2].clip.map(|clip| clip.area()), Some(0.0));
        let free = page(&[(0, [0., 0., 10., 10.], &held), (1, [20., 0., 5., 5.], "position:fixed")]);
        assert_eq!(free.nodes[2].clip, None);
        let turned = format!("transform:matrix(1, 0, 0, 1, 0, 0);{hidden}");
        let cut = page(&[(0, [0., 0., 10., 10.], &turned), (1, [20., 0., 5., 5.], "position:fixed")]);
        assert_eq!(cut.nodes[2].clip.map(|clip| clip.area()), Some(0.0));
    }

    #[test]
    fn shapes_that_hide_leave_nothing() {
        for style in
            ["position:absolute;clip:rect(0px, 0px, 0px, 0px)", "clip-path:inset(50%)", "clip-path:polygon(0 0, 0 0)"]
        {
            let cut = page(&[(0, [5., 5., 10., 10.], style)]);
            assert_eq!(cut.nodes[1].clip.map(|clip| clip.area()), Some(0.0), "{style}");
        }
        let cut = page(&[(0, [0., 0., 100., 10.], "clip-path:inset(0px 25%)")]);
        assert_eq!(cut.nodes[1].clip, Some(Rect::new(25., 0., 50., 10.)));
    }
}
