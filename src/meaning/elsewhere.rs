//! What can be pressed on a page outside of its surfaces: the ways on, and the ways back to a choice.

use super::action::{Action, is_pressable, read};
use super::passage::Passages;
use super::said::Said;
use super::{Fact, Meaning, Visibility};
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};

/// How much a thing to press has to do with consent, by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// It says that consent can be taken back, or opens the choice: "Cookie settings", "Withdraw consent".
    Choice,
    /// It speaks of privacy, cookies, or an account: the choice may be behind it.
    Topic,
    /// Nothing of the kind.
    None,
}

/// Words from which on a text is more than a label.
const SENTENCE: usize = 6;

impl Meaning<'_> {
    /// Whether a sentence of the page speaks of cookies, personal data or an agreement, whatever surface it stands on.
    pub fn page_asks(&self, lexicons: &Lexicons) -> bool {
        let passages = Passages::read(&self.index, lexicons);
        let speaks = |said: &Said| said.says(Saying::Topic) || said.says(Saying::Agree);
        passages.all.iter().any(|it| it.words >= SENTENCE && speaks(&it.said))
    }

    /// What can be seen and pressed outside of the surfaces, in document order, with its bearing on consent.
    pub fn elsewhere(&self, lexicons: &Lexicons) -> Vec<(Action, Bearing)> {
        let passages = Passages::read(&self.index, lexicons);
        let inside = |id| self.surfaces.iter().any(|surface| !surface.latent && self.index.holds(surface.node, id));
        let mut found = Vec::new();
        for id in self.snapshot().ids() {
            if !is_pressable(&self.index, id) || inside(id) {
                continue;
            }
            let Some(action) = read(&self.index, id, &passages.lexicons, lexicons) else { continue };
            if matches!(action.visibility, Fact::Known(Visibility::Hidden(_))) {
                continue;
            }
            let bearing = bearing(&action);
            found.push((action, bearing));
        }
        found
    }
}

fn bearing(action: &Action) -> Bearing {
    let about = action.says(Saying::Topic)
        || action.names(Purpose::PrivacyPolicy)
        || action.says(Saying::Agree)
        || action.says(Saying::SaleOptOut);
    let opens = matches!(action.intent, Intent::Settings | Intent::Reject);
    if action.says(Saying::Withdraw) || action.says(Saying::SaleOptOut) || opens && about {
        Bearing::Choice
    } else if about || opens {
        Bearing::Topic
    } else {
        Bearing::None
    }
}
