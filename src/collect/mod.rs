//! Ways of seeing: each turns one input into a [`Snapshot`](crate::snapshot::Snapshot), and judges nothing.
//!
//! [`html`] parses, styles and lays out in process and runs no script; [`chromium`] shows the page to a browser;
//! [`stored`] reads what was seen before.

pub mod chromium;
pub mod clip;
mod document;
pub mod html;
pub mod linked;
pub mod reach;
pub mod stored;

pub use document::{Document, KeptDocument};

use crate::snapshot::{TEMPLATE_MARKS, Viewport};
use reach::Reach;
use std::sync::Arc;
use std::time::Duration;

/// How a page is to be looked at, whichever way sees it.
#[derive(Clone, Debug)]
pub struct LookOptions {
    /// The window.
    pub viewport: Viewport,
    /// Language to ask for.
    pub locale: Option<String>,
    /// Hard limit for one page, everything included.
    pub timeout: Duration,
    /// Whether a static look may fetch style sheets from a network.
    pub allow_net: bool,
    /// How a real page is reached, in a browser.
    pub reach: Arc<Reach>,
}

impl Default for LookOptions {
    fn default() -> Self {
        LookOptions {
            viewport: Viewport::default(),
            locale: None,
            timeout: Duration::from_secs(30),
            allow_net: false,
            reach: Arc::default(),
        }
    }
}

/// Longest `value` of a hidden field that is taken for a word and kept, in bytes.
const LONGEST_WORD: usize = 24;

/// Whether the `value` of a hidden field is part of the page, and not what somebody typed or a server filled in: a word
/// or less, or a template's hole.
pub(crate) fn is_word_of_the_page(value: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let hole = TEMPLATE_MARKS.iter().any(|mark| value.trim_start().starts_with(mark));
    (value.len() <= LONGEST_WORD && value.chars().all(letters)) || (hole && value.len() <= 120)
}

/// Elements that a browser sets apart as blocks, or does not show at all.
const NOT_INLINE: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "meta",
    "nav",
    "noscript",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Whether an element with this tag stands in a line of text, so that white space beside it separates words.
pub(crate) fn is_inline_tag(tag: &str) -> bool {
    !NOT_INLINE.contains(&tag)
}

/// How deep a static look goes. Each includes those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Elements, attributes, text.
    #[default]
    Source,
    /// Computed style and boxes.
    Layout,
}

/// Why a page could not be seen. Each says what happened, on which input, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The file is not there or may not be read.
    #[error("{input} can't be read: {why}. Check the path and its permissions")]
    Unreadable {
        /// The input as given.
        input: String,
        /// What the system said.
        why: String,
    },
    /// The file is no stored snapshot that this build can read.
    #[error("{input} can't be used: {error}")]
    BadSnapshot {
        /// The input as given.
        input: String,
        /// What is wrong with it, and what to do.
        error: crate::snapshot::LoadError,
    },
    /// The bytes are not HTML.
    #[error("{input} is not HTML: {why}. Give an HTML page")]
    NotHtml {
        /// The input as given.
        input: String,
        /// What it seems to be.
        why: String,
    },
    /// Larger than is looked at.
    #[error("{input} is too large: {why}. Give the page that asks for consent alone")]
    TooLarge {
        /// The input as given.
        input: String,
        /// Its size and the limit.
        why: String,
    },
    /// No browser was found.
    #[error("{input} needs a browser and none was found. {advice}")]
    NoBrowser {
        /// The input as given.
        input: String,
        /// What to install or to give.
        advice: String,
    },
    /// The page did not end in time.
    #[error("{input} was not done after {seconds} s. Try again with a longer --timeout")]
    Timeout {
        /// The input as given.
        input: String,
        /// The limit.
        seconds: u64,
    },
    /// The browser or its renderer died.
    #[error("the browser crashed on {input}: {why}. The page was left; others go on")]
    Crashed {
        /// The input as given.
        input: String,
        /// What is known of it.
        why: String,
    },
    /// The server answered with an error.
    #[error("{input} answered with HTTP status {status}. Check the address")]
    Http {
        /// The input as given.
        input: String,
        /// The status.
        status: u16,
    },
    /// The server could not be reached.
    #[error("{input} could not be reached: {why}. {}", unreached(.why))]
    Network {
        /// The input as given.
        input: String,
        /// What happened.
        why: String,
    },
    /// No open tab is meant, or several are.
    #[error("--attach {input}: {why}. Give more of its address or title, or the id of the tab")]
    NoTab {
        /// What was given of the tab.
        input: String,
        /// What is open.
        why: String,
    },
    /// A bot wall or a login stood in the way.
    #[error("{input} was not shown: {why}. Look at it by hand")]
    Blocked {
        /// The input as given.
        input: String,
        /// What stood in the way.
        why: String,
    },
}

/// What to do where a server could not be reached.
fn unreached(why: &str) -> &'static str {
    if why.contains("ERR_CERT_") {
        "Give --ca FILE with the authority that vouches for it, or --insecure for a server of your own"
    } else {
        "Check the address and the network"
    }
}

impl CollectError {
    /// The same error, on the input as the person gave it.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        match &mut self {
            CollectError::Unreadable { input, .. }
            | CollectError::NotHtml { input, .. }
            | CollectError::TooLarge { input, .. }
            | CollectError::NoBrowser { input, .. }
            | CollectError::Timeout { input, .. }
            | CollectError::Crashed { input, .. }
            | CollectError::Http { input, .. }
            | CollectError::Network { input, .. }
            | CollectError::BadSnapshot { input, .. }
            | CollectError::NoTab { input, .. }
            | CollectError::Blocked { input, .. } => *input = name.to_string(),
        }
        self
    }

    /// The `status` that reports give for it.
    pub fn status(&self) -> &'static str {
        match self {
            CollectError::Unreadable { .. } | CollectError::BadSnapshot { .. } | CollectError::NoTab { .. } => {
                "unreadable"
            }
            CollectError::NotHtml { .. } => "not-html",
            CollectError::TooLarge { .. } => "too-large",
            CollectError::NoBrowser { .. } => "no-browser",
            CollectError::Timeout { .. } => "timeout",
            CollectError::Crashed { .. } => "crashed",
            CollectError::Http { .. } => "http-error",
            CollectError::Network { .. } => "network-error",
            CollectError::Blocked { .. } => "blocked",
        }
    }
}
