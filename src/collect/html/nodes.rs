//! From the flat tree to the nodes of a snapshot.

use super::decode::Decoded;
use super::flat::{self, FlatNode};
use super::position::Lines;
use super::state::{Groups, input_type};
use super::tree::{Data, Element, Tree, TreeId};
use crate::collect::is_inline_tag;
use crate::snapshot::{Capability, Frame, MAX_TEXT, Missing, Node, NodeId, NodeKind, Snapshot};
use std::collections::BTreeMap;

/// Fills the nodes of a snapshot, and says for each place of the flat tree which node it became.
pub(super) fn fill(snapshot: &mut Snapshot, tree: &Tree, flat: &[FlatNode], decoded: &Decoded) -> Vec<Option<NodeId>> {
    let lines = Lines::new(&decoded.text);
    let groups = Groups::new(tree);
    let mut became: Vec<Option<NodeId>> = Vec::with_capacity(flat.len());
    snapshot.nodes.reserve_exact(flat.len());
    for (at, place) in flat.iter().enumerate() {
        let parent = place.parent.and_then(|parent| became[parent as usize]);
        let node = if at > 0 && parent.is_none() { None } else { node(tree, flat, at, &groups) };
        became.push(node.map(|mut node| {
            node.parent = parent;
            node.span = tree.nodes[place.tree as usize].span.map(|(start, end)| lines.span(decoded, start, end));
            snapshot.nodes.push(node);
            NodeId((snapshot.nodes.len() - 1) as u32)
        }));
    }
    became
}

fn node(tree: &Tree, flat: &[FlatNode], at: usize, groups: &Groups) -> Option<Node> {
    let place = &flat[at];
    if let Some(mode) = place.shadow {
        return Some(Node { kind: NodeKind::ShadowRoot(mode), ..Node::default() });
    }
    match &tree.nodes[place.tree as usize].data {
        Data::Document => Some(Node { kind: NodeKind::Document, ..Node::default() }),
        Data::Element(element) => Some(Node {
            kind: NodeKind::Element,
            tag: element.name.local.to_ascii_lowercase().to_string(),
            attributes: attributes(element),
            state: groups.state(tree, place.tree, element),
            clickable: clickable(element),
            ..Node::default()
        }),
        Data::Text(text) => {
            let parent = flat[place.parent? as usize].tree;
            let kept = !holds_no_page_text(tree, parent) && (!is_blank(text) || separates(tree, place.tree));
            kept.then(|| Node { kind: NodeKind::Text, text: cut(text), ..Node::default() })
        }
        Data::Comment(text) => Some(Node { kind: NodeKind::Comment, text: cut(text), ..Node::default() }),
        Data::Fragment | Data::Other => None,
    }
}

/// Whether the text of an element is not text of the page: scripts, and what a person typed.
pub(super) fn holds_no_page_text(tree: &Tree, parent: TreeId) -> bool {
    let Some(element) = tree.element(parent) else { return true };
    matches!(&*element.name.local, "script" | "style" | "textarea" | "iframe" | "noembed" | "noframes" | "noscript")
}

fn cut(text: &str) -> String {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// White space between two inline neighbours is a space; anywhere else it is nothing.
fn separates(tree: &Tree, id: TreeId) -> bool {
    let mut previous = tree.nodes[id as usize].previous;
    while let Some(before) = previous
        && matches!(tree.nodes[before as usize].data, Data::Comment(_) | Data::Other)
    {
        previous = tree.nodes[before as usize].previous;
    }
    let mut next = tree.nodes[id as usize].next;
    while let Some(after) = next
        && matches!(tree.nodes[after as usize].data, Data::Comment(_) | Data::Other)
    {
        next = tree.nodes[after as usize].next;
    }
    [previous, next].into_iter().all(|side| side.is_some_and(|side| is_inline(tree, side)))
}

fn is_inline(tree: &Tree, id: TreeId) -> bool {
    match &tree.nodes[id as usize].data {
        Data::Text(_) => true,
        Data::Element(element) => is_inline_tag(&element.name.local),
        _ => false,
    }
}

fn attributes(element: &Element) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    for (name, value) in &element.attributes {
        let local = name.local.to_ascii_lowercase();
        let name = match &name.prefix {
            Some(prefix) => format!("{prefix}:{local}"),
            None => local.to_string(),
        };
        if name == "value" && !value_is_of_the_page(element, value) {
            continue;
        }
        kept.entry(name).or_insert_with(|| value.clone());
    }
    kept
}

/// Whether `value` is part of the page, and not what somebody typed or a server filled in.
fn value_is_of_the_page(element: &Element, value: &str) -> bool {
    match &*element.name.local {
        "button" | "option" => true,
        "input" => match input_type(element).as_str() {
            "button" | "submit" | "reset" | "image" | "checkbox" | "radio" => true,
            "hidden" => crate::collect::is_word_of_the_page(value),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a browser knows of something that a click on this element does.
fn clickable(element: &Element) -> bool {
    let has = |name: &str| element.attribute(name).is_some();
    let native = match &*element.name.local {
        "a" | "area" => has("href"),
        "button" | "summary" | "select" => true,
        "input" => {
            matches!(input_type(element).as_str(), "submit" | "button" | "reset" | "image" | "checkbox" | "radio")
        }
        _ => false,
    };
    let role = element.attribute("role").unwrap_or_default();
    native || has("onclick") || matches!(role, "button" | "link" | "switch" | "checkbox" | "radio")
}

/// The top frame of a static look at source depth.
pub(super) fn frame(tree: &Tree, flat: &[FlatNode], cut: Option<&str>) -> Frame {
    let elements = || flat.iter().filter_map(|place| Some((place.tree, tree.element(place.tree)?)));
    let mut frame = Frame::default();
    let mut note = |capability, missing: Option<String>| match missing {
        None => frame.seen.push(capability),
        Some(why) => frame.missing.push(Missing { capability, why }),
    };
    note(Capability::Source, cut.map(str::to_owned));
    let unseen = |(id, element): &(TreeId, &Element)| {
        let name = &*element.name.local;
        name.contains('-') && element.name.ns == html5ever::ns!(html) && flat::shadow_root(tree, *id, element).is_none()
    };
    let custom = elements().find(unseen).map(|(_, element)| element.name.local.to_string());
    note(Capability::Shadow, custom.map(|tag| format!("<{tag}> gets its content from a script")));
    let framed = elements().any(|(_, element)| match &*element.name.local {
        "iframe" | "frame" => {
            let address = element.attribute("src").unwrap_or_default().trim();
            element.attribute("srcdoc").is_some() || !(address.is_empty() || address.starts_with("about:"))
        }
        "object" => element.attribute("data").is_some(),
        _ => false,
    });
    note(Capability::Frames, framed.then(|| "a static look does not enter frames".into()));
    frame
}

/// Title and language of the document.
pub(super) fn title_and_language(tree: &Tree, flat: &[FlatNode]) -> (Option<String>, Option<String>) {
    let elements = || flat.iter().filter_map(|place| Some((place.tree, tree.element(place.tree)?)));
    let title = elements().find(|(_, element)| element.is("title")).map(|(id, _)| {
        let text = tree.own_text(id);
        cut(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    let root = elements().find(|(_, element)| element.is("html"));
    (title, root.and_then(|(_, root)| root.attribute("lang")).map(str::to_owned))
}
