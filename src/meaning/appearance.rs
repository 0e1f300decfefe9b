use super::Colour;
use crate::snapshot::{Snapshot, Style};

/// A computed style, read once for all nodes that share it.
#[derive(Clone, Debug)]
pub(super) struct Appearance {
    pub(super) display: Display,
    pub(super) hidden: bool,
    pub(super) opacity: f64,
    pub(super) colour: Colour,
    pub(super) background: Colour,
    pub(super) image: Option<Image>,
    pub(super) font_px: f64,
    pub(super) bold: f64,
    pub(super) underlined: bool,
    pub(super) position: Position,
    pub(super) clips: bool,
    pub(super) scrolls: bool,
    pub(super) clipped_away: bool,
    pub(super) transformed: bool,
    pub(super) pointer: bool,
    pub(super) border: f64,
    pub(super) border_colour: Colour,
    pub(super) padding: f64,
    pub(super) shadow: bool,
    pub(super) content_hidden: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Contents,
    Inline,
    Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    Flow,
    Absolute,
    Fixed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Image {
    Gradient,
    Picture,
}

impl Appearance {
    /// Reads all styles of a snapshot, in order.
    pub(super) fn read_all(snapshot: &Snapshot) -> Vec<Appearance> {
        let place = |name: &str| snapshot.style_properties.iter().position(|it| it == name);
        let names = PLACES.map(place);
        snapshot.styles.iter().map(|style| Appearance::read(style, &names)).collect()
    }

    fn read(style: &Style, places: &[Option<usize>; PLACES.len()]) -> Appearance {
        let get = |name: &str| {
            let at = PLACES.iter().position(|it| *it == name).and_then(|at| places[at]);
            at.and_then(|at| style.values.get(at)).map_or("", String::as_str)
        };
        let px = |name: &str| get(name).strip_suffix("px").and_then(|v| v.parse::<f64>().ok()).unwrap_or(0.0);
        let sides = ["top", "right", "bottom", "left"];
        let visible_border = |side: &&&str| {
            !matches!(get(&format!("border-{side}-style")), "none" | "hidden" | "")
                && px(&format!("border-{side}-width")) > 0.0
                && Colour::parse(get(&format!("border-{side}-color"))).is_none_or(|colour| colour.a > 0.05)
        };
        let bordered: Vec<&&str> = sides.iter().filter(visible_border).collect();
        let border = if bordered.len() >= 3 { px(&format!("border-{}-width", bordered[0])) } else { 0.0 };
        let border_colour = bordered
            .first()
            .and_then(|side| Colour::parse(get(&format!("border-{side}-color"))))
            .unwrap_or(Colour::CLEAR);
        let background_image = get("background-image");
        let image = match background_image {
            "" | "none" => None,
            text if text.contains("url(") || text.contains("image(") || text.contains("element(") => {
                Some(Image::Picture)
            }
            _ => Some(Image::Gradient),
        };
        let overflow = [get("overflow-x"), get("overflow-y")];
        let (clip, path) = (get("clip"), get("clip-path"));
        let weight = get("font-weight");
        Appearance {
            display: match get("display") {
                "none" => Display::None,
                "contents" => Display::Contents,
                "inline" | "ruby" | "ruby-text" => Display::Inline,
                _ => Display::Block,
            },
            hidden: matches!(get("visibility"), "hidden" | "collapse"),
            opacity: get("opacity").parse().unwrap_or(1.0),
            colour: Colour::parse(get("color")).unwrap_or(Colour { r: 0.0, g: 0.0, b: 0.0, a: 1.0 }),
            background: Colour::parse(get("background-color")).unwrap_or(Colour::CLEAR),
            image,
            font_px: px("font-size"),
            bold: weight.parse().unwrap_or(if weight == "bold" { 700.0 } else { 400.0 }),
            underlined: get("text-decoration-line").contains("underline"),
            position: match get("position") {
                "absolute" => Position::Absolute,
                "fixed" => Position::Fixed,
                "sticky" => Position::Flow,
                _ => Position::Flow,
            },
            clips: overflow.iter().any(|it| matches!(*it, "hidden" | "clip" | "scroll" | "auto")),
            scrolls: overflow.iter().any(|it| matches!(*it, "scroll" | "auto")),
            clipped_away: clips_all(clip) || path_clips_all(path),
            transformed: scales(get("transform")) || !matches!(get("filter"), "" | "none"),
            pointer: get("cursor") == "pointer",
            border,
            border_colour,
            padding: px("padding-left").min(px("padding-right")),
            shadow: !matches!(get("box-shadow"), "" | "none"),
            content_hidden: get("content-visibility") == "hidden",
        }
    }
}

const PLACES: [&str; 33] = [
    "display",
    "visibility",
    "opacity",
    "color",
    "background-color",
    "background-image",
    "font-size",
    "font-weight",
    "text-decoration-line",
    "position",
    "overflow-x",
    "overflow-y",
    "clip",
    "clip-path",
    "transform",
    "filter",
    "cursor",
    "border-top-width",
    "border-right-width",
    "border-bottom-width",
    "border-left-width",
    "border-top-style",
    "border-right-style",
    "border-bottom-style",
    "border-left-style",
    "border-top-color",
    "border-right-color",
    "border-bottom-color",
    "border-left-color",
    "padding-left",
    "padding-right",
    "box-shadow",
    "content-visibility",
];

/// `clip: rect(1px, 1px, 1px, 1px)` and its kind, which leave nothing.
fn clips_all(clip: &str) -> bool {
    let Some(inner) = clip.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')')) else { return false };
    let sides: Vec<f64> = inner
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.trim_end_matches("px").parse().ok())
        .collect();
    sides.len() == 4 && (sides[2] - sides[0]) * (sides[1] - sides[3]) <= 4.0
}

/// `clip-path: inset(50%)`, `inset(100%)`, `circle(0)`, `polygon(0 0, 0 0, 0 0)`.
fn path_clips_all(path: &str) -> bool {
    if let Some(inner) = path.strip_prefix("inset(").and_then(|rest| rest.strip_suffix(')')) {
        let first = inner.split([' ', ',']).find(|part| !part.is_empty()).unwrap_or_default();
        return first.strip_suffix('%').and_then(|v| v.parse::<f64>().ok()).is_some_and(|v| v >= 50.0);
    }
    path.starts_with("circle(0") && !path.starts_with("circle(0.")
}

/// Whether a transform changes sizes or turns; a mere shift does not.
fn scales(transform: &str) -> bool {
    let Some(inner) = transform.strip_prefix("matrix(").and_then(|rest| rest.strip_suffix(')')) else {
        return transform.starts_with("matrix3d") || transform.contains("scale") || transform.contains("rotate");
    };
    let parts: Vec<f64> = inner.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    parts.len() == 6
        && ((parts[0] - 1.0).abs() > 0.01
            || parts[1].abs() > 0.01
            || parts[2].abs() > 0.01
            || (parts[3] - 1.0).abs() > 0.01)
}
