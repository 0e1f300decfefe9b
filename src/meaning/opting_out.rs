//! Opting out of sale or sharing: what promises it, what opens behind that, and what the ways out and back in cost.

use super::news::News;
use super::passage::Passage;
use super::said::Said;
use super::surface::is_heading;
use super::visited::{look, presses};
use super::{Action, Choice, Meaning, Surface, SurfaceKind, Visited};
use crate::lexicon::{Intent, Lexicons, Purpose, Saying, names_cookies};
use crate::snapshot::{Act, Goal, PathOutcome, Step, Visit, leads_off_site};
use std::collections::BTreeSet;

/// What a visit shows of an opt-out of sale or sharing.
#[derive(Clone, Debug, Default)]
pub struct OptingOut {
    /// Labels of what promises it in the first look.
    pub promised: BTreeSet<String>,
    /// The label that was pressed.
    pub pressed: Option<String>,
    /// What opened behind it; none where it was not pressed.
    pub opens: Option<Opens>,
    /// How the way out ended; none where it was not walked.
    pub outcome: Option<PathOutcome>,
    /// Presses from there until the opt-out was done.
    pub out: Option<u32>,
    /// Presses to opt in, beside the opt-out or after it; none where no way was found.
    pub back: Option<u32>,
    /// Whether the way back was looked for to its end.
    pub back_is_known: bool,
    /// Whether the way out leads through a choice that can be turned both ways.
    pub by_choice: bool,
}

/// What opens behind a promise of an opt-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// Cookies, and nothing else.
    OnlyCookies,
    /// Something for sale or sharing as such.
    More,
    /// Nothing.
    Nothing,
    /// Another site, which was not gone to.
    AnotherSite,
    /// What it covers can't be told.
    Unclear,
}

impl Meaning<'_> {
    /// Whether it promises an opt-out of sale or sharing, and sends no form.
    pub fn promises_opt_out(&self, action: &Action) -> bool {
        action.says(Saying::SaleOptOut) && !self.may_send(action.node)
    }
}

impl Visited<'_> {
    /// What it shows of an opt-out of sale or sharing.
    pub fn opting_out(&self) -> &OptingOut {
        &self.opting_out
    }
}

impl OptingOut {
    /// `states` are those of the visit, understood.
    pub(super) fn of(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> OptingOut {
        let state = |number: u32| states.get(number as usize);
        let Some(first) = look(visit, states) else { return OptingOut::default() };
        let actions = first.pressable(lexicons);
        let promised = actions.iter().filter(|it| first.promises_opt_out(it)).map(|it| it.label.clone()).collect();
        let mut found = OptingOut { promised, ..OptingOut::default() };
        let Some(walk) = visit.walks.iter().find(|walk| walk.goal == Goal::OptOut) else { return found };
        found.outcome = Some(walk.outcome);
        let Some(at) = walk.steps.iter().position(|step| step.act == Act::Click) else { return found };
        let (link, then) = (&walk.steps[at], &walk.steps[at + 1..]);
        let (Some(before), Some(after)) = (state(link.from), state(link.to)) else { return found };
        found.pressed = link.press.as_ref().map(|it| it.label.clone());
        found.opens =
            Some(if leads_off_site(&link.prevented) { Opens::AnotherSite } else { opens(before, after, lexicons) });
        if walk.outcome != PathOutcome::Reached {
            return found;
        }
        // A native dialog that the link itself brought is a press from there.
        found.out = Some(presses(link).saturating_sub(1) + then.iter().map(presses).sum::<u32>());
        let is_choice = |step: &Step| {
            let path = step.press.as_ref().map(|it| &it.path);
            state(step.from).is_some_and(|meaning| {
                let choices = meaning.surfaces.iter().flat_map(|surface| &surface.choices);
                choices.into_iter().any(|it| Some(&meaning.path(it.node)) == path)
            })
        };
        found.by_choice = then.iter().any(is_choice);
        let beside = accepts_beside(before, after).then_some(1);
        let back = visit.walks.iter().find(|walk| walk.goal == Goal::OptIn);
        let reached = back.filter(|walk| walk.outcome == PathOutcome::Reached);
        let later = reached.map(|walk| walk.steps.iter().map(presses).sum::<u32>());
        found.back = beside.into_iter().chain(later).min();
        found.back_is_known = found.back.is_some() || back.is_some_and(|walk| walk.outcome != PathOutcome::GaveUp);
        found
    }
}

/// Whether what opened offers to leave everything on, in one press.
fn accepts_beside(before: &Meaning, after: &Meaning) -> bool {
    let shown = |surface: &&Surface| !surface.latent;
    let known: BTreeSet<Vec<String>> = before
        .surfaces
        .iter()
        .filter(shown)
        .flat_map(Surface::offered)
        .map(|action| before.path(action.node))
        .collect();
    let fillable = |surface: &Surface| surface.kind == SurfaceKind::Form && !surface.fields.is_empty();
    after
        .surfaces
        .iter()
        .filter(shown)
        .filter(|surface| !fillable(surface))
        .any(|surface| surface.offered().any(|it| it.accepts() == Some(true) && !known.contains(&after.path(it.node))))
}

/// What is shown behind a promise, by its words and by what one can do there.
fn opens(before: &Meaning, after: &Meaning, lexicons: &Lexicons) -> Opens {
    let news = News::of(before, after, lexicons);
    if news.is_empty() {
        return Opens::Nothing;
    }
    let sells = |it: &Choice| {
        it.says(Saying::SaleOptOut) || it.third_party || it.described_purposes().contains(&Purpose::Sharing)
    };
    if news.fields || news.actions.iter().any(|it| it.says(Saying::SaleOptOut)) || news.choices.iter().any(sells) {
        return Opens::More;
    }
    let index = &after.index;
    let in_action = |it: &Passage| news.actions.iter().any(|action| index.holds(action.node, it.first));
    let mut texts =
        news.passages.iter().filter(|it| !is_heading(index, it.block) && !in_action(it) && speaks(&it.said)).peekable();
    let speaks_of_cookies = texts.peek().is_some() && texts.all(|it| names_cookies(&it.text));
    let choices = news.choices.iter().all(|it| names_cookies(&it.label) || !it.asks_for_consent());
    let answers = !news.actions.is_empty() || !news.choices.is_empty();
    if speaks_of_cookies && choices && answers && news.actions.iter().all(is_of_cookies) {
        Opens::OnlyCookies
    } else {
        Opens::Unclear
    }
}

fn speaks(said: &Said) -> bool {
    [Saying::Topic, Saying::ThirdParty, Saying::SaleOptOut].iter().any(|saying| said.says(*saying))
        || said.purposes.iter().chain(&said.refused).any(|purpose| purpose.needs_consent())
}

/// Whether it leads nowhere else than to cookies: it answers, goes away, or says so.
fn is_of_cookies(action: &Action) -> bool {
    let answers = matches!(
        action.intent,
        Intent::Accept
            | Intent::Reject
            | Intent::AcceptNecessary
            | Intent::Save
            | Intent::Acknowledge
            | Intent::Close
            | Intent::Later
    );
    answers || names_cookies(&action.label) || action.names(Purpose::PrivacyPolicy)
}
