//! A question and its short answers, read together: what “Yes”, “Off” or “By e-mail” is about stands before it.
//!
//! Only what its own label leaves open is taken from a question, and only by a label that answers one.

use super::choice::{Choice, ChoiceKind, Necessity, Polarity, said_by_name};
use super::passage::{Passage, Passages, read_by, readers};
use super::said::Said;
use super::surface::is_heading;
use super::{Fact, Index, Reason};
use crate::lexicon::{Concept, Intent, Lexicon, Lexicons, Purpose, Saying};
use crate::snapshot::NodeId;

/// A longer text is no question, in words.
const LONGEST_QUESTION: usize = 60;
/// A longer label says what it is about by itself, in words.
const LONGEST_ANSWER: usize = 5;
/// A hint between a question and its answers has at least as many words; what is shorter is a question of its own.
const SHORTEST_HINT: usize = 5;

/// What a label answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// A way to be reached: “by post”.
    Channel,
    /// It is short and neither.
    Open,
    /// It says itself what it is about.
    Nothing,
}

/// What a run of choices is asked about.
struct Question {
    text: String,
    said: Said,
}

/// Gives each choice that answers a question what the question is about.
pub(super) fn settle(index: &Index, passages: &Passages, lexicons: &Lexicons, choices: &mut [Choice]) {
    let mut at = 0;
    while at < choices.len() {
        choices[at].read_named_answer(index, passages, lexicons);
        let more = choices[at..].windows(2).take_while(|two| continues(index, passages, &two[0], &two[1])).count();
        let end = at + 1 + more;
        let mut answers: Vec<Answer> =
            choices[at..end].iter().map(|it| answer(index, passages, lexicons, it)).collect();
        tell_denial(passages, lexicons, &choices[at..end], &mut answers);
        let answers_it = |it: &Answer| match it {
            Answer::Yes | Answer::No => true,
            Answer::Channel => choices[at].kind != ChoiceKind::Radio,
            Answer::Open | Answer::Nothing => false,
        };
        if answers.iter().any(answers_it)
            && let Some(question) = question(index, passages, lexicons, choices, at, end)
        {
            let can_refuse = answers.contains(&Answer::No);
            for (choice, &answer) in choices[at..end].iter_mut().zip(&answers) {
                choice.hear(&question, answer, can_refuse, answers.len() == 2);
            }
        }
        at = end;
    }
    super::panel::settle(index, passages, choices);
}

/// Whether the next choice answers the same question: another radio button of the group, a box with nothing but a label
/// between.
fn continues(index: &Index, passages: &Passages, before: &Choice, next: &Choice) -> bool {
    if before.kind != next.kind {
        return false;
    }
    if next.kind == ChoiceKind::Radio {
        return is_same_group(index, before, next);
    }
    let from = passages.all.partition_point(|passage| passage.first <= before.node);
    let to = passages.all.partition_point(|passage| passage.first <= next.node);
    let is_label = |passage: &Passage| holds_label(index, before, passage) || holds_label(index, next, passage);
    passages.all[from..to.max(from)].iter().all(is_label) && !holds_control(index, index.end(before.node), next.node.0)
}

fn is_same_group(index: &Index, one: &Choice, other: &Choice) -> bool {
    one.group.is_some() && one.group == other.group
        || one.name == other.name && index.node(one.node).attribute("name").is_some()
}

fn holds_label(index: &Index, choice: &Choice, passage: &Passage) -> bool {
    choice.bearer.is_some_and(|bearer| index.holds(bearer, passage.first))
}

/// Whether a control stands between two places.
fn holds_control(index: &Index, from: u32, to: u32) -> bool {
    (from..to).any(|id| index.is_control(NodeId(id)))
}

/// What stands as a question before a run of choices, where it asks for something that needs consent.
fn question(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    choices: &[Choice],
    at: usize,
    end: usize,
) -> Option<Question> {
    let read = |text: String| Question { said: read_by(&passages.lexicons, lexicons, &text), text };
    let (first, last) = (choices[at].node, choices[end - 1].node);
    let describes = |id: NodeId| index.node(id).attribute("aria-describedby");
    if describes(first).is_some() && describes(first) == describes(last) {
        let described = index.description(first).map(read);
        if described.as_ref().is_some_and(Question::is_weighty) {
            return described;
        }
    }
    match passage_before(index, passages, lexicons, choices, at, end) {
        Ok(passage) => return Some(Question { text: passage.text.clone(), said: passage.said.clone() }),
        Err(Nearest::Asks) => return None,
        Err(Nearest::Silent) => {}
    }
    let named = group_name(index, first).map(read);
    named.filter(Question::is_weighty)
}

/// What stands before a run of choices that is not its question.
enum Nearest {
    /// It asks something else.
    Asks,
    /// It asks nothing.
    Silent,
}

/// The passage just before a run of choices, or the heading before that one.
fn passage_before<'p>(
    index: &Index,
    passages: &'p Passages,
    lexicons: &Lexicons,
    choices: &[Choice],
    at: usize,
    end: usize,
) -> Result<&'p Passage, Nearest> {
    let start = choices[at].node;
    let place = passages.all.partition_point(|passage| passage.first < start);
    let is_own = |passage: &&Passage| choices[at..end].iter().take(8).any(|it| holds_label(index, it, passage));
    let mut above = passages.all[..place].iter().rev().skip_while(is_own);
    let Some(nearest) = above.next().filter(|it| belongs(index, it, choices, at, end)) else {
        return Err(Nearest::Silent);
    };
    if is_weighty(&nearest.said) && nearest.words <= LONGEST_QUESTION {
        return Ok(nearest);
    }
    if is_asked(&nearest.text) || is_heading(index, nearest.block) {
        return Err(Nearest::Asks);
    }
    let is_short = nearest.words < SHORTEST_HINT;
    let heading = above.next().filter(|it| is_heading(index, it.block) && belongs(index, it, choices, at, end));
    match heading {
        Some(heading) if is_weighty(&heading.said) && !is_short => Ok(heading),
        Some(heading) if is_weighty(&heading.said) && goes_on_asking(lexicons, heading, nearest, &choices[at]) => {
            Ok(heading)
        }
        _ if is_short => Err(Nearest::Asks),
        Some(heading) if is_asked(&heading.text) => Err(Nearest::Asks),
        _ => Err(Nearest::Silent),
    }
}

/// Whether a short question only goes on from the heading above it, "Subscribe:" below "Newsletter": it is the verb of
/// that, or says nothing and the answers are named after what the heading names. "Member:" asks something else.
fn goes_on_asking(lexicons: &Lexicons, heading: &Passage, question: &Passage, answer: &Choice) -> bool {
    let said = &question.said;
    let says_other = said.sayings.iter().any(|it| *it != Saying::Subscribes);
    if says_other || !said.purposes.is_empty() || !said.refused.is_empty() || !said.denied.is_empty() {
        return false;
    }
    let is_named = || {
        let named = lexicons.field_names().map(|words| said_by_name(words, &answer.name)).unwrap_or_default();
        said.negations == 0 && !named.says(Saying::OptOut) && !named.purposes.is_disjoint(&heading.said.purposes)
    };
    said.says(Saying::Subscribes) || is_named()
}

/// Whether a passage stands with a run of choices: close above it, with no other control between, and not the label of
/// another choice.
fn belongs(index: &Index, passage: &Passage, choices: &[Choice], at: usize, end: usize) -> bool {
    let start = choices[at].node;
    let is_near = std::iter::once(passage.block)
        .chain(index.ancestors(passage.block).take(3))
        .any(|up| index.holds(up, start) && !index.node(up).is("html"));
    let before = at.checked_sub(1).map(|at| &choices[at]);
    let is_of_other = before.is_some_and(|it| it.node > passage.first || holds_label(index, it, passage));
    let spans_other = choices.get(end).is_some_and(|it| it.node < passage.last);
    let is_pressed = index.ancestors(passage.first).take(4).any(|up| index.node(up).is("button"));
    let is_far = start.0.saturating_sub(passage.last.0) > 200;
    is_near
        && !(is_of_other || spans_other || is_pressed || is_far)
        && !holds_control(index, passage.last.0 + 1, start.0)
}

/// The name of the group that a choice is in, where markup gives one.
fn group_name(index: &Index, choice: NodeId) -> Option<String> {
    let is_group = |up: NodeId| {
        index.node(up).is("fieldset") || matches!(index.node(up).attribute("role"), Some("radiogroup" | "group"))
    };
    let group = index.ancestors(choice).take(8).find(|&up| is_group(up))?;
    let node = index.node(group);
    let is_named = node.attribute("aria-label").or(node.attribute("aria-labelledby")).is_some();
    is_named.then(|| index.accessible_name(group).0)
}

fn is_asked(text: &str) -> bool {
    text.contains(['?', '？', '؟'])
}

/// Whether a text names a use of data that needs consent, or something that is bought besides.
fn is_weighty(said: &Said) -> bool {
    let weighs = |purpose: &Purpose| {
        *purpose == Purpose::PaidExtra || purpose.needs_consent() && *purpose != Purpose::Functional
    };
    said.purposes.iter().chain(&said.refused).any(weighs)
}

impl Question {
    fn is_weighty(&self) -> bool {
        is_weighty(&self.said) && self.text.split_whitespace().count() <= LONGEST_QUESTION
    }
}

/// What a choice answers, by its label; by the value of a radio button where the label does not say.
fn answer(index: &Index, passages: &Passages, lexicons: &Lexicons, choice: &Choice) -> Answer {
    let is_answer = matches!(choice.kind, ChoiceKind::Checkbox | ChoiceKind::Radio | ChoiceKind::Switch);
    let words = choice.label.split_whitespace().count();
    if !is_answer || !choice.said.purposes.is_empty() || !choice.said.refused.is_empty() || words > LONGEST_ANSWER {
        return Answer::Nothing;
    }
    match says_yes(&passages.lexicons, lexicons, &choice.label) {
        Some(true) => return Answer::Yes,
        Some(false) => return Answer::No,
        None => {}
    }
    if let Some(words) = lexicons.field_names()
        && words.find(&choice.label).iter().any(|hit| hit.concept == Concept::Saying(Saying::Channel))
    {
        return Answer::Channel;
    }
    by_value(index.node(choice.node).attribute("value").filter(|_| choice.kind == ChoiceKind::Radio))
}

/// Whether a label is a yes; none where it is neither that nor a no.
pub(super) fn says_yes(chosen: &[&Lexicon], lexicons: &Lexicons, label: &str) -> Option<bool> {
    let tell = |intent: Option<Intent>| match intent {
        Some(Intent::Accept) => Some(true),
        Some(Intent::Reject) => Some(false),
        _ => None,
    };
    let by = readers(chosen, lexicons, label);
    tell(by.iter().find_map(|lexicon| lexicon.intent(label)))
        .or_else(|| tell(lexicons.field_names().and_then(|words| words.intent(label))))
}

/// Whether one label only denies the other: “Subscribe”, “Do not subscribe”.
pub(super) fn denies(chosen: &[&Lexicon], lexicons: &Lexicons, label: &str, plain: &str) -> bool {
    readers(chosen, lexicons, label).iter().any(|lexicon| lexicon.denies(label, plain))
}

/// Of two answers that are neither a yes nor a no, the one that only denies the other is the no.
fn tell_denial(passages: &Passages, lexicons: &Lexicons, choices: &[Choice], answers: &mut [Answer]) {
    let ([one, other], [Answer::Open, Answer::Open]) = (choices, &*answers) else { return };
    if one.kind != ChoiceKind::Radio {
        return;
    }
    let denies = |label: &str, plain: &str| denies(&passages.lexicons, lexicons, label, plain);
    if denies(&other.label, &one.label) {
        answers[1] = Answer::No;
    } else if denies(&one.label, &other.label) {
        answers[0] = Answer::No;
    }
}

/// What programmers call a yes and a no. A number may as well count the options.
fn by_value(value: Option<&str>) -> Answer {
    match value.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "on" | "optin" | "opt-in" | "opt_in" => Answer::Yes,
        "no" | "n" | "false" | "off" | "none" | "never" | "optout" | "opt-out" | "opt_out" => Answer::No,
        _ => Answer::Open,
    }
}

impl Choice {
    /// Whether its label answers a question, and says by itself not what it is about.
    pub fn answers_question(&self) -> bool {
        self.called != self.label
    }

    /// “Send me the newsletter” and “No” together are its name: the last part answers the others.
    fn read_named_answer(&mut self, index: &Index, passages: &Passages, lexicons: &Lexicons) {
        let ids = index.node(self.node).attribute("aria-labelledby").unwrap_or_default();
        let Some((_, last)) = ids.trim().rsplit_once(char::is_whitespace) else { return };
        let Some(part) = index.by_id(self.node, last).map(|id| index.full_text(id)) else { return };
        let by = readers(&passages.lexicons, lexicons, &part);
        let says_no = by.iter().find_map(|lexicon| lexicon.intent(&part)) == Some(Intent::Reject);
        if says_no && is_weighty(&self.said) && !is_weighty(&read_by(&passages.lexicons, lexicons, &part)) {
            self.polarity = Fact::Known(Polarity::OptOut);
        }
    }

    /// Takes who receives data, and whether uses are joined, from what it answers.
    fn carry(&mut self, asked: &Said) {
        let carried = asked.sayings.iter().filter(|it| matches!(it, Saying::ThirdParty | Saying::OwnGroup));
        self.said.sayings.extend(carried);
        self.said.joins |= asked.joins;
    }

    /// Takes the uses of data that a notice names, and nothing else that it goes on about.
    fn agree_to(&mut self, notice: &Question) {
        let asked = &notice.said;
        let uses: Vec<Purpose> = asked.purposes.iter().copied().filter(|it| it.needs_consent()).collect();
        if uses.is_empty() || asked.mixed_wish {
            return;
        }
        self.said.purposes.extend(&uses);
        self.purposes.extend(uses);
        self.carry(asked);
        self.third_party |= self.said.passes_on();
        if self.necessity != Necessity::Necessary {
            self.necessity = Necessity::Optional;
        }
        self.called = format!("{} ({})", self.label, notice.text);
    }

    /// Takes from a question what the label leaves open. Whether one of its answers is a “no”, and whether there are but
    /// two, tells what an unknown one means.
    fn hear(&mut self, question: &Question, answer: Answer, can_refuse: bool, is_pair: bool) {
        let is_radio = self.kind == ChoiceKind::Radio;
        let meant = match answer {
            Answer::Nothing => return,
            // Who says “I agree” under a notice says so already; what the notice goes on about is not all agreed to.
            _ if self.agrees && !is_asked(&question.text) => {
                // Beside an “I do not consent” it is the yes to the same.
                if is_radio && can_refuse && answer == Answer::Yes {
                    self.agree_to(question);
                }
                return;
            }
            // Of two radio buttons the one beside a “no” is the yes.
            Answer::Open if is_radio && is_pair && can_refuse => Fact::Known(Answer::Yes),
            // A box called “deactivate” under a mere statement may say either.
            Answer::No if !is_radio && !is_asked(&question.text) => return,
            Answer::Open if is_radio => Fact::Unclear(Reason::UnsureWording),
            Answer::Channel if is_radio && !can_refuse => return,
            Answer::Open => return,
            Answer::Channel => Fact::Known(Answer::Yes),
            answer => Fact::Known(answer),
        };
        let asked = &question.said;
        let refuses = asked.says(Saying::OptOut) && !asked.says(Saying::Untick)
            || asked.purposes.iter().all(|it| !it.needs_consent()) && !asked.refused.is_empty();
        self.polarity = match meant {
            _ if asked.mixed_wish => Fact::Unclear(Reason::MixedPolarity),
            // “If you do not want them, say no.”
            _ if refuses && is_radio => Fact::Unclear(Reason::MixedPolarity),
            Fact::Known(Answer::No) => Fact::Known(Polarity::OptOut),
            Fact::Known(_) if refuses => Fact::Known(Polarity::OptOut),
            meant => meant.map(|_| Polarity::OptIn),
        };
        self.said.purposes.extend(asked.purposes.iter().chain(&asked.refused));
        self.carry(asked);
        self.said.data_topic |= asked.data_topic;
        self.purposes.clone_from(&self.said.purposes);
        self.third_party = self.said.passes_on();
        self.agrees |= meant == Fact::Known(Answer::Yes) && asked.says(Saying::Agree);
        if self.asks_for_consent() && self.necessity != Necessity::Necessary {
            self.necessity = Necessity::Optional;
        }
        self.question_about_data |= asked.purposes.iter().any(|purpose| purpose.needs_consent());
        self.called = format!("{} ({})", self.label, question.text);
    }
}
