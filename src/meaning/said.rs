//! What a text says, of all that a lexicon finds in it.

use super::by_use::ByUse;
use super::messages::{announces, concerns_messages, is_about_own_affair, may_be_news};
use super::necessary::NecessaryUse;
use crate::lexicon::{Concept, Grammar, Hit, Intent, Lexicon, Purpose, Saying};
use std::collections::{BTreeMap, BTreeSet};

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) purposes: BTreeSet<Purpose>,
    pub(super) sayings: BTreeSet<Saying>,
    /// Words that are said of what does not happen: "we do not share".
    pub(super) denied: BTreeSet<Saying>,
    /// Purposes that are named under a negation: "do not share my data".
    pub(super) refused: BTreeSet<Purpose>,
    /// Purposes that are named together with agreement in one sentence.
    pub(super) agreed: BTreeSet<Purpose>,
    /// Sentences that say something, for quoting: where a saying stands.
    pub(super) mixed_wish: bool,
    /// How many times it says no: negations, refusals, boxes to be unticked.
    pub(super) negations: u32,
    /// Whether it asks for two kinds of use by an "and" between them.
    pub(super) joins: bool,
    /// Whether it leaves open if both or one is meant: "and/or".
    pub(super) leaves_open: bool,
    /// Whether a use goes by what a person does or likes: "personalised", "targeted".
    pub(super) of_behaviour: bool,
    /// Personal data, cookies or tracking as such, not only in the name of a contract or a notice.
    pub(super) data_topic: bool,
    /// Of claims that going on is agreement, what they name.
    pub(super) by_use: ByUse,
    /// Words that open a wish for messages, and nothing that says about what: "stay in touch".
    pub(super) perhaps_news: bool,
    /// Of cookies, whether they are called necessary, and whether there are others.
    pub(super) necessary: NecessaryUse,
    /// Whether agreement is tied to something else than a tick: "by registering you agree".
    pub(super) by_other_act: bool,
}

impl Said {
    pub(super) fn says(&self, saying: Saying) -> bool {
        self.sayings.contains(&saying)
    }

    /// Whether it says that somebody agrees, or counts something as agreement.
    pub(super) fn claims_agreement(&self) -> bool {
        [Saying::Agree, Saying::ByAction, Saying::ByBrowsing].iter().any(|saying| self.says(*saying))
    }

    /// Whether others receive data, and not the same controller by another name.
    pub(super) fn passes_on(&self) -> bool {
        (self.says(Saying::ThirdParty) || self.purposes.contains(&Purpose::Sharing)) && !self.says(Saying::OwnGroup)
    }

    pub(super) fn of(lexicon: &Lexicon, text: &str) -> Said {
        let mut said = Said::from(&lexicon.find(text));
        // Without words for it, a tick is not told from other acts.
        said.by_other_act &= lexicon.knows(Saying::Ticking);
        said
    }

    pub(super) fn from(hits: &[Hit]) -> Said {
        let mut said = Said::default();
        let opt_outs: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::OptOut)).collect();
        for hit in hits {
            match hit.concept {
                Concept::Saying(Saying::OfBehaviour) => said.of_behaviour = true,
                Concept::Grammar(Grammar::AndOr) => said.leaves_open = true,
                // Halves of a claim say nothing alone.
                Concept::Saying(
                    Saying::Doing
                    | Saying::GoingOn
                    | Saying::Continuing
                    | Saying::Assents
                    | Saying::Unwished
                    | Saying::Ticking
                    | Saying::Opening
                    | Saying::OwnAffair
                    | Saying::OwnPeople
                    | Saying::Required,
                ) => {}
                // "By clicking 'Accept all' you agree" only says what that button does.
                Concept::Saying(Saying::ByAction) if says_what_accepting_does(hit, hits) => {
                    said.sayings.insert(Saying::Agree);
                }
                Concept::Saying(saying) if !hit.negated || is_what_is_not_agreed_to(hit, hits) => {
                    said.sayings.insert(saying);
                }
                Concept::Saying(saying) => {
                    said.denied.insert(saying);
                }
                // "I am a marketing professional": the name of something else.
                Concept::Purpose(purpose) if purpose.needs_consent() && is_part_of_setting(hit, hits) => {}
                Concept::Purpose(Purpose::Sharing) if goes_to_own_people(hit, hits) => {}
                // "Keep me updated about my order": how is said, and what is one's own.
                Concept::Purpose(Purpose::Marketing) if is_about_own_affair(hit, hits) => {
                    said.purposes.insert(Purpose::ServiceMessage);
                }
                // What one refuses to receive is still what the box is about.
                Concept::Purpose(purpose) if !hit.negated || opt_outs.iter().any(|it| it.sentence == hit.sentence) => {
                    said.purposes.insert(purpose);
                    let agreed = hits.iter().any(|it| {
                        it.sentence == hit.sentence
                            && !it.negated
                            && matches!(it.concept, Concept::Saying(Saying::Agree | Saying::ByAction))
                    });
                    if agreed {
                        said.agreed.insert(purpose);
                    }
                }
                Concept::Purpose(purpose) => {
                    said.refused.insert(purpose);
                }
                _ => {}
            }
        }
        if said.says(Saying::OptOut) && said.purposes.is_empty() && concerns_messages(hits) {
            said.purposes.insert(Purpose::Marketing);
        }
        said.perhaps_news = may_be_news(hits);
        let ticks = |sentence: u32| {
            let ticking = |it: &Hit| it.concept == Concept::Saying(Saying::Ticking) && it.sentence == sentence;
            hits.iter().any(ticking)
        };
        let by_act = |it: &Hit| it.concept == Concept::Saying(Saying::ByAction) && !it.negated;
        said.by_other_act = said.says(Saying::ByAction) && hits.iter().any(|it| by_act(it) && !ticks(it.sentence));
        let named = |hit: &Hit| {
            hits.iter().any(|it| {
                let document = matches!(
                    it.concept,
                    Concept::Purpose(Purpose::Terms | Purpose::PrivacyPolicy)
                        | Concept::Saying(Saying::AgreementName | Saying::Agree)
                );
                document && it.overlaps(hit)
            })
        };
        let of_data = |hit: &Hit| !hit.negated || is_what_is_not_agreed_to(hit, hits);
        said.data_topic =
            hits.iter().any(|hit| hit.concept == Concept::Saying(Saying::Topic) && of_data(hit) && !named(hit));
        // "If you continue to browse, we do not assume that you agree" claims the opposite.
        for hit in hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::ByBrowsing)) {
            let mut agrees = hits.iter().filter(|it| {
                it.sentence == hit.sentence && it.start >= hit.start && it.concept == Concept::Saying(Saying::Agree)
            });
            let all_denied = agrees.clone().next().is_some() && agrees.all(|it| it.negated);
            if all_denied {
                said.sayings.remove(&Saying::ByBrowsing);
            }
        }
        // "By closing this banner you refuse" claims it neither.
        let refuses = |hit: &Hit| {
            let says = |it: &Hit| it.concept == Concept::Saying(Saying::CloseRefuses) && !it.negated;
            hits.iter().any(|it| it.sentence == hit.sentence && says(it))
        };
        if hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::ByBrowsing)).all(refuses) {
            said.sayings.remove(&Saying::ByBrowsing);
        }
        let wishes = |negated: bool| {
            hits.iter().any(|hit| {
                matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent())
                    && (hit.negated || opt_outs.iter().any(|it| it.clause == hit.clause && it.start <= hit.start))
                        == negated
            })
        };
        said.by_use = ByUse::of(hits);
        said.necessary = NecessaryUse::of(hits);
        said.joins = joins_purposes(hits);
        said.negations = count_negations(hits);
        // "We would like to send you news. Untick if you would rather not hear from us": the first is no wish.
        let asks_for = hits.iter().any(|hit| {
            matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent())
                && !hit.negated
                && !opt_outs.iter().any(|it| it.clause == hit.clause && it.start <= hit.start)
                && !announces(hits, hit.sentence)
        });
        let is_refused = hits
            .iter()
            .any(|hit| hit.negated && matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent()));
        let is_asked = if opt_outs.is_empty() { wishes(false) } else { asks_for };
        said.mixed_wish = is_asked && (is_refused || !opt_outs.is_empty() && wishes(true));
        said
    }

    pub(super) fn merge(&mut self, other: &Said) {
        self.purposes.extend(&other.purposes);
        self.sayings.extend(&other.sayings);
        self.denied.extend(&other.denied);
        self.agreed.extend(&other.agreed);
        self.refused.extend(&other.refused);
        self.data_topic |= other.data_topic;
        self.by_use.merge(other.by_use);
        self.necessary = self.necessary.and(other.necessary);
        self.joins |= other.joins;
        self.leaves_open |= other.leaves_open;
        self.of_behaviour |= other.of_behaviour;
        self.perhaps_news |= other.perhaps_news;
        self.by_other_act |= other.by_other_act;
        self.negations = self.negations.max(other.negations);
    }

    /// The same text as another lexicon reads it.
    pub(super) fn merge_full(&mut self, other: Said) {
        let necessary = self.necessary.or(other.necessary);
        self.merge(&other);
        self.necessary = necessary;
        self.mixed_wish |= other.mixed_wish;
    }
}

/// "To receive offers and to share my data" asks for two things; "to share my data with partners for advertising" is one.
fn joins_purposes(hits: &[Hit]) -> bool {
    const CLOSE: usize = 5;
    let asked = |hit: &&Hit| matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent());
    let family = |hit: &Hit| match hit.concept {
        Concept::Purpose(purpose) => purpose.family(),
        _ => u8::MAX,
    };
    hits.iter().filter(|hit| hit.concept == Concept::Grammar(Grammar::And)).any(|and| {
        let later = hits.iter().filter(asked).filter(|it| it.start >= and.end && it.start - and.end <= CLOSE);
        later.into_iter().any(|later| {
            let mut before =
                hits.iter().filter(asked).filter(|it| it.start < and.start && it.sentence == later.sentence);
            before.any(|it| family(it) != family(later))
        })
    })
}

/// Words that deny, refuse or take away, counted apart. Two that stand close together are one ("ne veux pas"), as are
/// two that overlap ("do not want to receive"), and a "no" that only answers ("No, I do not want …") is none. Those
/// count that govern the choice.
fn count_negations(hits: &[Hit]) -> u32 {
    const CLOSE: usize = 3;
    let denies = |concept: Concept| {
        matches!(
            concept,
            Concept::Grammar(Grammar::Negation | Grammar::Without)
                | Concept::Saying(Saying::OptOut)
                | Concept::Verb(Intent::Reject)
        )
    };
    let unticks: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::Untick)).collect();
    // "Untick this box" may be listed as an opt-out as well, and is one thing.
    let is_untick = |hit: &Hit| unticks.iter().any(|it| it.start <= hit.start && hit.end <= it.end);
    let withouts: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Grammar(Grammar::Without)).collect();
    let reach = Reach::of(hits, &withouts);
    let mut found: Vec<&Hit> =
        hits.iter().filter(|hit| denies(hit.concept) && !is_untick(hit) && reach.holds(hit)).collect();
    found.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut count = u32::from(!unticks.is_empty());
    let (mut end, mut clause, mut plain) = (0usize, u32::MAX, false);
    for hit in found {
        let answers = hit.end == 1 && !hits.iter().any(|it| it.start >= 1 && it.clause == hit.clause);
        let negation = hit.concept == Concept::Grammar(Grammar::Negation);
        // "Not passed on without my permission": one condition, and no riddle.
        let own = withouts.get(withouts.partition_point(|it| it.start < hit.start));
        let without = plain && clause == hit.clause && own.is_some_and(|it| it.end <= hit.end);
        let joined =
            without || clause == hit.clause && (hit.start < end || negation && plain && hit.start - end <= CLOSE);
        if !joined && !answers {
            count += 1;
        }
        if !answers {
            (end, clause, plain) = (end.max(hit.end), hit.clause, negation);
        }
    }
    count
}

/// Where a label says what is chosen: a no elsewhere does not govern the choice ("Send me the newsletter. No spam").
struct Reach {
    /// The last clause that says it, by sentence.
    last: BTreeMap<u32, u32>,
}

impl Reach {
    fn of(hits: &[Hit], withouts: &[&Hit]) -> Reach {
        // What is denied beside a wish is told, and not chosen: "Send me offers. You will not share my address".
        let asked = |hit: &Hit| match hit.concept {
            Concept::Purpose(purpose) => purpose != Purpose::Sharing && purpose.needs_consent(),
            Concept::Saying(Saying::Agree | Saying::OptOut | Saying::Opening | Saying::Unwished) => true,
            Concept::Saying(Saying::WillSend | Saying::Ticking | Saying::Untick) => true,
            Concept::Verb(intent) => matches!(intent, Intent::Accept | Intent::Reject),
            _ => false,
        };
        // "Without my consent" asks for nothing.
        let limits = |hit: &Hit| {
            let without = withouts[..withouts.partition_point(|it| it.start <= hit.start)].last();
            without.is_some_and(|it| it.clause == hit.clause && hit.start <= it.end + 2)
        };
        let mut last = BTreeMap::new();
        for hit in hits.iter().filter(|hit| asked(hit) && !limits(hit)) {
            // "Untick this, if you don't": what is done with the box is said of the whole sentence.
            let is_tick = matches!(hit.concept, Concept::Saying(Saying::Ticking | Saying::Untick));
            let clause = if is_tick { u32::MAX } else { hit.clause };
            let known = last.entry(hit.sentence).or_insert(clause);
            *known = clause.max(*known);
        }
        Reach { last }
    }

    /// Whether a no stands where the choice does, or before it in its sentence. Where no words tell the choice, every no
    /// counts.
    fn holds(&self, no: &Hit) -> bool {
        self.last.is_empty() || self.last.get(&no.sentence).is_some_and(|&clause| no.clause <= clause)
    }
}

/// "If you do not agree to the collection of your data": the no is said of agreeing, and data are what it is about.
fn is_what_is_not_agreed_to(hit: &Hit, hits: &[Hit]) -> bool {
    hit.concept == Concept::Saying(Saying::Topic)
        && hits.iter().any(|it| {
            it.concept == Concept::Saying(Saying::Agree)
                && it.negated
                && it.clause == hit.clause
                && it.start < hit.start
        })
}

/// "Your concerns may be shared with our staff": nobody outside is told.
fn goes_to_own_people(sharing: &Hit, hits: &[Hit]) -> bool {
    const CLOSE: usize = 3;
    let near = |it: &Hit| it.clause == sharing.clause && it.start >= sharing.start && it.start <= sharing.end + CLOSE;
    let others = |it: &Hit| it.concept == Concept::Saying(Saying::ThirdParty) && it.sentence == sharing.sentence;
    hits.iter().any(|it| it.concept == Concept::Saying(Saying::OwnPeople) && near(it)) && !hits.iter().any(others)
}

/// Whether a word stands inside a longer phrase that asks for no consent.
fn is_part_of_setting(hit: &Hit, hits: &[Hit]) -> bool {
    let holds = |it: &Hit| it.start <= hit.start && hit.end <= it.end && it.end - it.start > hit.end - hit.start;
    hits.iter().any(|it| it.concept == Concept::Purpose(Purpose::OtherSetting) && holds(it))
}

fn says_what_accepting_does(claim: &Hit, hits: &[Hit]) -> bool {
    // The verb of the claim itself names no button: "you confirm your age and agree to receive news".
    let ends_claim = |verb: &Hit| {
        let agrees = |it: &Hit| it.concept == Concept::Saying(Saying::Agree) && it.start <= verb.start;
        hits.iter().any(|it| agrees(it) && it.start > claim.start && it.end == claim.end)
    };
    let mut verbs = hits
        .iter()
        .filter(|it| it.concept == Concept::Verb(Intent::Accept) && it.start > claim.start && !ends_claim(it));
    let is_own =
        |it: &&Hit| it.concept == Concept::Saying(Saying::Assents) && (it.end == claim.end || it.start == claim.start);
    match hits.iter().find(is_own) {
        Some(own) => verbs.any(|it| it.end <= own.start || it.start >= own.end && it.end <= claim.end),
        None => verbs.find(|it| it.end < claim.end).is_some_and(|it| it.end + 1 < claim.end),
    }
}
