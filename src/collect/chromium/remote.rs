//! What the browser answers of values, objects and nodes of a page.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// What `Runtime.evaluate` and `Runtime.callFunctionOn` answer.
#[derive(Deserialize)]
pub(super) struct Returned<T = IgnoredAny> {
    pub(super) result: Remote<T>,
}

/// What `DOM.resolveNode` answers.
#[derive(Deserialize)]
pub(super) struct Resolved {
    pub(super) object: Remote<IgnoredAny>,
}

/// A value that was sent, or the name of an object that stays in the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Remote<T> {
    pub(super) object_id: Option<String>,
    pub(super) value: Option<T>,
}

/// The browser's own number of a node.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Numbered {
    pub(super) backend_node_id: i64,
}
