//! Who a surface says receives data.

use crate::lexicon::{Concept, Hit, Intent, Lexicon, Lexicons, Purpose, Saying, fold};
use crate::meaning::action::Action;
use crate::meaning::choice::Choice;
use crate::meaning::passage::{Passage, Passages, readers};
use crate::meaning::spans::Spans;
use crate::meaning::{Fact, Index, Reason};

/// Who is said to receive data, and whether they are named or a list of them is linked. What stands in `quoting` only quotes.
pub(super) fn recipients(
    index: &Index,
    passages: &Passages,
    lexicons: &Lexicons,
    own: &[&Passage],
    choices: &[Choice],
    actions: &[Action],
    quoting: &Spans,
) -> (Vec<String>, Fact<bool>) {
    let mut sharing: Vec<String> = Vec::new();
    let mut named = false;
    let mut perhaps = false;
    let (mut passed_on, mut others_cookies) = (false, false);
    for passage in own.iter().filter(|it| !quoting.hold(it.first)) {
        let said = &passage.said;
        named |= said.says(Saying::RecipientList);
        let passes_on = said.says(Saying::ThirdParty) || said.purposes.contains(&Purpose::Sharing);
        if !passes_on || said.says(Saying::OwnGroup) && !said.says(Saying::ThirdParty) || is_mere_item(index, passage) {
            continue;
        }
        sharing.push(passage.text.clone());
        let by = readers(&passages.lexicons, lexicons, &passage.text);
        match !said.purposes.contains(&Purpose::Sharing) && says_whose_cookies(&passage.text, &by) {
            true => others_cookies = true,
            false => passed_on = true,
        }
        named |= holds_company(&passage.text);
        perhaps |= holds_name(&passage.text) || said.says(Saying::OwnGroup);
        perhaps |= by.iter().any(|lexicon| passes_to_name(lexicon, &passage.text));
        named |= actions
            .iter()
            .any(|action| index.holds(passage.block, action.node) && shows_recipients(action, &passage.text, &by));
        // A link on the very words, or a list that unfolds beside them.
        named |= actions.iter().any(|action| {
            index.holds(passage.block, action.node)
                && action.intent != Intent::Accept
                && own.iter().any(|it| index.holds(action.node, it.first) && it.said.says(Saying::ThirdParty))
        });
    }
    named |= actions.iter().any(|action| {
        let words = own.iter().filter(|it| index.holds(action.node, it.first));
        words.into_iter().any(|it| it.said.says(Saying::RecipientList) || it.said.says(Saying::ThirdParty))
            && matches!(action.intent, Intent::Settings | Intent::Other | Intent::Unknown)
    });
    for choice in choices.iter().filter(|choice| choice.linked.third_party && !choice.third_party) {
        sharing.push(choice.label.clone());
        perhaps = true;
    }
    let passed_on = passed_on || !others_cookies;
    let fact = if named {
        Fact::Known(true)
    } else if perhaps {
        Fact::Unclear(Reason::NameUnsure)
    } else if !passed_on {
        Fact::Unclear(Reason::UnsureWording)
    } else {
        Fact::Known(false)
    };
    (sharing, fact)
}

/// A word or two that stand alone in a list, as at the foot of a page: "Become a partner".
fn is_mere_item(index: &Index, passage: &Passage) -> bool {
    const LONGEST: usize = 3;
    passage.words <= LONGEST && index.ancestors(passage.first).take(3).any(|up| index.node(up).is("li"))
}

/// Whether others are named only as those whose cookies they are, which passes nothing on by itself: "cookies propias y
/// de terceros".
fn says_whose_cookies(text: &str, by: &[&Lexicon]) -> bool {
    const CLOSE: usize = 3;
    let mut found = false;
    for lexicon in by {
        let reading = lexicon.read(text);
        let hits = lexicon.hits(&reading);
        // A word that most languages borrowed; where one did not, it can't be told.
        let are_cookies =
            |hit: &&Hit| hit.concept == Concept::Saying(Saying::Topic) && hit.words(&reading).contains("cookie");
        let cookies: Vec<&Hit> = hits.iter().filter(are_cookies).collect();
        let others = hits.iter().filter(|hit| hit.concept == Concept::Saying(Saying::ThirdParty) && !hit.negated);
        for other in others {
            let before = cookies[..cookies.partition_point(|it| it.start <= other.start)].last();
            if !before.is_some_and(|it| it.clause == other.clause && other.start <= it.end + CLOSE) {
                return false;
            }
            found = true;
        }
    }
    found
}

/// Whether what can be pressed in a text shows who receives data: its label says so, or the words that do are on it.
fn shows_recipients(action: &Action, text: &str, by: &[&Lexicon]) -> bool {
    let leads = matches!(action.intent, Intent::Settings | Intent::Other | Intent::Unknown);
    let refuses = action.says(Saying::OptOut) || action.says(Saying::SaleOptOut);
    if !leads || refuses || action.names(Purpose::PrivacyPolicy) || action.names(Purpose::Terms) {
        return false;
    }
    let others = |hit: &Hit| matches!(hit.concept, Concept::Saying(Saying::ThirdParty | Saying::RecipientList));
    let count = |text: &str| by.iter().flat_map(|lexicon| lexicon.find(text)).filter(others).count();
    action.says(Saying::RecipientList)
        || action.says(Saying::ThirdParty)
        || count(&text.replacen(&action.label, " ", 1)) < count(text)
}

/// Whether a text names a company by its legal form.
fn holds_company(text: &str) -> bool {
    const FORMS: &[&str] =
        &["ltd", "inc", "gmbh", "llc", "plc", "ag", "bv", "sas", "sarl", "sl", "sa", "spa", "kg", "corp"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let by_form = words.windows(2).any(|two| {
        let form: String = two[1].chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        FORMS.contains(&form.as_str())
            && two[1].starts_with(char::is_uppercase)
            && two[0].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    });
    by_form || ["有限公司", "股份公司", "集团公司"].iter().any(|form| text.contains(form))
}

/// Whether a text may name somebody: a word in capitals after "such as", "with", "to" and their like. Where all nouns
/// are written so, as in German, it says nothing.
fn holds_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).any(|three| {
        let named = |word: &str| word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() > 2;
        let lead = three[0].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        (lead == "such" && three[1] == "as" && named(three[2]))
            || (matches!(lead.as_str(), "with" | "to" | "by" | "avec" | "con") && named(three[1]))
    })
}

/// Whether a word that may be a name stands beside the words that pass data on: "wordt gedeeld met Google", "an Google
/// weitergegeben". It is written with a capital inside a sentence that names no others, and the lexicon knows nothing of it.
fn passes_to_name(lexicon: &Lexicon, text: &str) -> bool {
    const SHORTEST: usize = 3;
    let reading = lexicon.read(text);
    let hits = lexicon.hits(&reading);
    let names_others = |sentence: u32| {
        hits.iter().any(|it| it.concept == Concept::Saying(Saying::ThirdParty) && it.sentence == sentence)
    };
    let passes_on = |hit: &&Hit| hit.concept == Concept::Purpose(Purpose::Sharing) && !hit.negated;
    let mut passing = hits.iter().filter(|hit| passes_on(hit) && !names_others(hit.sentence));
    let is_known = |at: usize| hits.iter().any(|hit| (hit.start..hit.end).contains(&at));
    let is_written_large = |folded: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_uppercase));
        words.any(|word| word.chars().count() >= SHORTEST && fold(word) == folded)
    };
    let may_be_name = |at: usize, sentence: u32| {
        let within = |at: usize| reading.word_in(at, sentence);
        !is_known(at) && at > 0 && within(at - 1).is_some() && within(at).is_some_and(is_written_large)
    };
    passing.any(|hit| may_be_name(hit.end, hit.sentence) || hit.start > 0 && may_be_name(hit.start - 1, hit.sentence))
}
