use crate::collect::LookOptions;
use crate::collect::chromium::LaunchOptions;
use crate::config::Suppressions;
use crate::finding::{Confidence, Outcome, Severity};
use crate::rules::{DEFAULT_SET, Pack};
use std::path::PathBuf;

/// Which way of seeing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Render {
    /// By the input alone: files without scripts, standard input and stored pages in process; addresses, and files
    /// whose scripts build the page, in Chromium.
    #[default]
    Auto,
    /// In process.
    Static,
    /// In Chromium.
    Chromium,
}

/// How inputs are seen and judged.
#[derive(Clone, Debug)]
pub struct LintOptions {
    /// Which way of seeing.
    pub render: Render,
    /// How pages are looked at.
    pub look: LookOptions,
    /// How the browser is found and started.
    pub chromium: LaunchOptions,
    /// More rule pages, laws and lexicons: pairs of path below the rules folder and text. One with the path of a file that
    /// ships takes its place.
    pub more_rules: Vec<(String, String)>,
    /// A pack to judge by in the place of what ships.
    pub pack: Option<Pack>,
    /// The set of rules to judge by.
    pub set: String,
    /// Only these rules; all if empty.
    pub only: Vec<String>,
    /// Not these rules.
    pub skip: Vec<String>,
    /// Findings that matter less are left out.
    pub min_severity: Severity,
    /// Findings that are less sure are left out.
    pub min_confidence: Confidence,
    /// Verdicts that are listed besides failures and reviews.
    pub show: Vec<Outcome>,
    /// What is done with suppressions in the pages.
    pub inline_suppressions: Suppressions,
    /// Jurisdictions whose law is cited; all if empty.
    pub jurisdictions: Vec<String>,
    /// The day whose law is cited (`2026-11-22`); the day the page was seen if not given.
    pub as_of: Option<String>,
    /// Folder for screenshots with every finding boxed.
    pub screenshots: Option<PathBuf>,
    /// Whether reports carry the hash of what was seen.
    pub hashes: bool,
    /// Pages seen at once.
    pub jobs: usize,
}

impl Default for LintOptions {
    fn default() -> Self {
        LintOptions {
            render: Render::Auto,
            look: LookOptions::default(),
            chromium: LaunchOptions::default(),
            more_rules: Vec::new(),
            pack: None,
            set: DEFAULT_SET.into(),
            only: Vec::new(),
            skip: Vec::new(),
            min_severity: Severity::Info,
            min_confidence: Confidence::Low,
            show: Vec::new(),
            inline_suppressions: Suppressions::On,
            jurisdictions: Vec::new(),
            as_of: None,
            screenshots: None,
            hashes: true,
            jobs: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        }
    }
}
