//! One fresh page in a browser, the frames of other origins inside it, and somebody who attends to it: dismisses its
//! dialogs, lets its frames run, closes what it pops up, and notes what happens.

use super::connection::{CallError, Connection, Event, Pending};
use super::launch::Running;
use crate::collect::LookOptions;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// The world that our scripts run in, apart from the page's.
const WORLD: &str = "consentlint";
/// What the observer tells through; it exists in that world only.
const BINDING: &str = "consentlintSeen";
const OBSERVER: &str = include_str!("observer.js");

/// What has happened on a page so far.
#[derive(Clone, Debug)]
pub(super) struct Noted {
    /// The page itself first, then frames that run in processes of their own.
    pub(super) sessions: Vec<Session>,
    /// Our world in each document: session and frame to execution context.
    pub(super) worlds: HashMap<(String, String), i64>,
    /// Frames that are loading.
    pub(super) loading: HashSet<String>,
    /// When the load event of the top document came.
    pub(super) loaded: Option<Instant>,
    /// How often the top frame has got another document.
    pub(super) documents: u32,
    /// When something last changed.
    pub(super) changed: Instant,
    /// When the animations known of will have ended.
    pub(super) moving_until: Instant,
    /// What the server said of the top document.
    pub(super) response: Option<Response>,
    /// Dialogs dismissed.
    pub(super) dialogs: u32,
    /// Why the page is gone, if it is.
    pub(super) lost: Option<String>,
}

/// A document's process: the page's own, or that of a frame of another origin.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) id: String,
    /// The session that it opened in.
    pub(super) parent: Option<String>,
    /// The frame that it shows.
    pub(super) frame: String,
    /// Why it can't be seen any more, if it can't.
    pub(super) lost: Option<String>,
}

/// What a server said of a document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) mime_type: String,
}

/// An open page. Dropping it closes the page and forgets its profile.
pub(super) struct Page {
    pub(super) connection: Connection,
    pub(super) session: String,
    pub(super) noted: watch::Receiver<Noted>,
    context: String,
    attendant: tokio::task::JoinHandle<()>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.attendant.abort();
        close(&self.connection, &self.context);
    }
}

fn close(connection: &Connection, context: &str) {
    // Not waited for: the page is gone for us either way.
    drop(connection.send(None, "Target.disposeBrowserContext", json!({"browserContextId": context})));
}

/// What every page and every frame of another origin is told.
#[derive(Clone)]
struct Emulation {
    viewport: Value,
    user_agent: Value,
    locale: Option<String>,
    mobile: bool,
}

impl Page {
    /// Opens an empty page, ready to go somewhere.
    pub(super) async fn open(running: &Running, options: &LookOptions) -> Result<Self, CallError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Context {
            browser_context_id: String,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Target {
            target_id: String,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Attached {
            session_id: String,
        }
        let connection = running.connection.clone();
        let context = json!({"disposeOnDetach": true});
        let Context { browser_context_id: context } =
            connection.call(None, "Target.createBrowserContext", context).await?;
        let opened = async {
            let deny = json!({"behavior": "deny", "browserContextId": context});
            drop(connection.send(None, "Browser.setDownloadBehavior", deny));
            let blank = json!({
                "url": "about:blank", "browserContextId": context,
                "width": options.viewport.width, "height": options.viewport.height,
            });
            let Target { target_id } = connection.call(None, "Target.createTarget", blank).await?;
            let attach = json!({"targetId": target_id, "flatten": true});
            let Attached { session_id } = connection.call(None, "Target.attachToTarget", attach).await?;
            Ok((target_id, session_id))
        };
        let (target, session) = match opened.await {
            Ok(opened) => opened,
            Err(error) => {
                close(&connection, &context);
                return Err(error);
            }
        };
        let emulation = Arc::new(Emulation::new(running, options));
        let events = connection.listen(&session);
        let now = Instant::now();
        let (notes, noted) = watch::channel(Noted {
            sessions: vec![Session { id: session.clone(), parent: None, frame: target, lost: None }],
            worlds: HashMap::new(),
            loading: HashSet::new(),
            loaded: None,
            documents: 0,
            changed: now,
            moving_until: now,
            response: None,
            dialogs: 0,
            lost: None,
        });
        let attendant = Attendant { connection: connection.clone(), emulation: Arc::clone(&emulation), notes };
        let attendant = tokio::spawn(attendant.attend(events));
        let page = Page { connection, session, noted, context, attendant };
        // The page must know all of this before it goes anywhere, or the first document misses it.
        let mut told = emulation.tell(&page.connection, &page.session);
        told.extend(emulation.tell_page(&page.connection, &page.session));
        for pending in told {
            if !pending.done().await {
                return Err(CallError::Closed);
            }
        }
        Ok(page)
    }

    /// Writes a call to the page.
    pub(super) fn send(&self, method: &'static str, params: Value) -> Pending {
        self.connection.send(Some(&self.session), method, params)
    }

    /// What is known now.
    pub(super) fn now(&self) -> Noted {
        self.noted.borrow().clone()
    }

    /// Waits for the load event of the top document.
    pub(super) async fn loaded(&self) {
        let mut noted = self.noted.clone();
        // A sender that is gone means that the page is; whoever waits for that hears of it elsewhere.
        let _ = noted.wait_for(|noted| noted.loaded.is_some()).await;
    }

    /// Waits until the page is gone, and says why.
    pub(super) async fn lost(&self) -> String {
        let mut noted = self.noted.clone();
        let lost = noted.wait_for(|noted| noted.lost.is_some()).await.ok().and_then(|noted| noted.lost.clone());
        lost.unwrap_or_else(|| "the browser ended".into())
    }
}

impl Emulation {
    fn new(running: &Running, options: &LookOptions) -> Self {
        let viewport = options.viewport;
        let major = running.product.split(['/', '.']).nth(1).unwrap_or_default();
        let platform = match std::env::consts::OS {
            "macos" => "macOS",
            "windows" => "Windows",
            _ => "Linux",
        };
        let mut user_agent = json!({
            "userAgent": running.user_agent,
            // Without it a page gets no client hints at all, which tells it that a program drives the browser.
            "userAgentMetadata": {
                "brands": [{"brand": "Chromium", "version": major}, {"brand": "Not)A;Brand", "version": "24"}],
                "platform": platform, "platformVersion": "", "architecture": "x86", "model": "",
                "mobile": viewport.mobile,
            },
        });
        if let Some(locale) = &options.locale {
            user_agent["acceptLanguage"] = json!(locale);
        }
        Emulation {
            viewport: json!({
                "width": viewport.width, "height": viewport.height,
                "deviceScaleFactor": viewport.scale, "mobile": viewport.mobile,
            }),
            user_agent,
            // ICU's spelling.
            locale: options.locale.as_ref().map(|locale| locale.replace('-', "_")),
            mobile: viewport.mobile,
        }
    }

    /// For pages and frames alike.
    fn tell(&self, connection: &Connection, session: &str) -> Vec<Pending> {
        let filter = json!([{"type": "iframe"}, {"type": "page"}, {"exclude": true}]);
        let follow = json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": filter});
        let mut calls = vec![
            ("Inspector.enable", json!({})),
            ("Page.enable", json!({})),
            ("Target.setAutoAttach", follow),
            ("Runtime.enable", json!({})),
            ("Runtime.addBinding", json!({"name": BINDING, "executionContextName": WORLD})),
            ("Page.addScriptToEvaluateOnNewDocument", json!({"worldName": WORLD, "source": OBSERVER})),
            ("Emulation.setUserAgentOverride", self.user_agent.clone()),
        ];
        if let Some(locale) = &self.locale {
            calls.push(("Emulation.setLocaleOverride", json!({"locale": locale})));
        }
        if self.mobile {
            calls.push(("Emulation.setTouchEmulationEnabled", json!({"enabled": true, "maxTouchPoints": 1})));
        }
        calls.into_iter().map(|(method, params)| connection.send(Some(session), method, params)).collect()
    }

    fn tell_page(&self, connection: &Connection, session: &str) -> [Pending; 2] {
        let view = self.viewport.clone();
        [
            connection.send(Some(session), "Emulation.setDeviceMetricsOverride", view),
            connection.send(Some(session), "Network.enable", json!({"maxTotalBufferSize": 0})),
        ]
    }
}

/// Attends to a page while somebody else waits for it.
struct Attendant {
    connection: Connection,
    emulation: Arc<Emulation>,
    notes: watch::Sender<Noted>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttachedParams {
    session_id: String,
    target_info: TargetInfo,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TargetInfo {
    target_id: String,
    #[serde(rename = "type")]
    kind: String,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DetachedParams {
    session_id: String,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FrameParams {
    frame_id: String,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoppedParams {
    frame_id: String,
    reason: Option<String>,
}
#[derive(Deserialize)]
struct NavigatedParams {
    frame: NavigatedFrame,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NavigatedFrame {
    parent_id: Option<String>,
    url: String,
}
#[derive(Deserialize)]
struct BindingParams {
    name: String,
    payload: String,
}
#[derive(Deserialize)]
struct WorldParams {
    context: World,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct World {
    id: i64,
    name: String,
    aux_data: Option<FrameParams>,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResponseParams {
    #[serde(rename = "type")]
    kind: String,
    frame_id: Option<String>,
    response: Response,
}

impl Attendant {
    async fn attend(self, mut events: mpsc::UnboundedReceiver<Event>) {
        while let Some(event) = events.recv().await {
            // An event that is not what the protocol promises is passed over.
            let _ = self.attend_to(&event);
        }
        self.notes.send_if_modified(|noted| {
            let alive = noted.lost.is_none();
            noted.lost.get_or_insert_with(|| "the browser ended".into());
            alive
        });
    }

    fn attend_to(&self, event: &Event) -> Option<()> {
        let session = event.session.as_str();
        match event.method.as_str() {
            "Target.attachedToTarget" => self.attached(session, event.params()?),
            "Target.detachedFromTarget" => {
                let DetachedParams { session_id } = event.params()?;
                self.lose(&session_id, "it was closed");
            }
            "Inspector.targetCrashed" => self.lose(session, "its renderer crashed"),
            "Page.javascriptDialogOpening" => {
                drop(self.connection.send(Some(session), "Page.handleJavaScriptDialog", json!({"accept": false})));
                self.notes.send_modify(|noted| noted.dialogs = noted.dialogs.saturating_add(1));
            }
            "Page.frameStartedLoading" => {
                let FrameParams { frame_id } = event.params()?;
                self.change(|noted| {
                    noted.loading.insert(frame_id);
                });
            }
            "Page.frameStoppedLoading" | "Page.frameDetached" => {
                let StoppedParams { frame_id, reason } = event.params()?;
                if reason.as_deref() == Some("swap") {
                    return None; // it goes on in another process
                }
                self.change(|noted| {
                    noted.loading.remove(&frame_id);
                });
            }
            "Page.frameNavigated" => {
                let NavigatedParams { frame } = event.params()?;
                let is_page = frame.parent_id.is_none() && self.is_page(session) && frame.url != "about:blank";
                self.change(|noted| {
                    if is_page {
                        noted.documents += 1;
                        noted.loaded = None;
                    }
                });
            }
            "Page.loadEventFired" if self.is_page(session) => {
                self.change(|noted| noted.loaded = (noted.documents > 0).then(Instant::now));
            }
            "Network.responseReceived" => {
                let ResponseParams { kind, frame_id, response } = event.params()?;
                let top = self.notes.borrow().sessions.first().map(|page| page.frame.clone());
                if kind == "Document" && frame_id.is_some() && frame_id == top {
                    drop(self.connection.send(Some(session), "Network.disable", json!({})));
                    self.notes.send_modify(|noted| noted.response = Some(response));
                }
            }
            "Runtime.executionContextCreated" => {
                let WorldParams { context } = event.params()?;
                if let (WORLD, Some(FrameParams { frame_id })) = (context.name.as_str(), context.aux_data) {
                    self.change(|noted| {
                        noted.worlds.insert((session.to_owned(), frame_id), context.id);
                    });
                }
            }
            "Runtime.bindingCalled" => {
                let BindingParams { name, payload } = event.params()?;
                let moving = payload.parse::<u32>().ok().filter(|_| name == BINDING)?;
                self.change(|noted| {
                    let end = Instant::now() + std::time::Duration::from_millis(moving.into());
                    noted.moving_until = noted.moving_until.max(end);
                });
            }
            _ => {}
        }
        Some(())
    }

    /// A frame of another origin has a process now, and waits for us; or the page has opened a window.
    fn attached(&self, parent: &str, params: AttachedParams) {
        let AttachedParams { session_id, target_info } = params;
        if target_info.kind == "iframe" {
            // Answers are not waited for: a session does what it is told in order.
            drop(self.emulation.tell(&self.connection, &session_id));
            let frame = Session {
                id: session_id.clone(),
                parent: Some(parent.to_owned()),
                frame: target_info.target_id,
                lost: None,
            };
            self.change(|noted| {
                noted.sessions.retain(|session| session.frame != frame.frame);
                noted.sessions.push(frame);
            });
        } else if target_info.kind == "page" {
            drop(self.connection.send(None, "Target.closeTarget", json!({"targetId": target_info.target_id})));
        }
        drop(self.connection.send(Some(&session_id), "Runtime.runIfWaitingForDebugger", json!({})));
    }

    fn is_page(&self, session: &str) -> bool {
        self.notes.borrow().sessions.first().is_some_and(|page| page.id == session)
    }

    fn lose(&self, session: &str, why: &str) {
        let is_page = self.is_page(session);
        self.change(|noted| {
            if is_page {
                noted.lost = Some(why.into());
            } else if why == "it was closed" {
                noted.worlds.retain(|(of, _), _| of != session);
                noted.sessions.retain(|frame| frame.id != session);
            } else if let Some(frame) = noted.sessions.iter_mut().find(|frame| frame.id == session) {
                noted.loading.remove(&frame.frame);
                frame.lost = Some(why.into());
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut Noted)) {
        self.notes.send_modify(|noted| {
            change(noted);
            noted.changed = Instant::now();
        });
    }
}
