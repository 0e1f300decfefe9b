use super::{Snapshot, Viewport};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened on a site: a small graph of states, and the walks between them.
///
/// A single look is a visit with one state and one walk that presses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Version of the format, as for a [`Snapshot`].
    pub format: u32,
    /// What was seen, each distinct state once.
    pub states: Vec<VisitState>,
    /// The ways that were walked.
    pub walks: Vec<Walk>,
}

/// One state of the page, known by what a person would see.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitState {
    /// What was seen.
    pub snapshot: Snapshot,
}

/// One way through the consent flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Walk {
    /// What was tried.
    pub goal: Goal,
    /// The profile that it was tried in.
    pub profile: Profile,
    /// The window.
    pub viewport: Viewport,
    /// How it ended.
    pub outcome: PathOutcome,
    /// Why it ended so, where it was not reached.
    pub reason: Option<String>,
    /// What was done, in order.
    pub steps: Vec<Step>,
}

/// What a walk tries to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// Only look.
    #[default]
    Look,
    /// Agree to everything.
    Accept,
    /// Refuse everything that can be refused.
    Refuse,
    /// Close the surface without a choice.
    Close,
    /// Scroll and go on.
    Scroll,
    /// Take consent back.
    Withdraw,
}

/// What a browser profile held before the walk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Nothing was stored before.
    pub fresh: bool,
    /// `Sec-GPC: 1` was sent and `navigator.globalPrivacyControl` was set.
    pub global_privacy_control: bool,
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathOutcome {
    /// The goal was reached.
    #[default]
    Reached,
    /// Everything that could be pressed was, and there is no such way.
    None,
    /// A press led nowhere.
    DeadEnd,
    /// A limit was met first.
    GaveUp,
}

/// One step of a walk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The state before, as a place in [`Visit::states`].
    pub from: u32,
    /// What was pressed; `None` for the first look.
    pub press: Option<Press>,
    /// The state after.
    pub to: u32,
    /// Requests that left during the step.
    pub requests: Vec<Request>,
    /// Cookies and storage that changed.
    pub storage: Vec<StorageChange>,
    /// Permissions that the page asked for.
    pub prompts: Vec<Prompt>,
}

/// Something that was pressed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// Its label.
    pub label: String,
    /// One selector for each tree scope, outermost first.
    pub path: Vec<String>,
}

/// A request, without its query string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Address without query.
    pub url: String,
    /// Method.
    pub method: String,
    /// Resource type as the browser names it.
    pub resource: String,
    /// What started it.
    pub initiator: Option<String>,
    /// Whether it went to another site.
    pub third_party: bool,
    /// Milliseconds since the step began.
    pub at_ms: u32,
    /// Bytes sent and received.
    pub bytes: u64,
}

/// A cookie or storage entry that a step changed. Values are never kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StorageChange {
    /// `cookie`, `local`, `session`, `indexed-db`, `cache`.
    pub store: String,
    /// Host that it belongs to.
    pub host: String,
    /// Its name.
    pub name: String,
    /// Bits of entropy that its value could hold.
    pub entropy_bits: f64,
    /// Seconds until it ends; `None` for a session.
    pub lifetime_s: Option<u64>,
    /// Whether it was set or removed.
    pub removed: bool,
}

/// A permission that the page asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Which one, as the Permissions API names it.
    pub permission: String,
    /// Whether a person's gesture came first.
    pub after_gesture: bool,
    /// Milliseconds since the step began.
    pub at_ms: u32,
    /// Anything else that the browser said of it.
    pub details: BTreeMap<String, String>,
}

impl Visit {
    /// A visit that only looked.
    pub fn of(snapshot: Snapshot) -> Self {
        let walk = Walk {
            goal: Goal::Look,
            profile: Profile { fresh: true, global_privacy_control: false },
            viewport: snapshot.source.viewport,
            outcome: PathOutcome::Reached,
            reason: None,
            steps: Vec::new(),
        };
        Visit { format: super::FORMAT, states: vec![VisitState { snapshot }], walks: vec![walk] }
    }
}
