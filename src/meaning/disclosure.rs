use super::passage::Passage;
use super::said::Said;
use super::{Fact, Index, Visibility};
use crate::lexicon::{Purpose, Saying};
use crate::snapshot::NodeId;
use std::collections::BTreeSet;

/// Text that tells a person what they agree to.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// The block that holds it.
    pub node: NodeId,
    /// Its text.
    pub text: String,
    /// What it claims.
    pub claims: BTreeSet<Claim>,
    /// The purposes that it names.
    pub purposes: BTreeSet<Purpose>,
    /// Words for those who receive data.
    pub third_party: bool,
    /// Whether it speaks of personal data, cookies or tracking at all.
    pub about_data: bool,
    /// Whether its words are a quotation.
    pub quoted: bool,
    /// Whether, where it takes going on for agreement, it names the site or its reading.
    pub names_site: bool,
    /// Whether, where it takes going on for agreement, it names nothing to agree to but a contract.
    pub contract_alone: bool,
    /// Whether the text can be seen.
    pub visibility: Fact<Visibility>,
    /// Font size in CSS pixels.
    pub font_px: Fact<f64>,
    /// Contrast ratio against the real backdrop.
    pub contrast: Fact<f64>,
    /// Whether it counts as large text.
    pub large: bool,
    /// Whether a scrolled box inside the page keeps it out of sight.
    pub scrolled_away: bool,
    /// The action that it binds, as a place in the surface's actions.
    pub binds: Option<usize>,
    /// What it says.
    pub(super) said: Said,
}

impl Disclosure {
    /// Whether it says this.
    pub fn says(&self, saying: Saying) -> bool {
        self.said.says(saying)
    }

    /// Whether it ties agreement to something else than a tick.
    pub fn is_by_other_act(&self) -> bool {
        self.said.by_other_act
    }

    /// Whether it consents to the use of data: more than a contract or a privacy notice.
    pub fn consents_to_data(&self) -> bool {
        self.third_party || self.purposes.iter().any(|purpose| purpose.needs_consent())
    }
}

/// What a text claims about agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// One agrees.
    Agree,
    /// One agrees by doing something else.
    ByAction,
    /// One agrees by merely using the site.
    ByBrowsing,
    /// It names a purpose that needs consent.
    Purpose,
}

impl Claim {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Claim::Agree => "agree",
            Claim::ByAction => "by-action",
            Claim::ByBrowsing => "by-browsing",
            Claim::Purpose => "purpose",
        }
    }
}

/// Reads a passage; `None` if it tells nothing that one agrees to.
pub(super) fn read(index: &Index, passage: &Passage) -> Option<Disclosure> {
    let said = &passage.said;
    let mut claims = BTreeSet::new();
    if said.says(Saying::Agree) {
        claims.insert(Claim::Agree);
    }
    if said.says(Saying::ByAction) {
        claims.insert(Claim::ByAction);
    }
    if said.says(Saying::ByBrowsing) {
        claims.insert(Claim::ByBrowsing);
    }
    if passage.words >= 4 && said.purposes.iter().any(|purpose| purpose.needs_consent()) {
        claims.insert(Claim::Purpose);
    }
    if claims.is_empty() && !said.says(Saying::BasisSwap) {
        return None;
    }
    let element = passage.element(index);
    let root = if index.end(element) - element.0 > 400 { passage.first } else { element };
    Some(Disclosure {
        node: element,
        text: passage.text.clone(),
        claims,
        purposes: said.purposes.clone(),
        third_party: said.says(Saying::ThirdParty) && !said.says(Saying::OwnGroup),
        about_data: said.data_topic,
        quoted: passage.quoted || passage.stands_in(index, &["blockquote", "q", "pre", "code"]),
        names_site: said.by_use.names_site,
        contract_alone: said.says(Saying::ByBrowsing) && !said.by_use.beyond_contract,
        visibility: index.text_visibility(root),
        font_px: index.font_px(root),
        contrast: index.text_contrast(root),
        large: index.is_large_text(root),
        scrolled_away: index.is_scrolled_away(passage.first),
        binds: None,
        said: said.clone(),
    })
}
