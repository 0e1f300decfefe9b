//! `<!-- consentlint-ignore RULE: reason -->` before an element, `data-consentlint-ignore="RULE: reason"` on it.
//!
//! They count for the person's own files and standard input only: a judged page must not silence its judge.

use crate::finding::{Finding, quote};
use crate::snapshot::{NodeId, NodeKind, Provenance, Snapshot};

/// What is done with suppressions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suppressions {
    /// They silence findings.
    #[default]
    On,
    /// They are not looked at.
    Off,
    /// They are reported and silence nothing.
    Report,
}

/// What came of a page's suppressions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// How many findings were silenced.
    pub count: u32,
    /// What their owner should know: no reason given, nothing silenced, not heeded.
    pub notes: Vec<String>,
}

struct Request {
    rule: String,
    reason: String,
    from: NodeId,
    to: u32,
    line: Option<u32>,
}

/// Marks the findings that the page's owner silenced.
pub fn suppress(
    snapshot: &Snapshot,
    findings: &mut [Finding],
    nodes: &[NodeId],
    mode: Suppressions,
    known: &dyn Fn(&str) -> bool,
) -> Suppressed {
    let mut outcome = Suppressed::default();
    if mode == Suppressions::Off {
        return outcome;
    }
    let requests = requests(snapshot);
    if snapshot.source.provenance == Provenance::Foreign {
        if !requests.is_empty() {
            outcome.notes.push(format!(
                "{} suppressions in the page were not heeded: it is not a file of yours",
                requests.len()
            ));
        }
        return outcome;
    }
    for request in requests {
        let place = request.line.map_or_else(String::new, |line| format!("line {line}: "));
        let name = quote(&request.rule);
        if !known(&request.rule) {
            outcome.notes.push(format!("{place}the suppression of `{name}` names no rule"));
            continue;
        }
        if request.reason.is_empty() {
            outcome.notes.push(format!("{place}the suppression of `{name}` gives no reason; write `{name}: why`"));
            continue;
        }
        let mut used = false;
        for (finding, node) in findings.iter_mut().zip(nodes) {
            let inside = node.0 >= request.from.0 && node.0 < request.to;
            if inside && finding.rule == request.rule && finding.outcome.is_always_told() {
                used = true;
                if mode == Suppressions::On {
                    finding.suppressed = Some(quote(&request.reason));
                    outcome.count += 1;
                }
            }
        }
        if !used {
            outcome.notes.push(format!("{place}the suppression of `{name}` silences nothing; take it out"));
        }
    }
    outcome
}

fn requests(snapshot: &Snapshot) -> Vec<Request> {
    let mut requests = Vec::new();
    for id in snapshot.ids() {
        let node = snapshot.node(id);
        let line = node.span.map(|span| span.line);
        if node.kind == NodeKind::Comment
            && let Some(text) = node.text.trim().strip_prefix("consentlint-ignore")
            && let Some(next) = next_element(snapshot, id)
        {
            requests.push(request(text, next, snapshot, line));
        }
        if let Some(text) = node.attribute("data-consentlint-ignore") {
            requests.push(request(text, id, snapshot, line));
        }
    }
    requests
}

fn request(text: &str, element: NodeId, snapshot: &Snapshot, line: Option<u32>) -> Request {
    let (rule, reason) = text.split_once(':').unwrap_or((text, ""));
    let after = snapshot.ids().skip(element.index() + 1);
    let mut open = vec![element];
    let mut to = element.0 + 1;
    for id in after {
        let Some(parent) = snapshot.node(id).parent else { break };
        while open.last().is_some_and(|it| *it != parent) {
            open.pop();
        }
        if open.is_empty() {
            break;
        }
        open.push(id);
        to = id.0 + 1;
    }
    Request { rule: rule.trim().to_string(), reason: reason.trim().to_string(), from: element, to, line }
}

/// The element that follows a comment in the same parent.
fn next_element(snapshot: &Snapshot, comment: NodeId) -> Option<NodeId> {
    let parent = snapshot.node(comment).parent;
    snapshot.ids().skip(comment.index() + 1).find(|&id| {
        let node = snapshot.node(id);
        node.is_element() && node.parent == parent
    })
}
