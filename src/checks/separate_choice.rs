use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::{Intent, Purpose, Saying};
use crate::meaning::{
    Action, Choice, ChoiceKind, Disclosure, Fact, FieldKind, Polarity, Reason, Setting, Surface, SurfaceKind,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Is the consent asked for apart: by a box of its own, by buttons that do only that, or by the press that a form is
/// there for (“Subscribe” under “Newsletter”)?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SeparateChoice(pub bool);

impl Ask for SeparateChoice {
    const NAME: &'static str = "separate-choice";
    const SUBJECTS: &'static [On] = &[On::Disclosure];

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        let (Some(disclosure), Some(surface)) = (subject.disclosure(), subject.surface()) else { return Answer::No };
        let index = &subject.meaning().index;
        let is_label = |it: &&Choice| {
            it.bearer.is_some_and(|by| index.holds(disclosure.node, by) || index.holds(by, disclosure.node))
        };
        let shown = surface.choices.iter().filter(|choice| choice.kind != ChoiceKind::Hidden);
        let (labelled, others): (Vec<&Choice>, Vec<&Choice>) = shown.partition(is_label);
        let boxed = others
            .iter()
            .any(|choice| choice.purposes.iter().any(|it| it.needs_consent() && disclosure.purposes.contains(it)));
        let explicit = surface.offered().any(|action| action.intent == Intent::Accept);
        let own_press = is_own_press(surface, disclosure);
        // "By registering you agree" on a box: the words take registering for consent, whatever the box says.
        let ignored = disclosure.is_by_other_act()
            && disclosure.consents_to_data()
            && !labelled.is_empty()
            && labelled.iter().all(|it| is_left_open(it))
            && own_press != Fact::Known(true);
        if boxed || explicit || !labelled.is_empty() && !ignored {
            return Answer::Yes.meets(self.0);
        }
        if ignored {
            return Answer::CannotTell(Reason::UnsureWording);
        }
        Answer::from(own_press).meets(self.0)
    }
}

/// Whether a box is empty and may be left so. What one that is ticked, or required, does is asked elsewhere.
fn is_left_open(choice: &Choice) -> bool {
    matches!(choice.kind, ChoiceKind::Checkbox | ChoiceKind::Switch)
        && choice.default == Fact::Known(Setting::Off)
        && choice.required == Fact::Known(false)
        && choice.polarity == Fact::Known(Polarity::OptIn)
}

/// Whether a form is there for the very consent that a sentence ties to sending it, so that the press is the consent.
fn is_own_press(surface: &Surface, disclosure: &Disclosure) -> Fact<bool> {
    let families = |purposes: &BTreeSet<Purpose>| -> BTreeSet<u8> {
        purposes.iter().filter(|it| it.needs_consent()).map(|it| it.family()).collect()
    };
    let asked = families(&disclosure.purposes);
    let fills_in = |kinds: &[FieldKind]| surface.fields.iter().any(|field| kinds.contains(&field.kind));
    let takes_messages = surface.kind == SurfaceKind::Form
        && asked.len() == 1
        && disclosure.purposes.contains(&Purpose::Marketing)
        && !disclosure.third_party
        && surface.sharing.is_empty()
        // Who opens an account, orders or writes wants something else.
        && !fills_in(&[FieldKind::Password, FieldKind::Card, FieldKind::Address]);
    if !takes_messages {
        return Fact::Known(false);
    }
    let sends = |action: &&Action| matches!(action.intent, Intent::Submit | Intent::Pay);
    let named_on_press = surface.offered().filter(sends).any(|action| action.names(Purpose::Marketing));
    let subscribes = surface.offered().filter(sends).any(|action| action.says(Saying::Subscribes));
    let titled = families(&surface.own_purposes).is_superset(&asked);
    let adds_document = [Purpose::Terms, Purpose::PrivacyPolicy].iter().any(|it| disclosure.purposes.contains(it));
    match named_on_press || titled && subscribes {
        true if !adds_document => Fact::Known(true),
        true => Fact::Unclear(Reason::UnsureWording),
        // A title may stand over more than messages, and “Sign up” alone may open an account.
        false if titled || subscribes && !adds_document => Fact::Unclear(Reason::UnsureWording),
        false => Fact::Known(false),
    }
}
