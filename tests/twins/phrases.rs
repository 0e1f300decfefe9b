//! What each phrase of the tables means, so that a miss on a page can be traced to its words.

use super::words::Words;
use consentlint::lexicon::{Concept, Grammar, Intent, Lexicon, Purpose, Saying};

/// What a phrase must say: one of each group; and what it must not.
pub struct Meaning {
    key: &'static str,
    says: &'static [&'static [Concept]],
    never: &'static [Concept],
}

const fn saying(saying: Saying) -> Concept {
    Concept::Saying(saying)
}

const fn purpose(purpose: Purpose) -> Concept {
    Concept::Purpose(purpose)
}

const OTHERS: &[Concept] = &[saying(Saying::ThirdParty), purpose(Purpose::Sharing)];
const AGREE: &[Concept] = &[saying(Saying::Agree)];
const MARKETING: &[Concept] = &[purpose(Purpose::Marketing)];
const ADS: &[Concept] =
    &[purpose(Purpose::Advertising), purpose(Purpose::Personalisation), purpose(Purpose::Profiling)];
const COUNTS: &[Concept] = &[purpose(Purpose::Analytics)];
const ASKED: &[Concept] = &[
    purpose(Purpose::Marketing),
    purpose(Purpose::Advertising),
    purpose(Purpose::Analytics),
    purpose(Purpose::Sharing),
    purpose(Purpose::Profiling),
    purpose(Purpose::Personalisation),
];
const AGREES: &[Concept] = &[saying(Saying::Agree), saying(Saying::ByAction), saying(Saying::ByBrowsing)];

macro_rules! means {
    ($key:literal: $($says:expr),*) => { means!($key: $($says),*; not) };
    ($key:literal: $($says:expr),*; not $($never:expr),*) => {
        Meaning { key: $key, says: &[$($says),*], never: &[$($never),*] }
    };
}

pub const PHRASES: &[Meaning] = &[
    means!("prose": ; not purpose(Purpose::Marketing), purpose(Purpose::Sharing), saying(Saying::Topic), saying(Saying::Agree)),
    means!("banner": COUNTS, ADS, &[saying(Saying::Topic)]; not saying(Saying::ThirdParty), saying(Saying::ByBrowsing)),
    means!("vague": &[saying(Saying::Topic)], &[saying(Saying::Ask), saying(Saying::Agree)]; not ASKED[0], ASKED[1], ASKED[2], ASKED[3], purpose(Purpose::Functional)),
    means!("sharing": OTHERS),
    means!("partner-list": &[saying(Saying::RecipientList)]),
    means!("vendors": &[saying(Saying::ThirdParty)], ADS),
    means!("few-vendors": &[saying(Saying::ThirdParty)], ADS),
    means!("by-browsing": &[saying(Saying::ByBrowsing)]),
    means!("elsewhere": &[saying(Saying::RefuseElsewhere)]),
    means!("swap": &[saying(Saying::BasisSwap)]),
    means!("withdraw": &[saying(Saying::Withdraw)]; not saying(Saying::WithdrawElsewhere)),
    means!("withdraw-mail": &[saying(Saying::Withdraw)], &[saying(Saying::WithdrawElsewhere)]),
    means!("lifetime": &[saying(Saying::Lifetime)]),
    means!("urgency": &[saying(Saying::Urgency)]),
    means!("emotion": &[saying(Saying::Emotion)]; not ASKED[0], ASKED[1], ASKED[2]),
    means!("news": MARKETING; not saying(Saying::OptOut)),
    means!("no-news": MARKETING, &[saying(Saying::OptOut)]),
    means!("share": OTHERS, AGREE),
    means!("terms": &[purpose(Purpose::Terms)]; not ASKED[0], ASKED[1], ASKED[2], ASKED[3]),
    means!("terms-and-news": &[purpose(Purpose::Terms)], MARKETING),
    means!("several": COUNTS, MARKETING, AGREE),
    means!("read-share": &[saying(Saying::HaveRead)], OTHERS; not saying(Saying::Agree)),
    means!("double-negative": MARKETING, &[saying(Saying::Untick), Concept::Grammar(Grammar::Without)]),
    means!("remember": &[purpose(Purpose::RememberMe)]),
    means!("statistics": COUNTS),
    means!("advertising": ADS),
    means!("strictly-necessary": &[purpose(Purpose::Necessary)]),
    means!("covers-ads": ADS),
    means!("legitimate": &[saying(Saying::LegitimateInterest)], ADS),
    means!("policy-box": &[purpose(Purpose::PrivacyPolicy)], AGREE),
    means!("health-box": &[saying(Saying::Sensitive)], AGREE),
    means!("everyone": &[saying(Saying::Public)]),
    means!("only-me": &[saying(Saying::Private)]; not saying(Saying::Public)),
    means!("insurance": &[purpose(Purpose::PaidExtra)]),
    means!("by-action": &[saying(Saying::ByAction)], MARKETING),
    means!("will-send": &[saying(Saying::WillSend)]; not saying(Saying::Withdraw), saying(Saying::OptOut)),
    means!("unsubscribe": &[saying(Saying::Withdraw), saying(Saying::OptOut)]),
    means!("health": &[saying(Saying::Sensitive)]),
    means!("child": &[saying(Saying::Child)]; not saying(Saying::Guardian)),
    means!("guardian": &[saying(Saying::Guardian)]),
    means!("phone": &[saying(Saying::PersonalField)]),
    means!("identity": &[saying(Saying::IdentityProof)]),
    means!("opt-out-title": &[saying(Saying::OptOut), saying(Saying::Withdraw)]),
    means!("trial": &[saying(Saying::Trial), saying(Saying::Subscription)]; not saying(Saying::Renewal)),
    means!("renewal": &[saying(Saying::Renewal)]),
    means!("total": &[saying(Saying::OrderTotal)]),
    means!("buy": &[saying(Saying::PayObligation)]),
    means!("order": ; not saying(Saying::PayObligation)),
    means!("shame": &[saying(Saying::Shame)]),
    means!("policy": &[purpose(Purpose::PrivacyPolicy)]),
    means!("phone-why": ; not AGREES[0]),
];

pub const BUTTONS: &[(&str, &[Intent])] = &[
    ("accept", &[Intent::Accept]),
    ("reject", &[Intent::Reject]),
    ("necessary-only", &[Intent::AcceptNecessary]),
    ("settings", &[Intent::Settings]),
    ("save", &[Intent::Save]),
    ("ok", &[Intent::Acknowledge]),
    ("later", &[Intent::Later]),
    ("pay", &[Intent::Pay]),
    ("continue", &[Intent::Submit]),
    ("sign-up", &[Intent::Submit]),
    ("buy", &[Intent::Pay, Intent::Submit]),
    ("settings-title", &[Intent::Settings]),
    ("shame", &[Intent::Reject]),
];

/// What of the table of a language is understood otherwise than it is meant.
pub fn misread(words: &Words, lexicon: &Lexicon) -> Vec<String> {
    let mut wrong = Vec::new();
    for meaning in PHRASES {
        let text = words.say(meaning.key);
        let hits = lexicon.find(text);
        let said = |concept: &Concept| {
            hits.iter().any(|hit| {
                hit.concept == *concept && (!hit.negated || matches!(meaning.key, "no-news" | "double-negative"))
            })
        };
        for group in meaning.says {
            if !group.iter().any(said) {
                wrong.push(format!("{} lacks {:?}: {text}", meaning.key, group));
            }
        }
        for concept in meaning.never.iter().filter(|concept| said(concept)) {
            wrong.push(format!("{} says {concept:?}: {text}", meaning.key));
        }
    }
    for (key, intents) in BUTTONS {
        let got = lexicon.intent(words.say(key)).unwrap_or(Intent::Other);
        if !intents.contains(&got) {
            wrong.push(format!("{key} announces {}, not {}: {}", got.name(), intents[0].name(), words.say(key)));
        }
    }
    wrong
}
