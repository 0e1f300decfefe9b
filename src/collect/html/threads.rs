//! Threads that lay pages out: each with a large stack, kept for the next page, given up when it hangs.

use super::feed::Detail;
use super::layout::{self, Job, Laid};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

/// Stack of a thread, in bytes: several times what the deepest page that is let through was seen to need.
const STACK: usize = 64 * 1024 * 1024;
/// Name of these threads, by which their panics are known.
const NAME: &str = "consentlint-layout";

struct Worker {
    jobs: mpsc::Sender<(Job, mpsc::Sender<Result<Laid, ()>>)>,
}

static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// Lays a page out within a time, or says why it could not be.
pub(super) fn lay_out(mut job: Job, time: Duration) -> Result<Laid, &'static str> {
    let again = Job {
        parts: job.parts.clone(),
        base: job.base.clone(),
        root: job.root.clone(),
        sheets: job.sheets.clone(),
        detail: Detail::NoLoads,
        ..job
    };
    job.detail = Detail::Full;
    match try_once(job, time) {
        Err("the layout engine crashed") => try_once(again, time),
        other => other,
    }
}

fn try_once(job: Job, time: Duration) -> Result<Laid, &'static str> {
    const CRASHED: &str = "the layout engine crashed";
    let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let worker = match idle {
        Some(worker) => worker,
        None => start().ok_or("no thread could be started")?,
    };
    let (done, result) = mpsc::channel();
    if worker.jobs.send((job, done)).is_err() {
        return Err(CRASHED);
    }
    // A worker is only kept after it did well: a panic can leave the engine's thread state behind, and one that
    // hangs ends with its job, for nobody holds its queue any more.
    match result.recv_timeout(time) {
        Ok(Ok(laid)) => {
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
            Ok(laid)
        }
        Ok(Err(())) | Err(RecvTimeoutError::Disconnected) => Err(CRASHED),
        Err(RecvTimeoutError::Timeout) => Err("layout took too long"),
    }
}

fn start() -> Option<Worker> {
    quiet_panics();
    let (jobs, queue) = mpsc::channel::<(Job, mpsc::Sender<Result<Laid, ()>>)>();
    let pool = pool().ok()?;
    let run = move || {
        for (job, done) in queue {
            let laid = catch_unwind(AssertUnwindSafe(|| pool.install(|| layout::lay_out(&job)))).map_err(|_| ());
            let failed = laid.is_err();
            // Fails only if nobody waits any more.
            let _ = done.send(laid);
            if failed {
                break;
            }
        }
    };
    std::thread::Builder::new().name(NAME.into()).spawn(run).ok()?;
    Some(Worker { jobs })
}

/// Threads of one worker: paragraphs are shaped side by side. No two workers share them, so that a page that hangs holds up
/// no other.
fn pool() -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    const MOST: usize = 4;
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST));
    rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(|_| NAME.into()).stack_size(STACK).build()
}

/// A panic of the layout engine is a reason in a report, not a message on the terminal.
fn quiet_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(NAME) {
                before(info);
            }
        }));
    });
}
