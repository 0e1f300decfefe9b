//! Child processes that lay out pages of other people: a limit on memory, a deadline, and nothing lost but the
//! layout when one dies. They are kept for the next page.
//!
//! The child is this program with a hidden first argument. Programs that use the library have no such argument, so
//! a child is only used once [`set_worker`] has said which program to start; without it, the thread does.
//!
//! A message is its length in bytes (four, little endian) and then its bytes. A request is three messages: a header
//! in JSON, the page, and the style sheets that were fetched for it, in JSON. The answer is one: the snapshot in JSON.

use super::Page;
use super::sheets::Sheets;
use crate::collect::{Depth, Document, LookOptions};
use crate::snapshot::{Snapshot, Viewport};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use url::Url;

/// First argument that makes the program a child.
pub const ARGUMENT: &str = "__lay-out";
/// Memory that a child may use, in bytes.
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
/// Longest message that is read.
const MAX_MESSAGE: u32 = 512 * 1024 * 1024;
/// Most children that are kept waiting.
const MAX_IDLE: usize = 8;

#[derive(Serialize, Deserialize)]
struct Request {
    input: String,
    charset: Option<String>,
    url: Option<Url>,
    viewport: Viewport,
    locale: Option<String>,
    timeout: Duration,
}

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

struct Worker {
    process: Process,
    pipes: Pipes,
}

struct Pipes {
    input: ChildStdin,
    output: ChildStdout,
}

/// Ends the child when nobody uses it any more.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only if it is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Says which program to start for pages of other people: this one, whose `main` calls [`worker_main`] when its
/// first argument is [`ARGUMENT`]. Only the first call counts.
pub fn set_worker(program: impl Into<PathBuf>) {
    let _ = PROGRAM.set(program.into());
}

/// Whether a child process can be used.
pub(super) fn is_set() -> bool {
    PROGRAM.get().is_some()
}

/// Has a child look at a page, or says why it could not.
pub(super) fn look(document: &Document, options: &LookOptions, sheets: &Sheets) -> Result<Snapshot, &'static str> {
    const CRASHED: &str = "the layout engine crashed";
    let program = PROGRAM.get().ok_or("no program is set")?;
    let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let Worker { process, mut pipes } = match idle {
        Some(worker) => worker,
        None => start(program).map_err(|_| "the layout process could not be started")?,
    };
    let request = Request {
        input: document.input.clone(),
        charset: document.charset.clone(),
        url: document.url.clone(),
        viewport: options.viewport,
        locale: options.locale.clone(),
        timeout: options.timeout,
    };
    let header = serde_json::to_vec(&request).map_err(|_| "the request could not be written")?;
    let sheets = serde_json::to_vec(sheets).map_err(|_| "the request could not be written")?;
    let page = document.bytes.clone();
    let (done, answer) = mpsc::channel();
    // Reading and writing may block for ever on a child that hangs, so they have a thread of their own.
    let talk = move || {
        let messages = [header, page, sheets];
        let sent = messages.iter().try_for_each(|message| send(&mut pipes.input, message));
        let answer = sent.and_then(|()| receive(&mut pipes.output));
        // Fails only if nobody waits any more.
        let _ = done.send(answer.map(|answer| (pipes, answer)));
    };
    std::thread::Builder::new().spawn(talk).map_err(|_| "no thread could be started")?;
    match answer.recv_timeout(options.timeout) {
        Ok(Ok((pipes, bytes))) => {
            let snapshot: Snapshot = serde_json::from_slice(&bytes).map_err(|_| CRASHED)?;
            snapshot.validate().map_err(|_| CRASHED)?;
            let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < MAX_IDLE {
                idle.push(Worker { process, pipes });
            }
            Ok(snapshot)
        }
        Ok(Err(_)) => Err(CRASHED),
        Err(_) => Err("layout took too long"),
    }
}

fn start(program: &PathBuf) -> std::io::Result<Worker> {
    let mut command = Command::new(program);
    // The child needs nothing of the environment, and a page that broke out should find nothing there.
    command.arg(ARGUMENT).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let gone = || std::io::Error::other("the child has no pipes");
    let input = child.stdin.take().ok_or_else(gone)?;
    let output = child.stdout.take().ok_or_else(gone)?;
    Ok(Worker { process: Process(child), pipes: Pipes { input, output } })
}

/// What a child does: looks at one page after another until its input ends.
pub fn worker_main() -> ExitCode {
    // A machine without such limits still has the deadline.
    let _ = rlimit::Resource::AS.set(MEMORY, MEMORY);
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    while let Ok(header) = receive(&mut input) {
        let (Ok(page), Ok(sheets)) = (receive(&mut input), receive(&mut input)) else { return ExitCode::FAILURE };
        let Some(answer) = answer(&header, page, &sheets) else { return ExitCode::FAILURE };
        if send(&mut output, &answer).is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn answer(header: &[u8], page: Vec<u8>, sheets: &[u8]) -> Option<Vec<u8>> {
    let Request { input, charset, url, viewport, locale, timeout } = serde_json::from_slice(header).ok()?;
    // No folder, so nothing is read.
    let document = Document { input, bytes: page, charset, url, root: None };
    let options = LookOptions { viewport, locale, timeout, ..LookOptions::default() };
    let sheets = serde_json::from_slice(sheets).ok()?;
    let snapshot = Page::parse(&document, &options).ok()?.look_here(Depth::Layout, &sheets);
    serde_json::to_vec(&snapshot).ok()
}

fn send(to: &mut impl Write, message: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(message.len()).map_err(std::io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(message)?;
    to.flush()
}

fn receive(from: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_MESSAGE {
        return Err(std::io::Error::other("the message is too long"));
    }
    let mut message = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut message)?;
    if message.len() != length as usize {
        return Err(std::io::Error::other("the message is cut short"));
    }
    Ok(message)
}
