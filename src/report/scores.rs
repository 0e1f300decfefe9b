//! The scores of a corpus, for people.

use super::{Style, clean};
use crate::finding::{Interval, RuleScore, Scores};
use std::io::{self, Write};

/// Writes scores as text.
///
/// # Errors
/// What the writer says.
pub fn scores_text(scores: &Scores, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let overall = &scores.overall;
    writeln!(
        out,
        "{}",
        style.bold(&format!(
            "{} pages: {} hits, {} missed, {} false alarms, {} to review",
            scores.pages, overall.hits, overall.missed, overall.noisy, scores.reviews
        ))
    )?;
    writeln!(
        out,
        "precision {}, recall {}, F1 {}; mean F1 of the rules {:.2}",
        share(overall.precision),
        share(overall.recall),
        share(overall.f1),
        scores.macro_f1
    )?;
    writeln!(out)?;
    writeln!(
        out,
        "{:<32} {:>4} {:>6} {:>5}  {:<20} {:<20} {:>4}",
        "rule", "hits", "missed", "noisy", "precision", "recall", "F1"
    )?;
    for (rule, score) in &scores.rules {
        let [hits, missed, noisy, precision, recall, f1] = cells(score);
        writeln!(out, "{rule:<32} {hits:>4} {missed:>6} {noisy:>5}  {precision:<20} {recall:<20} {f1:>4}")?;
    }
    if !scores.missed.is_empty() {
        writeln!(out, "\n{}", style.bold("Missed"))?;
    }
    for miss in &scores.missed {
        let open = miss.review.as_deref().map_or(String::new(), |why| format!("; left to a person: {why}"));
        writeln!(
            out,
            "  {} [{}] {}: {}{open}",
            clean(&miss.file),
            clean(&miss.lang),
            miss.any_of.join(" or "),
            clean(&miss.why)
        )?;
    }
    if !scores.noisy.is_empty() {
        writeln!(out, "\n{}", style.bold("False alarms"))?;
    }
    for noise in &scores.noisy {
        writeln!(out, "  {} [{}] {}: {}", clean(&noise.file), clean(&noise.lang), noise.rule, clean(&noise.message))?;
    }
    if !scores.unlabelled.is_empty() {
        let list: Vec<String> = scores.unlabelled.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        writeln!(out, "\n{}\n  {}", style.bold("Fired without a label"), list.join(", "))?;
    }
    for page in &scores.unseen {
        writeln!(out, "not seen: {}", clean(page))?;
    }
    Ok(())
}

/// Writes scores as Markdown.
///
/// # Errors
/// What the writer says.
pub fn scores_markdown(scores: &Scores, out: &mut dyn Write) -> io::Result<()> {
    let overall = &scores.overall;
    writeln!(
        out,
        "{} pages, {} hits, {} missed, {} false alarms, {} to review.",
        scores.pages, overall.hits, overall.missed, overall.noisy, scores.reviews
    )?;
    writeln!(
        out,
        "Precision {}, recall {}, F1 {}; mean F1 of the rules {:.2}.",
        share(overall.precision),
        share(overall.recall),
        share(overall.f1),
        scores.macro_f1
    )?;
    writeln!(
        out,
        "\n| rule | hits | missed | noisy | precision (95 %) | recall (95 %) | F1 |\n|---|--:|--:|--:|---|---|--:|"
    )?;
    for (rule, score) in &scores.rules {
        writeln!(out, "| `{rule}` | {} |", cells(score).join(" | "))?;
    }
    let cell = |text: &str| clean(text).replace('|', "\\|").replace('<', "&lt;").replace('`', "'");
    if !scores.missed.is_empty() {
        writeln!(out, "\nMissed:\n")?;
    }
    for miss in &scores.missed {
        let open = miss.review.as_deref().map_or(String::new(), |why| format!(" Left to a person: {}.", cell(why)));
        writeln!(out, "- `{}` ({}), {}.{open}", cell(&miss.file), cell(&miss.lang), miss.any_of.join(" or "))?;
    }
    if !scores.noisy.is_empty() {
        writeln!(out, "\nFalse alarms:\n")?;
    }
    for noise in &scores.noisy {
        writeln!(out, "- `{}` ({}), `{}`.", cell(&noise.file), cell(&noise.lang), noise.rule)?;
    }
    Ok(())
}

/// Hits, missed, noisy, precision, recall, F1.
fn cells(score: &RuleScore) -> [String; 6] {
    [
        score.hits.to_string(),
        score.missed.to_string(),
        score.noisy.to_string(),
        rate(score.precision, score.precision_interval),
        rate(score.recall, score.recall_interval),
        share(score.f1),
    ]
}

fn share(value: Option<f64>) -> String {
    value.map_or("–".into(), |value| format!("{value:.2}"))
}

fn rate(value: Option<f64>, interval: Option<Interval>) -> String {
    match (value, interval) {
        (Some(value), Some(Interval { low, high })) => format!("{value:.2} ({low:.2} to {high:.2})"),
        _ => "–".into(),
    }
}

/// What `explain` says of a rule's score.
pub fn measured(score: Option<&RuleScore>) -> String {
    let Some(score) = score.filter(|it| it.hits + it.missed + it.noisy > 0) else {
        return "not measured on labelled pages".into();
    };
    format!(
        "precision {} (n = {}), recall {} (n = {})",
        rate(score.precision, score.precision_interval),
        score.hits + score.noisy,
        rate(score.recall, score.recall_interval),
        score.hits + score.missed
    )
}
