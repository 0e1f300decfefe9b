//! A visit as every format tells it, and what becomes of a page's text on the way.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use consentlint::finding::{
    At, Conduct, Confidence, Counts, Evidence, Finding, FrameReport, InputReport, LawReference, Measurement, Outcome,
    PathReport, PathStep, Paths, RuleCounts, Run, Severity, Summary, SurfaceSummary, Tool,
};
use consentlint::report::{Colour, Detail, Format, Html, Layout, Markdown, Style, Text, flow};
use consentlint::snapshot::{Act, Capability, PathOutcome, Rect};
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::Selector;

/// What a page could say to a terminal, a browser, a renderer of Markdown, Mermaid, a build service or a table.
const HOSTILE: &str = "\u{1b}[31m\u{202e}</script><img src=x onerror=alert(1)>|`\"]; click s0 \"javascript:x\" %%{init: {}}%% \
                       [x](javascript:x) @you ::error::x\n::error::y\n=1+1 ```";

fn step(act: Act, press: &str, from: u32, state: u32) -> PathStep {
    PathStep { act, press: press.into(), path: vec!["button".into()], from, state }
}

fn paths() -> Paths {
    Paths {
        accept: PathReport {
            clicks: Some(1),
            words: 31,
            steps: vec![step(Act::Load, "", 0, 0), step(Act::Click, "Accept all", 0, 1)],
            ..PathReport::default()
        },
        refuse: PathReport {
            clicks: Some(5),
            scrolls: 1,
            waits_ms: 1500,
            words: 212,
            steps: vec![
                step(Act::Click, "Settings", 0, 2),
                step(Act::Click, "Vendor preferences and legitimate interests", 2, 3),
                step(Act::Scroll, "", 3, 4),
                step(Act::Click, "Object to all", 4, 5),
                step(Act::Click, "保存我的选择", 5, 6),
                step(Act::Click, "Confirm", 6, 7),
            ],
            ..PathReport::default()
        },
        withdraw: PathReport {
            outcome: PathOutcome::None,
            reason: Some("no way back was found in 3 pages".into()),
            ..PathReport::default()
        },
    }
}

fn conduct(when: &str, requests: u32, hosts: &[&str], trackers: u32, kept: &[&str], signals: &[&str]) -> Conduct {
    let owned = |list: &[&str]| list.iter().map(|it| (*it).to_string()).collect();
    Conduct {
        when: when.into(),
        third_party_requests: requests,
        third_party_hosts: owned(hosts),
        tracker_requests: trackers,
        identifiers: owned(kept),
        signals: owned(signals),
    }
}

fn law(region: &str, title: &str, place: &str, url: Option<&str>) -> LawReference {
    LawReference {
        id: format!("{title}-{place}"),
        place: place.into(),
        title: title.into(),
        url: url.map(str::to_string),
        rank: "statute".into(),
        checked: "text".into(),
        region: region.into(),
        later: false,
    }
}

fn finding(rule: &str, outcome: Outcome, severity: Severity, message: &str) -> Finding {
    Finding {
        rule: rule.into(),
        outcome,
        severity,
        confidence: Confidence::High,
        message: message.into(),
        surface: Some(0),
        at: At { walk: 2, step: 1, state: 2 },
        path: vec!["#consent > footer > button:nth-of-type(2)".into()],
        frame: 0,
        snippet: "<button class=\"link\">Settings</button>".into(),
        rect: Some(Rect { x: 512.0, y: 688.0, width: 96.0, height: 32.0 }),
        span: None,
        related: Vec::new(),
        evidence: Evidence::from([
            ("accept-clicks".to_string(), Measurement::number(1.0, "", None)),
            ("refuse-clicks".to_string(), Measurement::number(5.0, "", Some(1.0))),
        ]),
        reason: None,
        latent: false,
        law: vec![
            law("eu", "GDPR", "Art. 7(3)", Some("https://eur-lex.europa.eu/eli/reg/2016/679/oj")),
            law("eu", "EDPB 03/2022", "§ 55", Some("javascript:alert(1)")),
            law("us-ca", "11 CCR 7004", "(a)(2)", None),
        ],
        pattern: "Obstruction".into(),
        fix: "Put a button that refuses everything beside the one that accepts.".into(),
        crop: None,
        suppressed: None,
        fingerprint: "f".into(),
    }
}

fn run() -> Run {
    let mut review = finding(
        "withdrawal-harder",
        Outcome::Review,
        Severity::Warning,
        "no way to take consent back was found in 3 pages",
    );
    review.reason = Some("the way may be on a page that was not visited".into());
    review.confidence = Confidence::Medium;
    Run {
        format: 1,
        tool: Tool {
            name: "consentlint".into(),
            version: "0.1.0".into(),
            set: "2026-12".into(),
            pack_sha256: "2068407a99aefe8c".into(),
            jurisdictions: vec!["eu".into(), "us-ca".into()],
        },
        inputs: vec![InputReport {
            input: "https://shop.example/".into(),
            status: "ok".into(),
            render: "chromium".into(),
            url: Some("https://shop.example/".into()),
            title: Some("Shop".into()),
            lang: Some("en".into()),
            sha256: Some("0d925f6ad43ea9c5".into()),
            frames: vec![FrameReport {
                id: 0,
                url: None,
                seen: vec![Capability::Source, Capability::Layout],
                missing: vec!["paint: the window was closed".into()],
            }],
            surfaces: vec![SurfaceSummary {
                id: 0,
                kind: "banner".into(),
                latent: false,
                selector: "#consent".into(),
                lang: vec!["en".into()],
                text: "We value your privacy. We and our 842 partners store information on your device.".into(),
            }],
            findings: vec![
                finding(
                    "refuse-more-clicks",
                    Outcome::Fail,
                    Severity::Error,
                    "refusing takes 5 presses where agreeing takes 1",
                ),
                review,
            ],
            counts: Counts { fail: 1, review: 1, ..Counts::default() },
            rules: RuleCounts { judged: 41, not_evaluated: 2, not_applicable: 37 },
            paths: Some(paths()),
            conduct: vec![
                conduct("fresh", 17, &["ads.example", "cdn.example"], 9, &["cookie:_ga"], &["tcf: none"]),
                conduct(
                    "accepted",
                    64,
                    &["ads.example", "cdn.example", "match.example", "sync.example"],
                    48,
                    &["cookie:_ga", "cookie:_fbp", "local:uid"],
                    &["tcf: 1, 2, 3, 4", "consent-mode: ad_storage, analytics_storage"],
                ),
                conduct("refused", 12, &["cdn.example"], 4, &["cookie:_ga"], &["tcf: none"]),
                conduct("gpc", 17, &["ads.example", "cdn.example"], 9, &["cookie:_ga"], &[]),
            ],
            ..InputReport::default()
        }],
        summary: Summary { inputs: 1, error: 1, review: 1, not_evaluated: 2, ..Summary::default() },
    }
}

fn hostile() -> Run {
    let mut run = run();
    let report = &mut run.inputs[0];
    let surface = &mut report.surfaces[0];
    for text in [&mut report.input, &mut surface.text, &mut surface.selector, &mut surface.lang[0]] {
        *text = HOSTILE.into();
    }
    (report.title, report.url, report.lang) = (Some(HOSTILE.into()), Some(HOSTILE.into()), Some(HOSTILE.into()));
    for finding in &mut report.findings {
        for text in [&mut finding.message, &mut finding.snippet, &mut finding.fix, &mut finding.path[0]] {
            *text = HOSTILE.into();
        }
        finding.reason = finding.reason.as_ref().map(|_| HOSTILE.into());
        finding.evidence = Evidence::from([(HOSTILE.to_string(), Measurement::text(HOSTILE))]);
        finding.law = vec![law(HOSTILE, HOSTILE, HOSTILE, Some(HOSTILE))];
    }
    if let Some(paths) = &mut report.paths {
        let steps = [&mut paths.accept, &mut paths.refuse].into_iter().flat_map(|path| &mut path.steps);
        steps.for_each(|step| step.press = HOSTILE.into());
        paths.withdraw.reason = Some(HOSTILE.into());
    }
    report.conduct.push(conduct(HOSTILE, 1, &[HOSTILE], 1, &[HOSTILE], &[HOSTILE]));
    report.suppression_notes = vec![HOSTILE.into()];
    report.unknown_languages = vec![HOSTILE.into()];
    run
}

fn written(format: &dyn Format, run: &Run) -> String {
    let mut out = Vec::new();
    format.write(run, &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

fn drawn() -> Text {
    Text { style: Style { colour: Colour::Off, layout: Layout::Drawn, width: 80 }, detail: Detail::Normal }
}

fn spoken() -> Text {
    Text { style: Style::PLAIN, detail: Detail::Normal }
}

/// The part of a text that is about the visit.
fn visit(text: &str, start: &str) -> String {
    let at = text.find(start).expect("a visit");
    text[at..].to_string()
}

/// `CONSENTLINT_REPORTS=DIR` writes the reports down, to be looked at.
#[test]
fn reports_can_be_looked_at() {
    let Some(folder) = std::env::var_os("CONSENTLINT_REPORTS") else { return };
    for (name, run) in [("visit", run()), ("hostile", hostile())] {
        for (ending, text) in
            [("html", written(&Html, &run)), ("md", written(&Markdown, &run)), ("txt", written(&drawn(), &run))]
        {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.{ending}")), text).expect("a file");
        }
        let svg = flow::picture(run.inputs[0].paths.as_ref().expect("paths"), "flow");
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.svg")), svg).expect("a file");
    }
}

#[test]
fn a_terminal_shows_what_each_way_costs() {
    insta::assert_snapshot!(visit(&written(&drawn(), &run()), "  Ways"));
}

#[test]
fn a_visit_is_read_aloud() {
    insta::assert_snapshot!(visit(&written(&spoken(), &run()), "ways through"));
}

#[test]
fn no_line_of_a_visit_is_wider_than_a_terminal() {
    for run in [run(), hostile()] {
        for (text, start) in [(drawn(), "  Ways"), (spoken(), "ways through")] {
            let text = written(&text, &run);
            let end = text.find("rules judged").expect("the counts");
            let about_visit = &text[text.find(start).expect("a visit")..end];
            for line in about_visit.lines().take_while(|line| !line.contains("suppression:")) {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}

#[test]
fn mermaid_draws_states_and_presses() {
    insta::assert_snapshot!(flow::mermaid(&paths()));
}

#[test]
fn markdown_tells_a_visit() {
    insta::assert_snapshot!(written(&Markdown, &run()));
}

#[test]
fn a_picture_has_a_name_a_description_and_a_box_for_every_step() {
    let svg = flow::picture(&paths(), "flow-1");
    let page = scraper::Html::parse_fragment(&svg);
    let count = |selector: &str| page.select(&Selector::parse(selector).expect("a selector")).count();
    assert_eq!(count("svg[role=img][aria-labelledby='flow-1-title flow-1-desc']"), 1);
    assert_eq!(count("#flow-1-title, #flow-1-desc"), 2);
    assert_eq!(count("rect.box"), 7);
    assert_eq!(count("rect.end"), 2, "two ways are reached");
    assert_eq!(count("rect.open"), 1, "and one is not there");
    assert!(svg.contains("Agreeing takes 1 press; refusing takes 5 presses;"));
    assert!(svg.contains("“Settings”, then “Vendor preferences"), "{svg}");
    insta::assert_snapshot!(flow::html_table(&paths()));
}

#[test]
fn hostile_text_is_inert_everywhere() {
    let run = hostile();
    for text in [written(&drawn(), &run), written(&spoken(), &run), written(&Markdown, &run), written(&Html, &run)] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']));
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::") || line.starts_with('=')));
    }
    let page = written(&Html, &run);
    let parsed = scraper::Html::parse_document(&page);
    let count = |selector: &str| parsed.select(&Selector::parse(selector).expect("a selector")).count();
    assert_eq!(count("script, img, iframe, object, form, link, base, [onerror], [onload]"), 0);
    assert_eq!(count("a:not([href^='#'])"), 0, "nothing hostile is linked to");
    assert_eq!(count("article"), 2);
    let markdown = written(&Markdown, &run);
    for event in Parser::new_ext(&markdown, Options::all()) {
        let html = matches!(event, Event::Html(_) | Event::InlineHtml(_));
        assert!(!html && !matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. })), "{event:?}");
    }
    assert_eq!(markdown.lines().filter(|line| line.starts_with("```mermaid")).count(), 1);
    let chart = flow::mermaid(run.inputs[0].paths.as_ref().expect("paths"));
    let own =
        |line: &str| ["flowchart", "s", "withdraw", "linkStyle"].iter().any(|start| line.trim().starts_with(start));
    assert!(chart.lines().all(own), "{chart}");
    assert!(!chart.contains("click s0 \"") && !chart.contains("%%") && !chart.contains('<'), "{chart}");
}

#[test]
fn a_page_for_a_browser_stands_by_itself() {
    let page = written(&Html, &run());
    let parsed = scraper::Html::parse_document(&page);
    let select = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        parsed.select(&selector).map(|it| it.text().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(select("html[lang=en] > head > meta[http-equiv=Content-Security-Policy]").len(), 1);
    assert!(select("script, link, img").is_empty());
    assert_eq!(select("body > header").len() + select("main").len() + select("body > footer").len(), 3);
    assert_eq!(select("h1"), ["Shop"]);
    assert_eq!(select("article h4").len(), 2);
    assert_eq!(select("svg.flow[role=img]").len(), 1);
    assert_eq!(select("table.ways tbody tr").len(), 3);
    assert_eq!(select("table.conduct tbody tr").len(), 4);
    assert_eq!(select("a[href^='https://eur-lex']").len(), 2);
    assert!(!page.contains("javascript:"), "an address of law that is not of the web is no link");
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands once");
    for word in ["illegal", "violat", "breach", "compliant"] {
        assert!(!page.to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn what_could_not_be_seen_says_so() {
    let mut run = run();
    run.inputs.push(InputReport {
        input: "https://down.example/".into(),
        status: "timeout".into(),
        error: Some("it did not answer in 30 s".into()),
        ..InputReport::default()
    });
    (run.summary.inputs, run.summary.unseen) = (2, 1);
    let page = written(&Html, &run);
    assert!(page.contains("not seen: timeout") && page.contains("it did not answer in 30 s"));
    assert!(page.contains("<a href=\"#page-2\">"), "there is a list of the pages");
    assert!(written(&Markdown, &run).contains("**timeout**: it did not answer in 30 s"));
}
