//! The same site, visited again and again: what is seen is the same, and so is what is said of it.
//!
//! `CONSENTLINT_ALL=1` makes ten visits of each of twenty sites; `CONSENTLINT_FLOWS=frame-001,late-001` of those.
#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout, missing_docs, unreachable_pub, dead_code)]

mod common;
#[path = "flows/flow.rs"]
mod flow;
#[path = "flows/site.rs"]
mod site;

use consentlint::lint::{Input, Linter};
use consentlint::snapshot::Stored;
use consentlint::walk::VisitOptions;
use flow::Flow;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const SEED: u64 = 20_180_103;
/// What may differ: when something happened, how long it took or was waited for, what ended the wait, and bytes on the
/// wire.
const VOLATILE: &[&str] = &["time", "at_ms", "waited_ms", "waits_ms", "by", "bytes"];
/// What may be there or not, but is the same wherever it is: the answer to a request may come after its step ended.
const LATE: &[&str] = &["status"];
/// Visits that are made at once.
const AT_ONCE: usize = 5;
/// Most differences that are told of one visit.
const TOLD: usize = 20;

/// Where two visits differ, besides what is volatile.
fn differences(at: &str, a: &Value, b: &Value, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names.into_iter().filter(|name| !VOLATILE.contains(&name.as_str())) {
                let (a, b) = (a.get(name).unwrap_or(&Value::Null), b.get(name).unwrap_or(&Value::Null));
                if LATE.contains(&name.as_str()) && (a.is_null() || b.is_null()) {
                    continue;
                }
                differences(&format!("{at}/{name}"), a, b, found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (place, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{at}/{place}"), a, b, found);
            }
        }
        _ if a == b => {}
        _ => {
            let cut = |value: &Value| value.to_string().chars().take(200).collect::<String>();
            found.push(format!("{at}: {} and then {}", cut(a), cut(b)));
        }
    }
}

/// One visit as JSON, with what is said of it.
fn visited(linter: &Linter, url: &str, options: &VisitOptions) -> Result<Value, String> {
    let visit = linter.walk(&Input::Url(url.to_owned()), options).map_err(|error| error.to_string())?;
    let report = linter.judge_visit(url, &visit);
    let Ok(Stored::Visit(stored)) = Stored::from_bytes(&visit.to_bytes().unwrap()) else { panic!("{url}: no visit") };
    assert!(*stored == visit, "{url}: it is stored as it was");
    assert!(linter.judge_visit(url, &stored) == report, "{url}: a stored visit is judged as it was");
    Ok(json!({"findings": report.findings, "paths": report.paths, "visit": visit}))
}

#[test]
fn visits_of_one_site_are_the_same() {
    if !common::has_chromium() {
        return;
    }
    let (count, times) = if std::env::var_os("CONSENTLINT_ALL").is_some() { (20, 10) } else { (1, 2) };
    let all = flow::flows(SEED);
    let served = site::Site::serve(&all);
    let mut kinds: Vec<&Flow> = all.iter().collect();
    kinds.dedup_by_key(|flow| flow.kind);
    let chosen: Vec<&Flow> = match std::env::var("CONSENTLINT_FLOWS") {
        Ok(wanted) => all.iter().filter(|flow| wanted.split(',').any(|id| id == flow.id)).collect(),
        Err(_) => (0..count).map(|at| kinds[at * kinds.len() / count]).collect(),
    };
    let linter = Linter::new(common::options()).unwrap();
    let options = VisitOptions { time: Duration::from_secs(300), jobs: 2, ..VisitOptions::default() };
    let wrong: Mutex<Vec<String>> = Mutex::default();
    let firsts: Vec<Mutex<Option<Value>>> = chosen.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let visit = next.fetch_add(1, Ordering::Relaxed);
                    let Some(flow) = chosen.get(visit / times) else { return };
                    let mut here = Vec::new();
                    match visited(&linter, &served.url(flow), &options) {
                        Err(error) => here.push(error),
                        Ok(seen) => match &mut *firsts[visit / times].lock().unwrap() {
                            Some(first) => differences("", first, &seen, &mut here),
                            first => *first = Some(seen),
                        },
                    }
                    let time = visit % times + 1;
                    println!("{}, visit {time}: {} differences", flow.id, here.len());
                    here.iter().take(TOLD).for_each(|it| println!("    {it}"));
                    let told = here.into_iter().take(TOLD).map(|it| format!("{}, visit {time}: {it}", flow.id));
                    wrong.lock().unwrap().extend(told);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
