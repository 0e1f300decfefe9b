//! Judging what was seen, and putting it into a report.

use super::{Input, Linter};
use crate::collect::CollectError;
use crate::config::suppress;
use crate::finding::{Confidence, Counts, FrameReport, InputReport, Outcome, Severity, Summary};
use crate::meaning::Meaning;
use crate::rules::Date;
use crate::snapshot::{Snapshot, Stored};
use std::sync::Arc;

impl Linter {
    pub(super) fn check_one(&self, input: &Input) -> InputReport {
        let name = input.name();
        if let Input::Stored(path) = input {
            match crate::collect::stored::open_any(path) {
                Ok(Stored::Visit(visit)) => return self.judge_visit(&name, &visit),
                Ok(Stored::Snapshot(snapshot)) => return self.judge(&name, &snapshot),
                Err(error) => return unseen(&name, &error),
            }
        }
        let seen = match self.look(input) {
            Ok(seen) => seen,
            Err(error) => return unseen(&name, &error),
        };
        let name = input.name_of(&seen.snapshot);
        let meaning = Meaning::of(&seen.snapshot, &self.book.lexicons);
        let mut report = self.report(&name, &meaning, seen.source);
        report.render = seen.render.into();
        if let (Some(folder), Some(png)) = (&self.options.screenshots, &seen.screenshot) {
            super::screenshot::keep(folder, &name, png, &mut report);
        }
        report
    }

    /// Whether a finding matters enough, and is sure enough, to be told.
    pub(super) fn is_wanted(&self, severity: Severity, confidence: Confidence) -> bool {
        severity >= self.options.min_severity && confidence >= self.options.min_confidence
    }

    pub(super) fn report(&self, input: &str, meaning: &Meaning, source: Option<Arc<str>>) -> InputReport {
        let snapshot = meaning.snapshot();
        let on = self.as_of.unwrap_or_else(|| Date::of(snapshot.source.time));
        let jurisdictions = &self.options.jurisdictions;
        let rules = self.chosen().filter(|rule| rule.is_judged_in(jurisdictions));
        let options = &self.options;
        let told = |outcome: Outcome| outcome.is_always_told() || options.show.contains(&outcome);
        let mut judgement = self.book.judge(meaning, rules, on, jurisdictions, &told);
        let known = |rule: &str| self.book.get(rule).is_some();
        let suppressed =
            suppress(snapshot, &mut judgement.findings, &judgement.nodes, self.options.inline_suppressions, &known);
        let mut findings = judgement.findings;
        findings.retain(|it| self.is_wanted(it.severity, it.confidence));
        let quiet = judgement.quiet.iter().filter(|it| self.is_wanted(it.severity, it.confidence));
        let spoken = findings.iter().filter(|it| it.suppressed.is_none());
        let outcomes = spoken.map(|it| it.outcome).chain(quiet.map(|it| it.outcome));
        let counts = counts(outcomes, suppressed.count);
        InputReport {
            input: input.into(),
            status: "ok".into(),
            error: None,
            render: "stored".into(),
            url: snapshot.url.clone(),
            title: snapshot.title.as_deref().map(crate::finding::quote),
            lang: snapshot.lang.as_deref().map(crate::finding::quote),
            sha256: options.hashes.then(|| snapshot.sha256()),
            frames: frames(snapshot),
            surfaces: meaning.surface_summaries(),
            findings,
            counts,
            rules: judgement.rules,
            unknown_languages: meaning.unknown_languages.clone(),
            suppression_notes: suppressed.notes,
            paths: None,
            conduct: Vec::new(),
            source,
        }
    }
}

fn counts(outcomes: impl Iterator<Item = Outcome>, suppressed: u32) -> Counts {
    let mut counts = Counts { suppressed, ..Counts::default() };
    for outcome in outcomes {
        match outcome {
            Outcome::Fail => counts.fail += 1,
            Outcome::Review => counts.review += 1,
            Outcome::NotEvaluated => counts.not_evaluated += 1,
            Outcome::Pass => counts.pass += 1,
        }
    }
    counts
}

/// What is said of an input that could not be seen.
pub(super) fn unseen(name: &str, error: &CollectError) -> InputReport {
    InputReport {
        input: name.into(),
        status: error.status().into(),
        error: Some(error.to_string()),
        ..InputReport::default()
    }
}

fn frames(snapshot: &Snapshot) -> Vec<FrameReport> {
    let frame = |(id, frame): (usize, &crate::snapshot::Frame)| FrameReport {
        id: id as u32,
        url: frame.url.clone(),
        seen: frame.seen.clone(),
        missing: frame.missing.iter().map(|it| format!("{} ({})", it.capability.name(), it.why)).collect(),
    };
    snapshot.frames.iter().enumerate().map(frame).collect()
}

pub(super) fn summary(reports: &[InputReport]) -> Summary {
    let mut summary = Summary { inputs: reports.len() as u32, ..Summary::default() };
    for report in reports {
        if report.status != "ok" {
            summary.unseen += 1;
        }
        for finding in report.findings.iter().filter(|it| it.suppressed.is_none()) {
            match (finding.outcome, finding.severity) {
                (Outcome::Fail, Severity::Error) => summary.error += 1,
                (Outcome::Fail, Severity::Warning) => summary.warning += 1,
                (Outcome::Fail, Severity::Info) => summary.info += 1,
                (Outcome::Review, _) => summary.review += 1,
                _ => {}
            }
        }
        summary.not_evaluated += report.counts.not_evaluated;
    }
    summary
}
