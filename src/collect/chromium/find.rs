//! Where browsers live.

use crate::collect::CollectError;
use std::path::{Path, PathBuf};

/// Names the browser to use before any search.
const VARIABLE: &str = "CONSENTLINT_CHROMIUM";

/// The browser to use: the one that `CONSENTLINT_CHROMIUM` names, else Chrome, Chromium or Edge where systems put
/// them, else one that Playwright or Puppeteer has downloaded.
///
/// # Errors
/// [`CollectError::NoBrowser`] if there is none, with what to install.
pub fn find_executable() -> Result<PathBuf, CollectError> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        return if named.is_file() {
            Ok(named)
        } else {
            Err(none(format!("{VARIABLE} names {}, which is not there", named.display())))
        };
    }
    if let Ok(found) = headless_chrome::browser::default_executable() {
        return Ok(found);
    }
    installed().into_iter().find(|path| path.is_file()).or_else(downloaded).ok_or_else(|| {
        none(format!(
            "Install Chromium, Chrome or Edge, or name one with --chromium PATH or {VARIABLE}; \
             files without scripts need none (--render static)"
        ))
    })
}

fn none(advice: String) -> CollectError {
    CollectError::NoBrowser { input: "this".into(), advice }
}

/// Places that are not on the path.
fn installed() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = [
        "/snap/bin/chromium",
        "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
        "/var/lib/flatpak/exports/bin/com.google.Chrome",
        "/opt/google/chrome/chrome",
        "/opt/microsoft/msedge/msedge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ]
    .map(PathBuf::from)
    .into();
    for folder in ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"] {
        let Some(folder) = std::env::var_os(folder) else { continue };
        for below in [
            "Google/Chrome/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe",
            "Chromium/Application/chrome.exe",
        ] {
            places.push(Path::new(&folder).join(below));
        }
    }
    places
}

/// What test drivers keep in their caches, the newest first.
fn downloaded() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from)?;
    let mut caches: Vec<PathBuf> = [
        ".cache/ms-playwright",
        "Library/Caches/ms-playwright",
        "AppData/Local/ms-playwright",
        ".cache/puppeteer/chrome",
    ]
    .map(|below| home.join(below))
    .into();
    caches.extend(std::env::var_os("PLAYWRIGHT_BROWSERS_PATH").map(PathBuf::from));
    caches.extend(std::env::var_os("PUPPETEER_CACHE_DIR").map(|cache| Path::new(&cache).join("chrome")));
    let inside = [
        "chrome-linux/chrome",
        "chrome-linux64/chrome",
        "chrome-win/chrome.exe",
        "chrome-win64/chrome.exe",
        "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
        "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
        "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    ];
    let mut found = Vec::new();
    for cache in caches {
        let Ok(versions) = cache.read_dir() else { continue };
        for version in versions.flatten() {
            let version = version.path();
            let path = inside.iter().map(|below| version.join(below)).find(|path| path.is_file());
            let newest = path.as_ref().and_then(|path| path.metadata().ok()?.modified().ok());
            found.extend(path.map(|path| (newest, path)));
        }
    }
    found.sort();
    found.pop().map(|(_, path)| path)
}
