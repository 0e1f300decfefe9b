//! One socket to one browser: every page talks through it, and nobody waits for anybody.
//!
//! A call is written at once and answered whenever the browser does ([`Connection::send`]), so several can be under
//! way together. Events go to whoever holds the session they came from; a session that opens inside another (a
//! frame of another origin) goes where its parent's events go, so that none is lost between its birth and its use.

use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes, protocol::WebSocketConfig};

/// Longest message that is taken from a browser; a longer one ends the connection.
const MAX_MESSAGE: usize = 512 * 1024 * 1024;

/// The events that a look heeds. All others (what a page writes to its console, above all) are dropped unread.
const HEEDED: &[&str] = &[
    "Fetch.authRequired",
    "Fetch.requestPaused",
    "Inspector.targetCrashed",
    "Log.entryAdded",
    "Network.loadingFinished",
    "Network.requestWillBeSent",
    "Network.requestWillBeSentExtraInfo",
    "Network.responseReceived",
    "Network.responseReceivedExtraInfo",
    "Page.downloadWillBegin",
    "Page.frameDetached",
    "Page.frameNavigated",
    "Page.frameStartedLoading",
    "Page.frameStoppedLoading",
    "Page.javascriptDialogOpening",
    "Page.loadEventFired",
    "Runtime.bindingCalled",
    "Runtime.exceptionThrown",
    "Runtime.executionContextCreated",
    "Target.attachedToTarget",
    "Target.detachedFromTarget",
    "Target.targetCreated",
];

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// The socket is closed: the browser is gone.
    #[error("the browser closed the connection")]
    Closed,
    /// The page is gone, and the browser is not.
    #[error("{0}")]
    Lost(String),
    /// The browser refused.
    #[error("{method} was refused: {why}")]
    Refused {
        /// What was called.
        method: &'static str,
        /// What the browser said.
        why: String,
    },
    /// The answer is not what the protocol promises.
    #[error("{method} was answered with something unknown: {why}")]
    Malformed {
        /// What was called.
        method: &'static str,
        /// What the parser said.
        why: String,
    },
}

/// An event of one session.
#[derive(Debug)]
pub(super) struct Event {
    /// The session that it came from.
    pub(super) session: String,
    /// Its name (`Page.loadEventFired`).
    pub(super) method: String,
    text: Utf8Bytes,
}

impl Event {
    /// The event's parameters.
    pub(super) fn params<T: DeserializeOwned>(&self) -> Option<T> {
        #[derive(Deserialize)]
        struct Body<T> {
            params: T,
        }
        parse::<Body<T>>(&self.text).ok().map(|body| body.params)
    }
}

/// A call that has been written and not yet been answered.
pub(super) struct Pending {
    method: &'static str,
    answer: oneshot::Receiver<Utf8Bytes>,
}

impl Pending {
    /// Waits for the answer.
    pub(super) async fn answer<T: DeserializeOwned>(self) -> Result<T, CallError> {
        #[derive(Deserialize)]
        struct Body<T> {
            result: Option<T>,
            error: Option<Refusal>,
        }
        #[derive(Deserialize)]
        struct Refusal {
            message: String,
        }
        let text = self.answer.await.map_err(|_| CallError::Closed)?;
        let malformed = |why: String| CallError::Malformed { method: self.method, why };
        match parse::<Body<T>>(&text).map_err(|error| malformed(error.to_string()))? {
            Body { error: Some(refusal), .. } => Err(CallError::Refused { method: self.method, why: refusal.message }),
            Body { result: Some(result), .. } => Ok(result),
            _ => Err(malformed("neither a result nor an error".into())),
        }
    }

    /// Waits until the call was done, whatever came of it. False if the browser is gone.
    pub(super) async fn done(self) -> bool {
        self.answer.await.is_ok()
    }
}

/// Text of a page may hold half a surrogate pair, which JSON can spell and Rust can't hold: it becomes U+FFFD.
fn parse<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    match serde_json::from_str(text) {
        Err(error) if text.contains("\\ud") || text.contains("\\uD") => {
            let whole = lone_surrogates_replaced(text);
            serde_json::from_str(&whole).map_err(|_| error)
        }
        parsed => parsed,
    }
}

fn lone_surrogates_replaced(text: &str) -> String {
    let unit = |at: usize| -> Option<u16> {
        let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let escape = at + found;
        whole.push_str(&text[at..escape]);
        let (kept, length) = match unit(escape) {
            Some(0xD800..=0xDBFF) if matches!(unit(escape + 6), Some(0xDC00..=0xDFFF)) => {
                (&text[escape..escape + 12], 12)
            }
            Some(0xD800..=0xDFFF) => ("\\ufffd", 6),
            // A backslash and what it escapes go together, or `\\ud800` (text, not an escape) would be misread.
            _ => {
                let length = 1 + text[escape + 1..].chars().next().map_or(0, char::len_utf8);
                (&text[escape..escape + length], length)
            }
        };
        whole.push_str(kept);
        at = escape + length;
    }
    whole.push_str(&text[at..]);
    whole
}

/// A connection to a browser. Clones share it.
#[derive(Clone)]
pub(super) struct Connection(Arc<Shared>);

struct Shared {
    next: AtomicU64,
    outgoing: mpsc::UnboundedSender<Message>,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Utf8Bytes>>>,
    routes: Mutex<HashMap<String, mpsc::UnboundedSender<Event>>>,
    closed: watch::Sender<bool>,
}

impl Connection {
    /// Connects to a browser's DevTools address (`ws://…`) and starts to read and to write.
    pub(super) async fn open(address: &str) -> Result<Self, String> {
        let config = WebSocketConfig::default().max_message_size(Some(MAX_MESSAGE)).max_frame_size(Some(MAX_MESSAGE));
        let (socket, _) = tokio_tungstenite::connect_async_with_config(address, Some(config), true)
            .await
            .map_err(|error| error.to_string())?;
        let (mut sink, mut stream) = socket.split();
        let (outgoing, mut queue) = mpsc::unbounded_channel::<Message>();
        let shared = Arc::new(Shared {
            next: AtomicU64::new(1),
            outgoing,
            waiting: Mutex::default(),
            routes: Mutex::default(),
            closed: watch::Sender::new(false),
        });
        tokio::spawn(async move {
            while let Some(message) = queue.recv().await {
                let mut sent = sink.feed(message).await;
                while let (Ok(()), Ok(message)) = (&sent, queue.try_recv()) {
                    sent = sink.feed(message).await;
                }
                if sent.is_err() || sink.flush().await.is_err() {
                    break;
                }
            }
        });
        let reader = Arc::downgrade(&shared);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let Some(shared) = reader.upgrade() else { return };
                if let Message::Text(text) = message {
                    shared.take(text);
                }
            }
            if let Some(shared) = reader.upgrade() {
                shared.close();
            }
        });
        Ok(Connection(shared))
    }

    /// Writes a call. `session` is the page or frame it is for; none for the browser itself.
    pub(super) fn send(&self, session: Option<&str>, method: &'static str, params: Value) -> Pending {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        if !*self.0.closed.borrow() {
            lock(&self.0.waiting).insert(id, sender);
            let call = match session {
                Some(session) => json!({"id": id, "sessionId": session, "method": method, "params": params}),
                None => json!({"id": id, "method": method, "params": params}),
            };
            if self.0.outgoing.send(Message::text(call.to_string())).is_err() || *self.0.closed.borrow() {
                lock(&self.0.waiting).remove(&id);
            }
        }
        Pending { method, answer }
    }

    /// Calls and waits for the answer.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        session: Option<&str>,
        method: &'static str,
        params: Value,
    ) -> Result<T, CallError> {
        self.send(session, method, params).answer().await
    }

    /// The events of a page's session, of all that open inside it, and of windows that the page opens, from now on.
    pub(super) fn listen(&self, session: &str, target: &str) -> mpsc::UnboundedReceiver<Event> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut routes = lock(&self.0.routes);
        routes.insert(session.to_owned(), sender.clone());
        routes.insert(target.to_owned(), sender);
        receiver
    }

    /// Ends what [`listen`](Self::listen) began.
    pub(super) fn forget(&self, session: &str) {
        let mut routes = lock(&self.0.routes);
        if let Some(gone) = routes.remove(session) {
            routes.retain(|_, route| !route.same_channel(&gone));
        }
    }

    /// Whether the browser is gone.
    pub(super) fn is_closed(&self) -> bool {
        *self.0.closed.borrow()
    }

    /// Gives a browser up that does not answer any more.
    pub(super) fn abandon(&self) {
        self.0.close();
    }

    /// Waits until the browser is gone.
    pub(super) async fn closed(&self) {
        let mut closed = self.0.closed.subscribe();
        // An error means that the sender is gone, which is closed too.
        let _ = closed.wait_for(|closed| *closed).await;
    }
}

impl Shared {
    fn take(&self, text: Utf8Bytes) {
        #[derive(Deserialize)]
        struct Header {
            id: Option<u64>,
            method: Option<String>,
            #[serde(rename = "sessionId")]
            session: Option<String>,
        }
        let Ok(header) = serde_json::from_str::<Header>(&text) else { return };
        if let Some(id) = header.id {
            if let Some(waiting) = lock(&self.waiting).remove(&id) {
                // Nobody waits for it any more: that is no error.
                let _ = waiting.send(text);
            }
            return;
        }
        let Some(method) = header.method.filter(|method| HEEDED.contains(&method.as_str())) else { return };
        self.deliver(header.session, Event { session: String::new(), method, text });
    }

    fn deliver(&self, session: Option<String>, mut event: Event) {
        #[derive(Deserialize)]
        struct Child {
            #[serde(rename = "sessionId")]
            session: String,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Opened {
            target_info: Target,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Target {
            opener_id: Option<String>,
        }
        let child = match event.method.as_str() {
            "Target.attachedToTarget" | "Target.detachedFromTarget" => event.params::<Child>().map(|it| it.session),
            _ => None,
        };
        let opener = match event.method.as_str() {
            "Target.targetCreated" => event.params::<Opened>().and_then(|it| it.target_info.opener_id),
            _ => None,
        };
        let Some(session) = session.or_else(|| child.clone()).or(opener) else { return };
        let mut routes = lock(&self.routes);
        let Some(route) = routes.get(&session).cloned() else { return };
        if let Some(child) = child {
            match event.method.as_str() {
                "Target.attachedToTarget" => routes.insert(child, route.clone()),
                _ => routes.remove(&child),
            };
        }
        event.session = session.clone();
        if route.send(event).is_err() {
            routes.retain(|_, route| !route.is_closed());
        }
    }

    fn close(&self) {
        self.closed.send_replace(true);
        lock(&self.waiting).clear();
        lock(&self.routes).clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_surrogate_pair_is_replaced_and_a_whole_one_kept() {
        let text = r#"["a\ud83d\ude00b","\ud83dx","\\ud83d","\udc00"]"#;
        let parsed: Vec<String> = parse(text).unwrap();
        assert_eq!(parsed, ["a😀b", "\u{fffd}x", "\\ud83d", "\u{fffd}"]);
    }
}
