//! Labelled pages kept beside the project, where they are: hits, misses and false alarms, each with its reason.
//!
//! The pages belong to their sites and are not part of the project. Without them the test says so and ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use consentlint::finding::Outcome;
use consentlint::lint::{Input, LintOptions, Linter, Render};
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Labelled {
    file: String,
    lang: String,
    expect: Vec<Expected>,
    forbid: Vec<String>,
    optional: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
struct Expected {
    any_of: Vec<String>,
    #[serde(default)]
    at: Vec<String>,
}

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let named = std::env::var_os("CONSENTLINT_CORPUS").map(PathBuf::from);
    named.into_iter().chain([beside]).find(|it| it.join("pages/index.json").exists())
}

fn linter() -> Linter {
    Linter::new(LintOptions { render: Render::Static, ..LintOptions::default() })
        .expect("the rules that ship are sound")
}

#[test]
fn labelled_pages() {
    let Some(folder) = corpus() else {
        println!("no labelled pages here: nothing was measured");
        return;
    };
    let index = std::fs::read_to_string(folder.join("pages/index.json")).expect("readable");
    let pages: Vec<Labelled> = serde_json::from_str(&index).expect("an index");
    let linter = linter();
    let ships = |rule: &str| linter.rules().get(rule).is_some();
    let (mut hits, mut misses, mut alarms, mut reviews, mut unread) = (0, Vec::new(), Vec::new(), 0, Vec::new());
    for page in &pages {
        let run = linter.check(&[Input::File(folder.join("pages").join(&page.file))], &|_| ());
        let report = &run.inputs[0];
        assert_eq!(report.status, "ok", "{}: {:?}", page.file, report.error);
        let fired: Vec<_> = report.findings.iter().filter(|it| it.outcome == Outcome::Fail).collect();
        reviews += report.findings.iter().filter(|it| it.outcome == Outcome::Review).count();
        if !report.unknown_languages.is_empty() {
            unread.push(format!("{} ({})", page.file, report.unknown_languages.join(", ")));
        }
        let met = |expected: &Expected| {
            fired.iter().any(|it| {
                expected.any_of.contains(&it.rule)
                    && (expected.at.is_empty() || expected.at.iter().any(|at| it.snippet.contains(at.as_str())))
            })
        };
        for expected in page.expect.iter().filter(|it| it.any_of.iter().any(|rule| ships(rule))) {
            if met(expected) {
                hits += 1;
            } else {
                misses.push(format!(
                    "{} [{}] {:?} at {:?}: {} ({} surfaces)",
                    page.file,
                    page.lang,
                    expected.any_of,
                    expected.at,
                    page.why,
                    report.surfaces.len()
                ));
            }
        }
        for it in fired {
            let wanted = page.expect.iter().any(|expected| expected.any_of.contains(&it.rule));
            if page.forbid.contains(&it.rule) && !page.optional.contains(&it.rule) && !wanted {
                alarms.push(format!("{} [{}] {}: {} {}", page.file, page.lang, it.rule, it.message, it.snippet));
            }
        }
    }
    println!(
        "{} pages: {hits} hits, {} missed, {} false alarms, {reviews} reviews",
        pages.len(),
        misses.len(),
        alarms.len()
    );
    println!("in languages without a lexicon: {}", unread.join(", "));
    println!("missed:\n  {}", misses.join("\n  "));
    println!("false alarms:\n  {}", alarms.join("\n  "));
    assert!(hits >= 30, "only {hits} hits");
    assert!(alarms.len() <= 2, "{} false alarms", alarms.len());
}

#[test]
fn neutral_texts_are_left_alone() {
    let Some(folder) = corpus() else { return };
    let texts = std::fs::read_to_string(folder.join("texts/shop-texts-neutral.txt")).expect("readable");
    let linter = linter();
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut alarms = Vec::new();
    for text in texts.lines().filter(|line| !line.trim().is_empty()) {
        // As a paragraph above a button, and as the button itself.
        for html in [
            format!("<!doctype html><html lang=en><p>{}</p><button>Continue</button>", escape(text)),
            format!("<!doctype html><html lang=en><p>A shop.</p><button>{}</button>", escape(text)),
        ] {
            let run = linter.check(&[Input::Stdin(html.into_bytes())], &|_| ());
            let fired = run.inputs[0].findings.iter().filter(|it| it.outcome == Outcome::Fail);
            alarms.extend(fired.map(|it| format!("{}: {text}", it.rule)));
        }
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
