//! Seeing with Chromium: scripts run, and what they show is what is judged.
//!
//! [`Browser`] is one browser process. Each input gets a context of its own in it (no cookies, no cache, no storage
//! shared), is waited for ([`SettlePolicy`]), captured, and forgotten.

mod arena;
mod attach;
mod attendant;
mod backdrop;
mod browser;
mod capture;
mod connection;
mod documents;
mod find;
mod kept;
mod launch;
mod look;
mod looks;
mod navigation;
mod page;
mod reached;
mod record;
mod remote;
mod screenshot;
mod settle;
mod spares;
mod state;
mod style;
mod tab;
mod touch;
mod trust;
mod wire;

pub(crate) use arena::address;
pub use browser::Browser;
pub use find::find_executable;
pub use record::{Happened, Sent, Serve, Served};
pub use screenshot::{ScreenshotError, box_findings, store_picture};
pub use settle::SettlePolicy;
pub use tab::{Entry, Tab, TabOptions, Unpressed};
pub use trust::{TrustError, can_trust};

use crate::snapshot::Snapshot;
use std::path::PathBuf;

/// Which browser to use, and how to start it.
#[derive(Clone, Debug, Default)]
pub struct LaunchOptions {
    /// The browser's program; found by [`find_executable`] if not given.
    pub executable: Option<PathBuf>,
    /// DevTools address of a browser that runs already (`ws://…`, `http://…`). It is never ended, and of its pages only
    /// those that we opened are closed.
    pub connect: Option<String>,
    /// Starts it without its sandbox. Only for pages that are trusted, or inside a container.
    pub no_sandbox: bool,
    /// A PEM file of authorities that are trusted besides the usual ones, on Linux; see [`can_trust`]. Not for a browser
    /// that was joined.
    pub authorities: Option<PathBuf>,
    /// More command line flags.
    pub extra_flags: Vec<String>,
    /// End the browser, and then the program, when the program is told to end (SIGINT, SIGTERM, SIGHUP, Ctrl-C). For
    /// programs of their own; a library leaves its host's signals alone.
    pub end_on_signal: bool,
}

/// What a look with a browser may do beyond other ways of looking.
#[derive(Clone, Debug, Default)]
pub struct ChromiumLook {
    /// Whether to take a picture of the window.
    pub screenshot: bool,
    /// Reserved.
    pub wait_for_linked: bool,
    /// How long to wait for the page, and for what.
    pub settle: SettlePolicy,
}

/// What was seen, and what it took.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The page.
    pub snapshot: Snapshot,
    /// PNG of the window at one pixel to a CSS pixel, from the top left corner of the document.
    pub screenshot: Option<Vec<u8>>,
    /// Where the time went.
    pub timing: Timing,
    /// HTTP status of the top document; none for files.
    pub http_status: Option<u16>,
}

/// Where the time of a look went, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timing {
    /// Opening a fresh page, and the browser itself if it had to be replaced.
    pub launching: f64,
    /// Loading and settling: the page's own time.
    pub waiting: f64,
    /// Capturing and building the snapshot.
    pub working: f64,
    /// Pictures, for people and of what stands behind text, as far as they were not taken during the work.
    pub screenshot: f64,
}
