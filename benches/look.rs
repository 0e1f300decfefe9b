//! How long a look without a browser takes, how long judging it takes, and loading the rules and words.
#![allow(missing_docs, clippy::unwrap_used)]

use consentlint::collect::{Depth, Document, LookOptions, html};
use consentlint::lint::{LintOptions, Linter};
use consentlint::rules::RuleBook;
use consentlint::snapshot::Snapshot;
use criterion::{Criterion, criterion_group, criterion_main};
use std::fmt::Write;

/// A consent banner of the usual size.
fn widget() -> String {
    let purposes: String = ["Necessary", "Statistics", "Marketing"]
        .iter()
        .map(|name| format!("<label><input type=checkbox name={name} checked> {name}</label>"))
        .collect();
    format!(
        "<!doctype html><html lang=en><title>Shop</title><style>.bar{{position:fixed;bottom:0;left:0;right:0;padding:16px;\
         background:#222;color:#fff;display:flex;gap:12px}}.bar button{{padding:8px 16px;border:0;border-radius:4px}}\
         .bar .yes{{background:#0a7;color:#fff}}</style><main><h1>Shop</h1><p>Things to buy.</p></main><div class=bar>\
         <p>We and our partners use cookies to measure and to advertise. <a href=/privacy>Privacy policy</a></p>{purposes}\
         <button class=yes>Accept all</button><button>Settings</button></div>"
    )
}

/// About 40 KB and 600 elements.
fn large() -> String {
    let mut page = widget();
    for n in 0..95 {
        let _ = write!(
            page,
            "<section class=s{}><h2>Part {n}</h2><p>Some words about <b>part {n}</b> that run on for a while, so that the \
             paragraph takes more than one line on most screens and <a href=/more/{n}>links to more of it</a>, and then it \
             says a little more about nothing at all, only so that the page has the size that it should have.</p>\
             <ul><li>first</ul></section>",
            n % 7
        );
    }
    page
}

fn looks(criterion: &mut Criterion) {
    for (name, page) in [("widget", widget()), ("large", large())] {
        let document = Document { input: name.into(), bytes: page.into(), charset: None, url: None, root: None };
        for depth in [Depth::Source, Depth::Layout] {
            let options = LookOptions::default();
            let look = || html::look(&document, &options, depth).unwrap();
            criterion.bench_function(&format!("{name} {depth:?}"), |bencher| bencher.iter(look));
        }
    }
}

/// The consent banner among so many neighbours that the page has about this many nodes.
fn grown(nodes: usize) -> String {
    let mut page = widget();
    for n in 0..nodes / 6 {
        let _ = write!(page, "<p>Some words about <b>part {n}</b> of a page that says nothing else.</p>");
    }
    page
}

fn seen(page: String) -> Snapshot {
    let document = Document { input: "page".into(), bytes: page.into(), charset: None, url: None, root: None };
    html::look(&document, &LookOptions::default(), Depth::Layout).unwrap()
}

fn judges(criterion: &mut Criterion) {
    let linter = Linter::new(LintOptions { hashes: false, ..LintOptions::default() }).unwrap();
    for (name, page) in [
        ("a typical consent page", widget()),
        ("1,000 nodes", grown(950)),
        ("10,000 nodes", grown(9_950)),
        ("50,000 nodes", grown(49_950)),
    ] {
        let snapshot = seen(page);
        let name = format!("judge {name} ({} nodes)", snapshot.nodes.len());
        criterion.bench_function(&name, |bencher| bencher.iter(|| linter.judge("page", &snapshot)));
    }
}

fn loads(criterion: &mut Criterion) {
    criterion.bench_function("load all rules, languages as met", |bencher| {
        bencher.iter(|| RuleBook::builtin().unwrap());
    });
    criterion.bench_function("load all rules and every lexicon", |bencher| {
        bencher.iter(|| RuleBook::builtin().unwrap().lexicons.ready_all().unwrap());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = looks, judges, loads
}
criterion_main!(benches);
