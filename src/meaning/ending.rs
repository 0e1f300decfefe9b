//! Whether a visit found a function that ends a subscription.

use super::behind::{Behind, Function, Opened, Seen};
use super::{Action, FieldKind, Meaning, Reason, Surface, Visited};
use crate::lexicon::{Lexicons, Saying};
use crate::snapshot::Visit;

impl Surface {
    /// The words by which it sells a subscription: it speaks of one, and takes money.
    pub fn sold_subscription(&self) -> Option<&str> {
        let paid = self.fields.iter().any(|field| field.kind == FieldKind::Card) || self.particulars.price.is_some();
        self.particulars.sold.as_deref().filter(|_| paid)
    }
}

impl Meaning<'_> {
    /// The words by which something that is shown sells a subscription.
    pub fn sold_subscription(&self) -> Option<&str> {
        self.surfaces.iter().filter(|surface| !surface.latent).find_map(Surface::sold_subscription)
    }

    /// Whether it is there to end a contract.
    fn ends(&self, action: &Action) -> bool {
        action.says(Saying::Cancel) && self.is_enabled(action)
    }
}

impl Visited<'_> {
    /// Whether it found a function that ends a contract; none where nobody looked for one.
    pub fn ending(&self) -> Option<&Function> {
        self.ending.as_ref()
    }
}

/// `states` are those of the visit, understood.
pub(super) fn of(visit: &Visit, states: &[Meaning], lexicons: &Lexicons) -> Option<Function> {
    let behind = Behind::of(visit, states)?;
    if !behind.first.is_read_for(Saying::Account) {
        return Some(Function::Unread);
    }
    let ends = |it: &Action| behind.first.ends(it);
    Some(behind.find(lexicons, ends, |opened| led_to(opened, lexicons)))
}

/// What stands behind one press.
fn led_to(opened: &Opened, lexicons: &Lexicons) -> Seen {
    let (news, sign, after) = (opened.news(lexicons), opened.sign(lexicons), opened.after);
    let promises = sign.as_ref().is_some_and(|it| it.says(Saying::Cancel));
    if let Some(ends) = news.actions.iter().find(|it| after.ends(it)) {
        let keeps = |it: &Action| (it.says(Saying::Subscription) || it.says(Saying::Trial)) && !it.says(Saying::Cancel);
        // An offer to stay stands between the two presses.
        let pleads = promises && news.actions.iter().any(keeps);
        return if pleads { Seen::Unclear(Reason::EffectUnseen) } else { Seen::Found(ends.label.clone()) };
    }
    if opened.asks_to_log_in() {
        return Seen::Unclear(Reason::BehindLogin);
    }
    if promises {
        return opened.kept(sign.as_ref(), &news);
    }
    let further = news.actions.iter().any(|it| it.says(Saying::Account) && after.is_enabled(it));
    if further { Seen::Unclear(Reason::WalkUnfinished) } else { Seen::Nothing }
}
