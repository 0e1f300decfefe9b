/// A colour in sRGB with straight alpha, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red.
    pub r: f64,
    /// Green.
    pub g: f64,
    /// Blue.
    pub b: f64,
    /// Opacity.
    pub a: f64,
}

impl Colour {
    /// Opaque white, the colour of an empty page.
    pub const WHITE: Colour = Colour { r: 1.0, g: 1.0, b: 1.0, a: 1.0 };
    /// Nothing.
    pub const CLEAR: Colour = Colour { r: 0.0, g: 0.0, b: 0.0, a: 0.0 };

    /// Reads a resolved colour of the CSSOM: `rgb(…)`, `rgba(…)`, `color(srgb …)`, `transparent`.
    pub fn parse(text: &str) -> Option<Colour> {
        let text = text.trim();
        if text == "transparent" {
            return Some(Colour::CLEAR);
        }
        let (head, rest) = text.split_once('(')?;
        let inner = rest.strip_suffix(')')?;
        let inner = if head == "color" { inner.trim().strip_prefix("srgb")? } else { inner };
        let scale = if head == "color" { 1.0 } else { 255.0 };
        let mut parts =
            inner.split([',', '/', ' ']).filter(|part| !part.is_empty()).map(|part| match part.strip_suffix('%') {
                Some(percent) => percent.parse::<f64>().ok().map(|v| (v / 100.0, true)),
                None => part.parse::<f64>().ok().map(|v| (v, false)),
            });
        let mut channel = || {
            let (value, percent) = parts.next()??;
            Some((if percent { value } else { value / scale }).clamp(0.0, 1.0))
        };
        let (r, g, b) = (channel()?, channel()?, channel()?);
        let a = match parts.next() {
            Some(alpha) => alpha?.0.clamp(0.0, 1.0),
            None => 1.0,
        };
        Some(Colour { r, g, b, a })
    }

    /// This colour painted over another.
    pub fn over(self, below: Colour) -> Colour {
        let a = self.a + below.a * (1.0 - self.a);
        if a <= 0.0 {
            return Colour::CLEAR;
        }
        let mix = |top: f64, bottom: f64| (top * self.a + bottom * below.a * (1.0 - self.a)) / a;
        Colour { r: mix(self.r, below.r), g: mix(self.g, below.g), b: mix(self.b, below.b), a }
    }

    /// The same colour, fainter.
    pub fn faded(self, opacity: f64) -> Colour {
        Colour { a: self.a * opacity.clamp(0.0, 1.0), ..self }
    }

    /// Relative luminance, 0 black to 1 white (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let linear = |v: f64| if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Colour) -> f64 {
        ratio(self.luminance(), other.luminance())
    }

    /// How colourful it is: the spread of its channels, 0 grey to 1.
    pub fn chroma(self) -> f64 {
        self.r.max(self.g).max(self.b) - self.r.min(self.g).min(self.b)
    }

    /// Distance to another colour in the Oklab space, about 0 to 1 (Ottosson 2020).
    pub fn distance(self, other: Colour) -> f64 {
        let ((l, a, b), (l2, a2, b2)) = (self.oklab(), other.oklab());
        ((l - l2).powi(2) + (a - a2).powi(2) + (b - b2).powi(2)).sqrt()
    }

    fn oklab(self) -> (f64, f64, f64) {
        let linear = |v: f64| if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
        let (r, g, b) = (linear(self.r), linear(self.g), linear(self.b));
        let l = (0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b).cbrt();
        (
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_05 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        )
    }
}

/// Contrast ratio of two luminances.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn reads_what_engines_write() {
        let black = Colour { r: 0.0, g: 0.0, b: 0.0, a: 1.0 };
        assert_eq!(Colour::parse("rgb(0, 0, 0)"), Some(black));
        assert_eq!(Colour::parse("rgba(0, 0, 0, 0.5)"), Some(Colour { a: 0.5, ..black }));
        assert_eq!(Colour::parse("color(srgb 0 0 0 / 50%)"), Some(Colour { a: 0.5, ..black }));
        assert_eq!(Colour::parse("rgb(none)"), None);
    }

    #[test]
    fn black_on_white_is_21() {
        let black = Colour { r: 0.0, g: 0.0, b: 0.0, a: 1.0 };
        assert!((black.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        assert_eq!(black.faded(0.5).over(Colour::WHITE).r, 0.5);
    }
}
