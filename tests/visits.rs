//! Visits of a test site whose truth is exact: the fewest presses to agree, to refuse, and to take consent back.
//!
//! `CONSENTLINT_ALL=1` walks all flows; `CONSENTLINT_FLOWS=frame,late-001` those whose ids begin so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs, unreachable_pub, dead_code)]

mod common;
#[path = "flows/flow.rs"]
mod flow;
#[path = "flows/site.rs"]
mod site;

use consentlint::collect::chromium::Browser;
use consentlint::lexicon::Lexicons;
use consentlint::meaning::Visited;
use consentlint::rules::RuleBook;
use consentlint::snapshot::{Goal, PathOutcome};
use consentlint::walk::{VisitOptions, visit};
use flow::{Flow, Truth};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const SEED: u64 = 20_180_103;
/// Flows that every run walks: so many of every second kind.
const SAMPLE: usize = 1;
/// Flows that are walked at once: most of the time of a visit is a page being listened to.
const AT_ONCE: usize = 5;

/// What the walk says of one way: known, or why not.
#[derive(Debug, PartialEq)]
enum Said {
    Known(Truth),
    Unknown(String),
}

fn said(visited: &Visited, goal: Goal) -> Said {
    let path = visited.path(goal);
    match (path.outcome, path.clicks) {
        (PathOutcome::Reached, Some(clicks)) => Said::Known(Truth::Clicks(clicks)),
        (PathOutcome::None, _) => Said::Known(Truth::None),
        (PathOutcome::DeadEnd, _) => Said::Known(Truth::DeadEnd),
        _ => Said::Unknown(path.reason.unwrap_or_default()),
    }
}

fn walk(
    browser: &Browser,
    lexicons: &Lexicons,
    url: &str,
    goals: Vec<Goal>,
) -> Result<consentlint::snapshot::Visit, String> {
    let options = VisitOptions {
        goals,
        privacy_control: false,
        phone: false,
        jobs: 2,
        time: Duration::from_secs(150),
        ..VisitOptions::default()
    };
    visit(browser, url, lexicons, &options).map_err(|error| error.to_string())
}

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: Vec<String>,
    unknown: Vec<String>,
}

#[test]
fn the_shortest_ways_are_found() {
    if !common::has_chromium() {
        return;
    }
    let all = flow::flows(SEED);
    assert!(all.len() >= 300, "{} flows", all.len());
    let wanted = std::env::var("CONSENTLINT_FLOWS").ok();
    let every = std::env::var_os("CONSENTLINT_ALL").is_some();
    let mut of_kind: BTreeMap<&str, usize> = BTreeMap::new();
    let chosen: Vec<&Flow> = all
        .iter()
        .filter(|flow| {
            let seen = of_kind.entry(flow.kind).or_default();
            *seen += 1;
            match &wanted {
                Some(starts) => starts.split(',').any(|start| flow.id.starts_with(start)),
                None => every || *seen <= SAMPLE,
            }
        })
        .collect();
    let step = if every || wanted.is_some() { 1 } else { 2 };
    let chosen: Vec<&Flow> = chosen.into_iter().step_by(step).collect();
    let served = site::Site::serve(&all);
    let browser = Browser::launch(&common::launch()).unwrap();
    let book = RuleBook::builtin().unwrap();
    let tallies: Mutex<BTreeMap<&str, Tally>> = Mutex::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(flow) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut goals = vec![Goal::Accept, Goal::Refuse];
                    goals.extend(flow.withdraw.as_ref().map(|_| Goal::Withdraw));
                    let url = served.url(flow);
                    let began = Instant::now();
                    let results = match walk(&browser, &book.lexicons, &url, goals) {
                        Ok(visit) => {
                            let visited = Visited::of(&visit, &book.lexicons);
                            let mut ways = vec![
                                ("accept", &flow.accept, said(&visited, Goal::Accept)),
                                ("refuse", &flow.refuse, said(&visited, Goal::Refuse)),
                            ];
                            if let Some(truth) = &flow.withdraw {
                                ways.push(("withdraw", truth, said(&visited, Goal::Withdraw)));
                            }
                            ways
                        }
                        Err(why) => vec![
                            ("accept", &flow.accept, Said::Unknown(why.clone())),
                            ("refuse", &flow.refuse, Said::Unknown(why)),
                        ],
                    };
                    println!("{} {:.1} s", flow.id, began.elapsed().as_secs_f64());
                    let mut tallies = tallies.lock().unwrap();
                    let tally = tallies.entry(flow.kind).or_default();
                    for (way, truth, said) in results {
                        match said {
                            Said::Known(known) if known == *truth => tally.right += 1,
                            Said::Known(known) => {
                                tally.wrong.push(format!("{} {way}: {known:?}, and it is {truth:?}", flow.id));
                            }
                            Said::Unknown(why) => tally.unknown.push(format!("{} {way}: {why}", flow.id)),
                        }
                    }
                }
            });
        }
    });
    let tallies = tallies.into_inner().unwrap();
    let (mut right, mut wrong, mut unknown) = (0, 0, 0);
    for (kind, tally) in &tallies {
        println!("{kind}: {} right, {} wrong, {} not known", tally.right, tally.wrong.len(), tally.unknown.len());
        for line in tally.wrong.iter().chain(&tally.unknown) {
            println!("  {line}");
        }
        right += tally.right;
        wrong += tally.wrong.len();
        unknown += tally.unknown.len();
    }
    let known = right + wrong;
    println!("{} flows: {known} ways known, {wrong} of them wrong; {unknown} not known", chosen.len());
    assert!(known * 100 >= (known + unknown) * 95, "too few ways are known");
    assert!(wrong * 50 <= known, "too many ways are wrong");
}
