//! Both ways of seeing agree: on every verdict that both can give, and on the colours, letters and sizes of controls.
//!
//! The same HTML is seen in process and in Chromium: the examples, every example of every rule page, and the DOM of
//! real widgets saved after their scripts ran (`tests/widgets/save-dom.mjs`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::finding::Outcome;
use consentlint::lint::{Input, LintOptions, Linter, Render};
use consentlint::meaning::Meaning;
use consentlint::rules::Date;
use consentlint::snapshot::{Capability, NodeId, Snapshot, Viewport};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Page {
    name: String,
    input: Input,
    viewport: Viewport,
}

fn pages(linter: &Linter) -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    let mut folder = |folder: PathBuf| {
        let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|it| it.path())
            .filter(|it| it.extension().is_some_and(|it| it == "html"))
            .collect();
        found.sort();
        pages.extend(found.into_iter().map(|path| Page {
            name: path.strip_prefix(root).unwrap_or(&path).display().to_string(),
            input: Input::File(path),
            viewport: Viewport::default(),
        }));
    };
    for name in ["alipay-2018", "baidu-2018", "wechat-2018"] {
        folder(root.join("examples").join(name));
    }
    folder(root.join("target/widgets/flat"));
    // Every sixteenth example, chosen by its text, unless all are asked for.
    let all = std::env::var_os("CONSENTLINT_ALL").is_some();
    let chosen =
        |html: &str| all || html.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte)) % 16 == 0;
    for rule in linter.rules().iter() {
        // What only a visit answers is seen by pressing, in a browser.
        for example in rule.examples.iter().filter(|it| chosen(&it.html) && it.render.is_none()) {
            pages.push(Page {
                name: format!("rules/{}.md:{}", rule.id, example.line),
                input: Input::Stdin(format!("\u{feff}{}", example.html).into_bytes()),
                viewport: example.viewport.unwrap_or_default(),
            });
        }
    }
    pages
}

/// One linter for each way of seeing and window, kept for the whole test.
#[derive(Default)]
struct Linters(BTreeMap<String, Linter>);

impl Linters {
    fn see(&mut self, render: Render, page: &Page) -> Result<Snapshot, String> {
        let key = format!("{render:?} {}x{}", page.viewport.width, page.viewport.height);
        let linter = self.0.entry(key).or_insert_with(|| {
            let mut options = LintOptions { render, ..common::options() };
            options.look.viewport = page.viewport;
            Linter::new(options).expect("sound")
        });
        linter.see(&page.input).map_err(|error| error.to_string())
    }
}

/// Verdicts by rule and place.
fn verdicts(linter: &Linter, snapshot: &Snapshot) -> BTreeMap<(String, String), Outcome> {
    let meaning = Meaning::of(snapshot, &linter.rules().lexicons);
    let today: Date = "2026-11-22".parse().expect("a date");
    let judged = linter.rules().judge(&meaning, linter.rules().iter(), today, &[], &|_| true);
    judged.findings.into_iter().map(|it| ((it.rule, it.path.join(" >>> ")), it.outcome)).collect()
}

#[derive(Default)]
struct Share {
    good: usize,
    all: usize,
    bad: Vec<String>,
}

impl Share {
    fn note(&mut self, good: bool, what: impl FnOnce() -> String) {
        self.all += 1;
        self.good += usize::from(good);
        if !good {
            self.bad.push(what());
        }
    }

    fn percent(&self) -> f64 {
        100.0 * self.good as f64 / self.all.max(1) as f64
    }
}

#[test]
fn both_ways_of_seeing_agree() {
    if !common::has_chromium() {
        return;
    }
    let linter = Linter::new(common::options()).expect("sound");
    let pages = pages(&linter);
    let (mut agreement, mut coverage) = (Share::default(), Share::default());
    let (mut colours, mut letters, mut sizes) = (Share::default(), Share::default(), Share::default());
    let mut linters = Linters::default();
    for page in &pages {
        let seen = (linters.see(Render::Static, page), linters.see(Render::Chromium, page));
        let (in_process, in_browser) = match seen {
            (Ok(a), Ok(b)) => (a, b),
            (a, b) => panic!("{}: {:?} {:?}", page.name, a.err(), b.err()),
        };
        let (ours, theirs) = (verdicts(&linter, &in_process), verdicts(&linter, &in_browser));
        let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            let (a, b) = (ours.get(key), theirs.get(key));
            let evaluated = |it: Option<&Outcome>| it.is_some_and(|it| *it != Outcome::NotEvaluated);
            // "Cannot tell" by one is no verdict that the other could disagree with: pixels decide what styles can't.
            let decided = |it: Option<&Outcome>| matches!(it, Some(Outcome::Pass | Outcome::Fail));
            let open = |it: Option<&Outcome>| it == Some(&Outcome::Review);
            if evaluated(a) && evaluated(b) && !(open(a) && decided(b)) {
                agreement
                    .note(a == b, || format!("{} {} at {}: static {a:?}, Chromium {b:?}", page.name, key.0, key.1));
            }
            if evaluated(b) {
                coverage.note(evaluated(a) && !(open(a) && decided(b)), || {
                    format!("{} {} at {}: static {a:?}, Chromium {b:?}", page.name, key.0, key.1)
                });
            }
        }
        compare_controls(page, &in_process, &in_browser, &mut colours, &mut letters, &mut sizes);
    }
    println!("{} pages", pages.len());
    for (name, share, least) in [
        ("verdicts that both give and agree on", &agreement, 100.0),
        ("verdicts of Chromium that a static look gives too", &coverage, 90.0),
        ("colours of controls that agree", &colours, 98.0),
        ("font sizes of controls that agree", &letters, 98.0),
        ("sizes of controls within 15 %", &sizes, 95.0),
    ] {
        println!("{name}: {} of {} ({:.1} %, at least {least} %)", share.good, share.all, share.percent());
        for line in share.bad.iter().take(60) {
            println!("    {line}");
        }
    }
    assert!(agreement.bad.is_empty(), "{} verdicts differ", agreement.bad.len());
    assert!(coverage.percent() >= 90.0);
    assert!(colours.percent() >= 98.0);
    assert!(letters.percent() >= 98.0);
    assert!(sizes.percent() >= 95.0);
}

fn compare_controls(
    page: &Page,
    ours: &Snapshot,
    theirs: &Snapshot,
    colours: &mut Share,
    letters: &mut Share,
    sizes: &mut Share,
) {
    let (ours, theirs) = (Meaning::index_of(ours), Meaning::index_of(theirs));
    let is_control = |it: &consentlint::snapshot::Node| {
        matches!(it.tag.as_str(), "button" | "input" | "select" | "textarea") && it.attribute("type") != Some("hidden")
            || it.attribute("role").is_some_and(|role| matches!(role, "button" | "checkbox" | "switch" | "radio"))
    };
    let by_path: BTreeMap<String, NodeId> = theirs
        .snapshot
        .ids()
        .filter(|&id| theirs.node(id).is_element() && is_control(theirs.node(id)))
        .map(|id| (theirs.path(id).join(" >>> "), id))
        .collect();
    for id in ours.snapshot.ids().filter(|&id| ours.node(id).is_element() && is_control(ours.node(id))) {
        let path = ours.path(id).join(" >>> ");
        let Some(&other) = by_path.get(&path) else { continue };
        if !ours.saw(id, Capability::Layout) || theirs.node(other).rect.is_none() {
            continue;
        }
        let style = |name: &str| {
            (ours.snapshot.style(id, name).unwrap_or_default(), theirs.snapshot.style(other, name).unwrap_or_default())
        };
        for name in ["color", "background-color"] {
            let (a, b) = style(name);
            colours.note(a == b, || format!("{} {path} {name}: {a} / {b}", page.name));
        }
        let (a, b) = style("font-size");
        let px = |text: &str| text.trim_end_matches("px").parse::<f64>().unwrap_or(-1.0);
        letters.note((px(a) - px(b)).abs() < 0.05, || format!("{} {path}: {a} / {b}", page.name));
        if let (Some(a), Some(b)) = (ours.node(id).rect, theirs.node(other).rect) {
            let close = |a: f64, b: f64| (a - b).abs() <= 0.15 * a.max(b) + 0.5;
            let good = close(a.width, b.width) && close(a.height, b.height);
            sizes.note(good, || format!("{} {path}: {}x{} / {}x{}", page.name, a.width, a.height, b.width, b.height));
        } else {
            sizes.note(false, || format!("{} {path}: no box in process", page.name));
        }
    }
}
