//! What a layer folds away: tabs, closed parts, and in which order they are opened.

use super::place::{Kind, Move, Place};

/// Something that shows what is folded away, known by its label and its path.
pub(super) type Fold = (String, Vec<String>);

/// What is folded away on a layer, and how much of it was opened on the way.
///
/// Folds do not depend on each other, so the order in which they are opened does not matter: they are opened in that of
/// the page, and one after the other only where something was turned in the one before. Without this, a layer of
/// eight folds would have more states than a visit has presses.
#[derive(Clone, Default)]
pub(super) struct Folds {
    /// Those that the layer offered, each followed by those that were found inside of it.
    offered: Vec<Fold>,
    /// Place in `offered` of the first that may be opened next.
    next: usize,
    /// How many were found inside of the one that was just opened; none if something was turned since.
    inside: Option<usize>,
    /// Whether something was turned on this layer.
    turned: bool,
}

impl Folds {
    /// Those of a layer that was just come to.
    pub(super) fn of(place: &Place) -> Self {
        Folds { offered: folds(place).collect(), ..Folds::default() }
    }

    /// What is left of them after one was opened, which led from one place to another.
    pub(super) fn opened(&self, it: &Move, from: &Place, place: &Place) -> Self {
        let next = self.position(it).map_or(self.next, |at| at + 1);
        let inside: Vec<Fold> = folds(place).filter(|(_, path)| !discloses(from, path)).collect();
        let count = inside.len();
        let mut offered = self.offered.clone();
        offered.splice(next..next, inside);
        Folds { offered, next, inside: Some(count), turned: self.turned }
    }

    /// What is left of them after choices were turned.
    pub(super) fn turned(&self) -> Self {
        Folds { inside: None, turned: true, ..self.clone() }
    }

    /// Whether a fold may be opened now: one inside of the last, or one that comes after what was turned.
    pub(super) fn may_open(&self, it: &Move) -> bool {
        let end = self.inside.map_or(self.offered.len(), |count| self.next + count);
        self.position(it).is_some_and(|at| (self.next..end).contains(&at))
    }

    /// Whether opening one can't bring anything that another way would not, where `bears` tells of those that were opened
    /// before whether they hold anything that helps.
    pub(super) fn is_needless(&self, it: &Move, bears: impl Fn(&Fold) -> Option<bool>) -> bool {
        if !self.turned {
            return false;
        }
        let Some(at) = self.position(it) else { return true };
        let skipped = self.offered[self.next.min(at)..at].iter().any(|fold| bears(fold) != Some(false));
        skipped || bears(&self.offered[at]) == Some(false)
    }

    fn position(&self, it: &Move) -> Option<usize> {
        self.offered.iter().position(|(label, path)| *label == it.label && *path == it.path)
    }
}

/// Whether something at this path shows or hides a part of the place.
pub(super) fn discloses(place: &Place, path: &[String]) -> bool {
    place.moves.iter().any(|it| matches!(it.kind, Kind::Open | Kind::Opened) && it.path == path)
}

fn folds(place: &Place) -> impl Iterator<Item = Fold> {
    place.moves.iter().filter(|it| it.kind == Kind::Open).map(|it| (it.label.clone(), it.path.clone()))
}
