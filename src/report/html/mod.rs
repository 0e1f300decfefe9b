//! One file that shows everything: no script, nothing from a network, readable in light, in dark and on paper.

mod conduct;
mod finding;
mod input;
mod summary;

use super::inert::html;
use super::words::cut;
use super::{Format, clean};
use crate::finding::Run;
use std::io::{self, Write};

/// How it looks.
const STYLE: &str = include_str!("style.css");

/// What a browser may do with it: draw, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// Characters of the longest title.
const TITLE: usize = 80;

/// What the words of the report mean.
const TERMS: &[(&str, &str)] = &[
    (
        "Error, warning, note",
        "How much a finding matters. Where no jurisdiction was chosen, the mildest of all counts.",
    ),
    ("To review", "Something was measured that only a person can weigh. It counts neither as a finding nor as a pass."),
    ("Not evaluated", "A rule needs something that was not seen, such as a walk through the page. It is not a pass."),
    ("Confidence", "How sure it is that a person would agree. Only findings of high confidence fail a build."),
    ("Law", "Texts that speak of the practice. Whether they apply to this page is for a person to say."),
];

/// A report for a browser: one file, by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl Format for Html {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let title = match run.inputs.as_slice() {
            [only] => {
                let named = only.title.as_deref().filter(|title| !title.trim().is_empty());
                html(&cut(&clean(named.unwrap_or(&only.input)), TITLE))
            }
            inputs => format!("Consent interfaces on {} pages", inputs.len()),
        };
        writeln!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"robots\" content=\"noindex\">\n\
             <title>Consent report: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#report\">Skip to the report</a>"
        )?;
        summary::write(run, &title, out)?;
        writeln!(out, "<main id=\"report\">")?;
        for (at, report) in run.inputs.iter().enumerate() {
            input::write(at + 1, report, out)?;
        }
        writeln!(out, "</main>")?;
        foot(run, out)?;
        writeln!(out, "</body>\n</html>")
    }
}

fn foot(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<footer>\n<h2>How to read this</h2>\n<dl class=\"terms\">")?;
    for (term, meaning) in TERMS {
        writeln!(out, "<div><dt>{term}</dt><dd>{meaning}</dd></div>")?;
    }
    let tool = &run.tool;
    writeln!(
        out,
        "</dl>\n<p class=\"made\">{} {}, rules of {}, pack <code>{}</code></p>\n</footer>",
        html(&tool.name),
        html(&tool.version),
        html(&tool.set),
        html(&tool.pack_sha256)
    )
}
