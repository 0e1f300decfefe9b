use super::{FrameId, NodeId, Rect, StyleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What begins a hole in a text that a template fills in: `{{ name }}`, `<% … %>`, `{% … %}`, `${name}`.
pub const TEMPLATE_MARKS: &[&str] = &["{{", "<%", "{%", "${"];

/// One node of the flat tree.
///
/// Kept nodes are elements, text, shadow roots, documents and comments that begin with `consentlint-`.
/// What a person typed, and values that a server filled in, are never kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// What kind of node this is.
    pub kind: NodeKind,
    /// The node that holds this one in the flat tree; `None` for the top document only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<NodeId>,
    /// The document that this node belongs to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub frame: FrameId,
    /// Lower-case local name of an element; empty for other nodes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// Attributes as written, or as scripts left them. Names in lower case. `value` is kept only where it is part
    /// of the page and not of its user: buttons, boxes, radios, options, and hidden fields of a word or less.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Text of a text node or comment, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// State of a control.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: State,
    /// Computed style. `None` for nodes that are not elements, and where style was not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<StyleId>,
    /// `::before`, where it has content or paint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Pseudo>,
    /// `::after`, where it has content or paint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Pseudo>,
    /// Border box. `None` if the node takes part in no layout (`display: none`) or layout was not looked at.
    #[serde(default, rename = "box", skip_serializing_if = "Option::is_none")]
    pub rect: Option<Rect>,
    /// Boxes of the lines of a text node.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// Present where the content is larger than the box, or the box is scrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scroll: Option<Scroll>,
    /// What is left of the node after `clip`, `clip-path` and the clipping of its ancestors; absent where nothing
    /// cuts it. An empty rectangle means that nothing is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Rect>,
    /// Place in the order of painting: what has a larger number is painted later, so on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paint_order: Option<u32>,
    /// Whether the browser knows of something that happens when it is clicked (a link, a button, a listener).
    #[serde(default, skip_serializing_if = "is_default")]
    pub clickable: bool,
    /// Longest transition or animation in milliseconds that this node declares; 0 for none, the largest number for one
    /// without end.
    #[serde(default, skip_serializing_if = "is_default")]
    pub transition_ms: u32,
    /// Bytes of the start tag, text or comment in the source file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What kind of node this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// An element.
    #[default]
    Element,
    /// A run of text.
    Text,
    /// A document: the page itself, or the content of a frame. Its parent is the element that hosts it.
    Document,
    /// A shadow root. Its parent is the host.
    ShadowRoot(ShadowMode),
    /// A comment that begins with `consentlint-`.
    Comment,
}

/// How a shadow root was attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShadowMode {
    /// Scripts of the page can reach it.
    Open,
    /// They can't.
    Closed,
}

/// State of a control.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct State {
    /// For boxes and radios: on, off or mixed. For an `option`: whether it is selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
    /// Who set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_by: Option<SetBy>,
    /// Disabled, by itself or by a `fieldset`.
    #[serde(skip_serializing_if = "is_default")]
    pub disabled: bool,
    /// The form can't be sent without it.
    #[serde(skip_serializing_if = "is_default")]
    pub required: bool,
    /// Can't be changed by the person.
    #[serde(skip_serializing_if = "is_default")]
    pub read_only: bool,
    /// `aria-expanded`, or whether a `details` is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expanded: Option<bool>,
    /// Whether a text field holds something. What it holds is never kept.
    #[serde(skip_serializing_if = "is_default")]
    pub has_value: bool,
}

/// State of a box, radio or switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// Ticked, selected, turned on.
    On,
    /// Not ticked.
    Off,
    /// Neither: `indeterminate`, or `aria-checked="mixed"`.
    Mixed,
}

/// Who gave a control its state before anyone touched it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SetBy {
    /// The markup.
    Attribute,
    /// A script.
    Script,
}

/// A generated box before or after an element's content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pseudo {
    /// Its text; empty for a box that is only painted.
    pub content: String,
    /// Its computed style.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<StyleId>,
    /// Its box, where it was laid out.
    #[serde(default, rename = "box", skip_serializing_if = "Option::is_none")]
    pub rect: Option<Rect>,
}

/// The box of one line of a text node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Where it stands.
    pub rect: Rect,
    /// What the text stands on, where pixels were seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backdrop: Option<Backdrop>,
}

/// Relative luminance (WCAG 2.2, 0 black to 1 white) of the pixels behind a line of text, the text itself left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Backdrop {
    /// Luminance of the lightest pixel.
    pub lightest: f64,
    /// Luminance of the darkest pixel.
    pub darkest: f64,
}

/// Content that does not fit its box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scroll {
    /// Width of the content in CSS pixels.
    pub width: f64,
    /// Height of the content in CSS pixels.
    pub height: f64,
    /// How far it is scrolled to the right.
    pub left: f64,
    /// How far it is scrolled down.
    pub top: f64,
}

/// A run of bytes in the source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First byte, counted from 0.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of the first byte, counted from 1.
    pub line: u32,
    /// Column of the first byte in characters, counted from 1.
    pub column: u32,
}

impl Node {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether this is an element with this tag.
    pub fn is(&self, tag: &str) -> bool {
        self.kind == NodeKind::Element && self.tag == tag
    }

    /// Whether a person could use it: neither it nor what it says to assistive technology is disabled.
    pub fn is_enabled(&self) -> bool {
        !self.state.disabled && self.attribute("aria-disabled") != Some("true")
    }

    /// Whether this is an element.
    pub fn is_element(&self) -> bool {
        self.kind == NodeKind::Element
    }
}

/// Whether an address leads to a page: not to a place on the same one, to a script, or nowhere.
pub fn leads_to_page(href: &str) -> bool {
    !href.is_empty() && !href.starts_with('#') && !href.starts_with("javascript:")
}
