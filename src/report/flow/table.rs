//! The ways as tables: what a picture of them shows, in text.

use super::{Lane, compared, kind, lanes, said};
use crate::finding::{PathStep, Paths};
use crate::report::inert;
use crate::snapshot::Act;

const HEAD: [&str; 8] = ["way", "presses", "scrolls", "keys", "waits", "words", "how it ended", "what is done"];

/// The cells of a way up to how it ended.
fn cells(lane: &Lane<'_>) -> [String; 6] {
    let path = lane.path;
    [
        lane.way.name().into(),
        lane.clicks(),
        path.scrolls.to_string(),
        path.keys.to_string(),
        lane.waits(),
        path.words.to_string(),
    ]
}

fn done(step: &PathStep) -> String {
    match step.act {
        Act::Click | Act::Scroll | Act::Return | Act::Type | Act::Key => said(step),
        _ => format!("{} {}", kind(step), said(step)),
    }
}

/// The table of HTML that says what the picture shows.
pub fn html_table(paths: &Paths) -> String {
    let head: String = HEAD
        .iter()
        .enumerate()
        .map(|(at, name)| {
            format!("<th scope=\"col\"{}>{name}</th>", if (1..6).contains(&at) { " class=\"n\"" } else { "" })
        })
        .collect();
    let mut table = format!(
        "<table class=\"ways\"><caption>{}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n",
        inert::html(&compared(paths))
    );
    for lane in lanes(paths) {
        let [way, numbers @ ..] = cells(&lane);
        table.push_str(&format!("<tr><th scope=\"row\">{way}</th>"));
        for number in numbers {
            table.push_str(&format!("<td class=\"n\">{number}</td>"));
        }
        let why = lane.path.reason.as_deref().map(|why| format!(": {}", inert::html(why))).unwrap_or_default();
        table.push_str(&format!("<td>{}{why}</td><td>", lane.ended()));
        if lane.steps().next().is_some() {
            table.push_str("<ol>");
            for step in lane.steps() {
                table.push_str(&format!("<li><bdi>{}</bdi></li>", inert::html(&done(step))));
            }
            table.push_str("</ol>");
        } else {
            table.push('–');
        }
        table.push_str("</td></tr>\n");
    }
    table.push_str("</tbody></table>\n");
    table
}

/// The same for Markdown.
pub fn markdown_table(paths: &Paths) -> String {
    let mut table = format!("| {} |\n|---|--:|--:|--:|--:|--:|---|---|\n", HEAD.join(" | "));
    for lane in lanes(paths) {
        let why = lane.path.reason.as_deref().map(|why| format!(", {}", inert::markdown(why))).unwrap_or_default();
        let steps: Vec<String> = lane.steps().map(|step| inert::markdown(&done(step))).collect();
        let steps = if steps.is_empty() { "–".into() } else { steps.join(" → ") };
        table.push_str(&format!("| {} | {}{why} | {steps} |\n", cells(&lane).join(" | "), lane.ended()));
    }
    table
}
