//! What several tests share.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::print_stdout)]

pub mod server;

use consentlint::collect::chromium::{LaunchOptions, find_executable};
use consentlint::lint::LintOptions;

/// Whether there is a browser. Where there is none the test says so and ends; `tests/run` installs one.
pub fn has_chromium() -> bool {
    let found = find_executable().is_ok();
    if !found {
        println!("no Chromium here: nothing was seen with one");
    }
    found
}

/// Options under which a browser starts for this user: as root only without its sandbox.
pub fn options() -> LintOptions {
    LintOptions { chromium: launch(), ..LintOptions::default() }
}

/// How tests start a browser.
pub fn launch() -> LaunchOptions {
    LaunchOptions { no_sandbox: is_root(), ..LaunchOptions::default() }
}

fn is_root() -> bool {
    std::process::Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout.starts_with(b"0\n"))
}
