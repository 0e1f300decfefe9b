//! Cookies that are there before the page is asked for.

use super::error::{ReachError, closest};
use super::header::is_token;
use super::value::{Given, Sources, single_line, stands_open};
use super::{Reach, Secret};

/// A cookie that is there before the page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Secret,
    /// The host that gets it; with a dot before it (`.example.com`), the hosts below it too. `None` for the host of the
    /// page that is looked at.
    pub domain: Option<String>,
    /// The beginning of the paths that get it; begins with `/`.
    pub path: String,
    /// Seconds since 1970 when it ends; `None` for one that ends with the browser.
    pub expires: Option<f64>,
    /// Hidden from scripts.
    pub http_only: bool,
    /// Sent over HTTPS alone.
    pub secure: bool,
    /// Whether requests from other sites carry it; `None` leaves it to the browser.
    pub same_site: Option<SameSite>,
}

/// Which requests from other sites carry a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// None of them.
    Strict,
    /// Those that lead to the page.
    Lax,
    /// All of them; such a cookie is `secure`.
    None,
}

impl SameSite {
    /// By its name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        [SameSite::Strict, SameSite::Lax, SameSite::None].into_iter().find(|it| it.name().eq_ignore_ascii_case(name))
    }

    /// As cookies and the DevTools protocol write it.
    pub fn name(self) -> &'static str {
        match self {
            SameSite::Strict => "Strict",
            SameSite::Lax => "Lax",
            SameSite::None => "None",
        }
    }
}

/// What may follow a value.
const ATTRIBUTES: &[&str] = &["Domain", "Path", "Secure", "HttpOnly", "SameSite"];

impl Cookie {
    /// A cookie of the page's host that ends with the browser.
    fn new(name: &str, value: Secret) -> Self {
        // Browsers drop cookies with these prefixes that are not secure.
        let lower = name.to_ascii_lowercase();
        let secure = lower.starts_with("__secure-") || lower.starts_with("__host-");
        Cookie {
            name: name.to_string(),
            value,
            domain: None,
            path: "/".into(),
            expires: None,
            http_only: false,
            secure,
            same_site: None,
        }
    }
}

impl Reach {
    /// Adds `name=value`, with `; Domain=…; Path=…; Secure; HttpOnly; SameSite=…` after it where wanted. The value may
    /// be `env:NAME` or `file:PATH`.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn add_cookie(
        &mut self,
        text: &str,
        sources: &Sources<'_>,
        warnings: &mut Vec<String>,
    ) -> Result<(), ReachError> {
        const FORM: &str =
            "Write it as `name=env:VARIABLE` or `name=value`, with `; Domain=…; Path=…` after it if needed";
        let unnamed = format!("--cookie (the value of {} characters)", text.chars().count());
        let mut parts = text.split(';');
        let (name, value) = parts
            .next()
            .and_then(|pair| pair.split_once('='))
            .ok_or_else(|| ReachError::value(&unnamed, "it has no `=`", FORM))?;
        let (name, value) = (name.trim(), value.trim());
        if !is_token(name) {
            return Err(ReachError::value(&unnamed, "what stands before the `=` is no name of a cookie", FORM));
        }
        let what = format!("--cookie `{name}`");
        let given = sources.take(&what, value)?;
        check_value(&what, &given.text)?;
        if given.is_literal {
            warnings.push(stands_open(&what));
        }
        let mut cookie = Cookie::new(name, given.secret(false));
        for part in parts.map(str::trim).filter(|it| !it.is_empty()) {
            attribute(&what, &mut cookie, part)?;
        }
        if cookie.same_site == Some(SameSite::None) && !cookie.secure {
            return Err(ReachError::value(what, "browsers drop SameSite=None without Secure", "Add `; Secure`"));
        }
        let is_host = name.to_ascii_lowercase().starts_with("__host-");
        if is_host && (cookie.domain.is_some() || cookie.path != "/") {
            let why = "browsers drop a `__Host-` cookie with a Domain or a Path";
            return Err(ReachError::value(what, why, "Leave Domain and Path out"));
        }
        self.cookies.push(cookie);
        Ok(())
    }
}

fn attribute(what: &str, cookie: &mut Cookie, part: &str) -> Result<(), ReachError> {
    let (key, value) = part.split_once('=').unwrap_or((part, ""));
    let (key, value) = (key.trim(), value.trim());
    let wrong = |why: String, advice: &str| Err(ReachError::value(what, why, advice));
    match key.to_ascii_lowercase().as_str() {
        "domain" => match domain(value) {
            // `Domain=` gives a cookie to the hosts below it too, with the dot or without.
            Some(domain) => cookie.domain = Some(format!(".{}", domain.trim_start_matches('.'))),
            None => return wrong("its Domain is no host".into(), "Write it as `Domain=example.com`"),
        },
        "path" if value.starts_with('/') => cookie.path = value.to_string(),
        "path" => return wrong("its Path does not begin with `/`".into(), "Write it as `Path=/shop`"),
        "secure" if value.is_empty() => cookie.secure = true,
        "httponly" if value.is_empty() => cookie.http_only = true,
        "samesite" => match SameSite::named(value) {
            Some(it) => cookie.same_site = Some(it),
            None => return wrong("its SameSite is unknown".into(), "Write Strict, Lax or None"),
        },
        // What follows may be a second cookie, so it is shown only if it looks like something that was meant.
        _ => match closest(key, ATTRIBUTES) {
            Some(meant) => return wrong(format!("an attribute is unknown; did you mean `{meant}`?"), KNOWN),
            None => return wrong("what follows a `;` is no attribute of a cookie".into(), KNOWN),
        },
    }
    Ok(())
}

const KNOWN: &str = "Use Domain, Path, Secure, HttpOnly and SameSite, and give --cookie once for each cookie";

/// A host, maybe with a dot before it, in lower case.
pub(super) fn domain(text: &str) -> Option<String> {
    let host = text.strip_prefix('.').unwrap_or(text);
    let is_address = host.starts_with('[') && host.ends_with(']');
    let letters =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || (is_address && "[]:".contains(c));
    let plain = match url::Host::parse(host) {
        Ok(it) => it.to_string(),
        Err(_) => return None,
    };
    (plain.len() <= 253 && plain.chars().all(letters))
        .then(|| if text.starts_with('.') { format!(".{plain}") } else { plain })
}

/// Refuses what would end a cookie's value.
pub(super) fn check_value(what: &str, value: &str) -> Result<(), ReachError> {
    single_line(what, value)?;
    if value.contains(';') {
        return Err(ReachError::value(what, "the value holds a `;`", "Give the value of one cookie alone"));
    }
    Ok(())
}

/// The cookies of a `Cookie` header.
pub(super) fn of_header(what: &str, given: Given) -> Result<Vec<Cookie>, ReachError> {
    let mut cookies = Vec::new();
    for pair in given.text.split(';').map(str::trim).filter(|it| !it.is_empty()) {
        match pair.split_once('=') {
            Some((name, value)) if is_token(name.trim()) => {
                let value = Given { text: value.trim().to_string(), is_literal: given.is_literal };
                cookies.push(Cookie::new(name.trim(), value.secret(false)));
            }
            _ => {
                let why = "a part of it is not `name=value`";
                return Err(ReachError::value(what, why, "Use --cookie, once for each cookie"));
            }
        }
    }
    Ok(cookies)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SOURCES, error_of};
    use super::{Cookie, Reach, ReachError, SameSite, domain};

    fn read(text: &str) -> Result<(Cookie, usize), ReachError> {
        let (mut reach, mut warnings) = (Reach::default(), Vec::new());
        reach.add_cookie(text, &SOURCES, &mut warnings)?;
        Ok((reach.cookies.pop().expect("one"), warnings.len()))
    }

    #[test]
    fn cookies_are_read() {
        let (cookie, warnings) = read("sid = env:TOKEN").expect("good");
        assert_eq!((cookie.name.as_str(), cookie.value.expose(), warnings), ("sid", "plant-env", 0));
        assert_eq!((cookie.domain, cookie.path.as_str(), cookie.secure), (None, "/", false));
        let (cookie, warnings) =
            read("a=b=c; domain=Example.com; Path=/x; secure; HttpOnly; SameSite=none;").expect("good");
        assert_eq!(
            (cookie.value.expose(), cookie.domain.as_deref(), cookie.path.as_str()),
            ("b=c", Some(".example.com"), "/x")
        );
        assert!(cookie.secure && cookie.http_only && warnings == 1);
        assert_eq!(cookie.same_site, Some(SameSite::None));
        assert!(read("__Host-a=1").expect("good").0.secure);
        assert_eq!(read("a=").expect("good").0.value.expose(), "");
    }

    #[test]
    fn what_is_no_cookie_is_refused_and_not_shown() {
        for bad in [
            "plant",
            "",
            "=plant",
            "a b=plant",
            "a=pl\nant",
            "a=env:SEVERAL",
            "a=plant; b=plant",
            "a=plant; Domian=x",
            "a=plant; Domain=",
            "a=plant; Domain=a b",
            "a=plant; Path=x",
            "a=plant; SameSite=plant",
            "a=plant; SameSite=None",
            "__Host-a=plant; Domain=a.example",
        ] {
            let error = error_of(read(bad));
            assert!(!error.contains("plant") && error.contains("--cookie"), "{bad}: {error}");
        }
        assert!(error_of(read("a=1; Domian=x")).contains("did you mean `Domain`?"));
    }

    #[test]
    fn hosts_are_told_from_other_things() {
        assert_eq!(domain(".Bücher.example").as_deref(), Some(".xn--bcher-kva.example"));
        assert_eq!(domain("[::1]").as_deref(), Some("[::1]"));
        for bad in ["", ".", "a/b", "a,b", "a;b", "a b"] {
            assert_eq!(domain(bad), None, "{bad}");
        }
    }
}
