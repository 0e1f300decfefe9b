//! The order in which boxes are painted, after CSS 2.2 appendix E, save for the finer order of blocks, floats and
//! inline content within one layer.

/// What decides where a node is painted.
#[derive(Clone, Copy, Default)]
pub(super) struct Stacking {
    /// The parent, as a place in the list.
    pub(super) parent: Option<usize>,
    /// Painted after what is in flow: positioned, or with opacity, transform or filter.
    pub(super) layer: bool,
    /// Nothing inside can be painted below or above it.
    pub(super) context: bool,
    /// `z-index`, 0 for `auto`.
    pub(super) z: i32,
}

/// The place of each node in the order of painting. Parents stand before children in the list.
pub(super) fn order(nodes: &[Stacking]) -> Vec<u32> {
    // The layer that paints each node, and the context that each layer belongs to. Node 0 is both.
    let mut layer_of = vec![0; nodes.len()];
    let mut context_of = vec![0; nodes.len()];
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let parent = node.parent.unwrap_or(0);
        let above = layer_of[parent];
        if at == 0 || !(node.layer || node.context) {
            layer_of[at] = above;
            context_of[at] = context_of[parent];
            members[above].push(at);
            continue;
        }
        layer_of[at] = at;
        members[at].push(at);
        layers[context_of[parent]].push(at);
        context_of[at] = if node.context { at } else { context_of[parent] };
    }
    for list in &mut layers {
        list.sort_by_key(|&at| nodes[at].z);
    }
    let mut order = vec![0; nodes.len()];
    let mut next = 0;
    // A step paints a node's layer whole, or only what is its own.
    enum Step {
        Whole(usize),
        Own(usize),
    }
    let mut steps = vec![Step::Whole(0)];
    while let Some(step) = steps.pop() {
        let mut paint = |at: usize| {
            order[at] = next;
            next += 1;
        };
        match step {
            Step::Whole(at) if at == 0 || nodes[at].context => {
                paint(at);
                let below = layers[at].partition_point(|&layer| nodes[layer].z < 0);
                steps.extend(layers[at][below..].iter().rev().map(|&layer| Step::Whole(layer)));
                steps.push(Step::Own(at));
                steps.extend(layers[at][..below].iter().rev().map(|&layer| Step::Whole(layer)));
            }
            Step::Whole(at) => members[at].iter().for_each(|&member| paint(member)),
            Step::Own(at) => members[at].iter().filter(|&&member| member != at).for_each(|&member| paint(member)),
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(parent: usize) -> Stacking {
        Stacking { parent: Some(parent), ..Stacking::default() }
    }

    #[test]
    fn positioned_nodes_come_over_those_in_flow() {
        let over = Stacking { layer: true, ..node(0) };
        let under = Stacking { layer: true, context: true, z: -1, ..node(0) };
        let top = Stacking { layer: true, context: true, z: 5, ..node(0) };
        // root, over, its child, in flow, under, top, its child
        let nodes = [Stacking::default(), over, node(1), node(0), under, top, node(5)];
        assert_eq!(order(&nodes), [0, 3, 4, 2, 1, 5, 6]);
    }

    #[test]
    fn a_layer_without_a_context_lets_its_layers_out() {
        let outer = Stacking { layer: true, ..node(0) };
        let inner = Stacking { layer: true, context: true, z: 9, ..node(1) };
        let sibling = Stacking { layer: true, context: true, z: 3, ..node(0) };
        assert_eq!(order(&[Stacking::default(), outer, inner, sibling]), [0, 1, 3, 2]);
    }
}
