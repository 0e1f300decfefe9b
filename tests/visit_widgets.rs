//! Visits of real consent widgets, over http. The fewest presses on each, as a person counted them, stand in
//! `tests/widgets/walks.json`.
//!
//! `CONSENTLINT_ALL=1` walks all of them; `CONSENTLINT_WALKS=klaro,walks/beyonk` those whose names begin so.
#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod common;

use consentlint::collect::chromium::Browser;
use consentlint::finding::PathReport;
use consentlint::meaning::Visited;
use consentlint::rules::RuleBook;
use consentlint::snapshot::{Goal, PathOutcome};
use consentlint::walk::{VisitOptions, visit};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const SEED: u64 = 20_180_103;
/// Widgets that every run walks: so many of those that are judged as well, and of those for visits only.
const SAMPLE: usize = 4;
/// Ways that may stay unknown.
const MOST_UNKNOWN: usize = 3;

/// Serves a folder on loopback until the test ends, and says on which port.
fn serve(root: PathBuf) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let root = root.clone();
            std::thread::spawn(move || answer(stream, &root));
        }
    });
    port
}

/// A file; whatever is posted leads back to the page that it came from. An answer that is posted is kept in a cookie, and
/// a page that has another for those who gave it sends that.
fn answer(mut stream: TcpStream, root: &Path) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut request = String::new();
    reader.read_line(&mut request).ok()?;
    let (mut referer, mut cookies, mut length) = ("./".to_owned(), String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? <= 2 {
            break;
        }
        let Some((name, value)) = line.trim().split_once(": ") else { continue };
        match name.to_ascii_lowercase().as_str() {
            "referer" => referer = value.to_owned(),
            "cookie" => cookies = value.to_owned(),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut sent = String::new();
    reader.take(length).read_to_string(&mut sent).ok()?;
    let path = request.split(' ').nth(1)?.split('?').next()?.trim_start_matches('/');
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let of_answer = cookies.split("; ").find_map(|it| it.strip_prefix("answer=")).and_then(|answer| {
        let page = path.strip_suffix("index.html")?;
        Some(format!("{page}answered-{answer}.html"))
    });
    let read = |path: &String| if path.contains("..") { None } else { std::fs::read(root.join(path)).ok() };
    let file = of_answer.as_ref().and_then(read).or_else(|| read(&path));
    let (status, extra, body) = match file {
        _ if request.starts_with("POST ") => {
            let answer = sent.split_once('=').map_or("", |(_, answer)| answer);
            let kept = if answer.chars().all(|it| it.is_ascii_alphanumeric()) { answer } else { "" };
            ("303 See Other", format!("Location: {referer}\r\nSet-Cookie: answer={kept}; Path=/\r\n"), Vec::new())
        }
        Some(body) => ("200 OK", format!("Content-Type: {}\r\n", kind(&path)), body),
        None => ("404 Not Found", "Content-Type: text/plain\r\n".to_owned(), b"not here".to_vec()),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{extra}Content-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).ok()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff") => "font/woff",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// What a visit says of a way, in the words of `walks.json`. None where it is not known.
fn said(path: &PathReport) -> Option<Value> {
    match (path.outcome, path.clicks) {
        (PathOutcome::Reached, Some(clicks)) => Some(clicks.into()),
        (PathOutcome::None | PathOutcome::DeadEnd, _) => Some(path.outcome.name().into()),
        _ => None,
    }
}

/// The pages to walk: all, or as many as a run has time for, always the same.
fn chosen(mut names: Vec<&String>) -> Vec<&String> {
    if let Ok(wanted) = std::env::var("CONSENTLINT_WALKS") {
        names.retain(|name| wanted.split(',').any(|start| name.starts_with(start)));
        return names;
    }
    if std::env::var_os("CONSENTLINT_ALL").is_some() {
        return names;
    }
    names.sort_by_cached_key(|name| Sha256::digest(format!("{SEED} {name}").as_bytes()).to_vec());
    let (visits, judged): (Vec<&String>, Vec<&String>) = names.into_iter().partition(|it| it.starts_with("walks/"));
    judged.into_iter().take(SAMPLE).chain(visits.into_iter().take(SAMPLE)).collect()
}

#[test]
fn real_widgets_take_the_presses_that_a_person_counted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = root.join("target/widgets/pages");
    let text = std::fs::read_to_string(root.join("tests/widgets/walks.json")).unwrap();
    let mut walks: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    walks.remove("_how");
    let (built, missing): (Vec<&String>, Vec<&String>) =
        walks.keys().partition(|name| pages.join(name).join("index.html").exists());
    let required = std::env::var_os("CONSENTLINT_WIDGETS").is_some();
    assert!(missing.is_empty() || !required, "tests/widgets/build.mjs has not built {missing:?}");
    if built.is_empty() {
        println!("no widgets here: nothing was walked. tests/run installs them");
        return;
    }
    if !common::has_chromium() {
        return;
    }
    let chosen = chosen(built);
    let port = serve(pages);
    let browser = Browser::launch(&common::launch()).unwrap();
    let book = RuleBook::builtin().unwrap();
    let options = VisitOptions {
        goals: vec![Goal::Accept, Goal::Refuse],
        privacy_control: false,
        phone: false,
        jobs: 2,
        time: Duration::from_secs(150),
        ..VisitOptions::default()
    };
    let found: Mutex<BTreeMap<&String, Result<[PathReport; 2], String>>> = Mutex::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(name) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let url = format!("http://127.0.0.1:{port}/{name}/");
                    let paths = visit(&browser, &url, &book.lexicons, &options).map(|visit| {
                        let visited = Visited::of(&visit, &book.lexicons);
                        [visited.path(Goal::Accept), visited.path(Goal::Refuse)]
                    });
                    found.lock().unwrap().insert(name, paths.map_err(|error| error.to_string()));
                }
            });
        }
    });
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    for (name, paths) in found.into_inner().unwrap() {
        for (at, way) in ["accept", "refuse"].into_iter().enumerate() {
            let want = &walks[name][way];
            let (got, why) = match &paths {
                Ok(paths) => (said(&paths[at]), paths[at].reason.clone().unwrap_or_default()),
                Err(error) => (None, error.clone()),
            };
            let shown = got.as_ref().map_or_else(|| "not known".into(), Value::to_string);
            let counted = want.to_string();
            let steps = paths.iter().flat_map(|paths| &paths[at].steps);
            let pressed: Vec<&str> = steps.map(|it| it.press.as_str()).filter(|it| !it.is_empty()).collect();
            let line = format!("{name:<40} {way}: {shown:<12} counted: {counted:<12} {why} {pressed:?}");
            println!("{line}");
            match got {
                _ if want == "unclear" => {}
                None => unknown.push(line),
                Some(got) if got != *want => wrong.push(line),
                Some(_) => {}
            }
        }
    }
    println!("{} widgets: {} ways wrong, {} not known", chosen.len(), wrong.len(), unknown.len());
    assert!(wrong.is_empty(), "wrong:\n{}", wrong.join("\n"));
    assert!(unknown.len() <= MOST_UNKNOWN, "not known:\n{}", unknown.join("\n"));
}
