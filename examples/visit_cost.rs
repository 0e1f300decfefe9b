//! What visits spend their time on: `visit_cost FILE.html…` walks each page, one walk after the other, and prints a
//! Markdown row for each: seconds in all, seconds of them in which this program worked (processor time of the process,
//! the browser's not counted), and the share that is left to the browser and to listening.
#![allow(clippy::print_stdout)]

use consentlint::lint::{Input, LintOptions, Linter};
use consentlint::walk::VisitOptions;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

/// Processor time of this process so far.
fn worked() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // After the name in brackets: user and system time are the 12th and 13th field, in hundredths of a second.
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).ok_or("no stat")?;
    let ticks: Result<Vec<u64>, _> = fields.skip(11).take(2).map(str::parse).collect();
    Ok(Duration::from_millis(ticks?.iter().sum::<u64>() * 10))
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::process::Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout.starts_with(b"0\n"));
    let mut options = LintOptions::default();
    options.chromium.no_sandbox = root;
    let linter = Linter::new(options)?;
    println!("| page | s | of these worked | left to the browser |\n|---|--:|--:|--:|");
    let (mut all, mut all_worked) = (Duration::ZERO, Duration::ZERO);
    let row = |name: &str, wall: Duration, own: Duration| {
        let (wall, own) = (wall.as_secs_f64(), own.as_secs_f64());
        println!("| {name} | {wall:.1} | {own:.2} | {:.1} % |", 100.0 * (wall - own) / wall);
    };
    for file in std::env::args().skip(1) {
        let visit = VisitOptions { jobs: 1, ..VisitOptions::default() };
        let (began, before) = (Instant::now(), worked()?);
        let seen = linter.walk(&Input::File(file.clone().into()), &visit)?;
        let report = linter.judge_visit(&file, &seen);
        let (wall, own) = (began.elapsed(), worked()? - before);
        let name = Path::new(&file).file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert_eq!(report.status, "ok");
        row(&name, wall, own);
        all += wall;
        all_worked += own;
    }
    row("all", all, all_worked);
    Ok(())
}
