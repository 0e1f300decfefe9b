use super::super::flow;
use super::super::inert::{html, html_lang, web_address};
use super::super::sums::{is_failure, judged, shown};
use super::{conduct, finding};
use crate::finding::{Finding, InputReport, Outcome, SurfaceSummary};
use std::cmp::Reverse;
use std::io::{self, Write};

/// One page: what was seen, found, walked and left open.
pub(super) fn write(number: usize, report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section class=\"page\" id=\"page-{number}\" aria-labelledby=\"page-{number}-name\">\n\
         <h2 id=\"page-{number}-name\"><bdi>{}</bdi></h2>",
        html(&report.input)
    )?;
    if report.status != "ok" {
        let error = report.error.as_deref().unwrap_or("it could not be seen");
        return writeln!(
            out,
            "<p class=\"unseen\"><span class=\"chip\">not seen: {}</span> {}</p>\n</section>",
            html(&report.status),
            html(error)
        );
    }
    facts(report, out)?;
    surfaces(&report.surfaces, out)?;
    findings(number, report, out)?;
    if let Some(paths) = &report.paths {
        writeln!(
            out,
            "<h3>Ways through the consent flow</h3>\n<figure class=\"flow-figure\"><div class=\"wide\">{}</div></figure>\n\
             <div class=\"wide\">{}</div>",
            flow::picture(paths, &format!("flow-{number}")),
            flow::html_table(paths)
        )?;
    }
    if !report.conduct.is_empty() {
        conduct::write(&report.conduct, out)?;
    }
    rest(report, out)?;
    writeln!(out, "</section>")
}

fn facts(report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<dl class=\"facts\">")?;
    let mut fact = |name: &str, value: String| writeln!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    fact(
        "seen",
        match report.render.as_str() {
            "static" => "in process, without a browser".into(),
            "chromium" => "in Chromium".into(),
            "stored" => "from a stored snapshot".into(),
            other => html(other),
        },
    )?;
    if let Some(title) = &report.title {
        fact("title", format!("<bdi{}>{}</bdi>", html_lang(report.lang.as_deref()), html(title)))?;
    }
    if let Some(url) = &report.url {
        let shown = html(url);
        fact(
            "address",
            match web_address(url) {
                Some(address) => format!("<a href=\"{}\">{shown}</a>", html(&address)),
                None => shown,
            },
        )?;
    }
    if let Some(lang) = &report.lang {
        fact("language", html(lang))?;
    }
    if let Some(hash) = &report.sha256 {
        fact("sha256", format!("<code>{}</code>", html(hash)))?;
    }
    writeln!(out, "</dl>")
}

fn surfaces(surfaces: &[SurfaceSummary], out: &mut dyn Write) -> io::Result<()> {
    if surfaces.is_empty() {
        return writeln!(out, "<p class=\"empty\">No consent surface seen here.</p>");
    }
    writeln!(out, "<h3>Where consent is asked for</h3>\n<ul class=\"surfaces\">")?;
    for surface in surfaces {
        let latent = if surface.latent { " <span class=\"soft\">hidden until a script shows it</span>" } else { "" };
        writeln!(
            out,
            "<li><span class=\"kind\">{}</span>{latent} <code>{}</code><q dir=\"auto\"{}>{}</q></li>",
            html(&surface.kind),
            html(&surface.selector),
            html_lang(surface.lang.first().map(String::as_str)),
            html(&surface.text)
        )?;
    }
    writeln!(out, "</ul>")
}

fn findings(number: usize, report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    let (mut failures, others): (Vec<&Finding>, Vec<&Finding>) = shown(report).partition(|finding| is_failure(finding));
    failures.sort_by_key(|finding| Reverse(finding.severity));
    let reviews: Vec<&Finding> = others.into_iter().filter(|finding| finding.outcome == Outcome::Review).collect();
    if failures.is_empty() && !report.surfaces.is_empty() {
        writeln!(out, "<p class=\"empty\">Nothing found by the rules that were judged.</p>")?;
    }
    let mut place = 0;
    for (heading, list) in [("What was found", failures), ("For a person to look at", reviews)] {
        if !list.is_empty() {
            writeln!(out, "<h3>{heading} <span class=\"soft\">{}</span></h3>", list.len())?;
        }
        for finding in list {
            place += 1;
            finding::write(&format!("finding-{number}-{place}"), finding, report, out)?;
        }
    }
    Ok(())
}

/// What was left open, passed or silenced.
fn rest(report: &InputReport, out: &mut dyn Write) -> io::Result<()> {
    if !report.surfaces.is_empty() {
        writeln!(out, "<h3>What was judged</h3>")?;
    }
    writeln!(out, "<p class=\"judged\">{}.</p>", html(&judged(report)))?;
    let missing = report.frames.iter().flat_map(|frame| frame.missing.iter().map(move |why| (frame.id, why)));
    let mut lines: Vec<String> =
        missing.map(|(frame, why)| format!("Not seen in frame {frame}: {}", html(why))).collect();
    if !report.unknown_languages.is_empty() {
        let languages = html(&report.unknown_languages.join(", "));
        lines.push(format!("No lexicon knows {languages}; rules that read words were not evaluated there."));
    }
    lines.extend(report.suppression_notes.iter().map(|note| format!("Suppression: {}", html(note))));
    let silenced = report.findings.iter().filter_map(|finding| Some((finding, finding.suppressed.as_ref()?)));
    lines.extend(silenced.map(|(finding, why)| {
        format!("Suppressed: <code>{}</code> {} ({})", html(&finding.rule), html(&finding.message), html(why))
    }));
    let quiet = shown(report).filter(|it| matches!(it.outcome, Outcome::NotEvaluated | Outcome::Pass));
    lines.extend(quiet.map(|finding| {
        let name = if finding.outcome == Outcome::Pass { "Passed" } else { "Not evaluated" };
        let why = finding.reason.as_deref().map(|why| format!(": {}", html(why))).unwrap_or_default();
        format!("{name}: <code>{}</code>{why}", html(&finding.rule))
    }));
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "<ul class=\"rest\">")?;
    for line in lines {
        writeln!(out, "<li>{line}</li>")?;
    }
    writeln!(out, "</ul>")
}
