use super::appearance::{Appearance, Display};
use super::selector::Place;
use crate::snapshot::{Capability, Node, NodeId, NodeKind, Rect, Snapshot};
use rustc_hash::FxHashMap as HashMap;
use std::sync::OnceLock;

/// An index over one snapshot: the shape of its tree, its styles read once, and what can be seen of each node.
#[derive(Debug)]
pub struct Index<'s> {
    /// The snapshot.
    pub snapshot: &'s Snapshot,
    /// One past the last node of each subtree.
    ends: Vec<u32>,
    /// Root of the tree scope (document or shadow root) that each node is in.
    scopes: Vec<NodeId>,
    appearances: Vec<Appearance>,
    ids: HashMap<(NodeId, &'s str), IdUse>,
    /// `label` elements by their tree scope and the name in their `for`.
    labels: HashMap<(NodeId, &'s str), Vec<NodeId>>,
    /// Frames whose scripts run, so that pressing may do what the markup does not say.
    scripted: Vec<bool>,
    /// Boxes that hide what lies under them, in document order.
    opaque: Vec<NodeId>,
    pub(super) sights: Vec<super::visibility::Sight>,
    /// Elements that a pointer can meet, once somebody asked.
    pub(super) solid: OnceLock<Vec<NodeId>>,
    /// How many inputs of a tree scope have a name.
    inputs: HashMap<(NodeId, &'s str), u32>,
    /// Where each element stands among its like, once somebody has asked.
    pub(super) places: OnceLock<Vec<Place>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct IdUse {
    pub(super) first: NodeId,
    pub(super) count: u32,
}

impl<'s> Index<'s> {
    /// Indexes a snapshot. Takes time in proportion to its nodes.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let count = snapshot.nodes.len();
        let mut ends: Vec<u32> = (1..=count as u32).collect();
        let mut scopes = vec![NodeId(0); count];
        let mut ids: HashMap<(NodeId, &'s str), IdUse> = HashMap::default();
        let mut labels: HashMap<(NodeId, &'s str), Vec<NodeId>> = HashMap::default();
        let mut inputs: HashMap<(NodeId, &'s str), u32> = HashMap::default();
        let mut scripted = vec![false; snapshot.frames.len()];
        for id in snapshot.ids() {
            let node = snapshot.node(id);
            let own_scope = matches!(node.kind, NodeKind::Document | NodeKind::ShadowRoot(_));
            scopes[id.index()] = match node.parent {
                _ if own_scope => id,
                Some(parent) => scopes[parent.index()],
                None => id,
            };
            if node.is("label")
                && let Some(name) = node.attribute("for").filter(|name| !name.is_empty())
            {
                labels.entry((scopes[id.index()], name)).or_default().push(id);
            }
            if node.is("input")
                && let Some(name) = node.attribute("name")
            {
                *inputs.entry((scopes[id.index()], name)).or_default() += 1;
            }
            if let Some(slot) = scripted.get_mut(node.frame.index()).filter(|known| !**known) {
                *slot = runs_scripts(node);
            }
            if let Some(name) = node.attribute("id").filter(|name| !name.is_empty()) {
                let entry = ids.entry((scopes[id.index()], name)).or_insert(IdUse { first: id, count: 0 });
                entry.count += 1;
            }
        }
        for id in snapshot.ids().rev() {
            if let Some(parent) = snapshot.node(id).parent {
                let end = ends[id.index()];
                let slot = &mut ends[parent.index()];
                *slot = (*slot).max(end);
            }
        }
        let appearances = Appearance::read_all(snapshot);
        let (sights, opaque) = (Vec::new(), Vec::new());
        let (solid, places) = (OnceLock::new(), OnceLock::new());
        let mut index =
            Index { snapshot, ends, scopes, appearances, ids, labels, scripted, opaque, sights, solid, inputs, places };
        index.sights = super::visibility::sights(&index);
        index.opaque = snapshot.ids().filter(|&id| index.is_opaque(id)).collect();
        index
    }

    /// The node.
    pub fn node(&self, id: NodeId) -> &'s Node {
        self.snapshot.node(id)
    }

    /// The node and all below it, in flat-tree order.
    pub fn subtree(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..self.ends[id.index()]).map(NodeId)
    }

    /// One past the last node below this one.
    pub fn end(&self, id: NodeId) -> u32 {
        self.ends[id.index()]
    }

    /// Whether a node is this one or below it.
    pub fn holds(&self, root: NodeId, node: NodeId) -> bool {
        node.0 >= root.0 && node.0 < self.ends[root.index()]
    }

    /// Children in flat-tree order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.ends[id.index()];
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(NodeId(next))?;
            next = self.ends[child.index()];
            Some(child)
        })
    }

    /// The siblings after a node, in flat-tree order.
    pub(super) fn siblings_after(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.parent(id).map_or(0, |parent| self.ends[parent.index()]);
        let mut next = self.ends[id.index()];
        std::iter::from_fn(move || {
            let sibling = (next < end).then_some(NodeId(next))?;
            next = self.ends[sibling.index()];
            Some(sibling)
        })
    }

    /// The parent in the flat tree.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The nodes above this one, nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&id| self.parent(id))
    }

    /// The closest element that is this node or above it.
    pub fn element(&self, id: NodeId) -> NodeId {
        if self.node(id).is_element() {
            return id;
        }
        self.ancestors(id).find(|&id| self.node(id).is_element()).unwrap_or(id)
    }

    /// The document or shadow root that a node is in.
    pub(super) fn scope(&self, id: NodeId) -> NodeId {
        self.scopes[id.index()]
    }

    /// The element with this `id` in the same tree scope.
    pub fn by_id(&self, near: NodeId, name: &str) -> Option<NodeId> {
        // The map borrows names for as long as the snapshot; a shorter-lived name finds the same entry.
        self.ids.get(&(self.scope(near), name)).map(|it| it.first)
    }

    /// `label` elements that name a control by its `id`, in the same tree scope.
    pub(super) fn labels_for(&self, control: NodeId) -> &[NodeId] {
        let name = self.node(control).attribute("id");
        name.and_then(|name| self.labels.get(&(self.scope(control), name))).map_or(&[], Vec::as_slice)
    }

    /// How many inputs in the same tree scope have this name.
    pub(super) fn inputs_called(&self, near: NodeId, name: &str) -> u32 {
        self.inputs.get(&(self.scope(near), name)).copied().unwrap_or(0)
    }

    /// Whether scripts run in the document that a node is in.
    pub fn runs_scripts(&self, near: NodeId) -> bool {
        self.scripted.get(self.node(near).frame.index()).copied().unwrap_or(false)
    }

    /// Boxes that hide what lies under them, in document order.
    pub(super) fn opaque(&self) -> &[NodeId] {
        &self.opaque
    }

    pub(super) fn has_unique_id(&self, node: NodeId, name: &str) -> bool {
        self.ids.get(&(self.scope(node), name)).is_some_and(|it| it.count == 1)
    }

    pub(super) fn appearance(&self, id: NodeId) -> Option<&Appearance> {
        self.node(id).style.map(|style| &self.appearances[style.index()])
    }

    /// Whether an element stands in a line of text. By its style; by its tag where style was not seen or hides it.
    pub(super) fn is_inline(&self, id: NodeId) -> bool {
        let node = self.node(id);
        match self.appearance(id).map(|look| look.display) {
            Some(Display::Inline | Display::Contents) => true,
            Some(Display::Block) => false,
            Some(Display::None) | None => is_inline_tag(&node.tag),
        }
    }

    /// The box of a node; of a text node, what its lines cover.
    pub fn rect(&self, id: NodeId) -> Option<Rect> {
        let node = self.node(id);
        match node.kind {
            NodeKind::Text => node.lines.iter().map(|line| line.rect).reduce(|a, b| a.union(&b)),
            _ => node.rect,
        }
    }

    /// What the texts below a node cover.
    pub fn text_rect(&self, id: NodeId) -> Option<Rect> {
        let texts = self.subtree(id).filter(|&id| self.node(id).kind == NodeKind::Text);
        texts.filter_map(|id| self.rect(id)).reduce(|a, b| a.union(&b))
    }

    /// Whether a capability was there for a node's document.
    pub fn saw(&self, id: NodeId, capability: Capability) -> bool {
        self.snapshot.has(self.node(id).frame, capability)
    }

    /// Text of a subtree, white space folded; a block or a line break separates words. What is not displayed is left
    /// out unless the root itself is not displayed. Text of controls (options, buttons inside labels) is left out
    /// where `skip` says so.
    pub fn text(&self, root: NodeId, skip: &dyn Fn(NodeId) -> bool) -> String {
        let root_shown = self.is_displayed(root);
        let mut text = String::new();
        let mut at = root.0;
        let end = self.ends[root.index()];
        while at < end {
            let id = NodeId(at);
            let node = self.node(id);
            let unseen = root_shown && !self.is_displayed(id);
            if id != root && (unseen || skip(id)) {
                at = self.ends[id.index()];
                continue;
            }
            match node.kind {
                NodeKind::Text => push_folded(&mut text, &node.text),
                NodeKind::Element if node.tag == "br" || !self.is_inline(id) => push_folded(&mut text, " "),
                NodeKind::Element if node.tag == "img" => {
                    if let Some(alt) = node.attribute("alt") {
                        push_folded(&mut text, " ");
                        push_folded(&mut text, alt);
                        push_folded(&mut text, " ");
                    }
                }
                _ => {}
            }
            at += 1;
            // A block that ends here sets the next word apart as well.
            if node.kind == NodeKind::Text
                && node.parent.is_some_and(|parent| self.ends[parent.index()] == at && !self.is_inline(parent))
            {
                push_folded(&mut text, " ");
            }
        }
        text.trim().to_string()
    }

    /// Text of a subtree with nothing left out.
    pub fn full_text(&self, root: NodeId) -> String {
        self.text(root, &|_| false)
    }

    /// Whether neither this element nor one above it has `display: none`. True where style was not seen.
    pub fn is_displayed(&self, id: NodeId) -> bool {
        self.sights[id.index()].displayed
    }
}

fn push_folded(text: &mut String, more: &str) {
    let mut gap = text.is_empty() || text.ends_with(' ');
    for c in more.chars() {
        if c.is_whitespace() {
            if !gap {
                text.push(' ');
            }
            gap = true;
        } else {
            text.push(c);
            gap = false;
        }
    }
}

fn is_inline_tag(tag: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "nobr", "output", "q", "rp", "rt", "ruby", "s", "samp", "slot", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "svg", "input", "picture",
    ];
    INLINE.contains(&tag)
}

fn runs_scripts(node: &Node) -> bool {
    let is_script_type = |kind: &str| {
        let kind = kind.trim().to_ascii_lowercase();
        kind.is_empty() || kind == "module" || kind.contains("javascript") || kind.contains("ecmascript")
    };
    node.is("script") && node.attribute("type").is_none_or(is_script_type)
        || super::action::reacts_by_markup(node)
        || node.attribute("onchange").is_some()
}
