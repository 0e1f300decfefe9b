//! What a snapshot means.
//!
//! An index over one snapshot says what can be seen, on what it stands and how it is called; on top of it stand the
//! four kinds of thing that rules speak of: surfaces, choices, actions and disclosures. Nothing here judges.

mod action;
mod agreement;
mod appearance;
mod backdrop;
mod behind;
mod by_use;
mod choice;
mod colour;
mod disclosure;
mod elsewhere;
mod ending;
mod fact;
mod field;
mod index;
mod line;
mod linked;
mod listed;
mod messages;
mod name;
mod necessary;
mod news;
mod opting_out;
mod panel;
mod passage;
mod personal;
mod press;
mod price;
mod prominence;
mod question;
mod quotation;
mod required;
mod said;
mod selector;
mod spans;
mod summary;
mod surface;
mod visibility;
mod visited;
mod withdrawal;

pub use action::{Action, Form, discloses, has_template_hole};
pub use behind::Function;
pub use choice::{Choice, ChoiceKind, Necessity, Polarity, Setting};
pub use colour::Colour;
pub use disclosure::{Claim, Disclosure};
pub use elsewhere::Bearing;
pub use fact::{Fact, Reason};
pub use field::{Field, FieldKind};
pub use index::Index;
pub use opting_out::{Opens, OptingOut};
pub use personal::Personal;
pub use prominence::Prominence;
pub use surface::{Asks, Particulars, Surface, SurfaceKind};
pub use visibility::{Hidden, Visibility};
pub use visited::{
    Between, EntryName, Loss, Objection, Offer, Offers, Told, Visited, after_choice, host, is_tracker, last_signals,
    presses, tracker_hosts,
};
pub use withdrawal::{Sale, Withdrawal};

use crate::lexicon::{Lexicons, Purpose, Saying};
use crate::snapshot::{NodeId, Snapshot};
use std::collections::BTreeSet;

/// Everything that was understood of one snapshot.
#[derive(Debug)]
pub struct Meaning<'s> {
    /// The index over the snapshot.
    pub index: Index<'s>,
    /// Where consent is asked for, in document order.
    pub surfaces: Vec<Surface>,
    /// What the texts of the page say, surfaces and all.
    pub sayings: BTreeSet<Saying>,
    /// What the lexicon of the page's language has no words for, so that the page may say it unread.
    pub unread: BTreeSet<Saying>,
    /// The purposes that the texts of the page name.
    pub purposes: BTreeSet<Purpose>,
    /// Whether a template fills in texts of the page.
    pub template: bool,
    /// Languages of texts in the surfaces that no lexicon knows; rules that read words are not evaluated there.
    pub unknown_languages: Vec<String>,
    /// What a visit showed, if this is how a visit began.
    pub visited: Option<&'s Visited<'s>>,
}

impl<'s> Meaning<'s> {
    /// Understands a snapshot.
    pub fn of(snapshot: &'s Snapshot, lexicons: &Lexicons) -> Self {
        let index = Index::new(snapshot);
        let passages = passage::Passages::read(&index, lexicons);
        let (surfaces, unknown_languages) = surface::find(&index, &passages, lexicons);
        let said = || passages.all.iter().map(|passage| &passage.said);
        let sayings = said().flat_map(|said| said.sayings.iter().copied()).collect();
        let purposes = said().flat_map(|said| said.purposes.iter().copied()).collect();
        let template = passages.all.iter().any(|passage| has_template_hole(&passage.text));
        // The first is that of the page; English stands behind it for every page.
        let own = passages.lexicons.first();
        let is_unread = |saying: &Saying| !own.is_some_and(|lexicon| lexicon.knows(*saying));
        let unread = Saying::ALL.iter().copied().filter(is_unread).collect();
        Meaning { index, surfaces, template, sayings, unread, purposes, unknown_languages, visited: None }
    }

    /// The index alone, nothing understood.
    pub fn index_of(snapshot: &'s Snapshot) -> Index<'s> {
        Index::new(snapshot)
    }

    /// Whether there is anything worth a deeper look: a surface, or words of one.
    pub fn worth_a_deeper_look(&self) -> bool {
        !self.surfaces.is_empty()
    }

    /// The snapshot that this is about.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.index.snapshot
    }

    /// One selector for each tree scope, outermost first.
    pub fn path(&self, node: NodeId) -> Vec<String> {
        self.index.path(node)
    }
}
