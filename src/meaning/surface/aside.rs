//! A “yes” or “no” that answers another question than that of consent: “Was this helpful?”, “Are you over 18?”.

use crate::lexicon::{Concept, Grammar, Intent, Lexicons, Saying};
use crate::meaning::Index;
use crate::meaning::action::{Action, Effect};
use crate::meaning::passage::{Passage, Passages, readers};
use crate::meaning::said::Said;
use crate::meaning::spans::Spans;

/// A longer label says by itself what it answers, in words.
const LONGEST_ANSWER: usize = 8;
/// Texts looked through before something to press, at the most.
const FARTHEST: usize = 4;
/// A shorter question may speak of what was said before it (“Is that fine?”), in words.
const SHORTEST_OWN: usize = 5;

/// Takes for nothing of consent what answers a question about something else.
pub(super) fn set_aside(index: &Index, passages: &Passages, lexicons: &Lexicons, actions: &mut [Action]) {
    let pressed = Spans::of(index, actions.iter().map(|action| action.node));
    for action in actions.iter_mut().filter(|it| matches!(it.intent, Intent::Accept | Intent::Reject)) {
        let asked = asked_before(index, passages, &pressed, action);
        if let Some(question) = asked
            && is_plain(passages, lexicons, action)
            && !is_about_consent(passages, lexicons, question)
        {
            action.intent = Intent::Other;
            action.effect = Effect::AsAnnounced(Intent::Other);
        }
    }
}

/// Whether a label says no more than yes or no, with a question before it perhaps.
fn is_plain(passages: &Passages, lexicons: &Lexicons, action: &Action) -> bool {
    let answer = action.label.rsplit(MARKS).next().unwrap_or_default();
    let shapes = |concept: Concept| {
        matches!(
            concept,
            Concept::Grammar(
                Grammar::All
                    | Grammar::Only
                    | Grammar::Necessary
                    | Grammar::Optional
                    | Grammar::Selection
                    | Grammar::Without
            ) | Concept::Purpose(_)
                | Concept::Saying(Saying::Topic | Saying::Shame)
        )
    };
    let by = readers(&passages.lexicons, lexicons, answer);
    answer.split_whitespace().count() <= LONGEST_ANSWER
        && !by.iter().any(|lexicon| lexicon.find(answer).iter().any(|hit| shapes(hit.concept)))
}

/// Signs that end a question.
const MARKS: [char; 4] = ['?', '？', '؟', ';'];

/// The question that stands on or just before something to press, unless a text about consent stands nearer.
fn asked_before<'a>(index: &Index, passages: &'a Passages, pressed: &Spans, action: &'a Action) -> Option<&'a str> {
    if let Some(own) = question_in(&action.label) {
        return Some(own);
    }
    let place = passages.all.partition_point(|passage| passage.first < action.node);
    let near = |passage: &&Passage| index.ancestors(passage.first).take(6).any(|up| index.holds(up, action.node));
    let mut silent = 0;
    for (at, passage) in passages.all[..place].iter().enumerate().rev().take(FARTHEST).filter(|it| near(&it.1)) {
        let on_press = pressed.hold(passage.first);
        if let Some(question) = question_in(&passage.text) {
            let refers_back = !on_press
                && passage.words < SHORTEST_OWN
                && at > 0
                && index.parent(passages.all[at - 1].block) == index.parent(passage.block)
                && asks(&passages.all[at - 1].said);
            return (!refers_back).then_some(question);
        }
        silent += usize::from(!on_press);
        if talks(&passage.said) && !on_press || silent > 1 {
            return None;
        }
    }
    None
}

/// A text up to its last question mark.
fn question_in(text: &str) -> Option<&str> {
    text.rfind(&MARKS[..3]).map(|at| &text[..at])
}

/// Whether a text is one of consent.
fn talks(said: &Said) -> bool {
    asks(said) || said.says(Saying::Topic) || said.says(Saying::ThirdParty)
}

/// Whether a text puts something before a person to agree to.
fn asks(said: &Said) -> bool {
    [Saying::ByBrowsing, Saying::ByAction, Saying::Agree, Saying::Ask, Saying::Permission]
        .iter()
        .any(|saying| said.says(*saying))
        || said.purposes.iter().chain(&said.refused).any(|purpose| purpose.needs_consent())
}

/// Whether a question is about consent, or may be: it holds a word of agreeing, or one of what data are used for.
fn is_about_consent(passages: &Passages, lexicons: &Lexicons, question: &str) -> bool {
    let decides = |concept: Concept| {
        matches!(
            concept,
            Concept::Verb(Intent::Accept | Intent::Reject | Intent::Acknowledge | Intent::Settings | Intent::Save)
        )
    };
    readers(&passages.lexicons, lexicons, question).iter().any(|lexicon| {
        let hits = lexicon.find(question);
        talks(&Said::from(&hits)) || hits.iter().any(|hit| decides(hit.concept))
    })
}
