//! Boxes whose words are an example: they quote what somebody may be asked, or are the answers of an exam.

use crate::lexicon::{Lexicons, Saying};
use crate::meaning::choice::{Choice, ChoiceKind};
use crate::meaning::passage::Passages;
use crate::meaning::said::Said;
use crate::meaning::{Fact, Index, Reason, quotation};

/// So many answers, lettered in order, make an exam.
const FEWEST_ANSWERS: usize = 3;
/// Texts looked through before the first answer, at the most.
const FARTHEST: usize = 4;

/// Whether ticking agrees can't be told of them.
pub(super) fn set_aside(index: &Index, passages: &Passages, lexicons: &Lexicons, choices: &mut [Choice]) {
    for choice in choices.iter_mut().filter(|it| asks(&it.said)) {
        if quotation::only_quotes(&passages.lexicons, lexicons, &choice.label, asks) {
            choice.polarity = Fact::Unclear(Reason::Quoted);
        }
    }
    for at in answers_of_exams(index, passages, choices) {
        choices[at].polarity = Fact::Unclear(Reason::Quoted);
    }
}

/// Whether a text puts something before a person to agree to, or to refuse.
fn asks(said: &Said) -> bool {
    said.claims_agreement()
        || said.says(Saying::OptOut)
        || said.purposes.iter().chain(&said.refused).any(|purpose| purpose.needs_consent())
}

/// Places of the boxes whose labels begin "a.", "b.", "c." and stand under a question.
fn answers_of_exams(index: &Index, passages: &Passages, choices: &[Choice]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let boxes = choices.iter().enumerate().filter(|(_, it)| it.kind != ChoiceKind::Hidden);
    for (at, choice) in boxes {
        let letter = letter_of(&choice.label);
        if letter.is_some() && letter == ('a'..='z').nth(run.len()) {
            run.push(at);
            continue;
        }
        if is_exam(index, passages, choices, &run) {
            found.append(&mut run);
        }
        run.clear();
        if letter == Some('a') {
            run.push(at);
        }
    }
    if is_exam(index, passages, choices, &run) {
        found.append(&mut run);
    }
    found
}

/// The letter that a label is counted by: "a. …", "B) …".
fn letter_of(label: &str) -> Option<char> {
    let mut chars = label.trim_start().chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let counts = matches!(chars.next(), Some('.' | ')')) && chars.next().is_some_and(char::is_whitespace);
    counts.then(|| letter.to_ascii_lowercase())
}

fn is_exam(index: &Index, passages: &Passages, choices: &[Choice], run: &[usize]) -> bool {
    let Some(first) = run.first().and_then(|&at| choices.get(at)).filter(|_| run.len() >= FEWEST_ANSWERS) else {
        return false;
    };
    let place = passages.all.partition_point(|passage| passage.first < first.node);
    let near = passages.all[..place].iter().rev().take(FARTHEST);
    near.into_iter().any(|passage| {
        passage.text.ends_with(['?', '？', '؟'])
            && index.ancestors(passage.first).take(6).any(|up| index.holds(up, first.node))
    })
}
