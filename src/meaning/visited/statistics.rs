//! Statistics that run before anybody has chosen, and what the page says of them.

use super::{host, is_tracker};
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};
use crate::meaning::choice::{said_by_name, words_of_name};
use crate::meaning::passage::Passages;
use crate::meaning::said::Said;
use crate::meaning::{Action, Bearing, Fact, Meaning, Surface, Visibility};
use crate::snapshot::Walk;

/// What a page says of statistics, and whether one can object there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Objection {
    /// A text that is shown tells of statistics.
    pub told: bool,
    /// Something that is shown refuses, opens the choice, or turns them off.
    pub offered: bool,
    /// A link is shown that may lead to either.
    pub linked: bool,
}

/// The first host or entry on a walk that identifies a browser and says by its name that it is for statistics.
pub(super) fn running(walk: &Walk, lexicons: &Lexicons) -> Option<String> {
    let says = |name: &str| says_statistics(name, lexicons);
    let mut requests = walk.steps.iter().flat_map(|step| &step.requests);
    let asked = requests.find(|it| is_tracker(it) && says(&it.url)).and_then(|it| host(&it.url));
    let kept = || {
        let mut changes = walk.steps.iter().flat_map(|step| &step.storage);
        changes.find(|it| !it.removed && it.identifies() && says(&it.name)).map(|it| it.name.clone())
    };
    asked.or_else(kept)
}

/// Whether a name that programmers gave says so. Addresses are written in English, whatever the page is in.
fn says_statistics(name: &str, lexicons: &Lexicons) -> bool {
    let names = |said: &Said| said.purposes.contains(&Purpose::Analytics);
    let as_field = lexicons.field_names().is_some_and(|words| names(&said_by_name(words, name)));
    as_field || lexicons.get("en").is_some_and(|words| names(&Said::of(words, &words_of_name(name))))
}

/// What a state says of statistics.
pub(super) fn objection(meaning: &Meaning, lexicons: &Lexicons) -> Objection {
    let index = &meaning.index;
    let visible = |fact: Fact<Visibility>| fact == Fact::Known(Visibility::Visible);
    let passages = Passages::read(index, lexicons);
    let told = passages.all.iter().any(|passage| {
        passage.said.purposes.contains(&Purpose::Analytics) && visible(index.text_visibility(passage.element(index)))
    });
    let shown = || meaning.surfaces.iter().filter(|surface| meaning.is_shown(surface));
    let objects = |action: &Action| {
        let says = [Saying::OptOut, Saying::SaleOptOut, Saying::Withdraw].iter().any(|saying| action.says(*saying));
        says || action.refuses() || action.intent == Intent::Settings
    };
    let by_choice = shown().flat_map(|surface| &surface.choices).any(|choice| {
        choice.purposes.contains(&Purpose::Analytics)
            && !choice.locked_on
            && !matches!(choice.visibility, Fact::Known(Visibility::Hidden(_)))
    });
    let elsewhere = meaning.elsewhere(lexicons);
    let by_action = shown().flat_map(Surface::offered).any(objects)
        || elsewhere.iter().any(|(action, bearing)| *bearing == Bearing::Choice || objects(action));
    let leads_there = |action: &Action| {
        let document = action.names(Purpose::PrivacyPolicy) || action.names(Purpose::Analytics);
        index.node(action.node).is("a") && (document || action.says(Saying::Topic))
    };
    let linked =
        shown().flat_map(Surface::offered).any(leads_there) || elsewhere.iter().any(|(action, _)| leads_there(action));
    Objection { told, offered: by_choice || by_action, linked }
}
