//! The flat tree: the document with declarative shadow roots in their hosts and slotted children in their slots.

use super::tree::{Data, Element, ROOT, Tree, TreeId};
use crate::snapshot::ShadowMode;
use std::collections::HashSet;

/// One place of the flat tree, parents before children.
pub(super) struct FlatNode {
    /// Place of the parent in the list.
    pub(super) parent: Option<u32>,
    /// The node of the document; for a shadow root, the `template` that declares it.
    pub(super) tree: TreeId,
    /// Set for a shadow root.
    pub(super) shadow: Option<ShadowMode>,
}

/// A tree scope below the document: the shadow tree of a host.
struct Scope {
    host: TreeId,
    template: TreeId,
    outer: Option<usize>,
}

/// Flattens a document. Content of templates and `noscript` is left out: it is not part of the page.
pub(super) fn flatten(tree: &Tree) -> Vec<FlatNode> {
    let mut flat: Vec<FlatNode> = Vec::with_capacity(tree.nodes.len());
    let mut scopes: Vec<Scope> = Vec::new();
    let mut slotted = HashSet::new();
    let mut open: Vec<(TreeId, Option<u32>, Option<usize>)> = vec![(ROOT, None, None)];
    while let Some((id, parent, scope)) = open.pop() {
        let here = flat.len() as u32;
        let Data::Element(element) = &tree.nodes[id as usize].data else {
            flat.push(FlatNode { parent, tree: id, shadow: None });
            if id == ROOT {
                push(&mut open, tree.children(ROOT), here, scope);
            }
            continue;
        };
        flat.push(FlatNode { parent, tree: id, shadow: None });
        if element.is("template") || element.is("noscript") {
            continue;
        }
        if let Some((template, mode)) = shadow_root(tree, id, element) {
            flat.push(FlatNode { parent: Some(here), tree: template, shadow: Some(mode) });
            scopes.push(Scope { host: id, template, outer: scope });
            let content = tree.element(template).and_then(|template| template.content).unwrap_or(template);
            push(&mut open, tree.children(content), here + 1, Some(scopes.len() - 1));
            continue;
        }
        if let Some(inside) = scope.filter(|_| element.is("slot")) {
            let Scope { host, template, outer } = scopes[inside];
            let name = element.attribute("name").unwrap_or_default();
            let mine: Vec<TreeId> = tree
                .children(host)
                .filter(|&child| child != template && slot_of(tree, child) == Some(name))
                .filter(|&child| slotted.insert(child))
                .collect();
            if !mine.is_empty() {
                push(&mut open, mine.into_iter(), here, outer);
                continue;
            }
        }
        push(&mut open, tree.children(id), here, scope);
    }
    flat
}

fn push(
    open: &mut Vec<(TreeId, Option<u32>, Option<usize>)>,
    children: impl Iterator<Item = TreeId>,
    parent: u32,
    scope: Option<usize>,
) {
    let from = open.len();
    open.extend(children.map(|child| (child, Some(parent), scope)));
    open[from..].reverse();
}

/// The `template` that declares a shadow root for this element, if it may have one.
pub(super) fn shadow_root(tree: &Tree, id: TreeId, element: &Element) -> Option<(TreeId, ShadowMode)> {
    const HOSTS: &[&str] = &[
        "article",
        "aside",
        "blockquote",
        "body",
        "div",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "main",
        "nav",
        "p",
        "section",
        "span",
    ];
    let tag = &*element.name.local;
    if !tag.contains('-') && !HOSTS.contains(&tag) {
        return None;
    }
    tree.children(id).find_map(|child| {
        let template = tree.element(child).filter(|template| template.is("template"))?;
        let mode = template.attribute("shadowrootmode")?;
        match mode.to_ascii_lowercase().as_str() {
            "open" => Some((child, ShadowMode::Open)),
            "closed" => Some((child, ShadowMode::Closed)),
            _ => None,
        }
    })
}

fn slot_of(tree: &Tree, id: TreeId) -> Option<&str> {
    match &tree.nodes[id as usize].data {
        Data::Element(element) => Some(element.attribute("slot").unwrap_or_default()),
        Data::Text(_) => Some(""),
        _ => None,
    }
}
