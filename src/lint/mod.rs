//! The one place that composes seeing and judging; what every front end calls.

mod examples;
mod input;
mod look;
mod options;
mod report;
mod screenshot;
mod visit;

pub use examples::{ExampleResult, test_flows, test_rules};
pub use input::Input;
pub use options::{LintOptions, Render};

use crate::collect::CollectError;
use crate::collect::chromium::Browser;
use crate::config::suggest;
use crate::finding::{InputReport, InspectedInput, Inspection, Run, Tool};
use crate::meaning::Meaning;
use crate::rules::{Date, Pack, Rule, RuleBook, RuleError, Trace};
use crate::snapshot::Snapshot;
use std::sync::{Arc, Mutex};

/// Why a linter can't be made or asked.
#[derive(Debug, thiserror::Error)]
pub enum LintError {
    /// A rule page, law or lexicon is broken.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// No rule has this name.
    #[error("there is no rule `{name}`{}. `consentlint rules` lists them all", hint(.suggest))]
    NoSuchRule {
        /// The name as given.
        name: String,
        /// The closest one.
        suggest: Option<String>,
    },
    /// No set has this name.
    #[error("there is no set `{name}`{}", hint(.suggest))]
    NoSuchSet {
        /// The name as given.
        name: String,
        /// The closest one.
        suggest: Option<String>,
    },
    /// A date can't be read.
    #[error("--as-of: {0}")]
    Date(String),
    /// The input could not be seen.
    #[error(transparent)]
    Collect(#[from] CollectError),
    /// A selector finds nothing.
    #[error("nothing on the page is at `{0}`. `consentlint inspect` shows the paths of what was understood")]
    NothingThere(String),
}

fn hint(suggest: &Option<String>) -> String {
    suggest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Sees inputs and judges them.
pub struct Linter {
    options: LintOptions,
    book: RuleBook,
    as_of: Option<Date>,
    browser: Mutex<Option<Arc<Browser>>>,
    tool: Tool,
}

impl Linter {
    /// A linter with the rules that ship, and those of a folder if one is given.
    ///
    /// # Errors
    /// A broken rule page, an unknown rule name, a date that is none.
    pub fn new(options: LintOptions) -> Result<Linter, LintError> {
        let book = match &options.pack {
            Some(pack) => RuleBook::read(pack.pairs())?,
            None => RuleBook::builtin_with(&options.more_rules)?,
        };
        if !book.sets.contains(&options.set) {
            let suggest = suggest(&options.set, book.sets.names());
            return Err(LintError::NoSuchSet { name: options.set.clone(), suggest });
        }
        for name in options.only.iter().chain(&options.skip) {
            if book.get(name).is_none() {
                let suggest = suggest(name, book.iter().map(|rule| rule.id.as_str()));
                return Err(LintError::NoSuchRule { name: name.clone(), suggest });
            }
        }
        let as_of = options.as_of.as_deref().map(str::parse).transpose().map_err(LintError::Date)?;
        let tool = Tool {
            name: "consentlint".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            set: options.set.clone(),
            pack_sha256: match &options.pack {
                Some(pack) => pack.sha256(),
                None if options.more_rules.is_empty() => Pack::sha256_of_builtin(),
                None => Pack::of(&options.more_rules).sha256(),
            },
            jurisdictions: options.jurisdictions.clone(),
        };
        Ok(Linter { options, book, as_of, browser: Mutex::new(None), tool })
    }

    /// The rules that it judges by.
    pub fn rules(&self) -> &RuleBook {
        &self.book
    }

    /// The options that it was made with.
    pub fn options(&self) -> &LintOptions {
        &self.options
    }

    /// Sees and judges inputs. Reports come in the order of the inputs; `progress` hears of each that is done.
    pub fn check(&self, inputs: &[Input], progress: &(dyn Fn(usize) + Sync)) -> Run {
        let started = std::time::Instant::now();
        let reports = self.each(inputs, &|number, input| {
            let report = self.check_one(input);
            progress(number);
            report
        });
        self.run_of(reports, started)
    }

    /// Puts reports into a run that began then.
    pub fn run_of(&self, reports: Vec<InputReport>, started: std::time::Instant) -> Run {
        let mut summary = report::summary(&reports);
        summary.seconds = crate::finding::round(started.elapsed().as_secs_f64());
        Run { format: 1, tool: self.tool.clone(), inputs: reports, summary }
    }

    /// Judges a snapshot, however it was come by.
    pub fn judge(&self, input: &str, snapshot: &Snapshot) -> InputReport {
        let meaning = Meaning::of(snapshot, &self.book.lexicons);
        self.report(input, &meaning, None)
    }

    /// Says what each input was taken for.
    pub fn inspect(&self, inputs: &[Input]) -> Inspection {
        let inputs = self.each(inputs, &|_, input| match self.look(input) {
            Ok(seen) => {
                let meaning = Meaning::of(&seen.snapshot, &self.book.lexicons);
                InspectedInput {
                    input: input.name_of(&seen.snapshot),
                    status: "ok".into(),
                    error: None,
                    lang: seen.snapshot.lang.clone(),
                    surfaces: meaning.understood(),
                }
            }
            Err(error) => InspectedInput {
                input: input.name(),
                status: error.status().into(),
                error: Some(error.to_string()),
                ..InspectedInput::default()
            },
        });
        Inspection { format: 1, inputs }
    }

    /// Sees an input to its full depth and judges nothing.
    ///
    /// # Errors
    /// Why it could not be seen.
    pub fn see(&self, input: &Input) -> Result<Snapshot, CollectError> {
        Ok(self.look_fully(input)?.snapshot)
    }

    /// Why a rule did or did not fire on an input.
    ///
    /// # Errors
    /// If there is no such rule, the input can't be seen, or nothing is at the selector.
    pub fn explain(&self, input: &Input, rule: &str, selector: Option<&str>) -> Result<Vec<Trace>, LintError> {
        let rule = self.book.get(rule).ok_or_else(|| LintError::NoSuchRule {
            name: rule.to_string(),
            suggest: suggest(rule, self.book.iter().map(|it| it.id.as_str())),
        })?;
        let seen = self.look_fully(input)?;
        let meaning = Meaning::of(&seen.snapshot, &self.book.lexicons);
        let nodes = selector.map(|selector| meaning.index.select(selector));
        if let (Some(nodes), Some(selector)) = (&nodes, selector)
            && nodes.is_empty()
        {
            return Err(LintError::NothingThere(selector.to_string()));
        }
        Ok(self.book.trace(&meaning, rule, nodes.as_deref()))
    }

    /// The rules that were chosen.
    fn chosen(&self) -> impl Iterator<Item = &Rule> {
        let options = &self.options;
        self.book.iter().filter(move |rule| {
            let asked_for = options.only.contains(&rule.id);
            let taken = options.only.is_empty() && self.book.sets.holds(&options.set, &rule.id);
            (asked_for || taken) && !options.skip.contains(&rule.id)
        })
    }

    fn each<T: Send>(&self, inputs: &[Input], work: &(dyn Fn(usize, &Input) -> T + Sync)) -> Vec<T> {
        at_once(self.options.jobs, inputs, work)
    }
}

/// Does work on each item, so many at once; what comes of it stands in the order of the items.
fn at_once<I: Sync, T: Send>(jobs: usize, items: &[I], work: &(dyn Fn(usize, &I) -> T + Sync)) -> Vec<T> {
    use rayon::prelude::*;
    let one_by_one = || items.iter().enumerate().map(|(number, item)| work(number, item)).collect();
    if items.len() < 2 || jobs <= 1 {
        return one_by_one();
    }
    match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(|| items.par_iter().enumerate().map(|(number, item)| work(number, item)).collect()),
        Err(_) => one_by_one(),
    }
}
