//! Running the examples inside rule pages.

use super::Linter;
use crate::collect::chromium::{Browser, Served};
use crate::collect::{CollectError, Depth, Document, html};
use crate::finding::Outcome;
use crate::meaning::{Meaning, Visited};
use crate::rules::{Date, Example, Expectation, Rule};
use crate::snapshot::{Goal, NodeId, Provenance, Snapshot, Visit};
use crate::walk::{VisitOptions, visit};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

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

impl ExampleResult {
    /// The example at this place of its page, with agreement, verdict and what was said.
    fn of(rule: &Rule, at: usize, example: &Example, (ok, got, detail): (bool, String, String)) -> Self {
        let expected = example.expect.name().into();
        ExampleResult { rule: rule.id.clone(), number: at + 1, line: example.line, expected, got, detail, ok }
    }
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
            results.push(ExampleResult::of(rule, at, example, result));
        }
    }
    results
}

/// Where the page of an example stands. Every other address of its site answers with an empty page, and every other host
/// with nothing (204); no network is asked.
const EXAMPLE: &str = "https://shop.example/";

/// Walks the flows in the rule pages in a browser, some at once, and compares what their rule says of each. `wanted` is
/// asked of each rule and number of an example.
///
/// # Errors
/// If there is no browser.
pub fn test_flows(
    linter: &Linter,
    jobs: usize,
    wanted: &dyn Fn(&Rule, usize) -> bool,
) -> Result<Vec<ExampleResult>, CollectError> {
    let browser = linter.browser("the examples")?;
    let only = &linter.options.only;
    let rules = linter.book.iter().filter(|rule| only.is_empty() || only.contains(&rule.id));
    let flows: Vec<(&Rule, usize, &Example)> = rules
        .filter(|rule| rule.asks_for_a_visit())
        .flat_map(|rule| rule.examples.iter().enumerate().map(move |(at, example)| (rule, at, example)))
        .filter(|(rule, at, _)| wanted(rule, at + 1))
        .collect();
    let results = super::at_once(jobs, &flows, &|_, &(rule, at, example)| {
        let result = match walk(linter, &browser, rule, example) {
            Ok(visit) => linter.compare_visit(rule, example, &visit),
            Err(error) => (false, "unseen".to_string(), error.to_string()),
        };
        ExampleResult::of(rule, at, example, result)
    });
    Ok(results)
}

fn walk(linter: &Linter, browser: &Browser, rule: &Rule, example: &Example) -> Result<Visit, CollectError> {
    let mut look = linter.options.look.clone();
    look.viewport = example.viewport.unwrap_or(look.viewport);
    let html = Arc::new(example.html.clone().into_bytes());
    let serve = move |url: &Url| -> Option<Served> {
        let kind = || "text/html; charset=utf-8".to_string();
        match (url.host_str(), url.path()) {
            (Some("shop.example"), "/") => Some((200, kind(), html.to_vec())),
            (Some("shop.example"), _) => Some((200, kind(), Vec::new())),
            _ => Some((204, String::new(), Vec::new())),
        }
    };
    let walks = rule.walks();
    let options = VisitOptions {
        look,
        time: Duration::from_secs(90),
        fill: walks.contains(&Goal::Fill),
        privacy_control: rule.checks().any(|check| matches!(check.name(), "ignores-signal" | "tells-of-signal")),
        phone: rule.checks().any(|check| check.name() == "phone-differs"),
        goals: if walks.is_empty() { vec![Goal::Look] } else { walks },
        serve: Some(Arc::new(serve)),
        jobs: 2,
        ..VisitOptions::default()
    };
    visit(browser, EXAMPLE, &linter.book.lexicons, &options)
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
        self.compare_meaning(rule, example, &meaning)
    }

    /// What a rule says of an example that was walked.
    pub fn compare_visit(&self, rule: &Rule, example: &Example, visit: &Visit) -> (bool, String, String) {
        let visited = Visited::of(visit, &self.book.lexicons);
        let Some(first) = visit.states.first() else { return (false, "unseen".into(), "nothing was seen".into()) };
        let mut meaning = Meaning::of(&first.snapshot, &self.book.lexicons);
        meaning.visited = Some(&visited);
        let (ok, got, mut detail) = self.compare_meaning(rule, example, &meaning);
        if !ok {
            for walk in &visit.walks {
                let pressed = walk.steps.iter().filter_map(|step| step.press.as_ref()).map(|it| it.label.as_str());
                let pressed: Vec<&str> = pressed.collect();
                let reason = walk.reason.as_deref().unwrap_or_default();
                let goal = walk.goal.name();
                detail.push_str(&format!("; {goal}: {} [{}] {reason}", walk.outcome.name(), pressed.join(" > ")));
            }
        }
        (ok, got, detail)
    }

    fn compare_meaning(&self, rule: &Rule, example: &Example, meaning: &Meaning) -> (bool, String, String) {
        let snapshot = meaning.snapshot();
        let judgement = self.book.judge(meaning, [rule], Date::of(snapshot.source.time), &rule.only_in, &|_| true);
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
