//! The JSON Schemas under `docs/schema/` are generated from the types. `UPDATE_SCHEMAS=1 cargo test --test schema` writes
//! them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use consentlint::finding::{Inspection, Run};
use consentlint::snapshot::{Snapshot, Visit};
use schemars::{JsonSchema, schema_for};
use std::path::Path;

fn check<T: JsonSchema>(name: &str) {
    keep(name, &schema_for!(T));
}

fn keep(name: &str, schema: &schemars::Schema) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(format!("{name}.json"));
    let fresh = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "docs/schema/{name}.json is stale: run UPDATE_SCHEMAS=1 cargo test --test schema");
}

#[test]
fn snapshot() {
    check::<Snapshot>("snapshot-1");
}

#[test]
fn visit() {
    check::<Visit>("visit-1");
}

#[test]
fn check_run() {
    check::<Run>("check-1");
}

#[test]
fn inspection() {
    check::<Inspection>("inspect-1");
}

#[test]
fn rule_block() {
    keep("rule-1", &consentlint::rules::rule_schema());
}

#[test]
fn scores() {
    check::<consentlint::finding::Scores>("eval-1");
}

#[test]
fn configuration() {
    keep("config-1", &consentlint::cli::config_schema());
}
