//! What a surface asks, and what pressing something on it does.

use super::build::is_heading;
use super::{Asks, SurfaceKind};
use crate::lexicon::{Intent, Purpose, Saying};
use crate::meaning::action::{Action, Effect};
use crate::meaning::choice::{Choice, ChoiceKind};
use crate::meaning::disclosure::{Claim, Disclosure};
use crate::meaning::passage::Passage;
use crate::meaning::said::Said;
use crate::meaning::{Index, Reason};
use std::collections::BTreeSet;

/// Whether a text says that nothing is collected, or nothing sold.
fn promises_nothing_is_taken(said: &Said) -> bool {
    said.says(Saying::NoCollection) || said.says(Saying::NoSale)
}

/// Whether a text names no cookies but necessary ones, and nobody else who gets data. With "only" before them, settings
/// that they keep are no other purpose.
fn names_necessary_alone(said: &Said) -> bool {
    let it = said.necessary;
    let is_beyond = |purpose: &Purpose| purpose.needs_consent() && !(it.only && *purpose == Purpose::Functional);
    it.named
        && !it.optional
        && (it.only || !it.vague)
        && !said.purposes.iter().any(is_beyond)
        && !said.says(Saying::ThirdParty)
}

/// What pressing does here: an acknowledgement accepts where the text claims consent or offers finer choices; a close
/// does where going on is claimed to be consent and nothing else can be pressed; a submit does where the text ties
/// consent to the use of data to it.
pub(super) fn settle_effects(
    kind: SurfaceKind,
    actions: &mut [Action],
    choices: &[Choice],
    disclosures: &[Disclosure],
    claims_consent: bool,
    said: &Said,
) {
    let has = |actions: &[Action], intent| actions.iter().any(|action: &Action| action.intent == intent);
    let finer = has(actions, Intent::Settings) || choices.iter().any(|choice| choice.asks_for_consent());
    let explicit = has(actions, Intent::Accept);
    let any_refusal = has(actions, Intent::Reject) || has(actions, Intent::AcceptNecessary);
    let alone = !explicit && !any_refusal && !has(actions, Intent::Acknowledge);
    // A notice that says what cookies are for, and that none of its buttons plainly accepts.
    let notice = kind != SurfaceKind::Form
        && alone
        && !has(actions, Intent::Save)
        && said.says(Saying::Topic)
        && !promises_nothing_is_taken(said)
        && said.purposes.iter().any(|purpose| purpose.needs_consent());
    let opens = has(actions, Intent::Settings);
    let strange = |action: &Action| action.intent == Intent::Other && !action.is_understood && is_button(action);
    let one_strange = actions.iter().filter(|it| strange(it)).count() == 1 && !has(actions, Intent::Submit);
    let bound = disclosures.iter().any(|it| it.claims.contains(&Claim::ByAction) && it.consents_to_data());
    let only_necessary = said.necessary.only && names_necessary_alone(said);
    // A drawing without a name, where closing it is all that there is to do.
    let nameless = |action: &Action| {
        action.intent == Intent::Unknown && action.label.is_empty() && action.form == crate::meaning::Form::Icon
    };
    let one_nameless = kind != SurfaceKind::Form
        && alone
        && !has(actions, Intent::Close)
        && said.says(Saying::ByBrowsing)
        && actions.iter().filter(|it| nameless(it)).count() == 1;
    for action in actions.iter_mut() {
        action.effect = match action.intent {
            Intent::Acknowledge if kind == SurfaceKind::Form => Effect::AsAnnounced(Intent::Acknowledge),
            Intent::Acknowledge if explicit => Effect::AsAnnounced(Intent::Acknowledge),
            Intent::Acknowledge if claims_consent || finer || any_refusal => Effect::Accepts,
            Intent::Acknowledge if promises_nothing_is_taken(said) || only_necessary => {
                Effect::AsAnnounced(Intent::Acknowledge)
            }
            Intent::Acknowledge if said.says(Saying::Topic) => Effect::MayAccept,
            // "Continue" under a text that takes going on for a yes to cookies.
            Intent::Submit if kind != SurfaceKind::Form && said.by_use.names_data && is_button(action) => {
                Effect::Accepts
            }
            Intent::Submit if notice && is_button(action) && opens => Effect::Accepts,
            Intent::Submit if notice && is_button(action) => Effect::MayAccept,
            Intent::Other if notice && one_strange && strange(action) => Effect::MayAccept,
            Intent::Close if alone && said.says(Saying::ByBrowsing) => Effect::Accepts,
            Intent::Unknown if one_nameless && nameless(action) => Effect::MayAccept,
            Intent::Submit | Intent::Other if kind == SurfaceKind::Form && bound && is_button(action) => {
                Effect::Accepts
            }
            intent => Effect::AsAnnounced(intent),
        };
    }
}

fn is_button(action: &Action) -> bool {
    action.form == crate::meaning::Form::Button
}

pub(super) fn asks(
    kind: SurfaceKind,
    actions: &[Action],
    choices: &[Choice],
    disclosures: &[Disclosure],
    said: &Said,
    own: &[&Passage],
    index: &Index,
) -> Asks {
    let opts_out = |said: &Said| {
        let asks = |purposes: &BTreeSet<Purpose>| purposes.iter().any(|purpose| purpose.needs_consent());
        said.says(Saying::OptOut) || said.says(Saying::Withdraw) || (asks(&said.refused) && !asks(&said.purposes))
    };
    let heading_opts_out = own.iter().any(|passage| {
        is_heading(index, passage.block)
            && opts_out(&passage.said)
            && !choices.iter().any(|it| it.bearer == Some(passage.block))
    });
    let accepts = actions.iter().any(|action| action.intent == Intent::Accept);
    if heading_opts_out && !accepts {
        return Asks::OptOut;
    }
    let optional = |choice: &Choice| {
        choice.kind != ChoiceKind::Hidden
            && choice.kind != ChoiceKind::Select
            && (choice.asks_for_consent()
                || choice.third_party
                || choice.agrees
                    && !choice.purposes.contains(&Purpose::Terms)
                    && !choice.purposes.contains(&Purpose::PrivacyPolicy)
                || choice.agrees && (!choice.linked.purposes.is_empty() || choice.linked.third_party))
    };
    if kind == SurfaceKind::Form {
        let tied = disclosures.iter().any(|it| it.claims.contains(&Claim::ByAction) && it.consents_to_data());
        return if tied || choices.iter().any(optional) { Asks::Consent } else { Asks::Nothing };
    }
    let presses = |intent| actions.iter().any(|action| action.intent == intent);
    // A “no” alone answers whatever stands before it.
    let puts = [Saying::Ask, Saying::Agree, Saying::ByBrowsing].iter().any(|saying| said.says(*saying))
        || said.purposes.iter().any(|purpose| purpose.needs_consent());
    let explicit = actions.iter().any(|action| action.accepts() == Some(true))
        || presses(Intent::AcceptNecessary)
        || presses(Intent::Reject) && puts;
    let about_data = [Saying::Topic, Saying::Ask, Saying::Agree].iter().any(|saying| said.says(*saying));
    if said.says(Saying::Permission) && !about_data && !choices.iter().any(optional) {
        return if accepts { Asks::Permission } else { Asks::Nothing };
    }
    if explicit || choices.iter().any(optional) {
        // "We set no cookies. OK": there is nothing to refuse.
        if promises_nothing_is_taken(said) && !accepts && !choices.iter().any(optional) {
            return Asks::Nothing;
        }
        // "This website uses strictly necessary cookies. Accept": there may be nothing to consent to.
        let others = [Intent::Settings, Intent::Save, Intent::Reject, Intent::AcceptNecessary];
        let is_alone = names_necessary_alone(said)
            && !others.into_iter().any(presses)
            && !actions.iter().any(|it| it.said.purposes.iter().any(|purpose| purpose.needs_consent()));
        if is_alone && !choices.iter().any(optional) {
            return Asks::MayBeConsent(Reason::NecessaryAlone);
        }
        return Asks::Consent;
    }
    if actions.iter().any(|action| action.effect == Effect::MayAccept) {
        return Asks::MayBeConsent(Reason::UnclearAcknowledgement);
    }
    Asks::Nothing
}
