//! Somebody who attends to a page while others wait for it: dismisses its dialogs, lets its frames run, closes what
//! it pops up, and notes what happens.

use super::connection::{Connection, Event};
use super::page::{ASKED, BINDING, Emulation, Noted, Response, Session, WORLD, Whose, tell};
use super::record::{Record, Sent, Verdict};
use base64::Engine;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Attends to a page while somebody else waits for it.
pub(super) struct Attendant {
    pub(super) connection: Connection,
    /// Whether it may answer for whoever has the page open.
    pub(super) whose: Whose,
    /// What frames are told, once it is known.
    pub(super) emulation: Arc<OnceLock<Emulation>>,
    pub(super) notes: watch::Sender<Noted>,
    /// Where what happens is written down, if somebody walks on the page.
    pub(super) record: Arc<Mutex<Record>>,
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
struct CreatedParams {
    target_info: TargetInfo,
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
    request_id: String,
    #[serde(rename = "type")]
    kind: String,
    frame_id: Option<String>,
    response: Response,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SentParams {
    request_id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    request: RequestParams,
    initiator: Option<Initiator>,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestParams {
    url: String,
    #[serde(default)]
    method: String,
    post_data: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}
#[derive(Deserialize)]
struct Initiator {
    #[serde(rename = "type")]
    kind: String,
    url: Option<String>,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExtraParams {
    request_id: String,
    headers: BTreeMap<String, String>,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EndedParams {
    request_id: String,
    #[serde(default)]
    encoded_data_length: f64,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PausedParams {
    request_id: String,
    network_id: Option<String>,
    frame_id: String,
    resource_type: String,
    request: RequestParams,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthParams {
    request_id: String,
    auth_challenge: Challenge,
}
#[derive(Deserialize)]
struct Challenge {
    source: Option<String>,
    origin: String,
}
#[derive(Deserialize)]
struct DialogParams {
    #[serde(rename = "type")]
    kind: String,
}
#[derive(Deserialize)]
struct LogParams {
    entry: LogEntry,
}
#[derive(Deserialize)]
struct LogEntry {
    source: String,
    level: String,
}

impl Attendant {
    pub(super) async fn attend(self, mut events: mpsc::UnboundedReceiver<Event>) {
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
            "Target.targetCreated" => {
                self.record().prevented("another window".into());
                self.close(&event.params::<CreatedParams>()?.target_info.target_id);
            }
            "Inspector.targetCrashed" => self.lose(session, "its renderer crashed"),
            "Page.javascriptDialogOpening" if self.whose == Whose::Ours => {
                let DialogParams { kind } = event.params()?;
                let accept = self.record().dialog(&kind);
                drop(self.connection.send(Some(session), "Page.handleJavaScriptDialog", json!({"accept": accept})));
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
                if is_page {
                    self.record().navigated(&frame.url);
                }
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
                let ResponseParams { request_id, kind, frame_id, response } = event.params()?;
                self.record().answered(&request_id, response.status);
                if kind == "Document" && frame_id.is_some() && frame_id == self.top_frame() {
                    if !self.record().on {
                        drop(self.connection.send(Some(session), "Network.disable", json!({})));
                    }
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
                if name == ASKED {
                    let (permission, after_gesture) = serde_json::from_str::<(String, bool)>(&payload).ok()?;
                    self.record().asked(&permission, after_gesture);
                    return None;
                }
                let moving = payload.parse::<u32>().ok().filter(|_| name == BINDING)?;
                self.change(|noted| {
                    let end = Instant::now() + Duration::from_millis(moving.into());
                    noted.moving_until = noted.moving_until.max(end);
                });
            }
            _ => self.note(session, event)?,
        }
        Some(())
    }

    /// What is only heeded where somebody walks.
    fn note(&self, session: &str, event: &Event) -> Option<()> {
        match event.method.as_str() {
            "Fetch.requestPaused" => self.let_go(session, event.params()?),
            "Fetch.authRequired" => self.log_in(session, &event.params()?),
            _ if !self.record().on => {}
            "Network.requestWillBeSent" => {
                let SentParams { request_id, kind, request, initiator } = event.params()?;
                let initiator = initiator.map(|it| match it.url.as_deref().and_then(super::arena::address) {
                    Some(url) => format!("{} {url}", it.kind),
                    None => it.kind,
                });
                let sent = Sent {
                    url: request.url,
                    method: request.method,
                    resource: kind.unwrap_or_default(),
                    initiator,
                    body: request.post_data,
                    ..Sent::default()
                };
                self.record().sent(&request_id, sent);
            }
            "Network.requestWillBeSentExtraInfo" => {
                let ExtraParams { request_id, headers } = event.params()?;
                self.record().cookies_sent(&request_id, header(headers, "cookie"));
            }
            "Network.responseReceivedExtraInfo" => {
                let ExtraParams { request_id, headers } = event.params()?;
                let cookies = header(headers, "set-cookie").unwrap_or_default();
                self.record().cookies_set(&request_id, cookies.lines().map(str::to_owned).collect());
            }
            "Network.loadingFinished" => {
                let EndedParams { request_id, encoded_data_length } = event.params()?;
                self.record().ended(&request_id, encoded_data_length);
            }
            "Page.downloadWillBegin" => self.record().prevented("a download".into()),
            "Log.entryAdded" => {
                let LogParams { entry } = event.params()?;
                self.record().console(&entry.source, &entry.level);
            }
            "Runtime.exceptionThrown" => self.record().console("javascript", "error"),
            _ => {}
        }
        Some(())
    }

    /// Lets a request that waits go on, or not.
    fn let_go(&self, session: &str, paused: PausedParams) {
        let is_top = paused.resource_type == "Document" && Some(&paused.frame_id) == self.top_frame().as_ref();
        let (id, request) = (paused.network_id.as_deref(), &paused.request);
        let verdict = self.record().decide(id, &request.url, &request.method, is_top, &paused.resource_type);
        let (method, answer) = match verdict {
            Verdict::Continue(None) => ("Fetch.continueRequest", json!({"requestId": paused.request_id})),
            Verdict::Continue(Some(more)) => {
                let mut all = paused.request.headers;
                for (name, value) in more {
                    all.retain(|other, _| !other.eq_ignore_ascii_case(&name));
                    all.insert(name, value);
                }
                let headers: Vec<_> =
                    all.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
                ("Fetch.continueRequest", json!({"requestId": paused.request_id, "headers": headers}))
            }
            Verdict::Fail(why) => ("Fetch.failRequest", json!({"requestId": paused.request_id, "errorReason": why})),
            Verdict::Answer((status, kind, body)) => (
                "Fetch.fulfillRequest",
                json!({
                    "requestId": paused.request_id, "responseCode": status,
                    "responseHeaders": [
                        {"name": "Content-Type", "value": kind},
                        {"name": "Access-Control-Allow-Origin", "value": "*"},
                    ],
                    "body": base64::engine::general_purpose::STANDARD.encode(body),
                }),
            ),
        };
        drop(self.connection.send(Some(session), method, answer));
    }

    /// Says who is there, to whoever may know.
    fn log_in(&self, session: &str, asked: &AuthParams) {
        let by_proxy = asked.auth_challenge.source.as_deref() == Some("Proxy");
        let login = self.record().login(&asked.request_id, by_proxy, &asked.auth_challenge.origin);
        let answer = match login {
            Some(login) => {
                json!({"response": "ProvideCredentials", "username": login.user, "password": login.password})
            }
            None => json!({"response": "CancelAuth"}),
        };
        let answer = json!({"requestId": asked.request_id, "authChallengeResponse": answer});
        drop(self.connection.send(Some(session), "Fetch.continueWithAuth", answer));
    }

    fn top_frame(&self) -> Option<String> {
        self.notes.borrow().sessions.first().map(|page| page.frame.clone())
    }

    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A frame of another origin has a process now, and waits for us.
    fn attached(&self, parent: &str, params: AttachedParams) {
        let AttachedParams { session_id, target_info } = params;
        if target_info.kind == "iframe" {
            // Answers are not waited for: a session does what it is told in order.
            drop(tell(&self.connection, &session_id, self.whose));
            if let Some(emulation) = self.emulation.get() {
                drop(emulation.tell(&self.connection, &session_id));
            }
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
        }
        drop(self.connection.send(Some(&session_id), "Runtime.runIfWaitingForDebugger", json!({})));
    }

    /// Closes a window that the page has opened.
    fn close(&self, target: &str) {
        drop(self.connection.send(None, "Target.closeTarget", json!({"targetId": target})));
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

/// A header, whatever case its name is in.
fn header(headers: BTreeMap<String, String>, name: &str) -> Option<String> {
    headers.into_iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
