//! What was seen.
//!
//! A [`Snapshot`] is the only thing that passes between seeing and judging: everything that sees a page
//! produces one, and everything that judges reads one and nothing else. It is plain, versioned, serialisable
//! data. This room imports no other room and does no input or output.

mod disk;
mod geometry;
mod ids;
mod node;
mod source;
mod style;
mod visit;

pub use disk::{FORMAT, LoadError, MAX_NODES, MAX_TEXT, MAX_UNPACKED, Stored};
pub use geometry::Rect;
pub use ids::{FrameId, NodeId, StyleId};
pub use node::{
    Backdrop, Checked, Line, Node, NodeKind, Pseudo, Scroll, SetBy, ShadowMode, Span, State, TEMPLATE_MARKS,
    leads_to_page,
};
pub use source::{Capability, Collector, Missing, Provenance, Settle, SettledBy, Source, Viewport};
pub use style::{PROPERTIES, Style};
pub use visit::{
    Act, Dialog, Goal, OFF_SITE, PathOutcome, Press, Profile, Prompt, Request, SentField, Signal, SignalInterface,
    Step, StorageChange, Visit, VisitState, Walk, leads_off_site,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One look at one page: its nodes in flat-tree order, what they look like, and how they were seen.
///
/// Shadow trees and frames stand inside their hosts, so a parent always comes before its children and the
/// subtree of a node is a contiguous run of the arena.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Version of this format. Readers refuse a newer one.
    pub format: u32,
    /// How, when and with what the page was seen.
    pub source: Source,
    /// Address of the top document, without a query string; `None` for standard input.
    pub url: Option<String>,
    /// Title of the top document.
    pub title: Option<String>,
    /// `lang` of the top document's root element, as written.
    pub lang: Option<String>,
    /// The documents: the top one first, then frames in document order.
    pub frames: Vec<Frame>,
    /// Every node of every document in flat-tree order.
    pub nodes: Vec<Node>,
    /// Distinct computed styles; a node points into this list.
    pub styles: Vec<Style>,
    /// Names of the properties that each style holds, in order.
    pub style_properties: Vec<String>,
    /// When the page was looked at, and what changed between the looks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looks: Vec<Look>,
    /// Agreement and policy documents one hop away that were fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<Linked>,
}

/// One document: the page itself or a frame in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// The document that embeds this one; `None` for the page itself.
    pub parent: Option<FrameId>,
    /// The `iframe` (or `frame`, `object`) element that shows this document.
    pub host: Option<NodeId>,
    /// Address of the document, without a query string.
    pub url: Option<String>,
    /// What could be known of this document.
    pub seen: Vec<Capability>,
    /// What could not be known, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
}

/// One moment at which the page was looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Milliseconds since the page began to load. Volatile: not part of the hash.
    pub at_ms: u32,
    /// What is different from the look before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// A difference between two looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The node that changed, as numbered in the last look.
    pub node: NodeId,
    /// What changed.
    pub what: ChangeKind,
}

/// What can change between two looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The node was not there, or not shown, before.
    Appeared,
    /// A box or switch was turned on.
    TurnedOn,
    /// A box or switch was turned off.
    TurnedOff,
    /// A control became usable.
    Enabled,
}

/// An agreement or policy document that the page links to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The link that leads there.
    pub link: NodeId,
    /// Its address, without a query string.
    pub url: String,
    /// HTTP status; `None` for a file, 404 for one that is not there.
    pub status: Option<u16>,
    /// The document's title.
    pub title: Option<String>,
    /// The document's text, white space folded, cut at [`MAX_TEXT`] bytes.
    pub text: String,
}

impl Snapshot {
    /// The node with this id. Ids come from the same snapshot, so they are always in range.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Ids of all nodes, in flat-tree order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The frame that a node belongs to.
    pub fn frame_of(&self, id: NodeId) -> &Frame {
        &self.frames[self.node(id).frame.index()]
    }

    /// Computed value of a captured property, in the serialisation of the CSSOM (`"rgb(0, 0, 0)"`, `"12px"`).
    /// `None` if the node has no style or the property was not captured.
    pub fn style(&self, id: NodeId, property: &str) -> Option<&str> {
        let style = self.node(id).style?;
        let at = self.style_properties.iter().position(|name| name == property)?;
        self.styles[style.index()].values.get(at).map(String::as_str)
    }

    /// Whether the page was watched from its start. One that was open before says that it was not.
    pub fn saw_start(&self) -> bool {
        !self.frames.iter().flat_map(|frame| &frame.missing).any(|it| it.capability == Capability::Start)
    }

    /// Whether this capability was there for the frame that a node belongs to.
    pub fn has(&self, frame: FrameId, capability: Capability) -> bool {
        self.frames[frame.index()].seen.contains(&capability)
    }
}
