//! The pages under `examples/`: each is judged as its `expect.json` says, without a browser and with one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::finding::{Outcome, Run};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use consentlint::walk::VisitOptions;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Deserialize)]
struct Expectations {
    pages: BTreeMap<String, BTreeMap<String, Column>>,
}

#[derive(Deserialize)]
struct Column {
    fail: BTreeSet<String>,
    review: BTreeSet<String>,
    #[serde(rename = "not-evaluated", default)]
    not_evaluated: BTreeSet<String>,
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .expect("examples")
        .flatten()
        .map(|it| it.path())
        .filter(|it| it.join("expect.json").exists())
        .collect();
    folders.sort();
    assert!(folders.len() >= 3);
    folders
}

fn rules(run: &Run, outcome: Outcome) -> BTreeSet<String> {
    run.inputs[0].findings.iter().filter(|it| it.outcome == outcome).map(|it| it.rule.clone()).collect()
}

fn judge(render: Render, column: &str) {
    let mut wrong = Vec::new();
    for folder in folders() {
        let text = std::fs::read_to_string(folder.join("expect.json")).expect("readable");
        let expected: Expectations = serde_json::from_str(&text).expect("expectations");
        for viewport in [(1280, 900), (375, 667)] {
            let mut options = LintOptions { render, show: vec![Outcome::NotEvaluated], ..common::options() };
            (options.look.viewport.width, options.look.viewport.height) = viewport;
            let linter = Linter::new(options).expect("sound");
            for (page, columns) in &expected.pages {
                let want = &columns[column];
                let run = linter.check(&[Input::File(folder.join(page))], &|_| ());
                let name =
                    format!("{}/{page} at {viewport:?}", folder.file_name().unwrap_or_default().to_string_lossy());
                assert_eq!(run.inputs[0].status, "ok", "{name}: {:?}", run.inputs[0].error);
                for (outcome, want) in [(Outcome::Fail, &want.fail), (Outcome::Review, &want.review)] {
                    let got = rules(&run, outcome);
                    if got != *want {
                        let more: Vec<_> = got.difference(want).collect();
                        let less: Vec<_> = want.difference(&got).collect();
                        wrong.push(format!("{name}: {}: too many {more:?}, missing {less:?}", outcome.name()));
                    }
                }
                let lacking = rules(&run, Outcome::NotEvaluated);
                for rule in want.not_evaluated.difference(&lacking) {
                    wrong.push(format!("{name}: {rule} should not have been evaluated"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_a_browser() {
    judge(Render::Static, "static");
}

#[test]
fn with_chromium() {
    if common::has_chromium() {
        judge(Render::Chromium, "chromium");
    }
}

#[test]
fn with_a_visit() {
    if !common::has_chromium() {
        return;
    }
    let linter = Linter::new(common::options()).expect("sound");
    let mut pages = Vec::new();
    for folder in folders() {
        let text = std::fs::read_to_string(folder.join("expect.json")).expect("readable");
        let mut expected: Expectations = serde_json::from_str(&text).expect("expectations");
        for (page, columns) in &mut expected.pages {
            pages.push((folder.join(page), columns.remove("visit").expect("a column for visits")));
        }
    }
    if std::env::var_os("CONSENTLINT_ALL").is_none() {
        // The page that was shown in 2018, how it should have been, and every third of the others.
        let mut number = 0;
        pages.retain(|(page, _)| {
            number += 1;
            page.ends_with("alipay-2018/bill.html") || page.ends_with("fixed.html") || number % 3 == 0
        });
    }
    let next = AtomicUsize::new(0);
    let wrong: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some((page, want)) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (report, _) = linter.visit(&Input::File(page.clone()), &VisitOptions::default());
                    let name = page.display();
                    let mut here = Vec::new();
                    if report.status != "ok" {
                        here.push(format!("{name}: {:?}", report.error));
                    }
                    for (outcome, want) in [(Outcome::Fail, &want.fail), (Outcome::Review, &want.review)] {
                        let findings = report.findings.iter().filter(|it| it.outcome == outcome);
                        let got: BTreeSet<String> = findings.map(|it| it.rule.clone()).collect();
                        if got != *want {
                            let more: Vec<_> = got.difference(want).collect();
                            let less: Vec<_> = want.difference(&got).collect();
                            here.push(format!("{name}: {}: too many {more:?}, missing {less:?}", outcome.name()));
                        }
                    }
                    wrong.lock().expect("sound").extend(here);
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("sound");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
