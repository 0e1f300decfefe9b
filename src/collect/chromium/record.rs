//! What a page does while somebody walks on it, as the browser tells it. Values are in here: nothing of this is stored
//! before [`walk`](crate::walk) has taken from it what may be kept.

use crate::net::site_of;
use crate::snapshot::{Dialog, OFF_SITE, Prompt};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Most requests, and most of anything else, that are kept of one step.
const MOST: usize = 5_000;
/// Most dialogs that are answered with OK; a page that opens more is told no.
const PATIENCE: u32 = 20;

/// A request as it left.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Address, query and all.
    pub url: String,
    /// Method.
    pub method: String,
    /// Resource type as the browser names it.
    pub resource: String,
    /// What started it.
    pub initiator: Option<String>,
    /// Since the step began.
    pub at: Duration,
    /// Body, as far as the browser tells it.
    pub body: Option<String>,
    /// The `Cookie` header.
    pub cookies: Option<String>,
    /// The `Set-Cookie` headers of the answer.
    pub set_cookies: Vec<String>,
    /// HTTP status.
    pub status: Option<u16>,
    /// Bytes received.
    pub bytes: u64,
    /// Whether it was stopped before it left.
    pub stopped: bool,
}

/// What happened since the last step.
#[derive(Clone, Debug, Default)]
pub struct Happened {
    /// Requests, in the order in which they left.
    pub requests: Vec<Sent>,
    /// Permissions that were asked for.
    pub prompts: Vec<Prompt>,
    /// Native dialogs.
    pub dialogs: Vec<Dialog>,
    /// Addresses that the top document went to.
    pub navigated: Vec<String>,
    /// What the page tried and was not let do.
    pub prevented: Vec<String>,
    /// Errors and warnings on the console: of what kind, not what they say.
    pub console: Vec<String>,
}

/// What a page that does not exist on any network is answered with: status, content type, body.
pub type Served = (u16, String, Vec<u8>);
/// Answers requests in the place of a network. None lets the request go on.
pub type Serve = dyn Fn(&Url) -> Option<Served> + Send + Sync;

/// What a page is let do.
#[derive(Clone, Default)]
pub(super) struct Policy {
    /// The site that the top document must not leave.
    pub(super) site: Option<String>,
    /// Whether native dialogs that ask are answered with OK.
    pub(super) agree: bool,
    /// Whether what would be sent (forms, beacons, navigations) is stopped.
    pub(super) stop: bool,
    /// Who answers in the place of a network.
    pub(super) serve: Option<Arc<Serve>>,
    /// Headers for the site's own host, with that host.
    pub(super) headers: Option<(String, Vec<(String, String)>)>,
    /// What the site's own host is told if it asks who is there, with that host.
    pub(super) login: Option<(String, Login)>,
    /// What the proxy is told.
    pub(super) proxy_login: Option<Login>,
}

/// A name and a password.
#[derive(Clone)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: String,
}

/// What is noted of a page while it is walked on.
pub(super) struct Record {
    pub(super) policy: Policy,
    /// Whether anything is noted at all.
    pub(super) on: bool,
    began: Instant,
    happened: Happened,
    by_id: HashMap<String, usize>,
    /// What was told of a request before the request itself.
    early: HashMap<String, (Option<String>, Vec<String>)>,
    /// Requests that were stopped before they were told of.
    stopped: HashSet<String>,
    agreed: u32,
    /// Requests that were given a login; one that asks again has refused it.
    logged_in: HashSet<String>,
}

impl Default for Record {
    fn default() -> Self {
        Record {
            policy: Policy::default(),
            on: false,
            began: Instant::now(),
            happened: Happened::default(),
            by_id: HashMap::new(),
            early: HashMap::new(),
            stopped: HashSet::new(),
            agreed: 0,
            logged_in: HashSet::new(),
        }
    }
}

/// What is to be done with a request that waits.
pub(super) enum Verdict {
    Continue(Option<Vec<(String, String)>>),
    Fail(&'static str),
    Answer(Served),
}

impl Record {
    /// What happened since the last time; a new step begins.
    pub(super) fn take(&mut self) -> Happened {
        self.began = Instant::now();
        self.by_id.clear();
        self.early.clear();
        self.agreed = 0;
        std::mem::take(&mut self.happened)
    }

    fn at(&self) -> Duration {
        self.began.elapsed()
    }

    /// A request left; a redirect has the same id and is another request.
    pub(super) fn sent(&mut self, id: &str, mut sent: Sent) {
        if self.happened.requests.len() >= MOST {
            return;
        }
        sent.at = self.at();
        sent.stopped = self.stopped.remove(id);
        if let Some((cookies, set_cookies)) = self.early.remove(id) {
            sent.cookies = cookies;
            sent.set_cookies = set_cookies;
        }
        self.by_id.insert(id.to_owned(), self.happened.requests.len());
        self.happened.requests.push(sent);
    }

    fn request(&mut self, id: &str) -> Option<&mut Sent> {
        self.happened.requests.get_mut(*self.by_id.get(id)?)
    }

    pub(super) fn cookies_sent(&mut self, id: &str, cookies: Option<String>) {
        if let Some(sent) = self.request(id) {
            sent.cookies = cookies;
        } else if self.early.len() < MOST {
            self.early.entry(id.to_owned()).or_default().0 = cookies;
        }
    }

    pub(super) fn cookies_set(&mut self, id: &str, cookies: Vec<String>) {
        if let Some(sent) = self.request(id) {
            sent.set_cookies.extend(cookies);
        } else if self.early.len() < MOST {
            self.early.entry(id.to_owned()).or_default().1.extend(cookies);
        }
    }

    pub(super) fn answered(&mut self, id: &str, status: u16) {
        if let Some(sent) = self.request(id) {
            sent.status = Some(status).filter(|&status| status > 0);
        }
    }

    pub(super) fn ended(&mut self, id: &str, bytes: f64) {
        if let Some(sent) = self.request(id) {
            sent.bytes = bytes.max(0.0) as u64;
        }
    }

    /// What to do with a request that waits. `is_top` is set where the top document would go there.
    pub(super) fn decide(&mut self, id: Option<&str>, url: &str, method: &str, is_top: bool, kind: &str) -> Verdict {
        let Ok(url) = Url::parse(url) else { return Verdict::Continue(None) };
        let leaves = self.policy.site.as_ref().filter(|site| is_top && **site != site_of(&url));
        if leaves.is_some() {
            self.prevented(format!("a way {OFF_SITE}, to {}", url.host_str().unwrap_or("another place")));
            return Verdict::Fail("BlockedByClient");
        }
        if self.policy.stop && (is_top || method != "GET" || matches!(kind, "Ping" | "CSPViolationReport")) {
            if let Some(id) = id {
                match self.request(id) {
                    Some(sent) => sent.stopped = true,
                    // It is told of after it was held.
                    None => drop(self.stopped.insert(id.to_owned())),
                }
            }
            return Verdict::Fail("Aborted");
        }
        if let Some(served) = self.policy.serve.as_ref().and_then(|serve| serve(&url)) {
            return Verdict::Answer(served);
        }
        let own = self.policy.headers.as_ref().filter(|(host, _)| url.host_str() == Some(host));
        Verdict::Continue(own.map(|(_, headers)| headers.clone()))
    }

    /// Who to say is there; none where nothing was given, or it was refused before.
    pub(super) fn login(&mut self, request: &str, by_proxy: bool, origin: &str) -> Option<Login> {
        if !self.logged_in.insert(request.to_owned()) {
            return None;
        }
        if by_proxy {
            return self.policy.proxy_login.clone();
        }
        let asks = Url::parse(origin).ok()?;
        let (host, login) = self.policy.login.as_ref()?;
        (asks.host_str() == Some(host)).then(|| login.clone())
    }

    /// A native dialog: whether it is answered with OK.
    pub(super) fn dialog(&mut self, kind: &str) -> bool {
        // A page that opens one after the other is not agreed with for ever.
        let accepted = self.on
            && self.agreed < PATIENCE
            && (kind == "beforeunload" || kind == "alert" || self.policy.agree && kind == "confirm");
        self.agreed += 1;
        if self.on && self.happened.dialogs.len() < PATIENCE as usize {
            self.happened.dialogs.push(Dialog { kind: kind.to_owned(), accepted });
        }
        accepted
    }

    pub(super) fn asked(&mut self, permission: &str, after_gesture: bool) {
        let at_ms = u32::try_from(self.at().as_millis()).unwrap_or(u32::MAX);
        if self.on && self.happened.prompts.len() < MOST {
            self.happened.prompts.push(Prompt { permission: permission.to_owned(), after_gesture, at_ms });
        }
    }

    pub(super) fn navigated(&mut self, url: &str) {
        if self.on && self.happened.navigated.len() < MOST {
            self.happened.navigated.extend(super::arena::address(url));
        }
    }

    pub(super) fn prevented(&mut self, what: String) {
        if self.on && self.happened.prevented.len() < 20 && !self.happened.prevented.contains(&what) {
            self.happened.prevented.push(what);
        }
    }

    /// A message may hold what was typed, so what it says is not kept.
    pub(super) fn console(&mut self, source: &str, level: &str) {
        if self.on && self.happened.console.len() < 20 && matches!(level, "error" | "warning") {
            self.happened.console.push(format!("{level} ({source})"));
        }
    }
}
