//! Reaching real pages: what is sent, what is already there, which way is gone and what is done before the look.
//!
//! Only data and how it is read from text. Files and the environment are handed in as [`Sources`], and no secret is
//! ever printed or recorded: values are [`Secret`], [`Reach::record`] names them only, and [`Reach::redactor`] takes
//! them out of what was seen.
//!
//! Headers, the password of a server and cookies without a domain are meant for the site that is looked at. Whoever
//! sends them keeps them from the other sites that a page asks.

mod cookie;
mod error;
mod header;
mod network;
mod proxy;
mod secret;
mod steps;
mod storage_state;
#[cfg(test)]
mod tests;
mod value;

pub use cookie::{Cookie, SameSite};
pub use error::ReachError;
pub use header::{Credentials, Header};
pub use network::Geolocation;
pub use proxy::Proxy;
pub use secret::{Redactor, Secret};
pub use steps::{ReachAction, ReachStep};
pub use value::Sources;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// How a page is to be reached. The default adds nothing to what a browser does.
#[derive(Clone, Default, PartialEq)]
pub struct Reach {
    /// Sent with each request to the site that is looked at; no name twice.
    pub headers: Vec<Header>,
    /// There before the page is asked for. Of two with the same name and place the later one counts.
    pub cookies: Vec<Cookie>,
    /// Given to the site that is looked at, if it asks.
    pub basic_auth: Option<Credentials>,
    /// Local storage that is there before the page is asked for.
    pub storage: Vec<OriginStorage>,
    /// Requests go through it.
    pub proxy: Option<Proxy>,
    /// A PEM file of authorities that are trusted besides the usual ones. A browser must be started with them: see
    /// [`LaunchOptions`](crate::collect::chromium::LaunchOptions).
    pub authorities: Option<PathBuf>,
    /// Certificates are not checked at all.
    pub insecure: bool,
    /// IANA name of the time zone that pages see; checked in form only.
    pub timezone: Option<String>,
    /// The `Accept-Language` header, weights (`;q=`) and all.
    pub accept_language: Option<String>,
    /// Where pages are told that the reader is.
    pub geolocation: Option<Geolocation>,
    /// Done in order before the look.
    pub steps: Vec<ReachStep>,
    /// Id of an open tab that is looked at as it is, in a browser that was joined, or a part of its address or title.
    pub attach: Option<String>,
}

/// The local storage of one origin.
#[derive(Clone, PartialEq, Eq)]
pub struct OriginStorage {
    /// `scheme://host` or `scheme://host:port`; http or https.
    pub origin: String,
    /// Names and values, as the file has them.
    pub local: Vec<(String, Secret)>,
}

/// Names may tell who somebody is, so they are counted only.
impl fmt::Debug for OriginStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.origin, self.local.len())
    }
}

/// What is recorded of it, so that nothing gets out that way either.
impl fmt::Debug for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reach").field(&self.record()).finish()
    }
}

impl Reach {
    /// Whether the page meets a browser that has never been there: no cookies, no storage, no tab that was open. What
    /// steps leave behind is not counted; see [`steps`](Self::steps).
    pub fn is_fresh(&self) -> bool {
        self.cookies.is_empty() && self.storage.is_empty() && self.attach.is_none()
    }

    /// Whether the walk on a page begins in an empty profile: nothing was put into it, and no step was taken in it.
    pub fn begins_fresh(&self) -> bool {
        self.is_fresh() && self.steps.is_empty()
    }

    /// Whether a page is reached as if none of this had been given.
    pub fn is_default(&self) -> bool {
        *self == Reach::default()
    }

    /// What is recorded of it: a line for each thing that was given, under its option's name. Names, places and counts,
    /// and never a secret.
    pub fn record(&self) -> BTreeMap<String, String> {
        let mut lines: Vec<(&str, String)> = Vec::new();
        let list = |items: Vec<String>| if items.is_empty() { None } else { Some(items.join(", ")) };
        let mut put = |key, line: Option<String>| lines.extend(line.map(|it| (key, it)));
        put("header", list(self.headers.iter().map(|it| it.name.clone()).collect()));
        put("cookie", list(self.cookies.iter().map(cookie_name).collect()));
        put("basic-auth", self.basic_auth.as_ref().map(|_| "given".into()));
        let origins = self.storage.iter().map(|it| format!("{} ({})", it.origin, it.local.len()));
        put("storage", list(origins.collect()));
        put(
            "proxy",
            self.proxy.as_ref().map(|it| {
                let login = if it.credentials.is_some() { " with a password" } else { "" };
                format!("{}{login}", it.address)
            }),
        );
        put("ca", self.authorities.as_ref().map(|it| it.display().to_string()));
        put("insecure", self.insecure.then(|| "certificates were not checked".into()));
        put("timezone", self.timezone.clone());
        put("accept-language", self.accept_language.clone());
        put("geolocation", self.geolocation.map(|it| format!("{},{},{}", it.latitude, it.longitude, it.accuracy)));
        let steps: Vec<String> = self.steps.iter().map(ToString::to_string).collect();
        put("steps", (!steps.is_empty()).then(|| steps.join("; ")));
        put(
            "attach",
            self.attach.as_ref().map(|it| match it.split_once(['?', '#']) {
                Some((before, _)) => format!("{before}?…"),
                None => it.clone(),
            }),
        );
        // A selector or a name may repeat what was typed.
        let redactor = self.redactor();
        lines.into_iter().map(|(key, line)| (key.to_string(), redactor.redact(&line).into_owned())).collect()
    }

    /// All that must not be stored, longest first: values, `user:password` in base64, and each as it stands in an
    /// address. Passwords, typed texts and what came from the environment or a file have four characters or more here;
    /// of the other cookies, headers and pairs only those that are more than a word.
    pub fn secrets(&self) -> Vec<String> {
        self.redactor().into_values()
    }

    /// Takes [`secrets`](Self::secrets) out of texts. Worth keeping: making it looks at every value.
    pub fn redactor(&self) -> Redactor {
        let mut all = Vec::new();
        for header in &self.headers {
            header.value.forms(&mut all);
            // "Bearer abc": a page may know `abc`.
            if let Some(value) = header.value.after_word() {
                value.forms(&mut all);
            }
        }
        self.cookies.iter().for_each(|it| it.value.forms(&mut all));
        self.storage.iter().flat_map(|it| &it.local).for_each(|(_, value)| value.forms(&mut all));
        let proxy = self.proxy.as_ref().and_then(|it| it.credentials.as_ref());
        for login in self.basic_auth.iter().chain(proxy) {
            login.password.forms(&mut all);
            login.basic().forms(&mut all);
        }
        for step in &self.steps {
            if let ReachAction::Fill { value, .. } = &step.action {
                value.forms(&mut all);
            }
        }
        Redactor::new(all)
    }
}

/// A cookie's name, and its host if it has one.
fn cookie_name(cookie: &Cookie) -> String {
    match &cookie.domain {
        Some(domain) => format!("{} ({domain})", cookie.name),
        None => cookie.name.clone(),
    }
}
