//! The house: which room may import which. The table is that of `docs/architecture.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms that it may import, top to bottom as the pipeline runs.
const ROOMS: &[(&str, &[&str])] = &[
    ("snapshot", &[]),
    ("lexicon", &[]),
    ("finding", &["snapshot"]),
    ("net", &[]),
    ("collect", &["snapshot", "net"]),
    ("meaning", &["snapshot", "lexicon", "finding"]),
    ("checks", &["meaning", "snapshot", "lexicon", "finding"]),
    ("rules", &["checks", "meaning", "finding", "snapshot", "lexicon"]),
    ("config", &["rules", "finding", "lexicon", "snapshot"]),
    ("walk", &["collect", "meaning", "snapshot", "net", "lexicon"]),
    ("lint", &["walk", "collect", "meaning", "rules", "config", "finding", "snapshot", "net"]),
    ("eval", &["lint", "finding"]),
    ("report", &["finding", "snapshot", "rules"]),
    (
        "cli",
        &[
            "snapshot", "lexicon", "finding", "net", "collect", "meaning", "checks", "rules", "config", "walk", "lint",
            "eval", "report",
        ],
    ),
];

/// Rooms that may read, write or speak to a network.
const IN_AND_OUT: &[&str] = &["net", "collect", "walk", "cli"];

/// Rooms that may print.
const PRINT: &[&str] = &["report", "cli"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Rooms that a file names as `crate::room`, comments left out.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            let inner = rest.strip_prefix('{').unwrap_or(rest);
            for part in if rest.starts_with('{') { inner.split(',').collect::<Vec<_>>() } else { vec![inner] } {
                let name: String = part.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if ROOMS.iter().any(|(room, _)| *room == name) {
                    found.insert(name);
                }
            }
        }
    }
    found
}

#[test]
fn a_room_imports_only_what_its_row_names() {
    let mut wrong = Vec::new();
    for (room, may) in ROOMS {
        for file in sources(&src().join(room)) {
            let text = fs::read_to_string(&file).expect("readable");
            for name in imports(&text) {
                if name != *room && !may.contains(&name.as_str()) {
                    wrong.push(format!("{} imports {name}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that the table does not have:\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_room_and_every_room_a_folder() {
    let folders: BTreeSet<String> = fs::read_dir(src())
        .expect("src")
        .flatten()
        .filter(|it| it.path().is_dir())
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    let rooms: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_string()).collect();
    assert_eq!(folders, rooms);
}

#[test]
fn rooms_that_judge_open_no_file_and_print_nothing() {
    for (room, _) in ROOMS {
        for file in sources(&src().join(room)) {
            let text = fs::read_to_string(&file).expect("readable");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code: String =
                code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            if !IN_AND_OUT.contains(room) {
                for word in ["std::fs", "std::net", "std::process", "tokio", "ureq"] {
                    let report_handles = *room == "report" && word == "std::process";
                    assert!(report_handles || !code.contains(word), "{} uses {word}", file.display());
                }
            }
            if !PRINT.contains(room) {
                for word in ["println!", "print!(", "eprintln!", "io::stdout", "io::stderr"] {
                    let worker = file.ends_with("worker.rs");
                    assert!(worker || !code.contains(word), "{} prints", file.display());
                }
            }
        }
    }
}

#[test]
fn a_file_is_one_room_of_ideas() {
    for file in sources(&src()) {
        let lines = fs::read_to_string(&file).expect("readable").lines().count();
        assert!(lines <= 600, "{} has {lines} lines: two rooms", file.display());
    }
}

#[test]
fn the_table_reads_imports_as_people_write_them() {
    let read = |text: &str| imports(text).into_iter().collect::<Vec<_>>();
    assert_eq!(read("use crate::snapshot::NodeId;"), ["snapshot"]);
    assert_eq!(read("use crate::{finding::Run, lint};"), ["finding", "lint"]);
    assert_eq!(read("let it = crate::net::fetch(x);"), ["net"]);
    assert!(read("// use crate::lint;").is_empty());
    assert!(read("//! [`crate::lint`]").is_empty());
}
