use super::address::{Refused, admit};
use std::io::Read;
use std::time::Duration;
use ureq::http::header;
use url::Url;

/// Most bytes that are taken of one document.
pub const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// Most redirects that are followed.
const MOST_REDIRECTS: u32 = 10;

/// A document that was fetched.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Address after redirects.
    pub url: Url,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// `charset` of its Content-Type.
    pub charset: Option<String>,
    /// Its media type.
    pub media: Option<String>,
}

/// Why a document was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address may not be reached.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The server answered with an error.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The connection failed.
    #[error("{0}")]
    Failed(String),
    /// It took too long.
    #[error("no answer within {0} s")]
    Timeout(u64),
    /// Redirects without end.
    #[error("it redirects more than {MOST_REDIRECTS} times")]
    Redirects,
    /// More bytes than are taken.
    #[error("it is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// Not a page.
    #[error("it is {0}, not a page")]
    NotHtml(String),
}

/// Fetches a style sheet.
///
/// # Errors
/// See [`FetchError`].
pub fn fetch_sheet(url: &Url, timeout: Duration) -> Result<Vec<u8>, FetchError> {
    Ok(fetch_as(url, timeout, "text/css", |media| media.is_empty() || media.contains("css"))?.bytes)
}

/// Fetches a page. Every address on the way is checked; a page of the open network can't lead into this one.
///
/// # Errors
/// See [`FetchError`].
pub fn fetch(url: &Url, timeout: Duration) -> Result<Fetched, FetchError> {
    let is_page = |media: &str| media.is_empty() || media.contains("html") || media.starts_with("text/plain");
    fetch_as(url, timeout, "text/html,application/xhtml+xml", is_page)
}

fn fetch_as(url: &Url, timeout: Duration, accept: &str, fits: impl Fn(&str) -> bool) -> Result<Fetched, FetchError> {
    let started = std::time::Instant::now();
    let first = admit(url, false)?;
    let public = admit(url, true).is_ok() && !first.is_empty();
    let mut at = url.clone();
    for _ in 0..=MOST_REDIRECTS {
        admit(&at, public)?;
        let left = timeout.checked_sub(started.elapsed()).ok_or(FetchError::Timeout(timeout.as_secs()))?;
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(left))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("consentlint/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        let answer = agent.get(at.as_str()).header("Accept", accept).call();
        let mut answer = answer.map_err(|error| match error {
            ureq::Error::Timeout(_) => FetchError::Timeout(timeout.as_secs()),
            other => FetchError::Failed(other.to_string()),
        })?;
        let status = answer.status().as_u16();
        let header = |name: header::HeaderName| {
            answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_string)
        };
        if (300..400).contains(&status)
            && let Some(next) = header(header::LOCATION)
        {
            at = at
                .join(&next)
                .map_err(|error| FetchError::Failed(format!("it redirects to a bad address: {error}")))?;
            continue;
        }
        if status >= 400 {
            return Err(FetchError::Status(status));
        }
        let kind = header(header::CONTENT_TYPE).unwrap_or_default();
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !fits(&media) {
            return Err(FetchError::NotHtml(media));
        }
        let charset = kind.split(';').skip(1).find_map(|part| {
            part.trim().to_ascii_lowercase().strip_prefix("charset=").map(|it| it.trim_matches('"').to_string())
        });
        let mut bytes = Vec::new();
        let mut body = answer.body_mut().as_reader().take(MOST_BYTES + 1);
        body.read_to_end(&mut bytes).map_err(|error| FetchError::Failed(error.to_string()))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(FetchError::TooLarge);
        }
        return Ok(Fetched { url: at, bytes, charset, media: (!media.is_empty()).then_some(media) });
    }
    Err(FetchError::Redirects)
}
