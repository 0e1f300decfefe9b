use super::{Lane, lanes, said};
use crate::finding::Paths;
use crate::report::words::{columns, fold};
use crate::report::{Layout, Style, clean, wrap};
use std::io::{self, Write};

/// Columns of the longest label.
const LABEL: usize = 48;
/// Spaces before every line.
const INDENT: usize = 2;

/// The ways for a terminal: what each costs, then what is pressed on it.
pub(in crate::report) fn text(paths: &Paths, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.layout {
        Layout::Drawn => drawn(paths, style, out),
        Layout::Spoken => spoken(paths, style, out),
    }
}

fn drawn(paths: &Paths, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", style.bold("Ways through the consent flow"))?;
    let head = format!(
        "{:<9} {:>7} {:>8} {:>5} {:>7} {:>6}  {}",
        "way", "presses", "scrolls", "keys", "waits", "words", "how it ended"
    );
    writeln!(out, "  {}", style.dim(&head))?;
    for lane in lanes(paths) {
        let path = lane.path;
        writeln!(
            out,
            "  {:<9} {:>7} {:>8} {:>5} {:>7} {:>6}  {}",
            lane.way.name(),
            lane.clicks(),
            path.scrolls,
            path.keys,
            lane.waits(),
            path.words,
            lane.ended()
        )?;
    }
    writeln!(out)?;
    for lane in lanes(paths).iter().filter(|lane| lane.walked()) {
        let mut parts = chain(lane, " →");
        parts.extend(why(lane));
        if !parts.is_empty() {
            let name = lane.way.name();
            listed(&format!("{}{}", style.dim(name), " ".repeat(10 - name.len())), 10, &parts, style, out)?;
        }
    }
    writeln!(out)
}

fn spoken(paths: &Paths, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "ways through the consent flow")?;
    for lane in lanes(paths).iter().filter(|lane| lane.walked()) {
        let mut parts = lane.toil();
        parts.insert(0, lane.presses().unwrap_or_else(|| lane.ended().into()));
        if lane.path.words > 0 {
            parts.push(format!("{} words in sight", lane.path.words));
        }
        let steps = chain(lane, ", then");
        let ends = if steps.is_empty() { "" } else { ":" };
        let mut parts = vec![format!("{}{ends}", parts.join(", "))];
        parts.extend(steps);
        if let Some(why) = why(lane) {
            if let Some(last) = parts.last_mut() {
                last.push(';');
            }
            parts.push(why);
        }
        let name = format!("{}: ", lane.way.name());
        listed(&name, INDENT, &parts, style, out)?;
    }
    Ok(())
}

/// What is pressed, one part a step.
fn chain(lane: &Lane<'_>, between: &str) -> Vec<String> {
    let mut parts: Vec<String> = lane.steps().map(|step| fold(&said(step), LABEL, 1).concat()).collect();
    let last = parts.len().saturating_sub(1);
    for part in parts.iter_mut().take(last) {
        part.push_str(between);
    }
    parts
}

fn why(lane: &Lane<'_>) -> Option<String> {
    lane.path.reason.as_deref().map(clean)
}

/// Parts after a name, broken between the parts where they fit a line and within them where not; further lines begin at
/// a column.
pub(in crate::report) fn listed(
    name: &str,
    column: usize,
    parts: &[String],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let room = style.width.min(80).saturating_sub(INDENT + column).max(20);
    // A painted name has letters that take no column; it is as wide as the column then.
    let name_width = if name.contains('\u{1b}') { column } else { columns(name) };
    let first = (room + column).saturating_sub(name_width);
    let mut lines: Vec<String> = vec![String::new()];
    for part in parts {
        let limit = |lines: &Vec<String>| if lines.len() == 1 { first } else { room };
        let line = lines.last().map_or("", String::as_str);
        if !line.is_empty() && columns(line) + 1 + columns(part) <= limit(&lines) {
            if let Some(line) = lines.last_mut() {
                line.push(' ');
                line.push_str(part);
            }
            continue;
        }
        let starts = line.is_empty();
        let mut broken = wrap(part, limit(&lines).min(room));
        if starts && let Some(line) = lines.last_mut() {
            *line = broken.remove(0);
        }
        lines.append(&mut broken);
    }
    for (at, line) in lines.iter().enumerate() {
        let before = if at == 0 { name.to_string() } else { " ".repeat(column) };
        writeln!(out, "  {before}{line}")?;
    }
    Ok(())
}
