use crate::snapshot::{Act, PathOutcome};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the ways through a consent flow cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Paths {
    /// The shortest way to agree to everything.
    pub accept: PathReport,
    /// The shortest way to refuse everything that can be refused.
    pub refuse: PathReport,
    /// The shortest way to take consent back, from the page as it is after agreeing.
    pub withdraw: PathReport,
}

/// One way, and what it costs a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PathReport {
    /// How it ended.
    pub outcome: PathOutcome,
    /// The fewest presses; null where the way was not walked to its end.
    pub clicks: Option<u32>,
    /// How often something had to be scrolled on that way.
    pub scrolls: u32,
    /// Keys pressed on that way.
    pub keys: u32,
    /// How long something had to be waited for on that way, in milliseconds, to the nearest half second.
    pub waits_ms: u32,
    /// Words in sight on the surfaces of that way.
    pub words: u32,
    /// Why it did not end, or ended nowhere; null where it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The presses, in order.
    pub steps: Vec<PathStep>,
}

/// One press on a way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PathStep {
    /// What was done.
    pub act: Act,
    /// The label of what was pressed.
    pub press: String,
    /// One selector for each tree scope, outermost first.
    pub path: Vec<String>,
    /// The state before it, as a place among the visit's states.
    pub from: u32,
    /// The state after it.
    pub state: u32,
}

/// What a page does in one state of consent, for comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Conduct {
    /// `fresh` (nothing pressed), `refused`, `accepted`, `gpc`.
    pub when: String,
    /// Requests to other sites.
    pub third_party_requests: u32,
    /// The other sites that were asked, in alphabetical order.
    pub third_party_hosts: Vec<String>,
    /// Requests to trackers: known by a list, or by what they carry.
    pub tracker_requests: u32,
    /// Cookies and entries that can tell one browser from all others, as `store:name`.
    pub identifiers: Vec<String>,
    /// What the page's consent interfaces say, as `interface: purpose, purpose` of what is granted.
    pub signals: Vec<String>,
}
