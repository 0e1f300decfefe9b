//! A claim that going on is agreement, looked at closer: whether it names the site, and what one is said to agree to.

use crate::lexicon::{Concept, Hit, Purpose, Saying};

/// What is known of the claims of a text that going on is agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ByUse {
    /// Whether one names the site, or browsing and reading it: no button is called so.
    pub(super) names_site: bool,
    /// Whether by one more is agreed to than a contract.
    pub(super) beyond_contract: bool,
    /// Whether the text speaks of cookies or data, and not only in the name of a document.
    pub(super) names_data: bool,
}

impl ByUse {
    pub(super) fn of(hits: &[Hit]) -> ByUse {
        let mut found = ByUse::default();
        let claims: Vec<&Hit> = hits.iter().filter(|it| says(it, Saying::ByBrowsing) && !it.negated).collect();
        found.names_data = !claims.is_empty()
            && hits.iter().any(|it| {
                says(it, Saying::Topic)
                    && !it.negated
                    && !hits.iter().any(|other| names_document(other) && it.overlaps(other))
            });
        // "This agreement may change. By going on you accept the changes": of a contract, in another sentence.
        let names_contract = |hit: &Hit| names_contract(hit) && !is_word_of_agreeing(hit, hits);
        let of_contract = !found.names_data && hits.iter().any(names_contract);
        for claim in &claims {
            let near = || hits.iter().filter(|it| it.sentence == claim.sentence && !it.negated);
            found.names_site |= near().any(|it| says(it, Saying::GoingOn) && it.overlaps(claim));
            let contract = of_contract || near().any(names_contract);
            found.beyond_contract |= !contract || near().any(|it| names_data(it, hits));
        }
        found
    }

    pub(super) fn merge(&mut self, other: ByUse) {
        self.names_site |= other.names_site;
        self.beyond_contract |= other.beyond_contract;
        self.names_data |= other.names_data;
    }
}

fn says(hit: &Hit, saying: Saying) -> bool {
    hit.concept == Concept::Saying(saying)
}

fn names_contract(hit: &Hit) -> bool {
    matches!(hit.concept, Concept::Purpose(Purpose::Terms) | Concept::Saying(Saying::AgreementName))
}

/// "Estás de acuerdo": the word for a contract, in one for agreeing.
fn is_word_of_agreeing(hit: &Hit, hits: &[Hit]) -> bool {
    let agrees = |it: &Hit| says(it, Saying::Agree) || says(it, Saying::Assents);
    says(hit, Saying::AgreementName) && hits.iter().any(|it| agrees(it) && it.overlaps(hit))
}

fn names_document(hit: &Hit) -> bool {
    names_contract(hit) || hit.concept == Concept::Purpose(Purpose::PrivacyPolicy)
}

/// Whether it is about data. "You consent" says so of a contract as well, by the word alone.
fn names_data(hit: &Hit, hits: &[Hit]) -> bool {
    match hit.concept {
        Concept::Saying(Saying::ThirdParty) | Concept::Purpose(Purpose::PrivacyPolicy) => true,
        Concept::Saying(Saying::Topic) => !hits.iter().any(|it| says(it, Saying::Agree) && it.overlaps(hit)),
        Concept::Purpose(purpose) => purpose.needs_consent(),
        _ => false,
    }
}
