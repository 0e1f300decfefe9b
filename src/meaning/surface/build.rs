//! What a surface holds, says and asks.

use super::apart::{claims_by_use, stands_apart};
use super::effects::{asks, settle_effects};
use super::recipients::recipients;
use super::roots::{Parts, bears_on_consent, is_dialog, is_hidden_within, is_text_field};
use super::{Asks, Surface, SurfaceKind};
use crate::finding::first_words;
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};
use crate::meaning::action::{Action, Effect, has_template_hole};
use crate::meaning::choice::{Choice, ChoiceKind, Necessity};
use crate::meaning::disclosure::{self, Disclosure};
use crate::meaning::field::{self, Field, FieldKind};
use crate::meaning::passage::{Passage, Passages};
use crate::meaning::said::Said;
use crate::meaning::spans::Spans;
use crate::meaning::{Fact, Hidden, Index, Reason, Visibility};
use crate::snapshot::{Capability, NodeId};
use std::collections::{BTreeMap, BTreeSet};

/// Most actions that one surface lists.
const MOST_ACTIONS: usize = 200;
/// Characters of a text that is kept for what it says.
const LONGEST_SAYING: usize = 160;
/// A shorter text about cookies states nothing of them, in words.
const SHORTEST_STATEMENT: usize = 4;
/// Most fields that one surface lists.
const MOST_FIELDS: usize = 100;

pub(super) fn surface(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    parts: &Parts,
    roots: &[NodeId],
    root: NodeId,
) -> Surface {
    let inner = Spans::of(index, roots.iter().copied().filter(|&it| it != root && index.holds(root, it)));
    let mine = |node: NodeId| index.holds(root, node) && !inner.hold(node);
    let mut actions: Vec<Action> =
        parts.actions.iter().filter(|action| mine(action.node)).take(MOST_ACTIONS).cloned().collect();
    let mut choices: Vec<Choice> = parts.choices.iter().filter(|choice| mine(choice.node)).cloned().collect();
    let own: Vec<&Passage> = passages.within(index, root).iter().filter(|passage| mine(passage.first)).collect();

    let kind = kind(index, passages, lexicons, root, &actions, &choices, &own);
    for choice in &mut choices {
        if kind == SurfaceKind::Form {
            // On a form "preferences" and "comfort" are settings of the service.
            choice.purposes.remove(&Purpose::Functional);
        } else if is_always_on(choice) {
            choice.necessity = Necessity::Necessary;
        }
    }
    let pressed = Spans::of(index, actions.iter().map(|action| action.node));
    let in_action = |node: NodeId| pressed.hold(node);
    let labels = Spans::of(index, choices.iter().filter_map(|choice| choice.bearer));
    let in_choice = |node: NodeId| labels.hold(node);
    let mut said = Said::default();
    for passage in own.iter().filter(|passage| !in_action(passage.first)) {
        let mut necessary = passage.said.necessary;
        // “Cookies on this site” only names the matter.
        necessary.vague &= !is_heading(index, passage.block) && passage.words >= SHORTEST_STATEMENT;
        necessary = said.necessary.and(necessary);
        said.merge(&passage.said);
        said.necessary = necessary;
    }
    let text = own.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" ");
    let prior = language_said(index, root).or(passages.lexicons.first().map(|lexicon| lexicon.tag.as_str()));
    let recognised = lexicons.recognise(&text, prior);
    let latent = is_latent(index, root, &actions, &choices);
    if latent {
        for action in &mut actions {
            if is_hidden_within(index, action.node, root) {
                action.visibility = Fact::Known(Visibility::Hidden(Hidden::Display));
            } else if matches!(action.visibility, Fact::Known(Visibility::Hidden(_))) {
                action.visibility = Fact::Unclear(Reason::Latent);
            }
            action.prominence = Fact::Unclear(Reason::Latent);
        }
    }
    let mut disclosures: Vec<Disclosure> = own
        .iter()
        .filter(|passage| !in_action(passage.first) || passage.words > 8)
        .filter_map(|passage| disclosure::read(index, passage))
        .collect();
    let quoting = quoting_labels(index, &choices);
    for disclosure in disclosures.iter_mut().filter(|it| quoting.hold(it.node)) {
        disclosure.quoted = true;
    }
    if latent {
        for disclosure in &mut disclosures {
            disclosure.visibility = Fact::Unclear(Reason::Latent);
        }
    }
    let before = heading_before(index, passages, root);
    let texts: Vec<&Passage> = own.iter().copied().filter(|passage| !in_action(passage.first)).chain(before).collect();
    let picks_only = kind == SurfaceKind::Form && super::filter::picks_only(index, root, &texts, &actions, &choices);
    if picks_only {
        choices.iter_mut().for_each(super::filter::ask_nothing);
    }
    let headings: BTreeSet<Purpose> = own
        .iter()
        .copied()
        .chain(before)
        .filter(|passage| is_heading(index, passage.block))
        .flat_map(|passage| passage.said.purposes.iter().copied())
        .collect();
    let mut own_purposes: BTreeSet<Purpose> =
        headings.union(&submit_purposes(&actions, passages, lexicons)).copied().collect();
    let called = index.node(root).attribute("aria-label").unwrap_or_default();
    let called_by = called;
    let called = crate::meaning::passage::read_by(&passages.lexicons, lexicons, called);
    let claims_consent = called.says(Saying::Ask)
        || said.says(Saying::Ask) && said.data_topic
        || called.says(Saying::Agree)
        || said.says(Saying::ByBrowsing)
        || own.iter().any(|passage| !in_choice(passage.first) && !in_action(passage.first) && claims(passage));
    settle_effects(kind, &mut actions, &choices, &disclosures, claims_consent, &said);
    let in_search = disclosures.iter().any(|it| parts.searches.hold(it.node));
    for action in actions.iter_mut().filter(|it| !in_search && parts.searches.hold(it.node)) {
        action.effect = Effect::AsAnnounced(action.intent);
    }
    let asks = asks(
        kind,
        &actions,
        &choices,
        &disclosures,
        &said,
        &own.iter().copied().chain(before).collect::<Vec<_>>(),
        index,
    );
    let leading = super::subscription::lines_before(index, passages, root);
    let around: Vec<&Passage> = own.iter().copied().chain(before).chain(leading.iter().copied()).collect();
    let asks = if super::opt_out::is_requested(index, &around, &actions, &choices) { Asks::OptOut } else { asks };
    for disclosure in &mut disclosures {
        disclosure.binds = binding(index, &actions, disclosure.node);
    }
    let fields = index.subtree(root).filter(|&id| mine(id) && is_text_field(index, id));
    let fields: Vec<Field> =
        fields.take(MOST_FIELDS).map(|id| field::read(index, id, &passages.lexicons, lexicons)).collect();
    let address_alone =
        kind == SurfaceKind::Form && super::newsletter::asks_address_alone(index, root, &fields, &choices);
    let around_boxes: Vec<&Passage> = texts.iter().copied().filter(|passage| !in_choice(passage.first)).collect();
    if address_alone && super::newsletter::is_titled(index, passages, lexicons, root, &fields, &choices, &around_boxes)
    {
        own_purposes.insert(Purpose::Marketing);
    }
    let mut sayings: BTreeMap<Saying, String> = BTreeMap::new();
    for passage in own.iter().filter(|passage| !in_action(passage.first) || passage.words > 8) {
        for &saying in &passage.said.sayings {
            sayings.entry(saying).or_insert_with(|| first_words(&passage.text, LONGEST_SAYING));
        }
    }
    for field in &fields {
        for &saying in &field.said.sayings {
            sayings.entry(saying).or_insert_with(|| field.label.clone());
        }
    }
    // How it goes on may be said just before the form.
    if let Some(line) = leading.iter().find(|line| line.said.says(Saying::Renewal)) {
        sayings.entry(Saying::Renewal).or_insert_with(|| line.text.chars().take(160).collect());
    }
    let is_settings = is_settings(index, root, &own, &actions, &choices, passages, lexicons, called_by);
    let is_prose = |passage: &Passage| !in_action(passage.first) && !in_choice(passage.first);
    let mut particulars = super::particulars::read(index, passages, lexicons, root, &own, &actions, &is_prose);
    let offers: Vec<&Passage> =
        own.iter().copied().filter(|passage| !in_action(passage.first) || passage.words > 8).collect();
    particulars.picks_only = picks_only;
    particulars.sold = super::subscription::sold(passages, lexicons, &offers);
    let is_free = |node: NodeId| mine(node) && !in_action(node) && !in_choice(node);
    particulars.unmarked_refusal = super::unmarked::refusal(index, passages, lexicons, root, &is_free);
    particulars.subscribes = address_alone
        && particulars.price.is_none()
        && super::newsletter::is_subscribed_to(index, &actions, &choices, &texts);
    let titled: Vec<&Passage> = offers.iter().copied().chain(before).collect();
    particulars.purpose_perhaps =
        kind == SurfaceKind::Form && super::content::may_name_purpose(index, passages, lexicons, &titled);
    let (sharing, recipients_named) = recipients(index, passages, lexicons, &own, &choices, &actions, &quoting);
    // A label that refuses names its purpose too, and so does the heading that a form stands under.
    let labels = choices.iter().filter(|choice| choice.bearer.is_some()).flat_map(|choice| &choice.purposes);
    let titles = headings.iter().filter(|_| kind == SurfaceKind::Form);
    let purposes = own
        .iter()
        .filter(|passage| !in_action(passage.first))
        .flat_map(|passage| &passage.said.purposes)
        .chain(labels)
        .chain(titles)
        .copied()
        .collect();
    Surface {
        node: root,
        kind,
        latent,
        layer: Fact::Known(1),
        asks,
        readable: recognised.known().is_some(),
        languages: vec![recognised.tag().to_string()],
        template: has_template_hole(&text),
        text,
        actions,
        choices,
        disclosures,
        purposes,
        own_purposes,
        sharing,
        recipients_named,
        fields,
        sayings,
        is_settings,
        particulars,
    }
}

/// Labels that only quote, or are answers of an exam: what they say is not said to whoever ticks them.
fn quoting_labels(index: &Index, choices: &[Choice]) -> Spans {
    let quoting = choices.iter().filter(|it| it.polarity == Fact::Unclear(Reason::Quoted));
    Spans::of(index, quoting.filter_map(|it| it.bearer))
}

/// Whether a short line beside a box for preferences says that it is always on.
fn is_always_on(choice: &Choice) -> bool {
    const LONGEST: usize = 6;
    let is_functional = |purpose: &Purpose| matches!(purpose, Purpose::Functional | Purpose::Necessary);
    choice.row_said.purposes.contains(&Purpose::Necessary)
        && choice.row_said.purposes.iter().chain(&choice.purposes).all(is_functional)
        && choice.beside.split_whitespace().count() <= LONGEST
}

/// Whether a surface is the place for finer choices: several of them, a way to save them or to go back, and a name that
/// says so.
#[expect(clippy::too_many_arguments, reason = "it weighs all that a surface holds")]
fn is_settings(
    index: &Index,
    root: NodeId,
    own: &[&Passage],
    actions: &[Action],
    choices: &[Choice],
    passages: &Passages,
    lexicons: &Lexicons,
    called: &str,
) -> bool {
    let finer =
        choices.iter().filter(|choice| !choice.purposes.is_empty() && choice.kind != ChoiceKind::Hidden).count();
    let saves = actions.iter().any(|action| action.intent == Intent::Save);
    let opens = actions.iter().any(|action| action.intent == Intent::Settings && index.node(action.node).is("button"));
    if finer < 2 || !(saves || leads_back(index, actions)) || opens {
        return false;
    }
    let announces = |text: &str| {
        let by = crate::meaning::passage::readers(&passages.lexicons, lexicons, text);
        by.iter().any(|lexicon| lexicon.intent(text) == Some(Intent::Settings))
    };
    let labelled = index.node(root).attribute("aria-labelledby").and_then(|id| index.by_id(root, id));
    let inner =
        index.children(root).find(|&id| is_dialog(index, id)).and_then(|id| index.node(id).attribute("aria-label"));
    announces(called)
        || inner.is_some_and(announces)
        || labelled.is_some_and(|id| announces(&index.full_text(id)))
        || own.iter().any(|passage| is_heading(index, passage.block) && announces(&passage.text))
}

/// Whether one agrees to everything or goes back, in a word and not by a sign: there was something before.
fn leads_back(index: &Index, actions: &[Action]) -> bool {
    let is = |action: &Action, intent| action.intent == intent;
    let in_words = |node: NodeId| index.full_text(node).chars().filter(|c| c.is_alphabetic()).count() > 1;
    actions.iter().any(|it| is(it, Intent::Accept))
        && actions.iter().any(|it| is(it, Intent::Close) && in_words(it.node))
        && !actions.iter().any(|it| is(it, Intent::Reject) || is(it, Intent::AcceptNecessary))
}

/// Agreement that the text claims, but for a mere "if you agree, press …".
fn claims(passage: &Passage) -> bool {
    passage.said.says(Saying::ByAction) || (passage.said.says(Saying::Agree) && passage.words >= 4)
}

fn kind(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    root: NodeId,
    actions: &[Action],
    choices: &[Choice],
    own: &[&Passage],
) -> SurfaceKind {
    let searches = may_hold_search(actions, own);
    let fields = index
        .subtree(root)
        .any(|id| is_text_field(index, id) && !(searches && is_search(index, passages, lexicons, id)));
    let decides = actions.iter().any(|action| {
        matches!(
            action.intent,
            Intent::Accept
                | Intent::Reject
                | Intent::AcceptNecessary
                | Intent::Acknowledge
                | Intent::Save
                | Intent::Close
        )
    });
    let is_in_dialog = std::iter::once(root).chain(index.ancestors(root).take(3)).any(|id| is_dialog(index, id))
        || index.children(root).any(|id| is_dialog(index, id));
    let offers = |wanted: &[Intent]| actions.iter().any(|action| wanted.contains(&action.intent));
    // A dialog with a yes and another answer asks for what its text names, though it speaks of neither cookies nor data.
    let answers = is_in_dialog
        && offers(&[Intent::Accept])
        && offers(&[Intent::Reject, Intent::Later, Intent::AcceptNecessary, Intent::Settings]);
    let talks = own.iter().any(|passage| {
        [Saying::Topic, Saying::ByBrowsing, Saying::Permission].iter().any(|saying| passage.said.says(*saying))
            || answers && passage.said.purposes.iter().any(|it| uses_data(*it))
    });
    // Boxes for several uses and a button that accepts them are a consent notice without a word around them.
    let panel = choices.iter().filter(|choice| choice.asks_for_consent()).count() >= 2
        && actions
            .iter()
            .any(|action| matches!(action.intent, Intent::Accept | Intent::Reject | Intent::AcceptNecessary));
    // A notice that only leads on, or back, has nothing to fill in either.
    let opens = || actions.iter().any(|action| action.intent == Intent::Settings);
    let leads = choices.is_empty()
        && (is_in_dialog
            || wraps_dialog(index, root)
            || opens()
            || stands_apart(index, passages, root)
            || own.iter().any(|passage| claims_by_use(passage)));
    // "By registering you agree to receive our offers", over nothing but a button that sends: what is filled in stands
    // elsewhere.
    let registers = !decides
        && !is_in_dialog
        && own.iter().any(|passage| passage.said.purposes.contains(&Purpose::Marketing))
        && !own.iter().any(|passage| passage.said.purposes.iter().any(|it| uses_data(*it)))
        && !opens()
        && actions.iter().any(|it| it.intent == Intent::Submit && index.sends_form(it.node))
        && own.iter().any(|passage| passage.said.says(Saying::ByAction))
        && !own.iter().any(|passage| passage.said.says(Saying::ByBrowsing));
    if fields || registers || !(decides || leads) || !(talks || panel) {
        return SurfaceKind::Form;
    }
    if is_in_dialog || !decides && wraps_dialog(index, root) {
        return SurfaceKind::Dialog;
    }
    if index.node(root).is("body") { SurfaceKind::Page } else { SurfaceKind::Banner }
}

/// Whether a purpose is a use of data by itself. Messages may be wished for without any.
fn uses_data(purpose: Purpose) -> bool {
    purpose.needs_consent() && purpose != Purpose::Marketing
}

/// Whether a field on a surface may be there to search: it asks about cookies, decides by its buttons, and sends nothing.
fn may_hold_search(actions: &[Action], own: &[&Passage]) -> bool {
    let has = |wanted: &[Intent]| actions.iter().any(|action| wanted.contains(&action.intent));
    has(&[Intent::Accept, Intent::Reject, Intent::AcceptNecessary])
        && !has(&[Intent::Submit, Intent::Pay])
        && own.iter().any(|passage| passage.said.says(Saying::Topic))
}

/// Whether a field belongs to no form and asks for nothing about a person.
fn is_search(index: &Index, passages: &Passages, lexicons: &Lexicons, id: NodeId) -> bool {
    index.form_around(id).is_none() && field::read(index, id, &passages.lexicons, lexicons).kind == FieldKind::Other
}

/// Whether an element holds nothing but a dialog, some wrappers down.
fn wraps_dialog(index: &Index, root: NodeId) -> bool {
    let mut inside = root;
    loop {
        let mut elements = index.children(inside).filter(|&id| index.node(id).is_element());
        match (elements.next(), elements.next()) {
            (Some(only), None) if is_dialog(index, only) => return true,
            (Some(only), None) => inside = only,
            _ => return false,
        }
    }
}

pub(in crate::meaning) fn is_heading(index: &Index, block: NodeId) -> bool {
    let node = index.node(block);
    matches!(node.tag.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "legend" | "caption")
        || node.attribute("role") == Some("heading")
}

/// The heading that stands just before a surface and is its own: nothing but it lies between.
fn heading_before<'p>(index: &Index, passages: &'p Passages, root: NodeId) -> Option<&'p Passage> {
    let at = passages.all.partition_point(|passage| passage.first < root);
    let nearest = passages.all[..at].iter().rev().take(3).find(|passage| is_heading(index, passage.block))?;
    let shared = index.ancestors(nearest.block).take(3).any(|up| index.holds(up, root) && !index.node(up).is("html"));
    shared.then_some(nearest)
}

fn submit_purposes(actions: &[Action], passages: &Passages, lexicons: &Lexicons) -> BTreeSet<Purpose> {
    let submits = actions.iter().filter(|action| matches!(action.intent, Intent::Submit | Intent::Pay));
    let read = |action: &Action| crate::meaning::passage::read_by(&passages.lexicons, lexicons, &action.label).purposes;
    submits.flat_map(read).collect()
}

/// What the page says that the surface's language is: the nearest `lang`.
fn language_said<'s>(index: &Index<'s>, root: NodeId) -> Option<&'s str> {
    std::iter::once(root)
        .chain(index.ancestors(root))
        .find_map(|id| index.node(id).attribute("lang").filter(|lang| !lang.is_empty()))
        .or(index.snapshot.lang.as_deref())
}

/// A surface is latent if nothing on it can be seen.
fn is_latent(index: &Index, root: NodeId, actions: &[Action], choices: &[Choice]) -> bool {
    if !index.saw(root, Capability::Style) {
        return false;
    }
    let seen = |fact: &Fact<Visibility>| !matches!(fact, Fact::Known(Visibility::Hidden(_)));
    let pressed = actions.iter().any(|action| seen(&action.visibility) && action.intent != Intent::Other);
    let ticked = choices.iter().any(|choice| choice.kind != ChoiceKind::Hidden && seen(&choice.visibility));
    let read = matches!(index.text_visibility(root), Fact::Known(Visibility::Visible));
    !pressed && !ticked && !read
}

/// The action that a text binds: what agrees, else what sends the form. The button that sends the form around or just
/// after the text comes before a link of the same words elsewhere: "Sign up" in a menu opens the form that "Sign up" sends.
fn binding(index: &Index, actions: &[Action], text: NodeId) -> Option<usize> {
    let next = || actions.iter().find(|it| it.node > text && index.is_submit(it.node));
    let form = Some(text).filter(|&id| index.node(id).is("form")).or_else(|| index.form_around(text));
    let form = form.or_else(|| index.form_around(next()?.node));
    let sends = |it: &Action| index.is_submit(it.node) && form.is_some_and(|form| index.holds(form, it.node));
    let best = |wanted: &dyn Fn(&Action) -> bool| {
        let first = actions.iter().position(wanted)?;
        let sending = || actions.iter().position(|it| wanted(it) && sends(it));
        if index.node(actions[first].node).is("a") { sending().or(Some(first)) } else { Some(first) }
    };
    // What another form sends, of a page that is one surface, is not bound, and a link to another page sends nothing.
    let apart = |it: &Action| form.is_some() && index.form_around(it.node).is_some_and(|of| Some(of) != form);
    let goes_on =
        |it: &Action| matches!(it.intent, Intent::Submit | Intent::Save | Intent::Pay) && !index.leads_away(it.node);
    best(&|action| action.accepts() == Some(true))
        .or_else(|| best(&|action| action.accepts().is_none()))
        .or_else(|| actions.iter().position(|it| goes_on(it) && sends(it) && it.node > text))
        .or_else(|| actions.iter().position(|it| goes_on(it) && sends(it)))
        .or_else(|| actions.iter().position(|it| goes_on(it) && !apart(it)))
}

/// Which surface is met first. What is shown comes before what waits; of what waits, the one that opens the others.
pub(super) fn lay_in_layers(surfaces: &mut [Surface]) {
    let asks = |surface: &Surface| matches!(surface.asks, Asks::Consent | Asks::MayBeConsent(_));
    let notice =
        |surface: &Surface| matches!(surface.kind, SurfaceKind::Banner | SurfaceKind::Dialog | SurfaceKind::Page);
    for surface in surfaces.iter_mut().filter(|it| it.is_settings && notice(it)) {
        surface.layer = Fact::Known(2);
    }
    let shown = surfaces.iter().any(|it| !it.latent && notice(it) && asks(it));
    let waiting: Vec<usize> =
        (0..surfaces.len()).filter(|&at| surfaces[at].latent && notice(&surfaces[at]) && asks(&surfaces[at])).collect();
    if shown {
        for at in waiting {
            surfaces[at].layer = Fact::Known(2);
        }
        return;
    }
    if waiting.len() < 2 {
        return;
    }
    // The first layer is the one that leads to settings, or holds the fewest finer choices.
    let finer = |surface: &Surface| surface.choices.iter().filter(|choice| bears_on_consent(choice)).count();
    let opens = |surface: &Surface| surface.actions.iter().any(|action| action.intent == Intent::Settings);
    let decides = |surface: &Surface| surface.actions.iter().any(|action| action.accepts() != Some(false));
    let first = waiting
        .iter()
        .copied()
        .filter(|&at| decides(&surfaces[at]))
        .min_by_key(|&at| (finer(&surfaces[at]) > 0, !opens(&surfaces[at]), surfaces[at].node));
    let several = waiting
        .iter()
        .filter(|&&at| decides(&surfaces[at]) && finer(&surfaces[at]) == 0 && opens(&surfaces[at]))
        .count();
    for at in waiting {
        surfaces[at].layer = if Some(at) == first {
            if several > 1 { Fact::Unclear(Reason::Latent) } else { Fact::Known(1) }
        } else {
            Fact::Known(2)
        };
    }
}
