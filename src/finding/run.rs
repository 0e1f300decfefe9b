use super::{Conduct, Counts, Finding, Paths, SurfaceSummary, Understood};
use crate::snapshot::Capability;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything that one run of `check` has to say: the JSON of version 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// Version of this format.
    pub format: u32,
    /// What judged.
    pub tool: Tool,
    /// One for each input, in the order given.
    pub inputs: Vec<InputReport>,
    /// Sums over all inputs.
    pub summary: Summary,
}

/// What judged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `consentlint`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The set of rules.
    pub set: String,
    /// Hash over rules, lexicons and law.
    pub pack_sha256: String,
    /// Jurisdictions that were chosen.
    pub jurisdictions: Vec<String>,
}

/// What was found on one input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputReport {
    /// The input as given.
    pub input: String,
    /// `ok`, or why it could not be seen.
    pub status: String,
    /// What happened and what to do; null where it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How it was seen: `static`, `chromium`, `stored`.
    pub render: String,
    /// Its address; null for standard input.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its language as it says.
    pub lang: Option<String>,
    /// Hash of the snapshot.
    pub sha256: Option<String>,
    /// Its documents, and what was seen of each.
    pub frames: Vec<FrameReport>,
    /// Where consent is asked for.
    pub surfaces: Vec<SurfaceSummary>,
    /// The verdicts.
    pub findings: Vec<Finding>,
    /// How many there were of each kind, over all rules; passes and what was not evaluated are counted and listed only
    /// on request.
    pub counts: Counts,
    /// How many rules were judged here at all, could not be, or had nothing to judge.
    pub rules: RuleCounts,
    /// Languages that no lexicon knows; rules that read words were not evaluated there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_languages: Vec<String>,
    /// Suppressions that silenced nothing, give no reason, or were ignored because the page is not the person's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suppression_notes: Vec<String>,
    /// What the ways through the consent flow cost; absent where nothing was walked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Paths>,
    /// What the page does before a choice, after each, and with Global Privacy Control; empty where nothing was walked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conduct: Vec<Conduct>,
    /// The source text, for code frames; not part of the JSON.
    #[serde(skip)]
    pub source: Option<Arc<str>>,
}

/// How the rules fared on one input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RuleCounts {
    /// Rules with at least one verdict of fail, review or pass.
    pub judged: u32,
    /// Rules that lacked something they need.
    pub not_evaluated: u32,
    /// Rules that had nothing to judge.
    pub not_applicable: u32,
}

/// One document of an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrameReport {
    /// Place in the list.
    pub id: u32,
    /// Its address.
    pub url: Option<String>,
    /// What was seen of it.
    pub seen: Vec<Capability>,
    /// What was not, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// Sums over all inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// Inputs.
    pub inputs: u32,
    /// Inputs that could not be seen.
    pub unseen: u32,
    /// Failures that are errors.
    pub error: u32,
    /// Failures that are warnings.
    pub warning: u32,
    /// Failures that are information.
    pub info: u32,
    /// Verdicts for a person to look at.
    pub review: u32,
    /// Verdicts that lacked something.
    pub not_evaluated: u32,
    /// Wall time. Volatile.
    pub seconds: f64,
}

/// What `inspect --format json` says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Inspection {
    /// Version of this format.
    pub format: u32,
    /// One for each input.
    pub inputs: Vec<InspectedInput>,
}

/// What was understood of one input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InspectedInput {
    /// The input as given.
    pub input: String,
    /// `ok`, or why it could not be seen.
    pub status: String,
    /// What happened and what to do; null where it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Its language as it says.
    pub lang: Option<String>,
    /// Where consent is asked for, with everything measured.
    pub surfaces: Vec<Understood>,
}
