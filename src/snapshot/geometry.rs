use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rectangle in CSS pixels of the top page, measured from the top left corner of its document (not of the
/// viewport), so that scrolling does not move it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Never negative.
    pub width: f64,
    /// Never negative.
    pub height: f64,
}

impl Rect {
    /// A rectangle with its numbers rounded to hundredths of a pixel, the precision that a snapshot keeps.
    pub fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        let round = |v: f64| if v.is_finite() { (v * 100.0).round() / 100.0 + 0.0 } else { 0.0 };
        Rect { x: round(x), y: round(y), width: round(width).max(0.0), height: round(height).max(0.0) }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Area in square pixels.
    pub fn area(&self) -> f64 {
        self.width * self.height
    }

    /// Middle of the rectangle.
    pub fn center(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Whether a point lies inside.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }

    /// The part that both cover; `None` if they do not overlap.
    pub fn intersect(&self, other: &Rect) -> Option<Rect> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        let rect = Rect { x, y, width: right - x, height: bottom - y };
        (right > x && bottom > y).then_some(rect)
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect { x, y, width: self.right().max(other.right()) - x, height: self.bottom().max(other.bottom()) - y }
    }
}
