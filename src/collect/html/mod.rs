//! Seeing without a browser: parsed by html5ever, styled and laid out in process by Blitz. No script runs.
//!
//! A page is parsed once, and can be looked at again in more depth: the nodes, their ids and their order stay the same.

mod boxes;
mod decode;
mod feed;
mod flat;
mod fonts;
mod layout;
mod nodes;
mod paint_order;
mod parse;
mod position;
mod resources;
mod sheets;
mod state;
mod style_values;
mod threads;
mod tokens;
mod tree;
mod worker;

use crate::collect::clip;
use crate::collect::{CollectError, Depth, Document, LookOptions};
use crate::snapshot::{Capability, Collector, FORMAT, Missing, NodeId, Provenance, Snapshot, Source};
use flat::FlatNode;
use sheets::Sheets;
use std::sync::Arc;
use std::time::Instant;
use tree::Tree;
use url::Url;

pub use sheets::Fetch;
pub use worker::{ARGUMENT, set_worker, worker_main};

/// Stands for the address of a page that has none: the engine can't do without one, and nothing is there.
const NO_ADDRESS: &str = "file:///nowhere/page.html";
const ENGINE: &str = "blitz 0.3.0-beta.4";

/// One parsed document.
pub struct Page {
    parts: Arc<Parts>,
    source: Snapshot,
    document: Document,
    options: LookOptions,
}

/// What a layout needs of a page.
struct Parts {
    tree: Tree,
    flat: Vec<FlatNode>,
    /// The node that each place of the flat tree became.
    became: Vec<Option<NodeId>>,
}

impl Page {
    /// Decodes and parses a document.
    ///
    /// # Errors
    /// [`CollectError::NotHtml`] for binary files, [`CollectError::TooLarge`] above 20 MB.
    pub fn parse(document: &Document, options: &LookOptions) -> Result<Page, CollectError> {
        let deadline = Instant::now() + options.timeout;
        let decoded = decode::decode(document)?;
        let parse::Parsed { tree, cut } = parse::parse(&decoded.text, deadline);
        let flat = flat::flatten(&tree);
        let mut source = Snapshot { format: FORMAT, source: describe(document, options), ..Snapshot::default() };
        let became = nodes::fill(&mut source, &tree, &flat, &decoded);
        let mut frame = nodes::frame(&tree, &flat, cut);
        (source.title, source.lang) = nodes::title_and_language(&tree, &flat);
        source.url = document.url.as_ref().map(without_secrets);
        frame.url.clone_from(&source.url);
        source.frames.push(frame);
        Ok(Page {
            parts: Arc::new(Parts { tree, flat, became }),
            source,
            document: document.clone(),
            options: options.clone(),
        })
    }

    /// Looks at the page. A deeper look adds to the same nodes. Nothing is fetched from a network.
    pub fn look(&mut self, depth: Depth) -> Snapshot {
        self.look_with(depth, None)
    }

    /// Looks at the page, with the style sheets that `fetch` can get.
    ///
    /// A page of somebody else is laid out in a child process if [`set_worker`] was called.
    pub fn look_with(&mut self, depth: Depth, fetch: Option<&Fetch>) -> Snapshot {
        if depth == Depth::Source {
            return self.source.clone();
        }
        let sheets = match (fetch, self.base()) {
            (Some(fetch), Some(base)) => sheets::fetch(&self.parts, &base, fetch),
            _ => Sheets::new(),
        };
        if self.source.source.provenance != Provenance::Foreign || !worker::is_set() {
            return self.look_here(depth, &sheets);
        }
        match worker::look(&self.document, &self.options, &sheets) {
            Ok(mut seen) => {
                seen.source.time = self.source.source.time;
                seen
            }
            Err(why) => {
                let mut snapshot = self.source.clone();
                without_layout(&mut snapshot, why);
                snapshot
            }
        }
    }

    /// Looks at the page in this process.
    fn look_here(&self, depth: Depth, sheets: &Sheets) -> Snapshot {
        let mut snapshot = self.source.clone();
        if depth == Depth::Source {
            return snapshot;
        }
        let job = |base| layout::Job {
            parts: self.parts.clone(),
            viewport: self.options.viewport,
            base,
            root: self.document.root.clone(),
            sheets: sheets.clone(),
            detail: feed::Detail::Full,
        };
        let laid = match (layout::refuse(&self.parts), self.base()) {
            (Some(why), _) => Err(why),
            (None, Some(base)) => threads::lay_out(job(base), self.options.timeout),
            (None, None) => Err("its address is none that others can be relative to"),
        };
        let laid = match laid {
            Ok(laid) => laid,
            Err(why) => {
                without_layout(&mut snapshot, why);
                return snapshot;
            }
        };
        snapshot.source.engine = ENGINE.into();
        let frame = &mut snapshot.frames[0];
        frame.seen.extend([Capability::Style, Capability::Layout]);
        frame.seen.sort();
        if laid.lost_sheets > 0 {
            let why = format!("{} style sheets were not loaded, so styles may differ", laid.lost_sheets);
            frame.missing.push(Missing { capability: Capability::Network, why });
        }
        laid.apply(&mut snapshot);
        clip::fill(&mut snapshot);
        snapshot
    }

    /// The address that relative addresses are resolved against: `<base href>`, else that of the document.
    fn base(&self) -> Option<Url> {
        let elements = self.parts.flat.iter().filter_map(|place| self.parts.tree.element(place.tree));
        let href = elements.filter(|element| element.is("base")).find_map(|base| base.attribute("href"));
        let own = self.document.url.as_ref().filter(|url| !url.cannot_be_a_base());
        let base = match (href, own) {
            (Some(href), Some(own)) => own.join(href).ok(),
            (Some(href), None) => Url::parse(href).ok(),
            (None, _) => None,
        };
        base.filter(|base| !base.cannot_be_a_base()).or_else(|| own.cloned()).or_else(|| Url::parse(NO_ADDRESS).ok())
    }
}

/// Parses a document and looks at it once.
///
/// # Errors
/// See [`Page::parse`].
pub fn look(document: &Document, options: &LookOptions, depth: Depth) -> Result<Snapshot, CollectError> {
    Ok(Page::parse(document, options)?.look(depth))
}

/// Says that styles and boxes are missing, and why.
fn without_layout(snapshot: &mut Snapshot, why: &str) {
    let missing = [Capability::Style, Capability::Layout];
    snapshot.frames[0].missing.extend(missing.map(|capability| Missing { capability, why: why.into() }));
}

fn describe(document: &Document, options: &LookOptions) -> Source {
    let foreign = document.url.as_ref().is_some_and(|url| url.scheme() != "file");
    let provenance = match (&document.url, foreign) {
        (None, _) => Provenance::Stdin,
        (Some(_), true) => Provenance::Foreign,
        (Some(_), false) => Provenance::File,
    };
    Source {
        collector: Collector::Html,
        version: env!("CARGO_PKG_VERSION").into(),
        engine: "html5ever 0.40".into(),
        provenance,
        viewport: options.viewport,
        locale: options.locale.clone(),
        time: std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        ..Source::default()
    }
}

/// An address without query, fragment, name and password.
fn without_secrets(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Fails only for addresses that can hold neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}
