use super::exit;
use super::failure::Failure;
use super::options::BrowserArgs;
use super::screen::Screen;
use crate::collect::CollectError;
use crate::collect::chromium::{Browser, find_executable};
use crate::lint::{LintOptions, Linter};
use crate::report::clean;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long the layout worker may take to answer that there is nothing to do.
const PATIENCE: Duration = Duration::from_secs(5);

/// Options of `doctor`.
#[derive(Debug, clap::Args)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    browser: BrowserArgs,
}

/// Says what is in place.
pub(super) fn run(args: &DoctorArgs, screen: &Screen) -> Result<u8, Failure> {
    let linter = Linter::new(LintOptions { chromium: args.browser.launch_options(), ..LintOptions::default() })?;
    let tool = linter.check(&[], &|_| ()).tool;
    let book = linter.rules();
    let languages: Vec<&str> = book.lexicons.tags().collect();
    let mut lines = vec![
        ("version", format!("{} {}", tool.name, tool.version)),
        ("rules", format!("{}, set {}, pack {}", book.len(), tool.set, tool.pack_sha256)),
        ("lexicons", format!("{} ({})", languages.len(), languages.join(", "))),
        ("law", format!("{} places", book.law.len())),
        ("layout", layout_worker()),
        ("fonts", "none are needed from this machine".to_string()),
    ];
    lines.extend(browser(&linter.options().chromium));
    let mut text = String::new();
    for (name, what) in lines {
        text.push_str(&format!("{} {}\n", screen.out.bold(&format!("{name}:")), clean(&what)));
    }
    screen.write(text.as_bytes())?;
    Ok(exit::CLEAN)
}

/// Whether pages that are not one's own can be laid out in a process of their own.
fn layout_worker() -> String {
    let started = std::env::current_exe().and_then(|program| {
        Command::new(program).arg("__lay-out").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    });
    let mut worker = match started {
        Ok(worker) => worker,
        Err(error) => {
            return format!("the worker does not start: {error}; pages of others are not laid out without it");
        }
    };
    let began = Instant::now();
    // Without a page to lay out, a worker ends by itself.
    while began.elapsed() < PATIENCE {
        match worker.try_wait() {
            Ok(Some(status)) if status.success() => return "the worker is in place".into(),
            Ok(Some(status)) => return format!("the worker ended with {status}"),
            Ok(None) => std::thread::sleep(Duration::from_millis(5)),
            Err(error) => return format!("the worker can't be waited for: {error}"),
        }
    }
    let _ = worker.kill();
    let _ = worker.wait();
    "the worker does not answer".into()
}

fn browser(options: &crate::collect::chromium::LaunchOptions) -> Vec<(&'static str, String)> {
    let place = match (&options.connect, &options.executable) {
        (Some(address), _) => format!("joined at {address}"),
        (None, Some(path)) => path.display().to_string(),
        (None, None) => match find_executable() {
            Ok(path) => path.display().to_string(),
            Err(error) => return vec![("chromium", format!("not found. {}", advice(error)))],
        },
    };
    match Browser::launch(options) {
        Ok(browser) => {
            let sandbox = match (&options.connect, options.no_sandbox) {
                (Some(_), _) => "that of the browser that was joined",
                (None, true) => "off: only for pages that you trust",
                (None, false) => "on",
            };
            vec![("chromium", format!("{place}, {}", browser.version())), ("sandbox", sandbox.to_string())]
        }
        Err(error) => vec![("chromium", format!("{place}, which can't be used. {}", advice(error)))],
    }
}

/// What to do; that a browser is missing was said before.
fn advice(error: CollectError) -> String {
    match error {
        CollectError::NoBrowser { advice, .. } => advice,
        error => error.to_string(),
    }
}
