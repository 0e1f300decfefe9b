//! Which elements are surfaces: by meaning first (words of consent and something to press or tick), then by geometry.

use crate::lexicon::{Intent, Lexicons, Saying};
use crate::meaning::Index;
use crate::meaning::action::{self, Action};
use crate::meaning::choice::{self, Choice};
use crate::meaning::passage::{Passage, Passages};
use crate::meaning::question;
use crate::meaning::spans::Spans;
use crate::snapshot::{NodeId, NodeKind};

/// A notice in the flow of a page is shorter than this, in words; longer texts are articles.
const LONGEST_NOTICE: u32 = 450;
/// A dialog, or what stays in the window, may hold long lists of purposes and vendors.
const LONGEST_DIALOG: u32 = 6000;
/// A text that makes something done an agreement is shorter.
pub(super) const LONGEST_CLAIM: usize = 120;
/// A form with its small print.
const LONGEST_FORM: u32 = 1500;

/// What a page holds that may belong to a surface.
pub(super) struct Parts {
    pub(super) actions: Vec<Action>,
    pub(super) choices: Vec<Choice>,
    /// Text nodes where a passage speaks of consent, outside of what can be pressed.
    talk: Vec<NodeId>,
    /// Text nodes where a passage ties agreement to something.
    claims: Vec<NodeId>,
    /// Forms that search the site.
    pub(super) searches: Spans,
}

impl Parts {
    pub(super) fn gather(index: &Index, passages: &Passages, lexicons: &Lexicons) -> Parts {
        let (mut actions, mut choices) = (Vec::new(), Vec::new());
        let mut pressed_until = 0;
        let mut pressed: Vec<(u32, u32)> = Vec::new();
        for id in index.snapshot.ids() {
            if let Some(kind) = choice::kind(index, id) {
                let choice = choice::read(index, id, kind, &passages.lexicons, lexicons);
                if kind != choice::ChoiceKind::Hidden && kind != choice::ChoiceKind::Select || bears_on_consent(&choice)
                {
                    choices.push(choice);
                }
                continue;
            }
            if id.0 >= pressed_until
                && action::is_pressable(index, id)
                && let Some(action) = action::read(index, id, &passages.lexicons, lexicons)
            {
                pressed_until = index.end(id);
                pressed.push((id.0, pressed_until));
                actions.push(action);
            }
        }
        question::settle(index, passages, lexicons, &mut choices);
        super::quoted::set_aside(index, passages, lexicons, &mut choices);
        super::aside::set_aside(index, passages, lexicons, &mut actions);
        let in_pressed = |node: NodeId| {
            let at = pressed.partition_point(|(start, _)| *start <= node.0);
            at > 0 && node.0 < pressed[at - 1].1
        };
        // A line of nothing but links, as at the foot of a page, says nothing of its own.
        let is_row_of_links = |passage: &Passage| {
            let spoken = |id: &NodeId| {
                let node = index.node(*id);
                node.kind == NodeKind::Text && node.text.chars().any(char::is_alphanumeric)
            };
            let mut all = (passage.first.0..=passage.last.0).map(NodeId).filter(spoken).peekable();
            let several =
                pressed.iter().filter(|(start, _)| (passage.first.0..=passage.last.0).contains(start)).count();
            let several = several + usize::from(in_pressed(passage.first));
            all.peek().is_some() && all.all(in_pressed) && several >= 2
        };
        let free = || {
            let all = passages.all.iter().filter(|passage| !in_pressed(passage.first) || passage.words > 6);
            all.filter(|passage| !is_row_of_links(passage))
        };
        let talk = free()
            .filter(|passage| {
                let said = &passage.said;
                [
                    Saying::Topic,
                    Saying::ByBrowsing,
                    Saying::Agree,
                    Saying::ByAction,
                    Saying::ThirdParty,
                    Saying::Permission,
                ]
                .iter()
                .any(|saying| said.says(*saying))
                    || said.purposes.iter().any(|purpose| purpose.needs_consent())
            })
            .map(|passage| passage.first)
            .collect();
        let claims = free()
            .filter(|passage| {
                let said = &passage.said;
                let consents = said.says(Saying::Agree) && said.agreed.iter().any(|purpose| purpose.needs_consent());
                (said.says(Saying::ByAction) || consents) && passage.words <= LONGEST_CLAIM && !passage.quoted
            })
            .map(|passage| passage.first)
            .collect();
        Parts { actions, choices, talk, claims, searches: super::search::forms(index) }
    }

    /// What can be pressed inside an element.
    pub(super) fn pressed_in(&self, index: &Index, root: NodeId) -> impl Iterator<Item = &Action> {
        let from = self.actions.partition_point(|action| action.node < root);
        let to = self.actions.partition_point(|action| action.node.0 < index.end(root));
        self.actions[from..to.max(from)].iter()
    }

    /// Whether an element talks of consent where something inside it that is pressed would answer: a box that is set apart
    /// from it, a dialog or a bar that is fixed to the window, asks for itself.
    fn talks_to(&self, index: &Index, root: NodeId, pressed: NodeId) -> bool {
        let at = self.talk.partition_point(|node| *node < root);
        let within = self.talk[at..].iter().take_while(|node| index.holds(root, **node));
        within.into_iter().any(|&text| {
            let between = index.ancestors(text).take_while(|&id| id != root && index.holds(root, id));
            !between.into_iter().any(|id| !index.holds(id, pressed) && is_set_apart(index, id))
        })
    }

    /// Whether something in `outer` that is set apart from a dialog in it talks of consent too: it is another surface.
    fn speaks_apart(&self, index: &Index, outer: NodeId, inner: NodeId) -> bool {
        let from = self.talk.partition_point(|node| *node < outer);
        let within = self.talk[from..].iter().take_while(|node| index.holds(outer, **node));
        is_dialog(index, inner)
            && within.filter(|node| !index.holds(inner, **node)).any(|&text| {
                let mut between = index.ancestors(text).take_while(|&id| id != outer);
                between.any(|id| is_set_apart(index, id))
            })
    }
}

/// Whether a choice is about consent: not a mere setting, and more than a contract on its own.
pub(super) fn bears_on_consent(choice: &Choice) -> bool {
    choice.is_consent() || choice.third_party || choice.may_be_news
}

pub(super) fn find(index: &Index, passages: &Passages, parts: &Parts) -> Vec<NodeId> {
    let deciding = parts.actions.iter().filter(|action| decides(action.intent));
    // What is put off by a link to a place on the page is not all that the page says.
    let leads_off = |it: &Action| it.intent == Intent::Later && action::place_linked(index, it.node).is_some();
    let around = deciding.filter_map(|it| {
        let root = notice_around(index, passages, parts, it.node)?;
        (!is_page(index, root) || !leads_off(it)).then_some((it.node, root))
    });
    let around: Vec<(NodeId, NodeId)> = around.collect();
    let mut roots: Vec<NodeId> =
        around.iter().filter(|(node, root)| !is_answered(index, parts, &around, *node, *root)).map(|it| it.1).collect();
    // Where a page talks of cookies and has but a sign to close, that sign is what there is to press.
    for action in parts.actions.iter().filter(|action| action.intent == Intent::Close) {
        if let Some(root) = notice_around(index, passages, parts, action.node)
            && passages
                .within(index, root)
                .iter()
                .any(|it| it.said.says(Saying::ByBrowsing) || it.said.says(Saying::Topic))
            && passages.words(index, root) <= LONGEST_NOTICE
        {
            roots.push(root);
        }
    }
    let mut roots = outermost_of_each_layer(index, roots);
    for root in parts.actions.iter().filter_map(|it| step_around(index, passages, parts, it)) {
        if !roots.iter().any(|&it| index.holds(it, root) || index.holds(root, it)) {
            roots.push(root);
        }
    }
    for root in super::apart::notices(index, passages, parts) {
        if !roots.iter().any(|&it| index.holds(it, root) || index.holds(root, it)) {
            roots.push(root);
        }
    }
    for form in forms(index, parts) {
        let root = with_dialog(index, passages, with_small_print(index, passages, form));
        if !roots.iter().any(|&it| index.holds(it, form) || index.holds(root, it)) {
            roots.push(root);
        } else if !roots.iter().any(|&it| index.holds(it, form)) && !roots.contains(&form) {
            roots.push(form);
        }
    }
    let loose = parts
        .choices
        .iter()
        .filter(|choice| bears_on_consent(choice))
        .map(|choice| choice.node)
        .chain(parts.claims.iter().copied());
    let mut more: Vec<NodeId> = Vec::new();
    for node in loose {
        if roots.iter().chain(&more).any(|&root| index.holds(root, node)) {
            continue;
        }
        if let Some(root) = around_loose(index, passages, parts, node) {
            more.retain(|&it| !index.holds(root, it));
            more.push(root);
        }
    }
    roots.extend(more);
    for form in personal_forms(index, parts).into_iter().map(|form| with_dialog(index, passages, form)) {
        if !roots.iter().any(|&root| index.holds(root, form) || index.holds(form, root)) {
            roots.push(form);
        }
    }
    roots.sort();
    roots.dedup();
    roots
}

fn decides(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Accept | Intent::Reject | Intent::AcceptNecessary | Intent::Acknowledge | Intent::Save | Intent::Later
    )
}

/// Whether an element is set apart from what is around it: a dialog, or a box that is fixed to the window.
fn is_set_apart(index: &Index, id: NodeId) -> bool {
    let begins_fixed = || index.is_fixed(id) && !index.parent(id).is_some_and(|up| index.is_fixed(up));
    index.node(id).is_element() && (is_dialog(index, id) || begins_fixed())
}

pub(super) fn is_dialog(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    node.is("dialog")
        || matches!(node.attribute("role"), Some("dialog" | "alertdialog"))
        || node.attribute("aria-modal") == Some("true")
}

/// The smallest element around something to press that also talks of consent, grown to what visibly belongs to it.
fn notice_around(index: &Index, passages: &Passages, parts: &Parts, node: NodeId) -> Option<NodeId> {
    let mut found = None;
    for id in index.ancestors(node) {
        let it = index.node(id);
        if matches!(it.kind, NodeKind::Document) || it.tag == "html" {
            break;
        }
        let words = passages.words(index, id);
        let roomy = is_dialog(index, id) || index.is_fixed(id);
        if words > if roomy { LONGEST_DIALOG } else { LONGEST_NOTICE } {
            break;
        }
        if parts.talks_to(index, id, node) {
            found = Some(id);
            break;
        }
    }
    let mut root = found?;
    while let Some(parent) = index.parent(root) {
        let it = index.node(parent);
        if !it.is_element() && !matches!(it.kind, NodeKind::ShadowRoot(_)) {
            break;
        }
        if matches!(it.tag.as_str(), "html" | "body" | "main" | "article") {
            break;
        }
        let (inner, outer) = (passages.words(index, root), passages.words(index, parent));
        let same = outer <= inner + inner / 4 + 12 && !holds_other_fields(index, parent, root);
        let framed = is_dialog(index, parent) && outer <= LONGEST_DIALOG && outer <= inner * 3;
        if !(same || framed) || parts.speaks_apart(index, parent, root) {
            break;
        }
        root = parent;
    }
    let around = dialog_around(index, passages, root).or_else(|| form_around(index, passages, root));
    Some(index.element(around.unwrap_or(root)))
}

/// The form whose foot an element is: "By going on you accept the terms", the button, and above them the fields that it
/// sends. What speaks of cookies, stays in the window or stands in a form around the whole page asks for itself.
fn form_around(index: &Index, passages: &Passages, inner: NodeId) -> Option<NodeId> {
    let form = index.form_around(inner)?;
    let between = std::iter::once(inner).chain(index.ancestors(inner)).take_while(|&id| id != form);
    let apart = between.into_iter().any(|id| is_dialog(index, id) || index.is_fixed(id));
    let of_cookies = passages.within(index, inner).iter().any(|it| crate::lexicon::names_cookies(&it.text));
    let is_foot = !apart
        && !of_cookies
        && passages.words(index, form) <= LONGEST_NOTICE
        && holds_other_fields(index, form, inner)
        && !is_hidden_within(index, inner, form);
    is_foot.then_some(form)
}

/// The dialog that an element stands in, some wrappers up: one dialog is one question, and what is pressed at its foot
/// answers all that it says. One as long as an article, or with fields of its own, is more than that, and a part of it
/// that is hidden by itself is a layer of its own.
fn dialog_around(index: &Index, passages: &Passages, inner: NodeId) -> Option<NodeId> {
    if is_dialog(index, inner) {
        return None;
    }
    let around = index.ancestors(inner).take(4);
    let mut up = around.take_while(|&id| index.node(id).is_element() && !index.node(id).is("body"));
    let dialog = up.find(|&id| is_dialog(index, id))?;
    let is_one = passages.words(index, dialog) <= LONGEST_NOTICE
        && !holds_other_fields(index, dialog, inner)
        && !is_hidden_within(index, inner, dialog);
    is_one.then_some(dialog)
}

/// What a dialog, or a bar that is fixed to the window, says of consent around something that decides nothing: a notice
/// that only opens the choice, a step that only leads on or back.
fn step_around(index: &Index, passages: &Passages, parts: &Parts, action: &Action) -> Option<NodeId> {
    let mut around = index.ancestors(action.node);
    let leads = if action.intent == Intent::Settings {
        around.any(|id| is_dialog(index, id) || index.is_fixed(id))
    } else {
        around.any(|id| is_dialog(index, id))
    };
    leads.then(|| notice_around(index, passages, parts, action.node)).flatten()
}

/// Whether all that the body of a page says of consent is answered nearer by: a press elsewhere on the page, on a chat or a
/// game, then answers nothing of it.
fn is_answered(index: &Index, parts: &Parts, around: &[(NodeId, NodeId)], pressed: NodeId, root: NodeId) -> bool {
    let nearer: Vec<NodeId> = around.iter().map(|it| it.1).filter(|&it| it != root && index.holds(root, it)).collect();
    is_page(index, root)
        && !nearer.is_empty()
        && !nearer.iter().any(|&it| index.holds(it, pressed))
        && parts
            .talk
            .iter()
            .filter(|&&it| index.holds(root, it))
            .all(|&it| nearer.iter().any(|&by| index.holds(by, it)))
}

/// Whether an element is a page, or all that it is about.
pub(super) fn is_page(index: &Index, id: NodeId) -> bool {
    matches!(index.node(id).tag.as_str(), "body" | "main" | "article")
}

/// Whether an element holds fields to fill in that the inner one does not.
fn holds_other_fields(index: &Index, outer: NodeId, inner: NodeId) -> bool {
    index.subtree(outer).any(|id| !index.holds(inner, id) && is_text_field(index, id))
}

pub(in crate::meaning) fn is_text_field(index: &Index, id: NodeId) -> bool {
    let node = index.node(id);
    match node.tag.as_str() {
        "textarea" => true,
        "input" => !matches!(
            node.attribute("type").map(str::to_ascii_lowercase).as_deref(),
            Some("checkbox" | "radio" | "hidden" | "submit" | "button" | "image" | "reset" | "search" | "range")
        ),
        _ => false,
    }
}

/// Of roots inside each other the outer one is the surface, unless something between them is hidden on its own: then
/// the inner one is another layer.
fn outermost_of_each_layer(index: &Index, mut roots: Vec<NodeId>) -> Vec<NodeId> {
    roots.sort();
    roots.dedup();
    let mut kept: Vec<NodeId> = Vec::new();
    for root in roots {
        let inside = kept.iter().rev().find(|&&outer| index.holds(outer, root));
        match inside {
            Some(&outer) if !is_hidden_within(index, root, outer) => {}
            _ => kept.push(root),
        }
    }
    kept
}

/// Whether an element is hidden by something below `root`, not by what hides the root.
pub(super) fn is_hidden_within(index: &Index, node: NodeId, root: NodeId) -> bool {
    std::iter::once(node)
        .chain(index.ancestors(node))
        .take_while(|&id| id != root && index.holds(root, id))
        .any(|id| index.hides_itself(id))
}

/// Forms that have to do with consent: a choice or a claim inside, and something to press.
fn forms(index: &Index, parts: &Parts) -> Vec<NodeId> {
    let is_form = |id: NodeId| {
        let node = index.node(id);
        node.is("form") || node.attribute("role") == Some("form")
    };
    index
        .snapshot
        .ids()
        .filter(|&id| is_form(id))
        .filter(|&form| {
            let holds = |node: NodeId| index.holds(form, node);
            let bears = parts.choices.iter().any(|choice| holds(choice.node) && bears_on_consent(choice))
                || parts.claims.iter().any(|&node| holds(node));
            bears && parts.actions.iter().any(|action| holds(action.node))
        })
        .collect()
}

/// Forms that take more from a person than signing in or searching does: sign-up, checkout, an opt-out request.
fn personal_forms(index: &Index, parts: &Parts) -> Vec<NodeId> {
    let asks = |id: NodeId| {
        let node = index.node(id);
        let token = node.attribute("autocomplete").unwrap_or_default();
        let kind = node.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let signs_in = kind == "password" && token != "new-password";
        (is_text_field(index, id), signs_in)
    };
    let forms = index.snapshot.ids().filter(|&id| {
        let node = index.node(id);
        node.is("form") || node.attribute("role") == Some("form")
    });
    forms
        .filter(|&form| {
            let (mut fields, mut signs_in) = (0, false);
            for (is_field, is_password) in index.subtree(form).map(asks) {
                fields += usize::from(is_field);
                signs_in |= is_password;
            }
            let choices = parts.choices.iter().any(|choice| index.holds(form, choice.node));
            let searches = index.node(form).attribute("role") == Some("search");
            let presses = parts.actions.iter().any(|action| index.holds(form, action.node));
            presses && !searches && (choices || fields > if signs_in { 2 } else { 0 })
        })
        .collect()
}

/// A form and the lines under it that belong to it.
fn with_small_print(index: &Index, passages: &Passages, form: NodeId) -> NodeId {
    let mut root = form;
    for _ in 0..3 {
        let Some(parent) = index.parent(root) else { break };
        if !index.node(parent).is_element() || matches!(index.node(parent).tag.as_str(), "html" | "body" | "main") {
            break;
        }
        let (inner, outer) = (passages.words(index, root), passages.words(index, parent));
        if outer > inner + 80 || outer > LONGEST_FORM || holds_other_fields(index, parent, root) {
            break;
        }
        root = parent;
    }
    root
}

/// The dialog, or the box fixed to the window, that a form is all there is to fill in of: its way out may stand beside
/// the form.
fn with_dialog(index: &Index, passages: &Passages, form: NodeId) -> NodeId {
    let around = index.ancestors(form).take(8).find(|&id| is_dialog(index, id) || index.is_fixed(id));
    let fits = |root: &NodeId| {
        passages.words(index, *root) <= passages.words(index, form) + LONGEST_NOTICE
            && !holds_other_fields(index, *root, form)
    };
    around.filter(fits).unwrap_or(form)
}

/// The smallest element around a choice or a claim that also holds a button.
fn around_loose(index: &Index, passages: &Passages, parts: &Parts, node: NodeId) -> Option<NodeId> {
    let searches = |pressed: NodeId| parts.searches.hold(pressed) && !parts.searches.hold(node);
    let presses = |root: NodeId| {
        parts.actions.iter().any(|action| {
            index.holds(root, action.node)
                && !searches(action.node)
                && (decides(action.intent)
                    || matches!(action.intent, Intent::Submit | Intent::Pay)
                    || index.node(action.node).is("input")
                    || action::is_button(index, action.node))
        })
    };
    let is_choice = index.node(node).is_element();
    let mut widest = None;
    for id in index.ancestors(node) {
        let it = index.node(id);
        if matches!(it.kind, NodeKind::Document) || it.tag == "html" || passages.words(index, id) > LONGEST_NOTICE {
            break;
        }
        if it.is_element() && presses(id) {
            return Some(id);
        }
        if it.is_element() {
            widest = Some(id);
        }
    }
    // A box asks, whatever stands around it; a text without anything to press binds nothing.
    widest.filter(|_| is_choice)
}
