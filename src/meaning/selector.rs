use super::Index;
use crate::snapshot::{NodeId, NodeKind};

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
        let Some(parent) = self.parent(node) else { return tag.clone() };
        let mut place = 0;
        let mut count = 0;
        for sibling in self.children(parent) {
            let it = self.node(sibling);
            if it.kind == NodeKind::Element && it.tag == *tag {
                count += 1;
                if sibling == node {
                    place = count;
                }
            }
        }
        if count > 1 { format!("{tag}:nth-of-type({place})") } else { tag.clone() }
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
