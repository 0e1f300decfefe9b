use super::Index;
use crate::snapshot::NodeId;

/// Some subtrees of a page, merged and in order, so that asking whether a node lies in one of them is quick.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// The subtrees of these nodes.
    pub(super) fn of(index: &Index, roots: impl IntoIterator<Item = NodeId>) -> Spans {
        let mut all: Vec<(u32, u32)> = roots.into_iter().map(|root| (root.0, index.end(root))).collect();
        all.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (start, end) in all {
            match merged.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Spans(merged)
    }

    /// Whether a node lies in one of them.
    pub(super) fn hold(&self, node: NodeId) -> bool {
        let at = self.0.partition_point(|(start, _)| *start <= node.0);
        at > 0 && node.0 < self.0[at - 1].1
    }
}
