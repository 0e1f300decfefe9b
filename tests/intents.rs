//! Labels that people press: what each announces, in every language.
//!
//! `tests/intents/<tag>.tsv` holds labels as collected. One in five was held back when the lexicons were written: it
//! stands in no list of whole labels, so it is understood by verbs and grammar alone.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use consentlint::lexicon::Intent;
use consentlint::rules::RuleBook;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

struct Label {
    intent: Intent,
    text: String,
    held_back: bool,
}

/// A label of one word carries no grammar to understand it by; it is listed or it is not known.
fn is_held_back(label: &str) -> bool {
    let several = label.trim().contains(char::is_whitespace) || is_unspaced(label) && label.chars().count() > 3;
    several && Sha256::digest(label.as_bytes())[0].is_multiple_of(5)
}

fn is_unspaced(label: &str) -> bool {
    label.chars().any(|c| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn labels(tag: &str) -> Vec<Label> {
    let text = std::fs::read_to_string(folder("tests/intents").join(format!("{tag}.tsv"))).expect("there is one");
    let rows = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let label = |row: &str| {
        let (intent, text) = row.split_once('\t').unwrap_or_else(|| panic!("{tag}.tsv: {row}"));
        let intent = Intent::named(intent).unwrap_or_else(|| panic!("{tag}.tsv: {intent}"));
        Label { intent, held_back: is_held_back(text), text: text.to_string() }
    };
    rows.map(label).collect()
}

/// The whole labels that a lexicon file lists, as written.
fn listed(tag: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder("rules/lexicon").join(format!("{tag}.toml"))).unwrap();
    let file: toml::Table = toml::from_str(&text).unwrap();
    let lists = file.get("intent").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let all = lists.filter_map(toml::Value::as_array).flatten();
    all.filter_map(toml::Value::as_str).map(consentlint::lexicon::fold_label).collect()
}

#[test]
fn every_language_has_labels_and_lists_none_that_was_held_back() {
    let book = RuleBook::builtin().unwrap();
    let mut wrong = Vec::new();
    for tag in book.lexicons.tags() {
        let listed = listed(tag);
        let labels = labels(tag);
        assert!(labels.len() >= 100, "{tag}: {} labels", labels.len());
        for label in labels.iter().filter(|label| label.held_back) {
            if listed.contains(&consentlint::lexicon::fold_label(&label.text)) {
                wrong.push(format!("{tag}: {}", label.text));
            }
        }
    }
    assert!(wrong.is_empty(), "held back, and listed:\n{}", wrong.join("\n"));
}

#[test]
fn labels_that_no_list_holds_are_understood() {
    let book = RuleBook::builtin().unwrap();
    book.lexicons.ready_all().unwrap();
    let (mut right, mut all) = (0usize, 0usize);
    let mut by_language: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut misses, mut swaps, mut known_wrong) = (Vec::new(), Vec::new(), Vec::new());
    for tag in book.lexicons.tags() {
        let lexicon = book.lexicons.get(tag).unwrap();
        for label in labels(tag) {
            let got = lexicon.intent(&label.text).unwrap_or(Intent::Other);
            let refuses = |intent| matches!(intent, Intent::Reject | Intent::AcceptNecessary);
            if got == Intent::Accept && refuses(label.intent) || refuses(got) && label.intent == Intent::Accept {
                swaps.push(format!(
                    "{tag}: “{}” is {}, and was taken for {}",
                    label.text,
                    label.intent.name(),
                    got.name()
                ));
            }
            let miss = || format!("{tag}: “{}” is {}, got {}", label.text, label.intent.name(), got.name());
            if !label.held_back {
                if got != label.intent {
                    known_wrong.push(miss());
                }
                continue;
            }
            let count = by_language.entry(tag).or_default();
            count.1 += 1;
            all += 1;
            if got == label.intent {
                right += 1;
                count.0 += 1;
            } else {
                misses.push(miss());
            }
        }
    }
    println!("held back: {right} of {all} right in {} languages", by_language.len());
    println!("{}", misses.join("\n"));
    println!("listed, and wrong:\n{}", known_wrong.join("\n"));
    let text = format!(
        "Of {all} held-back labels in {} languages {right} are understood ({:.1} %); no yes was taken for a no, or the \
         other way round, on any of all collected labels.",
        by_language.len(),
        100.0 * right as f64 / all as f64
    );
    common::keep_section("docs/accuracy.md", "labels", &text);
    assert!(swaps.is_empty(), "yes and no were taken for each other:\n{}", swaps.join("\n"));
    assert!(known_wrong.is_empty(), "{} labels that are known came out wrong", known_wrong.len());
    assert!(right * 100 >= all * 99, "{right} of {all}");
    for (tag, (right, all)) in by_language {
        assert!(right * 100 >= all * 95, "{tag}: {right} of {all}");
    }
}
