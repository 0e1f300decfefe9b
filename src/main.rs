//! The program: a worker that lays pages out, or the command line.

use std::process::ExitCode;

/// A look makes and drops a great many small things: a fifth of a small page's time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|first| first == "__lay-out") {
        return consentlint::collect::html::worker_main();
    }
    if let Ok(program) = std::env::current_exe() {
        consentlint::collect::html::set_worker(program);
    }
    consentlint::cli::run()
}
