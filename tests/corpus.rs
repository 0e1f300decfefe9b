//! Labelled pages kept beside the project, where they are: hits, misses and false alarms, each with its reason.
//!
//! The pages belong to their sites and are not part of the project. Without them the test says so and ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::eval::{Corpus, evaluate};
use consentlint::finding::{Outcome, Scores};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use consentlint::report::{Style, scores_markdown, scores_text};
use std::path::{Path, PathBuf};

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
    let folder = folder.join("pages");
    let index = std::fs::read_to_string(folder.join("index.json")).expect("readable");
    let scores = evaluate(&Corpus::read(&folder, &index).expect("an index"), &linter());
    let mut text = Vec::new();
    scores_text(&scores, Style::PLAIN, &mut text).expect("memory");
    println!("{}", String::from_utf8_lossy(&text));
    assert!(scores.unseen.is_empty(), "{:?}", scores.unseen);
    assert!(scores.overall.missed <= 2, "{} missed", scores.overall.missed);
    assert_eq!(scores.overall.noisy, 0, "false alarms");
    keep(&scores);
}

/// `docs/accuracy.json`, which `explain` quotes, and its part of `docs/accuracy.md`.
fn keep(scores: &Scores) {
    let mut text = Vec::new();
    scores_markdown(scores, &mut text).expect("memory");
    common::keep_section("docs/accuracy.md", "labelled-pages", &String::from_utf8_lossy(&text));
    let json = serde_json::to_string_pretty(scores).expect("plain data") + "\n";
    common::keep_file("docs/accuracy.json", &json);
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
