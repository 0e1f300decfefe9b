//! Hands the flat tree to Blitz, node by node: no second parse, and no guessing which node is which.

use super::Parts;
use super::nodes::holds_no_page_text;
use super::state::{descendants, input_type};
use super::tree::{Data, Element, TreeId};
use blitz_dom::node::Attribute;
use blitz_dom::{BaseDocument, DocumentMutator};
use blitz_traits::node_id::NodeId as BlitzId;
use html5ever::{LocalName, QualName, local_name, ns};
use url::Url;

/// Marks the host of a shadow tree, in what Blitz sees only.
const HOST: &str = "data-consentlint-host";

/// What is left out of a second try, after a page made the engine panic.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Detail {
    /// Nothing.
    Full,
    /// Imports of style sheets, and images.
    NoLoads,
}

/// Builds the document, and says which of its nodes each place of the flat tree became.
pub(super) fn build(document: &mut BaseDocument, parts: &Parts, base: &Url, detail: Detail) -> Vec<Option<BlitzId>> {
    let root = document.root_node().id;
    let mut mutator = document.mutate();
    let mut became: Vec<Option<BlitzId>> = Vec::with_capacity(parts.flat.len());
    for (at, place) in parts.flat.iter().enumerate() {
        let parent = place.parent.and_then(|parent| became[parent as usize]);
        let id = match (&parts.tree.nodes[place.tree as usize].data, place.parent) {
            (_, None) => Some(root),
            // A shadow root has no box: its children stand in the host.
            _ if place.shadow.is_some() => parent,
            (Data::Element(element), _) => parent.map(|parent| {
                let is_host = parts.flat.get(at + 1).is_some_and(|next| next.shadow.is_some());
                let host = is_host.then(|| attribute(LocalName::from(HOST), &at.to_string()));
                let id = add_element(&mut mutator, element, parent, base, detail, host);
                if element.is("select") {
                    add_label_of_select(&mut mutator, parts, place.tree, id);
                }
                id
            }),
            (Data::Text(text), _) => parent.and_then(|parent| add_text(&mut mutator, parts, at, text, parent, detail)),
            _ => None,
        };
        became.push(id);
    }
    drop(mutator);
    became
}

fn add_text(
    mutator: &mut DocumentMutator<'_>,
    parts: &Parts,
    at: usize,
    text: &str,
    parent: BlitzId,
    detail: Detail,
) -> Option<BlitzId> {
    let above = parts.tree.nodes[parts.flat[at].tree as usize].parent?;
    let element = parts.tree.element(above);
    let text = match element {
        Some(style) if style.is("style") => &scoped(parts, at, sheet(style, text, detail)),
        _ if holds_no_page_text(&parts.tree, above) && element.is_some() => return None,
        _ => text,
    };
    let node = mutator.create_text_node(text);
    mutator.append_children(parent, &[node]);
    Some(node)
}

/// Text of a `style` element, its `media` heeded. Blitz decodes entities in it, which HTML does not.
fn sheet(style: &Element, text: &str, detail: Detail) -> String {
    let mut text = text.replace('&', "&amp;");
    if detail == Detail::NoLoads {
        text = text.replace("@import", "@-import");
    }
    match style.attribute("media").filter(|media| is_narrow(media)) {
        Some(media) => format!("@media {} {{ {text} }}", media.replace(['{', '}', ';', '&'], " ")),
        None => text,
    }
}

/// A style sheet in a shadow tree counts there only. Blitz knows no shadow trees, so it is nested in a rule for the
/// host; `:host` is then that rule's own element, and what is slotted is a child of its `slot`.
fn scoped(parts: &Parts, at: usize, sheet: String) -> String {
    let above = std::iter::successors(Some(at as u32), |&at| parts.flat[at as usize].parent);
    let shadow = above.map(|at| &parts.flat[at as usize]).find(|place| place.shadow.is_some());
    let Some(host) = shadow.and_then(|shadow| shadow.parent) else { return sheet };
    let sheet = sheet.replace(":host(", "&amp;:is(").replace(":host", "&amp;");
    let mut parts = sheet.split("::slotted(");
    let first = parts.next().unwrap_or_default().to_owned();
    let sheet = parts.fold(first, |before, after| {
        let any_slot = before.ends_with(|c: char| c.is_whitespace() || "{},;/>+~".contains(c)) || before.is_empty();
        format!("{before}{} > :is({after}", if any_slot { "slot" } else { "" })
    });
    format!("[{HOST}=\"{host}\"] {{ {sheet} }}")
}

fn is_narrow(media: &str) -> bool {
    !matches!(media.trim().to_ascii_lowercase().as_str(), "" | "all" | "screen")
}

fn add_element(
    mutator: &mut DocumentMutator<'_>,
    element: &Element,
    parent: BlitzId,
    base: &Url,
    detail: Detail,
    host: Option<Attribute>,
) -> BlitzId {
    let loads = |value: &str| detail == Detail::Full && base.join(value).is_ok();
    let tag = &*element.name.local;
    if tag == "link" {
        return add_link(mutator, element, parent, base, detail);
    }
    let mut attributes = Vec::with_capacity(element.attributes.len());
    for (name, value) in &element.attributes {
        let value = match (tag, &*name.local) {
            ("iframe" | "frame" | "embed" | "object" | "canvas" | "video" | "audio", "src" | "srcdoc" | "data") => {
                continue;
            }
            ("img" | "input", "src") if !loads(value) => continue,
            ("input" | "button", "type") => value.trim().to_ascii_lowercase(),
            _ => value.clone(),
        };
        attributes.push(Attribute { name: name.clone(), value });
    }
    let label = match (tag, input_type(element).as_str()) {
        ("input", "submit") => Some("Submit"),
        ("input", "reset") => Some("Reset"),
        _ => None,
    };
    if let Some(label) = label.filter(|_| element.attribute("value").is_none()) {
        attributes.push(attribute(local_name!("value"), label));
    }
    attributes.extend(host);
    let id = mutator.create_element(element.name.clone(), attributes);
    mutator.append_children(parent, &[id]);
    id
}

/// A `link` to a style sheet for some media only becomes an import with that condition, which Blitz heeds.
fn add_link(mutator: &mut DocumentMutator<'_>, link: &Element, parent: BlitzId, base: &Url, detail: Detail) -> BlitzId {
    let rel = link.attribute("rel").unwrap_or_default().to_ascii_lowercase();
    let mut words = rel.split_ascii_whitespace();
    let sheet = words.clone().any(|word| word == "stylesheet")
        && !words.any(|word| word == "alternate")
        && link.attribute("disabled").is_none();
    let href = link.attribute("href").filter(|_| sheet && detail == Detail::Full);
    let address = href.and_then(|href| base.join(href.trim()).ok());
    let mut attributes: Vec<Attribute> = link
        .attributes
        .iter()
        .filter(|(name, _)| !matches!(&*name.local, "rel" | "href"))
        .map(|(name, value)| Attribute { name: name.clone(), value: value.clone() })
        .collect();
    let media = link.attribute("media").filter(|media| is_narrow(media));
    if let (Some(address), None) = (&address, media) {
        attributes.push(attribute(local_name!("rel"), "stylesheet"));
        attributes.push(attribute(local_name!("href"), address.as_str()));
    }
    let id = mutator.create_element(link.name.clone(), attributes);
    mutator.append_children(parent, &[id]);
    if let (Some(address), Some(media)) = (address, media) {
        let style = mutator.create_element(QualName::new(None, ns!(html), local_name!("style")), Vec::new());
        let media = media.replace(['{', '}', ';', '&'], " ");
        let import =
            format!("@import url(\"{}\") {media};", address.as_str().replace('"', "%22").replace('&', "&amp;"));
        let text = mutator.create_text_node(&import);
        mutator.append_children(style, &[text]);
        mutator.append_children(id, &[style]);
    }
    id
}

/// A `select` is as wide as its widest option, which Blitz does not show.
fn add_label_of_select(mutator: &mut DocumentMutator<'_>, parts: &Parts, select: TreeId, id: BlitzId) {
    let options = descendants(&parts.tree, select).filter(|(_, element)| element.is("option"));
    let labels = options.map(|(option, _)| parts.tree.own_text(option)).take(1000);
    let widest = labels.map(|label| label.trim().to_owned()).max_by_key(|label| label.chars().count());
    if let Some(label) = widest {
        let text = mutator.create_text_node(&label);
        mutator.append_children(id, &[text]);
    }
}

fn attribute(name: LocalName, value: &str) -> Attribute {
    Attribute { name: QualName::new(None, ns!(), name), value: value.to_owned() }
}
