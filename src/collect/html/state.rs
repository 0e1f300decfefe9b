//! State of controls as the markup gives it.

use super::tree::{Element, Tree, TreeId};
use crate::snapshot::{Checked, SetBy, State};
use std::collections::{HashMap, HashSet};

/// What can only be known from several elements at once.
pub(super) struct Groups {
    /// Radios that are ticked: of those in one group, the last that says so.
    ticked: HashSet<TreeId>,
    /// Options that are selected, the implied ones too.
    selected: HashSet<TreeId>,
    /// Options that the markup selects.
    declared: HashSet<TreeId>,
    /// `fieldset`s that are disabled.
    disabled_sets: bool,
}

impl Groups {
    /// Looks at every element once.
    pub(super) fn new(tree: &Tree) -> Self {
        let mut groups =
            Groups { ticked: HashSet::new(), selected: HashSet::new(), declared: HashSet::new(), disabled_sets: false };
        let mut radios: HashMap<(&str, Option<TreeId>), TreeId> = HashMap::new();
        for id in 0..tree.nodes.len() as TreeId {
            let Some(element) = tree.element(id) else { continue };
            if element.is("input") && input_type(element) == "radio" && element.attribute("checked").is_some() {
                let name = element.attribute("name").unwrap_or_default();
                let form = tree.ancestors(id).find(|&above| tree.element(above).is_some_and(|e| e.is("form")));
                if name.is_empty() {
                    groups.ticked.insert(id);
                } else {
                    radios.insert((name, form), id);
                }
            }
            groups.disabled_sets |= element.is("fieldset") && element.attribute("disabled").is_some();
            if element.is("select") {
                groups.select(tree, id, element);
            }
        }
        groups.ticked.extend(radios.into_values());
        groups
    }

    fn select(&mut self, tree: &Tree, id: TreeId, select: &Element) {
        let options = descendants(tree, id);
        let options: Vec<(TreeId, &Element)> = options.filter(|(_, element)| element.is("option")).collect();
        let declared = options.iter().filter(|(_, option)| option.attribute("selected").is_some());
        let declared: Vec<TreeId> = declared.map(|(id, _)| *id).collect();
        self.declared.extend(&declared);
        if select.attribute("multiple").is_some() {
            self.selected.extend(&declared);
            return;
        }
        let size: u32 = select.attribute("size").and_then(|size| size.trim().parse().ok()).unwrap_or(1);
        let usable = || options.iter().find(|(_, option)| option.attribute("disabled").is_none()).map(|(id, _)| *id);
        let chosen = declared.last().copied().or_else(|| (size <= 1).then(usable).flatten());
        self.selected.extend(chosen);
    }

    /// State of an element.
    pub(super) fn state(&self, tree: &Tree, id: TreeId, element: &Element) -> State {
        let mut state = State::default();
        let has = |name: &str| element.attribute(name).is_some();
        let tag = &*element.name.local;
        if matches!(tag, "button" | "input" | "select" | "textarea" | "fieldset" | "optgroup" | "option") {
            state.disabled = has("disabled") || self.disabled_sets && in_disabled_set(tree, id);
        }
        if matches!(tag, "input" | "select" | "textarea") {
            state.required = has("required");
            state.read_only = tag != "select" && has("readonly");
        }
        match tag {
            "input" => match input_type(element).as_str() {
                "checkbox" => set(&mut state, has("checked")),
                "radio" => set(&mut state, self.ticked.contains(&id)),
                "submit" | "button" | "reset" | "image" | "hidden" => {}
                _ => state.has_value = element.attribute("value").is_some_and(|value| !value.is_empty()),
            },
            "textarea" => state.has_value = !tree.own_text(id).trim().is_empty(),
            "option" => {
                set(&mut state, self.selected.contains(&id));
                if !self.declared.contains(&id) {
                    state.checked_by = None;
                }
                let above = tree.nodes[id as usize].parent.and_then(|parent| tree.element(parent));
                state.disabled |=
                    above.is_some_and(|above| above.is("optgroup") && above.attribute("disabled").is_some());
            }
            "details" => state.expanded = Some(has("open")),
            _ => aria_checked(&mut state, element),
        }
        match element.attribute("aria-expanded") {
            Some("true") => state.expanded = Some(true),
            Some("false") => state.expanded = Some(false),
            _ => {}
        }
        state
    }
}

fn set(state: &mut State, on: bool) {
    state.checked = Some(if on { Checked::On } else { Checked::Off });
    state.checked_by = on.then_some(SetBy::Attribute);
}

fn aria_checked(state: &mut State, element: &Element) {
    let role = element.attribute("role").unwrap_or_default();
    if !matches!(role, "checkbox" | "switch" | "radio" | "menuitemcheckbox" | "menuitemradio" | "option") {
        return;
    }
    let checked = match element.attribute("aria-checked") {
        Some("true") => Checked::On,
        Some("mixed") => Checked::Mixed,
        // Roles that can be checked are off where nothing is said; an option that says nothing can't be.
        None if role == "option" => return,
        _ => Checked::Off,
    };
    state.checked = Some(checked);
    state.checked_by = (checked != Checked::Off).then_some(SetBy::Attribute);
}

/// Inside a disabled `fieldset`, save its first `legend`.
fn in_disabled_set(tree: &Tree, id: TreeId) -> bool {
    let mut below = id;
    for above in tree.ancestors(id) {
        if let Some(element) = tree.element(above)
            && element.is("fieldset")
            && element.attribute("disabled").is_some()
        {
            let is_legend = |&child: &TreeId| tree.element(child).is_some_and(|child| child.is("legend"));
            if tree.children(above).find(is_legend) != Some(below) {
                return true;
            }
        }
        below = above;
    }
    false
}

/// `type` of an `input`, in lower case.
pub(super) fn input_type(element: &Element) -> String {
    element.attribute("type").map_or_else(|| "text".into(), |kind| kind.trim().to_ascii_lowercase())
}

/// Elements below a node, in document order.
pub(super) fn descendants(tree: &Tree, id: TreeId) -> impl Iterator<Item = (TreeId, &Element)> {
    let mut at = tree.nodes[id as usize].first;
    std::iter::from_fn(move || {
        loop {
            let here = at?;
            let node = &tree.nodes[here as usize];
            at = node.first.or(node.next).or_else(|| {
                let up = tree.ancestors(here).take_while(|&above| above != id);
                up.filter_map(|above| tree.nodes[above as usize].next).next()
            });
            if let Some(element) = tree.element(here) {
                return Some((here, element));
            }
        }
    })
}
