//! What a label announces: the whole label if the lexicon lists it, else from its verb and the words around it.

use super::{Concept, Grammar, Hit, Intent, Lexicon, Purpose, Saying, Words, fold_label};

/// A longer text is not a label whose verb says what it does.
const LONGEST_LABEL_WORDS: usize = 14;
/// The same, where words stand unspaced.
const LONGEST_LABEL_CHARACTERS: usize = 24;

pub(super) fn of(lexicon: &Lexicon, written: &str) -> Option<Intent> {
    let label = fold_label(written);
    let compact: String = label.split_whitespace().collect();
    if let Some(intent) =
        lexicon.phrases.label(&label).or_else(|| spaced_out(&label).then(|| lexicon.phrases.label(&compact))?)
    {
        return Some(intent);
    }
    // With its commas, so that the no of "No, settings" denies nothing.
    let reading = lexicon.read(written);
    let longest = match lexicon.words {
        Words::Spaced => LONGEST_LABEL_WORDS,
        Words::Unspaced if label.chars().any(|c| matches!(c, '\u{e00}'..='\u{e7f}')) => 2 * LONGEST_LABEL_CHARACTERS,
        Words::Unspaced => LONGEST_LABEL_CHARACTERS,
    };
    if reading.is_empty() || reading.len() > longest {
        return None;
    }
    compose(&lexicon.hits(&reading))
}

/// "A C C E P T": letters set apart are one word.
fn spaced_out(label: &str) -> bool {
    let mut letters = label.split(' ');
    letters.clone().count() > 3 && letters.all(|word| word.chars().count() == 1)
}

/// "Yes, reject all": the yes answers a question, and what follows says what is done.
fn is_affirmed_refusal(hits: &[Hit]) -> bool {
    let mut accepting = hits.iter().filter(|hit| hit.concept == Concept::Verb(Intent::Accept));
    let refusing = hits.iter().filter(|hit| hit.concept == Concept::Verb(Intent::Reject) && !hit.negated);
    let yes = |hit: &Hit| (hit.start, hit.end, hit.clause) == (0, 1, 0);
    accepting.all(yes) && refusing.into_iter().all(|hit| hit.clause > 0)
}

fn compose(hits: &[Hit]) -> Option<Intent> {
    // "撤回同意": the agreement that is taken back is not given.
    let taken_back = |hit: &Hit| {
        let withdraws =
            |it: &&Hit| it.concept == Concept::Saying(Saying::Withdraw) && it.end - it.start > hit.end - hit.start;
        hit.concept == Concept::Verb(Intent::Accept)
            && hits.iter().filter(withdraws).any(|it| (it.start..it.end).contains(&hit.start) && hit.end <= it.end)
    };
    let hits = &hits.iter().copied().filter(|hit| !taken_back(hit)).collect::<Vec<_>>()[..];
    let said = |concept: Concept| hits.iter().any(|hit| hit.concept == concept && !hit.negated);
    let denied = |concept: Concept| hits.iter().any(|hit| hit.concept == concept && hit.negated);
    let verb = |intent| said(Concept::Verb(intent));
    let word = |grammar| said(Concept::Grammar(grammar));
    let without_accepting = hits.iter().any(|without| {
        without.concept == Concept::Grammar(Grammar::Without)
            && hits.iter().any(|verb| {
                verb.concept == Concept::Verb(Intent::Accept)
                    && (0..3).contains(&(verb.start as i64 - without.end as i64))
            })
    });
    let refuses = verb(Intent::Reject) || denied(Concept::Verb(Intent::Accept)) || without_accepting;
    let accepts = verb(Intent::Accept) && !without_accepting;
    let necessary = word(Grammar::Necessary) || said(Concept::Purpose(Purpose::Necessary));
    let other_purpose = hits
        .iter()
        .any(|hit| matches!(hit.concept, Concept::Purpose(purpose) if purpose.needs_consent()) && !hit.negated);

    if hits.iter().any(|hit| hit.concept == Concept::Saying(Saying::Shame)) {
        return Some(Intent::Reject);
    }
    if verb(Intent::Pay) && (refuses || accepts) {
        return Some(Intent::Pay);
    }
    if necessary && !word(Grammar::Optional) && !other_purpose && (accepts || word(Grammar::Only)) {
        return Some(Intent::AcceptNecessary);
    }
    let first = |intent| hits.iter().filter(|hit| hit.concept == Concept::Verb(intent)).map(|hit| hit.start).min();
    if word(Grammar::Or) && verb(Intent::Settings) && (accepts || refuses) {
        // "Settings or reject", "accept or choose": what comes next is a choice.
        return Some(Intent::Settings);
    }
    if let (Some(settings), Some(accept)) = (first(Intent::Settings), first(Intent::Accept))
        && settings < accept
    {
        // "Choose what you accept".
        return Some(Intent::Settings);
    }
    if accepts && refuses && is_affirmed_refusal(hits) {
        return Some(Intent::Reject);
    }
    if accepts && refuses {
        // "Accept necessary, reject optional" refuses; "accept or reject" leads to a choice or says nothing.
        return (necessary && word(Grammar::Optional)).then_some(Intent::AcceptNecessary);
    }
    if refuses {
        return Some(Intent::Reject);
    }
    if word(Grammar::Selection) && (accepts || verb(Intent::Save)) {
        return Some(Intent::Save);
    }
    if accepts {
        return Some(Intent::Accept);
    }
    let order = [
        Intent::Save,
        // "Skip the settings", "customise later": what is put off is not opened.
        Intent::Later,
        Intent::Settings,
        Intent::Pay,
        Intent::Acknowledge,
        Intent::Submit,
        Intent::Close,
    ];
    order.into_iter().find(|&intent| verb(intent))
}
