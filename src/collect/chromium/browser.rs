use super::launch::Running;
use super::look::look;
use super::{ChromiumLook, LaunchOptions, Seen, Tab, TabOptions, attach};
use crate::collect::{CollectError, LookOptions};
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A browser. It may be looked with from several threads at once; if it dies, the next look starts another.
pub struct Browser {
    options: LaunchOptions,
    runtime: Option<tokio::runtime::Runtime>,
    running: Mutex<Option<Arc<Running>>>,
    version: String,
    flags: Vec<String>,
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Browser").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Browser {
    /// Starts a browser, or joins one.
    ///
    /// # Errors
    /// [`CollectError::NoBrowser`] if there is none, or it does not start.
    pub fn launch(options: &LaunchOptions) -> Result<Browser, CollectError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("chromium")
            .enable_all()
            .build()
            .map_err(|error| CollectError::NoBrowser {
                input: "this".into(),
                advice: format!("Threads could not be started: {error}. Free some memory and try again"),
            })?;
        let running = Arc::new(outside(|| runtime.block_on(Running::start(options)))?);
        if options.end_on_signal {
            end_on_signal(&runtime, &running);
        }
        Ok(Browser {
            options: options.clone(),
            version: running.product.clone(),
            flags: running.flags.clone(),
            running: Mutex::new(Some(running)),
            runtime: Some(runtime),
        })
    }

    /// Looks at one page in a fresh profile.
    ///
    /// # Errors
    /// See [`CollectError`]; the browser goes on, or is replaced at the next look.
    pub fn look(&self, url: &str, options: &LookOptions, extra: &ChromiumLook) -> Result<Seen, CollectError> {
        let began = Instant::now();
        let named = |mut error: CollectError| {
            if let CollectError::NoBrowser { input, .. } = &mut error {
                *input = url.to_owned();
            }
            error
        };
        self.block_on(
            || self.running().map_err(named),
            move |running| async move { look(running, url, options, extra, began).await },
        )
    }

    /// Looks at a tab that is open in a browser that was joined, as it is: `text` is its id, or a part of the address or
    /// title of no other. It is not loaded again, gets no other window, and stays open. How it began was not seen.
    ///
    /// # Errors
    /// See [`CollectError`]; [`CollectError::NoTab`] if none is meant, or several are.
    pub fn look_at_tab(&self, text: &str, options: &LookOptions, extra: &ChromiumLook) -> Result<Seen, CollectError> {
        let began = Instant::now();
        self.block_on(
            || self.running().map_err(|error| error.named(text)),
            move |running| async move { attach::look(running, text, options, extra, began).await },
        )
    }

    /// Name and version (`"Chrome/156.0.8078.79"`).
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What it was started with; empty for a browser that was joined.
    pub fn flags(&self) -> &[String] {
        &self.flags
    }

    /// The browser, replaced if it is gone. One caller replaces it, the others wait for that.
    fn running(&self) -> Result<Arc<Running>, CollectError> {
        let mut slot = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = slot.as_ref().filter(|running| !running.connection.is_closed()) {
            return Ok(Arc::clone(running));
        }
        stay_while_ending();
        // The dead one is dropped first, so that nothing of it is left beside the new one.
        let dead = slot.take();
        let Some(runtime) = &self.runtime else {
            return Err(CollectError::Crashed { input: "this".into(), why: "it is being ended".into() });
        };
        if let Some(dead) = dead {
            runtime.block_on(dead.end());
        }
        let running = Arc::new(runtime.block_on(Running::start(&self.options))?);
        if self.options.end_on_signal {
            end_on_signal(runtime, &running);
        }
        *slot = Some(Arc::clone(&running));
        Ok(running)
    }

    /// Opens a page with a profile of its own, to be walked on.
    ///
    /// # Errors
    /// See [`CollectError`].
    pub fn open(&self, options: &LookOptions, tab: &TabOptions) -> Result<Tab<'_>, CollectError> {
        let running = outside(|| self.running())?;
        Tab::open(self, running, options, tab)
    }

    /// Waits for work in the browser's runtime.
    pub(super) fn wait<T: Send>(
        &self,
        work: impl Future<Output = Result<T, CollectError>> + Send,
    ) -> Result<T, CollectError> {
        outside(|| match &self.runtime {
            Some(runtime) => runtime.block_on(work),
            None => Err(CollectError::Crashed { input: "this".into(), why: "it is being ended".into() }),
        })
    }

    fn block_on<W, F>(
        &self,
        running: impl FnOnce() -> Result<Arc<Running>, CollectError> + Send,
        work: W,
    ) -> Result<Seen, CollectError>
    where
        W: FnOnce(Arc<Running>) -> F + Send,
        F: Future<Output = Result<Seen, CollectError>>,
    {
        outside(|| {
            let running = running()?;
            match &self.runtime {
                Some(runtime) => runtime.block_on(work(running)),
                None => Err(CollectError::Crashed { input: "this".into(), why: "it is being ended".into() }),
            }
        })
    }
}

/// Whether the program was told to end, and the browser is being ended for it.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Whoever meets a browser that is being ended because the program is, waits for that: else the program would be over
/// before what the browser leaves behind is removed, or another browser be started in its place.
fn stay_while_ending() {
    while ENDING.load(Ordering::Relaxed) {
        std::thread::park();
    }
}

/// Ends the browser, and then the program, when the program is told to end.
fn end_on_signal(runtime: &tokio::runtime::Runtime, running: &Arc<Running>) {
    let running = Arc::downgrade(running);
    runtime.spawn(async move {
        let code = told_to_end().await;
        ENDING.store(true, Ordering::Relaxed);
        if let Some(running) = running.upgrade() {
            running.end().await;
        }
        std::process::exit(code);
    });
}

/// Waits until the program is told to end, and gives the exit code that shells expect then.
#[cfg(unix)]
async fn told_to_end() -> i32 {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [(SignalKind::interrupt(), 2), (SignalKind::terminate(), 15), (SignalKind::hangup(), 1)];
    let [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] = kinds.map(|(kind, _)| signal(kind)) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => 128 + kinds[0].1,
        _ = terminate.recv() => 128 + kinds[1].1,
        _ = hangup.recv() => 128 + kinds[2].1,
    }
}

/// Waits until the program is told to end, and gives the exit code that shells expect then.
#[cfg(not(unix))]
async fn told_to_end() -> i32 {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    130
}

impl Drop for Browser {
    fn drop(&mut self) {
        let running = self.running.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let Some(runtime) = self.runtime.take() else { return };
        outside(|| {
            if let Some(running) = running {
                runtime.block_on(running.end());
            }
            runtime.shutdown_background();
        });
    }
}

/// Runs blocking work, on a thread of its own where the caller is inside a runtime, which must not be blocked on twice.
fn outside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = if tokio::runtime::Handle::try_current().is_err() {
        work()
    } else {
        std::thread::scope(|scope| match scope.spawn(work).join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    };
    stay_while_ending();
    done
}
