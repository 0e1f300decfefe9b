//! What stands behind what leads to an account, settings, a contract or help: whether one can end there what was begun.

use super::news::News;
use super::passage::Passages;
use super::{Action, Bearing, FieldKind, Meaning, Reason, Surface, Visited};
use crate::lexicon::{Intent, Lexicons, Saying};
use crate::snapshot::{Act, Goal, PathOutcome, Press, Step, Visit};

/// Whether a visit found a function that ends a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It did; the label.
    Offered(String),
    /// It looked behind everything that may lead there, and there is none.
    Missing,
    /// It can't be told.
    Unclear(Reason),
    /// No lexicon knows the words that would lead there.
    Unread,
}

/// What one press led to.
enum Seen {
    Ends(String),
    Nothing,
    Unclear(Reason),
}

impl Surface {
    /// The words by which it sells a subscription: it speaks of one, and takes money.
    pub fn sold_subscription(&self) -> Option<&str> {
        let said = self.sayings.get(&Saying::Trial).or_else(|| self.sayings.get(&Saying::Subscription))?;
        let paid = self.fields.iter().any(|field| field.kind == FieldKind::Card) || self.particulars.price.is_some();
        paid.then_some(said.as_str())
    }
}

impl Meaning<'_> {
    /// The words by which something that is shown sells a subscription.
    pub fn sold_subscription(&self) -> Option<&str> {
        self.surfaces.iter().filter(|surface| !surface.latent).find_map(Surface::sold_subscription)
    }

    /// What may lead to functions that a look does not show: to an account, settings, a contract, help. Nothing that pays or
    /// sends a form, and no settings of cookies.
    pub fn leads_behind(&self, lexicons: &Lexicons) -> Vec<Action> {
        let on = self.surfaces.iter().filter(|surface| !surface.latent).flat_map(Surface::offered).cloned();
        let on = on.filter(|it| it.says(Saying::Account) || it.says(Saying::Cancel));
        let elsewhere = self.elsewhere(lexicons).into_iter().filter(|(it, bearing)| {
            let opens = it.intent == Intent::Settings && *bearing != Bearing::Choice && !it.says(Saying::Topic);
            it.says(Saying::Account) || it.says(Saying::Cancel) || opens
        });
        on.chain(elsewhere.map(|(action, _)| action))
            .filter(|it| it.intent != Intent::Pay && self.is_enabled(it) && !self.may_send(it.node))
            .collect()
    }

    /// Whether the lexicon of the page has the words by which something leads there.
    fn knows_what_leads_behind(&self, lexicons: &Lexicons) -> bool {
        let passages = Passages::read(&self.index, lexicons);
        passages.lexicons.first().is_some_and(|lexicon| lexicon.knows(Saying::Account))
    }

    /// Whether it is there to end a contract.
    fn ends(&self, action: &Action) -> bool {
        action.says(Saying::Cancel) && self.is_enabled(action)
    }

    fn asks_for_password(&self) -> bool {
        let index = &self.index;
        index.snapshot.ids().any(|id| {
            let node = index.node(id);
            let is_one = node.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
            is_one && node.rect.is_some_and(|rect| rect.area() > 0.0)
        })
    }
}

impl Visited<'_> {
    /// Whether it found a function that ends a contract; none where nobody looked for one.
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }
}

impl Ending {
    /// `states` are those of the visit, understood.
    pub(super) fn of(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> Option<Ending> {
        let walk = visit.walks.iter().find(|walk| walk.goal == Goal::Behind)?;
        let state = |number: u32| states.get(number as usize);
        let first = state(walk.steps.first().map_or(0, |step| step.to))?;
        if !first.knows_what_leads_behind(lexicons) {
            return Some(Ending::Unread);
        }
        let mut unclear = (walk.outcome == PathOutcome::GaveUp).then_some(Reason::WalkUnfinished);
        let mut pressed: Vec<&Press> = Vec::new();
        for step in walk.steps.iter().filter(|step| step.act == Act::Click) {
            let (Some(before), Some(after), Some(press)) = (state(step.from), state(step.to), &step.press) else {
                unclear = unclear.or(Some(Reason::WalkUnfinished));
                continue;
            };
            pressed.push(press);
            match led_to(step, press, before, after, lexicons) {
                Seen::Ends(label) => return Some(Ending::Offered(label)),
                Seen::Unclear(reason) => unclear = unclear.or(Some(reason)),
                Seen::Nothing => {}
            }
        }
        let was_pressed = |it: &Action| pressed.iter().any(|press| press.path == first.path(it.node));
        // What sends a form was not pressed, and does what it says for all that is known.
        let unpressed = first.pressable(lexicons).into_iter().find(|it| first.ends(it) && !was_pressed(it));
        if let Some(action) = unpressed {
            return Some(Ending::Offered(action.label));
        }
        Some(unclear.map_or(Ending::Missing, Ending::Unclear))
    }
}

/// What stands behind one press.
fn led_to(step: &Step, press: &Press, before: &Meaning, after: &Meaning, lexicons: &Lexicons) -> Seen {
    let news = News::of(before, after, lexicons);
    let known = before.pressable(lexicons);
    let sign = known.iter().find(|it| it.label == press.label && before.path(it.node) == press.path);
    let promises = sign.is_some_and(|it| it.says(Saying::Cancel));
    if let Some(ends) = news.actions.iter().find(|it| after.ends(it)) {
        let keeps = |it: &Action| (it.says(Saying::Subscription) || it.says(Saying::Trial)) && !it.says(Saying::Cancel);
        // An offer to stay stands between the two presses.
        let pleads = promises && news.actions.iter().any(keeps);
        return if pleads { Seen::Unclear(Reason::EffectUnseen) } else { Seen::Ends(ends.label.clone()) };
    }
    if after.asks_for_password() && !before.asks_for_password() {
        return Seen::Unclear(Reason::BehindLogin);
    }
    if !promises {
        let further = news.actions.iter().any(|it| it.says(Saying::Account) && after.is_enabled(it));
        return if further { Seen::Unclear(Reason::WalkUnfinished) } else { Seen::Nothing };
    }
    if news.is_empty() {
        let silent = step.requests.is_empty()
            && step.navigated.is_empty()
            && step.prevented.is_empty()
            && step.dialogs.is_empty();
        return if silent { Seen::Nothing } else { Seen::Unclear(Reason::EffectUnseen) };
    }
    if news.fields {
        return Seen::Ends(press.label.clone());
    }
    if news.passages.iter().any(|it| it.said.says(Saying::WithdrawElsewhere)) {
        return Seen::Nothing;
    }
    // A link may lead to a text about it; a button acts.
    let is_link = sign.is_some_and(|it| before.index.node(it.node).attribute("href").is_some());
    if is_link { Seen::Unclear(Reason::EffectUnseen) } else { Seen::Ends(press.label.clone()) }
}
