//! When a page is ready to be looked at.

use super::page::Page;
use super::remote::Returned;
use crate::snapshot::{Settle, SettledBy};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// How long to wait for a page, and for what.
///
/// 1. Wait for the load event, or `deadline_ms`.
/// 2. A page without scripts has settled as soon as nothing that has an end moves any more.
/// 3. Any other page is first looked at when its tree has not changed and nothing has moved for `quiet_ms`.
/// 4. Banners come late, and that a timer runs can't be known: so it is then listened to until `patience_ms` after
///    the load event and at least `between_ms` after the first look, and each change starts `quiet_ms` again. Then
///    it is looked at a last time, and the differences are noted.
/// 5. At `deadline_ms` after the start it is looked at as it is.
///
/// Nothing is polled: the page reports its changes itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlePolicy {
    /// How long the tree must stay still, in milliseconds.
    pub quiet_ms: u32,
    /// Least time between the two looks, in milliseconds.
    pub between_ms: u32,
    /// How long after the load event something late is waited for, in milliseconds.
    pub patience_ms: u32,
    /// Longest wait in all, in milliseconds.
    pub deadline_ms: u32,
}

impl Default for SettlePolicy {
    fn default() -> Self {
        SettlePolicy { quiet_ms: 300, between_ms: 400, patience_ms: 3_000, deadline_ms: 10_000 }
    }
}

impl SettlePolicy {
    /// The policy as a snapshot records it.
    pub(super) fn record(&self, by: SettledBy) -> Settle {
        Settle {
            quiet_ms: self.quiet_ms,
            between_ms: self.between_ms,
            patience_ms: self.patience_ms,
            deadline_ms: self.deadline_ms,
            by,
        }
    }
}

/// What a document says of itself when it is asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Checked {
    /// Whether this is the top document.
    #[serde(skip)]
    pub(super) is_top: bool,
    scripts: bool,
    grew: bool,
    moving: u32,
    /// HTTP status, 0 if there is none.
    pub(super) status: u16,
    /// Content type.
    #[serde(rename = "type")]
    pub(super) content_type: String,
    pub(super) title: String,
    /// How far the document is scrolled.
    pub(super) left: f64,
    pub(super) top: f64,
    /// Whether a box that scripts can reach is neither ticked nor not.
    pub(super) mixed: bool,
    /// Time zone.
    pub(super) zone: String,
}

/// Waits for a page.
pub(super) struct Waiting<'a> {
    page: &'a Page,
    policy: SettlePolicy,
    deadline: Instant,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ready {
    /// There is nothing to wait for.
    Done,
    /// Quiet for now; something may come late.
    Quiet,
    /// The deadline came first.
    Late,
}

impl Ready {
    /// The same, as a snapshot records it.
    pub(super) fn settled_by(self) -> SettledBy {
        if self == Ready::Late { SettledBy::Deadline } else { SettledBy::Quiet }
    }
}

impl<'a> Waiting<'a> {
    /// `deadline` is when the page is looked at whatever it does.
    pub(super) fn new(page: &'a Page, policy: SettlePolicy, deadline: Instant) -> Self {
        Waiting { page, policy, deadline }
    }

    /// Waits for the load event, or the deadline.
    pub(super) async fn loaded(&self) {
        // Which of the two it was is asked again by whoever waits next.
        let _ = tokio::time::timeout_at(self.deadline, self.page.loaded()).await;
    }

    /// Waits until the page may be looked at for the first time.
    pub(super) async fn first(&self) -> Ready {
        tokio::time::timeout_at(self.deadline, self.quiet(None)).await.unwrap_or(Ready::Late)
    }

    /// Waits until nothing late is expected any more. `first` is when it was first looked at.
    pub(super) async fn last(&self, first: Instant) -> Ready {
        let ended = tokio::time::timeout_at(self.deadline, self.quiet(Some(first))).await;
        ended.map_or(Ready::Late, |_| Ready::Done)
    }

    async fn quiet(&self, first: Option<Instant>) -> Ready {
        let ms = |ms: u32| Duration::from_millis(ms.into());
        let mut noted = self.page.noted.clone();
        let mut scripts = None;
        let mut busy_until = Instant::now();
        loop {
            let ready = noted.wait_for(|noted| noted.loaded.is_some() && noted.loading.is_empty()).await;
            // A sender that is gone means that the page is; whoever waits for that hears of it elsewhere.
            let Ok(state) = ready.map(|state| state.clone()) else { return std::future::pending().await };
            let loaded = state.loaded.unwrap_or(state.changed);
            let mut until = busy_until.max(state.moving_until);
            if scripts == Some(true) {
                until = until.max(state.changed.max(loaded) + ms(self.policy.quiet_ms));
                if let Some(first) = first {
                    until = until.max(loaded + ms(self.policy.patience_ms)).max(first + ms(self.policy.between_ms));
                }
            }
            if scripts.is_some() && Instant::now() < until {
                tokio::select! {
                    () = tokio::time::sleep_until(until) => {}
                    () = self.changed_after(state.changed) => {}
                }
                continue;
            }
            let asked = self.ask().await;
            let known = scripts.replace(scripts == Some(true) || asked.scripts).is_some();
            if asked.moving > 0 {
                busy_until = Instant::now() + ms(asked.moving);
            } else if asked.grew {
                busy_until = Instant::now() + ms(self.policy.quiet_ms);
            } else if scripts == Some(false) {
                return Ready::Done;
            } else if known && noted.borrow().changed == state.changed {
                return Ready::Quiet;
            }
        }
    }

    async fn changed_after(&self, moment: Instant) {
        let mut noted = self.page.noted.clone();
        if noted.wait_for(|noted| noted.changed > moment).await.is_err() {
            std::future::pending().await
        }
    }

    /// Asks all documents at once.
    async fn ask(&self) -> Checked {
        let answers = ask(self.page).await;
        // A top document that does not answer is one that we know nothing of.
        let mut all = Checked { scripts: !answers.iter().any(|answer| answer.is_top), ..Checked::default() };
        for answer in answers {
            all.scripts |= answer.scripts;
            all.grew |= answer.grew;
            all.moving = all.moving.max(answer.moving);
        }
        all
    }
}

/// What the documents say. One that is gone says nothing.
pub(super) async fn ask(page: &Page) -> Vec<Checked> {
    let noted = page.now();
    let top = noted.sessions.first().map(|session| session.frame.as_str());
    let lost = |id: &str| noted.sessions.iter().all(|session| session.id != id || session.lost.is_some());
    let worlds = noted.worlds.iter().filter(|((session, _), _)| !lost(session));
    let asked: Vec<_> = worlds
        .map(|((session, frame), world)| {
            let check = json!({
                "expression": "consentlintCheck()", "contextId": world, "returnByValue": true, "silent": true,
            });
            (Some(frame.as_str()) == top, page.connection.send(Some(session), "Runtime.evaluate", check))
        })
        .collect();
    let mut answers = Vec::with_capacity(asked.len());
    for (is_top, pending) in asked {
        let answer = pending.answer::<Returned<Checked>>().await.ok().and_then(|answer| answer.result.value);
        answers.extend(answer.map(|answer| Checked { is_top, ..answer }));
    }
    answers
}
