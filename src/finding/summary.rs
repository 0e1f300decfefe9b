use crate::snapshot::Rect;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A surface as `check` reports it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SurfaceSummary {
    /// Place in the list.
    pub id: u32,
    /// `banner`, `dialog`, `form`, `page`.
    pub kind: String,
    /// Whether it waits, hidden, for a script to show it.
    pub latent: bool,
    /// Selector of its element, the scopes joined by ` >>> `.
    pub selector: String,
    /// Its languages.
    pub lang: Vec<String>,
    /// Its text, cut.
    pub text: String,
}

/// A surface with everything that was understood of it, as `inspect` reports it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Understood {
    /// Place in the list.
    pub id: u32,
    /// `banner`, `dialog`, `form`, `page`.
    pub kind: String,
    /// Whether it waits, hidden, for a script to show it.
    pub latent: bool,
    /// 1 for what is met first; deeper layers count up.
    pub layer: u32,
    /// What it asks for: `consent`, `opt-out`, `permission`, or nothing.
    pub asks: Vec<String>,
    /// Its languages.
    pub lang: Vec<String>,
    /// One selector for each tree scope.
    pub path: Vec<String>,
    /// Its box.
    pub rect: Option<Rect>,
    /// Its text, cut.
    pub text: String,
    /// What can be pressed.
    pub actions: Vec<ActionSummary>,
    /// What carries a yes or no.
    pub choices: Vec<ChoiceSummary>,
    /// What tells a person what they agree to.
    pub disclosures: Vec<DisclosureSummary>,
}

/// Something to press.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActionSummary {
    /// One selector for each tree scope.
    pub path: Vec<String>,
    /// Its label.
    pub label: String,
    /// What pressing it announces.
    pub intent: String,
    /// `button`, `link`, `icon`.
    pub form: String,
    /// 0 to 1; null where it could not be measured.
    pub prominence: Option<f64>,
    /// Its box.
    pub rect: Option<Rect>,
    /// Whether it can be seen: `yes`, or the reason why not.
    pub visible: String,
}

/// Something that carries a yes or no.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChoiceSummary {
    /// One selector for each tree scope.
    pub path: Vec<String>,
    /// Its label.
    pub label: String,
    /// `checkbox`, `radio`, `switch`, `select`, `hidden`.
    pub kind: String,
    /// State before anyone acts: `on`, `off`, `unknown`.
    pub default: String,
    /// State at the last look.
    pub state: String,
    /// What it is for.
    pub purposes: Vec<String>,
    /// `opt-in` or `opt-out`.
    pub polarity: String,
    /// `necessary`, `optional`, `unknown`.
    pub necessity: String,
    /// Whether it can be seen: `yes`, or the reason why not.
    pub visible: String,
}

/// Text that tells a person what they agree to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DisclosureSummary {
    /// One selector for each tree scope.
    pub path: Vec<String>,
    /// The text, cut.
    pub text: String,
    /// What it names.
    pub purposes: Vec<String>,
    /// Who is said to receive data.
    pub recipients: Vec<String>,
    /// What it claims: `agree`, `by-action`, `by-browsing`.
    pub claims: Vec<String>,
    /// Font size in CSS pixels; null where style was not seen.
    pub font_px: Option<f64>,
    /// Contrast ratio; null where it could not be told.
    pub contrast: Option<f64>,
    /// Whether it can be seen: `yes`, or the reason why not.
    pub visible: String,
}
