//! Rule pages, law files, lexicons and sentences that ship.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::checks::Needs;
use consentlint::lexicon::{LexiconFile, Lexicons};
use consentlint::lint::{ExampleResult, Input, LintOptions, Linter, Render, test_flows, test_rules};
use consentlint::meaning::Reason;
use consentlint::rules::{Expectation, Rule, RuleBook};
use consentlint::snapshot::Capability;

fn linter() -> Linter {
    Linter::new(LintOptions::default()).expect("the rules that ship are sound")
}

#[test]
fn every_example_comes_out_as_its_page_says() {
    let results = test_rules(&linter());
    assert!(results.len() >= 750, "only {} examples", results.len());
    let wrong: Vec<String> = results
        .iter()
        .filter(|it| !it.ok)
        .map(|it| format!("rules/{}.md:{} expected {}, got {}: {}", it.rule, it.line, it.expected, it.got, it.detail))
        .collect();
    assert!(wrong.is_empty(), "{} of {} examples differ:\n{}", wrong.len(), results.len(), wrong.join("\n"));
}

#[test]
fn every_page_shows_what_fails_what_does_not_and_what_is_for_a_person() {
    for rule in linter().rules().iter() {
        let count = |wanted: &[Expectation]| rule.examples.iter().filter(|it| wanted.contains(&it.expect)).count();
        assert!(count(&[Expectation::Fail]) >= 5, "{}: fewer than 5 failing examples", rule.id);
        assert!(count(&[Expectation::Pass, Expectation::None]) >= 5, "{}: fewer than 5 passing examples", rule.id);
        assert!(count(&[Expectation::Review]) >= 1, "{}: no review example", rule.id);
        for heading in ["## What it does", "## Why it matters", "## Examples", "## How to fix it", "## Law", "## Traps"]
        {
            assert!(rule.page.contains(heading), "{}: no `{heading}`", rule.id);
        }
    }
}

#[test]
fn every_reason_has_its_sentence_and_no_sentence_is_left_over() {
    let book = RuleBook::builtin().expect("sound");
    let keys: Vec<&str> = book.reasons.keys().collect();
    for reason in Reason::ALL {
        assert!(keys.contains(&reason.key()), "rules/reasons.toml lacks `{}`", reason.key());
    }
    assert_eq!(keys.len(), Reason::ALL.len(), "rules/reasons.toml has sentences for nothing: {keys:?}");
    use Capability::*;
    let mut needs: Vec<&str> =
        [Source, Style, Layout, Paint, Script, Shadow, Network, Interaction, Frames, Linked, Start]
            .map(|it| Needs::Capability(it).key())
            .to_vec();
    needs.extend([Needs::Shown.key(), Needs::Language.key(), Needs::LogIn.key(), Needs::Internal.key()]);
    needs.sort_unstable();
    let mut missing: Vec<&str> = book.reasons.missing_keys().collect();
    missing.sort_unstable();
    assert_eq!(missing, needs);
}

#[test]
fn no_sentence_that_ships_judges_by_law() {
    // In the languages that something of ours is written in; the lexicons hold other people's words.
    let forbidden = ["illegal", "unlawful", "violat", "breach", "compliant", "infring", "complies", "non-compl"];
    let book = RuleBook::builtin().expect("sound");
    for (path, text) in consentlint::rules::builtin_files() {
        if !path.ends_with("reasons.toml") && !path.starts_with("sets/") && !path.starts_with("law/") {
            continue;
        }
        for line in text
            .lines()
            .filter(|line| ["says =", "note ="].iter().any(|key| line.starts_with(key)) || !path.starts_with("law/"))
        {
            let line = line.to_lowercase();
            assert!(!forbidden.iter().any(|word| line.contains(word)), "{path}: {line}");
        }
    }
    for rule in book.iter() {
        // Examples are other people's words.
        let mut inside = false;
        for line in rule.page.lines() {
            if line.starts_with("```") || line.starts_with("~~~") {
                inside = !inside && line.contains("html");
                continue;
            }
            let line = line.to_lowercase();
            assert!(inside || !forbidden.iter().any(|word| line.contains(word)), "{}: {line}", rule.id);
        }
    }
}

#[test]
fn every_law_that_ships_is_named_by_a_rule() {
    let book = RuleBook::builtin().expect("sound");
    for id in book.law.ids() {
        assert!(book.iter().any(|rule| rule.law.iter().any(|it| it == id)), "no rule names {id}");
    }
}

#[test]
fn the_list_of_rules_is_fresh() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_consentlint"))
        .args(["rules", "--format", "markdown"])
        .output()
        .expect("the program runs");
    let list = String::from_utf8(output.stdout).expect("text");
    let text = format!(
        "# The rules\n\nWritten by `consentlint rules --format markdown`; each name is a page under `rules/`.\n\n{list}"
    );
    common::keep_file("docs/rules.md", &text);
}

#[test]
fn every_rule_is_in_a_set_and_every_set_names_rules() {
    let book = RuleBook::builtin().expect("sound");
    for rule in book.iter() {
        assert!(book.sets.holds("pedantic", &rule.id), "{} is in no set", rule.id);
    }
    let listed: usize = book.iter().filter(|rule| book.sets.holds("2026-12", &rule.id)).count();
    assert_eq!(listed + 4, book.len());
}

#[test]
fn every_lexicon_can_be_read() {
    RuleBook::builtin().expect("sound").lexicons.ready_all().expect("every lexicon that ships");
    // What ships is compiled, and not held to its list of what misleads.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/lexicon");
    for entry in std::fs::read_dir(folder).expect("the lexicons").map(|it| it.expect("an entry").path()) {
        if entry.extension().is_some_and(|it| it == "toml") {
            let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&entry).expect("text").into_bytes().into();
            Lexicons::read([LexiconFile { name, text, shipped: false }]).expect("a sound lexicon");
        }
    }
}

#[test]
fn examples_that_need_a_browser_come_out_as_their_pages_say() {
    if !common::has_chromium() {
        return;
    }
    let linter = Linter::new(LintOptions { render: Render::Chromium, ..common::options() }).expect("sound");
    let mut wrong = Vec::new();
    for rule in linter.rules().iter().filter(|rule| !rule.asks_for_a_visit()) {
        let browser_only = |it: &&consentlint::rules::Example| it.render.as_deref() == Some("chromium");
        for example in rule.examples.iter().filter(browser_only) {
            let input = Input::Stdin(format!("\u{feff}{}", example.html).into_bytes());
            let snapshot = linter.see(&input).expect("it can be seen");
            let (ok, got, detail) = linter.compare(rule, example, &snapshot);
            if !ok {
                wrong.push(format!("rules/{}.md:{} got {got}: {detail}", rule.id, example.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Walks a flow of every second rule that asks for a visit, all flows with `CONSENTLINT_ALL`.
#[test]
fn flows_come_out_as_their_pages_say() {
    if !common::has_chromium() {
        return;
    }
    let linter = Linter::new(common::options()).expect("sound");
    let every = std::env::var_os("CONSENTLINT_ALL").is_some();
    let wanted = |rule: &Rule, number: usize| {
        // The first that fails, or the first that does not, by the rule's name.
        let expect = if rule.id.len().is_multiple_of(2) { Expectation::Fail } else { Expectation::Pass };
        let chosen = rule.id.bytes().map(u32::from).sum::<u32>() % 2 == 0;
        let sample = rule.examples.iter().position(|it| it.expect == expect).map(|at| at + 1);
        every || chosen && sample == Some(number)
    };
    let results = test_flows(&linter, 3, &wanted).expect("a browser");
    let tell = |it: &ExampleResult| {
        format!(
            "rules/{}.md:{} (example {}) expected {}, got {}: {}",
            it.rule, it.line, it.number, it.expected, it.got, it.detail
        )
    };
    let wrong: Vec<String> = results.iter().filter(|it| !it.ok).map(tell).collect();
    println!("{} flows", results.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
