//! Headers, and the user and password of a server.

use super::error::ReachError;
use super::secret::{Secret, base64};
use super::value::{Given, Sources, names_source, single_line, stands_open};
use super::{Reach, cookie};

/// A header that goes with each request to the site that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name as given; a token (RFC 9110), and none that the browser writes itself.
    pub name: String,
    /// Its value: printable ASCII, spaces and tabs.
    pub value: Secret,
}

/// A user, and the password that goes with the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The name.
    pub user: String,
    /// The password; may be empty.
    pub password: Secret,
}

impl Credentials {
    /// `user:password` in base64, as `Authorization: Basic` has it.
    pub fn basic(&self) -> Secret {
        Secret::new(base64(format!("{}:{}", self.user, self.password.expose()).as_bytes()))
    }
}

/// Headers that the browser writes itself, so that one given beside them breaks the request or does nothing.
const OWNED: &[&str] = &[
    "accept-charset",
    "accept-encoding",
    "connection",
    "content-length",
    "cookie2",
    "date",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];
/// How the names of others begin.
const OWNED_BEGINNINGS: &[&str] = &["access-control-", "proxy-", "sec-fetch-", "sec-websocket-"];
/// Words of header names whose values are secrets.
const SENSITIVE: &[&str] = &[
    "apikey",
    "auth",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "key",
    "password",
    "secret",
    "session",
    "signature",
    "token",
];

/// Whether a byte may stand in the name of a header or a cookie (RFC 9110, `tchar`).
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it))
}

fn is_sensitive(name: &str) -> bool {
    name.to_ascii_lowercase().split(['-', '_']).any(|word| SENSITIVE.contains(&word))
}

impl Reach {
    /// Adds `Name: value`. The value may be `env:NAME` or `file:PATH`, with one word before it (`Bearer env:TOKEN`).
    /// A `Cookie` header becomes cookies, for the browser writes that header itself.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn add_header(
        &mut self,
        text: &str,
        sources: &Sources<'_>,
        warnings: &mut Vec<String>,
    ) -> Result<(), ReachError> {
        const FORM: &str = "Write it as `Name: value`, or `Name: env:VARIABLE` for a value that is secret";
        // Nothing of a text without a name is shown: it may be a value alone.
        let unnamed = format!("--header (the value of {} characters)", text.chars().count());
        let (name, value) = text.split_once(':').ok_or_else(|| ReachError::value(&unnamed, "it has no `:`", FORM))?;
        let (name, value) = (name.trim(), value.trim_matches([' ', '\t']));
        if !is_token(name) {
            return Err(ReachError::value(&unnamed, "what stands before the `:` is no name of a header", FORM));
        }
        let what = format!("--header `{name}`");
        let lower = name.to_ascii_lowercase();
        if lower == "accept-language" {
            return Err(ReachError::value(what, "the language has an option of its own", "Use --accept-language"));
        }
        if OWNED.contains(&lower.as_str()) || OWNED_BEGINNINGS.iter().any(|it| lower.starts_with(it)) {
            let advice = if lower == "proxy-authorization" {
                "Give the user and the password with --proxy"
            } else {
                "Leave it out"
            };
            return Err(ReachError::value(what, "the browser writes this header itself", advice));
        }
        if self.headers.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
            return Err(ReachError::value(what, "this header is given twice", "Give it once"));
        }
        let given = with_word(&what, value, sources)?;
        single_line(&what, &given.text)?;
        if !given.text.chars().all(|c| c.is_ascii_graphic() || c == ' ' || c == '\t') {
            let why = "the value holds letters that a header can't carry";
            return Err(ReachError::value(what, why, "Use printable ASCII, and encode the rest as the server expects"));
        }
        let is_sensitive = is_sensitive(name);
        if given.is_literal && is_sensitive {
            warnings.push(stands_open(&what));
        }
        if lower == "cookie" {
            self.cookies.extend(cookie::of_header(&what, given)?);
        } else {
            self.headers.push(Header { name: name.to_string(), value: given.secret(is_sensitive) });
        }
        Ok(())
    }

    /// Sets the user and the password for servers that ask: `user:env:PASSWORD`, `user:file:PATH`, or `env:NAME` and
    /// `file:PATH` for something that holds `user:password`.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_basic_auth(
        &mut self,
        text: &str,
        sources: &Sources<'_>,
        warnings: &mut Vec<String>,
    ) -> Result<(), ReachError> {
        const WHAT: &str = "--basic-auth";
        let wrong = |why: &str| ReachError::value(WHAT, why, "Write it as `user:env:VARIABLE` or `user:file:PATH`");
        let (user, password) = if names_source(text) {
            let pair = sources.take(WHAT, text)?.text;
            let (user, password) =
                pair.split_once(':').ok_or_else(|| wrong("what it names does not hold `user:password`"))?;
            (user.to_string(), password.to_string())
        } else {
            let (user, password) = text.split_once(':').ok_or_else(|| wrong("it has no `:`"))?;
            let given = sources.take(WHAT, password)?;
            if given.is_literal {
                warnings.push(stands_open(WHAT));
            }
            (user.to_string(), given.text)
        };
        if user.is_empty() {
            return Err(wrong("the user has no name"));
        }
        single_line(WHAT, &user)?;
        single_line(WHAT, &password)?;
        self.basic_auth = Some(Credentials { user, password: Secret::new(password) });
        Ok(())
    }
}

/// A value, or one word and a value: `env:TOKEN`, `Bearer env:TOKEN`.
fn with_word(what: &str, text: &str, sources: &Sources<'_>) -> Result<Given, ReachError> {
    match text.split_once(' ') {
        Some((word, rest)) if is_token(word) && names_source(rest.trim_start()) => {
            let given = sources.take(what, rest.trim_start())?;
            Ok(Given { text: format!("{word} {}", given.text), ..given })
        }
        _ => sources.take(what, text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SOURCES, error_of};
    use super::super::{Reach, ReachError};

    fn headers(texts: &[&str]) -> Result<(Reach, Vec<String>), ReachError> {
        let (mut reach, mut warnings) = (Reach::default(), Vec::new());
        texts.iter().try_for_each(|it| reach.add_header(it, &SOURCES, &mut warnings))?;
        Ok((reach, warnings))
    }

    #[test]
    fn headers_are_read() {
        let (reach, warnings) =
            headers(&["X-Team:blue", "Authorization: Bearer env:TOKEN", "Sec-GPC: 1", "X-Api-Key: abc", "X-Empty:"])
                .expect("good");
        let all: Vec<_> = reach.headers.iter().map(|it| (it.name.as_str(), it.value.expose())).collect();
        let expected = [
            ("X-Team", "blue"),
            ("Authorization", "Bearer plant-env"),
            ("Sec-GPC", "1"),
            ("X-Api-Key", "abc"),
            ("X-Empty", ""),
        ];
        assert_eq!(all, expected);
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].starts_with("--header `X-Api-Key`: the value stands on the command line"), "{warnings:?}");
        assert!(reach.is_fresh());
    }

    #[test]
    fn a_cookie_header_becomes_cookies() {
        let (reach, warnings) = headers(&["Cookie: a=1; b=plant=2;"]).expect("good");
        let all: Vec<_> = reach.cookies.iter().map(|it| (it.name.as_str(), it.value.expose())).collect();
        assert_eq!(all, [("a", "1"), ("b", "plant=2")]);
        assert_eq!(warnings.len(), 1);
        assert!(reach.headers.is_empty() && !reach.is_fresh());
        assert!(headers(&["Cookie: plant"]).is_err());
    }

    #[test]
    fn what_is_no_header_is_refused_and_not_shown() {
        for bad in [
            "Bearer plant",
            "",
            ":plant",
            "a b: plant",
            "X-A: plant\r\nHost: evil",
            "X-A: pl\u{0}ant",
            "X-A: plantü",
            "Host: plant",
            "content-length: 5plant",
            "Sec-Fetch-Site: plant",
            "Proxy-Authorization: plant",
            "Accept-Language: plant",
            "X-A: env:MISSING",
            "X-A: file:missing",
        ] {
            let error = error_of(headers(&[bad]));
            assert!(!error.contains("plant") && error.contains("--header"), "{bad}: {error}");
        }
        assert!(error_of(headers(&["X-A: 1", "x-a: 2"])).contains("twice"));
    }

    #[test]
    fn users_and_passwords_are_read() {
        let read = |text: &str| {
            let (mut reach, mut warnings) = (Reach::default(), Vec::new());
            reach.set_basic_auth(text, &SOURCES, &mut warnings)?;
            let it = reach.basic_auth.expect("set");
            Ok::<_, ReachError>((it.user, it.password.expose().to_string(), warnings.len()))
        };
        assert_eq!(read("me:env:TOKEN"), Ok(("me".into(), "plant-env".into(), 0)));
        assert_eq!(read("me:file:secret.txt"), Ok(("me".into(), "plant-file".into(), 0)));
        assert_eq!(read("env:PAIR"), Ok(("u".into(), "plant:pair".into(), 0)));
        assert_eq!(read("me:plant:2"), Ok(("me".into(), "plant:2".into(), 1)));
        assert_eq!(read("me:"), Ok(("me".into(), String::new(), 1)));
        for bad in ["plant", "", ":plant", "me:plant\n", "env:TOKEN", "me:env:MISSING"] {
            assert!(!error_of(read(bad)).contains("plant"), "{bad}");
        }
    }
}
