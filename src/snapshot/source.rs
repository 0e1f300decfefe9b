use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a page was seen. Written down so that a finding can be repeated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which way of seeing.
    pub collector: Collector,
    /// Version of consentlint that saw it.
    pub version: String,
    /// The engine that styled and laid it out, with its version (`"blitz 0.3"`, `"Chrome/156.0.8078.79"`).
    pub engine: String,
    /// Where the page came from, which decides whether it may suppress findings.
    pub provenance: Provenance,
    /// Flags that the browser was started with; empty without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// User agent that the page saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The window.
    pub viewport: Viewport,
    /// Language that was asked for (`Accept-Language`, `navigator.language`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Time zone of the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Proxy that the page was fetched through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Seconds since 1970. Volatile: not part of the hash.
    #[serde(default)]
    pub time: u64,
    /// How long was waited, and for what. Absent without scripts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle: Option<Settle>,
    /// How the page was reached, under the names of the options; never a secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reach: BTreeMap<String, String>,
    /// Labels of what was pressed before the look, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pressed: Vec<String>,
    /// Dialogs that the page opened and that were dismissed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub dialogs: u32,
}

impl Source {
    /// Whether the page met a browser that had never been there, and nobody acted on it before it was looked at.
    pub fn begins_fresh(&self) -> bool {
        !["attach", "cookie", "steps", "storage"].iter().any(|option| self.reach.contains_key(*option))
    }
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Ways of seeing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Collector {
    /// Parsed, styled and laid out in process, no scripts.
    #[default]
    Html,
    /// A browser.
    Chromium,
    /// The browser extension.
    Extension,
    /// A web archive.
    Warc,
}

/// Where a page came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// A file of the person who runs the linter.
    File,
    /// Standard input.
    Stdin,
    /// Somebody else's: an address, an archive, the page on screen. It can't silence its judge.
    #[default]
    Foreign,
}

/// The window that a page was laid out in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Viewport {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels to a CSS pixel.
    pub scale: f64,
    /// Whether it is a phone: touch, and `<meta name=viewport>` is heeded.
    pub mobile: bool,
}

impl Default for Viewport {
    fn default() -> Self {
        Viewport { width: 1280, height: 900, scale: 1.0, mobile: false }
    }
}

/// What could be known of a document. A rule that needs one that is missing is *not evaluated*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Elements, attributes, text.
    Source,
    /// Computed style.
    Style,
    /// Boxes.
    Layout,
    /// Pixels.
    Paint,
    /// Scripts ran.
    Script,
    /// Shadow roots, closed ones too.
    Shadow,
    /// What the page asked the network for.
    Network,
    /// Something was pressed.
    Interaction,
    /// The documents inside this one.
    Frames,
    /// Agreements one hop away.
    Linked,
    /// How the page was before anyone acted. Said only where it is missing.
    Start,
}

impl Capability {
    /// The name that people and programs see.
    pub fn name(self) -> &'static str {
        match self {
            Capability::Source => "source",
            Capability::Style => "style",
            Capability::Layout => "layout",
            Capability::Paint => "paint",
            Capability::Script => "script",
            Capability::Shadow => "shadow",
            Capability::Network => "network",
            Capability::Interaction => "interaction",
            Capability::Frames => "frames",
            Capability::Linked => "linked",
            Capability::Start => "start",
        }
    }
}

/// Something that could not be known of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// What is missing.
    pub capability: Capability,
    /// Why, in a few words (`"too deep"`).
    pub why: String,
}

/// The settle policy of a look with a browser, and how it ended.
///
/// A page is first looked at when, after its load event, its tree has not changed for `quiet_ms` and no finite
/// animation runs. If it has scripts, something may come late: it is looked at again when it is quiet and both
/// `patience_ms` after the load event and `between_ms` after the first look are over. At `deadline_ms` it is looked at
/// as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// How long the tree must stay still, in milliseconds.
    pub quiet_ms: u32,
    /// Least time between the two looks, in milliseconds.
    pub between_ms: u32,
    /// How long after the load event something late is waited for, in milliseconds.
    #[serde(default)]
    pub patience_ms: u32,
    /// Longest wait for the page to settle, in milliseconds.
    pub deadline_ms: u32,
    /// How it ended.
    pub by: SettledBy,
}

/// How waiting for a page ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SettledBy {
    /// The page stayed still.
    #[default]
    Quiet,
    /// It was still changing at the deadline.
    Deadline,
}
