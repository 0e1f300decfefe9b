//! Pages that are reached as a person would reach them: with headers, cookies, a password, a stored profile, steps. What is
//! given reaches the site that it is meant for and nobody else, and none of it is kept.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;
#[path = "reach/open.rs"]
mod open;
#[path = "reach/tls.rs"]
mod tls;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::server::{Answer, Server};
use consentlint::collect::chromium::can_trust;
use consentlint::snapshot::{Provenance, Snapshot, Stored};
use serde_json::Value;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

const KEY: &str = "plantedkey83kd02";
const SESSION: &str = "plantedsession77";
const PASSWORD: &str = "plantedpass41xq";
const TYPED: &str = "plantedtyped55zz";
const KEPT: &str = "plantedkept90rr";

/// Answers requests until the test ends: what it was told, as a page that says no secret.
fn serve() -> u16 {
    let (port, listeners) = common::server::listen();
    for listener in listeners {
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                std::thread::spawn(move || answer(stream, port));
            }
        });
    }
    port
}

fn answer(mut stream: TcpStream, port: u16) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    if reader.read_line(&mut first).is_err() {
        return;
    }
    let mut headers: HashMap<String, String> = HashMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) <= 2 {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_lowercase(), value.trim().to_owned());
        }
    }
    let length = headers.get("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut sent = vec![0; length];
    let _ = reader.read_exact(&mut sent);
    let sent = String::from_utf8_lossy(&sent).into_owned();
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let is = |name: &str, wanted: &str| match headers.get(name) {
        None => "none",
        Some(value) if value.contains(wanted) => "right",
        Some(_) => "wrong",
    };
    let login = format!("Basic {}", STANDARD.encode(format!("ana:{PASSWORD}")));
    let told = format!(
        "key {}, session {}, login {}, languages {}",
        is("x-key", KEY),
        is("cookie", &format!("sid={SESSION}")),
        is("authorization", &login),
        is("accept-language", "pt-BR"),
    );
    let (status, more, body) = match path.as_str() {
        "/locked" if !headers.contains_key("authorization") => {
            ("401 X", "WWW-Authenticate: Basic realm=\"x\"\r\n", "locked".to_owned())
        }
        "/frame" => ("200 X", "", format!("<p>The other site was told: {told}.</p>")),
        "/form" => (
            "200 X",
            "",
            "<form method=post action=/in><input name=code><button>Go in</button></form>
             <script>setTimeout(() => document.forms[0].insertAdjacentHTML('beforeend', '<b id=late>here</b>'), 300)</script>"
                .to_owned(),
        ),
        "/in" if sent == format!("code={TYPED}") => ("303 X", "Location: /\r\nSet-Cookie: in=yes\r\n", String::new()),
        "/in" => ("200 X", "", "<p>You are not in.</p>".to_owned()),
        _ => (
            "200 X",
            "",
            format!(
                "<p>This site was told: {told}, in {}.</p><p id=zone></p><p id=kept></p><p id=place></p>
                 <iframe src='http://127.0.0.2:{port}/frame'></iframe>
                 <script>
                   const say = (id, text) => {{ document.getElementById(id).textContent = text; }};
                   say('zone', 'zone ' + Intl.DateTimeFormat().resolvedOptions().timeZone + ', ' + navigator.languages.join());
                   say('kept', localStorage.getItem('choice') === '{KEPT}' ? 'kept right' : 'kept none');
                   navigator.geolocation.getCurrentPosition(at => say('place', 'at ' + at.coords.latitude), () => say('place', 'nowhere'));
                 </script>",
                is("cookie", "in=yes"),
            ),
        ),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n{more}Connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// The program, with what it is told by its environment.
fn consentlint(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentlint"));
    command.arg(name);
    if common::launch().no_sandbox {
        command.arg("--no-sandbox");
    }
    for (name, value) in [("KEY", KEY), ("SESSION", SESSION), ("PASSWORD", PASSWORD), ("TYPED", TYPED)] {
        command.env(name, value);
    }
    command
}

/// A check: its exit code, what is reported of its first input, and what was said beside it.
fn check(arguments: &[&str]) -> (Option<i32>, Value, String) {
    let output = consentlint("check").args(["--format", "json"]).args(arguments).output().unwrap();
    let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), run["inputs"][0].clone(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A look at an address: what came out, what was said, and everything that was written.
fn look(folder: &Path, url: &str, options: &[&str]) -> (Option<Snapshot>, String) {
    look_at(folder, &[&[url, "--render", "chromium"], options].concat())
}

fn look_at(folder: &Path, arguments: &[&str]) -> (Option<Snapshot>, String) {
    let file = folder.join("page.snap");
    let output = consentlint("snapshot").arg("--output").arg(&file).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let snapshot = std::fs::read(&file).ok().map(|bytes| match Stored::from_bytes(&bytes).unwrap() {
        Stored::Snapshot(snapshot) => *snapshot,
        Stored::Visit(_) => panic!("a look is stored as a look"),
    });
    (snapshot, said)
}

fn text(snapshot: &Snapshot) -> String {
    snapshot.ids().map(|id| snapshot.node(id).text.trim().to_owned()).collect::<Vec<_>>().join(" ")
}

fn keeps_no_secret(snapshot: &Snapshot, said: &str) {
    let written = serde_json::to_string(snapshot).unwrap() + said;
    for secret in [KEY, SESSION, PASSWORD, TYPED, KEPT] {
        assert!(!written.contains(secret), "{secret} is told");
        assert!(!written.contains(&STANDARD.encode(secret)), "{secret} is told in base64");
    }
}

#[test]
fn what_is_given_reaches_its_site_and_no_other() {
    if !common::has_chromium() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let port = serve();
    let url = format!("http://127.0.0.1:{port}/");
    let state = folder.path().join("state.json");
    let origin = format!("http://127.0.0.1:{port}");
    let stored = serde_json::json!({
        "cookies": [], "origins": [{"origin": origin, "localStorage": [{"name": "choice", "value": KEPT}]}],
    });
    std::fs::write(&state, stored.to_string()).unwrap();
    let options = [
        "--header=X-Key: env:KEY",
        "--cookie=sid=env:SESSION",
        "--accept-language=pt-BR,pt;q=0.8",
        "--timezone=Asia/Tokyo",
        "--geolocation=52.5,13.4",
        "--storage-state",
        state.to_str().unwrap(),
    ];
    let (snapshot, said) = look(folder.path(), &url, &options);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{said}"));
    let text = text(&snapshot);
    assert!(text.contains("This site was told: key right, session right, login none, languages right"), "{text}");
    assert!(text.contains("The other site was told: key none, session none, login none"), "{text}");
    assert!(text.contains("zone Asia/Tokyo, pt-BR,pt"), "{text}");
    assert!(text.contains("kept right") && text.contains("at 52.5"), "{text}");
    for option in ["header", "cookie", "accept-language", "timezone", "geolocation", "storage"] {
        assert!(snapshot.source.reach.contains_key(option), "{option} is recorded: {:?}", snapshot.source.reach);
    }
    keeps_no_secret(&snapshot, &said);
}

#[test]
fn a_password_is_given_where_the_site_asks_for_one() {
    if !common::has_chromium() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!("http://127.0.0.1:{}/locked", serve());
    let (snapshot, said) = look(folder.path(), &url, &["--basic-auth=ana:env:PASSWORD"]);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{said}"));
    let text = text(&snapshot);
    assert!(text.contains("login right"), "{text}");
    assert!(text.contains("The other site was told: key none, session none, login none"), "{text}");
    keeps_no_secret(&snapshot, &said);
}

#[test]
fn steps_are_taken_before_the_look_and_one_that_cant_be_is_named() {
    if !common::has_chromium() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let port = serve();
    let url = format!("http://127.0.0.1:{port}/form");
    let steps = folder.path().join("steps.toml");
    let path = steps.to_str().unwrap();
    let taken = "[[step]]\nwait-for = \"#late\"\n[[step]]\nfill = \"[name=code]\"\nwith = \"env:TYPED\"\n\
                 [[step]]\nclick = \"button\"\n[[step]]\nwait-for = \"#zone\"\n";
    std::fs::write(&steps, taken).unwrap();
    let (snapshot, said) = look(folder.path(), &url, &["--steps", path]);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{said}"));
    let text = text(&snapshot);
    assert!(text.contains("in right"), "{text}");
    keeps_no_secret(&snapshot, &said);

    std::fs::remove_file(folder.path().join("page.snap")).unwrap();
    std::fs::write(&steps, "[[step]]\nclick = \"#nothing\"\nwithin = 1\n").unwrap();
    let (snapshot, said) = look(folder.path(), &url, &["--steps", path]);
    assert!(snapshot.is_none());
    assert!(said.contains("the step in line 1 of --steps (click #nothing)"), "{said}");
}

/// A proxy that asks who is there, and answers in the place of every host. It says no secret.
fn proxy() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || pass_on(stream));
        }
    });
    port
}

fn pass_on(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut asked, mut login) = (String::new(), None);
    let _ = reader.read_line(&mut asked);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some(value) = line.to_lowercase().strip_prefix("proxy-authorization:") {
            login = Some(line[line.len() - value.len()..].trim().to_owned());
        }
        line.clear();
    }
    let right = format!("Basic {}", STANDARD.encode(format!("ana:{PASSWORD}")));
    let (status, more, body) = match login {
        _ if !asked.starts_with("GET http://shop.test/ ") => ("502 X", "", String::new()),
        None => ("407 X", "Proxy-Authenticate: Basic realm=\"x\"\r\n", String::new()),
        Some(login) => {
            let is_right = if login == right { "right" } else { "wrong" };
            ("200 X", "", format!("<p>This is the shop. The proxy was told: login {is_right}.</p>"))
        }
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n{more}Connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

#[test]
fn a_proxy_is_gone_through_and_told_who_is_there() {
    if !common::has_chromium() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = format!("127.0.0.1:{}", proxy());
    let option = format!("--proxy=http://ana:env:PASSWORD@{place}");
    let (snapshot, said) = look(folder.path(), "http://shop.test/", &[&option]);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{said}"));
    let text = text(&snapshot);
    assert!(text.contains("This is the shop. The proxy was told: login right."), "{text}");
    assert_eq!(snapshot.source.proxy.as_deref(), Some(&*format!("http://{place}")));
    assert_eq!(snapshot.source.reach.get("proxy"), Some(&format!("http://{place} with a password")));
    keeps_no_secret(&snapshot, &said);
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_passed_over_only_where_that_is_asked() {
    if !common::has_chromium() {
        return;
    }
    let url = tls::serve_self_signed();
    let (code, input, said) = check(&[&url]);
    assert_eq!((code, &input["status"]), (Some(4), &"network-error".into()), "{said}");
    let error = input["error"].as_str().unwrap();
    assert!(error.contains("ERR_CERT_") && error.contains("--ca") && error.contains("--insecure"), "{error}");
    let (_, input, said) = check(&[&url, "--insecure"]);
    assert_eq!((&input["status"], &input["title"]), (&"ok".into(), &tls::TITLE.into()), "{input} {said}");
}

#[test]
fn an_authority_is_trusted_where_it_is_given_and_names_are_still_checked() {
    if !common::has_chromium() {
        return;
    }
    if let Err(error) = can_trust() {
        println!("nothing was trusted: {error}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (right, wrong) = (tls::Authority::new("right"), tls::Authority::new("wrong"));
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        format!("--ca={}", path.display())
    };
    let url = right.serve();
    let (_, input, said) = check(&[&url, &write("wrong.pem", wrong.pem())]);
    assert_eq!(input["status"], "network-error", "{input} {said}");
    let both = write("both.pem", format!("# two of them\n{}\n{}", wrong.pem(), right.pem()));
    let (_, input, said) = check(&[&url, &both]);
    assert_eq!((&input["status"], &input["title"]), (&"ok".into(), &tls::TITLE.into()), "{input} {said}");
    let (_, input, said) = check(&[&url.replace("127.0.0.1", "localhost"), &both]);
    assert_eq!(input["status"], "network-error", "{input} {said}");
    assert!(input["error"].as_str().unwrap().contains("ERR_CERT_COMMON_NAME_INVALID"), "{input}");
    let (snapshot, said) = look(folder.path(), &url, &[&both]);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{said}"));
    assert!(snapshot.source.reach["ca"].ends_with("both.pem"), "{:?}", snapshot.source.reach);
}

#[test]
fn a_browser_that_runs_is_not_told_whom_to_trust() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, tls::Authority::new("any").pem()).unwrap();
    let option = format!("--ca={}", file.display());
    let (code, _, said) = check(&["https://127.0.0.1/", &option, "--connect=http://127.0.0.1:1"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--ca can't be given with --connect"), "{said}");
}

/// A page that somebody has gone on to the settings of. Its title tells whether it was loaded anew, resized or changed.
const OPENED: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8"><title>before</title>
<h1>The shop</h1><div id="host"></div><iframe src="http://127.0.0.2:{port}/frame"></iframe>
<div style="position: fixed; left: 0; right: 0; bottom: 0; padding: 16px; background: #fff; color: #222">
  <div id="first">
    <p>We use cookies for statistics and for advertising, if you agree.</p>
    <button>Accept all</button> <button>Reject all</button> <button id="settings">Cookie settings</button>
  </div>
  <div id="second" role="dialog" aria-label="Cookie preferences" hidden>
    <h2>Cookie preferences</h2><p>We use cookies for advertising, if you agree. Choose which cookies you allow.</p>
    <label><input type="checkbox" name="ads"> Advertising cookies</label>
    <button>Accept all</button> <button>Reject all</button> <button>Save my choices</button>
  </div>
</div>
<script>
  const at = id => document.getElementById(id);
  at("host").attachShadow({ mode: "closed" }).innerHTML = "<p>In a closed shadow root.</p>";
  at("settings").onclick = () => {
    at("first").hidden = true;
    at("second").hidden = false;
    document.querySelector("[name=ads]").checked = true;
  };
  setTimeout(() => {
    at("settings").click();
    document.title = "Shop settings " + performance.timeOrigin;
    addEventListener("resize", () => { document.title = "resized"; });
    const watcher = new MutationObserver(() => { document.title = "changed"; });
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  }, 1500);
</script>"##;

#[test]
fn an_open_tab_is_judged_as_it_is_and_left_as_it_was() {
    if !common::has_chromium() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&[
        ("/", Answer::Html(OPENED.into())),
        ("/frame", Answer::Html("<p>In a frame of another site.</p>".into())),
        ("/other", Answer::Html("<title>Other</title><p>Another tab.</p>".into())),
    ]);
    let browser = open::Open::at(&server.url("/?who=planted"));
    let before = browser.tabs_until(|tabs| tabs.iter().any(|tab| tab.title.starts_with("Shop settings")));
    let connect = format!("--connect=http://127.0.0.1:{}", browser.port);

    let (_, input, said) = check(&["--attach=shop settings", &connect, "--show=not-evaluated"]);
    assert_eq!((&input["status"], &input["input"]), (&"ok".into(), &server.url("/").into()), "{input} {said}");
    let missing = input["frames"][0]["missing"].to_string();
    assert!(missing.contains("start (the tab was open before it was looked at)"), "{missing}");
    let findings = input["findings"].as_array().unwrap();
    let of = |rule: &str| findings.iter().filter(|it| it["rule"] == rule).collect::<Vec<_>>();
    let ticked = of("prechecked-consent");
    assert!(!ticked.is_empty(), "{input}");
    for finding in ticked {
        assert_eq!(finding["outcome"], "review", "{finding}");
        assert!(finding["reason"].as_str().unwrap().contains("the profile was not fresh"), "{finding}");
    }
    let late = of("refusal-delayed");
    assert!(!late.is_empty() && late.iter().all(|it| it["outcome"] == "not-evaluated"), "{input}");

    let (snapshot, said) = look_at(folder.path(), &["--attach", &before[0].id, &connect]);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{said}"));
    snapshot.validate().unwrap();
    let text = text(&snapshot);
    assert!(text.contains("In a closed shadow root.") && text.contains("In a frame of another site."), "{text}");
    assert_eq!(snapshot.source.reach.get("attach"), Some(&before[0].id));
    assert_eq!(snapshot.source.provenance, Provenance::Foreign);
    assert!(!snapshot.saw_start() && !snapshot.source.begins_fresh());
    assert_eq!(browser.tabs(), before, "the tab is left as it was");

    let (code, input, said) = check(&["--attach=nowhere", &connect]);
    assert_eq!((code, &input["status"]), (Some(4), &"unreadable".into()), "{input} {said}");
    let error = input["error"].as_str().unwrap();
    assert!(error.contains("no open tab has it") && error.contains(&before[0].id), "{error}");
    assert!(!error.contains("planted"), "{error}");
    browser.open(&server.url("/other"));
    browser.tabs_until(|tabs| tabs.iter().filter(|tab| tab.url.contains("127.0.0.1")).count() == 2);
    let (_, input, _) = check(&["--attach=127.0.0.1", &connect]);
    assert!(input["error"].as_str().unwrap().contains("2 open tabs have it: "), "{input}");
}

#[test]
fn an_open_tab_is_not_walked_on() {
    for arguments in [["visit", "--attach=shop", "--quiet"], ["check", "--attach=shop", "--visit"]] {
        let output =
            consentlint(arguments[0]).args(&arguments[1..]).arg("--connect=http://127.0.0.1:1").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("consentlint check --attach"), "{said}");
    }
}
