//! One captured document as a tree that can be asked: children, attributes, boxes, states.

use super::wire;
use std::collections::HashMap;

/// A place in a document's table of nodes.
pub(super) type Row = usize;

/// A captured document. Rows that contradict each other are left out, never believed.
pub(super) struct Document<'a> {
    wire: &'a wire::Document,
    strings: &'a [String],
    children: Lists,
    boxes: Lists,
    lines: Lists,
    shadow: HashMap<i64, i64>,
    text_value: HashMap<i64, i64>,
    input_value: HashMap<i64, i64>,
    checked: HashMap<i64, i64>,
    selected: HashMap<i64, i64>,
    content: HashMap<i64, i64>,
    pseudo: HashMap<i64, i64>,
    clickable: HashMap<i64, i64>,
}

/// Many short lists in one.
struct Lists {
    starts: Vec<usize>,
    items: Vec<usize>,
}

impl Lists {
    /// Sorts items by the list that each belongs to; those that belong to none are left out.
    fn new(lists: usize, owners: &[i64]) -> Self {
        let owner = |owner: &i64| usize::try_from(*owner).ok().filter(|owner| *owner < lists);
        let mut starts = vec![0; lists + 1];
        for list in owners.iter().filter_map(owner) {
            starts[list + 1] += 1;
        }
        for list in 0..lists {
            starts[list + 1] += starts[list];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts[lists]];
        for (item, list) in owners.iter().enumerate() {
            if let Some(list) = owner(list) {
                items[next[list]] = item;
                next[list] += 1;
            }
        }
        Lists { starts, items }
    }

    fn of(&self, list: usize) -> &[usize] {
        match (self.starts.get(list), self.starts.get(list + 1)) {
            (Some(&from), Some(&to)) => &self.items[from..to],
            _ => &[],
        }
    }
}

fn rare(column: &wire::Rare) -> HashMap<i64, i64> {
    let values = column.value.iter().copied().chain(std::iter::repeat(1));
    column.index.iter().copied().zip(values).collect()
}

/// Left, top, width, height.
pub(super) type Numbers = [f64; 4];

fn numbers(list: Option<&Vec<f64>>) -> Option<Numbers> {
    list?.as_slice().try_into().ok().filter(|all: &Numbers| all.iter().all(|number| number.is_finite()))
}

impl<'a> Document<'a> {
    pub(super) fn new(wire: &'a wire::Document, strings: &'a [String]) -> Self {
        let nodes = &wire.nodes;
        let count = nodes.parent_index.len();
        // A parent comes before its children, so there is no way round in circles.
        let parents: Vec<i64> = nodes
            .parent_index
            .iter()
            .enumerate()
            .map(|(row, &parent)| if (parent as i128) < row as i128 { parent } else { -1 })
            .collect();
        Document {
            wire,
            strings,
            children: Lists::new(count, &parents),
            boxes: Lists::new(count, &wire.layout.node_index),
            lines: Lists::new(wire.layout.node_index.len(), &wire.text_boxes.layout_index),
            shadow: rare(&nodes.shadow_root_type),
            text_value: rare(&nodes.text_value),
            input_value: rare(&nodes.input_value),
            checked: rare(&nodes.input_checked),
            selected: rare(&nodes.option_selected),
            content: rare(&nodes.content_document_index),
            pseudo: rare(&nodes.pseudo_type),
            clickable: rare(&nodes.is_clickable),
        }
    }

    fn string(&self, place: i64) -> &'a str {
        usize::try_from(place).ok().and_then(|place| self.strings.get(place)).map_or("", String::as_str)
    }

    fn cell(&self, column: &HashMap<i64, i64>, row: Row) -> Option<&'a str> {
        column.get(&(row as i64)).map(|place| self.string(*place))
    }

    pub(super) fn url(&self) -> &'a str {
        self.string(self.wire.url)
    }

    pub(super) fn title(&self) -> &'a str {
        self.string(self.wire.title)
    }

    pub(super) fn frame(&self) -> &'a str {
        self.string(self.wire.frame_id)
    }

    pub(super) fn scroll(&self) -> (f64, f64) {
        (self.wire.scroll_offset_x, self.wire.scroll_offset_y)
    }

    pub(super) fn len(&self) -> usize {
        self.wire.nodes.parent_index.len()
    }

    /// As the DOM numbers them: 1 element, 3 text, 8 comment, 9 document.
    pub(super) fn kind(&self, row: Row) -> i64 {
        self.wire.nodes.node_type.get(row).copied().unwrap_or_default()
    }

    pub(super) fn is_element(&self, row: Row) -> bool {
        self.kind(row) == 1
    }

    pub(super) fn is_text(&self, row: Row) -> bool {
        self.kind(row) == 3
    }

    /// Local name in lower case.
    pub(super) fn tag(&self, row: Row) -> String {
        let name = self.string(self.wire.nodes.node_name.get(row).copied().unwrap_or(-1));
        name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
    }

    pub(super) fn value(&self, row: Row) -> &'a str {
        self.string(self.wire.nodes.node_value.get(row).copied().unwrap_or(-1))
    }

    /// The browser's own number of a node, the same at every look.
    pub(super) fn identity(&self, row: Row) -> i64 {
        self.wire.nodes.backend_node_id.get(row).copied().unwrap_or_default()
    }

    pub(super) fn attributes(&self, row: Row) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a, '_> {
        let pairs = self.wire.nodes.attributes.get(row).map_or(&[][..], Vec::as_slice);
        pairs.chunks_exact(2).map(|pair| (self.string(pair[0]), self.string(pair[1])))
    }

    pub(super) fn attribute(&self, row: Row, name: &str) -> Option<&'a str> {
        self.attributes(row).find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(super) fn children(&self, row: Row) -> &[Row] {
        self.children.of(row)
    }

    pub(super) fn parent(&self, row: Row) -> Option<Row> {
        usize::try_from(*self.wire.nodes.parent_index.get(row)?).ok()
    }

    /// `open` or `closed`, if the node is in a shadow tree.
    pub(super) fn shadow(&self, row: Row) -> Option<&'a str> {
        self.cell(&self.shadow, row).filter(|kind| !kind.is_empty())
    }

    /// `before`, `after`, …, if the node is generated.
    pub(super) fn pseudo(&self, row: Row) -> Option<&'a str> {
        self.cell(&self.pseudo, row).filter(|kind| !kind.is_empty())
    }

    /// The document that a frame shows, if it runs in the same process.
    pub(super) fn content(&self, row: Row) -> Option<usize> {
        self.content.get(&(row as i64)).and_then(|place| usize::try_from(*place).ok())
    }

    pub(super) fn is_checked(&self, row: Row) -> bool {
        self.checked.contains_key(&(row as i64))
    }

    pub(super) fn is_selected(&self, row: Row) -> bool {
        self.selected.contains_key(&(row as i64))
    }

    pub(super) fn is_clickable(&self, row: Row) -> bool {
        self.clickable.contains_key(&(row as i64))
    }

    /// Whether a field holds something.
    pub(super) fn is_filled(&self, row: Row) -> bool {
        [&self.input_value, &self.text_value]
            .into_iter()
            .any(|it| self.cell(it, row).is_some_and(|text| !text.is_empty()))
    }

    /// Border box, in this document's own coordinates.
    pub(super) fn rect(&self, row: Row) -> Option<Numbers> {
        numbers(self.wire.layout.bounds.get(*self.boxes.of(row).first()?))
    }

    pub(super) fn paint_order(&self, row: Row) -> Option<u32> {
        let order = self.wire.layout.paint_orders.get(*self.boxes.of(row).first()?)?;
        u32::try_from(*order).ok()
    }

    /// Offset and size of what is inside.
    pub(super) fn scroll_rect(&self, row: Row) -> Option<Numbers> {
        numbers(self.wire.layout.scroll_rects.get(*self.boxes.of(row).first()?))
    }

    /// The box within the borders, from the border box's corner.
    pub(super) fn client_rect(&self, row: Row) -> Option<Numbers> {
        numbers(self.wire.layout.client_rects.get(*self.boxes.of(row).first()?))
    }

    /// Places of the computed values, in the order they were asked for.
    pub(super) fn style(&self, row: Row) -> Option<&'a [i64]> {
        self.wire.layout.styles.get(*self.boxes.of(row).first()?).map(Vec::as_slice).filter(|style| !style.is_empty())
    }

    pub(super) fn style_values(&self, style: &[i64]) -> impl Iterator<Item = &'a str> {
        style.iter().map(|place| self.string(*place))
    }

    /// Boxes of the lines of a node's text.
    pub(super) fn lines(&self, row: Row) -> impl Iterator<Item = Numbers> {
        let boxes = self.boxes.of(row).iter();
        boxes.flat_map(|&it| self.lines.of(it)).filter_map(|&line| numbers(self.wire.text_boxes.bounds.get(line)))
    }

    /// Text that was generated for a pseudo-element.
    pub(super) fn generated(&self, row: Row) -> String {
        let boxes = self.boxes.of(row).iter();
        boxes.map(|&it| self.string(self.wire.layout.text.get(it).copied().unwrap_or(-1))).collect()
    }
}
