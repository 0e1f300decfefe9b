//! One look at one page, from an empty profile to a snapshot.

use super::arena::{self, Built, address};
use super::capture::capture;
use super::connection::{CallError, Connection};
use super::launch::Running;
use super::looks::{Earlier, changes};
use super::navigation::{allowed, arrive, came};
use super::page::{Page, Whose};
use super::settle::{Checked, Ready, Waiting, ask};
use super::{ChromiumLook, Seen, Timing, backdrop, reached, screenshot};
use crate::collect::reach::Redactor;
use crate::collect::{CollectError, LookOptions};
use crate::snapshot::{Collector, Look, MAX_NODES, Provenance, SettledBy, Snapshot, Source};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use url::Url;

/// A browser that has not said its name in this time hangs.
const SIGN_OF_LIFE: Duration = Duration::from_secs(3);
/// Longest wait for documents to say what they are; only those that hang need it.
const ANSWER: Duration = Duration::from_secs(2);
/// Longest wait for the title of a page that came with an error status.
const TITLE: Duration = Duration::from_secs(3);

/// Looks at `input`. `began` is when the caller was asked, for the limit counts from there.
pub(super) async fn look(
    running: Arc<Running>,
    input: &str,
    options: &LookOptions,
    extra: &ChromiumLook,
    began: Instant,
) -> Result<Seen, CollectError> {
    let url = allowed(input)?;
    let connection = running.connection.clone();
    let one = OneLook { running, input, url, options, extra, began };
    in_time(connection, input, options.timeout, began, one.look()).await
}

/// Waits for a look as long as it may take.
pub(super) async fn in_time(
    connection: Connection,
    input: &str,
    limit: Duration,
    began: Instant,
    look: impl Future<Output = Result<Seen, CollectError>>,
) -> Result<Seen, CollectError> {
    match tokio::time::timeout(limit.saturating_sub(began.elapsed()), look).await {
        Ok(seen) => seen,
        Err(_) => {
            // Whether it was the page or the browser is found out while others go on.
            tokio::spawn(async move {
                let alive = connection.send(None, "Browser.getVersion", json!({})).done();
                if tokio::time::timeout(SIGN_OF_LIFE, alive).await.is_err() {
                    connection.abandon();
                }
            });
            Err(CollectError::Timeout { input: input.to_owned(), seconds: limit.as_secs() })
        }
    }
}

pub(super) struct OneLook<'a> {
    pub(super) running: Arc<Running>,
    pub(super) input: &'a str,
    pub(super) url: Url,
    pub(super) options: &'a LookOptions,
    pub(super) extra: &'a ChromiumLook,
    pub(super) began: Instant,
}

/// Which node of the browser each node of a snapshot is: session and number.
pub(super) type Identities = Vec<(String, i64)>;

impl OneLook<'_> {
    async fn look(&self) -> Result<Seen, CollectError> {
        let page = self.page().await.map_err(|error| self.failed(&error))?;
        let launching = milliseconds(self.began.elapsed());
        tokio::select! {
            biased;
            seen = self.see(&page, launching) => seen.map(|seen| seen.0),
            why = page.lost() => Err(self.crashed(why)),
        }
    }

    async fn page(&self) -> Result<Page, CallError> {
        let reach = &self.options.reach;
        reached::ready(&self.running, self.options, &reached::told(reach, false), |_| ()).await
    }

    fn crashed(&self, why: String) -> CollectError {
        CollectError::Crashed { input: self.input.to_owned(), why }
    }

    fn failed(&self, error: &CallError) -> CollectError {
        self.crashed(error.to_string())
    }

    /// Goes there, waits, and takes down what is seen.
    pub(super) async fn see(&self, page: &Page, launching: f64) -> Result<(Seen, Identities), CollectError> {
        let reach = &self.options.reach;
        reached::prepare(page, reach, &self.url).await.map_err(|error| self.failed(&error))?;
        // Steps that go somewhere first are the way to the page; others are taken on it.
        let on_page = reached::begin_on_page(reach);
        if !on_page {
            reached::steps(page, reach, self.input).await?;
        }
        let started = Instant::now();
        let waited = self.go(page, started).await?;
        if on_page {
            reached::steps(page, reach, self.input).await?;
            let now = tokio::time::Instant::now();
            let deadline = now + Duration::from_millis(self.extra.settle.deadline_ms.into());
            let settled = Waiting::new(page, self.extra.settle, deadline).last(now).await;
            return self.see_now(page, settled.settled_by()).await;
        }
        let timing = Timing { launching, waiting: milliseconds(started.elapsed()), ..Timing::default() };
        let top = self.top(page).await;
        came(self.input, status(&page.now(), &top), &top.content_type, &top.title)?;
        self.take(page, waited, started, timing, top).await
    }

    /// Takes down a tab as it stands, once what moves on it has come to rest.
    pub(super) async fn see_open(&self, page: &Page) -> Result<Seen, CollectError> {
        // Frames of other origins tell of themselves one inside the other.
        tokio::time::sleep(Duration::from_millis(self.extra.settle.quiet_ms.into())).await;
        let now = tokio::time::Instant::now();
        let deadline = now + Duration::from_millis(self.extra.settle.deadline_ms.into());
        let settled = Waiting::new(page, self.extra.settle, deadline).last(now).await;
        let top = self.top(page).await;
        came(self.input, status(&page.now(), &top), &top.content_type, &top.title)?;
        Ok(self.see_now(page, settled.settled_by()).await?.0)
    }

    /// Takes down what is seen now, wherever the page has gone since.
    pub(super) async fn see_now(&self, page: &Page, by: SettledBy) -> Result<(Seen, Identities), CollectError> {
        let waited = Waited { earlier: None, documents: page.now().documents, first_look: None, by };
        let top = self.top(page).await;
        self.take(page, waited, Instant::now(), Timing::default(), top).await
    }

    async fn take(
        &self,
        page: &Page,
        mut waiting: Waited,
        started: Instant,
        mut timing: Timing,
        top: Checked,
    ) -> Result<(Seen, Identities), CollectError> {
        let working = Instant::now();
        let noted = page.now();
        let status = status(&noted, &top);
        let scroll = (top.left, top.top);
        // The browser takes the picture while the snapshot is built.
        let captured = async {
            let built = self.capture(page, top.mixed).await;
            (built, milliseconds(working.elapsed()))
        };
        let ((built, work), screenshot) = tokio::join!(captured, self.screenshot(page, scroll));
        let mut built = built?;
        let last = Look { at_ms: waiting.at(started), changes: waiting.changes(&built, noted.documents) };
        built.snapshot.looks = waiting.first_look.take().into_iter().chain([last]).collect();
        built.snapshot.source = self.source(&top, &waiting, noted.dialogs);
        let redactor = self.options.reach.redactor();
        if !redactor.is_empty() {
            built.snapshot = redacted(built.snapshot, &redactor);
        }
        crate::collect::clip::fill(&mut built.snapshot);
        // It takes the text away for a moment, which on a tab of somebody else's would be seen.
        if page.whose() == Whose::Ours {
            backdrop::measure(page, &mut built.snapshot, self.options, scroll).await;
        }
        timing.working = work;
        timing.screenshot = milliseconds(working.elapsed()) - work;
        Ok((Seen { snapshot: built.snapshot, screenshot, timing, http_status: status }, built.identities))
    }

    /// A picture that can't be had is no reason to lose the page.
    async fn screenshot(&self, page: &Page, scroll: (f64, f64)) -> Option<Vec<u8>> {
        let window = self.options.viewport;
        if !self.extra.screenshot {
            return None;
        }
        screenshot::take(page, (window.width, window.height), window.scale, scroll).await.ok()
    }

    /// Goes there, and waits until the page has settled.
    async fn go(&self, page: &Page, started: Instant) -> Result<Waited, CollectError> {
        let going = page.send("Page.navigate", json!({"url": self.url.as_str()}));
        arrive(self.input, going, || page.now().response).await?;
        if self.url.scheme() != "file" && self.url.scheme() != "about" {
            // The answer to the call may overtake the event.
            let mut noted = page.noted.clone();
            let _ = tokio::time::timeout(ANSWER, noted.wait_for(|noted| noted.response.is_some())).await;
        }
        if page.now().response.is_some_and(|response| response.status >= 400) {
            // Its title tells a wall against programs from an error.
            let _ = tokio::time::timeout(TITLE, page.loaded()).await;
            let top = self.top(page).await;
            came(self.input, status(&page.now(), &top), &top.content_type, &top.title)?;
        }
        let left = self.options.timeout.saturating_sub(self.began.elapsed());
        let deadline = Duration::from_millis(self.extra.settle.deadline_ms.into());
        // Something must be left for the capture.
        let deadline =
            deadline.saturating_sub(started.elapsed()).min(left - (left / 5).max(Duration::from_secs(1)).min(left));
        let waiting = Waiting::new(page, self.extra.settle, tokio::time::Instant::now() + deadline);
        let mut waited = Waited { earlier: None, documents: 0, first_look: None, by: SettledBy::Quiet };
        waiting.loaded().await;
        self.running.spares.prepare(&self.running);
        match waiting.first().await {
            Ready::Done => {}
            Ready::Late => waited.by = SettledBy::Deadline,
            Ready::Quiet => {
                let first = tokio::time::Instant::now();
                let at_ms = waited.at(started);
                waited.documents = page.now().documents;
                let built = tokio::time::timeout(ANSWER, self.capture(page, true)).await;
                waited.earlier = built.ok().and_then(Result::ok).map(Earlier::of);
                waited.first_look = waited.earlier.is_some().then(|| Look { at_ms, changes: Vec::new() });
                if waiting.last(first).await == Ready::Late {
                    waited.by = SettledBy::Deadline;
                }
            }
        }
        Ok(waited)
    }

    /// What the top document says of itself; nothing if it hangs.
    async fn top(&self, page: &Page) -> Checked {
        let answers = tokio::time::timeout(ANSWER, ask(page)).await.unwrap_or_default();
        answers.into_iter().find(|answer| answer.is_top).unwrap_or_default()
    }

    async fn capture(&self, page: &Page, ask_for_mixed: bool) -> Result<Built, CollectError> {
        let noted = page.now();
        let captured = capture(page, &noted, ask_for_mixed).await.map_err(|error| self.failed(&error))?;
        arena::build(&captured).map_err(|arena::TooMany| CollectError::TooLarge {
            input: self.input.to_owned(),
            why: format!("it has more than {MAX_NODES} nodes"),
        })
    }

    fn source(&self, top: &Checked, waited: &Waited, dialogs: u32) -> Source {
        let is_file = self.url.scheme() == "file";
        Source {
            collector: Collector::Chromium,
            version: env!("CARGO_PKG_VERSION").into(),
            engine: self.running.product.clone(),
            provenance: if is_file { Provenance::File } else { Provenance::Foreign },
            flags: self.running.flags.clone(),
            user_agent: Some(self.running.user_agent.clone()),
            viewport: self.options.viewport,
            locale: self.options.locale.clone(),
            timezone: (!top.zone.is_empty()).then(|| top.zone.clone()),
            proxy: self.proxy(),
            time: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            settle: Some(self.extra.settle.record(waited.by)),
            pressed: Vec::new(),
            reach: self.options.reach.record(),
            dialogs,
        }
    }

    fn proxy(&self) -> Option<String> {
        if let Some(proxy) = &self.options.reach.proxy {
            return Some(proxy.address.clone());
        }
        let proxy = self.running.flags.iter().rev().find_map(|flag| flag.strip_prefix("--proxy-server="))?;
        Some(address(proxy).unwrap_or_else(|| proxy.to_owned()))
    }
}

/// A snapshot in which no secret stands. Where that can't be had nothing is kept but that it was seen.
fn redacted(snapshot: Snapshot, redactor: &Redactor) -> Snapshot {
    let clean = serde_json::to_string(&snapshot).ok().map(|json| redactor.redact(&json).into_owned());
    clean.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// What came of waiting.
struct Waited {
    earlier: Option<Earlier>,
    /// Which document was seen first.
    documents: u32,
    first_look: Option<Look>,
    by: SettledBy,
}

impl Waited {
    fn at(&self, started: Instant) -> u32 {
        u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX)
    }

    /// What is different from the first look. A page that has gone elsewhere since has nothing to be compared with.
    fn changes(&mut self, built: &Built, documents: u32) -> Vec<crate::snapshot::Change> {
        if documents != self.documents {
            self.first_look = None;
            return Vec::new();
        }
        self.earlier.as_ref().map_or_else(Vec::new, |earlier| changes(earlier, built))
    }
}

/// HTTP status of the document that is shown: what the server said of the first, or what a later one says itself.
fn status(noted: &super::page::Noted, top: &Checked) -> Option<u16> {
    let said = noted.response.as_ref().map(|response| response.status).filter(|&status| status > 0);
    let itself = Some(top.status).filter(|&status| status > 0);
    if noted.documents > 1 { itself.or(said) } else { said.or(itself) }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
