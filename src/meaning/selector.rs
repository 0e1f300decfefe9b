use super::Index;
use crate::snapshot::NodeId;
use rustc_hash::FxHashMap as HashMap;

/// Where an element stands among the children of its parent that have its tag.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Counted from 1.
    number: u32,
    /// Whether there is no other.
    is_alone: bool,
}

impl Index<'_> {
    /// One selector for each tree scope, outermost first; the last is the element in its own scope.
    pub fn path(&self, node: NodeId) -> Vec<String> {
        let mut scopes = Vec::new();
        let mut node = self.element(node);
        loop {
            scopes.push(self.selector(node));
            let Some(host) = self.parent(self.scope(node)) else { break };
            node = self.element(host);
        }
        scopes.reverse();
        scopes
    }

    /// The elements that a person means by a selector: a path as reports print it (scopes joined by ` >>> `), or one of
    /// `#id`, `tag`, `.class`, `[name=value]` and runs of them.
    pub fn select(&self, selector: &str) -> Vec<NodeId> {
        let selector = selector.trim();
        let elements = || self.snapshot.ids().filter(|&id| self.node(id).is_element());
        let by_path: Vec<NodeId> = elements().filter(|&id| self.path(id).join(" >>> ") == selector).collect();
        if !by_path.is_empty() {
            return by_path;
        }
        elements().filter(|&id| self.matches(id, selector)).collect()
    }

    /// Whether an element matches one compound selector.
    fn matches(&self, id: NodeId, selector: &str) -> bool {
        let node = self.node(id);
        let mut rest = selector;
        let tag_end = rest.find(['#', '.', '[']).unwrap_or(rest.len());
        let (tag, more) = rest.split_at(tag_end);
        if !(tag.is_empty() || tag == "*" || tag.eq_ignore_ascii_case(&node.tag)) || selector.is_empty() {
            return false;
        }
        rest = more;
        while !rest.is_empty() {
            let body = &rest[1..];
            let end = match rest.as_bytes()[0] {
                b'[' => body.find(']').map_or(body.len(), |at| at + 1),
                _ => body.find(['#', '.', '[']).unwrap_or(body.len()),
            };
            let (part, after) = body.split_at(end);
            let holds = match rest.as_bytes()[0] {
                b'#' => node.attribute("id") == Some(part),
                b'.' => node.attribute("class").is_some_and(|list| list.split_whitespace().any(|it| it == part)),
                _ => {
                    let inner = part.trim_end_matches(']');
                    match inner.split_once('=') {
                        Some((name, value)) => {
                            node.attribute(name.trim()) == Some(value.trim().trim_matches(['"', '\'']))
                        }
                        None => node.attribute(inner).is_some(),
                    }
                }
            };
            if !holds {
                return false;
            }
            rest = after;
        }
        true
    }

    /// A selector that finds the element in its own scope: from the nearest id that is unique, else from the root.
    fn selector(&self, node: NodeId) -> String {
        let mut parts: Vec<String> = Vec::new();
        let scope = self.scope(node);
        let mut at = node;
        loop {
            let it = self.node(at);
            if it.is_element() {
                if let Some(id) = it.attribute("id").filter(|id| is_plain(id) && self.has_unique_id(at, id)) {
                    parts.push(format!("#{}", escape(id)));
                    break;
                }
                parts.push(self.step(at));
            }
            match self.parent(at) {
                Some(parent) if self.scope(parent) == scope && parent != scope => at = parent,
                _ => break,
            }
        }
        if parts.is_empty() {
            return "html".into();
        }
        parts.reverse();
        // The root and the body are the same on every page.
        if parts.len() > 2 && parts[0] == "html" && parts[1] == "body" {
            parts.remove(0);
        }
        parts.join(" > ")
    }

    fn step(&self, node: NodeId) -> String {
        let tag = &self.node(node).tag;
        match self.places()[node.index()] {
            Place { number, is_alone: false } if self.parent(node).is_some() => format!("{tag}:nth-of-type({number})"),
            _ => tag.clone(),
        }
    }

    /// Where each element stands among its like, counted once: a form may hold thousands of boxes.
    fn places(&self) -> &[Place] {
        self.places.get_or_init(|| {
            let mut places = vec![Place::default(); self.snapshot.nodes.len()];
            let mut last: HashMap<(NodeId, &str), NodeId> = HashMap::default();
            for id in self.snapshot.ids() {
                let node = self.node(id);
                let Some(parent) = node.parent.filter(|_| node.is_element()) else { continue };
                let before = last.insert((parent, &node.tag), id);
                places[id.index()] = match before {
                    Some(before) => {
                        let number = places[before.index()].number + 1;
                        places[before.index()].is_alone = false;
                        Place { number, is_alone: false }
                    }
                    None => Place { number: 1, is_alone: true },
                };
            }
            places
        })
    }
}

fn is_plain(id: &str) -> bool {
    id.len() <= 80 && !id.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Escapes an identifier as the CSSOM does.
fn escape(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for (at, c) in id.chars().enumerate() {
        match c {
            c if c.is_ascii_digit() && (at == 0 || (at == 1 && id.starts_with('-'))) => {
                out.push_str(&format!("\\{:x} ", c as u32));
            }
            c if c.is_ascii_alphanumeric() || c == '_' || c == '-' || !c.is_ascii() => out.push(c),
            c => {
                out.push('\\');
                out.push(c);
            }
        }
    }
    out
}
