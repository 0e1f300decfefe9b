//! How a real page is reached: what a profile holds before the page is asked for, what is sent to its site alone, and what
//! is done before the look.

use super::connection::CallError;
use super::launch::Running;
use super::page::Page;
use super::record::Login;
use super::remote::{Numbered, Remote, Returned};
use super::touch;
use crate::collect::reach::{Reach, ReachAction, ReachStep};
use crate::collect::{CollectError, LookOptions};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// How often a step looks whether what it needs is there.
const AGAIN: Duration = Duration::from_millis(100);

/// How many pages are opened at most until one lives to be asked for something.
const TRIES: usize = 3;

/// A page that is ready to go somewhere, with an empty profile, told all this. `begin` has it before it is told anything.
/// One that is lost before it was asked for anything is replaced by another: no input did that.
pub(super) async fn ready(
    running: &std::sync::Arc<Running>,
    look: &LookOptions,
    told: &[(&'static str, Value)],
    begin: impl Fn(&Page),
) -> Result<Page, CallError> {
    let once = async || {
        let page = open(running, &look.reach).await?;
        begin(&page);
        page.emulate(running, look, told.to_vec()).await?;
        Ok(page)
    };
    for _ in 1..TRIES {
        match once().await {
            Err(CallError::Lost(_)) => {}
            done => return done,
        }
    }
    once().await
}

/// A page with an empty profile, behind the proxy if there is one.
async fn open(running: &std::sync::Arc<Running>, reach: &Reach) -> Result<Page, CallError> {
    match &reach.proxy {
        Some(proxy) => Page::open_through(running, Some(&proxy.address)).await,
        None => running.spares.take(running).await,
    }
}

/// Whether requests have to be held to be given something.
fn holds_requests(reach: &Reach) -> bool {
    let login = reach.proxy.as_ref().is_some_and(|proxy| proxy.credentials.is_some()) || reach.basic_auth.is_some();
    !reach.headers.is_empty() || login
}

/// What the page and each of its frames is told before it goes anywhere. Where `all` is set each request goes by us, whether
/// it has to be given something or not.
pub(super) fn told(reach: &Reach, all: bool) -> Vec<(&'static str, Value)> {
    let mut told = Vec::new();
    if all || holds_requests(reach) {
        let all = json!({"patterns": [{"urlPattern": "*"}], "handleAuthRequests": true});
        told.push(("Fetch.enable", all));
    }
    if let Some(zone) = &reach.timezone {
        told.push(("Emulation.setTimezoneOverride", json!({"timezoneId": zone})));
    }
    if let Some(place) = &reach.geolocation {
        let place = json!({"latitude": place.latitude, "longitude": place.longitude, "accuracy": place.accuracy});
        told.push(("Emulation.setGeolocationOverride", place));
    }
    if reach.insecure {
        told.push(("Security.setIgnoreCertificateErrors", json!({"ignore": true})));
    }
    for stored in &reach.storage {
        let entries: Vec<_> = stored.local.iter().map(|(name, value)| json!([name, value.expose()])).collect();
        // What the page has taken away since stays away.
        let script = format!(
            "(() => {{ try {{ if (location.origin !== {origin}) return;
                const mark = 'consentlint-restored';
                if (sessionStorage.getItem(mark)) return;
                sessionStorage.setItem(mark, '1');
                for (const [name, value] of {entries}) localStorage.setItem(name, value);
            }} catch {{}} }})()",
            origin = json!(stored.origin),
            entries = json!(entries),
        );
        told.push(("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})));
    }
    told
}

/// Puts cookies, permissions and logins in place for the site of an address.
pub(super) async fn prepare(page: &Page, reach: &Reach, url: &Url) -> Result<(), CallError> {
    let host = url.host_str().unwrap_or_default().to_owned();
    {
        let mut record = page.record();
        if !reach.headers.is_empty() {
            let headers = reach.headers.iter().map(|it| (it.name.clone(), it.value.expose().to_owned())).collect();
            record.policy.headers = Some((host.clone(), headers));
        }
        let login = |it: &crate::collect::reach::Credentials| Login {
            user: it.user.clone(),
            password: it.password.expose().to_owned(),
        };
        record.policy.login = reach.basic_auth.as_ref().map(|it| (host.clone(), login(it)));
        record.policy.proxy_login = reach.proxy.as_ref().and_then(|it| it.credentials.as_ref()).map(login);
    }
    if reach.geolocation.is_some() && url.has_host() {
        let grant = json!({
            "permissions": ["geolocation"], "origin": url.origin().ascii_serialization(),
            "browserContextId": page.context,
        });
        page.connection.send(None, "Browser.grantPermissions", grant).done().await;
    }
    if !reach.cookies.is_empty() {
        let cookies: Vec<Value> = reach
            .cookies
            .iter()
            .map(|cookie| {
                let mut it = json!({
                    "name": cookie.name, "value": cookie.value.expose(), "path": cookie.path,
                    "domain": cookie.domain.clone().unwrap_or_else(|| host.clone()),
                    "httpOnly": cookie.http_only, "secure": cookie.secure,
                });
                if let Some(expires) = cookie.expires {
                    it["expires"] = json!(expires);
                }
                if let Some(same_site) = cookie.same_site {
                    it["sameSite"] = json!(same_site.name());
                }
                it
            })
            .collect();
        let all = json!({"cookies": cookies, "browserContextId": page.context});
        let _: Value = page.connection.call(None, "Storage.setCookies", all).await?;
    }
    Ok(())
}

/// Whether the steps begin on the page that is to be seen, and not on another one on the way to it.
pub(super) fn begin_on_page(reach: &Reach) -> bool {
    reach.steps.first().is_some_and(|step| !matches!(step.action, ReachAction::GoTo(_)))
}

/// Does what is to be done before the look.
pub(super) async fn steps(page: &Page, reach: &Reach, input: &str) -> Result<(), CollectError> {
    for step in &reach.steps {
        let done = tokio::time::timeout(step.within, act(page, step, input)).await;
        done.unwrap_or_else(|_| Err(failed(step, input, "it was not there in time")))?;
    }
    Ok(())
}

fn failed(step: &ReachStep, input: &str, why: &str) -> CollectError {
    let why = format!("the step in line {} of --steps ({step}) can't be done: {why}", step.line);
    CollectError::Blocked { input: input.to_owned(), why }
}

async fn act(page: &Page, step: &ReachStep, input: &str) -> Result<(), CollectError> {
    match &step.action {
        ReachAction::GoTo(url) => {
            let going = page.send("Page.navigate", json!({"url": url.as_str()}));
            super::navigation::arrive(input, going, || page.now().response).await?;
            page.loaded().await;
        }
        ReachAction::WaitFor { selector } => {
            find(page, selector).await;
        }
        ReachAction::Fill { selector, value } => {
            let number = find(page, selector).await;
            touch::enter_at(page, &page.session, number, value.expose()).await;
        }
        ReachAction::Click { selector } => {
            let number = find(page, selector).await;
            let pressed = touch::press_at(page, &page.session, number).await?;
            if pressed.is_err() {
                return Err(failed(step, input, "something lies in front of it"));
            }
            // What the press sets going begins before the next step.
            tokio::time::sleep(AGAIN).await;
        }
    }
    Ok(())
}

/// Waits until something that can be seen is at a selector, and gives the browser's number of it.
async fn find(page: &Page, selector: &str) -> i64 {
    #[derive(Deserialize)]
    struct Described {
        node: Numbered,
    }
    let expression = format!(
        "(() => {{ const it = document.querySelector({}); return it && it.checkVisibility() ? it : null; }})()",
        json!(selector)
    );
    loop {
        let began = Instant::now();
        let ask = json!({"expression": expression, "silent": true});
        if let Ok(Returned { result: Remote::<IgnoredAny> { object_id: Some(object), .. } }) =
            page.send("Runtime.evaluate", ask).answer().await
            && let Ok(Described { node }) =
                page.send("DOM.describeNode", json!({"objectId": object})).answer::<Described>().await
        {
            return node.backend_node_id;
        }
        tokio::time::sleep_until(began + AGAIN).await;
    }
}
