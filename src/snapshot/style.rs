use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The computed properties that every way of seeing captures, in this order. Values are the resolved values of
/// the CSSOM, so that both ways of seeing write the same thing in the same words.
pub const PROPERTIES: &[&str] = &[
    "display",
    "visibility",
    "opacity",
    "color",
    "background-color",
    "background-image",
    "font-size",
    "font-weight",
    "font-style",
    "line-height",
    "text-decoration-line",
    "text-transform",
    "text-indent",
    "text-align",
    "text-shadow",
    "white-space",
    "direction",
    "position",
    "z-index",
    "overflow-x",
    "overflow-y",
    "clip",
    "clip-path",
    "transform",
    "filter",
    "cursor",
    "pointer-events",
    "appearance",
    "border-top-width",
    "border-right-width",
    "border-bottom-width",
    "border-left-width",
    "border-top-style",
    "border-right-style",
    "border-bottom-style",
    "border-left-style",
    "border-top-color",
    "border-right-color",
    "border-bottom-color",
    "border-left-color",
    "border-top-left-radius",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "box-shadow",
    "content-visibility",
];

/// One distinct computed style: the values of [`PROPERTIES`], in the snapshot's own order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Style {
    /// One value for each name in [`Snapshot::style_properties`](super::Snapshot::style_properties); empty where
    /// the engine has no such property.
    pub values: Vec<String>,
}
