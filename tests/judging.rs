//! Judging is a pure function of what was seen, and nothing that a page holds breaks it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;

use common::server;
use consentlint::finding::{Finding, InputReport, Outcome};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use consentlint::snapshot::{NodeId, Snapshot};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn linter(render: Render) -> Linter {
    let show = vec![Outcome::NotEvaluated, Outcome::Pass];
    Linter::new(LintOptions { render, show, ..common::options() }).expect("the rules that ship are sound")
}

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(path)
}

fn said(report: &InputReport) -> String {
    serde_json::to_string(&(&report.findings, &report.surfaces)).expect("JSON")
}

#[test]
fn a_stored_page_gets_the_same_findings_as_the_page_and_two_looks_do() {
    let mut ways = vec![Render::Static];
    if common::has_chromium() {
        ways.push(Render::Chromium);
    }
    let folder = tempfile::tempdir().unwrap();
    for way in ways {
        let linter = linter(way);
        for page in ["alipay-2018/as-reported.html", "alipay-2018/auto-enrolled.html", "alipay-2018/fixed.html"] {
            let input = Input::File(example(page));
            let stored = folder.path().join("page.snap");
            std::fs::write(&stored, linter.see(&input).unwrap().to_bytes().unwrap()).unwrap();
            let reports = linter.check(&[input.clone(), Input::Stored(stored), input], &|_| ()).inputs;
            assert_eq!(said(&reports[0]), said(&reports[1]), "{page}, {way:?}: the stored page is judged otherwise");
            assert_eq!(said(&reports[0]), said(&reports[2]), "{page}, {way:?}: two looks are judged otherwise");
        }
    }
}

#[test]
fn a_served_page_can_not_silence_its_judge() {
    let plain = "<form><label><input type=checkbox name=news checked> Send me offers by e-mail</label><button>Join</button></form>";
    let silenced = "<!-- consentlint-ignore prechecked-consent: no --><form data-consentlint-ignore=\"prechecked-consent: no\"><label><input type=checkbox name=news checked data-consentlint-ignore=\"prechecked-consent: no\"> Send me offers by e-mail</label><button>Join</button></form>";
    let strip = |mut findings: Vec<Finding>| {
        findings.iter_mut().for_each(|it| it.span = None);
        findings.iter_mut().flat_map(|it| &mut it.related).for_each(|it| it.span = None);
        serde_json::to_string(&findings).unwrap()
    };
    let server = server::Server::start(&[
        ("/plain", server::Answer::Html(plain.into())),
        ("/silenced", server::Answer::Html(silenced.into())),
    ]);
    let linter = linter(Render::Static);
    let look = |path: &str| linter.check(&[Input::Url(server.url(path))], &|_| ()).inputs.remove(0);
    let (a, b) = (look("/plain"), look("/silenced"));
    assert_eq!(a.status, "ok", "{:?}", a.error);
    assert!(a.counts.fail > 0);
    assert_eq!(strip(a.findings), strip(b.findings));
    assert_eq!(b.counts.suppressed, 0);
    assert_eq!(b.suppression_notes.len(), 1, "{:?}", b.suppression_notes);

    // The same page, as a file of one's own, is silenced.
    let own = linter.check(&[Input::Stdin(silenced.into())], &|_| ()).inputs.remove(0);
    assert!(own.findings.iter().filter(|it| it.rule == "prechecked-consent").all(|it| it.suppressed.is_some()));
    assert!(own.counts.suppressed > 0);
}

#[test]
fn a_snap_that_is_a_bomb_or_has_a_cycle_is_refused_and_the_others_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Input::Stored(path)
    };
    let bomb = zstd::encode_all(std::io::repeat(b' ').take(600 << 20), 1).unwrap();
    let linter = linter(Render::Static);
    let seen = linter.see(&Input::File(example("alipay-2018/fixed.html"))).unwrap();
    let broken = |change: &dyn Fn(&mut Snapshot)| {
        let mut it = seen.clone();
        change(&mut it);
        it.to_bytes().unwrap()
    };
    let cases = [
        write("bomb.snap", &bomb),
        write("cycle.snap", &broken(&|it| it.nodes[1].parent = Some(NodeId(2)))),
        write("self.snap", &broken(&|it| it.nodes[3].parent = Some(NodeId(3)))),
        write("range.snap", &broken(&|it| it.nodes[1].parent = Some(NodeId(9_999_999)))),
        write("newer.snap", &broken(&|it| it.format = 2)),
        write("empty.snap", b""),
        write("text.snap", b"{}"),
        Input::File(example("alipay-2018/as-reported.html")),
    ];
    let reports = linter.check(&cases, &|_| ()).inputs;
    for report in &reports[..7] {
        assert_eq!(report.status, "unreadable", "{}", report.input);
        assert!(
            report.error.as_ref().is_some_and(|it| it.contains(". ")),
            "{:?} says nothing of what to do",
            report.error
        );
    }
    assert_eq!(reports[7].status, "ok");
    assert!(reports[7].counts.fail > 0);
}

use std::io::Read;

#[test]
fn every_path_finds_its_element_alone() {
    let linter = linter(Render::Static);
    for page in ["alipay-2018/as-reported.html", "baidu-2018/asks-on-load.html", "wechat-2018/does-what-it-says.html"] {
        let html = std::fs::read_to_string(example(page)).unwrap();
        let document = scraper::Html::parse_document(&html);
        let snapshot = linter.see(&Input::File(example(page))).unwrap();
        let index = consentlint::meaning::Index::new(&snapshot);
        for id in snapshot.ids().filter(|&id| snapshot.node(id).is_element()) {
            let path = index.path(id);
            let selector = scraper::Selector::parse(&path[0]).unwrap_or_else(|_| panic!("{path:?}"));
            let found: Vec<_> = document.select(&selector).collect();
            assert_eq!(found.len(), 1, "{page} {path:?}");
            assert_eq!(found[0].value().name(), snapshot.node(id).tag, "{page} {path:?}");
        }
    }
}

/// Pieces that consent pages are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "<div>",
        "</div>",
        "<form>",
        "</form>",
        "<label>",
        "</label>",
        "<p>",
        "<section role=dialog>",
        "<table><tr><td>",
        "<input type=checkbox checked>",
        "<input type=checkbox required name=news>",
        "<input type=hidden name=marketing_consent value=1>",
        "<div role=switch aria-checked=true aria-label='Analytics'>",
        "<button>Accept all</button>",
        "<button>Reject all</button>",
        "<a href=#x>continue without accepting</a>",
        "<button>OK</button>",
        "<details><summary>",
        "</details>",
        "<select><option selected>",
        "We use cookies for advertising. ",
        "By clicking Sign up you agree to our Terms and to receive offers. ",
        "By continuing to use this site you consent to cookies. ",
        "I do not want to receive offers ",
        "我同意《芝麻服务协议》",
        "全部接受",
        "Alle akzeptieren ",
        "Tout refuser ",
        "{{ label }}",
        "\u{202e}",
        "\u{0}",
        "&#xD800;",
        "<template shadowrootmode=closed><slot>",
        "</template>",
        "<style>*{font-size:1e9px;opacity:.5}</style>",
        "<style>p{color:rgba(",
        "<div style='position:fixed;transform:scale(0);clip:rect(0,0,0,0)'>",
        "<iframe srcdoc='<p>cookies'></iframe>",
        "<svg><title>x</title>",
        "<br>",
        "<!-- consentlint-ignore prechecked-consent: x -->",
        "<p id='a b' id=a>",
    ]);
    prop_oneof![9 => words.prop_map(str::to_string), 1 => "\\PC{0,12}", 1 => "[<>\"'=&;/ a-z]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_page_breaks_the_judge(pieces in prop::collection::vec(piece(), 0..24)) {
        thread_local! {
            static LINTER: &'static Linter = Box::leak(Box::new(linter(Render::Static)));
        }
        let html = pieces.concat();
        let run = LINTER.with(|it| it.check(&[Input::Stdin(html.clone().into_bytes())], &|_| ()));
        let report = &run.inputs[0];
        prop_assert!(report.status == "ok" || report.status == "not-html", "{}: {:?}", report.status, report.error);
        let broke = report.findings.iter().find(|it| it.reason.as_deref().is_some_and(|why| why.contains("the rule broke")));
        prop_assert!(broke.is_none(), "{:?}", broke);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_that_is_told_to_end_leaves_no_browser_behind() {
    if !common::has_chromium() {
        return;
    }
    let server = server::Server::start(&[("/", server::Answer::Silence)]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_consentlint"));
    command.args(["check", &server.url("/"), "--timeout", "60"]);
    if common::launch().no_sandbox {
        command.arg("--no-sandbox");
    }
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let started = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        descendants(child.id()).len() > 4
    });
    assert!(started, "the browser did not start");
    std::thread::sleep(std::time::Duration::from_secs(3));
    let family: Vec<String> = descendants(child.id());
    assert!(!family.is_empty());
    std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    // 143 by the signal, or 4 where the page that was lost is reported first.
    assert!(matches!(status.code(), Some(143 | 4)), "{status:?}");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let left: Vec<String> =
        family.into_iter().filter(|pid| Path::new("/proc").join(pid).join("exe").exists()).collect();
    assert!(left.is_empty(), "still running: {left:?}");
}

/// Process ids below this one.
#[cfg(target_os = "linux")]
fn descendants(root: u32) -> Vec<String> {
    let listed = std::process::Command::new("ps").args(["-eo", "pid=,ppid="]).output().unwrap();
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let pairs: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace().map(str::to_string);
            Some((words.next()?, words.next()?))
        })
        .collect();
    let mut found = vec![root.to_string()];
    let mut at = 0;
    while at < found.len() {
        let below: Vec<String> =
            pairs.iter().filter(|(_, parent)| *parent == found[at]).map(|(pid, _)| pid.clone()).collect();
        found.extend(below);
        at += 1;
    }
    found.split_off(1)
}

#[test]
fn style_sheets_come_from_a_network_only_where_that_was_allowed() {
    let page = "<link rel=stylesheet href=/tiny.css><form><p>By signing up you agree to receive our offers by e-mail.</p><input type=email><button>Sign up</button></form>";
    let server = server::Server::start(&[
        ("/page", server::Answer::Html(page.into())),
        ("/tiny.css", server::Answer::Raw(200, "text/css", b"p { font-size: 8px }".to_vec())),
    ]);
    let look = |allow_net: bool| {
        let mut options = LintOptions { render: Render::Static, ..common::options() };
        options.look.allow_net = allow_net;
        Linter::new(options).unwrap().check(&[Input::Url(server.url("/page"))], &|_| ()).inputs.remove(0)
    };
    let tiny = |report: &InputReport| report.findings.iter().any(|it| it.rule == "disclosure-tiny-text");
    let (without, with) = (look(false), look(true));
    assert!(!tiny(&without));
    assert!(without.frames[0].missing.iter().any(|it| it.starts_with("network")), "{:?}", without.frames[0].missing);
    assert!(tiny(&with), "{:?}", with.frames[0].missing);
}
