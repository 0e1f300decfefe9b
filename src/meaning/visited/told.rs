//! What the texts say that are in sight before anyone scrolls.

use super::words;
use crate::lexicon::{Lexicons, Saying};
use crate::meaning::passage::{Passage, Passages};
use crate::meaning::{Index, Meaning};
use std::collections::BTreeSet;

/// What one text says.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it says, of what is so and of what is not.
    pub sayings: BTreeSet<Saying>,
    /// Whether it names a purpose.
    pub names_purpose: bool,
    /// Words that it has.
    pub words: u32,
}

/// Every text in sight that says anything.
pub(super) fn in_sight(meaning: &Meaning, lexicons: &Lexicons) -> Vec<Told> {
    let index = &meaning.index;
    Passages::read(index, lexicons).all.iter().filter_map(|passage| told(index, passage)).collect()
}

fn told(index: &Index, passage: &Passage) -> Option<Told> {
    let said = &passage.said;
    let window = f64::from(index.snapshot.source.viewport.height);
    let is_near = || index.text_rect(passage.block).is_none_or(|rect| rect.y < window);
    let speaks = !said.sayings.is_empty() || !said.denied.is_empty();
    (speaks && index.is_displayed(passage.first) && is_near()).then(|| Told {
        sayings: said.sayings.union(&said.denied).copied().collect(),
        names_purpose: !said.purposes.is_empty(),
        words: words(&passage.text),
    })
}
