//! What a page sells, and whether a visit found a function that withdraws from the contract.

use super::action::Form;
use super::behind::{Behind, Function, Opened, Seen};
use super::news::texts;
use super::passage::Passage;
use super::{Action, Meaning, Reason, Visited, price};
use crate::lexicon::{Intent, Lexicons, Purpose, Saying};
use crate::snapshot::Visit;

/// What a page sells, as far as a right of withdrawal goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sale {
    /// Nothing.
    #[default]
    Nothing,
    /// Goods that are ordered and delivered; the price.
    Goods(String),
    /// Something that may carry no such right: a night in a hotel, a ticket, what is made to measure.
    Other,
}

/// What a visit shows of withdrawing from a contract.
#[derive(Clone, Debug, Default)]
pub struct Withdrawal {
    /// What the first look sells.
    pub sale: Sale,
    /// The function that withdraws; none where nobody looked for one.
    pub function: Option<Function>,
}

impl Meaning<'_> {
    /// What can be bought here: there is a button that obliges to pay, and a price.
    pub fn sale(&self, lexicons: &Lexicons) -> Sale {
        let apart = |it: &Action| self.surfaces.iter().any(|on| on.stands_out() && self.index.holds(on.node, it.node));
        let pays = |it: &Action| it.says(Saying::PayObligation) && it.form == Form::Button && !apart(it);
        if !self.pressable(lexicons).iter().any(pays) {
            return Sale::Nothing;
        }
        let texts = texts(self, lexicons);
        let Some(price) = texts.iter().find_map(|it| price::first(&it.text)) else { return Sale::Nothing };
        // What stands on links and buttons is about other pages.
        let prose: Vec<&Passage> = texts.iter().filter(|it| !self.is_pressed_on(it)).collect();
        let says = |saying| prose.iter().any(|it| it.said.says(saying));
        let doubtful = says(Saying::Exempt)
            || self.sold_subscription().is_some()
            || prose.iter().any(|it| it.text.split_whitespace().any(is_date));
        if says(Saying::Goods) && !doubtful { Sale::Goods(price) } else { Sale::Other }
    }

    /// Whether something is sold, in a language in which a function that withdraws is known by its words.
    pub(super) fn sells_revocably(&self, lexicons: &Lexicons) -> bool {
        self.sale(lexicons) != Sale::Nothing && self.is_read_for(Saying::WithdrawContract)
    }

    /// Whether it is there to withdraw from a contract.
    fn withdraws(&self, action: &Action) -> bool {
        action.says(Saying::WithdrawContract) && self.is_enabled(action)
    }
}

impl Visited<'_> {
    /// What it shows of withdrawing from a contract.
    pub fn withdrawal(&self) -> &Withdrawal {
        &self.withdrawal
    }
}

impl Withdrawal {
    /// `states` are those of the visit, understood.
    pub(super) fn of(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> Withdrawal {
        let sale = super::visited::look(visit, states).map(|first| first.sale(lexicons)).unwrap_or_default();
        Withdrawal { sale, function: function(visit, states, lexicons) }
    }
}

fn function(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> Option<Function> {
    let behind = Behind::of(visit, states)?;
    let first = behind.first;
    if !first.is_read_for(Saying::WithdrawContract) || !first.is_read_for(Saying::Account) {
        return Some(Function::Unread);
    }
    let found = behind.find(lexicons, |it| first.withdraws(it), |opened| led_to(opened, lexicons));
    // “Returns” may be it.
    let is_other_name = |it: &Action| it.says(Saying::Returns) && first.is_enabled(it);
    let has_other_name = first.pressable(lexicons).iter().any(is_other_name);
    Some(found.or_unclear(has_other_name.then_some(Reason::UnsureWording)))
}

/// What stands behind one press.
fn led_to(opened: &Opened, lexicons: &Lexicons) -> Seen {
    let (news, sign, after) = (opened.news(lexicons), opened.sign(lexicons), opened.after);
    let says = |saying| sign.as_ref().is_some_and(|it| it.says(saying));
    if let Some(withdraws) = news.actions.iter().find(|it| after.withdraws(it)) {
        return Seen::Found(withdraws.label.clone());
    }
    if opened.asks_to_log_in() {
        return Seen::Unclear(Reason::BehindLogin);
    }
    if says(Saying::WithdrawContract) {
        return opened.kept(sign.as_ref(), &news);
    }
    if news.is_empty() {
        return opened.without_news();
    }
    let mut offered = news.actions.iter().filter(|it| after.is_enabled(it));
    if offered.clone().any(|it| it.says(Saying::Returns)) || says(Saying::WithdrawalRight) && news.fields {
        return Seen::Unclear(Reason::UnsureWording);
    }
    if offered.any(leads_on) { Seen::Unclear(Reason::WalkUnfinished) } else { Seen::Nothing }
}

/// Whether the function may stand behind it, for all that its words say.
fn leads_on(action: &Action) -> bool {
    let is_known = action.says(Saying::PayObligation)
        || [Purpose::PrivacyPolicy, Purpose::Terms].iter().any(|document| action.names(*document));
    let is_open = matches!(action.intent, Intent::Settings | Intent::Other | Intent::Unknown);
    action.says(Saying::Account) || is_open && !is_known
}

/// `4.5.2026`, `2026-05-04`, `19:30`: what is sold for a day or an hour carries no such right.
fn is_date(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    let parts = |mark: char| {
        let all: Vec<&str> = word.split(mark).collect();
        if all.iter().all(is_number) { all.len() } else { 0 }
    };
    ['.', '/', '-'].into_iter().any(|mark| parts(mark) == 3) || parts(':') == 2
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_and_hours_are_no_prices() {
        for word in ["4.5.2026", "2026-05-04,", "(4/5/26)", "19:30"] {
            assert!(is_date(word), "{word}");
        }
        for word in ["120", "12.50", "1,200.00", "Total:", "10115", ""] {
            assert!(!is_date(word), "{word}");
        }
    }
}
