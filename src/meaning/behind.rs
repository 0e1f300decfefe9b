//! What stands behind what leads to an account, settings, a contract or help: the functions that a visit looks for there.

use super::news::News;
use super::{Action, Bearing, Meaning, Reason, Surface};
use crate::lexicon::{Intent, Lexicons, Saying};
use crate::snapshot::{Act, Goal, PathOutcome, Press, Step, Visit, Walk};

/// What a visit knows of a function that it looked for: one that ends a contract, say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Function {
    /// It is there; the label.
    Offered(String),
    /// Everything that may lead there was opened, and there is none.
    Missing,
    /// It can't be told.
    Unclear(Reason),
    /// No lexicon knows the words for it, or those that would lead there.
    Unread,
}

impl Function {
    /// What is missing can't be told where there is a doubt.
    pub(super) fn or_unclear(self, doubt: Option<Reason>) -> Function {
        match (self, doubt) {
            (Function::Missing, Some(reason)) => Function::Unclear(reason),
            (found, _) => found,
        }
    }
}

/// What one press led to.
pub(super) enum Seen {
    /// The function; the label.
    Found(String),
    /// Nothing of the kind.
    Nothing,
    /// It can't be told.
    Unclear(Reason),
}

/// The walk that opened what may lead to functions.
pub(super) struct Behind<'v> {
    walk: &'v Walk,
    states: &'v [Meaning<'v>],
    /// How the page stood before anything was pressed.
    pub(super) first: &'v Meaning<'v>,
}

/// One press of that walk, and the page before and after it.
pub(super) struct Opened<'v> {
    step: &'v Step,
    press: &'v Press,
    pub(super) before: &'v Meaning<'v>,
    pub(super) after: &'v Meaning<'v>,
}

impl Meaning<'_> {
    /// Whether the page has reason for a look behind what leads to an account, settings, a contract or help.
    pub fn asks_for_a_look_behind(&self, lexicons: &Lexicons) -> bool {
        self.sold_subscription().is_some() || self.chosen_content(lexicons).is_some() || self.sells_revocably(lexicons)
    }

    /// What may lead to functions that a look does not show: to an account, settings, a contract, help. Nothing that pays or
    /// sends a form, and settings of cookies only where content is chosen for the person.
    pub fn leads_behind(&self, lexicons: &Lexicons) -> Vec<Action> {
        let chosen = self.chosen_content(lexicons).is_some();
        let on = self.surfaces.iter().filter(|surface| !surface.latent).flat_map(Surface::offered).cloned();
        let on = on.filter(|it| leads(it) || chosen && it.intent == Intent::Settings);
        let elsewhere = self.elsewhere(lexicons).into_iter().filter(|(it, bearing)| {
            let of_cookies = *bearing == Bearing::Choice || it.says(Saying::Topic);
            leads(it) || it.intent == Intent::Settings && (chosen || !of_cookies)
        });
        on.chain(elsewhere.map(|(action, _)| action))
            .filter(|it| it.intent != Intent::Pay && self.is_enabled(it) && !self.may_send(it.node))
            .collect()
    }

    /// Whether the lexicon of the page has words by which something says this.
    pub(super) fn is_read_for(&self, saying: Saying) -> bool {
        !self.unread.contains(&saying)
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

fn leads(action: &Action) -> bool {
    [Saying::Account, Saying::Cancel, Saying::WithdrawContract, Saying::WithdrawalRight]
        .iter()
        .any(|saying| action.says(*saying))
}

impl<'v> Behind<'v> {
    /// The walk of a visit whose states were understood; none where nobody looked.
    pub(super) fn of(visit: &'v Visit, states: &'v [Meaning<'v>]) -> Option<Self> {
        let walk = visit.walks.iter().find(|walk| walk.goal == Goal::Behind)?;
        let first = states.get(walk.steps.first().map_or(0, |step| step.to) as usize)?;
        Some(Behind { walk, states, first })
    }

    /// Looks for a function: `does` is asked of what the page shows at first, `led_to` of each press.
    pub(super) fn find(
        &self,
        lexicons: &Lexicons,
        does: impl Fn(&Action) -> bool,
        led_to: impl Fn(&Opened) -> Seen,
    ) -> Function {
        let mut unclear = (self.walk.outcome == PathOutcome::GaveUp).then_some(Reason::WalkUnfinished);
        let mut pressed: Vec<&[String]> = Vec::new();
        for step in self.walk.steps.iter().filter(|step| step.act == Act::Click) {
            let Some(opened) = self.opened(step) else {
                unclear = unclear.or(Some(Reason::WalkUnfinished));
                continue;
            };
            pressed.push(&opened.press.path);
            match led_to(&opened) {
                Seen::Found(label) => return Function::Offered(label),
                // That something stands behind a log-in says the least.
                Seen::Unclear(reason) => unclear = unclear.filter(|it| *it != Reason::BehindLogin).or(Some(reason)),
                Seen::Nothing => {}
            }
        }
        let was_pressed = |it: &Action| pressed.contains(&self.first.path(it.node).as_slice());
        // What sends a form was not pressed, and does what it says for all that is known.
        let unpressed = self.first.pressable(lexicons).into_iter().find(|it| does(it) && !was_pressed(it));
        if let Some(action) = unpressed {
            return Function::Offered(action.label);
        }
        if !self.first.leads_behind(lexicons).iter().all(was_pressed) {
            unclear = unclear.or(Some(Reason::WalkUnfinished));
        }
        unclear.map_or(Function::Missing, Function::Unclear)
    }

    fn opened(&self, step: &'v Step) -> Option<Opened<'v>> {
        let state = |number: u32| self.states.get(number as usize);
        let (before, after) = (state(step.from)?, state(step.to)?);
        Some(Opened { step, press: step.press.as_ref()?, before, after })
    }
}

impl Opened<'_> {
    /// What is shown now and was not before.
    pub(super) fn news(&self, lexicons: &Lexicons) -> News {
        News::of(self.before, self.after, lexicons)
    }

    /// What was pressed, as it stood before.
    pub(super) fn sign(&self, lexicons: &Lexicons) -> Option<Action> {
        let known = self.before.pressable(lexicons);
        known.into_iter().find(|it| it.label == self.press.label && self.before.path(it.node) == self.press.path)
    }

    /// Whether a password is asked for now and was not before.
    pub(super) fn asks_to_log_in(&self) -> bool {
        self.after.asks_for_password() && !self.before.asks_for_password()
    }

    /// Nothing new is shown: nothing happened, unless the page did something that can't be seen.
    pub(super) fn without_news(&self) -> Seen {
        let step = self.step;
        let silent = step.requests.is_empty()
            && step.navigated.is_empty()
            && step.prevented.is_empty()
            && step.dialogs.is_empty();
        if silent { Seen::Nothing } else { Seen::Unclear(Reason::EffectUnseen) }
    }

    /// Whether something that promises a function keeps it: it opens fields, or does something else than tell.
    pub(super) fn kept(&self, sign: Option<&Action>, news: &News) -> Seen {
        if news.is_empty() {
            return self.without_news();
        }
        if news.fields {
            return Seen::Found(self.press.label.clone());
        }
        if news.passages.iter().any(|it| it.said.says(Saying::WithdrawElsewhere)) {
            return Seen::Nothing;
        }
        // A link may lead to a text about it; a button acts.
        let is_link = sign.is_some_and(|it| self.before.index.node(it.node).attribute("href").is_some());
        if is_link { Seen::Unclear(Reason::EffectUnseen) } else { Seen::Found(self.press.label.clone()) }
    }
}
