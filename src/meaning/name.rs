//! What a control is called: by the accessible-name computation (W3C accname 1.2), and where that gives nothing by
//! what stands beside it as a person reads it.

use super::Index;
use crate::snapshot::{NodeId, NodeKind, Rect};

/// A label farther from its box than this is not read as its label, in CSS pixels.
const NEAR: f64 = 60.0;
/// Longest run of text taken for the label of a box that it merely stands beside, in characters.
const LONGEST: usize = 600;
/// Siblings before a bare box that are looked through, at the most.
const MOST_BEFORE: usize = 40;

impl Index<'_> {
    /// The label of a control, and the element that bears it.
    pub fn label(&self, control: NodeId) -> (String, Option<NodeId>) {
        let (name, bearer) = self.accessible_name(control);
        if !name.is_empty() {
            return (name, bearer);
        }
        self.text_beside(control)
    }

    /// The label of a field to fill in. What follows it is as often the label of the next control, so its placeholder
    /// goes before that.
    pub(super) fn field_label(&self, field: NodeId) -> String {
        let (name, _) = self.accessible_name(field);
        if !name.is_empty() {
            return name;
        }
        let before = || self.before_field(field).or_else(|| self.cell_beside(field).map(|(text, _)| text));
        let placeholder = || self.node(field).attribute("placeholder").map(str::trim).filter(|it| !it.is_empty());
        before().or_else(|| placeholder().map(str::to_string)).unwrap_or_else(|| self.text_beside(field).0)
    }

    /// The accessible name alone.
    pub fn accessible_name(&self, control: NodeId) -> (String, Option<NodeId>) {
        let node = self.node(control);
        if let Some(ids) = node.attribute("aria-labelledby") {
            let bearers: Vec<NodeId> = ids.split_whitespace().filter_map(|id| self.by_id(control, id)).collect();
            let name = bearers.iter().map(|&id| self.name_from(id)).collect::<Vec<_>>().join(" ");
            if !name.trim().is_empty() {
                return (name.trim().to_string(), bearers.first().copied());
            }
        }
        let labels = self.labels_of(control);
        let by_label = labels.iter().map(|&id| self.text_of_label(id, control)).collect::<Vec<_>>().join(" ");
        if let Some(label) = node.attribute("aria-label").map(str::trim).filter(|label| !label.is_empty()) {
            // A screen reader hears `aria-label` alone; a person who looks reads the label beside it.
            return match by_label.trim() {
                "" => (label.to_string(), None),
                seen => (seen.to_string(), labels.first().copied()),
            };
        }
        if !by_label.trim().is_empty() {
            return (by_label.trim().to_string(), labels.first().copied());
        }
        // A drawn switch: its label holds no words and is called by an attribute (accname 1.2, 2C within 2D).
        if let Some(&called) = labels.iter().find(|&&id| has_words(self.node(id).attribute("aria-label"))) {
            return (self.name_from(called), Some(called));
        }
        let own = match node.tag.as_str() {
            "input" => match node.attribute("type").map(str::to_ascii_lowercase).as_deref() {
                Some("submit" | "button" | "reset") => node.attribute("value").unwrap_or_default().to_string(),
                Some("image") => node.attribute("alt").unwrap_or_default().to_string(),
                _ => String::new(),
            },
            "select" | "textarea" => String::new(),
            "img" => node.attribute("alt").unwrap_or_default().to_string(),
            _ => self.own_text(control),
        };
        let own = own.trim();
        if !own.is_empty() {
            return (own.to_string(), Some(control));
        }
        let fallback = ["title", "alt"].iter().find_map(|name| node.attribute(name)).map(str::trim);
        // `optin_news` is a name for programs.
        let fallback = fallback.filter(|it| it.contains(char::is_whitespace) || !it.contains('_'));
        (fallback.unwrap_or_default().to_string(), None)
    }

    /// What `aria-describedby` says of a control, if it says anything of it at all.
    pub(super) fn description(&self, control: NodeId) -> Option<String> {
        let ids = self.node(control).attribute("aria-describedby")?;
        let described = ids.split_whitespace().filter_map(|id| self.by_id(control, id)).map(|id| self.full_text(id));
        Some(described.collect::<Vec<_>>().join(" "))
    }

    /// `label` elements of a control: those that name it, and the one around it.
    pub fn labels_of(&self, control: NodeId) -> Vec<NodeId> {
        let node = self.node(control);
        let mut labels = self.labels_for(control).to_vec();
        // What is pressed inside a label is called by its own words.
        let pressed =
            matches!(node.tag.as_str(), "a" | "button") || matches!(node.attribute("role"), Some("button" | "link"));
        if labels.is_empty() && !pressed {
            labels.extend(self.ancestors(control).take(12).find(|&id| self.node(id).is("label")));
        }
        labels
    }

    fn name_from(&self, id: NodeId) -> String {
        match self.node(id).attribute("aria-label") {
            Some(label) if !label.trim().is_empty() => label.trim().to_string(),
            _ => self.full_text(id),
        }
    }

    /// A label's text without the controls in it.
    fn text_of_label(&self, label: NodeId, control: NodeId) -> String {
        self.text(label, &|id| id == control || self.is_control(id))
    }

    /// Text of something that can be pressed: what it holds, or the names of the pictures in it.
    fn own_text(&self, id: NodeId) -> String {
        let text = self.full_text(id);
        if !text.is_empty() {
            return text;
        }
        let named = |it: NodeId| {
            let node = self.node(it);
            let svg_title = (node.is("title") && it != id).then(|| self.full_text(it));
            node.attribute("aria-label").or(node.attribute("title")).map(str::to_string).or(svg_title)
        };
        self.subtree(id).skip(1).find_map(|it| named(it).filter(|name| !name.trim().is_empty())).unwrap_or_default()
    }

    /// Whether an element is a form control.
    pub fn is_control(&self, id: NodeId) -> bool {
        let node = self.node(id);
        node.is_element()
            && (matches!(node.tag.as_str(), "input" | "select" | "textarea" | "button")
                || matches!(node.attribute("role"), Some("checkbox" | "switch" | "radio" | "button")))
    }

    /// What stands beside a box: the words before it where its line is written so, else the text after it up to the
    /// next control, else the cell beside it, else what is nearest on its line.
    fn text_beside(&self, control: NodeId) -> (String, Option<NodeId>) {
        if self.is_choice_like(control)
            && let Some(found) = self.box_in_line(control)
        {
            return found;
        }
        if let Some(found) = self.text_after(control) {
            return found;
        }
        if let Some(found) = self.cell_beside(control) {
            return found;
        }
        self.text_on_line(control).or_else(|| self.text_before(control)).unwrap_or_default()
    }

    /// The block before a bare box in the same container, or in the column before it: nothing else says what it is for.
    fn text_before(&self, control: NodeId) -> Option<(String, Option<NodeId>)> {
        let is_box = matches!(self.node(control).attribute("type"), Some("checkbox"))
            || matches!(self.node(control).attribute("role"), Some("checkbox" | "switch"))
            || self.is_toggle_button(control);
        let mut at = control;
        for _ in 0..3 {
            let parent = self.parent(at).filter(|_| is_box)?;
            let before: Vec<NodeId> = self.children(parent).take_while(|&id| id != at).take(MOST_BEFORE + 1).collect();
            if before.len() > MOST_BEFORE {
                return None;
            }
            let is_shown = |id: &&NodeId| {
                self.is_displayed(**id) && !matches!(self.node(**id).tag.as_str(), "script" | "style" | "template")
            };
            for &sibling in before.iter().rev().filter(is_shown) {
                if self.subtree(sibling).any(|id| self.is_control(id)) {
                    return None;
                }
                let text = self.full_text(sibling);
                if !text.trim().is_empty() {
                    let fits = text.chars().count() <= LONGEST && !super::surface::is_heading(self, sibling);
                    return fits.then_some((text, Some(sibling)));
                }
            }
            let is_alone = !self.subtree(parent).any(|id| id != control && self.is_control(id));
            if !is_alone || matches!(self.node(parent).tag.as_str(), "form" | "body" | "main") {
                return None;
            }
            at = parent;
        }
        None
    }

    /// Text that follows in the same container, going up while the container holds nothing else.
    fn text_after(&self, control: NodeId) -> Option<(String, Option<NodeId>)> {
        let mut at = control;
        for _ in 0..4 {
            let parent = self.parent(at)?;
            let (mut text, mut bearer) = (String::new(), None);
            for sibling in self.siblings_after(at) {
                if self.subtree(sibling).any(|id| self.is_control(id)) {
                    break;
                }
                let more = self.full_text(sibling);
                if !text.is_empty() && self.node(sibling).is_element() && !self.is_inline(sibling) {
                    break;
                }
                if !more.is_empty() {
                    bearer = bearer.or(Some(sibling));
                    text.push_str(&more);
                    text.push(' ');
                }
            }
            let text = text.trim();
            if !text.is_empty() && text.chars().count() <= LONGEST {
                return Some((text.to_string(), bearer));
            }
            // Another control beside it: what stands farther out labels the group, not this box.
            let beside = self.subtree(parent).any(|id| id != control && self.is_choice_like(id));
            if beside || self.node(parent).is("form") || self.node(parent).is("td") {
                return None;
            }
            at = parent;
        }
        None
    }

    fn is_choice_like(&self, id: NodeId) -> bool {
        let node = self.node(id);
        (node.is("input") && matches!(node.attribute("type"), Some("checkbox" | "radio")))
            || matches!(node.attribute("role"), Some("checkbox" | "switch" | "radio"))
            || self.is_toggle_button(id)
    }

    /// Whether a button says of itself to be on or off (ARIA 1.2, 6.6, `aria-pressed`), and has no words that would say what
    /// pressing it does: a drawn switch.
    pub(super) fn is_toggle_button(&self, id: NodeId) -> bool {
        let node = self.node(id);
        let has_words = || {
            let mut texts = self.subtree(id).filter(|&it| self.node(it).kind == NodeKind::Text);
            texts.any(|it| self.node(it).text.chars().any(char::is_alphanumeric))
        };
        (node.is("button") || node.attribute("role") == Some("button"))
            && (node.attribute("aria-checked").is_some() || node.attribute("aria-pressed").is_some() && !has_words())
    }

    fn is_label_of_other(&self, label: NodeId, control: NodeId) -> bool {
        let node = self.node(label);
        let is_other = |id: NodeId| id != control && self.is_control(id);
        let named = || node.attribute("for").and_then(|name| self.by_id(label, name));
        node.is("label")
            && !self.holds(label, control)
            && (named().is_some_and(is_other) || self.subtree(label).any(is_other))
    }

    fn cell_beside(&self, control: NodeId) -> Option<(String, Option<NodeId>)> {
        let cell = self.ancestors(control).take(6).find(|&id| {
            matches!(self.node(id).tag.as_str(), "td" | "th" | "dd" | "dt")
                || matches!(self.node(id).attribute("role"), Some("cell" | "gridcell"))
        })?;
        let row = self.parent(cell)?;
        let cells: Vec<NodeId> = self.children(row).filter(|&id| self.node(id).is_element()).collect();
        let place = cells.iter().position(|&id| id == cell)?;
        let beside = [cells.get(place + 1), place.checked_sub(1).and_then(|at| cells.get(at))];
        beside.into_iter().flatten().find_map(|&id| {
            let text = self.full_text(id);
            (!text.is_empty() && text.chars().count() <= LONGEST).then_some((text, Some(id)))
        })
    }

    /// The nearest text on the same line, to the right first.
    fn text_on_line(&self, control: NodeId) -> Option<(String, Option<NodeId>)> {
        let own = self.node(control).rect.filter(|rect| rect.area() > 0.0)?;
        let middle = own.center().1;
        let on_line = |rect: &Rect| rect.y <= middle && rect.bottom() >= middle;
        let mut best: Option<(f64, NodeId)> = None;
        let scope = self.scope(control);
        let from = NodeId(control.0.saturating_sub(60).max(scope.0));
        let to = (control.0 + 60).min(self.end(scope));
        for id in (from.0..to).map(NodeId) {
            let node = self.node(id);
            let is_named = node.kind == NodeKind::Text && !node.text.trim().is_empty();
            // The words of a button name that button alone, as those of a label name what it is for.
            let is_of_other = |up: NodeId| self.node(up).is("button") || self.is_label_of_other(up, control);
            if !is_named || self.ancestors(id).take(4).any(is_of_other) {
                continue;
            }
            for line in &node.lines {
                let gap = if line.rect.x >= own.right() - 2.0 {
                    line.rect.x - own.right()
                } else {
                    (own.x - line.rect.right()).max(0.0) + 20.0
                };
                if on_line(&line.rect) && gap < NEAR && best.is_none_or(|(least, _)| gap < least) {
                    best = Some((gap, id));
                }
            }
        }
        let element = self.element(best?.1);
        let text = self.full_text(element);
        (text.chars().count() <= LONGEST).then_some((text, Some(element)))
    }
}

fn has_words(label: Option<&str>) -> bool {
    label.is_some_and(|label| label.chars().any(char::is_alphanumeric))
}
