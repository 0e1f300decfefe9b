use super::passage::readers;
use super::prominence::{Prominence, prominence};
use super::said::Said;
use super::{Fact, Index, Visibility};
use crate::lexicon::{Concept, Grammar, Hit, Intent, Lexicon, Lexicons, Purpose, Saying};
use crate::snapshot::{Capability, Node, NodeId, TEMPLATE_MARKS};

/// A longer text that happens to react to clicks is not something to press, in words.
const LONGEST_LABEL: usize = 20;

/// Something to press on a surface.
#[derive(Clone, Debug)]
pub struct Action {
    /// The element.
    pub node: NodeId,
    /// Its label.
    pub label: String,
    /// What its words announce.
    pub intent: Intent,
    /// Whether its words are known to announce something, were it only something else.
    pub(super) is_understood: bool,
    /// What pressing it does here: an acknowledgement or a close is an acceptance where the text claims so, and a
    /// submit is where the text ties consent to it.
    pub effect: Effect,
    /// What it looks like.
    pub form: Form,
    /// Whether it can be seen.
    pub visibility: Fact<Visibility>,
    /// How much it stands out.
    pub prominence: Fact<Prominence>,
    /// Whether its label belittles whoever refuses.
    pub shames: bool,
    /// Whether its label may as well be a joke as a taunt.
    pub perhaps_joking: bool,
    /// Whether a picture draws its ground.
    pub drawn_by_image: bool,
    /// Whether its label is filled in by a template.
    pub template: bool,
    /// Of what saves the choices, whether it calls that accepting ("accept selected").
    pub saves_by_accepting: bool,
    /// What the label says.
    pub(super) said: Said,
}

/// What pressing does on this surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What its words announce.
    AsAnnounced(Intent),
    /// Taken for consent by what the text claims.
    Accepts,
    /// Whether it is consent is not said.
    MayAccept,
}

/// What an action looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A button: filled, bordered, or drawn as the browser draws buttons.
    Button,
    /// A link in a line of text.
    Link,
    /// A sign without words.
    Icon,
}

impl Form {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Form::Button => "button",
            Form::Link => "link",
            Form::Icon => "icon",
        }
    }
}

impl Action {
    /// Whether the label says this.
    pub fn says(&self, saying: Saying) -> bool {
        self.said.says(saying)
    }

    /// The documents and purposes that the label names.
    pub fn names(&self, purpose: Purpose) -> bool {
        self.said.purposes.contains(&purpose)
    }

    /// Whether pressing it agrees to everything asked for.
    pub fn accepts(&self) -> Option<bool> {
        match self.effect {
            Effect::Accepts | Effect::AsAnnounced(Intent::Accept) => Some(true),
            Effect::MayAccept => None,
            Effect::AsAnnounced(_) => Some(false),
        }
    }

    /// Whether pressing it refuses what can be refused.
    pub fn refuses(&self) -> bool {
        matches!(self.effect, Effect::AsAnnounced(Intent::Reject | Intent::AcceptNecessary))
    }

    /// Whether it is there for whoever uses the surface: seen, or not told.
    pub fn is_offered(&self, latent: bool) -> bool {
        latent || !matches!(self.visibility, Fact::Known(Visibility::Hidden(_)))
    }
}

/// Whether an element is something to press, by what it is or by what the browser knows of it.
pub(super) fn is_pressable(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    if !node.is_element() {
        return false;
    }
    let by_kind = match node.tag.as_str() {
        "button" | "summary" => true,
        // Without an address a script reacts to it; with a name alone it is a place to jump to.
        "a" => node.attribute("href").is_some() || node.attribute("name").is_none() || node.clickable,
        "input" => matches!(
            node.attribute("type").map(str::to_ascii_lowercase).as_deref(),
            Some("submit" | "button" | "image" | "reset")
        ),
        _ => matches!(node.attribute("role"), Some("button" | "link")),
    };
    by_kind || is_clickable_box(index, id)
}

/// A plain element with a listener, or with the pointer's hand, that holds no other thing to press.
fn is_clickable_box(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    let hand = |id: NodeId| index.appearance(id).is_some_and(|look| look.pointer);
    let starts_hand = hand(id) && !index.parent(id).is_some_and(hand);
    (reacts_by_markup(node) || starts_hand || takes_focus(index, id))
        && !matches!(
            node.tag.as_str(),
            "label" | "option" | "select" | "body" | "html" | "input" | "textarea" | "li" | "ul"
        )
        && !matches!(node.attribute("role"), Some("checkbox" | "switch" | "radio" | "tab" | "dialog"))
        && index.subtree(id).skip(1).take(40).all(|it| {
            let inner = index.node(it);
            !matches!(inner.tag.as_str(), "a" | "button" | "input" | "label" | "select" | "p" | "h1" | "h2" | "h3")
        })
        && index.ancestors(id).take(6).all(|up| !matches!(index.node(up).tag.as_str(), "a" | "button" | "label"))
        && index.subtree(id).count() <= 40
}

/// Whether the markup says that a click does something: in HTML, or in the words of a framework (`@click.prevent`).
pub(super) fn reacts_by_markup(node: &Node) -> bool {
    node.attributes.keys().any(|name| {
        let mut parts = name.split('.');
        let is_click = matches!(
            parts.next().unwrap_or_default(),
            "onclick"
                | "@click"
                | "v-on:click"
                | "x-on:click"
                | "ng-click"
                | "data-ng-click"
                | "(click)"
                | "data-dismiss"
                | "data-bs-dismiss"
        );
        // `@click.outside` is for clicks on anything else.
        is_click && !parts.any(|on| matches!(on, "outside" | "away" | "window" | "document"))
    })
}

/// A few words that the tab key comes to, and that say of themselves to be nothing else: a script makes them a button.
/// An empty one keeps the focus in a dialog, and a long text is there to be scrolled.
fn takes_focus(index: &Index, id: NodeId) -> bool {
    const LONGEST: usize = 5;
    const MOST_NODES: usize = 40;
    let node = index.node(id);
    let place = node.attribute("tabindex").and_then(|it| it.trim().parse::<i32>().ok());
    place.is_some_and(|place| place >= 0)
        && node.attribute("role").is_none()
        && matches!(node.tag.as_str(), "div" | "span" | "p" | "svg" | "img")
        && index.subtree(id).take(MOST_NODES + 1).count() <= MOST_NODES
        && (1..=LONGEST).contains(&label(index, id).split_whitespace().count())
}

/// Whether an X is the letter, on a link to another page: one of an alphabet, or a network's name.
fn is_letter_of_link(index: &Index, node: NodeId, label: &str) -> bool {
    label.trim().eq_ignore_ascii_case("x") && index.leads_away(node)
}

/// Reads one thing to press. `None` if its text is too long for a label.
pub(super) fn read(index: &Index, node: NodeId, chosen: &[&Lexicon], lexicons: &Lexicons) -> Option<Action> {
    let seen = label(index, node);
    let named = if is_close_sign(&seen) { named_refusal(index, node, chosen, lexicons) } else { None };
    let is_sign = named.is_some();
    let label = named.unwrap_or(seen);
    let words = label.split_whitespace().count();
    if words > LONGEST_LABEL || label.chars().count() > 160 {
        return None;
    }
    let template = has_template_hole(&label);
    let by = readers(chosen, lexicons, &label);
    let mut intent = if label.is_empty() || template { Intent::Unknown } else { Intent::Other };
    let mut announced = None;
    let is_letter = is_letter_of_link(index, node, &label);
    if is_close_sign(&label) && !is_letter || (label.is_empty() && is_named_close(index, node)) {
        intent = Intent::Close;
    } else if !template && !is_letter {
        // What the words announce; of several languages the first that understands them.
        announced = by.iter().find_map(|lexicon| lexicon.intent(&label));
        announced = announced.or_else(|| announced_by_name(index, node, chosen, lexicons));
        // “Dobré zprávy” are good news, and no “good”: a link takes note of something where its whole label is listed.
        if announced == Some(Intent::Acknowledge)
            && index.leads_away(node)
            && !by.iter().any(|lexicon| lexicon.listed(&label).is_some())
        {
            announced = None;
        }
        intent = announced.unwrap_or(intent);
    }
    let is_submit = index.sends_form(node);
    if matches!(intent, Intent::Other) && is_submit {
        intent = Intent::Submit;
    }
    if intent == Intent::Submit && !is_submit && super::price::cost(chosen, lexicons, &label).is_some() {
        // "Subscribe for £5": what costs money is paid.
        intent = Intent::Pay;
    }
    if intent == Intent::Later && is_on_page(index, node) {
        intent = Intent::Other;
    }
    if discloses(index, node) && is_decision(intent) {
        // "Strictly necessary cookies" on a fold names what lies under it.
        intent = Intent::Other;
    }
    let said = super::passage::read_by(chosen, lexicons, &label);
    Some(Action {
        node,
        intent,
        is_understood: announced.is_some(),
        effect: Effect::AsAnnounced(intent),
        form: if is_sign { Form::Icon } else { form(index, node, &label) },
        visibility: index.visibility_of_press(node),
        prominence: prominence(index, node),
        shames: said.says(Saying::Shame) || said.denied.contains(&Saying::Shame),
        saves_by_accepting: intent == Intent::Save && by.iter().any(|lexicon| accepts(lexicon, &label)),
        said,
        perhaps_joking: intent == Intent::Reject && by.iter().any(|lexicon| jokes(lexicon, &label)),
        drawn_by_image: index
            .appearance(node)
            .is_some_and(|look| look.image == Some(super::appearance::Image::Picture)),
        template,
        label,
    })
}

/// Whether pressing an element shows or hides a part of where it stands: a tab, a summary, a control with
/// `aria-expanded` (ARIA 1.2, 6.6).
pub fn discloses(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    let opens_menu = node.attribute("aria-haspopup").is_some_and(|it| it != "false");
    let expands = matches!(node.attribute("aria-expanded"), Some("true" | "false"));
    node.is_element() && !opens_menu && (expands || node.attribute("role") == Some("tab") || node.is("summary"))
}

/// Whether an element is a button, by its kind or its role.
pub(super) fn is_button(index: &Index, id: NodeId) -> bool {
    index.node(id).is("button") || index.node(id).attribute("role") == Some("button")
}

/// The place that a link leads to, on this page or another. A link that acts as a button leads nowhere.
pub(super) fn place_linked<'s>(index: &Index<'s>, node: NodeId) -> Option<&'s str> {
    let it = index.node(node);
    let place = it.attribute("href").and_then(|href| href.split_once('#')).map(|(_, place)| place);
    place.filter(|place| !place.is_empty() && it.is("a") && it.attribute("role") != Some("button"))
}

/// Whether a link leads to another part of this page: "skip to the content" then puts nothing off.
fn is_on_page(index: &Index, node: NodeId) -> bool {
    let target = place_linked(index, node).and_then(|place| index.by_id(node, place));
    target.is_some_and(|target| !index.holds(target, node))
}

/// What a sign to close is called for whoever hears it or points at it, where that says that closing refuses.
fn named_refusal(index: &Index, node: NodeId, chosen: &[&Lexicon], lexicons: &Lexicons) -> Option<String> {
    let refuses = |called: &str| {
        let by = readers(chosen, lexicons, called);
        by.iter().any(|lexicon| matches!(lexicon.intent(called), Some(Intent::Reject | Intent::AcceptNecessary)))
    };
    names(index, node).find(|called| refuses(called)).map(str::to_string)
}

/// What a button whose words announce nothing is called for whoever hears it or points at it: “Basics”, which is called
/// “Reject optional cookies”. The name of a link that leads somewhere says where.
fn announced_by_name(index: &Index, node: NodeId, chosen: &[&Lexicon], lexicons: &Lexicons) -> Option<Intent> {
    let it = index.node(node);
    if it.is("a") && it.attribute("role") != Some("button") && !index.leads_nowhere(node) {
        return None;
    }
    let read = |called: &str| {
        let fits = called.split_whitespace().count() <= LONGEST_LABEL && !has_template_hole(called);
        let by = if fits { readers(chosen, lexicons, called) } else { Vec::new() };
        by.iter().find_map(|lexicon| lexicon.intent(called))
    };
    let found = names(index, node).find_map(read)?;
    (is_decision(found) && found != Intent::Submit || found == Intent::Settings).then_some(found)
}

/// What a control is called by attributes.
fn names<'s>(index: &Index<'s>, node: NodeId) -> impl Iterator<Item = &'s str> {
    let it = index.node(node);
    ["aria-label", "title"].into_iter().filter_map(move |name| it.attribute(name)).map(str::trim)
}

fn is_decision(intent: Intent) -> bool {
    matches!(intent, Intent::Accept | Intent::AcceptNecessary | Intent::Reject | Intent::Save | Intent::Submit)
}

/// What a person reads on it; what a screen reader says where there are no words to read.
fn label(index: &Index, node: NodeId) -> String {
    let seen = index.full_text(node);
    if seen.chars().any(char::is_alphanumeric) { seen } else { index.accessible_name(node).0 }
}

fn accepts(lexicon: &Lexicon, label: &str) -> bool {
    lexicon.find(label).iter().any(|hit| hit.concept == Concept::Verb(Intent::Accept) && !hit.negated)
}

/// "No thanks, I'm good without savings": a refusal that goes on to say what one does without may be a joke or a taunt.
fn jokes(lexicon: &Lexicon, label: &str) -> bool {
    let reading = lexicon.read(label);
    let hits = lexicon.hits(&reading);
    let without = hits.iter().find(|hit| hit.concept == Concept::Grammar(Grammar::Without));
    let names_choice = |hit: &Hit| {
        matches!(hit.concept, Concept::Verb(Intent::Accept | Intent::Pay))
            || matches!(hit.concept, Concept::Purpose(_))
            || hit.concept == Concept::Saying(Saying::Topic)
    };
    reading.len() >= 5
        && without.is_some_and(|without| {
            !hits.iter().any(|hit| {
                (hit.start >= without.end && names_choice(hit)) || hit.concept == Concept::Verb(Intent::Submit)
            })
        })
}

impl Index<'_> {
    /// A link in a line of text is seen where its text is; other things where their box is.
    fn visibility_of_press(&self, node: NodeId) -> Fact<Visibility> {
        match self.visibility(node) {
            Fact::Known(Visibility::Hidden(super::Hidden::ZeroSize)) => self.text_visibility(node),
            other => other,
        }
    }
}

fn is_close_sign(label: &str) -> bool {
    let label = label.trim();
    matches!(label, "×" | "✕" | "✖" | "✗" | "⨯" | "╳" | "x" | "X" | "🗙" | "❌" | "✘" | "⊗" | "☒")
}

/// An unlabelled sign whose name for programmers says "close": it has no words that a person could read.
fn is_named_close(index: &Index, node: NodeId) -> bool {
    let it = index.node(node);
    ["class", "id", "data-dismiss", "data-action", "name"]
        .iter()
        .filter_map(|name| it.attribute(name))
        .any(|value| value.split(|c: char| !c.is_ascii_alphabetic()).any(|word| matches!(word, "close" | "dismiss")))
}

/// `{{ name }}`, `<% … %>`, `{% … %}`, `${name}`: text that a template fills in.
pub fn has_template_hole(text: &str) -> bool {
    TEMPLATE_MARKS.iter().any(|mark| text.contains(mark))
}

fn form(index: &Index, node: NodeId, label: &str) -> Form {
    let it = index.node(node);
    let has_words = label.chars().any(char::is_alphanumeric);
    if !has_words || index.full_text(node).is_empty() && !it.is("input") && index.subtree(node).count() > 1 {
        return Form::Icon;
    }
    let role = it.attribute("role");
    let is_link = (it.is("a") && role != Some("button")) || role == Some("link");
    if !index.saw(node, Capability::Style) {
        return if is_link { Form::Link } else { Form::Button };
    }
    let Some(look) = index.appearance(node) else { return Form::Button };
    let drawn = is_filled(index, node) || look.border > 0.0 || look.shadow || look.image.is_some();
    match (drawn, is_link) {
        (true, true) if look.padding < 3.0 => Form::Link,
        (true, _) => Form::Button,
        (false, true) => Form::Link,
        (false, false) if look.underlined => Form::Link,
        (false, false) => Form::Button,
    }
}

/// Whether an element is painted in another colour than what it stands on.
pub(super) fn is_filled(index: &Index, node: NodeId) -> bool {
    let Some(look) = index.appearance(node) else { return false };
    if look.background.a < 0.05 {
        return false;
    }
    let outside = index.parent(node).map(|parent| index.composed(index.element(parent), None, None));
    match outside {
        Some(Fact::Known((_, backdrop))) => look.background.over(backdrop).distance(backdrop) > 0.02,
        _ => true,
    }
}
