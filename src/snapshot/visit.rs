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
    /// Address that was asked for, without its query.
    #[serde(default)]
    pub url: String,
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
    /// A picture of the window, PNG in base64; absent where none was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screenshot: Option<String>,
}

/// One way through the consent flow, in a profile of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// What was done, in order. The first step of every walk goes to the page.
    pub steps: Vec<Step>,
}

/// What a walk tries to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// Only look.
    #[default]
    Look,
    /// Agree to everything, by the fewest presses.
    Accept,
    /// Refuse everything that can be refused, by the fewest presses.
    Refuse,
    /// Close the surface without a choice.
    Close,
    /// Press Escape.
    Escape,
    /// Scroll and go on.
    Scroll,
    /// Follow a link to another page of the site, leaving the question unanswered.
    Browse,
    /// Agree, and then take consent back.
    Withdraw,
    /// Refuse, and then come back.
    Return,
    /// Send the form as it stands, nothing touched. What it would send is seen, and not sent.
    Untouched,
    /// Type into the fields, and send nothing.
    Fill,
    /// Press what promises an opt-out of sale or sharing, and opt out by the fewest presses.
    OptOut,
    /// Opt out of sale or sharing, and then in again.
    OptIn,
    /// Look behind what leads to an account, settings, a contract or help.
    Behind,
}

impl Goal {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Goal::Look => "look",
            Goal::Accept => "accept",
            Goal::Refuse => "refuse",
            Goal::Close => "close",
            Goal::Escape => "escape",
            Goal::Scroll => "scroll",
            Goal::Browse => "browse",
            Goal::Withdraw => "withdraw",
            Goal::Return => "return",
            Goal::Untouched => "untouched",
            Goal::Fill => "fill",
            Goal::OptOut => "opt-out",
            Goal::OptIn => "opt-in",
            Goal::Behind => "behind",
        }
    }
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
    /// A press that announces the goal led nowhere.
    DeadEnd,
    /// A limit was met first, or something could not be named.
    GaveUp,
}

impl PathOutcome {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            PathOutcome::Reached => "reached",
            PathOutcome::None => "none",
            PathOutcome::DeadEnd => "dead-end",
            PathOutcome::GaveUp => "gave-up",
        }
    }
}

/// One step of a walk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What was done.
    pub act: Act,
    /// The state before, as a place in [`Visit::states`].
    pub from: u32,
    /// What was pressed, if something was.
    pub press: Option<Press>,
    /// The state after.
    pub to: u32,
    /// How often something had to be scrolled first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub scrolls: u32,
    /// How long it had to be waited for until it could be pressed, in milliseconds. Volatile.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub waited_ms: u32,
    /// Requests that left during the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
    /// Cookies and storage that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub storage: Vec<StorageChange>,
    /// Permissions that the page asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<Prompt>,
    /// What the page's consent interfaces said at the end of the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
    /// Native dialogs that opened, and were answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dialogs: Vec<Dialog>,
    /// Addresses, without query, that the top document went to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub navigated: Vec<String>,
    /// Things that the page tried and that were not let happen: downloads, windows, ways off the site.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prevented: Vec<String>,
    /// Errors and warnings on the console: of what kind, and not what they say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub console: Vec<String>,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// What a step does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Goes to the page.
    #[default]
    Load,
    /// Presses something.
    Click,
    /// Presses a key.
    Key,
    /// Scrolls the page to its end.
    Scroll,
    /// Follows a link of the same site.
    Follow,
    /// Loads the page again in the same profile, as long after as [`Press::label`] says.
    Return,
    /// Sends the form, and stops what it sends.
    Submit,
    /// Types into a field.
    Type,
}

/// Something that was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// Its label.
    pub label: String,
    /// One selector for each tree scope, outermost first.
    pub path: Vec<String>,
}

/// A request, without its query string and its body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Address without query.
    pub url: String,
    /// Method.
    pub method: String,
    /// Resource type as the browser names it (`Image`, `Fetch`, `Ping`).
    pub resource: String,
    /// What started it, as the browser names it, and the address of the script if one did.
    pub initiator: Option<String>,
    /// Whether it went to another site.
    pub third_party: bool,
    /// Milliseconds since the step began. Volatile.
    pub at_ms: u32,
    /// Bytes received. Volatile.
    pub bytes: u64,
    /// HTTP status; none where no answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether its address, body or cookies carry what can tell one browser from all others: a value of at least 64 bits
    /// of entropy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub identifies: bool,
    /// Whether the answer sets a cookie that can.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sets_identifier: bool,
    /// Whether it carries what was typed on the page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carries_typed: bool,
    /// Name of the filter list that knows its address, of those that were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<String>,
    /// Fields that it sends, of a form or of an object, with what they say of consent. Values are never kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<SentField>,
    /// Whether it was stopped before it left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
}

/// A field of what a page sends or keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentField {
    /// Its name, those of the objects around it before it (`consent.ads`).
    pub name: String,
    /// Whether its value says yes, or no; none for anything else.
    pub says: Option<bool>,
}

/// A cookie or storage entry that a step changed. Values are never kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StorageChange {
    /// `cookie`, `local`, `session`, `indexed-db`, `cache`.
    pub store: String,
    /// Host that it belongs to.
    pub host: String,
    /// Its name.
    pub name: String,
    /// Bits of entropy that its value could hold; 0 where it can't tell one browser from all others.
    pub entropy_bits: f64,
    /// Seconds until it ends, to the nearest day where it is longer than two; `None` for a session, or for what has no
    /// end.
    pub lifetime_s: Option<u64>,
    /// Whether it was removed.
    pub removed: bool,
    /// Which of the values that this entry had in the visit, counted from 1 in the order of the walks. Two walks that left
    /// the same value have the same number.
    #[serde(default)]
    pub value: u32,
    /// What its value says of consent, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<SentField>,
}

/// What one of the page's consent interfaces says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Which interface.
    pub interface: SignalInterface,
    /// Purpose, as the interface names it, to whether it says that consent was given (or that a person did not opt out).
    pub purposes: BTreeMap<String, bool>,
}

/// Interfaces by which a page tells others of a person's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignalInterface {
    /// IAB Europe's TCF, `__tcfapi`. Purposes are numbers, those of legitimate interest have `li-` before them.
    #[default]
    Tcf,
    /// IAB's GPP, `__gpp`.
    Gpp,
    /// IAB's US Privacy, `__uspapi`, which GPP has taken the place of: whether data may be sold.
    UsPrivacy,
    /// Google's consent mode, read from `dataLayer`.
    ConsentMode,
    /// Global Privacy Control, `navigator.globalPrivacyControl`.
    Gpc,
}

impl SignalInterface {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            SignalInterface::Tcf => "tcf",
            SignalInterface::Gpp => "gpp",
            SignalInterface::UsPrivacy => "us-privacy",
            SignalInterface::ConsentMode => "consent-mode",
            SignalInterface::Gpc => "gpc",
        }
    }
}

/// A native dialog of the page. What it said is not kept: it may be what a field held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dialog {
    /// `alert`, `confirm`, `prompt`, `beforeunload`.
    pub kind: String,
    /// Whether it was answered with OK.
    pub accepted: bool,
}

/// A permission that the page asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Which one, as the Permissions API names it (`geolocation`), or the interface where it has no name (`contacts`).
    pub permission: String,
    /// Whether a person's gesture came first.
    pub after_gesture: bool,
    /// Milliseconds since the step began. Volatile.
    pub at_ms: u32,
}

impl StorageChange {
    /// Bits from which a value can tell one browser from all others. A population of 2^33 needs 33; twice that leaves no
    /// chance that two are alike (Eckersley, How Unique Is Your Web Browser?, 2010, on bits and identity).
    pub const IDENTIFYING: f64 = 64.0;

    /// Whether its value can tell one browser from all others.
    pub fn identifies(&self) -> bool {
        self.entropy_bits >= Self::IDENTIFYING
    }
}

impl Dialog {
    /// Whether it had to be pressed away. The browser asks by itself whether to leave a page.
    pub fn is_a_press(&self) -> bool {
        self.kind != "beforeunload"
    }
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
            steps: vec![Step::default()],
        };
        let url = snapshot.url.clone().unwrap_or_default();
        Visit { format: super::FORMAT, url, states: vec![VisitState { snapshot, screenshot: None }], walks: vec![walk] }
    }
}

/// What stands in [`Step::prevented`] for a way to another site.
pub const OFF_SITE: &str = "off the site";

/// Whether a way to another site is among what was not let happen.
pub fn leads_off_site(prevented: &[String]) -> bool {
    prevented.iter().any(|it| it.contains(OFF_SITE))
}
