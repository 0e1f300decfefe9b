//! One state of a visit held against another: what is gone after withdrawing, what the page tells of a signal, and what
//! stands between a refusal and its effect.

use super::Visited;
use super::shown::{Control, Shown, Text};
use crate::lexicon::{Intent, Purpose};
use crate::meaning::{Fact, Reason};
use crate::snapshot::{Goal, PathOutcome, Step, Visit, Walk};
use std::collections::BTreeSet;

/// Words that have to be gone before their loss is one of substance.
const SUBSTANCE: u32 = 5;
/// A text with more words than this is no mere word in the place of a price.
const LONGEST_WORD: u32 = 3;
/// A screen with more words than this is the page itself.
const LONGEST_SCREEN: u32 = 150;

/// What is gone after withdrawing that was there before, and without agreeing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loss {
    /// The first of it, as it was written; none where nothing is gone.
    pub lost: Option<String>,
    /// Why it may have to do with something else than a punishment.
    pub unsure: Option<Reason>,
}

/// What stands between the first press that refuses and its effect.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Between {
    /// Screens and native dialogs that want another press.
    pub screens: u32,
    /// What the first of them says.
    pub screen: String,
    /// Whether it is known that nothing more stands there: an effect was seen, or what came up asks again, which is
    /// another matter.
    pub settled: bool,
    /// Why it can't be told whether they hold the effect up.
    pub unsure: Option<Reason>,
}

/// The states that are held against others: the ends of some walks, and all of the way to refuse.
pub(super) fn compared(visit: &Visit) -> BTreeSet<u32> {
    let mut states = BTreeSet::new();
    for walk in &visit.walks {
        match walk.goal {
            Goal::Look | Goal::Accept | Goal::Withdraw => states.extend(walk.steps.last().map(|step| step.to)),
            Goal::Refuse => states.extend(walk.steps.iter().flat_map(|step| [step.from, step.to])),
            _ => {}
        }
    }
    states
}

impl Visited<'_> {
    fn end(&self, walk: &Walk) -> Option<&Shown> {
        self.shown.get(&walk.steps.last()?.to)
    }

    fn end_of(&self, goal: Goal) -> Option<&Shown> {
        self.end(self.walk(goal).filter(|walk| walk.outcome == PathOutcome::Reached)?)
    }

    /// What is gone after withdrawing though a first look, agreeing and refusing all show it. What is about data, and what
    /// another text has taken the place of, is left out.
    /// Where nothing refuses, the first look stands for it. None where the walks end on different pages.
    pub fn lost_by_withdrawing(&self) -> Option<Loss> {
        let unsure = |reason| Some(Loss { lost: None, unsure: Some(reason) });
        let [look, accept, refuse, after] =
            [Goal::Look, Goal::Accept, Goal::Refuse, Goal::Withdraw].map(|goal| self.end_of(goal));
        let nothing_refuses = self.walk(Goal::Refuse).is_some_and(|walk| walk.outcome == PathOutcome::None);
        let refuse = refuse.or_else(|| look.filter(|_| nothing_refuses));
        let (Some(look), Some(accept), Some(refuse), Some(after)) = (look, accept, refuse, after) else {
            return unsure(Reason::WalkUnfinished);
        };
        if [accept, refuse].iter().any(|it| it.address != after.address) {
            return None;
        }
        // The choice may stand before the page itself.
        let before = if look.address == after.address { look } else { accept };
        let signalled = self.with_privacy_control().and_then(|walk| self.end(walk));
        let others: Vec<&Shown> = [Some(accept), Some(refuse), signalled.filter(|it| it.address == after.address)]
            .into_iter()
            .flatten()
            .collect();
        let control = before.controls.iter().find(|it| is_lost_control(it, &others, after));
        let texts: Vec<&Text> = before.texts.iter().filter(|it| is_lost_text(it, &others, after)).collect();
        let words: u32 = texts.iter().map(|it| it.words).sum();
        let text = texts.first().filter(|_| words >= SUBSTANCE).map(|it| it.text.clone());
        let dearer = || before.texts.iter().find(|it| is_dearer(it, &others, after)).map(|it| it.text.clone());
        let lost = control.map(|it| it.label.clone()).or(text).or_else(dearer);
        let loaded_anew =
            self.walk(Goal::Withdraw).is_some_and(|walk| walk.steps.iter().any(|step| !step.navigated.is_empty()));
        let needs = |purpose: Purpose| self.asked.contains(&purpose);
        let unsure = match &lost {
            None => None,
            Some(_) if loaded_anew => Some(Reason::PageChanged),
            Some(_) if needs(Purpose::Functional) || needs(Purpose::ExternalMedia) => Some(Reason::MayNeedConsent),
            Some(_) => None,
        };
        Some(Loss { lost, unsure })
    }

    /// Whether the page says, with Global Privacy Control on, what it does not say without: that somebody has opted out.
    /// Unclear where something about data is new and does not say so.
    pub fn tells_of_signal(&self) -> Fact<bool> {
        let plain = self.walk(Goal::Look).and_then(|walk| self.end(walk));
        let signalled = self.with_privacy_control().and_then(|walk| self.end(walk));
        let (Some(plain), Some(signalled)) = (plain, signalled) else { return Fact::Unclear(Reason::WalkUnfinished) };
        let was_seen = |text: &Text| plain.texts.iter().any(|it| it.seen && it.key == text.key);
        let news: Vec<&Text> = signalled.texts.iter().filter(|it| it.seen && !was_seen(it)).collect();
        let turned = signalled
            .choices
            .iter()
            .any(|(path, state)| plain.choices.iter().any(|(other, before)| other == path && before != state));
        if turned || news.iter().any(|it| it.about.opts_out && !it.in_press) {
            return Fact::Known(true);
        }
        let about_data = |it: &&Text| it.about.data || it.stands.near_data || it.stands.on_surface;
        if news.iter().any(about_data) { Fact::Unclear(Reason::EffectUnseen) } else { Fact::Known(false) }
    }

    /// What stands between the first press that refuses and its effect. None where nothing was pressed that refuses.
    pub fn between_refusal_and_effect(&self) -> Option<Between> {
        let walk = self.walk(Goal::Refuse)?;
        let first = self.first_refusal(Goal::Refuse)?;
        let mut between = Between::default();
        for (at, step) in walk.steps.iter().enumerate().skip(first) {
            let opts_out = self.opts_out(step.from) || self.opts_out(walk.steps[first].from);
            for dialog in step.dialogs.iter().filter(|dialog| dialog.is_a_press()) {
                match dialog.kind.as_str() {
                    // What it says is not kept: it may be a thank-you.
                    "alert" => between.unsure = Some(Reason::EffectUnseen),
                    // Of a consent it is asked again whether one is sure, which is another matter.
                    _ => between.screens += u32::from(opts_out),
                }
            }
            let before = at.checked_sub(1).and_then(|before| walk.steps.get(before));
            if has_effect(step, before) {
                between.settled = true;
                break;
            }
            let (Some(from), Some(to)) = (self.shown.get(&step.from), self.shown.get(&step.to)) else { break };
            let Some(screen) = screen(from, to) else { continue };
            if !opts_out && self.accepts(step.to) {
                between.settled = true;
                break;
            }
            between.screens += 1;
            between.unsure = between.unsure.or(screen.unsure);
            if between.screen.is_empty() {
                between.screen = screen.says;
            }
        }
        Some(between)
    }

    fn opts_out(&self, state: u32) -> bool {
        self.opting.get(state as usize).copied().unwrap_or_default()
    }
}

fn is_lost_control(it: &Control, others: &[&Shown], after: &Shown) -> bool {
    let decides = !matches!(it.intent, Intent::Other | Intent::Unknown | Intent::Pay);
    let replaced = || {
        let new = |other: &&Control| !others.iter().any(|shown| shown.controls.iter().any(|it| it.key == other.key));
        after.controls.iter().filter(new).any(|other| other.usable && other.place == it.place)
    };
    it.usable
        && !decides
        && !it.about.data
        && !it.stands.on_surface
        && !it.stands.in_frame
        && !it.stands.near_data
        && others.iter().all(|shown| shown.has_control(it))
        && !after.has_control(it)
        && !replaced()
}

fn is_lost_text(it: &Text, others: &[&Shown], after: &Shown) -> bool {
    let replaced = || {
        let new = |other: &&Text| !others.iter().any(|shown| shown.has_text(other));
        after.texts.iter().filter(new).any(|other| other.place == it.place && !other.about.data)
    };
    it.seen
        && !it.in_press
        && !it.about.data
        && !it.stands.on_surface
        && !it.stands.in_frame
        && !it.stands.near_data
        && others.iter().all(|shown| shown.has_text(it))
        && !after.has_text(it)
        && !replaced()
}

/// Whether a price stands where there was a lower one, or a word.
fn is_dearer(it: &Text, others: &[&Shown], after: &Shown) -> bool {
    let same = |shown: &&Shown| shown.texts.iter().any(|other| other.place == it.place && other.text == it.text);
    let before = crate::meaning::price::first(&it.text).and_then(|price| amount(&price));
    if !it.seen || it.stands.on_surface || it.stands.in_frame || before.is_none() && it.words > LONGEST_WORD {
        return false;
    }
    let dearer = |other: &Text| {
        let now = crate::meaning::price::first(&other.text).and_then(|price| amount(&price));
        other.place == it.place && now.is_some_and(|now| before.is_none_or(|before| now > before))
    };
    let stays = after.texts.iter().any(|other| other.place == it.place && other.text == it.text);
    !stays && others.iter().all(same) && after.texts.iter().any(dearer)
}

/// The number in a price. What stands before two last digits parts the whole from the rest.
fn amount(price: &str) -> Option<f64> {
    let digits: String = price.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let digits = digits.trim_matches(['.', ',']);
    let (whole, rest) = match digits.rfind(['.', ',']) {
        Some(at) if digits.len() - at == 3 => digits.split_at(at),
        _ => (digits, ""),
    };
    let only_digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    format!("{}.{}0", only_digits(whole), only_digits(rest)).parse().ok()
}

/// Whether something was kept, sent, or said to a consent interface. Loading a page is none.
fn has_effect(step: &Step, before: Option<&Step>) -> bool {
    let told = before.is_some_and(|before| before.signals != step.signals);
    let sent =
        step.requests.iter().any(|it| it.method != "GET" || matches!(it.resource.as_str(), "Fetch" | "XHR" | "Ping"));
    told || sent || !step.storage.is_empty()
}

/// A screen that came up.
struct Screen {
    says: String,
    unsure: Option<Reason>,
}

/// What came up from one state to the next and wants another press: new words, and a new button that leads on.
fn screen(from: &Shown, to: &Shown) -> Option<Screen> {
    let is_new = |it: &&Control| !from.controls.iter().any(|old| old.key == it.key);
    let controls: Vec<&Control> = to.controls.iter().filter(is_new).collect();
    let leads_on = |intent: Intent| controls.iter().any(|it| it.is_button && it.intent == intent);
    let (goes_on, takes_note) = (leads_on(Intent::Submit), leads_on(Intent::Acknowledge));
    let said = |it: &&Text| it.seen && !it.in_press && !from.has_text(it);
    let texts: Vec<&Text> = to.texts.iter().filter(said).collect();
    let words: u32 = texts.iter().map(|it| it.words).sum();
    if !(goes_on || takes_note) || words == 0 || words > LONGEST_SCREEN {
        return None;
    }
    let says = texts.first().map(|it| it.text.clone()).unwrap_or_default();
    let unsure = if controls.iter().any(|it| it.takes_text) {
        Some(Reason::RecordSought)
    } else if !goes_on || texts.iter().any(|it| it.about.opts_out) {
        Some(Reason::EffectUnseen)
    } else {
        None
    };
    Some(Screen { says, unsure })
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn prices_are_read_as_numbers() {
        for (price, number) in
            [("4.90 €", 4.9), ("€ 12,50", 12.5), ("$3", 3.0), ("¥1,200", 1200.0), ("1.234,50 EUR", 1234.5)]
        {
            assert_eq!(amount(price), Some(number), "{price}");
        }
    }
}
