//! Seeing without a browser: parsed by html5ever, styled and laid out in process by Blitz. No script runs.
//!
//! A page is parsed once, and can be looked at again in more depth: the nodes, their ids and their order stay the same.

mod decode;
mod flat;
mod nodes;
mod parse;
mod position;
mod state;
mod tokens;
mod tree;

use crate::collect::{CollectError, Depth, Document, LookOptions};
use crate::snapshot::{Collector, FORMAT, NodeId, Provenance, Snapshot, Source};
use flat::FlatNode;
use std::sync::Arc;
use std::time::Instant;
use tree::Tree;

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

    /// Looks at the page. A deeper look adds to the same nodes.
    pub fn look(&mut self, depth: Depth) -> Snapshot {
        let _ = (&self.parts.flat, &self.parts.became, &self.parts.tree, &self.options, &self.document, depth);
        self.source.clone()
    }
}

/// Parses a document and looks at it once.
///
/// # Errors
/// See [`Page::parse`].
pub fn look(document: &Document, options: &LookOptions, depth: Depth) -> Result<Snapshot, CollectError> {
    Ok(Page::parse(document, options)?.look(depth))
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
        time: std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
        ..Source::default()
    }
}

/// An address without query, fragment, name and password.
fn without_secrets(url: &url::Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Fails only for addresses that can hold neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}
