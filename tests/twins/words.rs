//! What the twins say: one table a language, written apart from the lexicons.

use std::collections::BTreeMap;
use std::path::Path;

pub struct Words {
    pub tag: String,
    table: BTreeMap<String, String>,
}

impl Words {
    /// All languages, by tag.
    pub fn all() -> Vec<Words> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/twins/words");
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        files.sort();
        let read = |path: &std::path::PathBuf| Words {
            tag: path.file_stem().unwrap().to_str().unwrap().to_string(),
            table: toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
        };
        files.iter().map(read).collect()
    }

    pub fn say(&self, key: &str) -> &str {
        self.table.get(key).unwrap_or_else(|| panic!("{}: nothing for {key}", self.tag))
    }

    pub fn knows(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub fn is_mirrored(&self) -> bool {
        matches!(self.tag.as_str(), "ar" | "fa" | "he")
    }
}
