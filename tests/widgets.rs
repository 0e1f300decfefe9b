//! Real consent widgets in a real browser, installed from their registry when the tests run.
//!
//! `tests/run` builds the pages with `tests/widgets/build.mjs`. What each must get stands in `tests/widgets/expect.json`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::finding::{InputReport, Outcome};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Expected {
    fail: BTreeSet<String>,
    review: BTreeSet<String>,
    #[serde(default)]
    fail_or_review: BTreeSet<String>,
    #[serde(default)]
    also: Vec<Also>,
}

#[derive(Deserialize)]
struct Also {
    rule: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn expectations() -> BTreeMap<String, Expected> {
    let text = std::fs::read_to_string(root().join("tests/widgets/expect.json")).expect("readable");
    let mut all: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    all.remove("_how");
    all.into_iter().map(|(name, value)| (name, serde_json::from_value(value).expect("an expectation"))).collect()
}

fn rules(report: &InputReport, outcome: Outcome) -> BTreeSet<String> {
    report.findings.iter().filter(|it| it.outcome == outcome).map(|it| it.rule.clone()).collect()
}

#[test]
fn widgets_get_the_verdicts_stated() {
    let pages = root().join("target/widgets/pages");
    if !pages.exists() {
        assert!(std::env::var_os("CONSENTLINT_WIDGETS").is_none(), "tests/widgets/build.mjs has built no pages");
        println!("no widgets here: nothing was seen. tests/run installs them");
        return;
    }
    if !common::has_chromium() {
        return;
    }
    let expected = expectations();
    let inputs: Vec<Input> = expected.keys().map(|name| Input::File(pages.join(name).join("index.html"))).collect();
    let linter = Linter::new(LintOptions { render: Render::Chromium, ..common::options() }).expect("sound");
    let run = linter.check(&inputs, &|_| ());
    let (mut wrong, mut clean_pages, mut clean_reviews) = (Vec::new(), 0, 0);
    for ((name, want), report) in expected.iter().zip(&run.inputs) {
        assert_eq!(report.status, "ok", "{name}: {:?}", report.error);
        let (fail, review) = (rules(report, Outcome::Fail), rules(report, Outcome::Review));
        let also: BTreeSet<String> = want.also.iter().map(|it| it.rule.clone()).collect();
        let allowed: BTreeSet<&String> = want.fail.iter().chain(&also).chain(&want.fail_or_review).collect();
        for rule in want.fail.difference(&fail) {
            wrong.push(format!("{name}: {rule} was missed ({} surfaces)", report.surfaces.len()));
        }
        for rule in want.review.difference(&review) {
            wrong.push(format!("{name}: {rule} is no review"));
        }
        for rule in &want.fail_or_review {
            if !fail.contains(rule) && !review.contains(rule) {
                wrong.push(format!("{name}: {rule} is neither a failure nor a review"));
            }
        }
        for finding in report.findings.iter().filter(|it| it.outcome == Outcome::Fail && !allowed.contains(&it.rule)) {
            wrong.push(format!("{name}: false alarm, {}: {} {:?}", finding.rule, finding.message, finding.path));
        }
        if want.fail.is_empty() && want.review.is_empty() && want.fail_or_review.is_empty() {
            clean_pages += 1;
            clean_reviews += review.len();
        }
        println!("{name}: fail {fail:?}, review {review:?}");
    }
    println!("{clean_reviews} reviews on {clean_pages} clean pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(clean_reviews as f64 <= 0.3 * clean_pages as f64, "{clean_reviews} reviews on {clean_pages} clean pages");
}
