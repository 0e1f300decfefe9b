//! What single rules ask of a surface: counts, prices, ages, clocks.

use crate::lexicon::{Intent, Lexicons, Saying};
use crate::meaning::action::Action;
use crate::meaning::passage::{Passage, Passages, readers};
use crate::meaning::{Index, price};
use crate::snapshot::NodeId;
use std::collections::BTreeSet;

/// Words that the rest of a page must have before its language counts.
const FEWEST_WORDS: usize = 8;
/// Words by which it is known against what the page says of itself.
const SURE_WORDS: usize = 16;

/// What single rules ask of a surface.
#[derive(Clone, Debug, Default)]
pub struct Particulars {
    /// How many words stand on it before a choice.
    pub words: u32,
    /// How many sentences they make.
    pub sentences: u32,
    /// How many recipients its text counts.
    pub recipients_counted: Option<u32>,
    /// A clock that stands alone.
    pub clock: Option<String>,
    /// The age that a text about children names, the highest one.
    pub age: Option<u32>,
    /// What a purchase comes to, as written.
    pub order_total: Option<String>,
    /// Any price above zero that is asked for, as written.
    pub price: Option<String>,
    /// The clause by which a trial or a subscription is offered.
    pub sold: Option<String>,
    /// Whether it asks for an address alone, and its press takes messages: "Subscribe".
    pub subscribes: bool,
    /// Whether a purpose may be named that is not known by its words.
    pub purpose_perhaps: bool,
    /// Whether a text says how to withdraw, and not by another channel.
    pub withdraws_in_place: bool,
    /// What its headings say. The legend of a group of fields tells what those are about, and is none.
    pub titles_say: BTreeSet<Saying>,
    /// The language of the rest of the page, where there is enough of it.
    pub language_around: Option<String>,
    /// Whether it links to a policy or to details: what they say is not looked up.
    pub more_behind_links: bool,
    /// Whether it only picks out of what is there: a search, a filter.
    pub picks_only: bool,
    /// Words that would refuse, on nothing that is known to react to a press.
    pub unmarked_refusal: Option<String>,
}

pub(super) fn read(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    root: NodeId,
    own: &[&Passage],
    actions: &[Action],
    is_prose: &dyn Fn(&Passage) -> bool,
) -> Particulars {
    let prose = || own.iter().filter(|passage| is_prose(passage));
    let says = |passage: &Passage, saying| passage.said.says(saying);
    let in_link = |it: &Passage| index.ancestors(it.first).take(4).any(|up| index.node(up).is("a"));
    let names_price = |it: &Passage| price::cost(&passages.lexicons, lexicons, &it.text).is_some();
    let ages = own
        .iter()
        .filter(|it| says(it, Saying::Child) && !in_link(it) && !names_price(it))
        .flat_map(|it| numbers(&it.text))
        .filter(|age| (5..=25).contains(age));
    Particulars {
        words: prose().map(|passage| passage.words as u32).sum(),
        sentences: prose().filter(|passage| passage.words >= 4).map(|passage| sentences(&passage.text)).sum(),
        recipients_counted: own
            .iter()
            .filter(|it| says(it, Saying::ThirdParty) || says(it, Saying::RecipientList))
            .flat_map(|it| {
                let by = readers(&passages.lexicons, lexicons, &it.text);
                let near = |saying| by.iter().flat_map(move |by| by.numbers_beside(&it.text, saying, 3));
                near(Saying::ThirdParty).chain(near(Saying::RecipientList)).collect::<Vec<_>>()
            })
            .max(),
        clock: own.iter().find(|it| is_clock(&it.text) || is_timer(index, it)).map(|it| it.text.clone()),
        age: ages.max(),
        order_total: order_total(own),
        price: own.iter().find_map(|it| price::cost(&passages.lexicons, lexicons, &it.text)),
        sold: None,
        picks_only: false,
        unmarked_refusal: None,
        subscribes: false,
        purpose_perhaps: false,
        withdraws_in_place: own.iter().any(|it| says(it, Saying::Withdraw) && !says(it, Saying::WithdrawElsewhere)),
        titles_say: own
            .iter()
            .filter(|it| super::build::is_heading(index, it.block) && !index.node(it.block).is("legend"))
            .flat_map(|it| it.said.sayings.iter().copied())
            .collect(),
        language_around: language_around(index, passages, lexicons, root),
        more_behind_links: actions.iter().any(|action| {
            matches!(action.intent, Intent::Other | Intent::Settings | Intent::Unknown)
                && index.node(action.node).is("a")
        }),
    }
}

/// Whole numbers in a text; a separator of thousands belongs to its number, a fraction or a percentage is none.
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '+' | '-' | '–'))
        .filter(|word| !word.ends_with('%'))
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()))
        .filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')))
        .filter(|word| word.split(['.', ',']).skip(1).all(|part| part.len() == 3))
        .filter_map(|word| word.replace(['.', ','], "").parse().ok())
}

fn sentences(text: &str) -> u32 {
    let ends = text.char_indices().filter(|&(at, c)| {
        matches!(c, '。' | '！' | '？' | '।')
            || matches!(c, '.' | '!' | '?') && text[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace)
    });
    (ends.count() as u32).max(1)
}

/// `04:59`, `00:04:59` and nothing else.
fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| part.trim().len() == 2 && part.trim().bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_timer(index: &Index, passage: &Passage) -> bool {
    std::iter::once(passage.block)
        .chain(index.ancestors(passage.first).take(3))
        .any(|id| index.node(id).attribute("role") == Some("timer"))
}

/// The price in a text that names a total, or in the text after it.
fn order_total(own: &[&Passage]) -> Option<String> {
    let at = own.iter().rposition(|it| it.said.says(Saying::OrderTotal) && price_near(own, it).is_some())?;
    price_near(own, own[at])
}

fn price_near(own: &[&Passage], passage: &Passage) -> Option<String> {
    let from = own.iter().position(|it| it.first == passage.first)?;
    own[from..].iter().take(2).find_map(|it| price::first(&it.text))
}

fn language_around(index: &Index, passages: &Passages, lexicons: &Lexicons, root: NodeId) -> Option<String> {
    let mut text = String::new();
    let mut words = 0;
    for passage in
        passages.all.iter().filter(|it| !index.holds(root, it.first) && it.words >= 3 && index.is_displayed(it.first))
    {
        text.push_str(&passage.text);
        text.push('\n');
        words += passage.words;
        if words > 120 {
            break;
        }
    }
    let found = (words >= FEWEST_WORDS).then(|| lexicons.recognise(&text, None));
    let found = found.and_then(|it| it.known().map(str::to_string));
    // A few words, names perhaps, that contradict what the page says of itself tell nothing.
    let said = index.snapshot.lang.as_deref().and_then(|tag| tag.split('-').next());
    let is_sure =
        words >= SURE_WORDS || said.is_none() || said == found.as_deref().and_then(|tag| tag.split('-').next());
    found.filter(|_| is_sure)
}
