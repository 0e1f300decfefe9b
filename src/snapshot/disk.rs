use super::{Frame, Linked, Look, Node, NodeKind, Rect, Snapshot, Source, Style, Visit};
use sha2::{Digest, Sha256};
use std::io::Read;

/// The version of the format that this build writes.
pub const FORMAT: u32 = 1;
/// Most nodes that a snapshot may hold.
pub const MAX_NODES: usize = 1_000_000;
/// Longest text of a node or linked document, in bytes.
pub const MAX_TEXT: usize = 256 * 1024;
/// Most bytes that a stored snapshot may unpack to.
pub const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// Why a stored snapshot could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Not zstd, or cut short.
    #[error("not a stored snapshot: {0}. Make one with `consentlint snapshot INPUT -o FILE.snap`")]
    NotPacked(std::io::Error),
    /// It unpacks to more than is allowed.
    #[error(
        "the snapshot unpacks to more than {MAX_UNPACKED} bytes, which no page needs; it was not read. See the page again with `consentlint snapshot`"
    )]
    TooLarge,
    /// A newer build wrote it.
    #[error("the snapshot has format {0}; this build reads up to {FORMAT}. Use a newer consentlint")]
    TooNew(u64),
    /// The JSON is not that of a snapshot.
    #[error("the snapshot is damaged: {0}. See it again with `consentlint snapshot`")]
    Damaged(serde_json::Error),
    /// The JSON is well formed and what it says can't be.
    #[error("the snapshot contradicts itself: {0}. See it again with `consentlint snapshot`")]
    Invalid(String),
}

/// A snapshot without what differs from look to look, borrowed: what is hashed.
#[derive(serde::Serialize)]
struct Still<'s> {
    format: u32,
    source: &'s Source,
    url: &'s Option<String>,
    title: &'s Option<String>,
    lang: &'s Option<String>,
    frames: &'s [Frame],
    nodes: &'s [Node],
    styles: &'s [Style],
    style_properties: &'s [String],
    looks: &'s [Look],
    linked: &'s [Linked],
}

struct Hashing(Sha256);

impl std::io::Write for &mut Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Snapshot {
    /// The bytes of a `.snap` file: canonical JSON under zstd.
    ///
    /// # Errors
    /// Only if the JSON can't be packed, which does not happen in memory.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let json = serde_json::to_vec(self).map_err(std::io::Error::other)?;
        zstd::encode_all(json.as_slice(), 3)
    }

    /// Reads a `.snap` file and checks everything that judging relies on: parents before children, ids in range,
    /// numbers finite, sizes capped.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LoadError> {
        let (json, _) = unpack(bytes)?;
        let snapshot: Snapshot = serde_json::from_slice(&json).map_err(LoadError::Damaged)?;
        snapshot.validate()?;
        Ok(snapshot)
    }

    /// SHA-256 over the canonical JSON without what differs from look to look: the time, and the times of the looks.
    pub fn sha256(&self) -> String {
        let mut source = self.source.clone();
        source.time = 0;
        let mut looks = self.looks.clone();
        for look in &mut looks {
            look.at_ms = 0;
        }
        let still = Still {
            format: self.format,
            source: &source,
            url: &self.url,
            title: &self.title,
            lang: &self.lang,
            frames: &self.frames,
            nodes: &self.nodes,
            styles: &self.styles,
            style_properties: &self.style_properties,
            looks: &looks,
            linked: &self.linked,
        };
        let mut hash = Hashing(Sha256::new());
        // Writing into a hash can't fail, and every part of a snapshot is plain data.
        let written = serde_json::to_writer(std::io::BufWriter::new(&mut hash), &still);
        debug_assert!(written.is_ok());
        hash.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Checks everything that judging relies on.
    ///
    /// # Errors
    /// [`LoadError::Invalid`] with the first thing that can't be.
    pub fn validate(&self) -> Result<(), LoadError> {
        let fail = |what: String| Err(LoadError::Invalid(what));
        if self.nodes.is_empty() || self.frames.is_empty() {
            return fail("it holds no document".into());
        }
        if self.nodes.len() > MAX_NODES {
            return fail(format!("it has {} nodes; at most {MAX_NODES} are allowed", self.nodes.len()));
        }
        let in_nodes = |id: super::NodeId| id.index() < self.nodes.len();
        for (index, frame) in self.frames.iter().enumerate() {
            if frame.parent.is_some_and(|parent| parent.index() >= index) {
                return fail(format!("frame {index} stands before the frame that holds it"));
            }
            if frame.host.is_some_and(|host| !in_nodes(host)) {
                return fail(format!("frame {index} has a host that is not there"));
            }
        }
        // The subtree of every node must be one run, so a parent is on the path that leads to the node before.
        let mut open: Vec<u32> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            match node.parent {
                None if index == 0 && node.kind == NodeKind::Document => {}
                None => return fail(format!("node {index} has no parent")),
                Some(parent) => {
                    while open.last().is_some_and(|&top| top != parent.0) {
                        open.pop();
                    }
                    if open.is_empty() {
                        return fail(format!("node {index} does not stand inside its parent"));
                    }
                }
            }
            open.push(index as u32);
            self.validate_node(index, node)?;
        }
        for style in &self.styles {
            if style.values.len() != self.style_properties.len() {
                return fail("a style has not as many values as there are properties".into());
            }
        }
        for link in &self.linked {
            if !in_nodes(link.link) || link.text.len() > MAX_TEXT {
                return fail("a linked document has no link, or is too long".into());
            }
        }
        for change in self.looks.iter().flat_map(|look| &look.changes) {
            if !in_nodes(change.node) {
                return fail("a change names a node that is not there".into());
            }
        }
        Ok(())
    }

    fn validate_node(&self, index: usize, node: &Node) -> Result<(), LoadError> {
        let fail = |what: &str| Err(LoadError::Invalid(format!("node {index} {what}")));
        if node.frame.index() >= self.frames.len() {
            return fail("is in a frame that is not there");
        }
        let pseudos = [&node.before, &node.after];
        let pseudos = pseudos.iter().filter_map(|pseudo| pseudo.as_ref());
        let styles = node.style.into_iter().chain(pseudos.clone().filter_map(|pseudo| pseudo.style));
        if styles.into_iter().any(|style| style.index() >= self.styles.len()) {
            return fail("has a style that is not there");
        }
        if node.text.len() > MAX_TEXT {
            return fail("has a text that is too long");
        }
        let sound = |rect: &Rect| {
            [rect.x, rect.y, rect.width, rect.height].iter().all(|v| v.is_finite() && v.abs() < 1e9)
                && rect.width >= 0.0
                && rect.height >= 0.0
        };
        let rects = node
            .rect
            .iter()
            .chain(&node.clip)
            .chain(node.lines.iter().map(|line| &line.rect))
            .chain(pseudos.filter_map(|pseudo| pseudo.rect.as_ref()));
        if !rects.into_iter().all(sound) {
            return fail("has a box that is not finite");
        }
        if node.scroll.is_some_and(|s| ![s.width, s.height, s.left, s.top].iter().all(|v| v.is_finite())) {
            return fail("has a scroll offset that is not finite");
        }
        let dull = node.lines.iter().filter_map(|line| line.backdrop);
        if dull.into_iter().any(|b| !(0.0..=1.0).contains(&b.lightest) || !(0.0..=1.0).contains(&b.darkest)) {
            return fail("has a luminance outside 0 to 1");
        }
        Ok(())
    }
}

/// What a `.snap` file holds.
#[derive(Clone, Debug)]
pub enum Stored {
    /// One look.
    Snapshot(Box<Snapshot>),
    /// A visit.
    Visit(Box<Visit>),
}

impl Stored {
    /// Reads a `.snap` file, whichever it holds, and checks everything that judging relies on.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LoadError> {
        let (json, is_visit) = unpack(bytes)?;
        if is_visit {
            let visit: Visit = serde_json::from_slice(&json).map_err(LoadError::Damaged)?;
            visit.validate()?;
            return Ok(Stored::Visit(Box::new(visit)));
        }
        let snapshot: Snapshot = serde_json::from_slice(&json).map_err(LoadError::Damaged)?;
        snapshot.validate()?;
        Ok(Stored::Snapshot(Box::new(snapshot)))
    }
}

impl Visit {
    /// The bytes of a `.snap` file: zstd over JSON.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        zstd::encode_all(serde_json::to_vec(self)?.as_slice(), 3)
    }

    /// Checks everything that judging relies on.
    ///
    /// # Errors
    /// [`LoadError::Invalid`] with the first thing that can't be.
    pub fn validate(&self) -> Result<(), LoadError> {
        if self.states.is_empty() {
            return Err(LoadError::Invalid("it holds no state".into()));
        }
        for state in &self.states {
            state.snapshot.validate()?;
        }
        let in_states = |at: u32| (at as usize) < self.states.len();
        for step in self.walks.iter().flat_map(|walk| &walk.steps) {
            if !in_states(step.from) || !in_states(step.to) {
                return Err(LoadError::Invalid("a step names a state that is not there".into()));
            }
            if step.storage.iter().any(|change| !change.entropy_bits.is_finite()) {
                return Err(LoadError::Invalid("a number is none".into()));
            }
        }
        Ok(())
    }
}

/// The JSON inside, and whether it is that of a visit.
fn unpack(bytes: &[u8]) -> Result<(Vec<u8>, bool), LoadError> {
    let decoder = zstd::Decoder::new(bytes).map_err(LoadError::NotPacked)?;
    let mut json = Vec::new();
    decoder.take(MAX_UNPACKED + 1).read_to_end(&mut json).map_err(LoadError::NotPacked)?;
    if json.len() as u64 > MAX_UNPACKED {
        return Err(LoadError::TooLarge);
    }
    #[derive(serde::Deserialize)]
    struct Header {
        format: u64,
        walks: Option<serde::de::IgnoredAny>,
    }
    let header: Header = serde_json::from_slice(&json).map_err(LoadError::Damaged)?;
    if header.format > u64::from(FORMAT) {
        return Err(LoadError::TooNew(header.format));
    }
    Ok((json, header.walks.is_some()))
}
