use super::failure::Failure;
use std::path::Path;

/// Reads a folder of rules, laid out as `rules/` is: pages at the top, `law/` and `lexicon/` below. Pairs of path and
/// text, sorted.
pub(super) fn read(folder: Option<&Path>) -> Result<Vec<(String, String)>, Failure> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for (below, ending) in [("", "md"), ("", "toml"), ("law", "toml"), ("lexicon", "toml")] {
        let at = folder.join(below);
        if !below.is_empty() && !at.is_dir() {
            continue;
        }
        let entries = std::fs::read_dir(&at).map_err(|error| Failure::rules_folder(&at, &error))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let fits = path.is_file() && path.extension().is_some_and(|it| it == ending);
            if let (true, Some(name)) = (fits, path.file_name()) {
                let text = std::fs::read_to_string(&path).map_err(|error| Failure::rules_folder(&path, &error))?;
                let name = name.to_string_lossy();
                files.push((if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") }, text));
            }
        }
    }
    files.sort();
    Ok(files)
}
