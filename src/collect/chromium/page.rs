//! One page in a browser, and what is known of it: a fresh one with a profile of its own, or a tab that is open already.

use super::attendant::Attendant;
use super::connection::{CallError, Connection, Pending};
use super::launch::Running;
use super::record::Record;
use crate::collect::LookOptions;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::watch;
use tokio::time::Instant;

/// The world that our scripts run in, apart from the page's.
pub(super) const WORLD: &str = "consentlint";
/// What the observer tells through; it exists in that world only.
pub(super) const BINDING: &str = "consentlintSeen";
/// What tells of permissions that a page asks for.
pub(super) const ASKED: &str = "consentlintAsked";
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

/// Whose a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// One that we opened, with a profile of its own.
    Ours,
    /// A tab that somebody has open. It is looked at and let go of; nothing on it is answered, closed or set.
    Theirs,
}

/// An open page. Dropping it closes the page and forgets its profile; a tab of somebody else's is let go of.
pub(super) struct Page {
    pub(super) connection: Connection,
    pub(super) session: String,
    pub(super) noted: watch::Receiver<Noted>,
    /// Its profile; empty for a tab of somebody else's.
    pub(super) context: String,
    whose: Whose,
    record: Arc<Mutex<Record>>,
    emulation: Arc<OnceLock<Emulation>>,
    attendant: tokio::task::JoinHandle<()>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.attendant.abort();
        self.connection.forget(&self.session);
        match self.whose {
            Whose::Ours => close(&self.connection, &self.context),
            Whose::Theirs => let_go(&self.connection, &self.session),
        }
    }
}

fn close(connection: &Connection, context: &str) {
    // Not waited for: the page is gone for us either way.
    drop(connection.send(None, "Target.disposeBrowserContext", json!({"browserContextId": context})));
}

fn let_go(connection: &Connection, session: &str) {
    // Not waited for either. What we had set on the tab goes with the session.
    drop(connection.send(None, "Target.detachFromTarget", json!({"sessionId": session})));
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attached {
    session_id: String,
}

/// The window, language and name that a page and its frames are given.
pub(super) struct Emulation {
    viewport: Value,
    user_agent: Value,
    locale: Option<String>,
    mobile: bool,
    more: Vec<(&'static str, Value)>,
}

impl Page {
    /// Opens an empty page.
    pub(super) async fn open(running: &Running) -> Result<Self, CallError> {
        Self::open_through(running, None).await
    }

    /// Opens an empty page whose requests go through a proxy.
    pub(super) async fn open_through(running: &Running, proxy: Option<&str>) -> Result<Self, CallError> {
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
        let connection = running.connection.clone();
        let mut context = json!({"disposeOnDetach": true});
        if let Some(proxy) = proxy {
            context["proxyServer"] = json!(proxy);
        }
        let Context { browser_context_id: context } =
            connection.call(None, "Target.createBrowserContext", context).await?;
        let opened = async {
            let deny = json!({"behavior": "deny", "browserContextId": context});
            drop(connection.send(None, "Browser.setDownloadBehavior", deny));
            let blank = json!({"url": "about:blank", "browserContextId": context});
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
        let page = Page::hold(connection, Whose::Ours, session, target, context);
        let mut told = tell(&page.connection, &page.session, Whose::Ours);
        // For what the server says of the top document; nothing else of it is heeded.
        told.push(page.send("Network.enable", json!({"maxTotalBufferSize": 0})));
        page.all(told).await?;
        Ok(page)
    }

    /// Takes hold of a tab that is open, as it is: it gets no window, no name and no document from us.
    pub(super) async fn attach(running: &Running, target: &str) -> Result<Self, CallError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Tree {
            frame_tree: Top,
        }
        #[derive(Deserialize)]
        struct Top {
            frame: Frame,
        }
        #[derive(Deserialize)]
        struct Frame {
            id: String,
        }
        let connection = running.connection.clone();
        let attach = json!({"targetId": target, "flatten": true});
        let Attached { session_id: session } = connection.call(None, "Target.attachToTarget", attach).await?;
        let tree = connection.call::<Tree>(Some(&session), "Page.getFrameTree", json!({})).await;
        let frame = match tree {
            Ok(tree) => tree.frame_tree.frame.id,
            Err(error) => {
                let_go(&connection, &session);
                return Err(error);
            }
        };
        let page = Page::hold(connection, Whose::Theirs, session, frame, String::new());
        page.all(tell(&page.connection, &page.session, Whose::Theirs)).await?;
        Ok(page)
    }

    /// Begins to attend to a page. `frame` is its top frame.
    fn hold(connection: Connection, whose: Whose, session: String, frame: String, context: String) -> Self {
        let emulation = Arc::new(OnceLock::new());
        // Windows that somebody else's tab opens are none of our business.
        let opener = if whose == Whose::Ours { &frame } else { &session };
        let events = connection.listen(&session, opener);
        let now = Instant::now();
        let is_there = whose == Whose::Theirs;
        let (notes, noted) = watch::channel(Noted {
            sessions: vec![Session { id: session.clone(), parent: None, frame, lost: None }],
            worlds: HashMap::new(),
            loading: HashSet::new(),
            loaded: is_there.then_some(now),
            documents: u32::from(is_there),
            changed: now,
            moving_until: now,
            response: None,
            dialogs: 0,
            lost: None,
        });
        let record = Arc::new(Mutex::new(Record::default()));
        let attendant = Attendant {
            connection: connection.clone(),
            whose,
            emulation: Arc::clone(&emulation),
            notes,
            record: Arc::clone(&record),
        };
        let attendant = tokio::spawn(attendant.attend(events));
        Page { connection, session, noted, context, whose, record, emulation, attendant }
    }

    /// Whose it is.
    pub(super) fn whose(&self) -> Whose {
        self.whose
    }

    /// Gives the page its window, language and name, and more that it and its frames are told. It must know them before it
    /// goes anywhere, or the first document misses them.
    pub(super) async fn emulate(
        &self,
        running: &Running,
        options: &LookOptions,
        more: Vec<(&'static str, Value)>,
    ) -> Result<(), CallError> {
        let emulation = self.emulation.get_or_init(|| Emulation::new(running, options, more));
        let mut told = emulation.tell(&self.connection, &self.session);
        told.push(self.send("Emulation.setDeviceMetricsOverride", emulation.viewport.clone()));
        self.all(told).await
    }

    /// What is written down of it.
    pub(super) fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until all of these were done, or the page is gone.
    async fn all(&self, told: Vec<Pending>) -> Result<(), CallError> {
        let all = async {
            for pending in told {
                if !pending.done().await {
                    return Err(CallError::Closed);
                }
            }
            Ok(())
        };
        tokio::select! {
            done = all => done,
            why = self.lost() => Err(CallError::Lost(why)),
        }
    }

    /// Writes a call to the page.
    pub(super) fn send(&self, method: &'static str, params: Value) -> Pending {
        self.connection.send(Some(&self.session), method, params)
    }

    /// What is known now.
    pub(super) fn now(&self) -> Noted {
        self.noted.borrow().clone()
    }

    /// Waits until our script is in the top document.
    pub(super) async fn entered(&self) {
        let mut noted = self.noted.clone();
        let is_in = |noted: &Noted| {
            let top = noted.sessions.first().map(|page| (page.id.clone(), page.frame.clone()));
            top.is_some_and(|top| noted.worlds.contains_key(&top))
        };
        // A sender that is gone means that the page is; whoever waits for that hears of it elsewhere.
        let _ = noted.wait_for(is_in).await;
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
    fn new(running: &Running, options: &LookOptions, more: Vec<(&'static str, Value)>) -> Self {
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
        // The browser adds weights of its own.
        let asked = options.reach.accept_language.as_ref().map(|list| {
            let names: Vec<&str> = list.split(',').filter_map(|it| it.split(';').next()).map(str::trim).collect();
            names.join(",")
        });
        if let Some(languages) = asked.or_else(|| options.locale.clone()) {
            user_agent["acceptLanguage"] = json!(languages);
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
            more,
        }
    }

    /// For pages and frames alike.
    pub(super) fn tell(&self, connection: &Connection, session: &str) -> Vec<Pending> {
        let mut calls = vec![("Emulation.setUserAgentOverride", self.user_agent.clone())];
        if let Some(locale) = &self.locale {
            calls.push(("Emulation.setLocaleOverride", json!({"locale": locale})));
        }
        if self.mobile {
            calls.push(("Emulation.setTouchEmulationEnabled", json!({"enabled": true, "maxTouchPoints": 1})));
        }
        calls.extend(self.more.iter().cloned());
        calls.into_iter().map(|(method, params)| connection.send(Some(session), method, params)).collect()
    }
}

/// What every page and every frame of another origin is told first.
pub(super) fn tell(connection: &Connection, session: &str, whose: Whose) -> Vec<Pending> {
    let mut script = json!({"worldName": WORLD, "source": OBSERVER});
    if whose == Whose::Theirs {
        // Its documents are there already.
        script["runImmediately"] = json!(true);
    }
    let filter = json!([{"type": "iframe"}, {"exclude": true}]);
    let follow = json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": filter});
    let calls = [
        ("Inspector.enable", json!({})),
        ("Page.enable", json!({})),
        ("Target.setAutoAttach", follow),
        ("Runtime.enable", json!({})),
        ("Runtime.addBinding", json!({"name": BINDING, "executionContextName": WORLD})),
        ("Page.addScriptToEvaluateOnNewDocument", script),
    ];
    calls.into_iter().map(|(method, params)| connection.send(Some(session), method, params)).collect()
}
