//! Pages of other people are laid out in a child process. This test is its own child, so it has a `main` of its own.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use consentlint::collect::{Depth, Document, LookOptions, html};
use consentlint::snapshot::{Capability, Snapshot};
use std::process::ExitCode;
use std::time::Duration;
use url::Url;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(html::ARGUMENT) => return html::worker_main(),
        // What test runners ask first.
        Some("--list") => {
            if !std::env::args().any(|argument| argument == "--ignored") {
                println!("html_worker: test");
            }
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let page = "<!doctype html><title>t</title><style>p{color:red}</style><p id=p>text <input type=checkbox checked>";
    let thread = look(page, LookOptions::default());
    html::set_worker(std::env::current_exe().unwrap());
    let (child, again) = (look(page, LookOptions::default()), look(page, LookOptions::default()));
    assert!(child.frames[0].seen.contains(&Capability::Layout), "{:?}", child.frames);
    assert_eq!(child.sha256(), thread.sha256());
    assert_eq!(again.sha256(), thread.sha256());

    let hurried = LookOptions { timeout: Duration::ZERO, ..LookOptions::default() };
    let late = look(page, hurried);
    assert!(late.frames[0].seen.contains(&Capability::Source), "{:?}", late.frames);
    assert!(!late.frames[0].seen.contains(&Capability::Layout));
    assert_eq!(look(page, LookOptions::default()).sha256(), thread.sha256());

    let many: Vec<_> =
        (0..8).map(|_| std::thread::spawn(move || look(page, LookOptions::default()).sha256())).collect();
    assert!(many.into_iter().all(|one| one.join().unwrap() == thread.sha256()));
    println!("test html_worker ... ok");
    ExitCode::SUCCESS
}

fn look(page: &str, options: LookOptions) -> Snapshot {
    let url = Some(Url::parse("https://other.example/").unwrap());
    let document = Document { input: "other".into(), bytes: page.into(), charset: None, url, root: None };
    html::look(&document, &options, Depth::Layout).unwrap()
}
