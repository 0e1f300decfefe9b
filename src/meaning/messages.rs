//! Messages that are announced or wished for: whether they are about the person's own affairs, and where they would go.

use super::Index;
use crate::lexicon::{Concept, Hit, Purpose, Saying};
use crate::snapshot::NodeId;

/// Nodes of a form that are looked through, at the most.
const MOST_NODES: usize = 2000;

/// Whether words only say that messages will come, and the sentence says that they are about the person's own order,
/// booking or application. What else it offers stands in words of its own.
pub(super) fn is_about_own_affair(news: &Hit, hits: &[Hit]) -> bool {
    let said = |saying: Saying| hits.iter().filter(move |it| it.concept == Concept::Saying(saying));
    let opens = said(Saying::Opening).any(|it| {
        it.start == news.start && it.sentence == news.sentence || it.start < news.start && news.end <= it.end
    });
    opens && said(Saying::OwnAffair).any(|it| it.sentence == news.sentence)
}

/// Whether a sentence announces messages.
pub(super) fn announces(hits: &[Hit], sentence: u32) -> bool {
    says_in(hits, Saying::WillSend, sentence)
}

/// Of a text that lets refuse, whether it is about messages: it announces them, or refuses to be written to or called,
/// and speaks of no order, booking or application of the person's own.
pub(super) fn concerns_messages(hits: &[Hit]) -> bool {
    let is_refused = |opening: &Hit| {
        let refusals = hits.iter().filter(|it| it.concept == Concept::Saying(Saying::OptOut));
        refusals.into_iter().any(|it| it.overlaps(opening))
    };
    hits.iter().filter(|it| !it.negated && !says_in(hits, Saying::OwnAffair, it.sentence)).any(|it| match it.concept {
        Concept::Saying(Saying::WillSend) => true,
        Concept::Saying(Saying::Opening) => is_refused(it),
        _ => false,
    })
}

/// Whether messages are wished for by an opening that is not listed as marketing as well.
pub(super) fn may_be_news(hits: &[Hit]) -> bool {
    let is_marketing = |opening: &Hit| {
        let marketing = hits.iter().filter(|it| it.concept == Concept::Purpose(Purpose::Marketing));
        marketing.into_iter().any(|it| it.overlaps(opening))
    };
    let mut opening = hits.iter().filter(|it| it.concept == Concept::Saying(Saying::Opening) && !it.negated);
    opening.any(|it| !is_marketing(it) && !says_in(hits, Saying::OwnAffair, it.sentence))
}

fn says_in(hits: &[Hit], saying: Saying, sentence: u32) -> bool {
    hits.iter().any(|it| it.concept == Concept::Saying(saying) && it.sentence == sentence)
}

/// Whether the form around a control asks for an address or a number to write to.
pub(super) fn asks_where_to_write(index: &Index, id: NodeId) -> bool {
    let Some(form) = index.form_around(id) else { return false };
    index.subtree(form).take(MOST_NODES).any(|it| {
        let node = index.node(it);
        let kind = node.attribute("type").map(str::to_ascii_lowercase);
        let is_named = |name: &str| node.attribute(name).is_some_and(|it| it.to_ascii_lowercase().contains("mail"));
        let is_text = matches!(kind.as_deref(), None | Some("text"));
        node.is("input") && (matches!(kind.as_deref(), Some("email" | "tel")) || is_text && is_named("name"))
    })
}
