//! What was understood, as reports show it.

use super::choice::Setting;
use super::{Fact, Meaning, Surface, Visibility};
use crate::finding::{ActionSummary, ChoiceSummary, DisclosureSummary, SurfaceSummary, Understood, quote, round};
use crate::lexicon::Purpose;
use std::collections::BTreeSet;

impl Meaning<'_> {
    /// The surfaces as `check` lists them.
    pub fn surface_summaries(&self) -> Vec<SurfaceSummary> {
        let summary = |(id, surface): (usize, &Surface)| SurfaceSummary {
            id: id as u32,
            kind: surface.kind.name().into(),
            latent: surface.latent,
            selector: self.path(surface.node).join(" >>> "),
            lang: surface.languages.clone(),
            text: quote(&surface.text),
        };
        self.surfaces.iter().enumerate().map(summary).collect()
    }

    /// Everything that was understood, as `inspect` lists it.
    pub fn understood(&self) -> Vec<Understood> {
        self.surfaces.iter().enumerate().map(|(id, surface)| self.understood_surface(id as u32, surface)).collect()
    }

    fn understood_surface(&self, id: u32, surface: &Surface) -> Understood {
        let actions = surface.actions.iter().map(|action| ActionSummary {
            path: self.path(action.node),
            label: quote(&action.label),
            intent: action.intent.name().into(),
            form: action.form.name().into(),
            prominence: action.prominence.known().map(|it| round(it.score)),
            rect: self.index.rect(action.node),
            visible: visible(&action.visibility),
        });
        let choices = surface.choices.iter().map(|choice| ChoiceSummary {
            path: self.path(choice.node),
            label: quote(&choice.called),
            kind: choice.kind.name().into(),
            default: setting(&choice.default),
            state: setting(&choice.state),
            purposes: names(&choice.purposes),
            polarity: choice.polarity.known().map_or("unknown", |it| it.name()).into(),
            necessity: choice.necessity.name().into(),
            visible: visible(&choice.visibility),
        });
        let disclosures = surface.disclosures.iter().map(|disclosure| DisclosureSummary {
            path: self.path(disclosure.node),
            text: quote(&disclosure.text),
            purposes: names(&disclosure.purposes),
            recipients: surface
                .sharing
                .iter()
                .filter(|it| disclosure.text.contains(it.as_str()))
                .map(|it| quote(it))
                .collect(),
            claims: disclosure.claims.iter().map(|claim| claim.name().to_string()).collect(),
            font_px: disclosure.font_px.known().map(round),
            contrast: disclosure.contrast.known().map(round),
            visible: visible(&disclosure.visibility),
        });
        Understood {
            id,
            kind: surface.kind.name().into(),
            latent: surface.latent,
            layer: surface.layer.known().unwrap_or(0),
            asks: vec![surface.asks.name().into()],
            lang: surface.languages.clone(),
            path: self.path(surface.node),
            rect: self.index.rect(surface.node),
            text: quote(&surface.text),
            actions: actions.collect(),
            choices: choices.collect(),
            disclosures: disclosures.collect(),
        }
    }
}

fn visible(fact: &Fact<Visibility>) -> String {
    match fact {
        Fact::Known(visibility) => visibility.name().into(),
        Fact::Unclear(reason) => reason.key().into(),
        Fact::Unseen(capability) => format!("not seen ({})", capability.name()),
    }
}

fn setting(fact: &Fact<Setting>) -> String {
    fact.known().map_or("unknown", Setting::name).into()
}

fn names(purposes: &BTreeSet<Purpose>) -> Vec<String> {
    purposes.iter().map(|purpose| purpose.name().to_string()).collect()
}
