//! A verdict on one thing, and serialisable summaries of what was understood.
//!
//! These types are the JSON of version 1: names and order of fields are the contract.

mod fingerprint;
mod path;
mod quote;
mod run;
mod score;
mod summary;

pub use fingerprint::fingerprint;
pub use path::{Conduct, PathReport, PathStep, Paths};
pub use quote::{QUOTE, first_words, quote};
pub use run::{FrameReport, InputReport, InspectedInput, Inspection, RuleCounts, Run, Summary, Tool};
pub use score::{Interval, Miss, Noise, RuleScore, Scores};
pub use summary::{ActionSummary, ChoiceSummary, DisclosureSummary, SurfaceSummary, Understood};

use crate::snapshot::{Rect, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rule says of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It conflicts with the rule.
    Fail,
    /// A person must look.
    Review,
    /// Something that the rule needs was not seen.
    NotEvaluated,
    /// It was measured and is fine.
    Pass,
}

impl Outcome {
    /// Whether people are always told: of what fails, and of what a person must look at.
    pub fn is_always_told(self) -> bool {
        matches!(self, Outcome::Fail | Outcome::Review)
    }

    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Fail => "fail",
            Outcome::Review => "review",
            Outcome::NotEvaluated => "not-evaluated",
            Outcome::Pass => "pass",
        }
    }
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Mend it.
    Warning,
    /// Mend it before shipping.
    Error,
}

impl Severity {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// How sure the linter is that a person would agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// A guess.
    Low,
    /// Likely.
    Medium,
    /// Certain enough to break a build.
    High,
}

impl Confidence {
    /// One step lower.
    pub fn lower(self) -> Self {
        match self {
            Confidence::High => Confidence::Medium,
            _ => Confidence::Low,
        }
    }

    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// A verdict of one rule on one subject, with its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The verdict.
    pub outcome: Outcome,
    /// How much it matters.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The surface that it is on, as a place in `surfaces`.
    pub surface: Option<u32>,
    /// Where in a visit.
    pub at: At,
    /// One selector for each tree scope, outermost first.
    pub path: Vec<String>,
    /// The document that it is in.
    pub frame: u32,
    /// The start tag, or the text, cut at [`QUOTE`] characters.
    pub snippet: String,
    /// Its box in CSS pixels of the top page; null where it has none.
    pub rect: Option<Rect>,
    /// Its place in the source file; null where there is none.
    pub span: Option<Span>,
    /// Other elements that belong to it.
    pub related: Vec<Related>,
    /// What was measured.
    pub evidence: Evidence,
    /// Why it is not a fail or a pass; null for those.
    pub reason: Option<String>,
    /// Whether the surface waits, hidden, for a script to show it.
    pub latent: bool,
    /// The texts that it conflicts with.
    pub law: Vec<LawReference>,
    /// Name in the ontology of Gray et al. (CHI 2024).
    pub pattern: String,
    /// How to mend it.
    pub fix: String,
    /// Path of a cropped screenshot; null where none was taken.
    pub crop: Option<String>,
    /// Why it is suppressed; null if it is not.
    pub suppressed: Option<String>,
    /// Identity across edits and ways of seeing.
    pub fingerprint: String,
}

/// A place in a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct At {
    /// The walk.
    pub walk: u32,
    /// The step of the walk.
    pub step: u32,
    /// The state.
    pub state: u32,
}

/// Another element that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// What it is to the finding: `label`, `accept`, `refuse`, `action`.
    pub role: String,
    /// One selector for each tree scope.
    pub path: Vec<String>,
    /// Its box; null where it has none.
    pub rect: Option<Rect>,
    /// Its place in the source file; null where there is none.
    pub span: Option<Span>,
}

/// Measurements by name.
pub type Evidence = BTreeMap<String, Measurement>;

/// One measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measurement {
    /// What was measured.
    pub value: Value,
    /// `px`, `:1`; absent for words and counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it was measured against; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
}

/// A measured value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// A number, with at most two decimals.
    Number(f64),
    /// Words.
    Text(String),
    /// Several words.
    List(Vec<String>),
}

impl Measurement {
    /// A number with a unit and what it was measured against.
    pub fn number(value: f64, unit: &str, threshold: Option<f64>) -> Self {
        let unit = (!unit.is_empty()).then(|| unit.to_string());
        Measurement { value: Value::Number(round(value)), unit, threshold }
    }

    /// Words, cut to what a report quotes.
    pub fn text(value: &str) -> Self {
        Measurement { value: Value::Text(quote(value)), unit: None, threshold: None }
    }

    /// Several words.
    pub fn list(values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Measurement { value: Value::List(values.into_iter().map(Into::into).collect()), unit: None, threshold: None }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Number(number) => write!(f, "{number}"),
            Value::Text(text) => f.write_str(text),
            Value::List(list) => f.write_str(&list.join(", ")),
        }
    }
}

/// Two decimals: the precision of every number in a report.
pub fn round(value: f64) -> f64 {
    if value.is_finite() { (value * 100.0).round() / 100.0 + 0.0 } else { 0.0 }
}

/// A text of law that a finding conflicts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LawReference {
    /// Its id in `rules/law/`.
    pub id: String,
    /// The article, paragraph or section.
    pub place: String,
    /// The instrument.
    pub title: String,
    /// Where to read it; null where no address is certain.
    pub url: Option<String>,
    /// `statute`, `regulation`, `decision`, `guideline`, `standard`.
    pub rank: String,
    /// How it was checked: `text`, `secondary`, `no`.
    pub checked: String,
    /// The region: `eu`, `cn`, `us-ca` …
    pub region: String,
    /// Whether it came into force only after the day that was asked about: later guidance.
    #[serde(default, skip_serializing_if = "is_false")]
    pub later: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// How many verdicts of each kind an input got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Conflicts.
    pub fail: u32,
    /// For a person to look at.
    pub review: u32,
    /// Something needed was not seen.
    pub not_evaluated: u32,
    /// Measured and fine.
    pub pass: u32,
    /// Silenced by their owner.
    pub suppressed: u32,
}
