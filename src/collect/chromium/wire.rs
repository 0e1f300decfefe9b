//! What `DOMSnapshot.captureSnapshot` answers, as it is sent: tables of columns, texts as places in one list, -1 for
//! what is not there.

use serde::Deserialize;

/// All documents of one process.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Captured {
    pub(super) documents: Vec<Document>,
    pub(super) strings: Vec<String>,
}

/// One document.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Document {
    #[serde(rename = "documentURL")]
    pub(super) url: i64,
    pub(super) title: i64,
    pub(super) frame_id: i64,
    pub(super) nodes: Nodes,
    pub(super) layout: Layout,
    pub(super) text_boxes: TextBoxes,
    pub(super) scroll_offset_x: f64,
    pub(super) scroll_offset_y: f64,
}

/// Nodes in flat-tree order, one a row.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Nodes {
    pub(super) parent_index: Vec<i64>,
    pub(super) node_type: Vec<i64>,
    pub(super) node_name: Vec<i64>,
    pub(super) node_value: Vec<i64>,
    pub(super) backend_node_id: Vec<i64>,
    pub(super) attributes: Vec<Vec<i64>>,
    /// Of what kind the shadow root is that a node is in.
    pub(super) shadow_root_type: Rare,
    pub(super) text_value: Rare,
    pub(super) input_value: Rare,
    pub(super) input_checked: Rare,
    pub(super) option_selected: Rare,
    pub(super) content_document_index: Rare,
    pub(super) pseudo_type: Rare,
    pub(super) is_clickable: Rare,
}

/// A column that few rows have. Without values it is a set.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Rare {
    pub(super) index: Vec<i64>,
    pub(super) value: Vec<i64>,
}

/// What was laid out, one box a row.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Layout {
    pub(super) node_index: Vec<i64>,
    pub(super) styles: Vec<Vec<i64>>,
    pub(super) bounds: Vec<Vec<f64>>,
    pub(super) text: Vec<i64>,
    pub(super) paint_orders: Vec<i64>,
    pub(super) scroll_rects: Vec<Vec<f64>>,
    pub(super) client_rects: Vec<Vec<f64>>,
}

/// Boxes of lines of text, each with its row in [`Layout`].
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct TextBoxes {
    pub(super) layout_index: Vec<i64>,
    pub(super) bounds: Vec<Vec<f64>>,
}
