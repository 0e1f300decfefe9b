//! What holds for all of it: no secret gets out, and nothing that is given makes it panic.

use super::{Reach, ReachError, Sources};
use std::io;
use std::path::Path;

/// An environment and files for the tests of this folder; each secret holds `plant`.
pub(super) const SOURCES: Sources<'static> = Sources { env: &env, file: &file };

fn env(name: &str) -> Option<String> {
    match name {
        "TOKEN" => Some("plant-env".into()),
        "PAIR" => Some("u:plant:pair".into()),
        "SEVERAL" => Some("plant;plant".into()),
        "PROXY" => Some("http://p:plant-in-env@proxy.example:3128".into()),
        _ => None,
    }
}

fn file(path: &Path) -> io::Result<String> {
    match path.to_str() {
        Some("secret.txt") => Ok("plant-file\n".into()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    }
}

/// The text of an error that must be one.
pub(super) fn error_of<T>(result: Result<T, ReachError>) -> String {
    let error = result.map(|_| ()).expect_err("an error");
    assert!(!error.advice().is_empty() && error.to_string().ends_with(error.advice()), "{error}");
    assert!(!error.happened().is_empty() && !error.happened().ends_with('.'), "{error}");
    error.to_string()
}

const STATE: &str = r#"{"cookies":[{"name":"c","value":"plant-state-cookie-1","domain":"a.example"}],
    "origins":[{"origin":"https://a.example","localStorage":[
        {"name":"plant-name","value":"{\"t\":\"plant-in-json-1\"}"},{"name":"x","value":"plant-local-9"}]}]}"#;

const STEPS: &str = r#"
[[step]]
go-to = "https://a.example/login?token=plant-query#plant-hash"
[[step]]
fill = "input[value='plant-typed']"
with = "plant-typed"
[[step]]
fill = "textarea"
with = "env:TOKEN"
[[step]]
click = "button"
[[step]]
wait-for = "nav"
within = 3
"#;

/// A secret in every field that takes one.
fn full() -> Reach {
    let (mut reach, mut warnings) = (Reach::default(), Vec::new());
    let w = &mut warnings;
    reach.add_header("Authorization: Bearer plant-header", &SOURCES, w).expect("good");
    reach.add_header("X-Team: env:TOKEN", &SOURCES, w).expect("good");
    reach.add_header("Cookie: h=plant-header-c00kie", &SOURCES, w).expect("good");
    reach.add_cookie("c=plant-cookie-1; Domain=a.example", &SOURCES, w).expect("good");
    reach.set_basic_auth("me:plant pass/", &SOURCES, w).expect("good");
    reach.set_proxy("http://p:plant%40proxy@proxy.example:80", &SOURCES, w).expect("good");
    reach.add_storage_state("state.json", STATE, w).expect("good");
    reach.set_steps("steps.toml", STEPS, &SOURCES).expect("good");
    reach.set_authorities(Path::new("ca.pem"), "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").expect("good");
    reach.insecure = true;
    reach.set_timezone("Europe/Berlin").expect("good");
    reach.set_accept_language("de-DE, de;q=0.9").expect("good");
    reach.set_geolocation("-33.9,151.2").expect("good");
    reach.set_attach("a.example/?t=plant-attach").expect("good");
    assert!(warnings.iter().all(|it| !it.contains("plant")), "{warnings:?}");
    assert_eq!(warnings.len(), 5, "{warnings:?}");
    reach
}

#[test]
fn no_secret_is_printed_or_recorded() {
    let reach = full();
    let coded = super::secret::base64(b"me:plant pass/");
    let parts = format!("{:?}{:?}{:?}{:?}", reach.headers, reach.cookies, reach.storage, reach.basic_auth);
    for text in [format!("{:?}", reach.record()), format!("{reach:?}"), parts] {
        assert!(!text.contains("plant") && !text.contains(&coded), "{text}");
    }
}

#[test]
fn the_record_names_what_was_given() {
    let record = full().record();
    let expected = [
        ("accept-language", "de-DE,de;q=0.9"),
        ("attach", "a.example/?…"),
        ("basic-auth", "given"),
        ("ca", "ca.pem"),
        ("cookie", "h, c (.a.example), c (a.example)"),
        ("geolocation", "-33.9,151.2,100"),
        ("header", "Authorization, X-Team"),
        ("insecure", "certificates were not checked"),
        ("proxy", "http://proxy.example:80 with a password"),
        (
            "steps",
            "go to https://a.example/login?…; fill input[value='•••'] with •••; fill textarea with •••; click button; \
             wait for nav",
        ),
        ("storage", "https://a.example (2)"),
        ("timezone", "Europe/Berlin"),
    ];
    let found: Vec<(&str, &str)> = record.iter().map(|(key, line)| (key.as_str(), line.as_str())).collect();
    assert_eq!(found, expected);
    assert!(Reach::default().record().is_empty() && Reach::default().is_fresh() && Reach::default().is_default());
    assert!(!full().is_fresh() && !full().is_default());
}

#[test]
fn every_secret_is_searched_for() {
    let reach = full();
    let secrets = reach.secrets();
    let coded = super::secret::base64(b"me:plant pass/");
    for secret in [
        "plant-header",
        "Bearer plant-header",
        "plant-env",
        "plant-header-c00kie",
        "plant-cookie-1",
        "plant pass/",
        "plant%20pass%2F",
        "plant+pass%2F",
        coded.as_str(),
        "plant@proxy",
        "plant%40proxy",
        "plant-state-cookie-1",
        "plant-in-json-1",
        "plant-local-9",
        "plant-typed",
    ] {
        assert!(secrets.iter().any(|it| it == secret), "{secret}: {secrets:?}");
    }
    assert!(secrets.windows(2).all(|it| it[0].len() >= it[1].len()), "longest first");
    let page = secrets.join(" and ");
    assert!(!reach.redactor().redact(&page).contains("plant"));
}

#[test]
fn each_alone_decides_whether_it_is_fresh() {
    let with = |set: &dyn Fn(&mut Reach)| {
        let mut reach = Reach::default();
        set(&mut reach);
        reach.is_fresh()
    };
    assert!(!with(&|it| it.cookies = full().cookies));
    assert!(!with(&|it| it.storage = full().storage));
    assert!(!with(&|it| it.attach = Some("a".into())));
    assert!(with(&|it| (it.headers, it.proxy, it.steps) = (full().headers, full().proxy, full().steps)));
}

/// Parts that parsers split at, put together at random and by rule.
const PARTS: &[&str] = &[
    "",
    "a",
    "=",
    ":",
    ";",
    "env:",
    "file:",
    "env:TOKEN",
    "file:secret.txt",
    "\r\n",
    "\0",
    " ",
    "ü",
    "\u{202e}",
    "%",
    "%4",
    "%zz",
    "@",
    "://",
    "http://",
    "[",
    "]",
    "[[step]]",
    "\n",
    "\"",
    "'",
    "step",
    "go-to",
    "fill=",
    "with",
    "within=9",
    "{",
    "}",
    "{\"cookies\":",
    "[{",
    "null",
    "-1",
    "9e999",
    ",",
    ".",
    "..",
    "🦀",
    "\u{feff}",
    "Domain",
    "SameSite=None",
    "/",
    "?",
    "-----BEGIN CERTIFICATE-----",
    "99999999999999999999",
    "\u{1}",
    "Cookie:",
    "Authorization: Bearer env:",
    "NaN",
];

#[test]
fn nothing_that_is_given_panics() {
    // A generator of numbers (Marsaglia's xorshift), so that each run gives the same texts.
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for _ in 0..20_000 {
        let text: String = (0..next(9)).map(|_| PARTS[next(PARTS.len())]).collect();
        let (mut reach, mut warnings) = (Reach::default(), Vec::new());
        let w = &mut warnings;
        let results = [
            reach.add_header(&text, &SOURCES, w),
            reach.add_cookie(&text, &SOURCES, w),
            reach.set_basic_auth(&text, &SOURCES, w),
            reach.set_proxy(&text, &SOURCES, w),
            reach.add_storage_state("s", &text, w),
            reach.set_steps("t", &text, &SOURCES),
            reach.set_authorities(Path::new("c"), &text),
            reach.set_timezone(&text),
            reach.set_accept_language(&text),
            reach.set_geolocation(&text),
            reach.set_attach(&text),
        ];
        for error in results.into_iter().filter_map(Result::err) {
            let shown = error.to_string();
            assert!(!shown.contains("plant") && shown.ends_with(error.advice()), "{text:?}: {shown}");
            assert!(!error.happened().is_empty());
        }
        // Whatever a variable holds that is given as a proxy is taken for its address, and that is recorded.
        reach.proxy = reach.proxy.filter(|_| !text.contains("env:") && !text.contains("file:"));
        assert!(!format!("{reach:?}{:?}{warnings:?}", reach.record()).contains("plant"), "{text:?}");
    }
}
