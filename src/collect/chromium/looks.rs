//! What changed between two looks at a page.

use super::arena::Built;
use crate::snapshot::{Change, ChangeKind, Checked, Node, NodeId, NodeKind, Snapshot};
use std::collections::HashMap;

/// Less than this cannot be told from nothing.
const FAINTEST: f64 = 0.01;

/// What of a node is compared.
#[derive(Clone, Copy)]
struct Glance {
    shown: bool,
    checked: Option<Checked>,
    disabled: bool,
}

/// What the earlier look saw, by the browser's own numbers.
pub(super) struct Earlier(HashMap<(String, i64, bool), Glance>);

impl Earlier {
    pub(super) fn of(built: Built) -> Self {
        let shown = shown(&built.snapshot);
        let nodes = built.snapshot.nodes.iter().zip(built.identities).zip(shown);
        let glances = nodes.map(|((node, (session, number)), shown)| {
            let glance = Glance { shown, checked: node.state.checked, disabled: node.state.disabled };
            ((session, number, is_root(node)), glance)
        });
        Earlier(glances.collect())
    }
}

/// A shadow root bears the number of its host.
fn is_root(node: &Node) -> bool {
    matches!(node.kind, NodeKind::ShadowRoot(_))
}

/// What is different now. Of what appeared together the outermost node is named, and every control in it.
pub(super) fn changes(earlier: &Earlier, built: &Built) -> Vec<Change> {
    let snapshot = &built.snapshot;
    let shown = shown(snapshot);
    let mut appeared = vec![false; snapshot.nodes.len()];
    let mut changes = Vec::new();
    for (at, (node, (session, number))) in snapshot.nodes.iter().zip(&built.identities).enumerate() {
        let before = earlier.0.get(&(session.clone(), *number, is_root(node))).copied();
        let mut note = |what| changes.push(Change { node: NodeId(at as u32), what });
        appeared[at] = shown[at] && !before.is_some_and(|before| before.shown);
        let in_another = node.parent.is_some_and(|parent| appeared[parent.index()]);
        let is_content = matches!(node.kind, NodeKind::Element | NodeKind::Text);
        if appeared[at] && is_content && (!in_another || is_control(node)) {
            note(ChangeKind::Appeared);
        }
        let Some(before) = before else { continue };
        match (before.checked, node.state.checked) {
            (Some(Checked::Off), Some(Checked::On)) => note(ChangeKind::TurnedOn),
            (Some(Checked::On), Some(Checked::Off)) => note(ChangeKind::TurnedOff),
            _ => {}
        }
        if before.disabled && !node.state.disabled {
            note(ChangeKind::Enabled);
        }
    }
    changes
}

fn is_control(node: &Node) -> bool {
    node.clickable || node.state.checked.is_some() || matches!(node.tag.as_str(), "input" | "textarea" | "select")
}

/// For each node, whether it takes up room and can be seen through nothing.
fn shown(snapshot: &Snapshot) -> Vec<bool> {
    let mut opacity: Vec<f64> = Vec::with_capacity(snapshot.nodes.len());
    let mut visible: Vec<bool> = Vec::with_capacity(snapshot.nodes.len());
    snapshot
        .ids()
        .map(|id| {
            let node = snapshot.node(id);
            let parent = node.parent.map(NodeId::index);
            let own = snapshot.style(id, "opacity").and_then(|value| value.parse::<f64>().ok()).unwrap_or(1.0);
            opacity.push(own * parent.map_or(1.0, |parent| opacity[parent]));
            visible.push(match snapshot.style(id, "visibility") {
                Some(value) => value == "visible" || value.is_empty(),
                None => parent.is_none_or(|parent| visible[parent]),
            });
            let at = id.index();
            node.rect.is_some_and(|rect| rect.area() > 0.0) && visible[at] && opacity[at] >= FAINTEST
        })
        .collect()
}
