//! Content that a page says is chosen for the person, and what turns that off.

use super::behind::{Behind, Function, Opened, Seen};
use super::choice::{self, ChoiceKind};
use super::news::texts;
use super::passage::{Passage, Passages, read_by};
use super::surface::is_heading;
use super::{Action, Choice, Fact, Meaning, Polarity, Reason, Setting, Visibility, Visited};
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};
use crate::snapshot::{NodeId, Visit};
use std::collections::BTreeSet;

/// A text with more words than this is no title of a list.
const LONGEST_TITLE: usize = 14;

/// What a visit shows of content that is chosen for the person.
#[derive(Clone, Debug, Default)]
pub struct Personal {
    /// The words by which the page says that there is such content.
    pub chosen: Option<String>,
    /// Whether the words for it are known in the language of the page.
    pub is_read: bool,
    /// What turns it off; none where nobody looked for it.
    pub off: Option<Function>,
}

/// What a control has to do with such content.
enum Turns {
    /// It turns it off; the label.
    Off(String),
    /// It is not about it, or makes more of it, or can't be moved.
    Nothing,
    /// It can't be told.
    Unsure(Reason),
}

/// What can be set in one state.
struct Controls {
    seen: Vec<Choice>,
    hidden: Vec<Choice>,
}

impl Meaning<'_> {
    /// The words by which the page says that content is chosen for the person.
    pub fn chosen_content(&self, lexicons: &Lexicons) -> Option<String> {
        texts(self, lexicons).into_iter().find(|it| self.is_title_of_chosen(it)).map(|it| it.text)
    }

    /// Whether a text is short, stands over or in the content, and asks nothing.
    fn is_title_of_chosen(&self, passage: &Passage) -> bool {
        let apart = || self.surfaces.iter().any(|on| on.stands_out() && self.index.holds(on.node, passage.first));
        passage.said.says(Saying::Chosen)
            && passage.words <= LONGEST_TITLE
            && !passage.text.ends_with(['?', '？'])
            && (is_heading(&self.index, passage.block) || !self.is_pressed_on(passage))
            && !apart()
    }

    /// Whether it stands where consent is asked for, beside a yes or a no.
    fn is_on_consent(&self, node: NodeId) -> bool {
        let mut around = self.surfaces.iter().filter(|it| !it.latent && self.index.holds(it.node, node));
        around.any(|it| it.stands_out() && (it.accept().is_some() || it.refuse().is_some()))
    }

    fn controls(&self, lexicons: &Lexicons) -> Controls {
        let index = &self.index;
        let by = Passages::read(index, lexicons).lexicons;
        let read = |id: NodeId| {
            let kind = choice::kind(index, id).filter(|kind| *kind != ChoiceKind::Hidden)?;
            let mut choice = choice::read(index, id, kind, &by, lexicons);
            if kind == ChoiceKind::Select {
                choice.said.merge(&read_by(&by, lexicons, &index.full_text(id)));
            }
            Some(choice)
        };
        let is_hidden = |it: &Choice| matches!(it.visibility, Fact::Known(Visibility::Hidden(_)));
        let (hidden, seen) = self.snapshot().ids().filter_map(read).partition(is_hidden);
        Controls { seen, hidden }
    }

    /// What a control turns.
    fn turns(&self, choice: &Choice) -> Turns {
        if !is_named(choice) || !self.index.node(choice.node).is_enabled() {
            return Turns::Nothing;
        }
        let is_more = choice.says(Saying::MorePersonal);
        let off = Turns::Off(choice.label.clone());
        match (choice.polarity, choice.state) {
            (Fact::Known(Polarity::OptIn), Fact::Known(Setting::Off)) if is_more => Turns::Nothing,
            _ if self.is_on_consent(choice.node) => Turns::Unsure(Reason::EffectUnseen),
            _ if choice.kind == ChoiceKind::Select || is_more => Turns::Unsure(Reason::UnsureWording),
            _ if choice.says(Saying::StopPersonal) => off,
            (Fact::Known(Polarity::OptOut), _) => off,
            (Fact::Known(Polarity::OptIn), Fact::Known(Setting::On)) => off,
            (Fact::Unclear(reason), _) | (_, Fact::Unclear(reason)) => Turns::Unsure(reason),
            _ => Turns::Unsure(Reason::UnsureWording),
        }
    }

    /// What a button or link turns.
    fn turns_by_press(&self, action: &Action) -> Turns {
        let named = action.names(Purpose::Personalisation) || action.said.refused.contains(&Purpose::Personalisation);
        let stops = action.says(Saying::StopPersonal) || action.intent == Intent::Reject && named;
        match stops && self.is_enabled(action) {
            false => Turns::Nothing,
            true if self.is_on_consent(action.node) => Turns::Unsure(Reason::EffectUnseen),
            true => Turns::Off(action.label.clone()),
        }
    }

    /// What a person who looks at this state can turn off.
    fn turned_in_sight(&self, lexicons: &Lexicons) -> Turns {
        let controls = self.controls(lexicons);
        let by_press = self.pressable(lexicons);
        let all =
            controls.seen.iter().map(|it| self.turns(it)).chain(by_press.iter().map(|it| self.turns_by_press(it)));
        let mut unsure = None;
        for turns in all {
            match turns {
                Turns::Off(label) => return Turns::Off(label),
                Turns::Unsure(reason) => unsure = unsure.or(Some(reason)),
                Turns::Nothing => {}
            }
        }
        unsure.map_or(Turns::Nothing, Turns::Unsure)
    }

    /// Why it can't be said that nothing turns it off: a refusal of cookies may, or what is hidden.
    fn may_be_turned(&self, lexicons: &Lexicons) -> Option<Reason> {
        let asks_for_it = |it: &super::Surface| {
            !it.latent && it.stands_out() && it.purposes.contains(&Purpose::Personalisation) && it.refuse().is_some()
        };
        if self.surfaces.iter().any(asks_for_it) {
            return Some(Reason::EffectUnseen);
        }
        let waits = self.controls(lexicons).hidden.iter().any(|it| matches!(self.turns(it), Turns::Off(_)));
        waits.then_some(Reason::Latent)
    }
}

/// Whether it is called by what it does to such content.
fn is_named(choice: &Choice) -> bool {
    choice.purposes.contains(&Purpose::Personalisation)
        || choice.said.purposes.contains(&Purpose::Personalisation)
        || [Saying::Chosen, Saying::StopPersonal].iter().any(|saying| choice.says(*saying))
}

/// Whether it is surely about something else: how the page looks, or another use of data.
fn is_other(choice: &Choice) -> bool {
    let may_be = |purpose: &Purpose| matches!(purpose, Purpose::Functional | Purpose::Profiling);
    let purposes = &choice.purposes;
    choice.says(Saying::Display) || choice.agrees || !purposes.is_empty() && !purposes.iter().any(may_be)
}

impl Visited<'_> {
    /// What it shows of content that is chosen for the person.
    pub fn personal(&self) -> &Personal {
        &self.personal
    }
}

impl Personal {
    /// `states` are those of the visit, understood.
    pub(super) fn of(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> Personal {
        let Some(first) = super::visited::look(visit, states) else { return Personal::default() };
        let is_read = first.is_read_for(Saying::Chosen);
        let chosen = first.chosen_content(lexicons);
        let off = match &chosen {
            None => None,
            Some(_) if !is_read => Some(Function::Unread),
            Some(_) => match first.turned_in_sight(lexicons) {
                Turns::Off(label) => Some(Function::Offered(label)),
                Turns::Unsure(reason) => behind(visit, states, lexicons).map(|found| found.or_unclear(Some(reason))),
                Turns::Nothing => behind(visit, states, lexicons),
            },
        };
        Personal { chosen, is_read, off }
    }
}

/// What stands behind what was opened.
fn behind(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> Option<Function> {
    let behind = Behind::of(visit, states)?;
    let found = behind.find(lexicons, |_| false, |opened| led_to(opened, lexicons));
    let found = found.or_unclear(behind.first.may_be_turned(lexicons));
    // Where the words for an account are not known, what stands behind one was not opened.
    let is_read = behind.first.is_read_for(Saying::Account);
    Some(if found == Function::Missing && !is_read { Function::Unread } else { found })
}

/// What stands behind one press.
fn led_to(opened: &Opened, lexicons: &Lexicons) -> Seen {
    let (before, after) = (opened.before, opened.after);
    match after.turned_in_sight(lexicons) {
        Turns::Off(label) => return Seen::Found(label),
        Turns::Unsure(reason) => return Seen::Unclear(reason),
        Turns::Nothing => {}
    }
    if opened.asks_to_log_in() {
        return Seen::Unclear(Reason::BehindLogin);
    }
    let known: BTreeSet<(Vec<String>, String)> =
        before.controls(lexicons).seen.into_iter().map(|it| (before.path(it.node), it.label)).collect();
    let is_new = |it: &Choice| !known.contains(&(after.path(it.node), it.label.clone()));
    let set = after.controls(lexicons).seen;
    // “Smart” and “classic” may be it.
    if set.iter().any(|it| is_new(it) && !is_named(it) && !is_other(it)) {
        return Seen::Unclear(Reason::UnsureWording);
    }
    let news = opened.news(lexicons);
    if news.is_empty() {
        return opened.without_news();
    }
    let in_settings = opened.sign(lexicons).is_some_and(|it| it.intent == Intent::Settings);
    let further = |it: &Action| leads_on(it) || in_settings && may_lead_on(it);
    if news.actions.iter().any(|it| after.is_enabled(it) && further(it)) {
        return Seen::Unclear(Reason::WalkUnfinished);
    }
    Seen::Nothing
}

fn leads_on(action: &Action) -> bool {
    action.intent == Intent::Settings || action.says(Saying::Account)
}

/// Whether more settings may stand behind it, for all that its words say.
fn may_lead_on(action: &Action) -> bool {
    let is_document = action.names(Purpose::PrivacyPolicy) || action.names(Purpose::Terms);
    matches!(action.intent, Intent::Other | Intent::Unknown) && !is_document
}
