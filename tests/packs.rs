//! Rules, words and law from outside, and from another day.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use consentlint::finding::Outcome;
use consentlint::lint::{Input, LintOptions, Linter, Render};
use consentlint::rules::Pack;

const RULE: &str = r#"# The word purple is on a button

```toml rule
severity = "warning"
confidence = "high"
since = "2026-12"
needs = ["source"]
on = "action"
all = [{ intent = ["accept"] }]
message = "“{label}” is there"
fix = "Take it away."
law = ["gdpr-7-1"]
pattern = "None"
```
"#;

const LEXICON: &str = r#"
[language]
tag = "eo"
name = "Esperanto"
words = "spaced"
script = "Latn"
made = "for a test"
review = "machine"
common = ["la", "kaj", "de", "en", "ni", "vi", "por", "estas", "ne", "kun"]

[intent]
accept = ["akcepti ĉion"]
reject = ["rifuzi ĉion"]

[purpose]
analytics = ["statistik*"]

[consent]
topic = ["kuketo*"]
agree = ["vi konsentas"]
ask = ["ĉu vi konsentas"]
"#;

const PAGE: &str = "<!doctype html><html lang=eo><title>Vendejo</title><body><div role=dialog><p>Ni uzas kuketojn por \
                    statistiko. Ĉu vi konsentas?</p><button>Akcepti ĉion</button></div></body></html>";

fn options() -> LintOptions {
    LintOptions { render: Render::Static, ..LintOptions::default() }
}

fn failed(options: LintOptions, page: &str) -> Vec<String> {
    let linter = Linter::new(options).unwrap();
    let report = linter.check(&[Input::Stdin(page.as_bytes().to_vec())], &|_| ()).inputs.remove(0);
    report.findings.into_iter().filter(|it| it.outcome == Outcome::Fail).map(|it| it.rule).collect()
}

#[test]
fn a_language_is_one_file_and_a_rule_is_one_page() {
    assert!(failed(options(), PAGE).is_empty(), "the language is not known yet");
    let more =
        vec![("lexicon/eo.toml".to_string(), LEXICON.to_string()), ("purple-button.md".to_string(), RULE.to_string())];
    let found = failed(LintOptions { more_rules: more, ..options() }, PAGE);
    assert!(found.contains(&"no-refusal-first-layer".to_string()), "the words were read: {found:?}");
    assert!(found.contains(&"purple-button".to_string()), "the rule was asked: {found:?}");
}

#[test]
fn a_pack_judges_as_its_day_did() {
    let more = vec![("purple-button.md".to_string(), RULE.to_string())];
    let pack = Pack::of(&more);
    let kept = Pack::from_bytes(&pack.to_bytes().unwrap()).unwrap();
    assert_eq!(kept.sha256(), pack.sha256());
    assert_ne!(kept.sha256(), Pack::of(&[]).sha256());
    assert_eq!(Pack::sha256_of_builtin(), Pack::of(&[]).sha256());
    let page = "<!doctype html><html lang=en><title>Shop</title><body><div role=dialog><p>We use cookies for statistics. Do \
                you agree?</p><button>Accept all</button><button>Reject all</button></div></body></html>";
    let by_pack = failed(LintOptions { pack: Some(kept), ..options() }, page);
    assert_eq!(by_pack, failed(LintOptions { more_rules: more, ..options() }, page));
    assert!(by_pack.contains(&"purple-button".to_string()));
    assert!(!failed(options(), page).contains(&"purple-button".to_string()));
}

#[test]
fn what_is_no_pack_is_refused() {
    for bytes in [&b"no pack"[..], &[], &zstd::encode_all(&b"{\"format\":9,\"files\":{}}"[..], 1).unwrap()] {
        assert!(Pack::from_bytes(bytes).is_err());
    }
}

#[test]
fn judgements_are_only_in_the_pedantic_set() {
    let text = "We use cookies for statistics and for advertising, if you agree to it. ".repeat(30);
    let page = format!(
        "<!doctype html><html lang=en><title>Shop</title><body><div role=dialog><p>{text}</p><button>Accept all</button>\
         <button>Reject all</button></div></body></html>"
    );
    let rule = "unreadable-text".to_string();
    assert!(!failed(options(), &page).contains(&rule));
    assert!(failed(LintOptions { set: "pedantic".into(), ..options() }, &page).contains(&rule));
    assert!(failed(LintOptions { only: vec![rule.clone()], ..options() }, &page).contains(&rule));
}

#[test]
fn an_error_in_a_page_shows_its_line() {
    let folder = std::env::temp_dir().join(format!("consentlint-bad-rules-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("bad.md"), RULE.replace("intent =", "inten =")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_consentlint"))
        .args(["rules", "test"])
        .arg(&folder)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for words in ["did you mean `intent`?", "place: bad.md:9", "line: all = [{ inten ="] {
        assert!(said.contains(words), "{words}: {said}");
    }
}
