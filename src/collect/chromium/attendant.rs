//! Somebody who attends to a page while others wait for it: dismisses its dialogs, lets its frames run, closes what
//! it pops up, and notes what happens.

use super::connection::{Connection, Event};
use super::page::{BINDING, Emulation, Noted, Response, Session, WORLD, tell};
use serde::Deserialize;
use serde_json::json;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Attends to a page while somebody else waits for it.
pub(super) struct Attendant {
    pub(super) connection: Connection,
    /// What frames are told, once it is known.
    pub(super) emulation: Arc<OnceLock<Emulation>>,
    pub(super) notes: watch::Sender<Noted>,
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
    #[serde(rename = "type")]
    kind: String,
    frame_id: Option<String>,
    response: Response,
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
            "Target.targetCreated" => self.close(&event.params::<CreatedParams>()?.target_info.target_id),
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
                    let end = Instant::now() + Duration::from_millis(moving.into());
                    noted.moving_until = noted.moving_until.max(end);
                });
            }
            _ => {}
        }
        Some(())
    }

    /// A frame of another origin has a process now, and waits for us.
    fn attached(&self, parent: &str, params: AttachedParams) {
        let AttachedParams { session_id, target_info } = params;
        if target_info.kind == "iframe" {
            // Answers are not waited for: a session does what it is told in order.
            drop(tell(&self.connection, &session_id));
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
