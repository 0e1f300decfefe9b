//! Pages opened ahead of use. A page takes a new process, and so long to open that it is done while another page is
//! waited for. Each is used once: a look never gets a profile that another has used.

use super::connection::CallError;
use super::launch::Running;
use super::page::Page;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Most pages that wait.
const MOST: usize = 4;
/// Longest wait for a page to open; a browser that needs longer hangs.
pub(super) const OPEN: Duration = Duration::from_secs(20);

/// Pages that wait, and how many more are being opened.
#[derive(Default)]
pub(super) struct Spares(Mutex<State>);

#[derive(Default)]
struct State {
    pages: Vec<Page>,
    opening: usize,
    closed: bool,
}

impl Spares {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page, opened now if none waits.
    pub(super) async fn take(&self, running: &Running) -> Result<Page, CallError> {
        loop {
            let waiting = self.state().pages.pop();
            match waiting {
                Some(page) if page.now().lost.is_none() => return Ok(page),
                Some(_) => {}
                None => return Page::open(running).await,
            }
        }
    }

    /// Opens one more page, while others work. Not in a browser that is somebody else's.
    pub(super) fn prepare(&self, running: &Arc<Running>) {
        {
            let mut state = self.state();
            if !running.is_ours() || state.closed || state.pages.len() + state.opening >= MOST {
                return;
            }
            state.opening += 1;
        }
        let running = Arc::clone(running);
        tokio::spawn(async move {
            let opened = tokio::time::timeout(OPEN, Page::open(&running)).await;
            let mut state = running.spares.state();
            state.opening -= 1;
            // What did not open is opened by whoever needs it, who can say why it did not.
            if let (Ok(Ok(page)), false) = (opened, state.closed) {
                state.pages.push(page);
            }
        });
    }

    /// Closes all, for good.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.pages.clear();
    }
}
