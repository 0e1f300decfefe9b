//! Seeing with a browser: what is captured, when, and how what goes wrong ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

mod common;

use common::server::{Answer, Server};
use consentlint::collect::chromium::{Browser, ChromiumLook, LaunchOptions, Seen, SettlePolicy, find_executable};
use consentlint::collect::{CollectError, LookOptions};
use consentlint::snapshot::{
    Capability, ChangeKind, Checked, Node, NodeId, NodeKind, SetBy, SettledBy, ShadowMode, Snapshot,
};
use std::time::{Duration, Instant};

fn launch_options() -> Option<LaunchOptions> {
    match find_executable() {
        Ok(_) => Some(LaunchOptions { no_sandbox: true, ..LaunchOptions::default() }),
        Err(_) => {
            eprintln!("skipped: no Chromium is installed");
            None
        }
    }
}

fn launch() -> Option<Browser> {
    Some(Browser::launch(&launch_options()?).unwrap())
}

/// Fast for pages where nothing comes late.
fn quick() -> ChromiumLook {
    let settle = SettlePolicy { quiet_ms: 100, between_ms: 50, patience_ms: 100, deadline_ms: 5_000 };
    ChromiumLook { settle, ..ChromiumLook::default() }
}

fn see(browser: &Browser, url: &str) -> Result<Seen, CollectError> {
    browser.look(url, &LookOptions::default(), &quick())
}

fn snapshot(browser: &Browser, url: &str) -> Snapshot {
    let snapshot = see(browser, url).unwrap().snapshot;
    snapshot.validate().unwrap();
    snapshot
}

fn by_id<'a>(snapshot: &'a Snapshot, id: &str) -> (NodeId, &'a Node) {
    let found = snapshot.ids().find(|&node| snapshot.node(node).attribute("id") == Some(id));
    let found = found.unwrap_or_else(|| panic!("no #{id} in {:?}", texts(snapshot)));
    (found, snapshot.node(found))
}

fn texts(snapshot: &Snapshot) -> Vec<&str> {
    let texts = snapshot.nodes.iter().filter(|node| node.kind == NodeKind::Text);
    texts.map(|node| node.text.trim()).filter(|text| !text.is_empty()).collect()
}

fn with_text<'a>(snapshot: &'a Snapshot, text: &str) -> (NodeId, &'a Node) {
    let found = snapshot.ids().find(|&node| snapshot.node(node).text.trim() == text);
    let found = found.unwrap_or_else(|| panic!("no “{text}” in {:?}", texts(snapshot)));
    (found, snapshot.node(found))
}

#[test]
fn frames_of_other_sites_stand_inside_their_hosts_two_deep() {
    let Some(browser) = launch() else { return };
    let server = Server::start(&[
        ("/", Answer::Html(
            "<!doctype html><html lang=en><title>Top</title><body style='margin:0'><p style='margin:0;height:40px'>top</p>
             <iframe src='http://127.0.0.2:{port}/middle' style='border:3px solid;padding:5px;width:500px;height:300px;display:block'></iframe>
             <p id=after style='position:relative'>after</p>".into())),
        ("/middle", Answer::Html(
            "<body style='margin:0'><p style='margin:0;height:20px'>middle</p>
             <iframe src='http://localhost:{port}/deep?who=me' style='border:0;width:300px;height:200px;display:block'></iframe>".into())),
        ("/deep", Answer::Html("<body style='margin:0'><label><input type=checkbox id=box checked> deep</label>".into())),
    ]);
    let snapshot = snapshot(&browser, &server.url("/"));
    assert_eq!(texts(&snapshot), ["Top", "top", "middle", "deep", "after"]);
    assert_eq!(snapshot.frames.len(), 3);
    assert_eq!(snapshot.title.as_deref(), Some("Top"));
    assert_eq!(snapshot.lang.as_deref(), Some("en"));
    assert_eq!(snapshot.frames[2].url.as_deref(), Some(&*format!("http://localhost:{}/deep", server.port)));
    assert!(snapshot.frames.iter().all(|frame| frame.seen.contains(&Capability::Frames)), "{:?}", snapshot.frames);
    let (_, input) = by_id(&snapshot, "box");
    assert_eq!(input.frame.0, 2);
    let rect = input.rect.unwrap();
    assert!((8.0..16.0).contains(&rect.x) && (68.0..80.0).contains(&rect.y), "{rect:?}");
    let (_, middle) = with_text(&snapshot, "middle");
    assert_eq!((middle.lines[0].rect.x, middle.rect.unwrap().y), (8.0, 48.0));
    let (_, after) = by_id(&snapshot, "after");
    assert!(input.paint_order < after.paint_order, "{:?} {:?}", input.paint_order, after.paint_order);
}

#[test]
fn shadow_roots_open_closed_and_nested_are_seen_with_what_is_slotted() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<div id=open><b slot=s>slotted</b><i>lost</i></div><div id=closed></div><script>
         const open = document.getElementById('open').attachShadow({mode: 'open'});
         open.innerHTML = '<u>in open</u><slot name=s>unused</slot><slot name=t>fallback</slot><div id=inner></div><div id=plain><p>plain</p></div>';
         const inner = open.getElementById('inner').attachShadow({mode: 'open'});
         inner.innerHTML = '<p>in inner</p>';
         const closed = document.getElementById('closed').attachShadow({mode: 'closed'});
         closed.innerHTML = '<input type=checkbox id=mixed><button>Accept</button>';
         closed.getElementById('mixed').indeterminate = true;
         </script>",
    );
    let snapshot = snapshot(&browser, &server.url("/"));
    assert_eq!(texts(&snapshot), ["in open", "slotted", "fallback", "in inner", "plain", "Accept"]);
    let root_of = |id: &str| {
        let (host, _) = by_id(&snapshot, id);
        let mut children = snapshot.nodes.iter().filter(|node| node.parent == Some(host));
        children.find_map(|node| match node.kind {
            NodeKind::ShadowRoot(mode) => Some(mode),
            _ => None,
        })
    };
    assert_eq!(root_of("open"), Some(ShadowMode::Open));
    assert_eq!(root_of("inner"), Some(ShadowMode::Open));
    assert_eq!(root_of("plain"), None);
    assert_eq!(root_of("closed"), Some(ShadowMode::Closed));
    assert_eq!(by_id(&snapshot, "mixed").1.state.checked, Some(Checked::Mixed));
}

#[test]
fn states_tell_who_set_them() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<input type=checkbox id=markup checked><input type=checkbox id=script><input type=checkbox id=cleared checked>
         <input type=checkbox id=off><input type=checkbox id=mixed><div role=switch aria-checked=true id=switch tabindex=0>x</div>
         <fieldset disabled><legend><input id=legend></legend><input id=inset></fieldset>
         <input id=typed value='Jane Doe'><input type=hidden id=word value=yes><input type=hidden id=token value='a b c'>
         <textarea id=area>private</textarea><details id=more open>d</details><button aria-expanded=false id=button required>b</button>
         <select><option id=one>1<option id=two selected>2</select>
         <script>script.checked = true; cleared.checked = false; mixed.indeterminate = true</script>",
    );
    let snapshot = snapshot(&browser, &server.url("/"));
    let state = |id| by_id(&snapshot, id).1.state.clone();
    let set = |id| (state(id).checked, state(id).checked_by);
    assert_eq!(set("markup"), (Some(Checked::On), Some(SetBy::Attribute)));
    assert_eq!(set("script"), (Some(Checked::On), Some(SetBy::Script)));
    assert_eq!(set("cleared"), (Some(Checked::Off), Some(SetBy::Script)));
    assert_eq!(set("off"), (Some(Checked::Off), None));
    assert_eq!(set("mixed"), (Some(Checked::Mixed), Some(SetBy::Script)));
    assert_eq!(set("switch"), (Some(Checked::On), Some(SetBy::Attribute)));
    assert_eq!(set("two"), (Some(Checked::On), Some(SetBy::Attribute)));
    assert_eq!(set("one"), (Some(Checked::Off), None));
    assert!(state("inset").disabled && !state("legend").disabled);
    assert!(state("typed").has_value && state("area").has_value && !state("inset").has_value);
    assert_eq!((state("more").expanded, state("button").expanded), (Some(true), Some(false)));
    assert_eq!(by_id(&snapshot, "typed").1.attribute("value"), None);
    assert_eq!(by_id(&snapshot, "word").1.attribute("value"), Some("yes"));
    assert_eq!(by_id(&snapshot, "token").1.attribute("value"), None);
    assert!(!serde_json::to_string(&snapshot).unwrap().contains("private"));
}

#[test]
fn a_late_button_and_a_late_frame_and_a_late_tick_are_waited_for_and_told() {
    let Some(browser) = launch() else { return };
    let server = Server::start(&[
        ("/", Answer::Html(
            "<p>first</p><input type=checkbox id=box><button id=stopped disabled>Go</button><script>
             setTimeout(() => { document.body.insertAdjacentHTML('beforeend',
               '<div id=banner><p>cookies</p><button id=late>Accept</button></div><iframe src=\"http://127.0.0.2:{port}/frame\"></iframe>');
               box.checked = true; stopped.disabled = false; }, 2000)</script>".into())),
        ("/frame", Answer::Html("<p>late frame".into())),
    ]);
    let seen = browser.look(&server.url("/"), &LookOptions::default(), &ChromiumLook::default()).unwrap();
    let snapshot = &seen.snapshot;
    assert_eq!(texts(snapshot), ["first", "Go", "cookies", "Accept", "late frame"]);
    assert_eq!(snapshot.looks.len(), 2);
    let has = |id, what| {
        snapshot.looks[1].changes.iter().any(|change| change.node == by_id(snapshot, id).0 && change.what == what)
    };
    assert!(has("banner", ChangeKind::Appeared) && has("late", ChangeKind::Appeared));
    assert!(has("box", ChangeKind::TurnedOn) && has("stopped", ChangeKind::Enabled));
    assert!(!has("stopped", ChangeKind::Appeared));
    let settle = snapshot.source.settle.unwrap();
    assert_eq!((settle.by, settle.patience_ms), (SettledBy::Quiet, 3_000));
    assert!(seen.timing.waiting > 2_900.0 && seen.timing.waiting < 5_000.0, "{:?}", seen.timing);
}

#[test]
fn a_fade_is_waited_for_and_a_spinner_is_not() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<style>@keyframes in { from { opacity: 0 } to { opacity: 1 } } @keyframes turn { to { rotate: 360deg } }
         #fade { animation: in 1s } #spin { animation: turn 1s infinite }</style><p id=fade>hello</p><p id=spin>o</p>",
    );
    let seen = see(&browser, &server.url("/")).unwrap();
    let (fade, node) = by_id(&seen.snapshot, "fade");
    assert_eq!(seen.snapshot.style(fade, "opacity"), Some("1"));
    assert_eq!(node.transition_ms, 1_000);
    assert!(seen.timing.waiting < 3_000.0, "{:?}", seen.timing);
}

#[test]
fn a_page_without_scripts_is_not_waited_for() {
    let Some(browser) = launch() else { return };
    let server = Server::page("<p>still</p>");
    let look = || browser.look(&server.url("/"), &LookOptions::default(), &ChromiumLook::default()).unwrap();
    look();
    let seen = look();
    assert!(seen.timing.waiting < 1_500.0, "{:?}", seen.timing);
    assert_eq!(seen.snapshot.looks.len(), 1);
    assert_eq!(seen.http_status, Some(200));
}

#[test]
fn two_looks_at_one_page_are_the_same_snapshot() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<style>p::before { content: 'x' }</style><p>a <b>b</b></p><div style='overflow:auto;height:50px' id=box><p style='height:400px'>c</p></div>
         <iframe srcdoc='<p>inside'></iframe><script>document.body.append('late'); box.scrollTop = 30</script>",
    );
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| snapshot(&browser, &server.url("/")));
        (snapshot(&browser, &server.url("/")), other.join().unwrap())
    });
    assert_eq!(first.sha256(), second.sha256());
    assert_eq!(by_id(&first, "box").1.scroll.unwrap().top, 30.0);
    let pseudo = first.nodes.iter().find_map(|node| node.before.as_ref()).unwrap();
    assert_eq!(pseudo.content, "x");
    let bytes = first.to_bytes().unwrap();
    assert_eq!(Snapshot::from_bytes(&bytes).unwrap(), first);
}

#[test]
fn text_over_a_picture_has_its_backdrop_measured() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<body style='margin:0;background:white'><div style='background-image:linear-gradient(90deg,black,white);color:red;width:400px'>over the gradient, a long line</div>
         <p>on white</p><div style='background-image:linear-gradient(red,red)'><p style='background:#fff'>covered</p></div>",
    );
    let snapshot = snapshot(&browser, &server.url("/"));
    let backdrop = with_text(&snapshot, "over the gradient, a long line").1.lines[0].backdrop.unwrap();
    assert!(backdrop.darkest < 0.01 && (0.1..0.9).contains(&backdrop.lightest), "{backdrop:?}");
    assert!(with_text(&snapshot, "on white").1.lines[0].backdrop.is_none());
    assert!(with_text(&snapshot, "covered").1.lines[0].backdrop.is_none());
}

#[test]
fn dialogs_are_dismissed_and_counted() {
    let Some(browser) = launch() else { return };
    let server = Server::page("<script>alert(1); document.title = String(confirm(2)) + prompt(3)</script><p>on");
    let snapshot = snapshot(&browser, &server.url("/"));
    assert_eq!(snapshot.source.dialogs, 3);
    assert_eq!(snapshot.title.as_deref(), Some("falsenull"));
}

#[test]
fn the_page_is_not_told_that_a_program_looks() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<p id=a></p><p id=b></p><p id=c></p><script>a.textContent = 'wd ' + navigator.webdriver; b.textContent = navigator.userAgent;
         c.textContent = navigator.language + ' ' + innerWidth + ' ' + ('ontouchstart' in window)
           + ' ' + Object.keys(window).filter((key) => key.startsWith('consentlint')).length</script>",
    );
    let options = LookOptions { locale: Some("de-DE".into()), ..LookOptions::default() };
    let seen = browser.look(&server.url("/"), &options, &quick()).unwrap().snapshot;
    let all = texts(&seen);
    assert_eq!(all[0], "wd false");
    assert!(all[1].contains("Chrome/") && !all[1].contains("Headless"), "{}", all[1]);
    assert_eq!(all[2], "de-DE 1280 false 0");
    assert_eq!(seen.source.locale.as_deref(), Some("de-DE"));
    let mut options = LookOptions::default();
    options.viewport.mobile = true;
    (options.viewport.width, options.viewport.height) = (375, 667);
    let seen = browser.look(&server.url("/"), &options, &quick()).unwrap().snapshot;
    assert!(texts(&seen)[2].ends_with("true 0"), "{:?}", texts(&seen));
}

#[test]
fn what_is_not_a_page_says_so() {
    let Some(browser) = launch() else { return };
    let server = Server::start(&[
        ("/loop", Answer::Redirect("/loop".into())),
        ("/to", Answer::Redirect("http://127.0.0.2:{port}/missing".into())),
        ("/empty", Answer::Raw(404, "text/html", Vec::new())),
        ("/zip", Answer::Raw(200, "application/zip", b"PK".to_vec())),
        ("/pdf", Answer::Raw(200, "application/pdf", b"%PDF-1.4".to_vec())),
        ("/text", Answer::Raw(200, "text/plain", b"plain".to_vec())),
        ("/none", Answer::Raw(204, "text/html", Vec::new())),
        ("/wall", Answer::Raw(403, "text/html", b"<title>Just a moment...</title>".to_vec())),
        ("/jump", Answer::Html("<script>location = '/missing'</script>".into())),
    ]);
    let status = |path: &str| {
        let error = see(&browser, &server.url(path)).err().unwrap_or_else(|| panic!("{path} was seen"));
        assert!(error.to_string().contains("http://"), "{error}");
        error.status()
    };
    assert_eq!(status("/loop"), "network-error");
    assert_eq!(status("/missing"), "http-error");
    assert_eq!(status("/to"), "http-error");
    assert_eq!(status("/empty"), "http-error");
    assert_eq!(status("/zip"), "not-html");
    assert_eq!(status("/pdf"), "not-html");
    assert_eq!(status("/text"), "not-html");
    assert_eq!(status("/none"), "not-html");
    assert_eq!(status("/wall"), "blocked");
    assert_eq!(status("/jump"), "http-error");
    let refused = see(&browser, "http://127.0.0.1:9/").unwrap_err();
    assert_eq!(refused.status(), "network-error");
    assert_eq!(see(&browser, "file:///nowhere/at/all.html").unwrap_err().status(), "unreadable");
    assert_eq!(see(&browser, "chrome://version").unwrap_err().status(), "unreadable");
}

#[test]
fn a_file_is_seen_and_cannot_read_its_neighbours() {
    let Some(browser) = launch() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret.html"), "secret").unwrap();
    let page = folder.path().join("page.html");
    std::fs::write(&page, "<p id=out>?</p><script>fetch('secret.html').then(() => out.textContent = 'read', () => out.textContent = 'refused')</script>").unwrap();
    let snapshot = snapshot(&browser, url::Url::from_file_path(&page).unwrap().as_str());
    assert_eq!(texts(&snapshot), ["refused"]);
    assert_eq!(snapshot.source.provenance, consentlint::snapshot::Provenance::File);
}

#[test]
fn a_page_that_never_loads_is_seen_as_far_as_it_came() {
    let Some(browser) = launch() else { return };
    let server = Server::start(&[
        ("/", Answer::Html("<p>here</p><img src='/never'>".into())),
        ("/never", Answer::Silence),
        ("/begun", Answer::Unfinished("<p>begun</p>")),
    ]);
    let mut extra = quick();
    extra.settle.deadline_ms = 1_500;
    for (path, text) in [("/", "here"), ("/begun", "begun")] {
        let seen = browser.look(&server.url(path), &LookOptions::default(), &extra).unwrap();
        assert_eq!(texts(&seen.snapshot), [text]);
        assert_eq!(seen.snapshot.source.settle.unwrap().by, SettledBy::Deadline);
    }
    let options = LookOptions { timeout: Duration::from_secs(2), ..LookOptions::default() };
    assert_eq!(browser.look(&server.url("/never"), &options, &extra).unwrap_err().status(), "timeout");
}

#[test]
fn hanging_pages_end_in_time_and_others_go_on() {
    let Some(browser) = launch() else { return };
    let server = Server::start(&[
        ("/", Answer::Html("<p>fine".into())),
        ("/hang", Answer::Html("<p>x<script>while (true) {}</script>".into())),
        ("/dialogs", Answer::Html("<p>x<script>while (true) alert(1)</script>".into())),
        ("/framed", Answer::Html("<p>outer</p><iframe src='http://127.0.0.2:{port}/hang'></iframe>".into())),
    ]);
    let options = LookOptions { timeout: Duration::from_secs(4), ..LookOptions::default() };
    for path in ["/hang", "/dialogs"] {
        let began = Instant::now();
        let error = browser.look(&server.url(path), &options, &quick()).unwrap_err();
        assert_eq!(error.status(), "timeout", "{error}");
        assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
        assert_eq!(texts(&snapshot(&browser, &server.url("/"))), ["fine"]);
    }
    let mut extra = quick();
    extra.settle.deadline_ms = 1_500;
    let seen = browser.look(&server.url("/framed"), &LookOptions::default(), &extra).unwrap().snapshot;
    assert_eq!(texts(&seen), ["outer"]);
    assert!(!seen.frames[0].seen.contains(&Capability::Frames));
    assert_eq!(seen.frames[0].missing[0].capability, Capability::Frames);
}

/// Processes whose command line holds all of these words.
#[cfg(target_os = "linux")]
fn processes(words: &[&str]) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let line = |id: &u32| {
        std::fs::read(format!("/proc/{id}/cmdline"))
            .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
            .unwrap_or_default()
    };
    ids.filter(|id| words.iter().all(|word| line(id).contains(word))).collect()
}

#[cfg(target_os = "linux")]
fn kill(ids: &[u32]) {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    assert!(!ids.is_empty());
    std::process::Command::new("kill").arg("-9").args(ids).status().unwrap();
}

#[cfg(target_os = "linux")]
fn marked(mark: &str) -> Option<Browser> {
    let mut options = launch_options()?;
    options.extra_flags.push(format!("--consentlint-test={mark}"));
    Some(Browser::launch(&options).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_crash_is_told_and_a_dead_browser_is_replaced() {
    let mark = format!("crash-{}", std::process::id());
    let Some(browser) = marked(&mark) else { return };
    let server = Server::start(&[
        ("/", Answer::Html("<p>fine".into())),
        ("/wait", Answer::Html("<p>x<script>setInterval(() => document.body.append('x'), 20)</script>".into())),
    ]);
    let main = || {
        processes(&[&mark])
            .into_iter()
            .filter(|id| {
                let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
                !String::from_utf8_lossy(&line).contains("--type=")
            })
            .collect::<Vec<_>>()
    };
    let profile = {
        let line = std::fs::read(format!("/proc/{}/cmdline", main()[0])).unwrap();
        let line = String::from_utf8_lossy(&line).into_owned();
        line.split('\0').find_map(|word| word.strip_prefix("--user-data-dir=")).unwrap().to_owned()
    };
    let during = |kill_what: &(dyn Fn() + Sync)| {
        std::thread::scope(|scope| {
            let look =
                scope.spawn(|| browser.look(&server.url("/wait"), &LookOptions::default(), &ChromiumLook::default()));
            std::thread::sleep(Duration::from_millis(2_000));
            kill_what();
            look.join().unwrap().unwrap_err()
        })
    };
    let error = during(&|| kill(&processes(&["--type=renderer", &profile])));
    assert_eq!(error.status(), "crashed", "{error}");
    assert_eq!(texts(&snapshot(&browser, &server.url("/"))), ["fine"]);
    let error = during(&|| kill(&main()));
    assert_eq!(error.status(), "crashed", "{error}");
    assert_eq!(texts(&snapshot(&browser, &server.url("/"))), ["fine"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_that_hangs_is_replaced() {
    let mark = format!("stopped-{}", std::process::id());
    let Some(browser) = marked(&mark) else { return };
    let server = Server::page("<p>fine");
    assert_eq!(texts(&snapshot(&browser, &server.url("/"))), ["fine"]);
    let ids = processes(&[&mark]);
    let arguments = ids.iter().map(ToString::to_string);
    std::process::Command::new("kill").arg("-STOP").args(arguments).status().unwrap();
    let options = LookOptions { timeout: Duration::from_secs(2), ..LookOptions::default() };
    let error = browser.look(&server.url("/"), &options, &quick()).unwrap_err();
    assert_eq!(error.status(), "timeout", "{error}");
    std::thread::sleep(Duration::from_millis(3_500));
    assert_eq!(texts(&snapshot(&browser, &server.url("/"))), ["fine"]);
    assert!(processes(&[&mark]).iter().all(|id| !ids.contains(id)));
}

#[test]
fn a_page_that_wants_all_memory_ends_and_others_go_on() {
    let Some(browser) = launch() else { return };
    let server = Server::start(&[
        ("/", Answer::Html("<p>fine".into())),
        (
            "/hog",
            Answer::Html(
                "<p>x<script>const all = []; for (;;) all.push(new Array(1e6).fill(all.length + 0.5))</script>".into(),
            ),
        ),
    ]);
    let options = LookOptions { timeout: Duration::from_secs(20), ..LookOptions::default() };
    let error = browser.look(&server.url("/hog"), &options, &quick()).unwrap_err();
    assert!(matches!(error.status(), "crashed" | "timeout"), "{error}");
    assert_eq!(texts(&snapshot(&browser, &server.url("/"))), ["fine"]);
}

#[test]
fn windows_that_a_page_opens_are_closed_and_its_downloads_denied() {
    let Some(mut options) = launch_options() else { return };
    options.extra_flags.push("--disable-popup-blocking".into());
    let browser = Browser::launch(&options).unwrap();
    let server = Server::start(&[
        (
            "/",
            Answer::Html(
                "<a id=a download href=/zip>x</a><script>const other = open('/other'); a.click();
             setTimeout(() => document.body.append(other ? 'closed: ' + other.closed : 'none'), 500)</script>"
                    .into(),
            ),
        ),
        ("/other", Answer::Html("<p>other".into())),
        ("/zip", Answer::Raw(200, "application/zip", b"PK".to_vec())),
    ]);
    let seen = browser.look(&server.url("/"), &LookOptions::default(), &ChromiumLook::default()).unwrap().snapshot;
    assert_eq!(texts(&seen), ["x", "closed: true"]);
}

#[test]
fn a_browser_that_runs_already_is_joined_and_not_ended() {
    let Some(mut options) = launch_options() else { return };
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    options.extra_flags.push(format!("--remote-debugging-port={port}"));
    let owner = Browser::launch(&options).unwrap();
    let server = Server::page("<p>fine");
    let joining = LaunchOptions { connect: Some(format!("http://127.0.0.1:{port}")), ..LaunchOptions::default() };
    let guest = Browser::launch(&joining).unwrap();
    assert_eq!(texts(&snapshot(&guest, &server.url("/"))), ["fine"]);
    assert_eq!(guest.version(), owner.version());
    drop(guest);
    assert_eq!(texts(&snapshot(&owner, &server.url("/"))), ["fine"]);
}

#[test]
fn a_program_that_is_no_browser_is_refused() {
    let options = LaunchOptions { executable: Some("/bin/true".into()), ..LaunchOptions::default() };
    let began = Instant::now();
    assert_eq!(Browser::launch(&options).unwrap_err().status(), "no-browser");
    assert!(began.elapsed() < Duration::from_secs(45));
    let options = LaunchOptions { connect: Some("ws://127.0.0.1:9/".into()), ..LaunchOptions::default() };
    assert_eq!(Browser::launch(&options).unwrap_err().status(), "no-browser");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_when_a_browser_is_dropped() {
    let mark = format!("orphan-{}", std::process::id());
    let Some(browser) = marked(&mark) else { return };
    let main = processes(&[&mark]);
    assert!(!main.is_empty());
    let line = std::fs::read(format!("/proc/{}/cmdline", main[0])).unwrap();
    let line = String::from_utf8_lossy(&line).into_owned();
    let profile = line.split('\0').find_map(|word| word.strip_prefix("--user-data-dir=")).unwrap().to_owned();
    let server = Server::page("<p>x<script>1</script>");
    see(&browser, &server.url("/")).unwrap();
    let began = Instant::now();
    drop(browser);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(processes(&[&profile]), Vec::<u32>::new());
    assert!(!std::path::Path::new(&profile).exists());
}

#[test]
fn a_screenshot_is_a_png_of_the_window() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        "<body style='margin:0;background:rgb(0,128,0)'><p style='height:3000px'>x</p><script>scrollTo(0, 500)</script>",
    );
    for scale in [1.0, 2.0] {
        let mut options = LookOptions::default();
        options.viewport.scale = scale;
        let extra = ChromiumLook { screenshot: true, ..quick() };
        let seen = browser.look(&server.url("/"), &options, &extra).unwrap();
        let png = seen.screenshot.unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width, 1280);
        assert!(info.height >= 900, "{}", info.height);
        assert_eq!(pixels[..3], [0, 128, 0]);
    }
}

#[test]
fn hostile_text_does_no_harm() {
    let Some(browser) = launch() else { return };
    let server = Server::page(
        r#"<p id=p></p><script>p.textContent = 'half \ud83d pair \u0000 \u202e end'; p.setAttribute('data-x', '\udc00');
        Array.prototype.map = JSON.stringify = document.querySelectorAll = () => { throw 1 };
        Object.defineProperty(document, 'scripts', { get() { throw 1 } });
        let deep = document.body; for (let i = 0; i < 300; i++) deep = deep.appendChild(document.createElement('div'));
        document.body.append(document.createComment(' consentlint-ignore x: y'), document.createComment('other'));</script>"#,
    );
    let snapshot = snapshot(&browser, &server.url("/"));
    assert!(texts(&snapshot)[0].starts_with("half \u{fffd} pair"), "{:?}", texts(&snapshot));
    assert_eq!(snapshot.nodes.iter().filter(|node| node.kind == NodeKind::Comment).count(), 1);
}
