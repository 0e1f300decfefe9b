//! Pages with one dark pattern each, and for every one its twin without: the truth is exact.
//!
//! They are composed from layouts, ways of drawing, themes, directions and forty-six languages, by a seed. On a page with
//! a pattern its rule must fire; on its twin no rule may. `CONSENTLINT_TWINS` says how many pairs each pattern has in
//! each language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs, unreachable_pub)]

#[path = "../common/mod.rs"]
mod common;
mod page;
mod patterns;
mod phrases;
mod words;

use consentlint::finding::{InputReport, Outcome};
use consentlint::lexicon::{LexiconFile, Lexicons};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use page::{Drawing, Layout, Style};
use patterns::{CALIFORNIAN, LATE, PATTERNS, Pattern};
use rayon::prelude::*;
use std::collections::BTreeMap;
use words::Words;

/// A page, its twin, and how both were made.
struct Pair {
    pattern: &'static Pattern,
    name: String,
    wrong: String,
    right: String,
}

/// A generator of numbers that gives the same ones everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }
}

/// `each` pairs of every pattern in every language.
fn pairs(patterns: &'static [Pattern], layouts: &[Layout], languages: &[Words], each: usize, seed: u64) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut dice = Dice(seed);
    for pattern in patterns {
        for words in languages {
            for number in 0..each {
                let layouts = if pattern.layouts.is_empty() { layouts } else { pattern.layouts };
                let style = Style {
                    layout: layouts[dice.roll(layouts.len())],
                    drawing: Drawing::ALL[dice.roll(Drawing::ALL.len())],
                    dark: dice.roll(2) == 0,
                    accent: dice.roll(4),
                    lies_about_language: dice.roll(4) == 0,
                };
                let draw = |wrong: bool| {
                    let mut page = pattern.base.page(words);
                    (pattern.paint)(&mut page, words, wrong);
                    page.html(words, style)
                };
                pairs.push(Pair {
                    pattern,
                    name: format!("{} {} #{number} {style:?}", pattern.rule, words.tag),
                    wrong: draw(true),
                    right: draw(false),
                });
            }
        }
    }
    pairs
}

/// Pages that speak another language than the surface.
fn mismatches(languages: &[Words]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let english = languages.iter().find(|words| words.tag == "en").unwrap();
    for words in languages.iter().filter(|words| words.tag != "en") {
        const LANGUAGE: &Pattern = &Pattern {
            rule: "language-mismatch",
            base: patterns::Base::Banner,
            paint: |_, _, _| {},
            beside: &[],
            layouts: &[],
        };
        let style =
            Style { layout: Layout::Bar, drawing: Drawing::Native, dark: false, accent: 0, lies_about_language: false };
        let right = patterns::Base::Banner.page(words);
        let mut wrong = right.clone();
        wrong.prose = english.say("prose").into();
        wrong.prose_lang = "en".into();
        pairs.push(Pair {
            pattern: LANGUAGE,
            name: format!("language-mismatch {}", words.tag),
            wrong: wrong.html(words, style),
            right: right.html(words, style),
        });
    }
    pairs
}

#[derive(Default)]
struct Score {
    pairs: usize,
    hits: usize,
    undecided: BTreeMap<String, usize>,
    missed: Vec<String>,
    alarms: Vec<String>,
}

fn judge(linter: &Linter, html: &str) -> InputReport {
    let input = [Input::Stdin(format!("\u{feff}{html}").into_bytes())];
    let mut run = linter.check(&input, &|_| ());
    run.inputs.remove(0)
}

fn failed(report: &InputReport) -> Vec<&str> {
    report.findings.iter().filter(|it| it.outcome == Outcome::Fail).map(|it| it.rule.as_str()).collect()
}

fn score(pairs: &[Pair], linter: &Linter) -> BTreeMap<&'static str, Score> {
    let verdicts: Vec<(&Pair, InputReport, InputReport)> =
        pairs.par_iter().map(|pair| (pair, judge(linter, &pair.wrong), judge(linter, &pair.right))).collect();
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    for (pair, wrong, right) in verdicts {
        let rule = pair.pattern.rule;
        let score = scores.entry(rule).or_default();
        score.pairs += 1;
        let alarms: Vec<&str> = failed(&right).into_iter().filter(|it| !pair.pattern.beside.contains(it)).collect();
        if !alarms.is_empty() {
            score.alarms.push(format!("{}: {alarms:?}", pair.name));
        }
        if failed(&wrong).contains(&rule) {
            score.hits += 1;
            continue;
        }
        if let Some(folder) = std::env::var_os("CONSENTLINT_KEEP") {
            // For a look at what was missed.
            let name = format!("{}.html", pair.name.replace(|c: char| !c.is_alphanumeric(), "-"));
            std::fs::write(std::path::Path::new(&folder).join(name), &pair.wrong).unwrap();
        }
        let open = wrong
            .findings
            .iter()
            .find(|it| it.rule == rule && matches!(it.outcome, Outcome::Review | Outcome::NotEvaluated));
        match open {
            Some(finding) => {
                let why = format!("{}: {}", finding.outcome.name(), finding.reason.as_deref().unwrap_or_default());
                *score.undecided.entry(why).or_default() += 1;
            }
            None => score.missed.push(format!(
                "{} (surfaces {}, fails {:?})",
                pair.name,
                wrong.surfaces.len(),
                failed(&wrong)
            )),
        }
    }
    scores
}

fn report(scores: &BTreeMap<&'static str, Score>) -> (usize, usize, usize) {
    let (mut pairs, mut undecided, mut alarms) = (0, 0, 0);
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, score) in scores {
        let open: usize = score.undecided.values().sum();
        let decided = score.pairs - open;
        println!(
            "{rule}: {} of {} pairs, recall {:.3}, {open} left open, {} alarms",
            score.hits,
            score.pairs,
            score.hits as f64 / decided.max(1) as f64,
            score.alarms.len()
        );
        for miss in score.missed.iter().take(4) {
            println!("    missed {miss}");
        }
        for alarm in score.alarms.iter().take(4) {
            println!("    alarm  {alarm}");
        }
        for (why, count) in &score.undecided {
            *reasons.entry(why).or_default() += count;
        }
        pairs += score.pairs;
        undecided += open;
        alarms += score.alarms.len();
    }
    println!("{} pages in {pairs} pairs; {undecided} left open; {alarms} twins with an alarm", pairs * 2);
    for (why, count) in reasons {
        println!("    {count} {why}");
    }
    (pairs, undecided, alarms)
}

fn hold(scores: &BTreeMap<&'static str, Score>) {
    let (pairs, undecided, alarms) = report(scores);
    let weak: Vec<&&str> = scores
        .iter()
        .filter(|(_, score)| {
            let decided = score.pairs - score.undecided.values().sum::<usize>();
            (score.hits as f64) < 0.99 * decided as f64
        })
        .map(|(rule, _)| rule)
        .collect();
    assert_eq!(alarms, 0, "a rule fired on a twin without the pattern");
    assert!(weak.is_empty(), "recall below 0.99: {weak:?}");
    assert!(undecided * 100 <= pairs * 2, "{undecided} of {pairs} left open");
}

fn each() -> usize {
    std::env::var("CONSENTLINT_TWINS").ok().and_then(|it| it.parse().ok()).unwrap_or(1)
}

fn options(render: Render) -> LintOptions {
    let show = vec![Outcome::NotEvaluated];
    LintOptions { render, jobs: 1, hashes: false, show, set: "pedantic".into(), ..common::options() }
}

#[test]
fn phrases_are_understood() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/lexicon");
    let only = std::env::var("CONSENTLINT_LANGUAGES").unwrap_or_default();
    let wanted = |tag: &str| only.is_empty() || only.split(',').any(|it| it == tag);
    let mut wrong = Vec::new();
    for words in Words::all().into_iter().filter(|words| wanted(&words.tag)) {
        // Read from disk, so that a lexicon can be mended without building.
        let name = format!("{}.toml", words.tag);
        let text = std::fs::read_to_string(folder.join(&name)).expect("a lexicon for every table").into_bytes().into();
        let lexicons = Lexicons::read([LexiconFile { name, text, shipped: false }]).unwrap();
        let lexicon = lexicons.get(&words.tag).unwrap();
        wrong.extend(phrases::misread(&words, lexicon).into_iter().map(|it| format!("{}: {it}", words.tag)));
    }
    assert!(wrong.is_empty(), "{} phrases are understood otherwise than meant:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn without_a_browser() {
    let languages = Words::all();
    let linter = Linter::new(options(Render::Static)).unwrap();
    let mut all = pairs(PATTERNS, Layout::ALL, &languages, each(), 2018);
    all.extend(mismatches(&languages));
    let scores = score(&all, &linter);
    hold(&scores);
    if each() == 1 {
        common::keep_section("docs/accuracy.md", "twins", &table(&scores));
    }
}

/// The figures of the sample that every run takes, for `docs/accuracy.md`.
fn table(scores: &BTreeMap<&'static str, Score>) -> String {
    let pairs: usize = scores.values().map(|score| score.pairs).sum();
    let mut text = format!(
        "{} pages in {pairs} pairs, without a browser.\n\n| rule | pairs | found | left open | alarms on twins |\n|---|--:|--:|--:|--:|\n",
        pairs * 2
    );
    for (rule, score) in scores {
        let open: usize = score.undecided.values().sum();
        text.push_str(&format!("| `{rule}` | {} | {} | {open} | {} |\n", score.pairs, score.hits, score.alarms.len()));
    }
    text
}

#[test]
fn with_chromium() {
    if !common::has_chromium() {
        return;
    }
    let languages = Words::all();
    let linter = Linter::new(options(Render::Chromium)).unwrap();
    let mut sample = pairs(PATTERNS, Layout::IN_BROWSER, &languages, 1, 2019);
    sample.extend(mismatches(&languages));
    hold(&score(&drawn(sample, 40 * each()), &linter));
}

#[test]
fn with_time() {
    if !common::has_chromium() {
        return;
    }
    let linter = Linter::new(options(Render::Chromium)).unwrap();
    let sample = pairs(LATE, Layout::ALL, &Words::all(), 1, 2020);
    hold(&score(&drawn(sample, 6 * each()), &linter));
}

#[test]
fn where_california_was_chosen() {
    let languages: Vec<Words> = Words::all().into_iter().filter(|words| words.knows("sale-opt-out")).collect();
    let jurisdictions = vec!["us-ca".to_string()];
    let linter = Linter::new(LintOptions { jurisdictions, ..options(Render::Static) }).unwrap();
    hold(&score(&pairs(CALIFORNIAN, Layout::ALL, &languages, 6, 2026), &linter));
}

/// Some of them, by a seed.
fn drawn(mut pairs: Vec<Pair>, wanted: usize) -> Vec<Pair> {
    let mut dice = Dice(7);
    while pairs.len() > wanted {
        let at = dice.roll(pairs.len());
        pairs.swap_remove(at);
    }
    pairs
}
