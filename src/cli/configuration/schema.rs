//! The JSON Schema of `consentlint.toml`, so that editors know it. It is made from the options of `check`.

use super::option_of;
use crate::cli::command;
use crate::config::{KEYS, Key, Takes};
use clap::Arg;
use schemars::Schema;
use serde_json::{Map, Value, json};

/// What `ignore` is for, which no option says.
const IGNORED: &str = "Pages and folders that are left out where a folder is searched; patterns as in a .gitignore";

/// The JSON Schema of `consentlint.toml`.
pub fn config_schema() -> Schema {
    let command = command();
    let check = command.find_subcommand("check");
    let properties: Map<String, Value> = KEYS
        .iter()
        .map(|key| (key.name.to_string(), property(key, check.and_then(|check| option_of(check, key.name)))))
        .collect();
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), "consentlint.toml".into());
    schema.insert("description".into(), "What a project sets for its own pages.".into());
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.insert("additionalProperties".into(), false.into());
    schema.into()
}

fn property(key: &Key, option: Option<&Arg>) -> Value {
    let says = option.and_then(Arg::get_help).map_or(IGNORED.to_string(), ToString::to_string);
    let words = option.map(Arg::get_possible_values).unwrap_or_default();
    let words: Vec<&str> = words.iter().map(|word| word.get_name()).collect();
    let text = if words.is_empty() { json!({ "type": "string" }) } else { json!({ "type": "string", "enum": words }) };
    let mut property = match key.takes {
        Takes::Text | Takes::Path => text,
        Takes::List => json!({ "type": "array", "items": text }),
        Takes::Switch => json!({ "type": "boolean" }),
    };
    property["description"] = match key.takes {
        Takes::Path => format!("{says}; from the folder of this file").into(),
        _ => says.into(),
    };
    property
}
