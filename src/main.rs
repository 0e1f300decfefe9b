//! The command line.

fn main() -> std::process::ExitCode {
    consentlint::cli::run()
}
