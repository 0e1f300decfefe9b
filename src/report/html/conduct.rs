use super::super::conduct::{LISTS, length, lists, when};
use super::super::inert::html;
use super::super::words::capital;
use crate::finding::Conduct;
use std::io::{self, Write};

/// The comparison of what a page does: numbers with bars, and below them what the numbers count.
pub(super) fn write(conducts: &[Conduct], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<h3>What the page does</h3>\n<div class=\"wide\"><table class=\"conduct\">\
         <caption>Requests and storage before a choice, after each choice, and with an opt-out signal</caption>\n\
         <thead><tr><th scope=\"col\">moment</th><th scope=\"col\">third-party requests</th>\
         <th scope=\"col\">other sites</th><th scope=\"col\">requests to trackers</th>\
         <th scope=\"col\">identifiers kept</th><th scope=\"col\">signals</th></tr></thead>\n<tbody>"
    )?;
    let rows: Vec<[u32; 4]> = conducts.iter().map(numbers).collect();
    let most = |column: usize| rows.iter().map(|row| row[column]).max().unwrap_or(0);
    for (conduct, row) in conducts.iter().zip(&rows) {
        write!(out, "<tr><th scope=\"row\">{}</th>", html(&when(conduct)))?;
        for (column, number) in row.iter().enumerate() {
            let share = number.saturating_mul(100).checked_div(most(column)).unwrap_or(0);
            write!(out, "<td>{number}<span class=\"bar\" style=\"width:{share}%\"></span></td>")?;
        }
        let signals: Vec<String> = conduct.signals.iter().map(|signal| html(signal)).collect();
        let signals = if signals.is_empty() { "–".into() } else { signals.join("<br>") };
        writeln!(out, "<td class=\"signals\">{signals}</td></tr>")?;
    }
    writeln!(out, "</tbody></table></div>")?;
    for at in [0, 1] {
        named(LISTS[at], at, conducts, out)?;
    }
    Ok(())
}

/// What one of the numbers counts, by name.
fn named(name: &str, at: usize, conducts: &[Conduct], out: &mut dyn Write) -> io::Result<()> {
    let told: Vec<&Conduct> = conducts.iter().filter(|conduct| !lists(conduct)[at].1.is_empty()).collect();
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>{} by name</summary>\n<dl class=\"names\">", capital(name))?;
    for conduct in told {
        write!(out, "<div><dt>{}</dt>", html(&when(conduct)))?;
        for entry in lists(conduct)[at].1 {
            write!(out, "<dd><code>{}</code></dd>", html(entry))?;
        }
        writeln!(out, "</div>")?;
    }
    writeln!(out, "</dl></details>")
}

fn numbers(conduct: &Conduct) -> [u32; 4] {
    [
        conduct.third_party_requests,
        length(&conduct.third_party_hosts),
        conduct.tracker_requests,
        length(&conduct.identifiers),
    ]
}
