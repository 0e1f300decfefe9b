//! Times looks, for `benches/run`: reading, seeing and judging with all rules, in this process.
//!
//! `look FILE N` prints the median in milliseconds of N looks without a browser. `look --chromium URL N P` looks N times
//! in Chromium, P at once, and prints medians: of a page, of waiting and of working in it, and wall time a page.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use consentlint::collect::LookOptions;
use consentlint::collect::chromium::{Browser, ChromiumLook, LaunchOptions, SettlePolicy};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use std::error::Error;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--chromium", url, runs, parallel] => in_chromium(url, runs.parse()?, parallel.parse()?),
        [file, runs] => in_process(file, runs.parse()?),
        _ => Err("usage: look FILE N, or look --chromium URL N P".into()),
    }
}

fn in_process(file: &str, runs: usize) -> Result<(), Box<dyn Error>> {
    let linter = Linter::new(LintOptions { render: Render::Static, jobs: 1, hashes: false, ..LintOptions::default() })?;
    let input = [Input::File(file.into())];
    let mut times = Vec::new();
    for _ in 0..runs + 3 {
        let started = Instant::now();
        let run = linter.check(&input, &|_| ());
        times.push(started.elapsed());
        assert_eq!(run.inputs[0].status, "ok", "{:?}", run.inputs[0].error);
    }
    println!("{:.3}", median(&mut times[3..]));
    Ok(())
}

fn in_chromium(url: &str, runs: usize, parallel: usize) -> Result<(), Box<dyn Error>> {
    let root = std::process::Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout.starts_with(b"0\n"));
    let browser = Browser::launch(&LaunchOptions { no_sandbox: root, ..LaunchOptions::default() })?;
    let linter = Linter::new(LintOptions::default())?;
    let extra = ChromiumLook { screenshot: true, settle: SettlePolicy::default(), ..ChromiumLook::default() };
    let options = LookOptions::default();
    let once = || -> Result<[Duration; 3], String> {
        let started = Instant::now();
        let seen = browser.look(url, &options, &extra).map_err(|error| error.to_string())?;
        let report = linter.judge(url, &seen.snapshot);
        assert_eq!(report.status, "ok");
        let milliseconds = |ms: f64| Duration::from_secs_f64(ms / 1000.0);
        let all = started.elapsed();
        let waiting = milliseconds(seen.timing.waiting);
        Ok([all, waiting, all.saturating_sub(waiting)])
    };
    once()?;
    let started = Instant::now();
    let times: Vec<[Duration; 3]> = std::thread::scope(|scope| {
        let share = |worker: usize| runs / parallel + usize::from(worker < runs % parallel);
        let workers: Vec<_> = (0..parallel)
            .map(|worker| scope.spawn(move || (0..share(worker)).map(|_| once()).collect::<Result<Vec<_>, _>>()))
            .collect();
        let mut times = Vec::new();
        for worker in workers {
            times.extend(worker.join().map_err(|_| "a worker panicked".to_string())??);
        }
        Ok::<_, String>(times)
    })?;
    let per_page = started.elapsed().as_secs_f64() * 1000.0 / times.len() as f64;
    let column = |at: usize| median(&mut times.iter().map(|it| it[at]).collect::<Vec<_>>());
    println!(
        "median_ms {:.1} waiting_ms {:.1} working_ms {:.1} per_page_ms {per_page:.1}",
        column(0),
        column(1),
        column(2)
    );
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
