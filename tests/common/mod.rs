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

fn updates() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

fn in_project(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file that is generated: it must be as it would be written now. `UPDATE_DOCS=1` writes it.
pub fn keep_file(path: &str, fresh: &str) {
    let kept = std::fs::read_to_string(in_project(path)).unwrap_or_default();
    if kept != fresh && updates() {
        std::fs::write(in_project(path), fresh).unwrap();
        return;
    }
    assert!(kept == fresh, "{path} is stale: run UPDATE_DOCS=1 tests/run");
}

/// A part of a file that is generated, between `<!-- name -->` and `<!-- /name -->`.
pub fn keep_section(path: &str, name: &str, fresh: &str) {
    let kept = std::fs::read_to_string(in_project(path)).unwrap();
    let (start, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let (before, rest) = kept.split_once(&start).unwrap_or_else(|| panic!("{path} has no {start}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{path} has no {end}"));
    keep_file(path, &format!("{before}{start}\n\n{}\n\n{end}{after}", fresh.trim()));
}
