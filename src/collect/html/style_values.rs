//! Computed styles in the words of the CSSOM, as Chromium writes them.

use crate::snapshot::PROPERTIES;
use std::fmt::Write;
use std::sync::OnceLock;
use style::color::{AbsoluteColor, ColorSpace};
use style::properties::{ComputedValues, LonghandId, PropertyDeclarationId, PropertyId};
use style::values::generics::font::LineHeight;

/// The values of [`PROPERTIES`], in order.
pub(super) fn values(styles: &ComputedValues) -> Vec<String> {
    PROPERTIES.iter().zip(longhands()).map(|(name, longhand)| value(styles, name, *longhand)).collect()
}

fn value(styles: &ComputedValues, name: &str, longhand: Option<LonghandId>) -> String {
    let border = styles.get_border();
    match name {
        "color" => return rgb(&styles.clone_color()),
        "background-color" => return rgb(&styles.resolve_color(&styles.get_background().background_color)),
        "border-top-color" => return rgb(&styles.resolve_color(&border.border_top_color)),
        "border-right-color" => return rgb(&styles.resolve_color(&border.border_right_color)),
        "border-bottom-color" => return rgb(&styles.resolve_color(&border.border_bottom_color)),
        "border-left-color" => return rgb(&styles.resolve_color(&border.border_left_color)),
        "white-space" => return white_space(styles),
        _ => {}
    }
    let Some(longhand) = longhand else { return String::new() };
    let written = styles.computed_value_to_string(PropertyDeclarationId::Longhand(longhand));
    match name {
        "font-size" => pixels(font_size(styles)),
        "line-height" => match styles.clone_line_height() {
            LineHeight::Number(times) => pixels(times.0 * font_size(styles)),
            _ => shorten(written),
        },
        "text-align" => match written.as_str() {
            "-moz-center" => "-webkit-center".into(),
            "-moz-left" => "-webkit-left".into(),
            "-moz-right" => "-webkit-right".into(),
            _ => written,
        },
        _ => shorten(written),
    }
}

/// The longhand of each of [`PROPERTIES`]; `None` for what this engine has not.
fn longhands() -> &'static [Option<LonghandId>] {
    static LONGHANDS: OnceLock<Vec<Option<LonghandId>>> = OnceLock::new();
    LONGHANDS.get_or_init(|| PROPERTIES.iter().map(|name| longhand(name)).collect())
}

fn longhand(name: &str) -> Option<LonghandId> {
    match PropertyId::parse_enabled_for_all_content(name).ok()?.as_shorthand() {
        Err(PropertyDeclarationId::Longhand(longhand)) => Some(longhand),
        _ => None,
    }
}

/// `white-space` is a shorthand in newer engines.
fn white_space(styles: &ComputedValues) -> String {
    let part = |name: &str| {
        longhand(name)
            .map(|id| styles.computed_value_to_string(PropertyDeclarationId::Longhand(id)))
            .unwrap_or_default()
    };
    let (collapse, wrap) = (part("white-space-collapse"), part("text-wrap-mode"));
    match (collapse.as_str(), wrap.as_str()) {
        ("collapse", "nowrap") => "nowrap",
        ("preserve", "nowrap") => "pre",
        ("preserve", _) => "pre-wrap",
        ("preserve-breaks", _) => "pre-line",
        ("break-spaces", _) => "break-spaces",
        _ => "normal",
    }
    .into()
}

/// `rgb(…)` or `rgba(…)` with channels from 0 to 255, whatever space the page named it in.
fn rgb(color: &AbsoluteColor) -> String {
    let color = color.to_color_space(ColorSpace::Srgb);
    let channel = |value: f32| {
        let value = if value.is_finite() { value } else { 0.0 };
        (value.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    let (red, green, blue) = (channel(color.components.0), channel(color.components.1), channel(color.components.2));
    let alpha = if color.alpha.is_finite() { color.alpha.clamp(0.0, 1.0) } else { 0.0 };
    if alpha >= 1.0 {
        return format!("rgb({red}, {green}, {blue})");
    }
    // Browsers write the shortest fraction that gives the same eighth bit.
    let byte = (alpha * 255.0).round();
    let hundredths = (alpha * 100.0).round() / 100.0;
    let short = if (hundredths * 255.0).round() == byte { hundredths } else { (alpha * 1000.0).round() / 1000.0 };
    format!("rgba({red}, {green}, {blue}, {short})")
}

/// The engine keeps font sizes in 64ths of a pixel. What was written is nearly always a tenth, or a third that came
/// from points; the nearest one within that precision is given back.
fn font_size(styles: &ComputedValues) -> f32 {
    let kept = styles.get_font().font_size.computed_size().px();
    let written = [1.0, 10.0, 3.0, 100.0].iter().map(|parts| (kept * parts).round() / parts);
    written.into_iter().find(|size| (size - kept).abs() <= 1.0 / 128.0 + f32::EPSILON * kept).unwrap_or(kept)
}

fn pixels(length: f32) -> String {
    shorten(format!("{length}px"))
}

/// Cuts long fractions to six significant digits, as browsers write them.
pub(super) fn shorten(written: String) -> String {
    if !written.contains('.') || written.contains("url(") {
        return written;
    }
    let bytes = written.as_bytes();
    let mut out = String::with_capacity(written.len());
    let mut at = 0;
    while at < bytes.len() {
        let number = bytes[at].is_ascii_digit() || bytes[at] == b'.';
        let mut end = at + 1;
        while end < bytes.len() && (bytes[end].is_ascii_digit() || bytes[end] == b'.') == number {
            end += 1;
        }
        let part = &written[at..end];
        match part.parse::<f64>() {
            Ok(value) if number && part.contains('.') => {
                let whole = part.find('.').unwrap_or_default();
                let digits = if value < 1.0 { 6 } else { 6usize.saturating_sub(whole) };
                let fixed = format!("{value:.digits$}");
                let short = if digits > 0 { fixed.trim_end_matches('0').trim_end_matches('.') } else { &fixed };
                let _ = out.write_str(short);
            }
            _ => out.push_str(part),
        }
        at = end;
    }
    out
}

/// Longest transition or animation that a style declares, in milliseconds.
pub(super) fn longest_motion(styles: &ComputedValues) -> u32 {
    let of = |name: &str| {
        longhand(name)
            .map(|id| styles.computed_value_to_string(PropertyDeclarationId::Longhand(id)))
            .unwrap_or_default()
    };
    let longest = |list: &str| {
        let seconds = |part: &str| {
            let part = part.trim();
            match part.strip_suffix("ms") {
                Some(number) => number.parse::<f64>().ok(),
                None => part.strip_suffix('s').and_then(|number| number.parse::<f64>().ok()).map(|s| s * 1000.0),
            }
        };
        list.split(',').filter_map(seconds).fold(0.0, f64::max)
    };
    let transition = longest(&of("transition-duration"));
    let endless = of("animation-iteration-count").contains("infinite") && longest(&of("animation-duration")) > 0.0;
    let animation = match of("animation-name").as_str() {
        "none" => 0.0,
        _ if endless => f64::from(u32::MAX),
        _ => longest(&of("animation-duration")),
    };
    transition.max(animation).clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_fractions_are_cut_as_browsers_cut_them() {
        assert_eq!(shorten("13.333333px".into()), "13.3333px");
        assert_eq!(shorten("0.30000001".into()), "0.3");
        assert_eq!(shorten("matrix(1, 0, 0, 1, -250.12345, 3)".into()), "matrix(1, 0, 0, 1, -250.123, 3)");
        assert_eq!(shorten("24px".into()), "24px");
    }
}
