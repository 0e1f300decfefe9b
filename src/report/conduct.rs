//! What a page does before a choice and after each: the same facts for every format.

use super::flow::listed;
use super::words::fold;
use super::{Layout, Style, clean, count};
use crate::finding::Conduct;
use std::io::{self, Write};

/// Names of a list that a terminal shows.
const SHOWN: usize = 8;

/// What there are lists of.
pub(super) const LISTS: [&str; 3] = ["other sites asked", "identifiers", "signals"];

/// The moment, in words.
pub(super) fn when(conduct: &Conduct) -> String {
    match conduct.when.as_str() {
        "fresh" => "before a choice".into(),
        "accepted" => "after agreeing".into(),
        "refused" => "after refusing".into(),
        "gpc" => "with Global Privacy Control".into(),
        other => fold(&clean(other), 26, 1).concat(),
    }
}

/// What is listed of a moment: its name, and the entries.
pub(super) fn lists(conduct: &Conduct) -> [(&'static str, &[String]); 3] {
    let [hosts, identifiers, signals] = LISTS;
    [(hosts, &conduct.third_party_hosts), (identifiers, &conduct.identifiers), (signals, &conduct.signals)]
}

/// How many entries, as a number for a table.
pub(super) fn length(list: &[String]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// The comparison for a terminal.
pub(super) fn text(conducts: &[Conduct], style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.layout {
        Layout::Drawn => drawn(conducts, style, out),
        Layout::Spoken => spoken(conducts, style, out),
    }
}

fn drawn(conducts: &[Conduct], style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", style.bold("What the page does"))?;
    let head =
        format!("{:<27} {:>11} {:>8} {:>11} {:>11}", "", "other sites", "requests", "to trackers", "identifiers");
    writeln!(out, "  {}", style.dim(&head))?;
    for conduct in conducts {
        writeln!(
            out,
            "  {:<27} {:>11} {:>8} {:>11} {:>11}",
            when(conduct),
            conduct.third_party_hosts.len(),
            conduct.third_party_requests,
            conduct.tracker_requests,
            conduct.identifiers.len()
        )?;
    }
    for at in [1, 2] {
        let name = LISTS[at];
        let told: Vec<&Conduct> = conducts.iter().filter(|conduct| !lists(conduct)[at].1.is_empty()).collect();
        if !told.is_empty() {
            writeln!(out, "\n  {}", style.dim(name))?;
        }
        for conduct in told {
            listed(&format!("{:<29}", when(conduct)), 29, &entries(lists(conduct)[at].1), style, out)?;
        }
    }
    writeln!(out)
}

fn spoken(conducts: &[Conduct], style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "what the page does")?;
    for conduct in conducts {
        let line = [
            format!(
                "{} to {},",
                count(conduct.third_party_requests, "request", "requests"),
                count(length(&conduct.third_party_hosts), "other site", "other sites")
            ),
            format!("{} to trackers,", conduct.tracker_requests),
            format!("{} kept", count(length(&conduct.identifiers), "identifier", "identifiers")),
        ];
        listed(&format!("{}: ", when(conduct)), 2, &line, style, out)?;
        for (name, list) in lists(conduct).into_iter().skip(1).filter(|(_, list)| !list.is_empty()) {
            listed(&format!("  {name}: "), 4, &entries(list), style, out)?;
        }
    }
    Ok(())
}

/// The entries one after the other, the rest of a long list as a number.
fn entries(list: &[String]) -> Vec<String> {
    let shown = list.len().min(SHOWN);
    let mut entries: Vec<String> = list[..shown].iter().map(|entry| format!("{};", clean(entry))).collect();
    if list.len() > shown {
        entries.push(format!("and {} more", list.len() - shown));
    } else if let Some(last) = entries.last_mut() {
        last.pop();
    }
    entries
}
