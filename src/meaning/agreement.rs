//! What a label that agrees agrees to.

use super::passage::readers;
use super::said::Said;
use crate::lexicon::{Concept, Hit, Lexicon, Lexicons, Purpose, Saying, Words};

/// What belongs to the agreeing itself, and is nothing that one agrees to.
const BARE: &[Concept] = &[
    Concept::Saying(Saying::Agree),
    Concept::Saying(Saying::ByAction),
    Concept::Saying(Saying::Ask),
    Concept::Saying(Saying::HaveRead),
    Concept::Saying(Saying::Withdraw),
    Concept::Saying(Saying::Required),
];
/// What tells of a use of data that is not known as a purpose.
const OF_USE: &[Saying] = &[Saying::ThirdParty, Saying::Permission, Saying::Public];
/// Data about a person. They are named for a payment as well: “my bank account”.
const OF_DATA: &[Saying] = &[Saying::Sensitive, Saying::PersonalField];
/// So many words after a bare agreement say something more.
const AFTER: usize = 3;
/// So many before it do, as in languages whose verb comes last.
const BEFORE: usize = 5;

/// What is agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// A use of data, a document, or nothing further: it is a consent.
    Consent,
    /// What a service is agreed on and no use of data: a payment, an invoice, rules of the house.
    Service,
    /// Something that no lexicon knows: a use of data or not.
    Unknown,
}

/// What a label that agrees agrees to.
pub(super) fn object(label: &str, said: &Said, chosen: &[&Lexicon], lexicons: &Lexicons) -> Object {
    let says = |any: &[Saying]| any.iter().any(|&saying| said.says(saying));
    let names_use = |purpose: &Purpose| purpose.needs_consent() || *purpose == Purpose::PrivacyPolicy;
    let by = readers(chosen, lexicons, label);
    let is_named = said.data_topic || says(OF_USE) || said.purposes.iter().any(names_use);
    if is_named || by.iter().any(|it| names_contract(it, label)) {
        return Object::Consent;
    }
    let is_service =
        |purpose: &Purpose| matches!(purpose, Purpose::ServiceMessage | Purpose::RememberMe | Purpose::PaidExtra);
    if said.says(Saying::ServiceMatter) || said.purposes.iter().any(is_service) {
        return Object::Service;
    }
    if !says(OF_DATA) && by.iter().any(|it| goes_on(it, label, Saying::Agree, BARE)) {
        Object::Unknown
    } else {
        Object::Consent
    }
}

/// Whether a contract is named. "The house rules" are listed as one, and are a matter of the service.
fn names_contract(lexicon: &Lexicon, label: &str) -> bool {
    let hits = lexicon.find(label);
    let is_contract =
        |hit: &Hit| matches!(hit.concept, Concept::Purpose(Purpose::Terms) | Concept::Saying(Saying::AgreementName));
    let is_service = |hit: &Hit| {
        hits.iter().any(|it| {
            it.concept == Concept::Saying(Saying::ServiceMatter) && it.start <= hit.start && hit.end <= it.end
        })
    };
    hits.iter().any(|hit| is_contract(hit) && !is_service(hit))
}

/// Whether an agreement, said so, goes on to say more than what `bare` counts to it.
pub(super) fn goes_on(lexicon: &Lexicon, text: &str, asked: Saying, bare: &[Concept]) -> bool {
    // A character is about half a word.
    let unit = if lexicon.words == Words::Unspaced { 2 } else { 1 };
    let (before, after) = lexicon.words_beyond(text, asked, bare);
    after >= AFTER * unit || before >= BEFORE * unit
}
