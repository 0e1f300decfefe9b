//! What one state offers: to agree, to refuse, and which of them comes first.

use crate::meaning::{Action, Fact, Meaning, Surface, Visibility};
use crate::snapshot::Rect;

/// The action that agrees and the one that refuses in one state, where they are shown.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// The one that agrees.
    pub accept: Option<Offer>,
    /// The one that refuses.
    pub refuse: Option<Offer>,
}

/// An action that is shown, and where.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its label.
    pub label: String,
    /// Its box, in CSS pixels of the page.
    pub rect: Rect,
    /// Whether a box inside the page has to be scrolled for it.
    pub scrolled_away: bool,
}

impl Offers {
    /// What these surfaces offer: the first that asks and can be agreed to.
    pub fn of(meaning: &Meaning, surfaces: &[&Surface]) -> Offers {
        let index = &meaning.index;
        let offer = |action: Option<&Action>| {
            let action = action.filter(|it| matches!(it.visibility, Fact::Known(Visibility::Visible)))?;
            let rect = index.rect(action.node).filter(|rect| rect.area() > 0.0)?;
            // Beyond the window to the side nobody finds it.
            let seen = rect.x < f64::from(meaning.snapshot().source.viewport.width);
            let scrolled_away = index.depth_in_scroller(action.node).is_some_and(|(down, height)| down >= height);
            seen.then(|| Offer { label: action.label.clone(), rect, scrolled_away })
        };
        let asking = surfaces.iter().find(|surface| surface.asks_for_consent() && surface.accept().is_some());
        Offers { accept: asking.and_then(|it| offer(it.accept())), refuse: asking.and_then(|it| offer(it.refuse())) }
    }

    /// Whether the refusal comes before the acceptance: left of it in the same line, or above it. None where one of them
    /// is not offered, and where they stand on a diagonal on which each comes first in one direction.
    pub fn refuse_first(&self) -> Option<bool> {
        let (accept, refuse) = (self.accept.as_ref()?.rect, self.refuse.as_ref()?.rect);
        let (left, above) = (refuse.x < accept.x, refuse.y < accept.y);
        let same_line = refuse.y < accept.bottom() && accept.y < refuse.bottom();
        let same_column = refuse.x < accept.right() && accept.x < refuse.right();
        match (same_line, same_column) {
            (true, _) => Some(left),
            (false, true) => Some(above),
            (false, false) => (left == above).then_some(left),
        }
    }
}
