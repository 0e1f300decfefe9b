//! Visits of pages that do their worst: each ends in time, takes nobody with it, and leaves nothing running.
//!
//! `CONSENTLINT_ALL=1` visits all; `CONSENTLINT_HOSTILE=pop-ups` the one with that name.
#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout, missing_docs, unreachable_pub)]

mod common;
#[path = "hostile/pages.rs"]
mod pages;

use common::server::{Answer, Server};
use consentlint::collect::LookOptions;
use consentlint::collect::chromium::Browser;
use consentlint::lint::{LintOptions, Linter};
use consentlint::meaning::Visited;
use consentlint::snapshot::{Goal, Visit};
use consentlint::walk::{VisitOptions, visit};
use pages::Hostile;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// When a visit must have ended, and how much later it may.
const TIME: Duration = Duration::from_secs(25);
const LATER: Duration = Duration::from_secs(10);

/// The hostile shop without what makes it hostile.
const GOOD: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Garden chairs</title>
<style>#box { position: fixed; left: 0; right: 0; bottom: 0; padding: 16px; background: #fff; border-top: 1px solid }</style>
<h1>Garden chairs</h1><p>Oak and steel, made to stay outside.</p>
<div role="dialog" aria-label="Cookies" id="box">
  <p>We use cookies for advertising and analytics, if you agree.</p>
  <button onclick="end('all')">Accept all</button> <button onclick="end('none')">Reject all</button>
</div>
<script>
  const end = what => { localStorage.setItem("consent", what); document.getElementById("box").hidden = true; };
  if (localStorage.getItem("consent")) document.getElementById("box").hidden = true;
</script>"#;

fn serve(page: &Hostile) -> Server {
    let mut all = vec![("/", Answer::Html(page.html.clone()))];
    all.extend(page.also.iter().map(|&(path, kind, ref body, status, ref to)| match to {
        Some(to) => (path, Answer::Redirect(to.clone())),
        None => (path, Answer::Raw(status, kind, body.clone())),
    }));
    Server::start(&all)
}

/// Command lines of all processes; none where there is no `/proc`.
fn processes() -> Vec<String> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|it| std::fs::read(it.path().join("cmdline")).ok())
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .collect()
}

/// The profile of a browser that was started with this mark. All its processes name it.
fn profiles(mark: &str) -> BTreeSet<String> {
    let profile =
        |line: &String| line.split('\0').find_map(|word| word.strip_prefix("--user-data-dir=")).map(str::to_owned);
    processes().iter().filter(|line| line.contains(mark)).filter_map(profile).collect()
}

/// What is wrong with a visit that should be as any other.
fn check(page: &Hostile, visit: &Visit, linter: &Linter) -> Vec<String> {
    let visited = Visited::of(visit, &linter.rules().lexicons);
    let mut wrong = Vec::new();
    if let Err(error) = visit.validate() {
        wrong.push(error.to_string());
    }
    let report = linter.judge_visit(page.name, visit);
    if report.status != "ok" {
        wrong.push(format!("judged as {}", report.status));
    }
    for goal in [Goal::Accept, Goal::Refuse] {
        let path = visited.path(goal);
        let why = path.reason.unwrap_or_default();
        println!("  {}: {} {:?} {why}", goal.name(), path.outcome.name(), path.clicks);
        // The words of `CollectError::Crashed`.
        if page.expect == "ok" && why.starts_with("the browser crashed") {
            wrong.push(format!("{}: {why}", goal.name()));
        }
    }
    wrong
}

#[test]
fn hostile_pages_are_survived() {
    if !common::has_chromium() {
        return;
    }
    let only = std::env::var("CONSENTLINT_HOSTILE").ok();
    let every = if only.is_some() || std::env::var_os("CONSENTLINT_ALL").is_some() { 1 } else { 16 };
    let chosen =
        pages::pages().into_iter().step_by(every).filter(|it| only.as_ref().is_none_or(|only| only == it.name));
    let mark = format!("--consentlint-test=hostile-{}", std::process::id());
    let mut launch = common::launch();
    launch.extra_flags.push(mark.clone());
    let browser = Browser::launch(&launch).unwrap();
    let linter = Linter::new(LintOptions::default()).unwrap();
    let look = LookOptions { timeout: Duration::from_secs(20), ..LookOptions::default() };
    let goals = vec![Goal::Accept, Goal::Refuse];
    let hostile = match every {
        1 => VisitOptions { look, time: TIME, ..VisitOptions::default() },
        _ => VisitOptions {
            look,
            time: TIME,
            goals: goals.clone(),
            privacy_control: false,
            phone: false,
            ..VisitOptions::default()
        },
    };
    let plain = VisitOptions { goals, privacy_control: false, phone: false, ..VisitOptions::default() };
    let good = Server::page(GOOD);
    let lexicons = &linter.rules().lexicons;
    let (mut wrong, mut known_profiles) = (Vec::new(), profiles(&mark));
    for page in chosen {
        let server = serve(&page);
        let began = Instant::now();
        let seen = visit(&browser, &server.url("/"), lexicons, &hostile);
        let took = began.elapsed();
        let status = seen.as_ref().map_or_else(|error| error.status(), |_| "ok");
        println!("{}: {status} after {:.1} s", page.name, took.as_secs_f64());
        let mut here = Vec::new();
        if took > TIME + LATER {
            here.push(format!("it took {took:?}"));
        }
        match &seen {
            Ok(seen) => here.extend(check(&page, seen, &linter)),
            Err(error) if page.expect == "ok" => here.push(error.to_string()),
            Err(_) => {}
        }
        // A browser that was replaced has another profile.
        known_profiles.extend(profiles(&mark));
        match visit(&browser, &good.url("/"), lexicons, &plain) {
            Ok(seen) => {
                let visited = Visited::of(&seen, lexicons);
                for goal in [Goal::Accept, Goal::Refuse] {
                    let path = visited.path(goal);
                    if path.clicks != Some(1) {
                        here.push(format!(
                            "a good page after it, {}: {:?} {:?}",
                            goal.name(),
                            path.clicks,
                            path.reason
                        ));
                    }
                }
            }
            Err(error) => here.push(format!("a good page after it: {error}")),
        }
        known_profiles.extend(profiles(&mark));
        wrong.extend(here.into_iter().map(|it| format!("{}: {it}", page.name)));
    }
    drop(browser);
    let left = || {
        let runs = |line: &String| line.contains(&mark) || known_profiles.iter().any(|it| line.contains(it));
        let kept = known_profiles.iter().filter(|it| Path::new(it).exists()).cloned();
        processes().into_iter().filter(runs).chain(kept).collect::<Vec<_>>()
    };
    let dropped = Instant::now();
    while !left().is_empty() && dropped.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(100));
    }
    wrong.extend(left().into_iter().map(|it| format!("left behind: {}", it.replace('\0', " "))));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
