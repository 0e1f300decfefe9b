//! What a page may load while it is laid out: style sheets and images below its own project's root, and style sheets
//! from a network where the person allowed it. Nothing else, ever.

use super::sheets::{self, Sheets};
use blitz_traits::net::{Bytes, NetHandler, NetProvider, Request, Url};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Largest image that is read, in bytes.
const MAX_IMAGE: u64 = 10 * 1024 * 1024;
/// Most bytes of style sheets that one page may have.
pub(super) const MAX_CSS: usize = 3 * 1024 * 1024;
/// Most files that one page may load.
const MAX_LOADS: usize = 200;
/// An image that unpacks to more pixels is not decoded.
const MAX_PIXELS: u64 = 64_000_000;

/// Answers what Blitz asks for, at once and on the same thread.
pub(super) struct Resources {
    root: Option<PathBuf>,
    /// Style sheets that were fetched before the layout began, by address.
    sheets: Sheets,
    loads: AtomicUsize,
    css: AtomicUsize,
    lost: AtomicUsize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Sheet,
    Image,
    Other,
}

impl Resources {
    pub(super) fn new(root: Option<&Path>, sheets: Sheets) -> Self {
        // Links are resolved here once, so that what is compared with it has them resolved too.
        let root = root.and_then(|root| root.canonicalize().ok());
        Resources { root, sheets, loads: AtomicUsize::new(0), css: AtomicUsize::new(0), lost: AtomicUsize::new(0) }
    }

    /// How many style sheets were asked for and not had.
    pub(super) fn lost_sheets(&self) -> usize {
        self.lost.load(Ordering::Relaxed)
    }

    fn load(&self, url: &Url) -> Option<Vec<u8>> {
        if self.loads.fetch_add(1, Ordering::Relaxed) >= MAX_LOADS {
            return None;
        }
        let kind = kind(url);
        let bytes = match (url.scheme(), kind) {
            ("file", Kind::Sheet | Kind::Image) => self.file(url, kind)?,
            ("http" | "https", Kind::Sheet | Kind::Other) => self.sheets.get(url.as_str())?.clone().into_bytes(),
            _ => return None,
        };
        if kind != Kind::Image {
            let before = self.css.fetch_add(bytes.len(), Ordering::Relaxed);
            if before + bytes.len() > MAX_CSS {
                return None;
            }
        }
        Some(bytes)
    }

    fn file(&self, url: &Url, kind: Kind) -> Option<Vec<u8>> {
        let root = self.root.as_ref()?;
        let path = url.to_file_path().ok()?.canonicalize().ok()?;
        // The kind is that of the file itself, not of a link to it.
        if !path.starts_with(root) || kind != kind_of(path.to_str()?) {
            return None;
        }
        let limit = if kind == Kind::Image { MAX_IMAGE } else { sheets::MAX_SHEET };
        let found = path.metadata().ok()?;
        if !found.is_file() || found.len() > limit {
            return None;
        }
        let mut bytes = Vec::new();
        std::fs::File::open(&path).ok()?.take(limit + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > limit || kind == Kind::Image && !bearable(&bytes) {
            return None;
        }
        Some(if kind == Kind::Sheet { sheets::text(bytes).into_bytes() } else { bytes })
    }
}

impl NetProvider for Resources {
    fn fetch(&self, _document: usize, request: Request, handler: Box<dyn NetHandler>) {
        let url = request.url;
        let found = self.load(&url);
        // Sheets that are served without an ending can't be told from fonts, and count too.
        if found.is_none() && matches!(kind(&url), Kind::Sheet | Kind::Other) && !is_font(&url) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        let bytes = found.unwrap_or_default();
        // A handler that is never called would hold the layout up for ever.
        handler.bytes(url.into(), Bytes::from(bytes));
    }
}

fn kind(url: &Url) -> Kind {
    kind_of(url.path())
}

fn is_font(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    url.scheme() == "data" || [".woff", ".woff2", ".ttf", ".otf", ".eot", ".svg"].iter().any(|end| path.ends_with(end))
}

fn kind_of(path: &str) -> Kind {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("css") => Kind::Sheet,
        Some("png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "ico" | "avif") => Kind::Image,
        _ => Kind::Other,
    }
}

/// Whether an image would unpack to something that memory can hold. Only PNG says so in a fixed place; the decoder
/// of the others has limits of its own.
fn bearable(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..24).filter(|header| header.starts_with(b"\x89PNG")) else { return true };
    let number =
        |at: usize| u64::from(u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
    number(16).saturating_mul(number(20)) <= MAX_PIXELS
}
