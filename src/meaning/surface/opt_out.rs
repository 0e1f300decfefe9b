//! Whether a surface is there to refuse: a request not to sell or share, and no consent asked for upside down.

use super::build::is_heading;
use crate::lexicon::{Intent, Purpose, Saying};
use crate::meaning::action::Action;
use crate::meaning::choice::{Choice, ChoiceKind, Polarity, words_of_name};
use crate::meaning::passage::Passage;
use crate::meaning::{Fact, Index, Visibility};
use crate::snapshot::NodeId;

/// A shorter text is a link to such a request, and no request.
const FEWEST_WORDS: usize = 6;

/// Whether it asks to be left alone: all that can be ticked refuses, the sale or use of data among it, and a heading, a
/// text or the address that the form is sent to says so. `around` is what it says, and what leads to it.
pub(super) fn is_requested(index: &Index, around: &[&Passage], actions: &[Action], choices: &[Choice]) -> bool {
    let all: Vec<&Choice> = choices.iter().filter(|it| it.kind != ChoiceKind::Hidden && is_about_data(it)).collect();
    let seen: Vec<&Choice> = all.iter().copied().filter(|choice| !is_hidden(choice)).collect();
    // Of a surface that waits nothing is seen yet.
    let ticked = if seen.is_empty() { all } else { seen };
    let of_use = ticked.iter().any(|choice| choice.says(Saying::SaleOptOut) || is_use(choice));
    of_use
        && !actions.iter().any(|action| action.intent == Intent::Accept)
        && ticked.iter().all(|choice| refuses(choice))
        && !ticked.iter().any(|choice| takes_password(index, choice))
        && (around.iter().any(|passage| announces(index, passage, choices))
            || ticked.iter().any(|choice| is_sent_to_opt_out(index, choice)))
}

fn is_hidden(choice: &Choice) -> bool {
    matches!(choice.visibility, Fact::Known(Visibility::Hidden(_)))
}

fn is_about_data(choice: &Choice) -> bool {
    choice.is_consent() || choice.third_party || choice.says(Saying::SaleOptOut)
}

fn refuses(choice: &Choice) -> bool {
    choice.polarity == Fact::Known(Polarity::OptOut) || choice.says(Saying::SaleOptOut)
}

/// Whether it is about a use of data, and not about messages alone.
fn is_use(choice: &Choice) -> bool {
    let uses = [Purpose::Sharing, Purpose::Advertising, Purpose::Profiling];
    choice.third_party || uses.iter().any(|purpose| choice.purposes.contains(purpose))
}

/// Whether a heading, or a text outside of the boxes, speaks of such a request.
fn announces(index: &Index, passage: &Passage, choices: &[Choice]) -> bool {
    let in_choice = choices.iter().any(|it| it.bearer.is_some_and(|bearer| index.holds(bearer, passage.first)));
    let long = is_heading(index, passage.block) || passage.words >= FEWEST_WORDS;
    passage.said.says(Saying::SaleOptOut) && long && !in_choice
}

/// Whether its form opens an account or logs in.
fn takes_password(index: &Index, choice: &Choice) -> bool {
    let is_password =
        |id: NodeId| index.node(id).attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
    index.form_around(choice.node).is_some_and(|form| index.subtree(form).any(is_password))
}

/// Whether the address that its form is sent to is one for refusing.
fn is_sent_to_opt_out(index: &Index, choice: &Choice) -> bool {
    let address =
        index.form_around(choice.node).and_then(|form| index.node(form).attribute("action")).unwrap_or_default();
    let words = format!(" {} ", words_of_name(address).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
    [" opt out ", " optout ", " unsubscribe ", " do not sell ", " donotsell ", " dnsmpi "]
        .iter()
        .any(|it| words.contains(it))
}
