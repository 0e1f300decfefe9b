//! A tab that is open already, in a browser that was joined: it is looked at as it is, and let go of.

use super::arena::address;
use super::connection::CallError;
use super::launch::Running;
use super::look::{OneLook, in_time};
use super::navigation::allowed;
use super::page::Page;
use super::remote::Returned;
use super::settle::SettlePolicy;
use super::state::cut;
use super::{ChromiumLook, Seen, reached};
use crate::collect::{CollectError, LookOptions};
use crate::snapshot::{Capability, Missing, Provenance, Viewport};
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Most tabs that are named where none is meant, or several are.
const MOST: usize = 10;
/// Most bytes of a title there.
const TITLE: usize = 60;
/// Largest window in CSS pixels that is believed.
const LARGEST: f64 = 100_000.0;

/// Longest wait for our script to end on a page.
const LEAVE: Duration = Duration::from_secs(1);

/// An open tab.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    target_id: String,
    title: String,
    url: String,
}

/// What a tab says of its window.
#[derive(Deserialize)]
struct Window {
    width: f64,
    height: f64,
    scale: f64,
    agent: String,
}

/// Looks at an open tab. `began` is when the caller was asked, for the limit counts from there.
pub(super) async fn look(
    running: Arc<Running>,
    text: &str,
    options: &LookOptions,
    extra: &ChromiumLook,
    began: Instant,
) -> Result<Seen, CollectError> {
    let connection = running.connection.clone();
    in_time(connection, text, options.timeout, began, see(running, text, options, extra, began)).await
}

async fn see(
    running: Arc<Running>,
    text: &str,
    options: &LookOptions,
    extra: &ChromiumLook,
    began: Instant,
) -> Result<Seen, CollectError> {
    let failed = |error: CallError| crashed(text, error.to_string());
    let tab = choose(open(&running).await.map_err(failed)?, text)?;
    let page = Page::attach(&running, &tab.target_id).await.map_err(failed)?;
    let seen = async {
        page.entered().await;
        reached::steps(&page, &options.reach, text).await?;
        let window = window(&page).await.map_err(failed)?;
        let options = LookOptions { viewport: window.viewport(), ..options.clone() };
        // What comes late has come, or is not waited for.
        let extra = ChromiumLook { settle: SettlePolicy { patience_ms: 0, ..extra.settle }, ..extra.clone() };
        let url = allowed(&tab.url)?;
        let one = OneLook { running, input: text, url, options: &options, extra: &extra, began };
        let seen = one.see_open(&page).await?;
        leave(&page).await;
        Ok::<_, CollectError>(as_found(seen, window))
    };
    tokio::select! {
        biased;
        seen = seen => seen,
        why = page.lost() => Err(crashed(text, why)),
    }
}

fn crashed(text: &str, why: String) -> CollectError {
    CollectError::Crashed { input: text.to_owned(), why }
}

/// Ends our script on the page, which goes on without us.
async fn leave(page: &Page) {
    let left = page.now().worlds.into_iter().map(|((session, _), world)| {
        let call = json!({"expression": "consentlintLeave()", "contextId": world, "silent": true});
        page.connection.send(Some(&session), "Runtime.evaluate", call).done()
    });
    // A frame that hangs is left as it is.
    let _ = tokio::time::timeout(LEAVE, join_all(left)).await;
}

/// Says of what was seen that it was open before, and somebody else's.
fn as_found(mut seen: Seen, window: Window) -> Seen {
    let source = &mut seen.snapshot.source;
    source.provenance = Provenance::Foreign;
    source.user_agent = Some(window.agent);
    for frame in &mut seen.snapshot.frames {
        let why = "the tab was open before it was looked at".into();
        frame.missing.push(Missing { capability: Capability::Start, why });
    }
    seen
}

/// The tabs that are open and show a page.
async fn open(running: &Running) -> Result<Vec<Open>, CallError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Targets {
        target_infos: Vec<Open>,
    }
    let pages = json!({"filter": [{"type": "page"}, {"exclude": true}]});
    let Targets { target_infos: mut open } = running.connection.call(None, "Target.getTargets", pages).await?;
    open.retain(|tab| allowed(&tab.url).is_ok());
    Ok(open)
}

/// The tab with this id, or the only one with this text in its address or title.
fn choose(open: Vec<Open>, text: &str) -> Result<Open, CollectError> {
    if let Some(tab) = open.iter().find(|tab| tab.target_id.eq_ignore_ascii_case(text)) {
        return Ok(tab.clone());
    }
    let wanted = text.to_lowercase();
    let holds = |tab: &&Open| [&tab.url, &tab.title].iter().any(|it| it.to_lowercase().contains(&wanted));
    let found: Vec<&Open> = open.iter().filter(holds).collect();
    let why = match found.as_slice() {
        [one] => return Ok((*one).clone()),
        [] if open.is_empty() => "no tab is open that shows a page".to_owned(),
        [] => format!("no open tab has it in its address or title; open are {}", listed(open.iter())),
        several => format!("{} open tabs have it: {}", several.len(), listed(several.iter().copied())),
    };
    Err(CollectError::NoTab { input: text.to_owned(), why })
}

/// Tabs by title, address and id, without what may tell who has them open.
fn listed<'a>(tabs: impl Iterator<Item = &'a Open>) -> String {
    let mut names: Vec<String> = tabs
        .take(MOST + 1)
        .map(|tab| {
            let title = tab.title.split_whitespace().collect::<Vec<_>>().join(" ");
            let place = address(&tab.url).unwrap_or_default();
            format!("“{}” ({place}, id {})", cut(&title, TITLE), tab.target_id)
        })
        .collect();
    if names.len() > MOST {
        names.truncate(MOST);
        names.push("and more".into());
    }
    names.join(", ")
}

/// Asks the tab for its window, from our world in it.
async fn window(page: &Page) -> Result<Window, CallError> {
    let noted = page.now();
    let top = noted.sessions.first().map(|top| (top.id.clone(), top.frame.clone()));
    let world = top.and_then(|top| noted.worlds.get(&top).copied());
    let ask = json!({
        "expression": "({width: innerWidth, height: innerHeight, scale: devicePixelRatio, agent: navigator.userAgent})",
        "contextId": world, "returnByValue": true, "silent": true,
    });
    let Returned { result } = page.send("Runtime.evaluate", ask).answer::<Returned<Window>>().await?;
    result.value.ok_or_else(|| CallError::Malformed { method: "Runtime.evaluate", why: "it has no window".into() })
}

impl Window {
    fn viewport(&self) -> Viewport {
        let pixels = |length: f64| length.clamp(1.0, LARGEST) as u32;
        let scale = if self.scale > 0.0 { self.scale } else { 1.0 };
        Viewport { width: pixels(self.width), height: pixels(self.height), scale, mobile: false }
    }
}

#[cfg(test)]
mod tests {
    use super::{Open, choose};

    fn tabs() -> Vec<Open> {
        let tab =
            |id: &str, title: &str, url: &str| Open { target_id: id.into(), title: title.into(), url: url.into() };
        vec![
            tab("AA", "The  shop", "https://shop.example/?who=plant#plant"),
            tab("BB", "News", "https://news.example/shop"),
        ]
    }

    #[test]
    fn a_tab_is_meant_by_its_id_or_by_what_no_other_has() {
        for text in ["aa", "The  Shop", "shop.example", "who=plant"] {
            assert_eq!(choose(tabs(), text).unwrap().target_id, "AA", "{text}");
        }
        assert_eq!(choose(tabs(), "news").unwrap().target_id, "BB");
    }

    #[test]
    fn where_none_or_several_are_meant_the_open_ones_are_named() {
        for (text, told) in [("shop", "2 open tabs have it: "), ("else", "no open tab has it")] {
            let error = choose(tabs(), text).unwrap_err();
            let shown = error.to_string();
            assert_eq!(error.status(), "unreadable");
            assert!(shown.starts_with(&format!("--attach {text}: {told}")), "{shown}");
            assert!(shown.contains("“The shop” (https://shop.example/, id AA)"), "{shown}");
            assert!(shown.contains("“News” (https://news.example/shop, id BB)") && !shown.contains("plant"), "{shown}");
        }
        assert!(choose(Vec::new(), "x").unwrap_err().to_string().contains("no tab is open"));
    }
}
