//! Options that several commands share, and what the engine makes of them.

use super::failure::Failure;
use super::inputs::{self, Expanded};
use super::reach::ReachArgs;
use super::screen::Screen;
use super::values;
use crate::collect::LookOptions;
use crate::collect::chromium::{LaunchOptions, can_trust};
use crate::config::Suppressions;
use crate::finding::{Confidence, Outcome, Severity};
use crate::lint::{Input, LintOptions, Render};
use crate::rules::{DEFAULT_SET, Pack};
use crate::snapshot::Viewport;
use ignore::gitignore::Gitignore;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Which browser.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Browser")]
pub(super) struct BrowserArgs {
    /// Program of Chromium, Chrome or Edge; searched for if not given
    #[arg(long, value_name = "PATH")]
    chromium: Option<PathBuf>,
    /// DevTools address of a browser that already runs (ws://… or http://…)
    #[arg(long, value_name = "ADDRESS", conflicts_with = "chromium")]
    connect: Option<String>,
    /// Start the browser without its sandbox; only for pages that you trust, or inside a container
    #[arg(long)]
    no_sandbox: bool,
}

impl BrowserArgs {
    pub(super) fn launch_options(&self) -> LaunchOptions {
        LaunchOptions {
            executable: self.chromium.clone(),
            connect: self.connect.clone(),
            no_sandbox: self.no_sandbox,
            end_on_signal: true,
            ..LaunchOptions::default()
        }
    }

    /// Whether the browser can be told whom to trust.
    fn may_trust(&self) -> Result<(), Failure> {
        if self.connect.is_some() {
            let message = "--ca can't be given with --connect: whom a browser trusts is settled when it starts";
            let help = "Make the browser that runs trust the authority, or leave --connect out";
            return Err(Failure::usage(message, help));
        }
        can_trust().map_err(Failure::from)
    }
}

/// How pages are seen.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Seeing")]
pub(super) struct SeeArgs {
    /// How pages are seen; auto shows addresses, and files that scripts build, to Chromium
    #[arg(long, value_name = "HOW", value_parser = values::render(), default_value = "auto")]
    render: Render,
    /// The window in CSS pixels [default: 1280x900]
    #[arg(long, value_name = "WxH", value_parser = values::viewport, conflicts_with = "attach")]
    viewport: Option<(u32, u32)>,
    /// A phone: touch, and 375x667 if no viewport is given
    #[arg(long, conflicts_with = "attach")]
    mobile: bool,
    /// Language to ask for (de, zh-CN)
    #[arg(long, value_name = "TAG", conflicts_with = "attach")]
    lang: Option<String>,
    /// Hard limit for one page (30, 500ms, 2m)
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "30s")]
    timeout: Duration,
    /// A static look may fetch style sheets from the network
    #[arg(long)]
    allow_net: bool,
    /// Pages seen at once [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    #[command(flatten)]
    browser: BrowserArgs,
    #[command(flatten)]
    reach: ReachArgs,
}

/// How pages are judged.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Judging")]
pub(super) struct JudgeArgs {
    /// A folder with more rule pages
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// A set of rules: 2026-12, or pedantic for those whose question is a judgement
    #[arg(long, value_name = "SET", default_value = DEFAULT_SET)]
    set: String,
    /// Judge by the rules, words and law of a pack (`consentlint rules pack`)
    #[arg(long, value_name = "FILE", conflicts_with = "rules")]
    pack: Option<PathBuf>,
    /// Only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    only: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    skip: Vec<String>,
    /// Leave out findings that matter less
    #[arg(long, value_name = "LEVEL", value_parser = values::severity(), default_value = "info")]
    min_severity: Severity,
    /// Leave out findings that are less sure
    #[arg(long, value_name = "LEVEL", value_parser = values::confidence(), default_value = "low")]
    min_confidence: Confidence,
    /// List these as well; what fails and what a person must look at is always listed
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',', value_parser = values::outcome())]
    show: Vec<Outcome>,
    /// What to do with suppressions inside your own pages
    #[arg(long, value_name = "WHAT", value_parser = values::suppressions(), default_value = "on")]
    inline_suppressions: Suppressions,
    /// Cite the law of these only (eu,uk,cn,us-ca,in,kr,br,jp)
    #[arg(long, value_name = "REGION", value_delimiter = ',', value_parser = values::jurisdiction)]
    jurisdiction: Vec<String>,
    /// Cite the law of this day (2026-11-22) [default: the day the page was seen]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

impl SeeArgs {
    /// The engine's options, with everything that judges as it is by default.
    pub(super) fn lint_options(&self, screen: &Screen) -> Result<LintOptions, Failure> {
        let (reach, warnings) = self.reach.reach()?;
        if reach.authorities.is_some() {
            self.browser.may_trust()?;
        }
        for warning in &warnings {
            screen.warn(warning);
        }
        let usual = if self.mobile { (375, 667) } else { (Viewport::default().width, Viewport::default().height) };
        let (width, height) = self.viewport.unwrap_or(usual);
        let look = LookOptions {
            viewport: Viewport { width, height, mobile: self.mobile, ..Viewport::default() },
            locale: self.lang.clone(),
            timeout: self.timeout,
            allow_net: self.allow_net,
            reach: Arc::new(reach),
        };
        let usual = LintOptions::default();
        let authorities = look.reach.authorities.clone();
        Ok(LintOptions {
            render: self.render,
            look,
            chromium: LaunchOptions { authorities, ..self.browser.launch_options() },
            jobs: self.jobs.map_or(usual.jobs, usize::from),
            ..usual
        })
    }

    /// What there is to look at: what was named, or the open tab.
    pub(super) fn inputs(&self, named: &[OsString], ignored: &Gitignore) -> Result<Expanded, Failure> {
        match self.reach.tab() {
            Some(tab) => Ok(Expanded { inputs: vec![Input::Tab(tab.into())], ..Expanded::default() }),
            None => inputs::expand(named, ignored),
        }
    }

    /// The one thing to look at: what was named, or the open tab.
    pub(super) fn input(&self, named: Option<&OsStr>) -> Result<Input, Failure> {
        match (self.reach.tab(), named) {
            (Some(tab), _) => Ok(Input::Tab(tab.into())),
            (None, Some(named)) => inputs::single(named),
            (None, None) => Err(Failure::usage("nothing is named to look at", "Give an HTML file or an address")),
        }
    }

    /// Whether an open tab is looked at.
    pub(super) fn attaches(&self) -> bool {
        self.reach.tab().is_some()
    }

    /// Refuses an open tab, where pages are begun afresh.
    pub(super) fn needs_fresh_pages(&self) -> Result<(), Failure> {
        if !self.attaches() {
            return Ok(());
        }
        let message =
            "--attach looks at a tab as it is; this loads pages in fresh profiles, and a visit presses on them";
        Err(Failure::usage(message, "Use `consentlint check --attach` or `consentlint snapshot --attach`"))
    }
}

impl JudgeArgs {
    /// The engine's options, those of seeing filled in.
    pub(super) fn lint_options(
        &self,
        see: &SeeArgs,
        screenshots: Option<&PathBuf>,
        screen: &Screen,
    ) -> Result<LintOptions, Failure> {
        Ok(LintOptions {
            more_rules: super::rules_folder::read(self.rules.as_deref())?,
            set: self.set.clone(),
            pack: self.pack.as_deref().map(read_pack).transpose()?,
            only: self.only.clone(),
            skip: self.skip.clone(),
            min_severity: self.min_severity,
            min_confidence: self.min_confidence,
            show: self.show.clone(),
            inline_suppressions: self.inline_suppressions,
            jurisdictions: self.jurisdiction.clone(),
            as_of: self.as_of.clone(),
            screenshots: screenshots.cloned(),
            ..see.lint_options(screen)?
        })
    }
}

fn read_pack(path: &Path) -> Result<Pack, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::usage(format!("{} can't be read: {error}", path.display()), "Name a pack"))?;
    Pack::from_bytes(&bytes).map_err(|error| {
        Failure::usage(format!("{}: {error}", path.display()), "`consentlint rules pack -o FILE` writes one")
    })
}
