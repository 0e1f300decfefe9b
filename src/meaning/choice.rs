use super::agreement::{self, Object};
use super::linked::LinkedAgreement;
use super::passage::{read_by, readers};
use super::required::{required, says_required};
use super::said::Said;
use super::surface::is_text_field;
use super::{Fact, Hidden, Index, Reason, Visibility};
use crate::lexicon::{Concept, Grammar, Intent, Lexicon, Lexicons, Purpose, Saying};
use crate::snapshot::{Checked, NodeId};
use std::collections::BTreeSet;

/// What holds more parts than these holds more than one drawn control.
const MOST_BESIDE: usize = 24;
/// A label has its link among so many parts.
const MOST_LINKED: usize = 100;
/// What being seen by everybody weighs: as much as two uses of data.
const PUBLIC: u32 = 4;
/// Parts of a group that are looked through for what else it asks, for each of its answers.
const LARGEST_GROUP: usize = 400;

/// Something that carries a yes or no.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The control.
    pub node: NodeId,
    /// What kind it is.
    pub kind: ChoiceKind,
    /// Its label; empty where it has none.
    pub label: String,
    /// What people know it by: its label, after the question that it answers.
    pub called: String,
    /// The element that bears the label.
    pub bearer: Option<NodeId>,
    /// `name`, or `id`.
    pub name: String,
    /// State before anyone acted.
    pub default: Fact<Setting>,
    /// State at the last look.
    pub state: Fact<Setting>,
    /// What the label says it is for.
    pub purposes: BTreeSet<Purpose>,
    /// Whether the label says that one agrees, and not to a mere matter of the service.
    pub agrees: bool,
    /// Whether what it agrees to is not known: it may be a use of data or not.
    pub object_unknown: bool,
    /// Whether ticking means yes.
    pub polarity: Fact<Polarity>,
    /// Whether the service can do without.
    pub necessity: Necessity,
    /// Whether the control, or what is drawn for it, can be seen.
    pub visibility: Fact<Visibility>,
    /// Whether the form can't be sent without it.
    pub required: Fact<bool>,
    /// What the agreement that it links to says.
    pub linked: LinkedAgreement,
    /// Whether the label says that others receive data.
    pub third_party: bool,
    /// What is written in its row besides the label: its description, its price.
    pub beside: String,
    /// Whether it is on and can't be changed.
    pub locked_on: bool,
    /// The element with the role of a group of radio buttons around it.
    pub(super) group: Option<NodeId>,
    /// Of a radio button, whether the question that it answers speaks of data.
    pub question_about_data: bool,
    /// Of a radio button, whether its label begins by saying no.
    pub declines: bool,
    /// Whether it wishes for messages, and by its words they may be marketing or not.
    pub may_be_news: bool,
    /// What it costs, as written.
    price: Option<String>,
    /// What the label says.
    pub(super) said: Said,
    /// What the row says.
    pub(super) row_said: Said,
}

impl Choice {
    /// Whether what it agrees to, in one sentence, is this.
    pub fn agrees_to(&self, purpose: Purpose) -> bool {
        self.said.agreed.contains(&purpose)
    }

    /// Whether the label joins two kinds of use by an "and".
    pub fn joins_purposes(&self) -> bool {
        self.said.joins
    }

    /// Whether the label leaves open if both or one is meant: "and/or".
    pub fn leaves_open(&self) -> bool {
        self.said.leaves_open
    }

    /// Whether the label says that a use goes by what a person does or likes.
    pub fn is_of_behaviour(&self) -> bool {
        self.said.of_behaviour
    }

    /// How many negations the label holds.
    pub fn negations(&self) -> u32 {
        self.said.negations
    }

    /// The price in the label or its row, as written. A sum that is saved is none.
    pub fn price(&self) -> Option<String> {
        self.price.clone()
    }

    /// How much it asks for: uses of data, being seen by everybody, money, renewal. 0 for what asks for nothing.
    pub fn invasiveness(&self) -> u32 {
        if self.says(Saying::Private) || self.says(Saying::Free) && self.price().is_none() {
            return 0;
        }
        if self.polarity == Fact::Known(Polarity::OptOut) && !self.says(Saying::Public) && self.price().is_none() {
            return 0;
        }
        let uses = self.purposes.iter().filter(|purpose| purpose.needs_consent()).count() as u32;
        let renews = self.says(Saying::Renewal) || self.says(Saying::Trial);
        2 * uses
            + 2 * u32::from(self.third_party)
            + PUBLIC * u32::from(self.says(Saying::Public))
            + 3 * u32::from(self.price().is_some())
            + 3 * u32::from(renews)
    }

    /// Whether being seen by everybody is all that it asks for.
    pub fn is_only_public(&self) -> bool {
        self.says(Saying::Public) && self.invasiveness() == PUBLIC
    }

    /// Whether the label names a use that needs consent.
    pub fn asks_for_consent(&self) -> bool {
        self.purposes.iter().any(|purpose| purpose.needs_consent())
    }

    /// Whether it carries a consent: somebody agrees by it, or its label names a use that needs consent.
    pub fn is_consent(&self) -> bool {
        self.agrees || self.asks_for_consent()
    }

    /// Whether the label says this.
    pub fn says(&self, saying: Saying) -> bool {
        self.said.says(saying)
    }

    /// The purposes that the label or the rest of its row names.
    pub fn described_purposes(&self) -> BTreeSet<Purpose> {
        self.purposes.union(&self.row_said.purposes).copied().collect()
    }

    /// Whether the label consents to the processing of personal data as such, without naming a purpose.
    pub fn consents_to_processing(&self) -> bool {
        self.agrees && self.said.data_topic
    }
}

/// Kinds of choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKind {
    /// A box to tick.
    Checkbox,
    /// One of several.
    Radio,
    /// A switch.
    Switch,
    /// A list to choose from.
    Select,
    /// A field that nobody sees.
    Hidden,
}

impl ChoiceKind {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            ChoiceKind::Checkbox => "checkbox",
            ChoiceKind::Radio => "radio",
            ChoiceKind::Switch => "switch",
            ChoiceKind::Select => "select",
            ChoiceKind::Hidden => "hidden",
        }
    }
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Ticked, selected, turned on.
    On,
    /// Not.
    Off,
}

impl Setting {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Setting::On => "on",
            Setting::Off => "off",
        }
    }
}

/// What ticking means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// Ticking agrees.
    OptIn,
    /// Ticking refuses.
    OptOut,
}

impl Polarity {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Polarity::OptIn => "opt-in",
            Polarity::OptOut => "opt-out",
        }
    }
}

/// Whether the service can do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Necessity {
    /// It says that it can't.
    Necessary,
    /// It asks for a consent.
    Optional,
    /// Neither is said.
    Unknown,
}

impl Necessity {
    /// The word that rules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Necessity::Necessary => "necessary",
            Necessity::Optional => "optional",
            Necessity::Unknown => "unknown",
        }
    }
}

/// What kind of choice an element is, if it is one.
pub(super) fn kind(index: &Index, id: NodeId) -> Option<ChoiceKind> {
    let node = index.node(id);
    if !node.is_element() {
        return None;
    }
    match node.attribute("role") {
        Some("switch") => return Some(ChoiceKind::Switch),
        Some("checkbox" | "menuitemcheckbox") => return Some(ChoiceKind::Checkbox),
        Some("radio" | "menuitemradio") => return Some(ChoiceKind::Radio),
        _ => {}
    }
    match node.tag.as_str() {
        "input" => match node.attribute("type").map(str::to_ascii_lowercase).as_deref() {
            Some("checkbox") => Some(ChoiceKind::Checkbox),
            Some("radio") => Some(ChoiceKind::Radio),
            Some("hidden") => Some(ChoiceKind::Hidden),
            _ => None,
        },
        "select" => Some(ChoiceKind::Select),
        _ => index.is_toggle_button(id).then_some(ChoiceKind::Switch),
    }
}

/// Reads one choice.
pub(super) fn read(index: &Index, id: NodeId, kind: ChoiceKind, chosen: &[&Lexicon], lexicons: &Lexicons) -> Choice {
    let node = index.node(id);
    let (label, bearer) = if kind == ChoiceKind::Hidden { (String::new(), None) } else { index.label(id) };
    let name = node.attribute("name").or(node.attribute("id")).unwrap_or_default().to_string();
    let mut said = read_by(chosen, lexicons, &label);
    if (kind == ChoiceKind::Hidden || label.is_empty())
        && let Some(words) = lexicons.field_names()
    {
        said = said_by_name(words, &name);
    }
    if kind == ChoiceKind::Select {
        said.sayings.remove(&Saying::Agree);
    }
    // "Do not share my data": what is only refused is what the box is about, and ticking it refuses.
    let weighs = |purpose: &Purpose| purpose.needs_consent() || *purpose == Purpose::PaidExtra;
    let asks = |said: &Said| said.purposes.iter().any(weighs);
    if !asks(&said) && said.refused.iter().any(weighs) && !said.says(Saying::Agree) {
        said.purposes.extend(said.refused.clone());
        said.sayings.insert(Saying::OptOut);
    }
    let visibility = visibility(index, id, bearer, kind);
    let default = match kind {
        ChoiceKind::Select => super::listed::setting(index, id, chosen, lexicons),
        _ => setting(index, id, kind),
    };
    let linked = super::linked::read(index, bearer.unwrap_or(id), chosen, lexicons);
    let only_named_necessary = said.purposes.contains(&Purpose::Necessary)
        && !said.purposes.iter().any(|purpose| purpose.needs_consent() && *purpose != Purpose::Functional);
    let locked_on = node.state.disabled && default == Fact::Known(Setting::On)
        || node.attribute("aria-disabled") == Some("true") && default == Fact::Known(Setting::On);
    let asks_nothing = !said.purposes.iter().any(|purpose| purpose.needs_consent());
    let necessity = if only_named_necessary || locked_on && asks_nothing {
        Necessity::Necessary
    } else if said.purposes.iter().any(|purpose| purpose.needs_consent()) {
        Necessity::Optional
    } else {
        Necessity::Unknown
    };
    // "Untick this box if you do not want offers": left as it stands, it agrees.
    let unticked_to_refuse = said.says(Saying::Untick) && said.negations >= 2;
    let polarity = if said.mixed_wish {
        Fact::Unclear(Reason::MixedPolarity)
    } else if unticked_to_refuse {
        Fact::Known(Polarity::OptIn)
    } else if said.says(Saying::OptOut) {
        Fact::Known(Polarity::OptOut)
    } else {
        Fact::Known(Polarity::OptIn)
    };
    let beside = if kind == ChoiceKind::Hidden { String::new() } else { row(index, id, &label) };
    let row_said = if beside.is_empty() { Said::default() } else { read_by(chosen, lexicons, &beside) };
    let question = if kind == ChoiceKind::Radio { question(index, id) } else { None };
    let question_about_data = question.is_some_and(|text| {
        let said = read_by(chosen, lexicons, &text);
        said.data_topic || said.purposes.iter().any(|purpose| purpose.needs_consent())
    });
    let cost = |text: &str| super::price::cost(chosen, lexicons, text);
    let object = match said.says(Saying::Agree) && !label.is_empty() {
        true => agreement::object(&label, &said, chosen, lexicons),
        false => Object::Consent,
    };
    // What is linked is a document.
    let links = || bearer.is_some_and(|it| index.subtree(it).take(MOST_LINKED).any(|id| index.node(id).is("a")));
    let is_box = matches!(kind, ChoiceKind::Checkbox | ChoiceKind::Switch);
    let says_required = |text: &str| says_required(text, chosen, lexicons);
    let required = required(index, id, &label, &|| is_box && (says_required(&label) || says_required(&beside)));
    let wishes = said.perhaps_news && said.purposes.is_empty() && !said.says(Saying::HaveRead);
    let may_be_news = is_box && wishes && super::messages::asks_where_to_write(index, id);
    Choice {
        locked_on,
        declines: kind == ChoiceKind::Radio && says_no(chosen, lexicons, &label),
        price: cost(&label).or_else(|| cost(&beside)),
        may_be_news,
        question_about_data,
        group: index.ancestors(id).find(|&up| index.node(up).attribute("role") == Some("radiogroup")),
        beside,
        row_said,
        node: id,
        kind,
        bearer,
        name,
        default,
        state: default,
        purposes: said.purposes.clone(),
        agrees: said.says(Saying::Agree) && object != Object::Service,
        object_unknown: object == Object::Unknown && !links(),
        polarity,
        necessity,
        visibility,
        required,
        third_party: said.passes_on(),
        linked,
        called: label.clone(),
        label,
        said,
    }
}

/// The question that a radio button answers: the legend of its field set, or the name of its group.
fn question(index: &Index, id: NodeId) -> Option<String> {
    let group = index
        .ancestors(id)
        .take(8)
        .find(|&up| index.node(up).is("fieldset") || index.node(up).attribute("role") == Some("radiogroup"))?;
    if let Some(legend) = index.children(group).find(|&child| index.node(child).is("legend")) {
        return Some(index.full_text(legend));
    }
    let named = |name: &str| index.node(group).attribute(name).is_some();
    let own_name = index.node(id).attribute("name");
    // Without a name its words are the question, unless it asks for something else as well: a newsletter, an address.
    let asks_other = |it: NodeId| {
        let is_own = |kind: ChoiceKind| kind == ChoiceKind::Radio && index.node(it).attribute("name") == own_name;
        is_text_field(index, it) || kind(index, it).is_some_and(|kind| kind != ChoiceKind::Hidden && !is_own(kind))
    };
    let is_named = named("aria-label") || named("aria-labelledby");
    (is_named || !index.subtree(group).take(LARGEST_GROUP).any(asks_other)).then(|| index.accessible_name(group).0)
}

/// What describes a control: by `aria-describedby`, or what else stands in the widest element that holds no other one.
fn row(index: &Index, id: NodeId, label: &str) -> String {
    const LONGEST: usize = 80;
    if let Some(description) = index.description(id) {
        return description;
    }
    let alone = |up: &NodeId| {
        let node = index.node(*up);
        node.is_element()
            && !matches!(node.tag.as_str(), "form" | "body" | "main" | "dialog" | "fieldset")
            && index.subtree(*up).filter(|&it| index.is_control(it) || index.node(it).is("a")).take(2).count() < 2
    };
    let Some(row) = index.ancestors(id).take(5).take_while(alone).last() else { return String::new() };
    let rest = index.text(row, &|it| index.is_control(it)).replacen(label.trim(), "", 1);
    if rest.split_whitespace().count() > LONGEST { String::new() } else { rest.trim().to_string() }
}

/// What a field's name says. A name that ends in a word of bookkeeping (`consent_form_id`) is a record, not a consent.
pub(super) fn said_by_name(words: &Lexicon, name: &str) -> Said {
    let hits = words.find(&words_of_name(name));
    let keeps_books = hits
        .iter()
        .any(|hit| hit.concept == Concept::Grammar(Grammar::Without) && hits.iter().all(|other| other.end <= hit.end));
    if keeps_books { Said::default() } else { Said::from(&hits) }
}

/// `marketingOptIn`, `user[accepts_offers]` as words.
pub(super) fn words_of_name(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let mut before_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && before_lower {
            words.push(' ');
        }
        before_lower = c.is_lowercase();
        words.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    words
}

/// State before anyone acted. What a script sets before any real event is a default as well.
fn setting(index: &Index, id: NodeId, kind: ChoiceKind) -> Fact<Setting> {
    let node = index.node(id);
    let aria = node.attribute("aria-checked").or(node.attribute("aria-pressed")).map(str::trim);
    match kind {
        ChoiceKind::Hidden => return hidden_value(node.attribute("value")),
        ChoiceKind::Select => return Fact::Known(Setting::Off),
        _ => {}
    }
    if node.is("input") {
        return match node.state.checked {
            Some(Checked::On) => Fact::Known(Setting::On),
            Some(Checked::Mixed) => Fact::Unclear(Reason::MixedState),
            Some(Checked::Off) | None => Fact::Known(Setting::Off),
        };
    }
    match aria {
        Some("true") => Fact::Known(Setting::On),
        Some("mixed") => Fact::Unclear(Reason::MixedState),
        Some("false") | None => Fact::Known(Setting::Off),
        Some(value) if super::action::has_template_hole(value) => Fact::Unclear(Reason::TemplateHole),
        Some(_) => Fact::Known(Setting::Off),
    }
}

fn hidden_value(value: Option<&str>) -> Fact<Setting> {
    let value = value.unwrap_or_default().trim().to_lowercase();
    if super::action::has_template_hole(&value) {
        return Fact::Unclear(Reason::TemplateHole);
    }
    let yes = [
        "1", "true", "yes", "y", "on", "ok", "agree", "agreed", "accept", "accepted", "granted", "optin", "opt-in",
        "ja", "oui", "si", "sí", "sim", "tak", "ano", "áno", "igen", "evet", "kyllä", "jah", "da", "да", "так", "ναι",
        "はい", "同意", "是", "예", "네", "نعم", "כן",
    ];
    Fact::Known(if yes.contains(&value.as_str()) { Setting::On } else { Setting::Off })
}

/// Whether a choice can be seen: its own box, or what is drawn for it. An input at opacity 0 or of a pixel's size
/// with a label or a slider beside it is a real switch.
fn visibility(index: &Index, id: NodeId, bearer: Option<NodeId>, kind: ChoiceKind) -> Fact<Visibility> {
    if kind == ChoiceKind::Hidden {
        return Fact::Known(Visibility::Hidden(Hidden::Display));
    }
    let own = index.visibility(id);
    if own == Fact::Known(Visibility::Visible) {
        return own;
    }
    let labelled = bearer.into_iter().chain(index.labels_of(id));
    for label in labelled {
        let drawn =
            index.node(label).is("label") || index.parent(id) == index.parent(label) || index.parent(id) == Some(label);
        if drawn && index.text_visibility(label) == Fact::Known(Visibility::Visible) {
            return Fact::Known(Visibility::Visible);
        }
    }
    // A drawn slider beside it, inside what the input and it share.
    let beside: Vec<NodeId> =
        index.parent(id).into_iter().flat_map(|parent| index.children(parent).take(MOST_BESIDE + 1)).collect();
    if beside.len() > MOST_BESIDE {
        return own;
    }
    for sibling in beside.into_iter().filter(|&it| it != id && index.node(it).is_element()) {
        let drawn = index.appearance(sibling).is_some_and(|look| look.background.a > 0.0 || look.border > 0.0);
        if drawn && index.visibility(sibling) == Fact::Known(Visibility::Visible) {
            return Fact::Known(Visibility::Visible);
        }
    }
    own
}

/// Whether a label answers no: "No, don't cover my ticket".
fn says_no(chosen: &[&Lexicon], lexicons: &Lexicons, label: &str) -> bool {
    let answer = label.split([',', '.', '!', ':', ';', '–', '—', '、', '，']).next().unwrap_or_default();
    let refuses = |text: &str| readers(chosen, lexicons, text).iter().any(|it| it.intent(text) == Some(Intent::Reject));
    refuses(answer) || refuses(label)
}
