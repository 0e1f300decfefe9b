use crate::lexicon::{Intent, Purpose, Saying};
use crate::meaning::{Action, Choice, Disclosure, Field, Meaning, Surface, Visited};
use crate::snapshot::NodeId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// Where consent is asked for.
    Surface,
    /// A control that carries a yes or no.
    Choice,
    /// Something to press.
    Action,
    /// A text.
    Disclosure,
    /// The action that agrees and the one that refuses, on the same surface.
    Pair,
    /// A field to fill in.
    Field,
    /// The page as a whole, if it has a surface.
    Page,
    /// What walking on the site showed; its surface is the one that was walked.
    Visit,
}

impl On {
    /// Every kind of subject.
    pub const ALL: &'static [On] =
        &[On::Surface, On::Choice, On::Action, On::Disclosure, On::Pair, On::Field, On::Page, On::Visit];
}

/// One thing that a rule judges: a surface, or something on it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'m> {
    meaning: &'m Meaning<'m>,
    on: On,
    surface: usize,
    /// Place of the choice, action or disclosure; of a pair, the action that agrees.
    at: usize,
    /// Of a pair, the action that refuses.
    other: usize,
}

impl<'m> Subject<'m> {
    /// All subjects of a kind, in document order.
    pub fn all(meaning: &'m Meaning<'m>, on: On) -> Vec<Subject<'m>> {
        let mut subjects = Vec::new();
        if on == On::Visit {
            if !meaning.surfaces.is_empty() {
                let surface = meaning.walked_surface().unwrap_or(usize::MAX);
                subjects.push(Subject { meaning, on, surface, at: 0, other: 0 });
            }
            return subjects;
        }
        for (number, surface) in meaning.surfaces.iter().enumerate() {
            let subject = |at, other| Subject { meaning, on, surface: number, at, other };
            match on {
                On::Surface => subjects.push(subject(0, 0)),
                On::Choice => subjects.extend((0..surface.choices.len()).map(|at| subject(at, 0))),
                On::Action => {
                    let offered =
                        (0..surface.actions.len()).filter(|&at| surface.actions[at].is_offered(surface.latent));
                    subjects.extend(offered.map(|at| subject(at, 0)));
                }
                On::Field => subjects.extend((0..surface.fields.len()).map(|at| subject(at, 0))),
                On::Page if number == 0 => subjects.push(subject(0, 0)),
                On::Page | On::Visit => {}
                On::Disclosure => subjects.extend((0..surface.disclosures.len()).map(|at| subject(at, 0))),
                On::Pair => {
                    let place = |action: Option<&Action>| {
                        action.and_then(|action| surface.actions.iter().position(|it| it.node == action.node))
                    };
                    if let (Some(accept), Some(refuse)) = (place(surface.accept()), place(surface.refuse())) {
                        subjects.push(subject(accept, refuse));
                    }
                }
            }
        }
        subjects
    }

    /// Its kind.
    pub fn on(&self) -> On {
        self.on
    }

    /// What was understood of the page.
    pub fn meaning(&self) -> &'m Meaning<'m> {
        self.meaning
    }

    /// The surface that it is on, or is.
    pub fn surface(&self) -> Option<&'m Surface> {
        (self.on != On::Page).then(|| self.meaning.surfaces.get(self.surface)).flatten()
    }

    /// Place of the surface among all.
    pub fn surface_number(&self) -> usize {
        self.surface
    }

    /// The choice that it is.
    pub fn choice(&self) -> Option<&'m Choice> {
        (self.on == On::Choice).then(|| self.surface()?.choices.get(self.at)).flatten()
    }

    /// The action that it is.
    pub fn action(&self) -> Option<&'m Action> {
        (self.on == On::Action).then(|| self.surface()?.actions.get(self.at)).flatten()
    }

    /// The disclosure that it is.
    pub fn disclosure(&self) -> Option<&'m Disclosure> {
        (self.on == On::Disclosure).then(|| self.surface()?.disclosures.get(self.at)).flatten()
    }

    /// The field that it is.
    pub fn field(&self) -> Option<&'m Field> {
        (self.on == On::Field).then(|| self.surface()?.fields.get(self.at)).flatten()
    }

    /// Its own words, if they say this: a label, a text, or what a surface's texts say.
    pub fn saying(&self, saying: Saying) -> Option<&'m str> {
        let says = match self.on {
            On::Choice => self.choice().is_some_and(|it| it.says(saying)),
            On::Action => self.action().is_some_and(|it| it.says(saying)),
            On::Disclosure => self.disclosure().is_some_and(|it| it.says(saying)),
            On::Surface => return self.surface()?.sayings.get(&saying).map(String::as_str),
            On::Page => return self.meaning.sayings.contains(&saying).then_some(""),
            On::Visit => return self.surface()?.sayings.get(&saying).map(String::as_str),
            On::Pair | On::Field => false,
        };
        says.then(|| self.label())
    }

    /// What walking on the site showed; none where nobody walked.
    pub fn visited(&self) -> Option<&'m Visited<'m>> {
        self.meaning.visited
    }

    /// The action that agrees and the one that refuses.
    pub fn pair(&self) -> Option<(&'m Action, &'m Action)> {
        let surface = (self.on == On::Pair).then(|| self.surface()).flatten()?;
        Some((surface.actions.get(self.at)?, surface.actions.get(self.other)?))
    }

    /// The action that a disclosure binds.
    pub fn bound_action(&self) -> Option<&'m Action> {
        self.surface()?.actions.get(self.disclosure()?.binds?)
    }

    /// The element that a finding points at.
    pub fn node(&self) -> NodeId {
        let surface = self.surface();
        self.choice()
            .map(|it| it.node)
            .or_else(|| self.action().map(|it| it.node))
            .or_else(|| self.disclosure().map(|it| it.node))
            .or_else(|| self.pair().map(|(_, refuse)| refuse.node))
            .or_else(|| self.field().map(|it| it.node))
            .or_else(|| surface.map(|it| it.node))
            .or_else(|| self.meaning.snapshot().ids().find(|&id| self.meaning.index.node(id).is_element()))
            .unwrap_or_default()
    }

    /// What it says of itself: a label, or the text.
    pub fn label(&self) -> &'m str {
        if let Some(choice) = self.choice() {
            return if choice.called.is_empty() { &choice.name } else { &choice.called };
        }
        self.action()
            .map(|it| it.label.as_str())
            .or_else(|| self.disclosure().map(|it| it.text.as_str()))
            .or_else(|| self.pair().map(|(_, refuse)| refuse.label.as_str()))
            .or_else(|| self.field().map(|it| it.label.as_str()))
            .or_else(|| self.surface().map(|it| it.text.as_str()))
            .unwrap_or_default()
    }

    /// The purposes that it names.
    pub fn purposes(&self) -> BTreeSet<Purpose> {
        match (self.choice(), self.disclosure(), self.on) {
            (Some(choice), ..) => choice.purposes.clone(),
            (_, Some(disclosure), _) => disclosure.purposes.clone(),
            (.., On::Surface | On::Visit) => self.surface().map(|it| it.purposes.clone()).unwrap_or_default(),
            _ => BTreeSet::new(),
        }
    }

    /// Whether its surface waits for a script to show it.
    pub fn is_latent(&self) -> bool {
        self.surface().is_some_and(|surface| surface.latent)
    }

    /// Whether scripts run on its page, so that pressing may do what the markup does not say.
    pub fn page_runs_scripts(&self) -> bool {
        self.meaning.index.runs_scripts(self.node())
    }

    /// Whether "by continuing" may mean a button of the surface that says "continue".
    pub fn continues_by_button(&self) -> bool {
        let Some(surface) = self.surface() else { return false };
        surface.offered().any(|action| action.intent == Intent::Submit)
            && !surface
                .offered()
                .any(|action| matches!(action.intent, Intent::Acknowledge | Intent::Accept | Intent::Close))
    }

    /// Whether a document inside the surface was not seen.
    pub fn has_unseen_frame(&self) -> bool {
        self.surface().is_some_and(|surface| self.meaning.has_unseen_frame(surface))
    }
}
