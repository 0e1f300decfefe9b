//! What a profile holds, and what a page's consent interfaces say.

use super::page::Page;
use super::remote::{Remote, Returned};
use crate::collect::CollectError;
use crate::snapshot::{Signal, SignalInterface};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longest wait for a page's own interfaces to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// A cookie or an entry of a storage, value and all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// `cookie`, `local`, `session`, `indexed-db`, `cache`.
    pub store: &'static str,
    /// Host that it belongs to.
    pub host: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Seconds until it ends; none for a session, or for what has no end.
    pub lifetime_s: Option<u64>,
}

#[derive(Deserialize)]
struct Cookies {
    cookies: Vec<Cookie>,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    path: String,
    expires: f64,
    #[serde(default)]
    session: bool,
}
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

async fn cookies(page: &Page) -> Vec<Cookie> {
    let context = json!({"browserContextId": page.context});
    page.connection
        .call::<Cookies>(None, "Storage.getCookies", context)
        .await
        .map_or_else(|_| Vec::new(), |it| it.cookies)
}

/// Everything that is stored: cookies of all hosts, and the storages of every document that is shown.
pub(super) async fn kept(page: &Page) -> Result<Vec<Entry>, CollectError> {
    const STORED: &str = "(async () => {
        const all = [];
        const cut = (text) => String(text).slice(0, 4096);
        for (const [kind, store] of [['local', () => localStorage], ['session', () => sessionStorage]]) {
            try {
                const it = store();
                for (let at = 0; at < Math.min(it.length, 200); at++) {
                    const name = it.key(at);
                    all.push([kind, location.host, cut(name), cut(it.getItem(name))]);
                }
            } catch {}
        }
        try {
            for (const { name } of await indexedDB.databases()) all.push(['indexed-db', location.host, cut(name), '']);
        } catch {}
        try {
            for (const name of await caches.keys()) all.push(['cache', location.host, cut(name), '']);
        } catch {}
        return all;
    })()";
    let mut entries: Vec<Entry> = cookies(page)
        .await
        .into_iter()
        .map(|cookie| Entry {
            store: "cookie",
            host: cookie.domain.trim_start_matches('.').to_owned(),
            name: cookie.name,
            value: cookie.value,
            lifetime_s: (!cookie.session && cookie.expires > 0.0).then(|| (cookie.expires - now()).max(0.0) as u64),
        })
        .collect();
    let noted = page.now();
    let asked: Vec<_> = noted
        .worlds
        .iter()
        .map(|((session, _), world)| {
            let ask = json!({
                "expression": STORED, "contextId": world, "returnByValue": true, "awaitPromise": true, "silent": true,
            });
            page.connection.send(Some(session), "Runtime.evaluate", ask)
        })
        .collect();
    for pending in asked {
        let answer = tokio::time::timeout(ANSWER, pending.answer::<Returned<Vec<[String; 4]>>>()).await;
        let Ok(Ok(Returned { result: Remote { value: Some(stored), .. } })) = answer else { continue };
        entries.extend(stored.into_iter().map(|[kind, host, name, value]| Entry {
            store: match kind.as_str() {
                "local" => "local",
                "session" => "session",
                "cache" => "cache",
                _ => "indexed-db",
            },
            host,
            name,
            value,
            lifetime_s: None,
        }));
    }
    entries.sort_by(|a, b| (a.store, &a.host, &a.name).cmp(&(b.store, &b.host, &b.name)));
    entries.dedup_by(|a, b| (a.store, &a.host, &a.name) == (b.store, &b.host, &b.name));
    Ok(entries)
}

/// Makes a profile what it is so many days after the first look, in a new session: what has ended by then goes, and the
/// clock, which was set on before, is set on by `more` days.
pub(super) async fn age(page: &Page, days: u32, more: u32) -> Result<(), CollectError> {
    let ahead = f64::from(days) * 86_400.0;
    for cookie in cookies(page).await {
        if cookie.session || cookie.expires > 0.0 && cookie.expires < now() + ahead {
            let gone = json!({"name": cookie.name, "domain": cookie.domain, "path": cookie.path});
            page.send("Network.deleteCookies", gone).done().await;
        }
    }
    let noted = page.now();
    for ((session, _), world) in &noted.worlds {
        let clear = json!({
            "expression": "try { sessionStorage.clear() } catch {}", "contextId": world, "silent": true,
        });
        page.connection.send(Some(session), "Runtime.evaluate", clear).done().await;
    }
    if more > 0 {
        let script = format!(
            "(() => {{
                const ahead = {};
                const Real = Date;
                const now = Real.now.bind(Real);
                globalThis.Date = new Proxy(Real, {{
                    construct: (target, list, made) =>
                        Reflect.construct(target, list.length ? list : [now() + ahead], made),
                    apply: () => new Real(now() + ahead).toString(),
                    get: (target, name, self) => name === 'now' ? () => now() + ahead : Reflect.get(target, name, self),
                }});
                Real.prototype.constructor = globalThis.Date;
            }})()",
            f64::from(more) * 86_400_000.0
        );
        page.send("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})).done().await;
    }
    Ok(())
}

/// What the page's consent interfaces say of a person's choice.
pub(super) async fn signals(page: &Page) -> Result<Vec<Signal>, CollectError> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Said {
        tcf: Option<BTreeMap<String, bool>>,
        gpp: Option<BTreeMap<String, bool>>,
        usp: Option<BTreeMap<String, bool>>,
        mode: Option<BTreeMap<String, bool>>,
        gpc: Option<bool>,
    }
    // In the page's own world, for there its interfaces are. It is told, and not believed beyond its word.
    const ASK: &str = "(async () => {
        const soon = (call) => Promise.race([
            new Promise((done) => { try { call(done); } catch { done(null); } }),
            new Promise((done) => setTimeout(() => done(null), 1000)),
        ]);
        const said = {};
        if (typeof __tcfapi === 'function') {
            const data = await soon((done) => __tcfapi('getTCData', 2, done)) ??
                await soon((done) => __tcfapi('addEventListener', 2, done));
            if (data && data.purpose) {
                said.tcf = {};
                for (const [id, given] of Object.entries(data.purpose.consents ?? {})) said.tcf[id] = given === true;
                for (const [id, given] of Object.entries(data.purpose.legitimateInterests ?? {}))
                    said.tcf['li-' + id] = given === true;
            }
        }
        if (typeof __gpp === 'function') {
            const data = await soon((done) => __gpp('ping', done)) ?? await soon((done) => __gpp('getGPPData', done));
            const sections = data?.parsedSections ?? {};
            for (const [section, parsed] of Object.entries(sections)) {
                const parts = Array.isArray(parsed) ? parsed : [parsed];
                for (const part of parts.flat()) for (const [name, value] of Object.entries(part ?? {})) {
                    // 1: opted out, 2: did not opt out (IAB GPP, US sections).
                    if (/OptOut$/.test(name) && (value === 1 || value === 2)) {
                        said.gpp ??= {};
                        said.gpp[section + '.' + name] = value === 2;
                    }
                }
            }
        }
        if (typeof __uspapi === 'function') {
            const data = await soon((done) => __uspapi('getUSPData', 1, done));
            // Version, notice given, opted out of sale, and a contract of the industry; a hyphen says nothing.
            const told = /^1[YN-]([YN])[YN-]$/i.exec(data?.uspString ?? '');
            if (told) said.usp = { sale: told[1].toUpperCase() === 'N' };
        }
        if (Array.isArray(globalThis.dataLayer)) {
            for (const entry of dataLayer) {
                const [command, , state] = entry && entry.length >= 3 ? entry : [];
                if (command !== 'consent' || typeof state !== 'object' || !state) continue;
                for (const [name, value] of Object.entries(state)) {
                    if (value === 'granted' || value === 'denied') {
                        said.mode ??= {};
                        said.mode[name] = value === 'granted';
                    }
                }
            }
        }
        if (typeof navigator.globalPrivacyControl === 'boolean') said.gpc = navigator.globalPrivacyControl;
        return JSON.stringify(said);
    })()";
    let ask = json!({"expression": ASK, "returnByValue": true, "awaitPromise": true, "silent": true});
    let asked = page.send("Runtime.evaluate", ask).answer::<Returned<Value>>();
    let Ok(Ok(Returned { result })) = tokio::time::timeout(ANSWER * 2, asked).await else { return Ok(Vec::new()) };
    let text = result.value.as_ref().and_then(Value::as_str).unwrap_or_default();
    let said: Said = serde_json::from_str(text).unwrap_or_default();
    let gpc = said.gpc.map(|on| BTreeMap::from([("signal".to_owned(), on)]));
    let all = [
        (SignalInterface::Tcf, said.tcf),
        (SignalInterface::Gpp, said.gpp),
        (SignalInterface::UsPrivacy, said.usp),
        (SignalInterface::ConsentMode, said.mode),
        (SignalInterface::Gpc, gpc),
    ];
    let signal = |(interface, purposes): (SignalInterface, Option<BTreeMap<String, bool>>)| {
        purposes.map(|purposes| Signal { interface, purposes: purposes.into_iter().take(500).collect() })
    };
    Ok(all.into_iter().filter_map(signal).collect())
}
