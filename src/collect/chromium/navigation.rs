//! Going to an address, and what it means when that fails.

use super::connection::{CallError, Pending};
use super::page::Response;
use crate::collect::CollectError;
use serde::Deserialize;
use url::Url;

/// Whether an input may be shown to a browser at all.
///
/// # Errors
/// [`CollectError::Unreadable`] for anything but `http`, `https`, `file` and `about`.
pub(super) fn allowed(input: &str) -> Result<Url, CollectError> {
    let unreadable = |why: String| CollectError::Unreadable { input: input.to_owned(), why };
    let url = Url::parse(input).map_err(|error| unreadable(format!("it is no address ({error})")))?;
    match url.scheme() {
        "http" | "https" | "file" | "about" => Ok(url),
        other => Err(unreadable(format!("only http, https, file and about addresses are shown, not {other}"))),
    }
}

/// Waits until the browser has gone there.
pub(super) async fn arrive(
    input: &str,
    going: Pending,
    response: impl Fn() -> Option<Response>,
) -> Result<(), CollectError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", default)]
    #[derive(Default)]
    struct Gone {
        error_text: Option<String>,
        is_download: bool,
    }
    let gone = match going.answer::<Gone>().await {
        Ok(gone) => gone,
        Err(CallError::Closed) => {
            return Err(CollectError::Crashed { input: input.to_owned(), why: "the browser ended".into() });
        }
        Err(error) => return Err(CollectError::Unreadable { input: input.to_owned(), why: error.to_string() }),
    };
    let Some(error) = gone.error_text.filter(|error| !error.is_empty()) else { return Ok(()) };
    let (status, mime) = response().map(|response| (response.status, response.mime_type)).unwrap_or_default();
    let input = input.to_owned();
    Err(match error.as_str() {
        "net::ERR_ABORTED" if gone.is_download => {
            CollectError::NotHtml { input, why: format!("it is a download ({})", named(&mime)) }
        }
        "net::ERR_ABORTED" if status == 204 || status == 205 => {
            CollectError::NotHtml { input, why: format!("it has no content (HTTP status {status})") }
        }
        "net::ERR_HTTP_RESPONSE_CODE_FAILURE" if status >= 400 => CollectError::Http { input, status },
        "net::ERR_FILE_NOT_FOUND" => CollectError::Unreadable { input, why: "there is no such file".into() },
        "net::ERR_ACCESS_DENIED" => CollectError::Unreadable { input, why: "access is denied".into() },
        _ => CollectError::Network { input, why: in_words(&error) },
    })
}

fn named(mime: &str) -> &str {
    if mime.is_empty() { "unknown type" } else { mime }
}

/// `net::ERR_TOO_MANY_REDIRECTS` as "too many redirects (ERR_TOO_MANY_REDIRECTS)".
fn in_words(error: &str) -> String {
    let code = error.trim_start_matches("net::");
    let words = code.trim_start_matches("ERR_").replace('_', " ").to_ascii_lowercase();
    format!("{words} ({code})")
}

/// What came, judged by the server's answer and by the document itself.
///
/// # Errors
/// [`CollectError::Http`] for a status of 400 and more, [`CollectError::Blocked`] where that is a bot wall,
/// [`CollectError::NotHtml`] for anything that is not a page.
pub(super) fn came(input: &str, status: Option<u16>, content_type: &str, title: &str) -> Result<(), CollectError> {
    let input = input.to_owned();
    match status {
        Some(status @ (403 | 429 | 503)) if is_challenge(title) => {
            let why = format!("HTTP status {status} and a page that tells people from programs (“{title}”)");
            Err(CollectError::Blocked { input, why })
        }
        Some(status) if status >= 400 => Err(CollectError::Http { input, status }),
        _ if !is_html(content_type) => Err(CollectError::NotHtml { input, why: format!("it is {content_type}") }),
        _ => Ok(()),
    }
}

fn is_html(content_type: &str) -> bool {
    matches!(content_type, "" | "text/html" | "application/xhtml+xml")
}

/// Titles that walls against programs bear, whoever builds them.
fn is_challenge(title: &str) -> bool {
    const SAYINGS: &[&str] = &[
        "just a moment",
        "attention required",
        "access denied",
        "access to this page has been denied",
        "are you a robot",
        "are you human",
        "bot verification",
        "captcha",
        "checking your browser",
        "ddos protection",
        "human verification",
        "one more step",
        "pardon our interruption",
        "please wait",
        "request blocked",
        "robot check",
        "security check",
        "security verification",
        "unusual traffic",
        "verify you are human",
        "you have been blocked",
    ];
    let title = title.to_lowercase();
    SAYINGS.iter().any(|saying| title.contains(saying))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_shown() {
        assert!(allowed("https://example.org/a?b").is_ok());
        assert!(allowed("about:blank").is_ok());
        for input in
            ["chrome://settings", "javascript:alert(1)", "view-source:https://example.org", "data:text/html,x", "x"]
        {
            assert_eq!(allowed(input).unwrap_err().status(), "unreadable", "{input}");
        }
    }

    #[test]
    fn a_wall_is_not_an_error_of_the_page() {
        assert_eq!(came("x", Some(403), "text/html", "Just a moment...").unwrap_err().status(), "blocked");
        assert_eq!(came("x", Some(403), "text/html", "Forbidden").unwrap_err().status(), "http-error");
        assert_eq!(came("x", Some(200), "application/pdf", "").unwrap_err().status(), "not-html");
        assert!(came("x", Some(200), "text/html", "Just a moment").is_ok());
        assert!(came("x", None, "text/html", "").is_ok());
    }

    #[test]
    fn errors_are_put_in_words() {
        assert_eq!(in_words("net::ERR_TOO_MANY_REDIRECTS"), "too many redirects (ERR_TOO_MANY_REDIRECTS)");
    }
}
