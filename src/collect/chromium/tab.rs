//! A page that stays open: it is looked at, pressed, and looked at again, and what it does meanwhile is written down.

use super::browser::Browser;
use super::connection::CallError;
use super::launch::Running;
use super::look::{Identities, OneLook};
use super::navigation::allowed;
use super::page::{ASKED, Page};
use super::record::{Happened, Policy, Serve};
use super::settle::{SettlePolicy, Waiting};
use super::{ChromiumLook, Seen, kept, reached, touch};
use crate::collect::reach::Reach;
use crate::collect::{CollectError, LookOptions};
use crate::net::site_of;
use crate::snapshot::{NodeId, Signal};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;
use url::Url;

pub use super::kept::Entry;
pub use super::touch::Unpressed;

const WATCH: &str = include_str!("watch.js");
/// `navigator.globalPrivacyControl`, as the GPC specification has it.
const PRIVACY_CONTROL: &str = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', \
    { get: () => true, configurable: true, enumerable: true });";

/// Looks that are taken of a page that goes on to another document while it is looked at.
const MOST_LOOKS: u32 = 4;

/// How a page is walked on.
#[derive(Clone)]
pub struct TabOptions {
    /// When everything on it must have ended.
    pub deadline: Instant,
    /// How long to wait for the page, and for what.
    pub settle: SettlePolicy,
    /// Whether Global Privacy Control is on: `Sec-GPC: 1` and the property of the navigator.
    pub global_privacy_control: bool,
    /// Who answers in the place of a network; for examples.
    pub serve: Option<Arc<Serve>>,
    /// Whether pictures are taken.
    pub screenshots: bool,
}

impl std::fmt::Debug for TabOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TabOptions").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

/// An open page. Dropping it closes the page and forgets its profile.
pub struct Tab<'b> {
    browser: &'b Browser,
    running: Arc<Running>,
    pub(super) page: Page,
    look: LookOptions,
    options: TabOptions,
    input: String,
    /// Which node of the browser each node of the last look is.
    pub(super) identities: Identities,
}

impl std::fmt::Debug for Tab<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tab").field("input", &self.input).finish_non_exhaustive()
    }
}

impl<'b> Tab<'b> {
    pub(super) fn open(
        browser: &'b Browser,
        running: Arc<Running>,
        look: &LookOptions,
        options: &TabOptions,
    ) -> Result<Self, CollectError> {
        let crashed = |error: CallError| CollectError::Crashed { input: "this".into(), why: error.to_string() };
        let page = browser.wait(async {
            let begin = |page: &Page| {
                running.spares.prepare(&running);
                let mut record = page.record();
                record.on = true;
                record.policy = Policy { serve: options.serve.clone(), ..Policy::default() };
            };
            reached::ready(&running, look, &told(options, &look.reach), begin).await.map_err(crashed)
        })?;
        Ok(Tab {
            browser,
            running,
            page,
            look: look.clone(),
            options: options.clone(),
            input: "this".into(),
            identities: Vec::new(),
        })
    }

    /// Goes to an address, waits as a look does, and says what is seen. From then on the page can't leave the site.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn arrive(&mut self, address: &str) -> Result<Seen, CollectError> {
        self.input = address.to_owned();
        let url = allowed(address)?;
        self.page.record().policy.site = None;
        let extra = self.extra(self.options.settle);
        let one = self.one(&url, &extra);
        let (seen, identities) = self.act(one.see(&self.page, 0.0))?;
        self.identities = identities;
        self.stay(&seen, &url);
        Ok(seen)
    }

    fn stay(&self, seen: &Seen, asked: &Url) {
        let shown = seen.snapshot.url.as_deref().and_then(|url| Url::parse(url).ok());
        let url = shown.as_ref().unwrap_or(asked);
        // A file has no site, and must not leave for any.
        self.page.record().policy.site = Some(site_of(url));
    }

    /// Waits until the page has settled after something was done to it at `since`, and looks. After a new document,
    /// something late is waited for as long as `patience_ms`.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn look(&mut self, since: Instant, patience_ms: u32) -> Result<Seen, CollectError> {
        let policy = SettlePolicy { patience_ms, ..self.options.settle };
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_millis(policy.deadline_ms.into());
        let deadline = deadline.min(self.options.deadline.into());
        let url = Url::parse(&self.input).map_err(|error| self.crashed(error.to_string()))?;
        let extra = self.extra(policy);
        let one = self.one(&url, &extra);
        let (seen, identities) = self.act(async {
            let mut looks = 1;
            loop {
                Waiting::new(&self.page, policy, deadline).loaded().await;
                // A document that was there before has had its time.
                let is_new = self.page.now().loaded.is_some_and(|loaded| loaded >= since.into());
                let patience_ms = if is_new { policy.patience_ms } else { 0 };
                let waiting = Waiting::new(&self.page, SettlePolicy { patience_ms, ..policy }, deadline);
                let by = waiting.last(since.into()).await.settled_by();
                let before = self.page.now().documents;
                let seen = one.see_now(&self.page, by).await;
                let after = self.page.now();
                // A document that came while it was looked at, and is perhaps empty yet, is looked at when it is there.
                let top = after.sessions.first().map(|session| &session.frame);
                let loads = top.is_some_and(|frame| after.loading.contains(frame));
                let went_on = after.documents != before || after.loaded.is_none() || loads;
                if !went_on || looks >= MOST_LOOKS || tokio::time::Instant::now() >= deadline {
                    return seen;
                }
                looks += 1;
            }
        })?;
        self.identities = identities;
        Ok(seen)
    }

    /// Presses a node of the last look where a person would.
    ///
    /// # Errors
    /// See [`CollectError`]; that it can't be pressed is no error.
    pub fn press(&mut self, node: NodeId) -> Result<Result<(), Unpressed>, CollectError> {
        self.act(touch::press(&self.page, &self.identities, node))
    }

    /// Presses a key.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn key(&mut self, key: &str) -> Result<(), CollectError> {
        self.act(touch::key(&self.page, key))
    }

    /// Turns the wheel over a node, or over the window, until its end.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn scroll(&mut self, node: Option<NodeId>) -> Result<(), CollectError> {
        self.act(touch::scroll(&self.page, &self.identities, node, self.look.viewport))
    }

    /// Types into a field.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn enter(&mut self, node: NodeId, text: &str) -> Result<(), CollectError> {
        self.act(touch::enter(&self.page, &self.identities, node, text))
    }

    /// Loads the page again in the same profile, in a new session, as it would be so many days after the first; `more` of
    /// them have passed since it was last loaded. Waits as a look does.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn come_back(&mut self, days: u32, more: u32) -> Result<Seen, CollectError> {
        self.act(kept::age(&self.page, days, more))?;
        self.options.settle = SettlePolicy::default();
        let input = self.input.clone();
        self.arrive(&input)
    }

    /// Follows an address of the same site.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn follow(&mut self, address: &str, patience_ms: u32) -> Result<Seen, CollectError> {
        let since = Instant::now();
        let going = self.page.send("Page.navigate", json!({"url": address}));
        let input = self.input.clone();
        self.act(async {
            let response = || self.page.now().response;
            super::navigation::arrive(&input, going, response).await
        })?;
        self.look(since, patience_ms)
    }

    /// Whether native dialogs that ask are answered with OK from now on.
    pub fn agree_to_dialogs(&self, agree: bool) {
        self.page.record().policy.agree = agree;
    }

    /// Whether what would be sent (forms, beacons, ways to other pages) is stopped from now on.
    pub fn stop_sending(&self, stop: bool) {
        self.page.record().policy.stop = stop;
    }

    /// What happened since this was last asked.
    pub fn happened(&self) -> Happened {
        self.page.record().take()
    }

    /// What is stored in the profile now.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn kept(&self) -> Result<Vec<Entry>, CollectError> {
        self.act(kept::kept(&self.page))
    }

    /// What the page's consent interfaces say now.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn signals(&self) -> Result<Vec<Signal>, CollectError> {
        self.act(kept::signals(&self.page))
    }

    /// Waits for something late.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn wait(&self, time: std::time::Duration) -> Result<(), CollectError> {
        self.act(async {
            tokio::time::sleep(time).await;
            Ok(())
        })
    }

    fn extra(&self, settle: SettlePolicy) -> ChromiumLook {
        ChromiumLook { screenshot: self.options.screenshots, settle, ..ChromiumLook::default() }
    }

    fn one<'a>(&'a self, url: &Url, extra: &'a ChromiumLook) -> OneLook<'a> {
        let running = Arc::clone(&self.running);
        OneLook { running, input: &self.input, url: url.clone(), options: &self.look, extra, began: Instant::now() }
    }

    fn crashed(&self, why: String) -> CollectError {
        CollectError::Crashed { input: self.input.clone(), why }
    }

    /// Waits for something that is done on the page: until the deadline, or until the page is gone.
    fn act<T: Send>(&self, work: impl Future<Output = Result<T, CollectError>> + Send) -> Result<T, CollectError> {
        self.browser.wait(async {
            tokio::select! {
                biased;
                done = tokio::time::timeout_at(self.options.deadline.into(), work) => {
                    done.unwrap_or_else(|_| Err(CollectError::Timeout {
                        input: self.input.clone(),
                        seconds: self.look.timeout.as_secs(),
                    }))
                }
                why = self.page.lost() => Err(self.crashed(why)),
            }
        })
    }
}

/// What the page and each of its frames is told before it goes anywhere.
fn told(options: &TabOptions, reach: &Reach) -> Vec<(&'static str, Value)> {
    // Each request goes by us, so that none that must not leave does.
    let mut told = reached::told(reach, true);
    told.extend([
        ("Network.enable", json!({"maxTotalBufferSize": 0, "maxPostDataSize": 65_536})),
        ("Log.enable", json!({})),
        ("Runtime.addBinding", json!({"name": ASKED})),
        ("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})),
    ]);
    if options.global_privacy_control {
        told.push(("Network.setExtraHTTPHeaders", json!({"headers": {"Sec-GPC": "1"}})));
        told.push(("Page.addScriptToEvaluateOnNewDocument", json!({"source": PRIVACY_CONTROL})));
    }
    told
}
