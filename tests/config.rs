//! `consentlint.toml`: where it is found, what it sets, and what is said of one that is wrong.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on has failed")]

use assert_cmd::Command;
use consentlint::config::KEYS;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TICKED: &str = "<!doctype html><html lang=en><title>Join</title>
<form action=/join method=post>
  <label><input type=checkbox name=news checked> Send me offers by e-mail</label>
  <button>Join</button>
</form>
";
const RULE: &str = "prechecked-consent";
const SKIPS: &str = "only = [\"prechecked-consent\"]\nskip = [\"prechecked-consent\"]\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    // What lies above the folder of a test is none of its business.
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Exit code, standard output, standard error of the program in a folder.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentlint"));
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(name);
    }
    let output = command.current_dir(folder).args(args).write_stdin(TICKED).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
}

fn code(folder: &TempDir, args: &[&str]) -> i32 {
    run(folder.path(), args).0
}

#[test]
fn the_file_is_found_upward() {
    let folder = folder(&[("site/pages/deep/a.html", TICKED), ("b.html", TICKED), ("site/consentlint.toml", SKIPS)]);
    assert_eq!(code(&folder, &["site/pages/deep/a.html"]), 0);
    assert_eq!(code(&folder, &["site/pages"]), 0);
    assert_eq!(code(&folder, &["site"]), 0);
    assert_eq!(code(&folder, &["--quiet", "check", "site/pages/deep/a.html"]), 0);
    assert_eq!(code(&folder, &["b.html", "--only", RULE]), 1);
    let (_, _, err) = run(folder.path(), &["-v", "site/pages/deep/a.html"]);
    assert_eq!(err, "configuration: site/consentlint.toml\n");
    assert_eq!(run(folder.path(), &["site/pages/deep/a.html"]).2, "");
}

#[test]
fn what_comes_from_elsewhere_goes_by_the_current_folder() {
    let folder = folder(&[("site/consentlint.toml", SKIPS), ("site/x", ""), ("a.html", TICKED)]);
    assert_eq!(run(&folder.path().join("site"), &["-"]).0, 0);
    assert_eq!(run(folder.path(), &["-", "--only", RULE]).0, 1);
    assert_eq!(code(&folder, &["snapshot", "a.html", "-o", "site/a.snap"]), 0);
    assert_eq!(run(&folder.path().join("site"), &["a.snap"]).0, 0);
    assert_eq!(code(&folder, &["site/a.snap", "--only", RULE]), 1);
}

#[test]
fn the_command_line_wins() {
    let folder = folder(&[("a.html", TICKED), ("consentlint.toml", SKIPS)]);
    assert_eq!(code(&folder, &["a.html"]), 0);
    assert_eq!(code(&folder, &["a.html", "--only", RULE]), 1, "who names a rule means it");
    assert_eq!(code(&folder, &["a.html", "--no-config", "--only", RULE]), 1);
    fs::write(folder.path().join("consentlint.toml"), "only = [\"prechecked-consent\"]\nmin-severity = \"error\"")
        .expect("a file");
    assert_eq!(code(&folder, &["a.html", "--skip", RULE]), 0);
    assert_eq!(code(&folder, &["a.html"]), 1);
}

#[test]
fn the_exit_code_is_set_by_the_file() {
    let page = "<!doctype html><html lang=en><title>Join</title><form>
  <label>E-mail <input type=email name=email></label>
  <label><input type=checkbox name=all> I agree to receive offers by e-mail and to the sharing of my data with \
                partners.</label>
  <button>Send</button>
</form>";
    let folder = folder(&[("a.html", page)]);
    let with = |text: &str| {
        let text = format!("only = [\"bundled-purposes\"]\n{text}");
        fs::write(folder.path().join("consentlint.toml"), text).expect("a file");
        run(folder.path(), &["a.html"])
    };
    assert_eq!(with("").0, 0, "a warning is not counted by default");
    assert_eq!(with("fail-on = \"warning\"").0, 1);
    assert_eq!(with("fail-on = \"warning\"\nmin-severity = \"error\"").0, 0);
    assert_eq!(code(&folder, &["a.html", "--min-severity", "info"]), 1);
    assert_eq!(with("expect-surface = \"form\"").0, 0);
    let (exit, _, err) = with("expect-surface = \"banner\"");
    assert!(exit == 4 && err.contains("--expect-surface"), "{exit} {err}");
    assert_eq!(code(&folder, &["a.html", "--expect-surface=form"]), 0);
}

#[test]
fn a_page_is_judged_the_same() {
    let folder = folder(&[("a.html", TICKED), ("consentlint.toml", "only = [\"prechecked-consent\"]\n")]);
    let findings = |args: &[&str]| {
        let (_, out, err) = run(folder.path(), args);
        let run: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
        run["inputs"][0].clone()
    };
    let by_file = findings(&["a.html", "--format", "json"]);
    assert_eq!(by_file, findings(&["a.html", "--format", "json", "--no-config", "--only", RULE]));
    assert_eq!(by_file["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_unknown_key_is_an_error_that_suggests_the_right_one() {
    let folder = folder(&[("a.html", TICKED), ("consentlint.toml", "# ours\nfail_on = \"warning\"\n")]);
    for args in [&["a.html"][..], &["inspect", "a.html"], &["explain", RULE], &["snapshot", "a.html", "-o", "a.snap"]] {
        let (exit, out, err) = run(folder.path(), args);
        assert_eq!((exit, out.as_str()), (2, ""), "{args:?}");
        for part in [
            "there is no key `fail_on`; did you mean `fail-on`?",
            "place: consentlint.toml:2:1",
            "line: fail_on = \"warning\"",
            "help: Use set, rules,",
            "consentlint::configuration",
        ] {
            assert!(err.contains(part), "{part}\n{err}");
        }
    }
    let (_, _, err) = run(folder.path(), &["a.html", "--color", "always"]);
    assert!(err.contains("consentlint.toml") && err.contains(":2:1") && err.contains("here"), "{err}");
    assert_eq!(code(&folder, &["a.html", "--no-config", "--only", RULE]), 1);
    assert_eq!(code(&folder, &["rules"]), 0, "what looks at no page goes by no configuration");
}

#[test]
fn a_wrong_value_is_pointed_at() {
    let folder = folder(&[("a.html", TICKED)]);
    for (text, place, said) in [
        ("set = \"pedantic\"\nfail-on = \"fatal\"", "2:11", "`fail-on` can't be “fatal”"),
        ("fail-on = \"fatal\"", "1:11", "Use one of error, warning, info, review"),
        ("show = [\"pass\", \"fail\"]", "1:17", "`show` can't be “fail”"),
        ("timeout = \"soon\"", "1:11", "`timeout` can't be “soon”: write it in seconds"),
        ("timeout = 30", "1:11", "`timeout` is no text"),
        ("viewport = \"wide\"", "1:12", "`viewport` can't be “wide”"),
        ("jurisdiction = [\"eu\", \"europe\"]", "1:23", "`jurisdiction` can't be “europe”"),
        ("expect-surface = \"any form\"", "1:18", "any, banner, form"),
        ("skip = [\n  \"prechecked-consnt\",\n]", "2:3", "did you mean `prechecked-consent`?"),
        ("set = \"2025-01\"", "1:7", "there is no set `2025-01`"),
        ("as-of = \"yesterday\"", "1:9", "`yesterday` is not a date"),
        ("rules = \"a\"\npack = \"b\"", "", "has no meaning beside"),
        ("only = [", "1:", "this is no TOML"),
        ("ignore = [\"a{b\"]", "1:1", "`ignore`: "),
    ] {
        fs::write(folder.path().join("consentlint.toml"), text).expect("a file");
        let (exit, out, err) = run(folder.path(), &["a.html"]);
        assert_eq!((exit, out.as_str()), (2, ""), "{text}\n{err}");
        assert!(err.contains(&format!("place: consentlint.toml:{place}")), "{text}\n{err}");
        assert!(err.contains(said), "{text}\n{err}");
    }
}

#[test]
fn one_command_goes_by_one_file() {
    let folder = folder(&[
        ("one/a.html", TICKED),
        ("one/consentlint.toml", SKIPS),
        ("two/a.html", TICKED),
        ("two/consentlint.toml", ""),
        ("three/a.html", TICKED),
    ]);
    let (exit, out, err) = run(folder.path(), &["one/a.html", "two/a.html"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("one/a.html goes by one/consentlint.toml, two/a.html goes by two/consentlint.toml"), "{err}");
    let (exit, _, err) = run(folder.path(), &["three", "one"]);
    assert_eq!(exit, 2);
    assert!(err.contains("three goes by no configuration, one goes by one/consentlint.toml"), "{err}");
    assert!(err.contains("--config FILE"), "{err}");
    let both = ["one/a.html", "two/a.html"];
    assert_eq!(code(&folder, &[&both[..], &["--config", "one/consentlint.toml"]].concat()), 0);
    assert_eq!(code(&folder, &[&both[..], &["--no-config", "--only", RULE]].concat()), 1);
    assert_eq!(code(&folder, &[&both[..], &["--config", "none.toml"]].concat()), 2);
    assert_eq!(code(&folder, &[&both[..], &["--config", "one/consentlint.toml", "--no-config"]].concat()), 2);
}

#[test]
fn paths_begin_at_the_file() {
    let folder =
        folder(&[("site/a.html", TICKED), ("site/consentlint.toml", "rules = \"ours\"\nonly = [\"fake-urgency\"]")]);
    let site = folder.path().join("site");
    assert_eq!(run(&site, &["rules", "new", "fake-urgency"]).0, 0);
    fs::rename(site.join("rules"), site.join("ours")).expect("a folder");
    let (exit, _, err) = run(folder.path(), &["site/a.html"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    let (exit, out, err) = run(&site, &["explain", "fake-urgency"]);
    assert_eq!(exit, 0, "{err}");
    assert!(out.starts_with("# "), "{out}");
    assert_eq!(run(folder.path(), &["explain", "fake-urgency"]).0, 2);
}

#[test]
fn what_is_ignored_is_not_searched_for() {
    let folder = folder(&[
        ("site/a.html", TICKED),
        ("site/drafts/b.html", TICKED),
        ("site/deep/c.draft.html", TICKED),
        ("site/consentlint.toml", "ignore = [\"drafts/\", \"*.draft.html\"]\nonly = [\"prechecked-consent\"]"),
    ]);
    let inputs = |args: &[&str]| {
        let (_, out, err) = run(folder.path(), &[args, &["--format", "json"]].concat());
        let run: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
        let inputs = run["inputs"].as_array().expect("inputs").clone();
        inputs.iter().filter_map(|it| it["input"].as_str().map(str::to_string)).collect::<Vec<_>>()
    };
    assert_eq!(inputs(&["site"]), ["site/a.html"]);
    assert_eq!(inputs(&["site/drafts/b.html"]), ["site/drafts/b.html"], "what is named is looked at");
    assert_eq!(inputs(&["site", "--no-config"]).len(), 3);
}

#[test]
fn every_key_is_documented() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let docs = fs::read_to_string(docs).expect("the page");
    for key in KEYS {
        assert!(docs.contains(&format!("\n| `{}` | ", key.name)), "{}", key.name);
    }
    let rows = docs.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, KEYS.len(), "a row for each key and no other");
}

#[test]
fn the_example_in_the_docs_is_sound() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let docs = fs::read_to_string(docs).expect("the page");
    let (_, rest) = docs.split_once("```toml\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let folder = folder(&[("a.html", TICKED), ("consentlint.toml", example)]);
    let (exit, _, err) = run(folder.path(), &["a.html"]);
    assert_eq!(exit, 1, "{err}");
}
