use super::super::citations::by_region;
use super::super::finding::{file, place, rect_words};
use super::super::inert::{html, web_address};
use super::super::notes::{LATENT, doubt, measurements, path};
use super::super::words::capital;
use crate::finding::{Finding, InputReport, LawReference, Outcome};
use std::io::{self, Write};

/// A card: what was found, what was measured, where it is, what speaks of it, and how to mend it.
pub(super) fn write(id: &str, finding: &Finding, report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    let severity = finding.severity.name();
    let (class, chip) = match finding.outcome {
        Outcome::Review => ("review", format!("to review ({severity})")),
        _ => (severity, severity.to_string()),
    };
    writeln!(
        out,
        "<article class=\"card {class}\" id=\"{id}\" aria-labelledby=\"{id}-says\">\n\
         <p class=\"head\"><span class=\"chip\">{chip}</span> <code>{}</code> <span class=\"soft\">{}</span></p>\n\
         <h4 id=\"{id}-says\" dir=\"auto\">{}</h4>",
        html(&finding.rule),
        html(&finding.pattern),
        html(&capital(&finding.message))
    )?;
    if let (Outcome::Review, Some(reason)) = (finding.outcome, &finding.reason) {
        writeln!(out, "<p class=\"aside\"><strong>Why a person must look:</strong> {}.</p>", html(&capital(reason)))?;
    }
    if let Some(doubt) = doubt(finding) {
        writeln!(out, "<p class=\"aside\"><strong>Confidence:</strong> {}.</p>", html(&capital(&doubt)))?;
    }
    if finding.latent {
        writeln!(out, "<p class=\"aside\"><strong>Hidden:</strong> {}.</p>", capital(LATENT))?;
    }
    writeln!(out, "<div class=\"columns\">\n<div>")?;
    element(finding, report, out)?;
    evidence(finding, out)?;
    writeln!(out, "</div>\n<div>")?;
    if !finding.fix.is_empty() {
        writeln!(out, "<h5>How to mend it</h5>\n<p class=\"fix\">{}</p>", html(&finding.fix))?;
    }
    law(&finding.law, out)?;
    writeln!(out, "</div>\n</div>\n</article>")
}

/// The code, and where it stands.
fn element(finding: &Finding, report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<h5>Where</h5>")?;
    if !finding.snippet.trim().is_empty() {
        writeln!(out, "<pre class=\"code\" dir=\"ltr\"><code>{}</code></pre>", html(&finding.snippet))?;
    }
    let mut places = Vec::new();
    if let (Some(_), Some(place)) = (finding.span, place(finding, file(report))) {
        places.push(("line", html(&place)));
    }
    if !finding.path.is_empty() {
        places.push(("element", format!("<code>{}</code>", html(&path(&finding.path)))));
    }
    if let Some(rect) = finding.rect {
        places.push(("box", html(&rect_words(rect).replace(" x ", " × "))));
    }
    if finding.at.state > 0 || finding.at.step > 0 {
        places.push((
            "visit",
            format!("state {}, step {} of walk {}", finding.at.state, finding.at.step, finding.at.walk),
        ));
    }
    if let Some(crop) = &finding.crop {
        places.push(("picture", format!("<code>{}</code>", html(crop))));
    }
    if places.is_empty() {
        return Ok(());
    }
    writeln!(out, "<dl class=\"place\">")?;
    for (name, value) in places {
        writeln!(out, "<dt>{name}</dt><dd>{value}</dd>")?;
    }
    writeln!(out, "</dl>")
}

fn evidence(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<_> = measurements(&finding.evidence).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let thresholds = rows.iter().any(|(_, _, threshold)| threshold.is_some());
    let head = if thresholds { "<th scope=\"col\">threshold</th>" } else { "" };
    writeln!(
        out,
        "<h5>Measured</h5>\n<table class=\"evidence\"><thead><tr><th scope=\"col\">what</th>\
         <th scope=\"col\">value</th>{head}</tr></thead>\n<tbody>"
    )?;
    for (name, value, threshold) in rows {
        let cell = match (thresholds, threshold) {
            (false, _) => String::new(),
            (true, None) => "<td>–</td>".into(),
            (true, Some(threshold)) => format!("<td>{}</td>", html(&threshold)),
        };
        writeln!(out, "<tr><th scope=\"row\">{}</th><td><bdi>{}</bdi></td>{cell}</tr>", html(&name), html(&value))?;
    }
    writeln!(out, "</tbody></table>")
}

fn law(references: &[LawReference], out: &mut dyn Write) -> io::Result<()> {
    if references.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h5>Law that speaks of it</h5>\n<dl class=\"law\">")?;
    for region in by_region(references) {
        write!(out, "<dt>{}</dt>", html(&region.name))?;
        for (title, references) in &region.instruments {
            let places: Vec<String> = references.iter().map(|reference| cited(reference)).collect();
            write!(out, "<dd>{} {}</dd>", html(title), places.join(", "))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "</dl>")
}

/// The place in a text, linked where its address is one of the web.
fn cited(reference: &LawReference) -> String {
    let place = html(&reference.place);
    match reference.url.as_deref().and_then(web_address) {
        Some(address) => format!("<a href=\"{}\" rel=\"noreferrer\">{place}</a>", html(&address)),
        None => place,
    }
}
