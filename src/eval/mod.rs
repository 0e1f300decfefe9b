//! A labelled corpus against the linter: what it finds, what it misses, where it cries wolf.

mod corpus;

pub use corpus::{Corpus, CorpusError, Expected, Labelled};

use crate::finding::{Finding, Miss, Noise, Outcome, Scores};
use crate::lint::{Input, Linter};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Judges every page of a corpus and compares.
pub fn evaluate(corpus: &Corpus, linter: &Linter) -> Scores {
    let seen: Vec<_> = corpus
        .pages
        .par_iter()
        .map(|page| {
            let mut run = linter.check(&[Input::File(corpus.folder.join(&page.file))], &|_| ());
            (page, run.inputs.remove(0))
        })
        .collect();
    let mut scores = Scores::default();
    for (page, report) in seen {
        scores.pages += 1;
        if report.status != "ok" {
            scores.unseen.push(format!("{}: {}", page.file.display(), report.error.unwrap_or(report.status)));
            continue;
        }
        let fired: Vec<_> = report.findings.iter().filter(|it| it.outcome == Outcome::Fail).collect();
        scores.reviews += report.findings.iter().filter(|it| it.outcome == Outcome::Review).count();
        for expected in &page.expect {
            let hit = fired.iter().find(|it| expected.is_met_by(it));
            let open = report
                .findings
                .iter()
                .find(|it| it.outcome == Outcome::Review && expected.any_of.contains(&it.rule))
                .and_then(|it| it.reason.clone());
            count_expected(&mut scores, page, expected, hit.map(|it| it.rule.as_str()), open);
        }
        for finding in fired {
            count_fired(&mut scores, page, finding);
        }
    }
    scores.finish();
    scores
}

/// Counts one expectation: the rule that met it, or why it was left open.
fn count_expected(
    scores: &mut Scores,
    page: &Labelled,
    expected: &Expected,
    hit: Option<&str>,
    review: Option<String>,
) {
    match hit {
        Some(rule) => {
            scores.rules.entry(rule.to_string()).or_default().hits += 1;
            scores.overall.hits += 1;
        }
        None => {
            scores.overall.missed += 1;
            // A group names several rules; which of them missed it can't be said.
            if let [rule] = expected.any_of.as_slice() {
                scores.rules.entry(rule.clone()).or_default().missed += 1;
            }
            scores.missed.push(Miss {
                file: page.file.display().to_string(),
                lang: page.lang.clone(),
                any_of: expected.any_of.clone(),
                at: expected.at.clone(),
                why: page.why.clone(),
                review,
            });
        }
    }
}

/// Counts one finding: forbidden, expected or without a label.
fn count_fired(scores: &mut Scores, page: &Labelled, finding: &Finding) {
    let expected: BTreeSet<&String> = page.expect.iter().flat_map(|it| &it.any_of).collect();
    if expected.contains(&finding.rule) || page.optional.contains(&finding.rule) {
        return;
    }
    if page.forbid.contains(&finding.rule) {
        scores.rules.entry(finding.rule.clone()).or_default().noisy += 1;
        scores.overall.noisy += 1;
        scores.noisy.push(Noise {
            file: page.file.display().to_string(),
            lang: page.lang.clone(),
            rule: finding.rule.clone(),
            message: finding.message.clone(),
            snippet: finding.snippet.clone(),
        });
        return;
    }
    *scores.unlabelled.entry(finding.rule.clone()).or_default() += 1;
}
