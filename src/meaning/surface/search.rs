//! Forms that search the site: their buttons answer nothing that is said around them.

use super::roots::is_text_field;
use crate::meaning::Index;
use crate::meaning::spans::Spans;
use crate::snapshot::NodeId;

/// Names that the field of a search has on most sites.
const NAMES: [&str; 6] = ["s", "q", "query", "search", "keyword", "keywords"];

pub(super) fn forms(index: &Index) -> Spans {
    Spans::of(index, index.snapshot.ids().filter(|&id| searches(index, id)))
}

fn searches(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    if node.is("search") || node.attribute("role") == Some("search") {
        return true;
    }
    if !node.is("form") {
        return false;
    }
    let is_search = |id: NodeId| {
        let field = index.node(id);
        field.is("input") && field.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("search"))
    };
    let mut fields = index.subtree(id).filter(|&it| is_search(it) || is_text_field(index, it));
    let (Some(only), None) = (fields.next(), fields.next()) else { return false };
    let name = index.node(only).attribute("name").unwrap_or_default().to_ascii_lowercase();
    is_search(only) || NAMES.contains(&name.as_str())
}
