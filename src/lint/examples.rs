//! Running the examples inside rule pages.

use super::Linter;
use crate::collect::{Depth, Document, html};
use crate::finding::Outcome;
use crate::meaning::Meaning;
use crate::rules::{Date, Example, Expectation, Rule};
use crate::snapshot::{NodeId, Provenance, Snapshot};

/// How one example came out.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// The rule.
    pub rule: String,
    /// Number of the example in its page, counted from 1.
    pub number: usize,
    /// Line of its fence in the page.
    pub line: u32,
    /// What it must come out as.
    pub expected: String,
    /// What it came out as.
    pub got: String,
    /// What was said of it.
    pub detail: String,
    /// Whether they agree.
    pub ok: bool,
}

/// Sees every example of every rule page in process, and compares what its rule says of it.
pub fn test_rules(linter: &Linter) -> Vec<ExampleResult> {
    let mut results = Vec::new();
    // All of them, whatever set they are in.
    let only = &linter.options.only;
    for rule in linter.book.iter().filter(|rule| only.is_empty() || only.contains(&rule.id)) {
        for (at, example) in rule.examples.iter().enumerate() {
            let concerned = example.expect != Expectation::None;
            // What only a visit can answer waits for one.
            if example.render.as_deref() == Some("chromium") || rule.asks_for_a_visit() && concerned {
                continue;
            }
            let result = match see(linter, example) {
                Ok(snapshot) => linter.compare(rule, example, &snapshot),
                Err(why) => (false, "unseen".to_string(), why),
            };
            results.push(ExampleResult {
                rule: rule.id.clone(),
                number: at + 1,
                line: example.line,
                expected: example.expect.name().into(),
                ok: result.0,
                got: result.1,
                detail: result.2,
            });
        }
    }
    results
}

fn see(linter: &Linter, example: &Example) -> Result<Snapshot, String> {
    let mut options = linter.options.look.clone();
    if let Some(viewport) = example.viewport {
        options.viewport = viewport;
    }
    let document = Document {
        input: "example".into(),
        bytes: example.html.clone().into_bytes(),
        charset: Some("utf-8".into()),
        url: None,
        root: None,
    };
    let mut page = html::Page::parse(&document, &options).map_err(|error| error.to_string())?;
    let mut snapshot = page.look(Depth::Layout);
    snapshot.source.provenance = Provenance::Stdin;
    if snapshot.lang.is_none() {
        snapshot.lang.clone_from(&example.lang);
    }
    Ok(snapshot)
}

impl Linter {
    /// What a rule says of an example, however it was seen: agreement, the verdict, and what was said.
    pub fn compare(&self, rule: &Rule, example: &Example, snapshot: &Snapshot) -> (bool, String, String) {
        let meaning = Meaning::of(snapshot, &self.book.lexicons);
        let judgement = self.book.judge(&meaning, [rule], Date::of(snapshot.source.time), &rule.only_in);
        let wanted: Option<Vec<NodeId>> = example.at.as_deref().map(|selector| meaning.index.select(selector));
        let here = |at: usize| wanted.as_ref().is_none_or(|nodes| nodes.contains(&judgement.nodes[at]));
        let has =
            |outcome: Outcome| judgement.findings.iter().enumerate().any(|(at, it)| it.outcome == outcome && here(at));
        let got = if has(Outcome::Fail) {
            "fail"
        } else if has(Outcome::Review) {
            "review"
        } else if has(Outcome::NotEvaluated) {
            "not-evaluated"
        } else if has(Outcome::Pass) {
            "pass"
        } else {
            "none"
        };
        let said: Vec<String> = judgement
            .findings
            .iter()
            .map(|it| {
                format!(
                    "{}: {}{}",
                    it.outcome.name(),
                    it.message,
                    it.reason.as_ref().map_or(String::new(), |r| format!(" ({r})"))
                )
            })
            .collect();
        let languages = meaning.unknown_languages.join(", ");
        let detail = if said.is_empty() {
            format!(
                "{} surfaces seen{}",
                meaning.surfaces.len(),
                if languages.is_empty() { String::new() } else { format!("; unknown language: {languages}") }
            )
        } else {
            said.join("; ")
        };
        let ok = match example.expect {
            Expectation::None => got == "none",
            expect => got == expect.name(),
        };
        (ok, got.to_string(), detail)
    }
}
