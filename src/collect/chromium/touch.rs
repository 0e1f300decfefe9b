//! Doing to a page what a person does: pressing, typing, turning the wheel. Real input events, so that what lies in
//! front is what is pressed, and the page sees a person's gesture.

use super::connection::CallError;
use super::look::Identities;
use super::page::Page;
use super::remote::{Numbered, Resolved, Returned};
use crate::collect::CollectError;
use crate::snapshot::{NodeId, Viewport};
use serde::Deserialize;
use serde_json::{Value, json};

/// Why a node can't be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpressed {
    /// It has no box, or is gone.
    NotThere,
    /// Something else lies in front of it.
    Covered,
}

#[derive(Deserialize)]
struct Quads {
    quads: Vec<Vec<f64>>,
}

/// Presses the middle of a node, wherever it is.
pub(super) async fn press(
    page: &Page,
    identities: &Identities,
    node: NodeId,
) -> Result<Result<(), Unpressed>, CollectError> {
    let Some((session, number)) = identities.get(node.index()).filter(|(_, number)| *number > 0) else {
        return Ok(Err(Unpressed::NotThere));
    };
    press_at(page, session, *number).await
}

/// Presses the middle of what has this number in a process.
pub(super) async fn press_at(page: &Page, session: &str, number: i64) -> Result<Result<(), Unpressed>, CollectError> {
    let which = json!({"backendNodeId": number});
    // What is in view already stays where it is.
    let _ = page.connection.call::<Value>(Some(session), "DOM.scrollIntoViewIfNeeded", which.clone()).await;
    let quads = page.connection.call::<Quads>(Some(session), "DOM.getContentQuads", which).await;
    let Ok(Quads { quads }) = quads else { return Ok(Err(Unpressed::NotThere)) };
    let places: Vec<(f64, f64)> = quads.iter().flat_map(|quad| places(quad)).collect();
    if places.is_empty() {
        return Ok(Err(Unpressed::NotThere));
    }
    let Some((left, top)) = offset(page, session).await else { return Ok(Err(Unpressed::NotThere)) };
    for (x, y) in places {
        if is_hit(page, session, number, (x, y)).await {
            click(page, (x + left, y + top)).await?;
            return Ok(Ok(()));
        }
    }
    Ok(Err(Unpressed::Covered))
}

/// The middle of a quad, and points around it.
fn places(quad: &[f64]) -> Vec<(f64, f64)> {
    let &[x1, y1, x2, y2, x3, y3, x4, y4] = quad else { return Vec::new() };
    let area = ((x3 - x1) * (y4 - y2) - (x4 - x2) * (y3 - y1)).abs() / 2.0;
    if area < 1.0 {
        return Vec::new();
    }
    let middle = ((x1 + x2 + x3 + x4) / 4.0, (y1 + y2 + y3 + y4) / 4.0);
    let toward = |x: f64, y: f64| (middle.0 + (x - middle.0) * 0.6, middle.1 + (y - middle.1) * 0.6);
    vec![middle, toward(x1, y1), toward(x2, y2), toward(x3, y3), toward(x4, y4)]
}

/// Where a frame's own coordinates begin in the window.
async fn offset(page: &Page, session: &str) -> Option<(f64, f64)> {
    #[derive(Deserialize)]
    struct Boxed {
        model: Model,
    }
    #[derive(Deserialize)]
    struct Model {
        content: Vec<f64>,
    }
    let noted = page.now();
    let (mut left, mut top) = (0.0, 0.0);
    let mut at = noted.sessions.iter().find(|it| it.id == session)?;
    while let Some(parent) = &at.parent {
        let frame = json!({"frameId": at.frame});
        let owner: Numbered = page.connection.call(Some(parent), "DOM.getFrameOwner", frame).await.ok()?;
        let host = json!({"backendNodeId": owner.backend_node_id});
        let Boxed { model } = page.connection.call(Some(parent), "DOM.getBoxModel", host).await.ok()?;
        left += model.content.first()?;
        top += model.content.get(1)?;
        at = noted.sessions.iter().find(|it| it.id == *parent)?;
    }
    Some((left, top))
}

/// Whether a press there meets the node, something in it, or something around it that is not another control.
async fn is_hit(page: &Page, session: &str, number: i64, at: (f64, f64)) -> bool {
    // In our own world: the page can't make it say what is not so.
    const HIT: &str = "function (x, y) {
        let hit = document.elementFromPoint(x, y);
        while (hit && hit.shadowRoot && hit !== this) {
            const inner = hit.shadowRoot.elementFromPoint(x, y);
            if (!inner || inner === hit) break;
            hit = inner;
        }
        const root = this.getRootNode();
        const within = root.elementFromPoint ? root.elementFromPoint(x, y) : null;
        const element = this.nodeType === 1 ? this : this.parentElement;
        const meets = (one) => {
            for (let up = one; up; up = up.parentElement ?? up.getRootNode().host) if (up === element) return true;
            return false;
        };
        if (!element || (!hit && !within)) return false;
        if (meets(hit) || meets(within)) return true;
        const label = (hit ?? within)?.closest?.('label');
        return Boolean(label && (label.control === element || label.contains(element)));
    }";
    let noted = page.now();
    let frame = noted.sessions.iter().find(|it| it.id == session).map(|it| it.frame.clone()).unwrap_or_default();
    let mut which = json!({"backendNodeId": number});
    if let Some(world) = noted.worlds.get(&(session.to_owned(), frame)) {
        which["executionContextId"] = json!(world);
    }
    let resolved = page.connection.call::<Resolved>(Some(session), "DOM.resolveNode", which).await;
    let resolved = match resolved {
        Ok(resolved) => Ok(resolved),
        // A document inside this one has a world of its own.
        Err(CallError::Refused { .. }) => {
            let which = json!({"backendNodeId": number});
            page.connection.call::<Resolved>(Some(session), "DOM.resolveNode", which).await
        }
        Err(error) => Err(error),
    };
    let Some(object) = resolved.ok().and_then(|it| it.object.object_id) else { return false };
    let call = json!({
        "objectId": object, "functionDeclaration": HIT, "returnByValue": true, "silent": true,
        "arguments": [{"value": at.0}, {"value": at.1}],
    });
    let called = page.connection.call::<Returned<bool>>(Some(session), "Runtime.callFunctionOn", call).await;
    called.is_ok_and(|called| called.result.value == Some(true))
}

async fn click(page: &Page, (x, y): (f64, f64)) -> Result<(), CollectError> {
    let event = |kind: &str, buttons: u32| {
        json!({
            "type": kind, "x": x, "y": y, "button": if kind == "mouseMoved" { "none" } else { "left" },
            "buttons": buttons, "clickCount": if kind == "mouseMoved" { 0 } else { 1 },
        })
    };
    for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
        // A dialog that the press opens holds back the answer: it is not waited for.
        drop(page.send("Input.dispatchMouseEvent", event(kind, buttons)));
    }
    Ok(())
}

/// Presses a key and lets it go.
pub(super) async fn key(page: &Page, key: &str) -> Result<(), CollectError> {
    let code = match key {
        "Escape" => 27,
        "Enter" => 13,
        "Tab" => 9,
        _ => 0,
    };
    for kind in ["keyDown", "keyUp"] {
        let event = json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
        drop(page.send("Input.dispatchKeyEvent", event));
    }
    Ok(())
}

/// Turns the wheel until the end of what is under it.
pub(super) async fn scroll(
    page: &Page,
    identities: &Identities,
    node: Option<NodeId>,
    window: Viewport,
) -> Result<(), CollectError> {
    let mut at = (f64::from(window.width) / 2.0, f64::from(window.height) / 2.0);
    if let Some((session, number)) = node.and_then(|node| identities.get(node.index())) {
        let which = json!({"backendNodeId": number});
        if let Ok(Quads { quads }) = page.connection.call(Some(session), "DOM.getContentQuads", which).await
            && let Some((x, y)) = quads.iter().flat_map(|quad| places(quad)).next()
            && let Some((left, top)) = offset(page, session).await
        {
            at = (x + left, y + top);
        }
    }
    for _ in 0..3 {
        let wheel =
            json!({"type": "mouseWheel", "x": at.0, "y": at.1, "deltaX": 0, "deltaY": 20_000, "pointerType": "mouse"});
        // The page may hold it back for ever; the deadline of the tab ends that.
        let _ = page.send("Input.dispatchMouseEvent", wheel).done().await;
    }
    Ok(())
}

/// Puts text into a field as if it were typed.
pub(super) async fn enter(page: &Page, identities: &Identities, node: NodeId, text: &str) -> Result<(), CollectError> {
    if let Some((session, number)) = identities.get(node.index()) {
        enter_at(page, session, *number, text).await;
    }
    Ok(())
}

/// Puts text into what has this number in a process, letter by letter.
pub(super) async fn enter_at(page: &Page, session: &str, number: i64, text: &str) {
    let focus = page.connection.send(Some(session), "DOM.focus", json!({"backendNodeId": number}));
    if focus.answer::<Value>().await.is_ok() {
        for letter in text.chars() {
            let typed = page.connection.send(Some(session), "Input.insertText", json!({"text": letter.to_string()}));
            typed.done().await;
        }
    }
}
