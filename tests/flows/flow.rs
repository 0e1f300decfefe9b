//! Small sites that ask for consent, and what it takes to accept and to refuse on each: the truth is exact.
//!
//! They are composed by a seed from seven languages, ways of drawing buttons and boxes, and ways of storing a choice.

#[path = "kinds.rs"]
mod kinds;
#[path = "maker.rs"]
mod maker;
#[path = "more_kinds.rs"]
mod more_kinds;
#[path = "words.rs"]
mod words;

use maker::{Dice, Maker};
use words::LANGUAGES;

/// How a way ends, and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Fewest presses.
    Clicks(u32),
    /// There is no such way.
    None,
    /// A press that announces it leads nowhere, and there is no other way.
    DeadEnd,
}

/// A site with one consent flow.
pub struct Flow {
    /// Kind and number: `settings-tabs-017`.
    pub id: String,
    /// For the tables of results.
    pub kind: &'static str,
    /// From the first page.
    pub accept: Truth,
    /// From the first page.
    pub refuse: Truth,
    /// From the page as it is after accepting, until consent is refused again. `None`: not part of this flow.
    pub withdraw: Option<Truth>,
    /// What is served.
    pub pages: Vec<Page>,
}

/// One address of a site.
///
/// `{port}` and `{id}` in `body` and `location` become the port and the flow's id. Where two pages share an address,
/// the one with a `location` is answered only as long as no cookie `consent` is sent.
#[derive(Clone)]
pub struct Page {
    /// `shop`, `cmp` or `tracker`: three sites to a browser.
    pub host: &'static str,
    pub path: String,
    /// Content type.
    pub kind: &'static str,
    pub body: String,
    pub delay_ms: u32,
    pub status: u16,
    /// Where a redirect leads.
    pub location: Option<String>,
}

/// What one kind makes of a flow: accepting, refusing, withdrawing, pages.
type Made = (Truth, Truth, Option<Truth>, Vec<Page>);

/// A kind of flow: its name, how many there are, and how the nth is made.
type Kind = (&'static str, u32, fn(&mut Maker, u32) -> Made);

const KINDS: [Kind; 22] = [
    ("one-layer", 20, kinds::one_layer),
    ("two-layers", 20, kinds::two_layers),
    ("switches", 24, kinds::switches),
    ("settings-tabs", 14, kinds::tabs),
    ("settings-folds", 14, kinds::folds),
    ("save-beside-accept", 14, kinds::save_beside_accept),
    ("deep", 24, kinds::deep),
    ("frame", 24, kinds::frame),
    ("shadow", 16, kinds::shadow),
    ("full-page", 20, kinds::full_page),
    ("late", 20, more_kinds::late),
    ("scroll", 14, more_kinds::scroll),
    ("confirm", 18, more_kinds::confirm),
    ("loop", 14, more_kinds::round),
    ("no-refusal", 16, more_kinds::no_refusal),
    ("dead-end", 18, more_kinds::dead_end),
    ("reload", 16, more_kinds::reload),
    ("pay-or-consent", 12, more_kinds::pay),
    ("comes-back", 12, more_kinds::comes_back),
    ("withdraw", 28, more_kinds::withdraw),
    ("distractors", 20, more_kinds::distractors),
    ("close-icon", 8, more_kinds::close_icon),
];

/// All flows; the same seed gives the same ones.
pub fn flows(seed: u64) -> Vec<Flow> {
    let mut dice = Dice::new(seed);
    let mut all = Vec::new();
    for (kind, count, make) in KINDS {
        let shift = dice.roll(LANGUAGES.len());
        for nth in 0..count {
            let words = &LANGUAGES[(nth as usize + shift) % LANGUAGES.len()];
            let mut maker = Maker::new(dice.split(), words);
            let (accept, refuse, withdraw, pages) = make(&mut maker, nth);
            all.push(Flow { id: format!("{kind}-{:03}", nth + 1), kind, accept, refuse, withdraw, pages });
        }
    }
    all
}
