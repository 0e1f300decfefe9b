use super::super::flow;
use super::super::inert::html;
use super::super::sums::{is_failure, shown, sum};
use super::super::words::capital;
use crate::finding::{InputReport, Outcome, Run, Severity};
use std::io::{self, Write};

/// The head of the report: what it is of, the sums, and where there are several pages the list of them.
pub(super) fn write(run: &Run, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let sums = &run.summary;
    let regions = match run.tool.jurisdictions.as_slice() {
        [] => "no jurisdiction chosen".to_string(),
        chosen => format!("jurisdictions {}", chosen.join(", ").to_uppercase()),
    };
    let compared = match run.inputs.as_slice() {
        [InputReport { paths: Some(paths), .. }] => format!("<br>{}", html(&flow::compared(paths))),
        _ => String::new(),
    };
    writeln!(
        out,
        "<header>\n<p class=\"mark\"><span aria-hidden=\"true\"></span>consentlint</p>\n\
         <h1><bdi>{title}</bdi></h1>\n<p class=\"lead\">{}.{compared}</p>\n<p class=\"made\">Consent report, rules of {}, {}</p>",
        html(&capital(&sum(run))),
        html(&run.tool.set),
        html(&regions)
    )?;
    writeln!(out, "<ul class=\"sums\" aria-label=\"Sums\">")?;
    for (class, number, name) in [
        ("error", sums.error, if sums.error == 1 { "error" } else { "errors" }),
        ("warning", sums.warning, if sums.warning == 1 { "warning" } else { "warnings" }),
        ("info", sums.info, if sums.info == 1 { "note" } else { "notes" }),
        ("review", sums.review, "to review"),
        ("", sums.not_evaluated, "not evaluated"),
        ("", sums.unseen, "not seen"),
    ] {
        let none = if number == 0 { " none" } else { "" };
        writeln!(out, "<li class=\"{class}{none}\"><strong>{number}</strong> {name}</li>")?;
    }
    writeln!(out, "</ul>")?;
    if run.inputs.len() > 1 {
        contents(&run.inputs, out)?;
    }
    writeln!(out, "</header>")
}

fn contents(inputs: &[InputReport], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<nav aria-label=\"Pages\">\n<div class=\"wide\"><table class=\"pages\"><caption>Pages</caption>\n\
         <thead><tr><th scope=\"col\">page</th><th scope=\"col\">seen</th><th scope=\"col\" class=\"n\">errors</th>\
         <th scope=\"col\" class=\"n\">warnings</th><th scope=\"col\" class=\"n\">notes</th>\
         <th scope=\"col\" class=\"n\">to review</th></tr></thead>\n<tbody>"
    )?;
    for (at, report) in inputs.iter().enumerate() {
        let failures = |severity| shown(report).filter(|it| is_failure(it) && it.severity == severity).count();
        let reviews = shown(report).filter(|it| it.outcome == Outcome::Review).count();
        let seen = match (report.status.as_str(), report.surfaces.len()) {
            ("ok", 0) => "no consent surface".to_string(),
            ("ok", 1) => "1 surface".into(),
            ("ok", number) => format!("{number} surfaces"),
            (status, _) => format!("<strong>{}</strong>", html(status)),
        };
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#page-{}\"><bdi>{}</bdi></a></th><td>{seen}</td>",
            at + 1,
            html(&report.input)
        )?;
        let numbers = [
            ("error", failures(Severity::Error)),
            ("warning", failures(Severity::Warning)),
            ("info", failures(Severity::Info)),
            ("review", reviews),
        ];
        for (class, number) in numbers {
            let class = if number == 0 { "none" } else { class };
            write!(out, "<td class=\"n {class}\">{number}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>\n</nav>")
}
