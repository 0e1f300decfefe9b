//! The texts of a page, cut as a person takes them in: one passage for each block, with what it says.

use super::action::is_button;
use super::by_use::ByUse;
use super::messages::{announces, concerns_messages, is_about_own_affair, may_be_news};
use super::necessary::NecessaryUse;
use super::{Index, quotation};
use crate::lexicon::{Concept, Grammar, Hit, Intent, Lexicon, Lexicons, Purpose, Saying};
use crate::snapshot::{NodeId, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A run of text in one block.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// The block that holds it.
    pub(super) block: NodeId,
    /// First text node.
    pub(super) first: NodeId,
    /// Last text node.
    pub(super) last: NodeId,
    /// Its text, white space folded.
    pub(super) text: String,
    /// How many words it has.
    pub(super) words: usize,
    /// What it says.
    pub(super) said: Said,
    /// Whether it only quotes that somebody agrees.
    pub(super) quoted: bool,
}

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) purposes: BTreeSet<Purpose>,
    pub(super) sayings: BTreeSet<Saying>,
    /// Words that are said of what does not happen: "we do not share".
    pub(super) denied: BTreeSet<Saying>,
    /// Purposes that are named under a negation: "do not share my data".
    pub(super) refused: BTreeSet<Purpose>,
    /// Purposes that are named together with agreement in one sentence.
    pub(super) agreed: BTreeSet<Purpose>,
    /// Sentences that say something, for quoting: where a saying stands.
    pub(super) mixed_wish: bool,
    /// How many times it says no: negations, refusals, boxes to be unticked.
    pub(super) negations: u32,
    /// Whether it asks for two kinds of use by an "and" between them.
    pub(super) joins: bool,
    /// Whether it leaves open if both or one is meant: "and/or".
    pub(super) leaves_open: bool,
    /// Whether a use goes by what a person does or likes: "personalised", "targeted".
    pub(super) of_behaviour: bool,
    /// Personal data, cookies or tracking as such, not only in the name of a contract or a notice.
    pub(super) data_topic: bool,
    /// Of claims that going on is agreement, what they name.
    pub(super) by_use: ByUse,
    /// Words that open a wish for messages, and nothing that says about what: "stay in touch".
    pub(super) perhaps_news: bool,
    /// Of cookies, whether they are called necessary, and whether there are others.
    pub(super) necessary: NecessaryUse,
}

impl Said {
    pub(super) fn says(&self, saying: Saying) -> bool {
        self.sayings.contains(&saying)
    }

    /// Whether it says that somebody agrees, or counts something as agreement.
    pub(super) fn claims_agreement(&self) -> bool {
        [Saying::Agree, Saying::ByAction, Saying::ByBrowsing].iter().any(|saying| self.says(*saying))
    }

    pub(super) fn of(lexicon: &Lexicon, text: &str) -> Said {
        Said::from(&lexicon.find(text))
    }

    pub(super) fn from(hits: &[Hit]) -> Said {
        let mut said = Said::default();
        let opt_outs: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::OptOut)).collect();
        for hit in hits {
            match hit.concept {
                Concept::Saying(Saying::OfBehaviour) => said.of_behaviour = true,
                Concept::Grammar(Grammar::AndOr) => said.leaves_open = true,
                // Halves of a claim say nothing alone.
                Concept::Saying(
                    Saying::Doing
                    | Saying::GoingOn
                    | Saying::Assents
                    | Saying::Unwished
                    | Saying::Ticking
                    | Saying::Opening
                    | Saying::OwnAffair
                    | Saying::OwnPeople
                    | Saying::Required,
                ) => {}
                // "By clicking 'Accept all' you agree" only says what that button does.
                Concept::Saying(Saying::ByAction) if says_what_accepting_does(hit, hits) => {
                    said.sayings.insert(Saying::Agree);
                }
                Concept::Saying(saying) if !hit.negated || is_what_is_not_agreed_to(hit, hits) => {
                    said.sayings.insert(saying);
                }
                Concept::Saying(saying) => {
                    said.denied.insert(saying);
                }
                // "I am a marketing professional": the name of something else.
                Concept::Purpose(purpose) if purpose.needs_consent() && is_part_of_setting(hit, hits) => {}
                Concept::Purpose(Purpose::Sharing) if goes_to_own_people(hit, hits) => {}
                // "Keep me updated about my order": how is said, and what is one's own.
                Concept::Purpose(Purpose::Marketing) if is_about_own_affair(hit, hits) => {
                    said.purposes.insert(Purpose::ServiceMessage);
                }
                // What one refuses to receive is still what the box is about.
                Concept::Purpose(purpose) if !hit.negated || opt_outs.iter().any(|it| it.sentence == hit.sentence) => {
                    said.purposes.insert(purpose);
                    let agreed = hits.iter().any(|it| {
                        it.sentence == hit.sentence
                            && !it.negated
                            && matches!(it.concept, Concept::Saying(Saying::Agree | Saying::ByAction))
                    });
                    if agreed {
                        said.agreed.insert(purpose);
                    }
                }
                Concept::Purpose(purpose) => {
                    said.refused.insert(purpose);
                }
                _ => {}
            }
        }
        if said.says(Saying::OptOut) && said.purposes.is_empty() && concerns_messages(hits) {
            said.purposes.insert(Purpose::Marketing);
        }
        said.perhaps_news = may_be_news(hits);
        let named = |hit: &Hit| {
            hits.iter().any(|it| {
                let document = matches!(
                    it.concept,
                    Concept::Purpose(Purpose::Terms | Purpose::PrivacyPolicy)
                        | Concept::Saying(Saying::AgreementName | Saying::Agree)
                );
                document && it.overlaps(hit)
            })
        };
        let of_data = |hit: &Hit| !hit.negated || is_what_is_not_agreed_to(hit, hits);
        said.data_topic =
            hits.iter().any(|hit| hit.concept == Concept::Saying(Saying::Topic) && of_data(hit) && !named(hit));
        // "If you continue to browse, we do not assume that you agree" claims the opposite.
        for hit in hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::ByBrowsing)) {
            let mut agrees = hits.iter().filter(|it| {
                it.sentence == hit.sentence && it.start >= hit.start && it.concept == Concept::Saying(Saying::Agree)
            });
            let all_denied = agrees.clone().next().is_some() && agrees.all(|it| it.negated);
            if all_denied {
                said.sayings.remove(&Saying::ByBrowsing);
            }
        }
        // "By closing this banner you refuse" claims it neither.
        let refuses = |hit: &Hit| {
            let says = |it: &Hit| it.concept == Concept::Saying(Saying::CloseRefuses) && !it.negated;
            hits.iter().any(|it| it.sentence == hit.sentence && says(it))
        };
        if hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::ByBrowsing)).all(refuses) {
            said.sayings.remove(&Saying::ByBrowsing);
        }
        let wishes = |negated: bool| {
            hits.iter().any(|hit| {
                matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent())
                    && (hit.negated || opt_outs.iter().any(|it| it.clause == hit.clause && it.start <= hit.start))
                        == negated
            })
        };
        said.by_use = ByUse::of(hits);
        said.necessary = NecessaryUse::of(hits);
        said.joins = joins_purposes(hits);
        said.negations = count_negations(hits);
        // "We would like to send you news. Untick if you would rather not hear from us": the first is no wish.
        let asks_for = hits.iter().any(|hit| {
            matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent())
                && !hit.negated
                && !opt_outs.iter().any(|it| it.clause == hit.clause && it.start <= hit.start)
                && !announces(hits, hit.sentence)
        });
        let is_refused = hits
            .iter()
            .any(|hit| hit.negated && matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent()));
        let is_asked = if opt_outs.is_empty() { wishes(false) } else { asks_for };
        said.mixed_wish = is_asked && (is_refused || !opt_outs.is_empty() && wishes(true));
        said
    }

    pub(super) fn merge(&mut self, other: &Said) {
        self.purposes.extend(&other.purposes);
        self.sayings.extend(&other.sayings);
        self.denied.extend(&other.denied);
        self.agreed.extend(&other.agreed);
        self.refused.extend(&other.refused);
        self.data_topic |= other.data_topic;
        self.by_use.merge(other.by_use);
        self.necessary = self.necessary.and(other.necessary);
        self.joins |= other.joins;
        self.leaves_open |= other.leaves_open;
        self.of_behaviour |= other.of_behaviour;
        self.perhaps_news |= other.perhaps_news;
        self.negations = self.negations.max(other.negations);
    }
}

/// "To receive offers and to share my data" asks for two things; "to share my data with partners for advertising" is one.
fn joins_purposes(hits: &[Hit]) -> bool {
    const CLOSE: usize = 5;
    let asked = |hit: &&Hit| matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent());
    let family = |hit: &Hit| match hit.concept {
        Concept::Purpose(purpose) => purpose.family(),
        _ => u8::MAX,
    };
    hits.iter().filter(|hit| hit.concept == Concept::Grammar(Grammar::And)).any(|and| {
        let later = hits.iter().filter(asked).filter(|it| it.start >= and.end && it.start - and.end <= CLOSE);
        later.into_iter().any(|later| {
            let mut before =
                hits.iter().filter(asked).filter(|it| it.start < and.start && it.sentence == later.sentence);
            before.any(|it| family(it) != family(later))
        })
    })
}

/// Words that deny, refuse or take away, counted apart. Two that stand close together are one ("ne veux pas"), as are
/// two that overlap ("do not want to receive"), and a "no" that only answers ("No, I do not want …") is none. Those
/// count that govern the choice.
fn count_negations(hits: &[Hit]) -> u32 {
    const CLOSE: usize = 3;
    let denies = |concept: Concept| {
        matches!(
            concept,
            Concept::Grammar(Grammar::Negation | Grammar::Without)
                | Concept::Saying(Saying::OptOut)
                | Concept::Verb(Intent::Reject)
        )
    };
    let unticks: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::Untick)).collect();
    // "Untick this box" may be listed as an opt-out as well, and is one thing.
    let is_untick = |hit: &Hit| unticks.iter().any(|it| it.start <= hit.start && hit.end <= it.end);
    let withouts: Vec<&Hit> = hits.iter().filter(|hit| hit.concept == Concept::Grammar(Grammar::Without)).collect();
    let reach = Reach::of(hits, &withouts);
    let mut found: Vec<&Hit> =
        hits.iter().filter(|hit| denies(hit.concept) && !is_untick(hit) && reach.holds(hit)).collect();
    found.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut count = u32::from(!unticks.is_empty());
    let (mut end, mut clause, mut plain) = (0usize, u32::MAX, false);
    for hit in found {
        let answers = hit.end == 1 && !hits.iter().any(|it| it.start >= 1 && it.clause == hit.clause);
        let negation = hit.concept == Concept::Grammar(Grammar::Negation);
        // "Not passed on without my permission": one condition, and no riddle.
        let own = withouts.get(withouts.partition_point(|it| it.start < hit.start));
        let without = plain && clause == hit.clause && own.is_some_and(|it| it.end <= hit.end);
        let joined =
            without || clause == hit.clause && (hit.start < end || negation && plain && hit.start - end <= CLOSE);
        if !joined && !answers {
            count += 1;
        }
        if !answers {
            (end, clause, plain) = (end.max(hit.end), hit.clause, negation);
        }
    }
    count
}

/// Where a label says what is chosen: a no elsewhere does not govern the choice ("Send me the newsletter. No spam").
struct Reach {
    /// The last clause that says it, by sentence.
    last: BTreeMap<u32, u32>,
}

impl Reach {
    fn of(hits: &[Hit], withouts: &[&Hit]) -> Reach {
        // What is denied beside a wish is told, and not chosen: "Send me offers. You will not share my address".
        let asked = |hit: &Hit| match hit.concept {
            Concept::Purpose(purpose) => purpose != Purpose::Sharing && purpose.needs_consent(),
            Concept::Saying(Saying::Agree | Saying::OptOut | Saying::Opening | Saying::Unwished) => true,
            Concept::Saying(Saying::WillSend | Saying::Ticking | Saying::Untick) => true,
            Concept::Verb(intent) => matches!(intent, Intent::Accept | Intent::Reject),
            _ => false,
        };
        // "Without my consent" asks for nothing.
        let limits = |hit: &Hit| {
            let without = withouts[..withouts.partition_point(|it| it.start <= hit.start)].last();
            without.is_some_and(|it| it.clause == hit.clause && hit.start <= it.end + 2)
        };
        let mut last = BTreeMap::new();
        for hit in hits.iter().filter(|hit| asked(hit) && !limits(hit)) {
            // "Untick this, if you don't": what is done with the box is said of the whole sentence.
            let is_tick = matches!(hit.concept, Concept::Saying(Saying::Ticking | Saying::Untick));
            let clause = if is_tick { u32::MAX } else { hit.clause };
            let known = last.entry(hit.sentence).or_insert(clause);
            *known = clause.max(*known);
        }
        Reach { last }
    }

    /// Whether a no stands where the choice does, or before it in its sentence. Where no words tell the choice, every no
    /// counts.
    fn holds(&self, no: &Hit) -> bool {
        self.last.is_empty() || self.last.get(&no.sentence).is_some_and(|&clause| no.clause <= clause)
    }
}

/// "If you do not agree to the collection of your data": the no is said of agreeing, and data are what it is about.
fn is_what_is_not_agreed_to(hit: &Hit, hits: &[Hit]) -> bool {
    hit.concept == Concept::Saying(Saying::Topic)
        && hits.iter().any(|it| {
            it.concept == Concept::Saying(Saying::Agree)
                && it.negated
                && it.clause == hit.clause
                && it.start < hit.start
        })
}

/// "Your concerns may be shared with our staff": nobody outside is told.
fn goes_to_own_people(sharing: &Hit, hits: &[Hit]) -> bool {
    const CLOSE: usize = 3;
    let near = |it: &Hit| it.clause == sharing.clause && it.start >= sharing.start && it.start <= sharing.end + CLOSE;
    let others = |it: &Hit| it.concept == Concept::Saying(Saying::ThirdParty) && it.sentence == sharing.sentence;
    hits.iter().any(|it| it.concept == Concept::Saying(Saying::OwnPeople) && near(it)) && !hits.iter().any(others)
}

/// Whether a word stands inside a longer phrase that asks for no consent.
fn is_part_of_setting(hit: &Hit, hits: &[Hit]) -> bool {
    let holds = |it: &Hit| it.start <= hit.start && hit.end <= it.end && it.end - it.start > hit.end - hit.start;
    hits.iter().any(|it| it.concept == Concept::Purpose(Purpose::OtherSetting) && holds(it))
}

fn says_what_accepting_does(claim: &Hit, hits: &[Hit]) -> bool {
    let mut verbs = hits.iter().filter(|it| it.concept == Concept::Verb(Intent::Accept) && it.start > claim.start);
    // The verb of the claim itself names no button.
    let is_own =
        |it: &&Hit| it.concept == Concept::Saying(Saying::Assents) && (it.end == claim.end || it.start == claim.start);
    match hits.iter().find(is_own) {
        Some(own) => verbs.any(|it| it.end <= own.start || it.start >= own.end && it.end <= claim.end),
        None => verbs.find(|it| it.end < claim.end).is_some_and(|it| it.end + 1 < claim.end),
    }
}

impl Passage {
    /// Whether one of these elements is near around its beginning.
    pub(super) fn stands_in(&self, index: &Index, tags: &[&str]) -> bool {
        let around = std::iter::once(self.block).chain(index.ancestors(self.first).take(8));
        around.into_iter().any(|id| tags.contains(&index.node(id).tag.as_str()))
    }

    /// The smallest element that holds all of it.
    pub(super) fn element(&self, index: &Index) -> NodeId {
        let holder = index.ancestors(self.first).find(|&id| index.node(id).is_element() && index.holds(id, self.last));
        holder.unwrap_or(self.block)
    }
}

/// All passages of a page, in document order, and the languages that it may be in.
#[derive(Debug)]
pub(super) struct Passages<'l> {
    pub(super) all: Vec<Passage>,
    /// The lexicons that the page's texts are read by: what it is in, what it says it is in, and English, which
    /// consent platforms fall back to.
    pub(super) lexicons: Vec<&'l Lexicon>,
    /// Words up to and including each node, for counting a subtree.
    words_before: Vec<u32>,
}

impl<'l> Passages<'l> {
    pub(super) fn read(index: &Index, lexicons: &'l Lexicons) -> Passages<'l> {
        let mut all: Vec<Passage> = Vec::new();
        let mut words_before = Vec::with_capacity(index.snapshot.nodes.len() + 1);
        words_before.push(0u32);
        let mut blocks: Vec<NodeId> = Vec::with_capacity(index.snapshot.nodes.len());
        for id in index.snapshot.ids() {
            let node = index.node(id);
            let block = match node.parent {
                Some(parent)
                    if node.kind == NodeKind::Text
                        || (node.is_element() && node.tag != "label" && index.is_inline(id)) =>
                {
                    blocks[parent.index()]
                }
                _ => id,
            };
            blocks.push(block);
            let mut words = 0;
            if node.kind == NodeKind::Text && !node.text.trim().is_empty() {
                words = count_words(&node.text);
                let displayed = index.is_displayed(id) == index.is_displayed(block);
                match all.last_mut().filter(|last| last.block == block) {
                    // What a list offers to choose from is no text of the page.
                    _ if !displayed || node.parent.is_some_and(|it| index.node(it).is("option")) => {}
                    Some(last) => {
                        if is_glued(index, last, id) {
                            last.text.push(' ');
                        }
                        last.last = id;
                        last.text.push_str(&node.text);
                        last.words += words as usize;
                    }
                    None => all.push(Passage {
                        block,
                        first: id,
                        last: id,
                        text: node.text.clone(),
                        words: words as usize,
                        said: Said::default(),
                        quoted: false,
                    }),
                }
            }
            // The white space that keeps two elements of a line apart.
            if node.kind == NodeKind::Text
                && words == 0
                && node.text.starts_with(char::is_whitespace)
                && let Some(last) = all.last_mut().filter(|last| last.block == block)
                && !last.text.ends_with(char::is_whitespace)
            {
                last.text.push(' ');
            }
            if node.is("br")
                && let Some(last) = all.last_mut().filter(|last| last.block == block)
            {
                last.text.push('\n');
            }
            words_before.push(words_before[id.index()] + words);
        }
        for passage in &mut all {
            passage.text = fold_lines(&passage.text);
        }
        let whole: String = sample(&all);
        let mut chosen: Vec<&Lexicon> = Vec::new();
        let prior = index.snapshot.lang.as_deref();
        let recognised = lexicons.recognise(&whole, prior);
        let candidates = [
            recognised.known().and_then(|tag| lexicons.get(tag)),
            prior.and_then(|tag| lexicons.closest(tag)),
            lexicons.get("en"),
        ];
        let foreign = all.iter().filter(|it| may_be_foreign(index, it)).take(MOST_FOREIGN);
        let foreign = foreign.filter_map(|passage| lexicons.reader(&passage.text));
        for lexicon in candidates.into_iter().flatten().chain(foreign) {
            if !chosen.iter().any(|it| it.tag == lexicon.tag) {
                chosen.push(lexicon);
            }
        }
        // What a page quotes, or shows as code, it does not say itself.
        for passage in all.iter_mut().filter(|passage| !is_quotation(index, passage)) {
            passage.said = read_by(&chosen, lexicons, &passage.text);
            passage.quoted = passage.said.claims_agreement()
                && quotation::only_quotes(&chosen, lexicons, &passage.text, Said::claims_agreement);
        }
        Passages { all, lexicons: chosen, words_before }
    }

    /// The passages that begin inside a subtree.
    pub(super) fn within(&self, index: &Index, root: NodeId) -> &[Passage] {
        let from = self.all.partition_point(|passage| passage.first < root);
        let to = self.all.partition_point(|passage| passage.first.0 < index.end(root));
        &self.all[from..to.max(from)]
    }

    /// How many words stand in a subtree, shown or not.
    pub(super) fn words(&self, index: &Index, root: NodeId) -> u32 {
        self.words_before[index.end(root) as usize] - self.words_before[root.index()]
    }
}

/// Passages whose language is asked for apart from the page's, at the most.
const MOST_FOREIGN: usize = 12;

/// Whether a passage may be in another language than its page: it says so, or speaks of cookies, a word that most
/// languages borrowed and by which a foreign banner shows.
fn may_be_foreign(index: &Index, passage: &Passage) -> bool {
    let marked = || {
        let mut up = index.ancestors(passage.first).take(6);
        up.any(|id| index.node(id).attribute("lang").is_some() && !index.node(id).is("html"))
    };
    let borrows = || passage.text.to_lowercase().contains("cookie");
    passage.words >= 5 && (marked() || borrows())
}

/// Whether a text follows a passage at the edge of something that is pressed, with no space between: a button's padding
/// keeps them apart, and a link after a full stop is the next sentence.
fn is_glued(index: &Index, passage: &Passage, next: NodeId) -> bool {
    if passage.text.ends_with(char::is_whitespace) || index.node(next).text.starts_with(char::is_whitespace) {
        return false;
    }
    let pressed = |id: NodeId| {
        let mut up = index.ancestors(id).take_while(|&up| up != passage.block);
        up.find(|&up| index.node(up).is("a") || is_button(index, up))
    };
    let (before, after) = (pressed(passage.last), pressed(next));
    if before == after {
        return false;
    }
    let button = [before, after].into_iter().flatten().any(|id| is_button(index, id));
    button || before.is_some() && after.is_some() || passage.text.ends_with(['.', '!', '?'])
}

/// Whether a passage stands in a block that holds somebody else's words, or code.
fn is_quotation(index: &Index, passage: &Passage) -> bool {
    passage.stands_in(index, &["blockquote", "pre"])
}

/// What a text says, read by each of these languages that has its script.
pub(super) fn read_by(chosen: &[&Lexicon], lexicons: &Lexicons, text: &str) -> Said {
    let mut said = Said::default();
    for lexicon in readers(chosen, lexicons, text) {
        said.merge_full(Said::of(lexicon, text));
    }
    said
}

/// The lexicons that can read a text: those of the page, or the one of its language where none of them has its script.
pub(super) fn readers<'l>(chosen: &[&'l Lexicon], lexicons: &'l Lexicons, text: &str) -> Vec<&'l Lexicon> {
    let fitting: Vec<&Lexicon> = chosen.iter().copied().filter(|lexicon| lexicon.writes(text)).collect();
    if fitting.is_empty() { lexicons.reader(text).into_iter().collect() } else { fitting }
}

impl Said {
    fn merge_full(&mut self, other: Said) {
        let necessary = self.necessary.or(other.necessary);
        self.merge(&other);
        self.necessary = necessary;
        self.mixed_wish |= other.mixed_wish;
    }
}

/// Words, counted in quarters: a character of Chinese or Japanese is about half a word, one of Thai a quarter.
pub(super) fn count_words(text: &str) -> u32 {
    let mut quarters = 0u32;
    let mut inside = false;
    for c in text.chars() {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
                quarters += 2;
                inside = false;
            }
            '\u{e00}'..='\u{e7f}' => {
                quarters += 1;
                inside = false;
            }
            c if c.is_alphanumeric() => {
                quarters += if inside { 0 } else { 4 };
                inside = true;
            }
            // Signs of Indian scripts that join letters.
            '\'' | '’' | '-' | '\u{900}'..='\u{dff}' => {}
            _ => inside = false,
        }
    }
    quarters.div_ceil(4)
}

fn fold_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' && out.ends_with(' ') {
            out.pop();
        }
        if c.is_whitespace() && c != '\n' {
            if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    // A line break in the source is a space; only `br` ends a line, and it was written as one.
    out.trim().replace('\n', " ")
}

/// Text enough to tell the language by: the longest passages first, so that menus do not decide.
fn sample(all: &[Passage]) -> String {
    let mut by_length: Vec<&Passage> = all.iter().collect();
    by_length.sort_by_key(|passage| std::cmp::Reverse(passage.words));
    let mut text = String::new();
    for passage in by_length {
        text.push_str(&passage.text);
        text.push('\n');
        if text.len() > 3000 {
            break;
        }
    }
    text
}
