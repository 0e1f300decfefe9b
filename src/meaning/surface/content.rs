//! Whether a form may name what its consent is for in words that no lexicon lists as a purpose.

use super::build::is_heading;
use crate::lexicon::{Concept, Lexicons, Purpose, Saying};
use crate::meaning::Index;
use crate::meaning::agreement;
use crate::meaning::passage::{Passage, Passages, readers};

/// What a bare consent is made of: "I agree to the processing of my personal data under the privacy policy".
const BARE: &[Concept] = &[
    Concept::Saying(Saying::Agree),
    Concept::Saying(Saying::ByAction),
    Concept::Saying(Saying::Ask),
    Concept::Saying(Saying::Topic),
    Concept::Saying(Saying::HaveRead),
    Concept::Saying(Saying::Withdraw),
    Concept::Saying(Saying::AgreementName),
    Concept::Saying(Saying::Required),
    Concept::Purpose(Purpose::Terms),
    Concept::Purpose(Purpose::PrivacyPolicy),
];
/// What a form is for that sells, books or delivers.
const SERVICES: &[Saying] = &[Saying::Goods, Saying::Exempt, Saying::OrderTotal, Saying::Subscription, Saying::Trial];

/// Whether a consent goes on to say more than that data are used, or a heading says that something is sold or booked.
pub(super) fn may_name_purpose(index: &Index, passages: &Passages, lexicons: &Lexicons, own: &[&Passage]) -> bool {
    let serves = |passage: &Passage| SERVICES.iter().any(|saying| passage.said.says(*saying));
    let consents = |passage: &Passage| passage.said.says(Saying::Agree) || passage.said.says(Saying::ByAction);
    own.iter().any(|passage| {
        is_heading(index, passage.block) && serves(passage)
            || consents(passage) && goes_on(passages, lexicons, &passage.text)
    })
}

fn goes_on(passages: &Passages, lexicons: &Lexicons, text: &str) -> bool {
    let asked = [Saying::Agree, Saying::ByAction];
    let by = readers(&passages.lexicons, lexicons, text);
    by.iter().any(|lexicon| asked.iter().any(|&asked| agreement::goes_on(lexicon, text, asked, BARE)))
}
