//! Pages that are reached as a person would reach them: with headers, cookies, a password, a stored profile, steps. What is
//! given reaches the site that it is meant for and nobody else, and none of it is kept.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use consentlint::snapshot::{Snapshot, Stored};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
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

/// A look at an address: what came out, what was said, and everything that was written.
fn look(folder: &Path, url: &str, options: &[&str]) -> (Option<Snapshot>, String) {
    let file = folder.join("page.snap");
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentlint"));
    command.args(["snapshot", url, "--render", "chromium", "--output"]).arg(&file).args(options);
    if common::launch().no_sandbox {
        command.arg("--no-sandbox");
    }
    for (name, value) in [("KEY", KEY), ("SESSION", SESSION), ("PASSWORD", PASSWORD), ("TYPED", TYPED)] {
        command.env(name, value);
    }
    let output = command.output().unwrap();
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
