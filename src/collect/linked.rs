//! Agreements one hop away: documents of the same project that are linked from beside a box or a button.

use super::html;
use crate::snapshot::{Capability, Linked, MAX_TEXT, NodeId, NodeKind, Snapshot, leads_to_page};
use std::path::Path;
use url::Url;

/// Most documents that are followed from one page.
const MOST: usize = 8;
/// Largest document that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Reads the agreements that a page of the person's own links to, below the project's root. Which links are followed
/// is a matter of where they stand, so that what is stored does not depend on the rules of the day.
pub fn follow(snapshot: &mut Snapshot, root: Option<&Path>) {
    let links: Vec<(NodeId, String)> = snapshot
        .ids()
        .filter(|&id| snapshot.node(id).is("a") && stands_by_a_control(snapshot, id))
        .filter_map(|id| Some((id, snapshot.node(id).attribute("href")?.trim().to_string())))
        .filter(|(_, href)| leads_to_page(href))
        .collect();
    let mut all = true;
    let base = snapshot.url.as_deref().and_then(|url| Url::parse(url).ok());
    let root = root.and_then(|root| root.canonicalize().ok());
    for (link, href) in links {
        let found = base.as_ref().and_then(|base| base.join(&href).ok());
        let (Some(url), Some(root)) = (found, &root) else {
            all = false;
            continue;
        };
        if is_missing(&url, root) {
            snapshot.linked.push(Linked { link, url: url.into(), status: Some(404), ..Linked::default() });
            continue;
        }
        match (snapshot.linked.len() < MOST).then(|| read(&url, root)).flatten() {
            Some((title, text)) => {
                let mut url = url;
                url.set_query(None);
                url.set_fragment(None);
                snapshot.linked.push(Linked { link, url: url.into(), status: None, title, text });
            }
            None => all = false,
        }
    }
    if all && !snapshot.frames.is_empty() && !snapshot.frames[0].seen.contains(&Capability::Linked) {
        snapshot.frames[0].seen.push(Capability::Linked);
    }
}

/// Whether a link is in a label, or in the same few elements as a box or a button.
fn stands_by_a_control(snapshot: &Snapshot, link: NodeId) -> bool {
    let mut at = link;
    for _ in 0..3 {
        let Some(parent) = snapshot.node(at).parent else { return false };
        let node = snapshot.node(parent);
        if node.is("label") {
            return true;
        }
        if matches!(node.tag.as_str(), "body" | "main" | "html") {
            break;
        }
        at = parent;
    }
    let from = at.index();
    snapshot.nodes[from..].iter().enumerate().take(40).any(|(offset, node)| {
        let inside = offset == 0 || node.parent.is_some_and(|parent| parent.index() >= from);
        inside
            && (node.is("button")
                || node.is("input")
                    && matches!(node.attribute("type"), Some("checkbox" | "submit" | "radio" | "button"))
                || matches!(node.attribute("role"), Some("checkbox" | "switch" | "button")))
    })
}

/// Whether a link names a page below the project's root that is not there. A folder or a name without an ending may be
/// a route of a server, and says nothing.
fn is_missing(url: &Url, root: &Path) -> bool {
    let Ok(path) = url.to_file_path() else { return false };
    let named = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("html") || it.eq_ignore_ascii_case("htm"));
    named && path.starts_with(root) && !path.exists()
}

fn read(url: &Url, root: &Path) -> Option<(Option<String>, String)> {
    let path = url.to_file_path().ok()?.canonicalize().ok()?;
    let is_page = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("html") || it.eq_ignore_ascii_case("htm"));
    let facts = path.metadata().ok()?;
    if !path.starts_with(root) || !is_page || !facts.is_file() || facts.len() > LARGEST {
        return None;
    }
    let document = super::Document {
        input: path.display().to_string(),
        bytes: std::fs::read(&path).ok()?,
        charset: None,
        url: Some(url.clone()),
        root: None,
    };
    let mut page = html::Page::parse(&document, &super::LookOptions::default()).ok()?;
    let seen = page.look(super::Depth::Source);
    let mut text = String::new();
    for node in seen.nodes.iter().filter(|node| node.kind == NodeKind::Text) {
        for word in node.text.split_whitespace() {
            text.push_str(word);
            text.push(' ');
        }
        text.push('\n');
        if text.len() > MAX_TEXT {
            return None;
        }
    }
    Some((seen.title, text))
}
