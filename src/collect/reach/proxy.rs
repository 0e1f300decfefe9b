//! A proxy on the way to the page.

use super::error::ReachError;
use super::header::Credentials;
use super::secret::Secret;
use super::value::{Sources, names_source, single_line, stands_open};
use super::{Reach, cookie};

/// A proxy that requests go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// `scheme://host` or `scheme://host:port`, without user and password, as `--proxy-server` takes it. The scheme is
    /// `http`, `https`, `socks4` or `socks5`.
    pub address: String,
    /// For a proxy that asks; never with SOCKS, where Chromium can't answer.
    pub credentials: Option<Credentials>,
}

const SCHEMES: &[&str] = &["http", "https", "socks4", "socks5"];

impl Reach {
    /// Sets the proxy: `http://host:3128`, `socks5://host:1080`, `http://user:env:PASSWORD@host:3128`, or `env:NAME` and
    /// `file:PATH` for something that holds such an address.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_proxy(
        &mut self,
        text: &str,
        sources: &Sources<'_>,
        warnings: &mut Vec<String>,
    ) -> Result<(), ReachError> {
        const WHAT: &str = "--proxy";
        let wrong = |why: &str| {
            ReachError::value(WHAT, why, "Write it as `http://host:3128` or `http://user:env:PASSWORD@host:3128`")
        };
        let given = sources.take(WHAT, text.trim())?;
        single_line(WHAT, &given.text)?;
        let whole = given.text.trim();
        let (scheme, rest) = whole.split_once("://").unwrap_or(("http", whole));
        let scheme = scheme.to_ascii_lowercase();
        if !SCHEMES.contains(&scheme.as_str()) {
            return Err(wrong("its scheme is not http, https, socks4 or socks5"));
        }
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, rest),
        };
        let address = place_of_proxy(&scheme, place).ok_or_else(|| wrong("it is no host and port"))?;
        let Some(login) = login else {
            self.proxy = Some(Proxy { address, credentials: None });
            return Ok(());
        };
        if scheme.starts_with("socks") {
            let advice = "Use a proxy that speaks http, or one that does not ask";
            return Err(ReachError::value(WHAT, "Chromium can't give a SOCKS proxy a password", advice));
        }
        let (user, password) = login.split_once(':').ok_or_else(|| wrong("no `:` and password follow the user"))?;
        let user = decode(user).ok_or_else(|| wrong("its user is no text"))?;
        if user.is_empty() {
            return Err(wrong("its user has no name"));
        }
        let password = if names_source(password) && given.is_literal {
            sources.take(WHAT, password)?.text
        } else {
            if given.is_literal {
                warnings.push(stands_open(WHAT));
            }
            decode(password).ok_or_else(|| wrong("its password is no text"))?
        };
        single_line(WHAT, &user)?;
        single_line(WHAT, &password)?;
        self.proxy = Some(Proxy { address, credentials: Some(Credentials { user, password: Secret::new(password) }) });
        Ok(())
    }
}

/// `host`, `host:port`, maybe with a `/` after it, in the browser's form.
fn place_of_proxy(scheme: &str, place: &str) -> Option<String> {
    let place = place.strip_suffix('/').unwrap_or(place);
    // Only what no other part of an address begins with; `;` and `,` would begin a second rule of Chromium's.
    if place.is_empty() || place.contains(['/', '?', '#', '\\', ';', ',', ' ', '=']) {
        return None;
    }
    // A scheme that the parser knows, so that the host is checked and brought into its form; no default port is lost.
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse::<u16>().ok().filter(|it| *it > 0)?)),
        _ => (place, None),
    };
    let host = cookie::domain(host).filter(|it| !it.starts_with('.'))?;
    Some(match port {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// `%40` to `@`, and so on; what is no escape stays.
fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|it| char::from(*it).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SOURCES, error_of};
    use super::{Reach, ReachError};

    #[test]
    fn proxies_are_read() {
        let read = |text: &str| {
            let (mut reach, mut warnings) = (Reach::default(), Vec::new());
            reach.set_proxy(text, &SOURCES, &mut warnings)?;
            let proxy = reach.proxy.expect("set");
            let login = proxy.credentials.map(|it| format!("{}:{}", it.user, it.password.expose()));
            Ok::<_, ReachError>((proxy.address, login, warnings.len()))
        };
        let good = |address: &str, login: Option<&str>, warnings| Ok((address.into(), login.map(Into::into), warnings));
        assert_eq!(read("proxy.example:3128"), good("http://proxy.example:3128", None, 0));
        assert_eq!(read("HTTPS://Proxy.Example/"), good("https://proxy.example", None, 0));
        assert_eq!(read("socks5://[::1]:1080"), good("socks5://[::1]:1080", None, 0));
        assert_eq!(read("http://u:env:TOKEN@p:1"), good("http://p:1", Some("u:plant-env"), 0));
        assert_eq!(read("http://u:file:secret.txt@p:1"), good("http://p:1", Some("u:plant-file"), 0));
        assert_eq!(read("http://u:pl@n%74@p:1"), good("http://p:1", Some("u:pl@nt"), 1));
        assert_eq!(read("env:PROXY"), good("http://proxy.example:3128", Some("p:plant-in-env"), 0));
        for bad in [
            "",
            "plant://p:1",
            "http://",
            "http://p:plant",
            "http://p:0",
            "http://p:1/plant",
            "http=p:1;https=plant",
            "p:1,plant",
            "http://plant@p:1",
            "http://:plant@p:1",
            "socks5://u:plant@p:1",
            "http://u:pl\nant@p:1",
            "http://u:%FFplant@p:1",
            "http://u:plant@",
            "env:TOKEN:1",
            "p:1 --no-sandbox",
        ] {
            assert!(!error_of(read(bad)).contains("plant"), "{bad}");
        }
    }
}
