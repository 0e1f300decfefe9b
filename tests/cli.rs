//! The program as people and build services meet it: what it prints, and how it ends.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use assert_cmd::Command;
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
const UNTICKED: &str = "<!doctype html><html lang=en><title>Join</title>
<form action=/join method=post>
  <label><input type=checkbox name=news> Send me offers by e-mail</label>
  <button>Join</button>
</form>
";
const RULE: &str = "prechecked-consent";

/// The program in a folder, with nothing of this machine's terminal about it.
fn consentlint(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentlint"));
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Exit code, standard output, standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn help_says_what_there_is() {
    let folder = folder(&[]);
    let (code, out, _) = run(consentlint(folder.path()).arg("--help"));
    assert_eq!(code, 0);
    for word in ["check", "inspect", "explain", "rules", "snapshot", "doctor", "Exit codes", "Examples"] {
        assert!(out.contains(word), "{word}\n{out}");
    }
    for command in ["check", "inspect", "explain", "rules", "snapshot", "doctor"] {
        let (code, out, _) = run(consentlint(folder.path()).args([command, "--help"]));
        assert_eq!(code, 0, "{command}");
        assert!(out.contains("Usage"), "{out}");
    }
    assert_eq!(run(consentlint(folder.path()).arg("--version")).0, 0);
    assert_eq!(run(&mut consentlint(folder.path())).0, 2);
}

#[test]
fn the_exit_code_tells_failures_from_the_rest() {
    let folder = folder(&[("bad.html", TICKED), ("good.html", UNTICKED)]);
    let check = |args: &[&str]| run(consentlint(folder.path()).args(args)).0;
    assert_eq!(check(&["good.html", "--only", RULE]), 0);
    assert_eq!(check(&["bad.html", "--only", RULE]), 1);
    assert_eq!(check(&["check", "bad.html", "--only", RULE]), 1);
    assert_eq!(check(&["bad.html", "--only", RULE, "--exit-zero"]), 0);
    assert_eq!(check(&["good.html", "missing.html", "--only", RULE]), 4);
    assert_eq!(check(&["bad.html", "missing.html", "--only", RULE]), 1, "1 wins over 4");
    assert_eq!(check(&["bad.html", "missing.html", "--only", RULE, "--exit-zero"]), 4);
}

#[test]
fn a_missing_file_is_an_input_and_the_others_go_on() {
    let folder = folder(&[("good.html", UNTICKED)]);
    let (code, out, _) = run(consentlint(folder.path()).args(["missing.html", "good.html", "--only", RULE]));
    assert_eq!(code, 4);
    assert!(out.contains("unreadable") && out.contains("good.html") && out.contains("1 could not be seen"), "{out}");
}

#[test]
fn a_folder_without_pages_is_nothing_to_check() {
    let folder = folder(&[("notes.txt", "none"), ("out/page.html", TICKED), (".gitignore", "out/\n")]);
    let (code, out, err) = run(consentlint(folder.path()).arg("."));
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("no HTML file") && err.contains("help"), "{err}");
}

#[test]
fn a_folder_is_checked_in_order() {
    let folder = folder(&[("b.html", UNTICKED), ("B.html", UNTICKED), ("a/c.htm", UNTICKED)]);
    let (code, out, _) = run(consentlint(folder.path()).args([".", "--format", "json", "--only", RULE]));
    assert_eq!(code, 0);
    let run: Value = serde_json::from_str(&out).expect("JSON");
    let names: Vec<&str> =
        run["inputs"].as_array().expect("inputs").iter().filter_map(|it| it["input"].as_str()).collect();
    assert_eq!(names, ["B.html", "a/c.htm", "b.html"]);
}

#[test]
fn usage_errors_end_with_2_and_say_what_to_do() {
    let folder = folder(&[("a.html", TICKED)]);
    let (code, _, err) = run(consentlint(folder.path()).args(["a.html", "--only", "prechecked-consnt"]));
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `prechecked-consent`") && err.contains("consentlint::rule"), "{err}");
    let (code, _, err) = run(consentlint(folder.path()).args(["a.html", "--format", "sarif"]));
    assert_eq!(code, 2);
    assert!(err.contains("not there yet"), "{err}");
    let (code, _, err) = run(consentlint(folder.path()).args(["a.html", "--format", "yaml"]));
    assert_eq!(code, 2);
    assert!(err.contains("no such format"), "{err}");
    for wrong in [
        &["a.html", "--viewport", "wide"][..],
        &["a.html", "--no-such-option"],
        &["a.html", "--as-of", "yesterday"],
        &["a.html", "--format", "text", "--format", "json"],
        &["a.html", "--rules", "nowhere"],
        &["ftp://example.com/"],
        &["page.warc"],
        &["-", "-"],
        &["explain", "no-such-rule"],
        &["rules", "new", "Not_Kebab"],
    ] {
        let (code, out, err) = run(consentlint(folder.path()).args(wrong).write_stdin(""));
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(!err.is_empty(), "{wrong:?}");
    }
}

#[test]
fn json_is_version_1() {
    let folder = folder(&[("a.html", TICKED)]);
    let (_, out, err) = run(consentlint(folder.path()).args(["a.html", "--format", "json", "--only", RULE]));
    assert_eq!(err, "");
    let run: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(run["format"], 1);
    assert_eq!(run["tool"]["name"], "consentlint");
    let finding = &run["inputs"][0]["findings"][0];
    assert_eq!((finding["rule"].as_str(), finding["outcome"].as_str()), (Some(RULE), Some("fail")));
    assert_eq!(finding["span"]["line"], 3);
    assert_eq!(run["summary"]["error"], 1);
}

#[test]
fn text_is_plain_in_a_pipe_and_the_same_each_time() {
    let folder = folder(&[("a.html", TICKED)]);
    let first = run(consentlint(folder.path()).args(["a.html", "--only", RULE]));
    let again = run(consentlint(folder.path()).args(["a.html", "--only", RULE]));
    assert_eq!(first, again);
    let (_, out, err) = first;
    assert_eq!(err, "");
    assert!(!out.contains('\u{1b}') && !out.contains('│'), "{out}");
    for line in [
        "a.html",
        "1 consent surface: form",
        "rule: consentlint(prechecked-consent)",
        "place: a.html:3:",
        "No jurisdiction",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert!(out.ends_with("1 error in 1 page\n"), "{out}");
}

#[test]
fn colours_are_asked_for_and_refused() {
    let folder = folder(&[("a.html", TICKED)]);
    let check = |variable: &str, args: &[&str]| {
        let mut command = consentlint(folder.path());
        command.args(["a.html", "--only", RULE]).args(args);
        if !variable.is_empty() {
            command.env(variable, "1");
        }
        run(&mut command).1
    };
    assert!(check("", &["--color", "always"]).contains('\u{1b}'));
    assert!(check("FORCE_COLOR", &[]).contains('\u{1b}'));
    assert!(!check("NO_COLOR", &[]).contains('\u{1b}'));
    assert!(!check("FORCE_COLOR", &["--color", "never"]).contains('\u{1b}'));
    let drawn = check("", &["--color", "always"]);
    assert!(drawn.contains("checked") && drawn.contains('│'), "{drawn}");
}

#[test]
fn a_page_without_consent_is_not_called_clean() {
    let folder = folder(&[("a.html", "<!doctype html><title>News</title><p>Nothing is asked for here.</p>")]);
    let (code, out, _) = run(consentlint(folder.path()).arg("a.html"));
    assert_eq!(code, 0);
    assert!(out.contains("no consent surface seen here") && out.contains("1 without a consent surface"), "{out}");
    let (code, _, err) = run(consentlint(folder.path()).args(["a.html", "--expect-surface"]));
    assert_eq!(code, 4);
    assert!(err.contains("--expect-surface"), "{err}");
}

#[test]
fn what_is_expected_may_be_named() {
    let folder = folder(&[("a.html", UNTICKED)]);
    let expect = |what: &str| run(consentlint(folder.path()).args(["a.html", "--only", RULE, what])).0;
    assert_eq!(expect("--expect-surface"), 0);
    assert_eq!(expect("--expect-surface=form"), 0);
    assert_eq!(expect("--expect-surface=banner"), 4);
}

#[test]
fn standard_input_is_an_input() {
    let folder = folder(&[]);
    let (code, out, _) =
        run(consentlint(folder.path()).args(["-", "--format", "json", "--only", RULE]).write_stdin(TICKED));
    assert_eq!(code, 1);
    let run: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(run["inputs"][0]["input"], "-");
    assert!(run["inputs"][0]["url"].is_null());
}

#[test]
fn hostile_strings_are_inert() {
    let label =
        "::error::owned \u{1b}[31mred\u{1b}]0;title\u{7} \u{9b}2J \u{202e}desrever\u{202c} ##vso[task.x] \u{e0041}";
    let long = "x".repeat(5000);
    let page = format!(
        "<!doctype html><html lang=en><title>\u{1b}[2J</title><p>{long}</p><form action=/j method=post><p>{long}<label>\
         <input type=checkbox name=\"::set-output name=a::\u{1b}[5m\" checked> Send me offers by e-mail {label}</label>{long}\
         <button>Join</button></form>"
    );
    let folder = folder(&[("::warning::\u{202e}a.html", &page)]);
    for args in [&["."][..], &[".", "--color", "always"], &[".", "-v"], &[".", "--format", "json"]] {
        let (code, out, err) = run(consentlint(folder.path()).args(args).args(["--only", RULE]));
        assert_eq!(code, 1, "{out}{err}");
        assert!(!out.contains(['\u{202e}', '\u{9b}', '\u{7}', '\u{e0041}']), "{args:?}\n{out}");
        assert!(
            !out.contains("\u{1b}[2J") && !out.contains("\u{1b}]0") && !out.contains("\u{1b}[5m"),
            "{args:?}\n{out}"
        );
        assert!(!out.lines().any(|line| line.trim_start().starts_with("::")), "{args:?}\n{out}");
        if !args.contains(&"json") {
            assert!(!out.contains("##vso["), "{args:?}\n{out}");
            assert!(!out.lines().any(|line| line.len() > 2500), "{args:?}\n{out}");
        }
    }
}

#[test]
fn formats_and_files_come_in_pairs() {
    let folder = folder(&[("a.html", TICKED)]);
    let args = ["a.html", "--only", RULE, "--format", "json", "--output", "r.json", "--format", "text"];
    let (code, out, _) = run(consentlint(folder.path()).args(args));
    assert_eq!(code, 1);
    assert!(out.contains("1 error in 1 page"), "{out}");
    let json: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("r.json")).expect("a file")).expect("JSON");
    assert_eq!(json["format"], 1);
    let args = [
        "a.html", "--only", RULE, "--format", "text", "-o", "r.txt", "--format", "json", "-o", "s.json", "--color",
        "always",
    ];
    let (_, out, _) = run(consentlint(folder.path()).args(args));
    assert_eq!(out, "");
    let text = fs::read_to_string(folder.path().join("r.txt")).expect("a file");
    assert!(text.contains("1 error") && !text.contains('\u{1b}'), "{text}");
    assert_eq!(run(consentlint(folder.path()).args(["a.html", "-o", "no/such/folder/r.txt"])).0, 2);
    let (code, _, _) = run(consentlint(folder.path()).args(["a.html", "--only", RULE, "-o", "r.md", "-o", "r.html"]));
    assert_eq!(code, 1);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    assert!(read("r.md").starts_with("# Consent interfaces") && read("r.md").contains("`prechecked-consent`"));
    assert!(read("r.html").starts_with("<!doctype html>") && read("r.html").contains("prechecked-consent"));
    let (code, _, err) = run(consentlint(folder.path()).args(["inspect", "a.html", "--format", "html"]));
    assert!(code == 2 && err.contains("inspect writes text or json"), "{err}");
}

#[test]
fn snapshots_are_stored_and_judged_alike() {
    let folder = folder(&[("a.html", TICKED)]);
    let (code, out, err) = run(consentlint(folder.path()).args(["snapshot", "a.html", "-o", "a.snap"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("a.snap") && out.contains("nodes"), "{out}");
    let (code, out, _) = run(consentlint(folder.path()).args(["a.snap", "--only", RULE]));
    assert_eq!(code, 1);
    assert!(out.contains("stored") && out.contains("> input") && !out.contains("a.snap:3"), "{out}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left behind");
    let (code, _, err) = run(consentlint(folder.path()).args(["snapshot", "missing.html", "-o", "b.snap"]));
    assert_eq!(code, 4);
    assert!(err.contains("missing.html"), "{err}");
}

#[test]
fn a_broken_snapshot_is_unreadable() {
    let folder = folder(&[("a.snap", "this is no snapshot")]);
    let (code, out, _) = run(consentlint(folder.path()).arg("a.snap"));
    assert_eq!(code, 4);
    assert!(out.contains("unreadable") && out.ends_with("1 page could not be seen\n"), "{out}");
}

#[test]
fn inspect_says_what_was_understood() {
    let folder = folder(&[("a.html", TICKED)]);
    let (code, out, _) = run(consentlint(folder.path()).args(["inspect", "a.html"]));
    assert_eq!(code, 0);
    assert!(out.contains("choices:") && out.contains("default on"), "{out}");
    let (_, out, _) = run(consentlint(folder.path()).args(["inspect", "a.html", "--format", "json"]));
    let inspection: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(inspection["format"], 1);
    assert_eq!(inspection["inputs"][0]["surfaces"][0]["choices"][0]["default"], "on");
}

#[test]
fn rules_are_explained() {
    let folder = folder(&[("a.html", TICKED)]);
    let (code, out, _) = run(consentlint(folder.path()).args(["explain", RULE]));
    assert_eq!(code, 0);
    assert!(out.starts_with("# ") && out.contains("## Law") && !out.contains("toml rule"), "{out}");
    let (code, out, err) = run(consentlint(folder.path()).args(["explain", "a.html", "--rule", RULE]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("fail") && out.contains("all: "), "{out}");
    let (code, _, err) =
        run(consentlint(folder.path()).args(["explain", "a.html", "--rule", RULE, "--at", "#nowhere"]));
    assert_eq!(code, 3, "{err}");
    let (code, _, err) = run(consentlint(folder.path()).args(["explain", "a.html"]));
    assert_eq!(code, 2);
    assert!(err.contains("--rule"), "{err}");
}

#[test]
fn rules_are_listed() {
    let folder = folder(&[]);
    let (code, out, _) = run(consentlint(folder.path()).arg("rules"));
    assert_eq!(code, 0);
    assert!(out.contains(RULE), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let (_, out, _) = run(consentlint(folder.path()).args(["rules", "--format", "json", "--severity", "error"]));
    let list: Value = serde_json::from_str(&out).expect("JSON");
    assert!(list["rules"].as_array().is_some_and(|rules| rules.iter().all(|rule| rule["severity"] == "error")));
    let (_, out, _) = run(consentlint(folder.path()).args(["rules", "ticked", "--format", "markdown"]));
    assert!(out.starts_with("| rule |") && out.contains(RULE), "{out}");
    assert_eq!(run(consentlint(folder.path()).args(["rules", "no such word anywhere"])).0, 3);
}

#[test]
fn a_new_rule_page_is_sound_and_overwrites_nothing() {
    let folder = folder(&[]);
    let (code, _, err) = run(consentlint(folder.path()).args(["rules", "new", "fake-urgency"]));
    assert_eq!(code, 0, "{err}");
    let (code, out, err) = run(consentlint(folder.path()).args(["rules", "test", "rules"]));
    assert_eq!((code, out.as_str()), (0, "3 passed, 0 failed\n"), "{err}");
    let (code, _, err) = run(consentlint(folder.path()).args(["rules", "new", "fake-urgency"]));
    assert_eq!(code, 2);
    assert!(err.contains("already"), "{err}");
    assert_eq!(run(consentlint(folder.path()).args(["rules", "new", RULE])).0, 2);
}

#[test]
fn an_example_that_is_wrong_is_told() {
    let folder = folder(&[]);
    run(consentlint(folder.path()).args(["rules", "new", "fake-urgency"]));
    let page = folder.path().join("rules/fake-urgency.md");
    let text = fs::read_to_string(&page).expect("a page").replace("```html pass", "```html fail");
    fs::write(&page, text).expect("a page");
    let (code, out, _) = run(consentlint(folder.path()).args(["rules", "test", "rules"]));
    assert_eq!(code, 1);
    assert!(out.contains("expected fail, got pass") && out.contains("line "), "{out}");
    assert_eq!(out.lines().last(), Some("2 passed, 1 failed"));
}

#[test]
fn suppressions_count_in_ones_own_pages() {
    let page =
        TICKED.replace("<label>", "<!-- consentlint-ignore prechecked-consent: it is agreed with legal --><label>");
    let folder = folder(&[("a.html", &page)]);
    let (code, out, _) = run(consentlint(folder.path()).args(["a.html", "--only", RULE]));
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("1 finding suppressed"), "{out}");
    assert_eq!(run(consentlint(folder.path()).args(["a.html", "--only", RULE, "--inline-suppressions", "off"])).0, 1);
}
