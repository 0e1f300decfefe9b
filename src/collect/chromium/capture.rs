//! Takes down what a page is at one moment: all its processes at once, and the little that a capture leaves out.

use super::connection::CallError;
use super::documents::{Document, Row};
use super::page::{Noted, Page};
use super::remote::{Numbered, Resolved, Returned};
use super::style;
use super::wire;
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// Longest wait for a frame that runs apart; one that hangs must not hold up the page.
const FRAME_LIMIT: Duration = Duration::from_secs(5);
/// Most elements that are asked whether they have a shadow root; only those inside a shadow tree are in doubt.
const MAX_DOUBTFUL: usize = 500;
/// Most boxes that are asked whether they are neither ticked nor not.
const MAX_BOXES: usize = 3_000;

/// A page at one moment.
pub(super) struct Captured {
    /// The page's own process first, and each before those of the frames inside it.
    pub(super) parts: Vec<Part>,
    /// Frames that could not be captured: the process and number of the host, and why.
    lost: HashMap<(usize, i64), String>,
}

/// What one process holds.
pub(super) struct Part {
    pub(super) session: String,
    /// The part and number of the element that hosts its first document.
    host: Option<(usize, i64)>,
    pub(super) wire: wire::Captured,
    /// Boxes that are shown as neither ticked nor not.
    pub(super) mixed: HashSet<i64>,
    /// Elements inside a shadow tree that have one of their own.
    pub(super) hosts: HashSet<i64>,
}

impl Captured {
    /// The part that a frame shows.
    pub(super) fn child(&self, part: usize, host: i64) -> Option<usize> {
        self.parts.iter().position(|child| child.host == Some((part, host)))
    }

    /// Why a frame could not be captured.
    pub(super) fn lost(&self, part: usize, host: i64) -> Option<&str> {
        self.lost.get(&(part, host)).map(String::as_str)
    }
}

/// Captures a page.
pub(super) async fn capture(page: &Page, noted: &Noted, ask_for_mixed: bool) -> Result<Captured, CallError> {
    let what = json!({
        "computedStyles": style::asked().collect::<Vec<_>>(),
        "includePaintOrder": true,
        "includeDOMRects": true,
    });
    // All are written before any is waited for.
    let asked: Vec<_> = noted
        .sessions
        .iter()
        .map(|session| {
            let send = |to: &str, method, params| page.connection.send(Some(to), method, params);
            let captured =
                session.lost.is_none().then(|| send(&session.id, "DOMSnapshot.captureSnapshot", what.clone()));
            let parent = session.parent.as_deref();
            let owner = parent.map(|parent| send(parent, "DOM.getFrameOwner", json!({"frameId": session.frame})));
            (session, captured, owner)
        })
        .collect();
    let answers = asked.into_iter().map(|(session, captured, owner)| async move {
        let captured = async {
            match (captured, &session.lost) {
                (Some(pending), _) => pending.answer::<wire::Captured>().await,
                (None, _) => Err(CallError::Closed),
            }
        };
        let owner = async {
            match owner {
                Some(pending) => pending.answer::<Numbered>().await.ok().map(|owner| owner.backend_node_id),
                None => None,
            }
        };
        if session.parent.is_none() {
            return (session, Some(captured.await), None);
        }
        let limited = (tokio::time::timeout(FRAME_LIMIT, captured), tokio::time::timeout(FRAME_LIMIT, owner));
        let (captured, owner) = tokio::join!(limited.0, limited.1);
        (session, captured.ok(), owner.ok().flatten())
    });
    let mut all = Captured { parts: Vec::new(), lost: HashMap::new() };
    for (session, captured, owner) in join_all(answers).await {
        let parent = session.parent.as_deref();
        let above = parent.and_then(|parent| all.parts.iter().position(|part| part.session == parent));
        let host = above.zip(owner);
        let why = match (captured, parent, host) {
            (Some(Ok(wire)), None, _) | (Some(Ok(wire)), Some(_), Some(_)) => {
                let session = session.id.clone();
                let part = Part { session, host, wire, mixed: HashSet::new(), hosts: HashSet::new() };
                all.parts.push(part);
                continue;
            }
            (Some(Err(error)), None, _) => return Err(error),
            (None, ..) => "a frame did not answer".to_owned(),
            _ => session.lost.as_ref().map_or("a frame went away".into(), |why| format!("a frame was lost: {why}")),
        };
        all.lost.extend(host.map(|host| (host, why)));
    }
    let details = all.parts.iter().map(|part| async {
        tokio::time::timeout(FRAME_LIMIT, details(page, noted, part, ask_for_mixed)).await.unwrap_or_default()
    });
    let details: Vec<_> = join_all(details).await;
    for (part, details) in all.parts.iter_mut().zip(details) {
        (part.hosts, part.mixed) = details;
    }
    Ok(all)
}

/// What has to be asked element by element: which have a shadow root, which boxes are mixed.
async fn details(page: &Page, noted: &Noted, part: &Part, ask_for_mixed: bool) -> (HashSet<i64>, HashSet<i64>) {
    let mut doubtful = Vec::new();
    let mut boxes = Vec::new();
    for document in &part.wire.documents {
        let document = Document::new(document, &part.wire.strings);
        let world = noted.worlds.get(&(part.session.clone(), document.frame().to_owned()));
        for row in (0..document.len()).filter(|&row| document.is_element(row)) {
            if may_be_host(&document, row) {
                doubtful.push(document.identity(row));
            }
            let unreachable = document.shadow(row) == Some("closed");
            if let Some(&world) = world.filter(|_| (ask_for_mixed || unreachable) && is_box(&document, row)) {
                boxes.push((document.identity(row), world));
            }
        }
    }
    doubtful.truncate(MAX_DOUBTFUL);
    boxes.truncate(MAX_BOXES);
    tokio::join!(hosts(page, &part.session, doubtful), mixed(page, &part.session, boxes))
}

fn is_box(document: &Document<'_>, row: Row) -> bool {
    let kind = document.attribute(row, "type").unwrap_or_default();
    kind.eq_ignore_ascii_case("checkbox") && document.tag(row) == "input"
}

/// Whether an element is in a shadow tree and could have one of its own of the same kind.
fn may_be_host(document: &Document<'_>, row: Row) -> bool {
    let Some(kind) = document.shadow(row) else { return false };
    let mut children = document.children(row).iter().filter(|&&child| document.pseudo(child).is_none());
    children.next().is_some_and(|&child| document.shadow(child) == Some(kind)) && {
        let tag = document.tag(row);
        tag.contains('-')
            || matches!(
                tag.as_str(),
                "article"
                    | "aside"
                    | "blockquote"
                    | "body"
                    | "div"
                    | "footer"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
                    | "header"
                    | "main"
                    | "nav"
                    | "p"
                    | "section"
                    | "span"
            )
    }
}

async fn hosts(page: &Page, session: &str, doubtful: Vec<i64>) -> HashSet<i64> {
    #[derive(Deserialize)]
    struct Described {
        node: Shadowed,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", default)]
    #[derive(Default)]
    struct Shadowed {
        shadow_roots: Vec<Value>,
    }
    let ask = |&identity: &i64| {
        page.connection.send(Some(session), "DOM.describeNode", json!({"backendNodeId": identity, "depth": 0}))
    };
    let asked: Vec<_> = doubtful.iter().map(ask).collect();
    let mut hosts = HashSet::new();
    for (identity, pending) in doubtful.into_iter().zip(asked) {
        let described = pending.answer::<Described>().await;
        if described.is_ok_and(|described| !described.node.shadow_roots.is_empty()) {
            hosts.insert(identity);
        }
    }
    hosts
}

async fn mixed(page: &Page, session: &str, boxes: Vec<(i64, i64)>) -> HashSet<i64> {
    let asked: Vec<_> = boxes
        .into_iter()
        .map(|(identity, world)| {
            let which = json!({"backendNodeId": identity, "executionContextId": world});
            (identity, page.connection.send(Some(session), "DOM.resolveNode", which))
        })
        .collect();
    let mut called = Vec::new();
    for (identity, pending) in asked {
        let resolved = pending.answer::<Resolved>().await.ok().and_then(|resolved| resolved.object.object_id);
        called.extend(resolved.map(|object| {
            let function = "function () { return this.indeterminate === true }";
            let call = json!({"objectId": object, "functionDeclaration": function, "returnByValue": true});
            (identity, page.connection.send(Some(session), "Runtime.callFunctionOn", call))
        }));
    }
    let mut mixed = HashSet::new();
    for (identity, pending) in called {
        if pending.answer::<Returned<bool>>().await.is_ok_and(|called| called.result.value == Some(true)) {
            mixed.insert(identity);
        }
    }
    mixed
}
