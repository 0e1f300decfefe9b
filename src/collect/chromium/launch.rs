//! Starting a browser, or joining one that runs, and ending what was started.
//!
//! headless_chrome launches, keeps the profile and kills; everything that is said to the browser is said through a
//! [`Connection`] of ours, for headless_chrome's own takes a tenth of a second a call.

use super::LaunchOptions;
use super::connection::Connection;
use super::find::find_executable;
use super::spares::Spares;
use super::trust;
use crate::collect::CollectError;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// Longest wait for a browser to start.
const START: Duration = Duration::from_secs(60);
/// Longest wait for a browser to end by itself before it is killed.
const END: Duration = Duration::from_secs(3);
/// Longest time to try to remove a profile.
const REMOVE: Duration = Duration::from_secs(2);
/// headless_chrome waits this long for an answer of its own connection when it is dropped, and no longer.
const IDLE: Duration = Duration::from_secs(10);

/// What every browser of ours is started with.
///
/// Pages must run at full speed when nobody looks at them (`*-throttling`, `*-backgrounding`), look the same on every
/// machine (colours, fonts, scroll bars), not be told that a program drives the browser (`AutomationControlled`, or
/// the most used widgets hide), and reach the network only in the ways that a proxy sees (no QUIC).
const FLAGS: &[&str] = &[
    "--headless=new",
    "--deny-permission-prompts",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-blink-features=AutomationControlled",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication",
    "--disable-quic",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--hide-scrollbars",
    "--js-flags=--max-old-space-size=1024",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
    "--password-store=basic",
    "--site-per-process",
    "--use-mock-keychain",
];

/// A browser that runs, and the connection to it.
pub(super) struct Running {
    pub(super) connection: Connection,
    /// The browser's name and version (`"Chrome/156.0.8078.79"`).
    pub(super) product: String,
    /// The user agent that pages see.
    pub(super) user_agent: String,
    /// What it was started with; empty for one that was joined.
    pub(super) flags: Vec<String>,
    /// Pages that wait to be used.
    pub(super) spares: Spares,
    /// Present if we started it; dropping it kills the browser and removes its profile.
    process: Mutex<Option<Process>>,
    is_ours: bool,
}

/// A browser that we started. It is killed before its profile is removed: fields go in this order.
struct Process {
    browser: headless_chrome::Browser,
    _profile: Profile,
}

/// The folder that a browser keeps its profile in, removed with all that is in it.
///
/// Not headless_chrome's own: that one is removed in one try, while the browser's children, which outlive it by some
/// milliseconds, still write there, and so stays.
struct Profile(PathBuf);

impl Profile {
    fn new() -> std::io::Result<Self> {
        Ok(Profile(tempfile::Builder::new().prefix("consentlint-profile-").tempdir()?.keep()))
    }

    /// Where the browser keeps what it forgets to remove when it is killed: its socket, for one. Elsewhere than on Linux
    /// the path of that socket would be too long.
    fn temporary(&self) -> Option<(String, String)> {
        let place = self.0.join("tmp");
        let made = cfg!(target_os = "linux") && std::fs::create_dir(&place).is_ok();
        made.then(|| ("TMPDIR".into(), place.display().to_string()))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let until = Instant::now() + REMOVE;
        // Nothing tells when a grandchild is gone.
        while std::fs::remove_dir_all(&self.0).is_err() && self.0.exists() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Running {
    pub(super) async fn start(options: &LaunchOptions) -> Result<Self, CollectError> {
        match &options.connect {
            Some(address) => Self::join(address).await,
            None => Self::launch(options).await,
        }
    }

    async fn launch(options: &LaunchOptions) -> Result<Self, CollectError> {
        let path = match &options.executable {
            Some(path) => path.clone(),
            None => find_executable()?,
        };
        let mut flags: Vec<String> = FLAGS.iter().map(ToString::to_string).collect();
        flags.extend(options.extra_flags.iter().cloned());
        let process = process(path, &flags, options).await?;
        if options.no_sandbox {
            flags.push("--no-sandbox".into());
        }
        let address = process.browser.get_ws_url();
        let mut running = Self::talk(&address, Some(process)).await?;
        running.flags = flags;
        running.silence().await;
        Ok(running)
    }

    async fn join(address: &str) -> Result<Self, CollectError> {
        let address = if address.starts_with("http") { devtools_address(address).await? } else { address.to_owned() };
        Self::talk(&address, None).await
    }

    async fn talk(address: &str, process: Option<Process>) -> Result<Self, CollectError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            product: String,
            user_agent: String,
        }
        let connection =
            Connection::open(address).await.map_err(|why| no_browser(format!("{address} can't be joined: {why}")))?;
        let version: Version = connection
            .call(None, "Browser.getVersion", json!({}))
            .await
            .map_err(|error| no_browser(format!("{address} does not answer like a browser: {error}")))?;
        // Windows that pages open are told of then. Not waited for: nothing depends on the answer.
        let pages = json!({"discover": true, "filter": [{"type": "page"}, {"exclude": true}]});
        drop(connection.send(None, "Target.setDiscoverTargets", pages));
        Ok(Running {
            connection,
            product: version.product.replace("HeadlessChrome", "Chrome"),
            user_agent: version.user_agent.replace("HeadlessChrome", "Chrome"),
            flags: Vec::new(),
            spares: Spares::default(),
            is_ours: process.is_some(),
            process: Mutex::new(process),
        })
    }

    /// Makes headless_chrome leave the pages alone. It attaches to every page that opens, which slows them; once one
    /// is gone before it could attach, it stops to listen and closes its own connection at the next event.
    async fn silence(&self) {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Created {
            target_id: String,
        }
        let blank = json!({"url": "about:blank", "background": true});
        if let Ok(Created { target_id }) = self.connection.call(None, "Target.createTarget", blank).await {
            // Not waited for: nothing depends on it.
            drop(self.connection.send(None, "Target.closeTarget", json!({"targetId": target_id})));
        }
    }

    /// Whether we started it.
    pub(super) fn is_ours(&self) -> bool {
        self.is_ours
    }

    /// Lets the browser end by itself, with all its processes, and kills what is left.
    pub(super) async fn end(&self) {
        self.spares.close();
        if self.is_ours && !self.connection.is_closed() {
            drop(self.connection.send(None, "Browser.close", Value::Null));
            // Too slow is killed.
            let _ = tokio::time::timeout(END, self.connection.closed()).await;
        }
        drop(self.process.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Launches on a thread of its own, for headless_chrome blocks, and may do so for ever.
async fn process(path: PathBuf, flags: &[String], options: &LaunchOptions) -> Result<Process, CollectError> {
    let shown = path.display().to_string();
    let flags = flags.to_vec();
    let (no_sandbox, authorities) = (options.no_sandbox, options.authorities.clone());
    let launched = tokio::task::spawn_blocking(move || {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let profile = match Profile::new() {
                Ok(profile) => profile,
                Err(error) => return drop(sender.send(Err(format!("its profile can't be made: {error}")))),
            };
            let home = match authorities.map(|file| trust::home(&profile.0, &file)).transpose() {
                Ok(home) => home,
                Err(error) => return drop(sender.send(Err(error.to_string()))),
            };
            let home = home.map(|home| ("HOME".to_string(), home.display().to_string()));
            let own_places = home.into_iter().chain(profile.temporary());
            let options = headless_chrome::LaunchOptions {
                process_envs: Some(own_places.collect::<HashMap<_, _>>()),
                user_data_dir: Some(profile.0.clone()),
                headless: false, // `--headless` would be added after our own flag
                sandbox: !no_sandbox,
                port: Some(0), // the browser picks a free one
                ignore_certificate_errors: false,
                path: Some(path),
                args: flags.iter().map(OsStr::new).collect(),
                disable_default_args: true,
                idle_browser_timeout: IDLE,
                ..headless_chrome::LaunchOptions::default()
            };
            // Nobody waits any more: the browser is dropped, and so killed.
            let _ = sender.send(match headless_chrome::Browser::new(options) {
                Ok(browser) => Ok(Process { browser, _profile: profile }),
                Err(error) => Err(error.to_string()),
            });
        });
        receiver.recv_timeout(START).unwrap_or_else(|_| Err(format!("it was not there after {} s", START.as_secs())))
    })
    .await;
    match launched {
        Ok(Ok(process)) => Ok(process),
        Ok(Err(why)) => Err(no_browser(format!("{shown} did not start: {why}"))),
        Err(error) => Err(no_browser(format!("{shown} did not start: {error}"))),
    }
}

/// Asks a browser's HTTP address for its socket.
async fn devtools_address(address: &str) -> Result<String, CollectError> {
    #[derive(Deserialize)]
    struct Version {
        #[serde(rename = "webSocketDebuggerUrl")]
        socket: String,
    }
    let place = format!("{}/json/version", address.trim_end_matches('/'));
    let failed = |why: String| no_browser(format!("{address} can't be joined: {why}"));
    let answer = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into();
        agent.get(&place).call()?.body_mut().read_to_string()
    })
    .await
    .map_err(|error| failed(error.to_string()))?
    .map_err(|error| failed(error.to_string()))?;
    serde_json::from_str::<Version>(&answer).map(|version| version.socket).map_err(|error| failed(error.to_string()))
}

fn no_browser(why: String) -> CollectError {
    let advice = if why.contains("sandbox") {
        format!("{why}. Run as a user that is not root, or give --no-sandbox for pages that you trust")
    } else {
        format!("{why}. Name another with --chromium PATH, or see `consentlint doctor`")
    };
    CollectError::NoBrowser { input: "this".into(), advice }
}
