//! Seeing one input: which way, and how deep.

use super::{Input, Linter, Render};
use crate::collect::chromium::{Browser, ChromiumLook};
use crate::collect::{CollectError, Depth, Document, KeptDocument, html, linked, stored};
use crate::meaning::Meaning;
use crate::snapshot::{Capability, NodeKind, Provenance, Snapshot};
use std::path::Path;
use std::sync::Arc;
use url::Url;

/// Nodes up to which a page is small.
const SMALL: usize = 3000;
/// Words below which a page with scripts is built by them.
const FEW_WORDS: usize = 30;

/// What was seen of one input.
pub(super) struct SeenInput {
    pub(super) snapshot: Snapshot,
    /// `static`, `chromium`, `stored`.
    pub(super) render: &'static str,
    /// The source text, for code frames.
    pub(super) source: Option<Arc<str>>,
    pub(super) screenshot: Option<Vec<u8>>,
}

impl Linter {
    /// Sees an input as deep as is worth it.
    pub(super) fn look(&self, input: &Input) -> Result<SeenInput, CollectError> {
        self.look_to(input, false)
    }

    /// Sees an input to its full depth.
    pub(super) fn look_fully(&self, input: &Input) -> Result<SeenInput, CollectError> {
        self.look_to(input, true)
    }

    fn look_to(&self, input: &Input, fully: bool) -> Result<SeenInput, CollectError> {
        match input {
            Input::Stored(path) => {
                let snapshot = stored::open(path)?;
                Ok(SeenInput { snapshot, render: "stored", source: None, screenshot: None })
            }
            Input::Url(url) => self.look_at_address(url, fully),
            Input::Tab(text) => self.look_at_tab(text, &input.name()),
            Input::File(path) => {
                let document = Document::open(path, &input.name())?;
                self.look_at_document(document, Provenance::File, fully)
            }
            Input::Stdin(bytes) => {
                let document =
                    Document { input: "-".into(), bytes: bytes.clone(), charset: None, url: None, root: None };
                self.look_at_document(document, Provenance::Stdin, fully)
            }
        }
    }

    fn look_at_document(&self, document: Document, from: Provenance, fully: bool) -> Result<SeenInput, CollectError> {
        let render = self.options.render;
        if render == Render::Chromium {
            let url = document.url.as_ref().map(Url::to_string);
            return match url {
                Some(url) => {
                    self.look_in_browser(&url, &document.input, source_text(&document), document.root.as_deref())
                }
                None => self.look_at_standard_input_in_browser(&document),
            };
        }
        let mut page = html::Page::parse(&document, &self.options.look)?;
        let mut snapshot = page.look(Depth::Source);
        if render == Render::Auto
            && from == Provenance::File
            && is_built_by_scripts(&snapshot)
            && let Some(url) = &document.url
        {
            let source = source_text(&document);
            return self.look_in_browser(url.as_str(), &document.input, source, document.root.as_deref());
        }
        if fully || self.is_worth_more(&snapshot) {
            snapshot = page.look_with(Depth::Layout, self.sheets().as_deref());
        }
        snapshot.source.provenance = from;
        linked::follow(&mut snapshot, document.root.as_deref());
        Ok(SeenInput { snapshot, render: "static", source: source_text(&document), screenshot: None })
    }

    fn look_at_address(&self, address: &str, fully: bool) -> Result<SeenInput, CollectError> {
        let unreachable = |why: &str| CollectError::Network { input: address.to_string(), why: why.to_string() };
        let url = Url::parse(address).map_err(|error| unreachable(&error.to_string()))?;
        if url.scheme() == "file" {
            let path = url.to_file_path().map_err(|()| unreachable("it names no file of this machine"))?;
            let document = Document::open(&path, address)?;
            return self.look_at_document(document, Provenance::File, fully);
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(unreachable("only http, https and file addresses are looked at"));
        }
        if self.options.render != Render::Static {
            return self.look_in_browser(url.as_str(), address, None, None);
        }
        let fetched = crate::net::fetch(&url, self.options.look.timeout).map_err(|error| refusal(address, error))?;
        let document = Document {
            input: address.to_string(),
            bytes: fetched.bytes,
            charset: fetched.charset,
            url: Some(fetched.url),
            root: None,
        };
        let mut page = html::Page::parse(&document, &self.options.look)?;
        let mut snapshot = page.look(Depth::Source);
        if fully || self.is_worth_more(&snapshot) {
            snapshot = page.look_with(Depth::Layout, self.sheets().as_deref());
        }
        snapshot.source.provenance = Provenance::Foreign;
        Ok(SeenInput { snapshot, render: "static", source: None, screenshot: None })
    }

    /// Whether a page is worth being laid out. A small one always is: laying it out costs less than reading it twice.
    fn is_worth_more(&self, snapshot: &Snapshot) -> bool {
        snapshot.nodes.len() <= SMALL || Meaning::of(snapshot, &self.book.lexicons).worth_a_deeper_look()
    }

    /// How a static look may get style sheets from a network: not at all, unless it was allowed.
    fn sheets(&self) -> Option<Box<html::Fetch>> {
        let timeout = self.options.look.timeout;
        let fetch = move |url: &Url| crate::net::fetch_sheet(url, timeout).ok();
        self.options.look.allow_net.then(|| Box::new(fetch) as Box<html::Fetch>)
    }

    /// Standard input has no address that a browser could open: it is written where only this run reads it.
    fn look_at_standard_input_in_browser(&self, document: &Document) -> Result<SeenInput, CollectError> {
        let kept = KeptDocument::of(document)?;
        let mut seen = self.look_in_browser(kept.url.as_str(), "-", source_text(document), None)?;
        seen.snapshot.url = None;
        for frame in &mut seen.snapshot.frames {
            frame.url = None;
        }
        seen.snapshot.source.provenance = Provenance::Stdin;
        Ok(seen)
    }

    fn look_in_browser(
        &self,
        url: &str,
        input: &str,
        source: Option<Arc<str>>,
        root: Option<&Path>,
    ) -> Result<SeenInput, CollectError> {
        let browser = self.browser(input)?;
        let seen = browser.look(url, &self.options.look, &self.extra()).map_err(|error| error.named(input))?;
        let mut snapshot = seen.snapshot;
        linked::follow(&mut snapshot, root);
        Ok(SeenInput { snapshot, render: "chromium", source, screenshot: seen.screenshot })
    }

    /// Sees a tab that is open already, whatever way of seeing was chosen.
    fn look_at_tab(&self, text: &str, input: &str) -> Result<SeenInput, CollectError> {
        let browser = self.browser(input)?;
        let seen = browser.look_at_tab(text, &self.options.look, &self.extra()).map_err(|error| error.named(input))?;
        let mut snapshot = seen.snapshot;
        linked::follow(&mut snapshot, None);
        Ok(SeenInput { snapshot, render: "chromium", source: None, screenshot: seen.screenshot })
    }

    fn extra(&self) -> ChromiumLook {
        ChromiumLook { screenshot: self.options.screenshots.is_some(), ..ChromiumLook::default() }
    }

    /// The browser, started when it is first needed.
    pub(super) fn browser(&self, input: &str) -> Result<Arc<Browser>, CollectError> {
        let mut slot = self.browser.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(browser) = &*slot {
            return Ok(Arc::clone(browser));
        }
        let browser = Arc::new(Browser::launch(&self.options.chromium).map_err(|error| error.named(input))?);
        *slot = Some(Arc::clone(&browser));
        Ok(browser)
    }
}

fn source_text(document: &Document) -> Option<Arc<str>> {
    // Code frames need the very bytes that spans count.
    std::str::from_utf8(&document.bytes).ok().map(Arc::from)
}

/// Whether a page has scripts and hardly any text of its own.
fn is_built_by_scripts(snapshot: &Snapshot) -> bool {
    let runs = snapshot.nodes.iter().any(|node| node.is("script") && !node.attribute("type").is_some_and(is_data));
    let words: usize = snapshot
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Text)
        .map(|node| node.text.split_whitespace().map(|word| 1 + word.chars().count() / 12).sum::<usize>())
        .sum();
    let controls = snapshot.nodes.iter().any(|node| matches!(node.tag.as_str(), "button" | "input" | "form"));
    runs && words < FEW_WORDS && !controls && snapshot.frames[0].seen.contains(&Capability::Source)
}

fn is_data(kind: &str) -> bool {
    kind.contains("json") || kind.contains("template") || kind.contains("text/plain")
}

fn refusal(input: &str, error: crate::net::FetchError) -> CollectError {
    use crate::net::FetchError;
    let input = input.to_string();
    match error {
        FetchError::Status(status) => CollectError::Http { input, status },
        FetchError::Timeout(seconds) => CollectError::Timeout { input, seconds },
        FetchError::NotHtml(why) => CollectError::NotHtml { input, why: format!("it is {why}") },
        FetchError::TooLarge => CollectError::TooLarge { input, why: error.to_string() },
        other => CollectError::Network { input, why: other.to_string() },
    }
}
