//! How much a button stands out is a matter of what is painted: it stays the same in the dark, mirrored, and under zoom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::collect::LookOptions;
use consentlint::lint::{Input, LintOptions, Linter, Render};
use consentlint::snapshot::Viewport;
use std::fmt::Write;

/// A page, what is written on it, an accent, what is written on that, and lines.
type Theme = [&'static str; 5];

const LIGHT: Theme = ["#ffffff", "#202124", "#1a73e8", "#ffffff", "#80868b"];
const DARK: Theme = ["#202124", "#e8eaed", "#8ab4f8", "#202124", "#9aa0a6"];

/// How accepting and refusing are drawn, and whether one stands out.
const DRAWN: &[(&str, &str, bool)] = &[
    ("filled", "outlined", true),
    ("filled", "text", true),
    ("filled", "filled", false),
    ("outlined", "outlined", false),
    ("outlined", "filled", true),
];

fn button(label: &str, drawn: &str, [_, ink, accent, on_accent, line]: Theme) -> String {
    let look = match drawn {
        "filled" => format!("background:{accent}; color:{on_accent}; border:1px solid {accent}; font-weight:600"),
        "outlined" => format!("background:transparent; color:{ink}; border:1px solid {line}"),
        _ => format!("background:transparent; color:{ink}; border:0"),
    };
    format!("<button style=\"padding:12px 20px; font-size:16px; {look}\">{label}</button> ")
}

fn page(accept: &str, refuse: &str, theme: Theme, direction: &str) -> String {
    let [paper, ink, ..] = theme;
    let mut page = format!(
        "<!doctype html><html lang=en dir={direction}><body style=\"margin:0; font:16px sans-serif; background:{paper}; color:{ink}\">\
         <div role=dialog aria-label=Cookies style=\"position:fixed; left:0; right:0; bottom:0; padding:24px; background:{paper}\">\
         <p>We use cookies to measure how our shop is used. You can change your mind at any time in the footer.</p>"
    );
    write!(page, "{}{}</div></body></html>", button("Accept all", accept, theme), button("Reject all", refuse, theme))
        .unwrap();
    page
}

fn linter(render: Render, width: u32, height: u32) -> Linter {
    let viewport = Viewport { width, height, ..Viewport::default() };
    let look = LookOptions { viewport, ..common::options().look };
    Linter::new(LintOptions { render, look, ..common::options() }).expect("the rules that ship are sound")
}

/// The prominence of accepting and of refusing, and whether the difference is reported.
fn measured(linter: &Linter, page: &str) -> (f64, f64, bool) {
    let input = [Input::Stdin(page.into())];
    let understood = linter.inspect(&input).inputs.remove(0);
    let of = |label: &str| {
        let mut actions = understood.surfaces.iter().flat_map(|it| &it.actions);
        actions.find(|it| it.label == label).and_then(|it| it.prominence).expect("measured")
    };
    let report = linter.check(&input, &|_| ()).inputs.remove(0);
    assert_eq!(report.status, "ok", "{:?}", report.error);
    let uneven = report.findings.iter().any(|it| it.rule == "refusal-visual-weight");
    (of("Accept all"), of("Reject all"), uneven)
}

#[test]
fn it_is_the_same_in_the_dark_mirrored_and_under_zoom() {
    let mut ways = vec![Render::Static];
    if common::has_chromium() {
        ways.push(Render::Chromium);
    }
    for way in ways {
        let (plain, zoomed) = (linter(way, 1280, 900), linter(way, 640, 450));
        for &(accept, refuse, stands_out) in DRAWN {
            let what = format!("{accept} against {refuse}, {way:?}");
            let light = measured(&plain, &page(accept, refuse, LIGHT, "ltr"));
            let dark = measured(&plain, &page(accept, refuse, DARK, "ltr"));
            println!("{what}: {:.2} and {:.2}; in the dark {:.2} and {:.2}", light.0, light.1, dark.0, dark.1);
            assert_eq!((light.0 - light.1).abs() > 0.15, stands_out, "{what}: {light:?}");
            // A refusal that stands out is nobody's complaint.
            let expected = stands_out && light.0 > light.1;
            assert_eq!((light.2, dark.2), (expected, expected), "{what}: {light:?}, in the dark {dark:?}");
            let gap = |it: (f64, f64, bool)| it.0 - it.1;
            assert!((gap(light) - gap(dark)).abs() < 0.1, "{what}: {light:?}, in the dark {dark:?}");
            let mirrored = measured(&plain, &page(accept, refuse, LIGHT, "rtl"));
            assert_eq!(light, mirrored, "{what}: mirrored");
            // A page that is shown twice as large has half as many CSS pixels to stand on.
            assert_eq!(light, measured(&zoomed, &page(accept, refuse, LIGHT, "ltr")), "{what}: under zoom");
        }
    }
}
