//! Texts that name no cookies but necessary ones, which need no consent (Directive 2002/58/EC, Article 5(3)).

use crate::lexicon::{Concept, Grammar, Hit, Purpose, Saying};

/// Words between "only" and what it is said of, at the most.
const NEAR: usize = 6;
/// Words after a negation that it turns round.
const DENIED: usize = 4;

/// What the sentences of a text about cookies call them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct NecessaryUse {
    /// Whether one calls them necessary.
    pub(super) named: bool,
    /// Whether one says that there are no others: "only necessary cookies".
    pub(super) only: bool,
    /// Whether one calls some of them optional.
    pub(super) optional: bool,
    /// Whether one calls them nothing, and claims nothing of them either.
    pub(super) vague: bool,
}

impl NecessaryUse {
    pub(super) fn of(hits: &[Hit]) -> NecessaryUse {
        let mut found = NecessaryUse::default();
        for topic in hits.iter().filter(|it| is_about_cookies(it, hits)) {
            let near = || hits.iter().filter(|it| it.sentence == topic.sentence);
            let is_named = near().any(|it| is_necessary(it, hits));
            found.named |= is_named;
            found.only |= near().filter(|it| is_necessary(it, hits)).any(|it| stands_alone(it, hits));
            found.optional |= near().any(|it| is_optional(it, hits) || is_what_is_not_necessary(it, hits));
            found.vague |= !is_named && !near().any(claims);
        }
        found
    }

    /// The same text as another lexicon reads it: one that knows the word for "necessary" knows more.
    pub(super) fn or(self, other: NecessaryUse) -> NecessaryUse {
        let vague = match (self.named, other.named) {
            (true, false) => self.vague,
            (false, true) => other.vague,
            (true, true) => self.vague && other.vague,
            (false, false) => self.vague || other.vague,
        };
        NecessaryUse { vague, ..self.and(other) }
    }

    /// This text and another.
    pub(super) fn and(self, other: NecessaryUse) -> NecessaryUse {
        NecessaryUse {
            named: self.named || other.named,
            only: self.only || other.only,
            optional: self.optional || other.optional,
            vague: self.vague || other.vague,
        }
    }
}

/// Whether a word is about cookies or data, and no part of "no tracking", "our cookie policy" or "you consent".
fn is_about_cookies(hit: &Hit, hits: &[Hit]) -> bool {
    let is_other = |it: &Hit| {
        matches!(
            it.concept,
            Concept::Purpose(Purpose::PrivacyPolicy | Purpose::Terms)
                | Concept::Saying(Saying::NoCollection | Saying::NoSale | Saying::AgreementName | Saying::Agree)
        )
    };
    hit.concept == Concept::Saying(Saying::Topic)
        && !hit.negated
        && !hits.iter().any(|it| is_other(it) && it.overlaps(hit))
}

fn is_necessary(hit: &Hit, hits: &[Hit]) -> bool {
    let says = matches!(hit.concept, Concept::Purpose(Purpose::Necessary) | Concept::Grammar(Grammar::Necessary));
    // "Non-essential".
    let is_turned = || hits.iter().any(|it| it.concept == Concept::Grammar(Grammar::Optional) && it.overlaps(hit));
    says && !is_denied(hit, hits) && !is_turned()
}

/// "Cookies that are not strictly necessary".
fn is_what_is_not_necessary(hit: &Hit, hits: &[Hit]) -> bool {
    matches!(hit.concept, Concept::Purpose(Purpose::Necessary) | Concept::Grammar(Grammar::Necessary))
        && is_denied(hit, hits)
}

fn is_optional(hit: &Hit, hits: &[Hit]) -> bool {
    let is_promise = |it: &Hit| matches!(it.concept, Concept::Saying(Saying::NoCollection | Saying::NoSale));
    hit.concept == Concept::Grammar(Grammar::Optional)
        && !is_denied(hit, hits)
        && !hits.iter().any(|it| is_promise(it) && it.overlaps(hit))
}

/// Whether "only" stands close before what is necessary, or just after it: "necessary cookies only".
fn stands_alone(necessary: &Hit, hits: &[Hit]) -> bool {
    const AFTER: usize = 3;
    let only = hits.iter().filter(|it| {
        it.concept == Concept::Grammar(Grammar::Only) && it.sentence == necessary.sentence && !it.overlaps(necessary)
    });
    only.into_iter().any(|only| {
        if only.end <= necessary.start {
            necessary.start - only.end <= NEAR
        } else {
            only.start >= necessary.end && only.start - necessary.end <= AFTER
        }
    })
}

/// Whether a negation stands just before a word. Words of grammar are not marked by the lexicon.
fn is_denied(hit: &Hit, hits: &[Hit]) -> bool {
    let denies = |it: &Hit| matches!(it.concept, Concept::Grammar(Grammar::Negation | Grammar::Without));
    hit.negated
        || hits.iter().any(|it| {
            denies(it) && it.clause == hit.clause && it.start <= hit.start && hit.start.saturating_sub(it.end) < DENIED
        })
}

/// Whether it makes something an agreement, or leads elsewhere: what cookies there are is not said by it.
fn claims(hit: &Hit) -> bool {
    matches!(
        hit.concept,
        Concept::Saying(
            Saying::Agree
                | Saying::Ask
                | Saying::ByAction
                | Saying::ByBrowsing
                | Saying::Assents
                | Saying::RefuseElsewhere
                | Saying::NoCollection
                | Saying::NoSale
        )
    )
}
