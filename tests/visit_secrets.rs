//! What a person or a server put on a page stays there: nothing that is stored or reported of a visit tells it.
#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::server::{Answer, Server};
use consentlint::finding::Outcome;
use consentlint::lint::{Input, LintOptions, Linter};
use consentlint::report::{Detail, Format, Html, Json, Markdown, Style, Text, inspection, pretty};
use consentlint::snapshot::{Act, Goal, PathOutcome, Step, Visit};
use consentlint::walk::VisitOptions;
use std::time::{Duration, Instant};

/// What is looked for. Around it stand letters that base64, addresses and Markdown write otherwise; nine before it, so
/// that its own base64 stands as it is in that of the whole.
const SECRET: &str = "plantedq7f3c9b2e41";
/// What the server fills in: more than a word, and less than a line.
const WHOLE: &str = "jane doe+plantedq7f3c9b2e41@a.example";
/// What a visit types.
const TYPED: &str = "qzvk7typed4here";

/// A form that asks for consent, and a script that takes what is in its fields wherever it can.
const PAGE: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8"><title>Join</title>
<h1>Join the garden club</h1>
<form action="/join" method="post">
  <label>Name <input name="name" value="WHOLE"></label>
  <label>City <input name="city"></label>
  <label>Password <input type="password" name="password" value="WHOLE"></label>
  <input type="hidden" name="session" value="WHOLE">
  <label><input type="checkbox" name="news" checked> Send me offers by e-mail</label>
  <button>Join</button>
</form>
<script>
  const secret = document.querySelector("[type=hidden]").value;
  const tell = what => {
    const plain = encodeURIComponent(what), coded = btoa(what);
    document.cookie = "plain=" + plain + "; max-age=86400";
    document.cookie = "coded=" + coded;
    for (const store of [localStorage, sessionStorage]) {
      store.setItem("plain", what);
      store.setItem("coded", coded);
      store.setItem("list", JSON.stringify({ who: what, all: [what] }));
    }
    fetch("/seen?who=" + plain + "&code=" + coded, { headers: { "X-Who": what, "X-Code": coded } });
    fetch("http://127.0.0.2:{port}/seen", { method: "POST", mode: "no-cors", body: JSON.stringify({ who: what, coded, all: [what] }) });
    fetch("http://127.0.0.2:{port}/seen", { method: "POST", mode: "no-cors", body: new URLSearchParams({ who: what, coded }) });
    navigator.sendBeacon("/seen", what);
    history.replaceState(null, "", "?who=" + plain + "#" + coded);
    console.log(what);
    console.error(what);
    setTimeout(() => { throw new Error(what); });
  };
  tell(secret);
  addEventListener("input", event => { if (event.target.value) tell(event.target.value); });
  /*more*/
</script>"##;

/// A visit, and everything that is written of it: where, and what.
fn written(more: &str, options: &VisitOptions) -> (Visit, Vec<(&'static str, String)>) {
    let page = PAGE.replace("WHOLE", WHOLE).replace("/*more*/", more);
    let seen = || Answer::Raw(200, "text/plain", b"seen".to_vec());
    let server = Server::start(&[("/", Answer::Html(page)), ("/seen", seen()), ("/join", seen())]);
    let show = vec![Outcome::Pass, Outcome::NotEvaluated];
    let linter = Linter::new(LintOptions { show, ..common::options() }).unwrap();
    let input = Input::Url(server.url("/"));
    let (report, visit) = linter.visit(&input, options);
    let visit = visit.unwrap();
    let run = linter.run_of(vec![report], Instant::now());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("visit.snap");
    std::fs::write(&file, visit.to_bytes().unwrap()).unwrap();
    let inspected = linter.inspect(&[Input::Stored(file), input]);
    assert!(inspected.inputs.iter().all(|it| it.status == "ok"), "{inspected:?}");

    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let mut all = vec![("visit", serde_json::to_string(&visit).unwrap())];
    let verbose = Text { style: Style::PLAIN, detail: Detail::Verbose };
    let formats: [(&str, &dyn Format); 4] =
        [("JSON", &Json), ("text", &verbose), ("HTML", &Html), ("Markdown", &Markdown)];
    for (name, format) in formats {
        let mut out = Vec::new();
        format.write(&run, &mut out).unwrap();
        all.push((name, text(out)));
    }
    let (mut as_json, mut as_text) = (Vec::new(), Vec::new());
    pretty(&inspected, &mut as_json).unwrap();
    inspection(&inspected, Style::PLAIN, &mut as_text).unwrap();
    all.extend([("inspect, JSON", text(as_json)), ("inspect, text", text(as_text))]);
    (visit, all)
}

/// Each place that tells what it must not. Percent-encoding leaves these words as they are.
fn leaks(all: &[(&str, String)]) -> Vec<String> {
    let words = [SECRET, TYPED].map(str::to_owned).into_iter().chain([SECRET, TYPED].map(|it| STANDARD.encode(it)));
    let mut found = Vec::new();
    for word in words.map(|it| it.to_lowercase()) {
        for (place, text) in all {
            let text = text.to_lowercase();
            // What stands before it tells where it is.
            let parts: Vec<&str> = text.split(&word).collect();
            found.extend(parts[..parts.len() - 1].iter().take(3).map(|before| {
                let from = before.char_indices().rev().nth(120).map_or(0, |(at, _)| at);
                format!("{place}: {}{word}", &before[from..])
            }));
        }
    }
    found
}

#[test]
fn what_fields_hold_is_told_nowhere() {
    if !common::has_chromium() {
        return;
    }
    let options = VisitOptions { fill: true, privacy_control: false, phone: false, ..VisitOptions::default() };
    let (visit, all) = written("", &options);
    for walk in &visit.walks {
        println!("{}: {} {}", walk.goal.name(), walk.outcome.name(), walk.reason.as_deref().unwrap_or_default());
    }
    // The page did what it was made for, and the visit saw it.
    let steps: Vec<&Step> = visit.walks.iter().flat_map(|walk| &walk.steps).collect();
    let requests = || steps.iter().flat_map(|step| &step.requests);
    let kept =
        |store: &str| steps.iter().flat_map(|step| &step.storage).any(|it| it.store == store && it.name == "plain");
    assert!(requests().any(|it| it.method == "POST" && it.third_party));
    assert!(requests().any(|it| it.carries_typed), "what was typed was sent");
    assert!(["cookie", "local", "session"].into_iter().all(kept));
    let filled = visit.walks.iter().find(|walk| walk.goal == Goal::Fill).unwrap();
    assert_eq!(filled.outcome, PathOutcome::Reached);
    assert!(filled.steps.iter().any(|step| step.act == Act::Type));

    let leaks = leaks(&all);
    assert!(leaks.is_empty(), "{}", leaks.join("\n\n"));
}

#[test]
fn what_a_page_puts_into_a_native_dialog_is_not_kept() {
    if !common::has_chromium() {
        return;
    }
    let more = "alert('Welcome ' + secret); confirm(btoa(secret)); prompt('Are you ' + secret + '?', secret);";
    let options = VisitOptions {
        goals: vec![Goal::Look],
        privacy_control: false,
        phone: false,
        time: Duration::from_secs(60),
        ..VisitOptions::default()
    };
    let (visit, all) = written(more, &options);
    let dialogs: usize = visit.walks.iter().flat_map(|walk| &walk.steps).map(|step| step.dialogs.len()).sum();
    assert_eq!(dialogs, 3, "they opened");
    let leaks = leaks(&all);
    assert!(leaks.is_empty(), "{}", leaks.join("\n\n"));
}
