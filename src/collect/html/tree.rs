//! The document as html5ever builds it: one arena, so that dropping it never recurses, and it can cross threads.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use super::tokens::Feed;

/// Place of a node in [`Tree::nodes`].
pub(super) type TreeId = u32;
/// The document itself.
pub(super) const ROOT: TreeId = 0;
/// Most nodes that are built.
pub(super) const MAX_NODES: usize = 300_000;
/// Most attributes that an element keeps.
const MAX_ATTRIBUTES: usize = 256;
/// Most bytes of an attribute that are kept.
const MAX_VALUE: usize = 64 * 1024;

/// A parsed document.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<TreeNode>,
}

/// One node of the arena, linked to its neighbours.
pub(super) struct TreeNode {
    pub(super) data: Data,
    pub(super) parent: Option<TreeId>,
    pub(super) previous: Option<TreeId>,
    pub(super) next: Option<TreeId>,
    pub(super) first: Option<TreeId>,
    pub(super) last: Option<TreeId>,
    pub(super) depth: u32,
    /// Bytes of the start tag, text or comment in the decoded text; none for what the parser implied.
    pub(super) span: Option<(usize, usize)>,
}

/// What a node is.
pub(super) enum Data {
    Document,
    /// The content of a `template`.
    Fragment,
    Element(Element),
    Text(String),
    Comment(String),
    /// A processing instruction, which means nothing in HTML.
    Other,
}

/// An element.
pub(super) struct Element {
    pub(super) name: QualName,
    pub(super) attributes: Vec<(QualName, String)>,
    /// Where a `template` keeps its content.
    pub(super) content: Option<TreeId>,
    annotation_xml_integration_point: bool,
}

impl Element {
    /// Value of an attribute without a namespace.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &*key.local == name).map(|(_, value)| value.as_str())
    }

    /// Whether this is an element of HTML with this tag.
    pub(super) fn is(&self, tag: &str) -> bool {
        self.name.ns == ns!(html) && &*self.name.local == tag
    }
}

impl Tree {
    pub(super) fn element(&self, id: TreeId) -> Option<&Element> {
        match &self.nodes[id as usize].data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(super) fn children(&self, id: TreeId) -> impl Iterator<Item = TreeId> + '_ {
        std::iter::successors(self.nodes[id as usize].first, |&id| self.nodes[id as usize].next)
    }

    pub(super) fn ancestors(&self, id: TreeId) -> impl Iterator<Item = TreeId> + '_ {
        std::iter::successors(self.nodes[id as usize].parent, |&id| self.nodes[id as usize].parent)
    }

    /// Text of the children of a node, one after another.
    pub(super) fn own_text(&self, id: TreeId) -> String {
        let texts = self.children(id).filter_map(|child| match &self.nodes[child as usize].data {
            Data::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    fn add(&mut self, data: Data, span: Option<(usize, usize)>) -> TreeId {
        let node = TreeNode { data, parent: None, previous: None, next: None, first: None, last: None, depth: 0, span };
        self.nodes.push(node);
        (self.nodes.len() - 1) as TreeId
    }

    fn detach(&mut self, id: TreeId) {
        let node = &mut self.nodes[id as usize];
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match previous {
            Some(previous) => self.nodes[previous as usize].next = next,
            None => {
                if let Some(parent) = parent {
                    self.nodes[parent as usize].first = next;
                }
            }
        }
        match next {
            Some(next) => self.nodes[next as usize].previous = previous,
            None => {
                if let Some(parent) = parent {
                    self.nodes[parent as usize].last = previous;
                }
            }
        }
    }

    /// Puts a node under `parent`, before `next` or at the end.
    fn attach(&mut self, id: TreeId, parent: TreeId, next: Option<TreeId>) {
        self.detach(id);
        let previous = match next {
            Some(next) => self.nodes[next as usize].previous.replace(id),
            None => self.nodes[parent as usize].last.replace(id),
        };
        match previous {
            Some(previous) => self.nodes[previous as usize].next = Some(id),
            None => self.nodes[parent as usize].first = Some(id),
        }
        let depth = self.nodes[parent as usize].depth + 1;
        let node = &mut self.nodes[id as usize];
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, next, depth);
    }
}

/// Takes what html5ever builds.
pub(super) struct Sink {
    tree: RefCell<Tree>,
    feed: Rc<Feed>,
    /// The element that the tag being read made last; implied elements made on the way give their span back.
    made: Cell<Option<(usize, TreeId)>>,
}

impl Sink {
    pub(super) fn new(feed: Rc<Feed>) -> Self {
        let mut tree = Tree::default();
        tree.add(Data::Document, None);
        Sink { tree: RefCell::new(tree), feed, made: Cell::new(None) }
    }

    fn put(&self, parent: TreeId, next: Option<TreeId>, child: NodeOrText<TreeId>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(id) => {
                tree.attach(id, parent, next);
                let node = &tree.nodes[id as usize];
                if matches!(node.data, Data::Element(_)) {
                    self.feed.set_current(id, node.depth);
                }
            }
            NodeOrText::AppendText(text) => {
                let span = self.feed.text_span();
                let before = match next {
                    Some(next) => tree.nodes[next as usize].previous,
                    None => tree.nodes[parent as usize].last,
                };
                self.feed.set_current(parent, tree.nodes[parent as usize].depth);
                if let Some(before) = before
                    && let node = &mut tree.nodes[before as usize]
                    && let Data::Text(old) = &mut node.data
                {
                    old.push_str(&text);
                    if let (Some((_, end)), Some((_, new_end))) = (node.span.as_mut(), span) {
                        *end = new_end.max(*end);
                    }
                    return;
                }
                let id = tree.add(Data::Text(text.to_string()), span);
                tree.attach(id, parent, next);
                self.feed.count_nodes(tree.nodes.len());
            }
        }
    }
}

fn keep(attributes: Vec<Attribute>) -> Vec<(QualName, String)> {
    let cut = |value: StrTendril| {
        let mut end = value.len().min(MAX_VALUE);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        value[..end].to_string()
    };
    attributes.into_iter().take(MAX_ATTRIBUTES).map(|attribute| (attribute.name, cut(attribute.value))).collect()
}

impl TreeSink for Sink {
    type Handle = TreeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> TreeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a TreeId) -> Ref<'a, QualName> {
        static NO_NAME: QualName = QualName { prefix: None, ns: ns!(), local: local_name!("") };
        Ref::map(self.tree.borrow(), |tree| tree.element(*target).map_or(&NO_NAME, |element| &element.name))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> TreeId {
        let mut tree = self.tree.borrow_mut();
        let tag = self.feed.tag().filter(|tag| name.local.eq_ignore_ascii_case(&tag.name));
        let content = flags.template.then(|| tree.add(Data::Fragment, None));
        let id = tree.add(
            Data::Element(Element {
                name,
                attributes: keep(attributes),
                content,
                annotation_xml_integration_point: flags.mathml_annotation_xml_integration_point,
            }),
            None,
        );
        if let Some(tag) = tag {
            // Elements that are made again on the way come before the one that the tag itself makes.
            if let Some((start, earlier)) = self.made.replace(Some((tag.span.0, id)))
                && start == tag.span.0
            {
                tree.nodes[earlier as usize].span = None;
            }
            tree.nodes[id as usize].span = Some(tag.span);
        }
        self.feed.count_nodes(tree.nodes.len());
        id
    }

    fn create_comment(&self, text: StrTendril) -> TreeId {
        let mut tree = self.tree.borrow_mut();
        // Other comments carry nothing, and some hold megabytes.
        let kept = text.trim_start().starts_with("consentlint-");
        let data = if kept { Data::Comment(text.to_string()) } else { Data::Other };
        let id = tree.add(data, self.feed.comment_span());
        self.feed.count_nodes(tree.nodes.len());
        id
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> TreeId {
        self.tree.borrow_mut().add(Data::Other, None)
    }

    fn append(&self, parent: &TreeId, child: NodeOrText<TreeId>) {
        self.put(*parent, None, child);
    }

    fn append_before_sibling(&self, sibling: &TreeId, child: NodeOrText<TreeId>) {
        let parent = self.tree.borrow().nodes[*sibling as usize].parent;
        if let Some(parent) = parent {
            self.put(parent, Some(*sibling), child);
        }
    }

    fn append_based_on_parent_node(&self, element: &TreeId, previous: &TreeId, child: NodeOrText<TreeId>) {
        let parent = self.tree.borrow().nodes[*element as usize].parent;
        match parent {
            Some(parent) => self.put(parent, Some(*element), child),
            None => self.put(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &TreeId) -> TreeId {
        let content = self.tree.borrow().element(*target).and_then(|element| element.content);
        content.unwrap_or(*target)
    }

    fn same_node(&self, x: &TreeId, y: &TreeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &TreeId, attributes: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        let Data::Element(element) = &mut tree.nodes[*target as usize].data else { return };
        for (name, value) in keep(attributes) {
            let known = element.attributes.iter().any(|(key, _)| *key == name);
            if !known && element.attributes.len() < MAX_ATTRIBUTES {
                element.attributes.push((name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &TreeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &TreeId, new_parent: &TreeId) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.nodes[*node as usize].first {
            tree.attach(child, *new_parent, None);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &TreeId) -> bool {
        self.tree.borrow().element(*target).is_some_and(|element| element.annotation_xml_integration_point)
    }

    fn allow_declarative_shadow_roots(&self, _parent: &TreeId) -> bool {
        false
    }
}
