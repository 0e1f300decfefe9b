//! A list of a yes and a no: what is chosen in it answers its label.

use super::choice::Setting;
use super::question::{denies, says_yes};
use super::{Fact, Index};
use crate::lexicon::{Lexicon, Lexicons};
use crate::snapshot::{Checked, NodeId};

/// Whoever lists more offers more than a yes and a no.
const MOST_OPTIONS: usize = 3;

/// Whether a list has its yes chosen. What offers anything else is off.
pub(super) fn setting(index: &Index, list: NodeId, chosen: &[&Lexicon], lexicons: &Lexicons) -> Fact<Setting> {
    let options = index.subtree(list).filter(|&id| index.node(id).is("option"));
    let options: Vec<NodeId> = options.take(MOST_OPTIONS + 1).collect();
    if options.len() > MOST_OPTIONS {
        return Fact::Known(Setting::Off);
    }
    // “Please choose” is no answer.
    let asks = |id: NodeId| index.node(id).attribute("value") == Some("");
    let answers: Vec<(NodeId, String)> =
        options.into_iter().filter(|&id| !asks(id)).map(|id| (id, index.full_text(id))).collect();
    let [one, other] = &answers[..] else { return Fact::Known(Setting::Off) };
    let says = |text: &str| says_yes(chosen, lexicons, text);
    let yes = match (says(&one.1), says(&other.1)) {
        (Some(true) | None, Some(false)) => one.0,
        (Some(false), Some(true) | None) => other.0,
        (None, None) if denies(chosen, lexicons, &other.1, &one.1) => one.0,
        (None, None) if denies(chosen, lexicons, &one.1, &other.1) => other.0,
        _ => return Fact::Known(Setting::Off),
    };
    let is_chosen = index.node(yes).state.checked == Some(Checked::On);
    Fact::Known(if is_chosen { Setting::On } else { Setting::Off })
}
