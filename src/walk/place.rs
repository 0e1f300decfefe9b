//! Where one stands: what asks for consent in one state, and what a person could do next.

use super::turns::{Turn, Turned, turns};
use crate::lexicon::{Intent, Lexicons, Saying};
use crate::meaning::{
    Action, Asks, Bearing, Choice, Fact, Index, Meaning, Offers, Surface, SurfaceKind, Visibility, discloses,
};
use crate::snapshot::{NodeId, NodeKind, Rect, Snapshot};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use url::Url;

/// What pressing something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Agrees to everything.
    Accept,
    /// Refuses everything that can be refused.
    Refuse,
    /// Keeps the choices as they stand.
    Save,
    /// Goes on with the service, the choices as they stand.
    Submit,
    /// Opens finer choices, or the next step.
    Settings,
    /// Shows what is folded away: another tab, a closed part.
    Open,
    /// Is open already: pressing it would fold it away, if anything.
    Opened,
    /// Turns a choice so that it agrees, or does not.
    Toggle(bool),
    /// Goes away without a choice.
    Close,
    /// May agree; what it says does not tell.
    MayAccept,
    /// Opens the choice again, from outside of any surface.
    WayBack,
    /// Takes consent back.
    Withdraw,
    /// Leads to another page, or another part of this one.
    Link,
    /// Unfolds something on the page outside of what asks: a menu.
    Unfold,
    /// Promises an opt-out of sale or sharing.
    OptOut,
}

/// Something that a person could press.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) kind: Kind,
    pub(super) label: String,
    pub(super) path: Vec<String>,
    /// What to press: the control, and where that can't be pressed, what is drawn for it.
    pub(super) nodes: Vec<NodeId>,
    pub(super) disabled: bool,
    /// Whether it is out of view, so that one has to scroll.
    pub(super) away: bool,
    /// The surface that it is on, as a place in [`Place::asking`].
    pub(super) surface: Option<usize>,
    /// How near to the choice it leads; for what stands outside of surfaces.
    pub(super) bearing: Option<Bearing>,
    /// Where a link goes.
    pub(super) href: Option<String>,
    /// Whether a field for text stands beside it; of what withdraws.
    pub(super) by_field: bool,
}

/// A surface that asks in this state.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    pub(super) node: NodeId,
    /// Optional choices that agree as they stand, and can be turned off, whether seen or folded away.
    pub(super) on: u32,
    /// The same, of those that do not agree. A question that is not answered yet is both.
    pub(super) off: u32,
    /// Choices that are on and can't be turned off, though the service could do without.
    pub(super) locked: u32,
    /// Whether it is a form.
    pub(super) is_form: bool,
    /// Whether it has fields to fill in.
    pub(super) has_fields: bool,
    /// Labels of what could not be named.
    pub(super) unnamed: u32,
    /// Whether a document inside it was not seen.
    pub(super) unseen_frame: bool,
    /// Whether its language is known.
    pub(super) readable: bool,
    /// Whether it holds something to scroll.
    pub(super) scrolls: Option<NodeId>,
}

/// What was done last to come to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// Nothing was pressed yet.
    First,
    /// Something that opens finer choices, or the next step.
    Opened,
    /// Something else.
    Pressed,
}

/// One state, as far as walking goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Known by what the surfaces show.
    pub(super) key: String,
    /// Known by everything that is shown.
    pub(super) page: String,
    pub(super) url: String,
    pub(super) asking: Vec<Asking>,
    pub(super) moves: Vec<Move>,
    /// Banners and dialogs that are shown, offer more than to be closed, and are not understood to ask.
    pub(super) unclear: Vec<Vec<String>>,
}

/// Surfaces that are on the page from the start and are not what is walked: a newsletter form beside a banner.
pub(super) type Bystanders = BTreeSet<String>;

impl Place {
    pub(super) fn of(
        meaning: &Meaning,
        lexicons: &Lexicons,
        bystanders: &Bystanders,
        came: Came,
        elsewhere: bool,
    ) -> Place {
        let mut place = Place { url: meaning.snapshot().url.clone().unwrap_or_default(), ..Place::default() };
        let mut shown = String::new();
        for surface in meaning.surfaces.iter().filter(|it| !bystanders.contains(&identity(meaning, it))) {
            if !asks(surface, meaning, came) {
                if surface.stands_out() && meaning.is_shown(surface) && surface.offered().any(leads_somewhere) {
                    place.unclear.push(meaning.path(surface.node));
                }
                continue;
            }
            let number = place.asking.len();
            place.asking.push(asking(meaning, surface));
            shown.push_str(&surface.text);
            for choice in &surface.choices {
                shown.push_str(&format!("|{}:{:?}", choice.name, choice.state.known()));
            }
            // The same in another order is another state.
            shown.push_str(&format!("|{:?}", Offers::of(meaning, &[surface]).refuse_first()));
            place.moves.extend(moves(meaning, surface, number));
        }
        if place.asking.is_empty() && came == Came::Opened {
            place.read_page(meaning, lexicons);
        }
        for it in &place.moves {
            shown.push_str(&format!("|{:?}{}{}", it.kind, it.label, it.disabled));
        }
        place.key = short_hash(&format!("{}|{shown}", place.url));
        let visible: String = meaning.snapshot().ids().filter_map(|id| visible_text(meaning, id)).collect();
        place.page = short_hash(&format!("{}|{shown}|{visible}", place.url));
        if elsewhere {
            place.moves.extend(ways(meaning, lexicons));
        }
        place
    }

    /// Everything that asks in a state.
    pub(super) fn asking_surfaces(meaning: &Meaning) -> Bystanders {
        let asking = meaning.surfaces.iter().filter(|it| asks(it, meaning, Came::First));
        asking.map(|it| identity(meaning, it)).collect()
    }

    /// The surfaces of a first state that are not what is walked: forms beside a banner or dialog.
    pub(super) fn bystanders(snapshot: &Snapshot, lexicons: &Lexicons) -> Bystanders {
        let meaning = Meaning::of(snapshot, lexicons);
        let asking: Vec<&Surface> = meaning.surfaces.iter().filter(|it| asks(it, &meaning, Came::First)).collect();
        if !asking.iter().any(|it| it.stands_out()) {
            return Bystanders::new();
        }
        asking.iter().filter(|it| !it.stands_out()).map(|it| identity(&meaning, it)).collect()
    }

    /// Reads a whole page as one step, where it was opened from the choice and holds no surface: it speaks of consent and
    /// has something that leads on.
    fn read_page(&mut self, meaning: &Meaning, lexicons: &Lexicons) {
        let index = &meaning.index;
        if !meaning.page_asks(lexicons) {
            return;
        }
        let frames_page = |id: NodeId| {
            let mut up = index.ancestors(id).chain([id]);
            up.any(|id| matches!(index.node(id).tag.as_str(), "header" | "footer" | "nav"))
        };
        for (action, _) in meaning.elsewhere(lexicons) {
            if let Some(kind) = kind(&action).filter(|_| !frames_page(action.node)) {
                let it = a_move(meaning, kind, &action.label, vec![action.node]);
                self.moves.push(Move { surface: Some(0), ..it });
            }
        }
        if self.moves.iter().any(|it| !matches!(it.kind, Kind::Close | Kind::Submit)) {
            let body = index.snapshot.ids().find(|&id| index.node(id).is("body")).unwrap_or_default();
            self.asking.push(Asking::nothing_at(body));
        } else {
            self.moves.clear();
        }
    }

    /// Whether the same could be pressed here, whatever its label.
    pub(super) fn offers(&self, it: &Move) -> bool {
        self.moves.iter().any(|old| old.kind == it.kind && old.path == it.path)
    }

    /// The move that was made before, found again.
    pub(super) fn again(&self, kind: Kind, label: &str, path: &[String]) -> Option<&Move> {
        let same = |it: &&Move| it.kind == kind && it.label == label;
        let mut alike = self.moves.iter().filter(same);
        let by_path = self.moves.iter().filter(same).find(|it| it.path == path);
        by_path.or_else(|| alike.next().filter(|_| alike.next().is_none()))
    }
}

fn identity(meaning: &Meaning, surface: &Surface) -> String {
    format!("{}|{}", surface.kind.name(), meaning.path(surface.node).join(" >>> "))
}

/// Whether pressing it does more than to take note or go away.
fn leads_somewhere(action: &Action) -> bool {
    !matches!(action.intent, Intent::Close | Intent::Acknowledge | Intent::Later | Intent::Other)
}

/// Whether a surface asks, here and now, for a choice about data.
fn asks(surface: &Surface, meaning: &Meaning, came: Came) -> bool {
    let deep = came != Came::First;
    let shown = meaning.is_shown(surface);
    let about_data = || surface.choices.iter().any(Choice::is_consent);
    let leads_on = |intent| matches!(intent, Intent::Settings | Intent::Save);
    let settings = surface.is_settings
        && (about_data()
            || surface.offered().any(|it| it.accepts() == Some(true) || it.refuses() || leads_on(it.intent)));
    // What comes after a press may take for granted what the first layer asked.
    let offers = |wanted: &dyn Fn(&Action) -> bool| surface.offered().any(wanted);
    let (yes, no) = (offers(&|it| it.accepts() == Some(true)), offers(&|it| it.refuses()));
    let saves = offers(&|it| it.intent == Intent::Save);
    let goes_on =
        deep && (yes && no || surface.kind != SurfaceKind::Form && surface.says(Saying::Topic) && (yes || no || saves));
    // "You've accepted cookies. OK": what comes after an answer and can only be taken note of asks for none.
    let tells =
        |it: &Action| matches!(it.intent, Intent::Acknowledge | Intent::Close | Intent::Settings | Intent::Other);
    if came == Came::Pressed && surface.choices.is_empty() && surface.offered().all(tells) {
        return false;
    }
    // A notice that only opens the choice, and a step on the way to it.
    let opens = surface.stands_out()
        && surface.says(Saying::Topic)
        && (came == Came::Opened || came == Came::First && offers(&|it| it.intent == Intent::Settings));
    shown
        && (goes_on
            || opens
            || !matches!(surface.asks, Asks::Nothing)
            || settings
            || about_data() && surface.kind != SurfaceKind::Form)
        && (surface.offered().next().is_some() || !surface.choices.is_empty())
}

fn asking(meaning: &Meaning, surface: &Surface) -> Asking {
    let index = &meaning.index;
    let Turned { on, off, locked } = Turned::of(meaning, surface);
    Asking {
        node: surface.node,
        on,
        off,
        locked,
        is_form: surface.kind == SurfaceKind::Form,
        has_fields: !surface.fields.is_empty(),
        unnamed: u32::try_from(surface.offered().filter(|it| it.intent == Intent::Unknown).count()).unwrap_or(u32::MAX),
        unseen_frame: meaning.has_unseen_frame(surface),
        readable: surface.readable,
        scrolls: index.subtree(surface.node).find(|&id| {
            index
                .node(id)
                .scroll
                .is_some_and(|it| it.height > index.node(id).rect.map_or(0.0, |rect| rect.height) + 8.0)
        }),
    }
}

impl Asking {
    /// What asks without any choice of its own.
    fn nothing_at(node: NodeId) -> Self {
        Asking {
            node,
            on: 0,
            off: 0,
            locked: 0,
            is_form: false,
            has_fields: false,
            unnamed: 0,
            unseen_frame: false,
            readable: true,
            scrolls: None,
        }
    }
}

/// The first of the nodes is the control.
pub(super) fn a_move(meaning: &Meaning, kind: Kind, label: &str, nodes: Vec<NodeId>) -> Move {
    let first = nodes.first().copied().unwrap_or_default();
    let node = meaning.index.node(first);
    let window = meaning.snapshot().source.viewport.height;
    Move {
        kind,
        label: label.to_owned(),
        path: meaning.path(first),
        disabled: !node.is_enabled(),
        away: node.rect.is_some_and(|rect| is_away(rect, window)),
        nodes,
        surface: None,
        bearing: None,
        href: node.attribute("href").map(str::to_owned),
        by_field: kind == Kind::Withdraw && is_by_field(&meaning.index, first),
    }
}

/// How far up a field counts as beside a button.
const BESIDE: usize = 2;

fn is_by_field(index: &Index, node: NodeId) -> bool {
    let takes_text = |id: NodeId| {
        let node = index.node(id);
        let kind = node.attribute("type").unwrap_or_default();
        node.is("input") && matches!(kind, "" | "text" | "email" | "tel" | "number") && node.rect.is_some()
    };
    let around = index.ancestors(node).take(BESIDE).take_while(|&id| !index.node(id).is("body"));
    around.into_iter().any(|up| index.subtree(up).take(60).any(takes_text))
}

/// What pressing an action of a surface is for. None for what has nothing to do with the choice.
fn kind(action: &Action) -> Option<Kind> {
    Some(match action.intent {
        _ if action.accepts() == Some(true) => Kind::Accept,
        _ if action.refuses() => Kind::Refuse,
        _ if action.accepts().is_none() => Kind::MayAccept,
        Intent::Save => Kind::Save,
        Intent::Settings => Kind::Settings,
        Intent::Close | Intent::Later => Kind::Close,
        Intent::Submit => Kind::Submit,
        _ if action.says(Saying::Withdraw) => Kind::Withdraw,
        _ => return None,
    })
}

fn moves(meaning: &Meaning, surface: &Surface, number: usize) -> Vec<Move> {
    let index = &meaning.index;
    let of = |kind, label: &str, nodes| Move { surface: Some(number), ..a_move(meaning, kind, label, nodes) };
    let mut found = Vec::new();
    let decides = |it: &&Action| it.intent == Intent::Close || !discloses(index, it.node);
    for action in surface.offered().filter(decides) {
        if let Some(kind) = kind(action) {
            found.push(of(kind, &action.label, vec![action.node]));
        }
    }
    for Turn { to, choice, nodes } in turns(meaning, surface) {
        found.push(of(Kind::Toggle(to), &choice.label, nodes));
    }
    for id in index.subtree(surface.node).filter(|&id| discloses(index, id)) {
        let hidden = matches!(index.visibility(id), Fact::Known(Visibility::Hidden(_)));
        let label = index.full_text(id);
        let label = if label.is_empty() { index.accessible_name(id).0 } else { label };
        if !hidden && !label.is_empty() && !found.iter().any(|it| it.nodes.contains(&id)) {
            let kind = if is_open(meaning, id) { Kind::Opened } else { Kind::Open };
            found.push(of(kind, &label, vec![id]));
        }
    }
    found
}

/// Whether what an element discloses is shown.
fn is_open(meaning: &Meaning, id: NodeId) -> bool {
    let node = meaning.index.node(id);
    if node.attribute("role") == Some("tab") {
        return node.attribute("aria-selected") == Some("true");
    }
    if node.is("summary") {
        return meaning.index.parent(id).is_some_and(|up| meaning.index.node(up).attribute("open").is_some());
    }
    node.attribute("aria-expanded") == Some("true")
}

/// What leads on from a page without pressing anything that acts: ways back to the choice, and links of the same site.
fn ways(meaning: &Meaning, lexicons: &Lexicons) -> Vec<Move> {
    let url = meaning.snapshot().url.as_deref().and_then(|url| Url::parse(url).ok());
    let mut found = Vec::new();
    for (action, bearing) in meaning.elsewhere(lexicons) {
        let node = meaning.index.node(action.node);
        let href = node.attribute("href");
        let goes = href.and_then(|href| url.as_ref()?.join(href).ok());
        let same_site = match (&goes, &url) {
            (Some(goes), Some(url)) => goes.host_str() == url.host_str() && goes.scheme() == url.scheme(),
            _ => false,
        };
        let withdraws = action.says(Saying::Withdraw);
        let kind = match bearing {
            _ if withdraws => Kind::Withdraw,
            Bearing::Choice => Kind::WayBack,
            // A sign that opens the choice may say no more than what it is about.
            Bearing::Topic if href.is_none() || goes.as_ref().is_some_and(|it| it.scheme() == "javascript") => {
                Kind::WayBack
            }
            _ if same_site => Kind::Link,
            // A menu may hold the way back.
            _ if discloses(&meaning.index, action.node) && !is_open(meaning, action.node) => Kind::Unfold,
            _ => continue,
        };
        if goes.is_some() && !same_site && goes.as_ref().is_some_and(|it| it.scheme() != "javascript") {
            continue;
        }
        let it = a_move(meaning, kind, &action.label, vec![action.node]);
        found.push(Move { bearing: Some(bearing), ..it });
    }
    found
}

fn is_away(rect: Rect, window: u32) -> bool {
    rect.y + rect.height / 2.0 > f64::from(window) || rect.y + rect.height / 2.0 < 0.0
}

fn visible_text(meaning: &Meaning, id: NodeId) -> Option<String> {
    let node = meaning.index.node(id);
    let shown = node.kind == NodeKind::Text && !node.lines.is_empty() && meaning.index.is_displayed(id);
    shown.then(|| node.text.trim().to_owned())
}

fn short_hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
