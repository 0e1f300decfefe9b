//! What can be reached and recognised on a page: what lies on top, which links look like links, what a drawn switch shows.

use super::appearance::Display;
use super::choice::Setting;
use super::{Choice, Fact, Index, Meaning, Reason, Surface, SurfaceKind};
use crate::snapshot::{Capability, NodeId, Rect, leads_to_page};

/// WCAG 2.2, technique G183: a link told apart by colour alone needs this contrast to the text around it.
const LINK_CONTRAST: f64 = 3.0;
/// Oklab chroma from which a colour reads as a colour, and below which it reads as grey.
const COLOURED: f64 = 0.08;
const GREY: f64 = 0.03;

impl Index<'_> {
    /// How many lines the text of an element takes.
    pub fn lines(&self, id: NodeId) -> usize {
        self.main_text(id).map_or(0, |text| self.node(text).lines.len())
    }

    /// Whether a link has no address to go to: none, an empty one, or one that stands for a script.
    pub fn leads_nowhere(&self, link: NodeId) -> bool {
        let href = self.node(link).attribute("href").unwrap_or_default().trim();
        href.is_empty() || href == "#" || href.starts_with("javascript:void")
    }

    /// Whether an element is a link to another page that does not say to act as a button.
    pub fn leads_away(&self, id: NodeId) -> bool {
        let node = self.node(id);
        node.is("a")
            && node.attribute("role") != Some("button")
            && node.attribute("href").is_some_and(|href| leads_to_page(href.trim()))
    }

    /// Whether pressing a control sends the form that it is in, by its type.
    pub fn is_submit(&self, control: NodeId) -> bool {
        let node = self.node(control);
        let said = node.attribute("type");
        match node.tag.as_str() {
            "button" => said.is_none_or(|kind| kind.eq_ignore_ascii_case("submit")),
            "input" => said.is_some_and(|kind| kind.eq_ignore_ascii_case("submit")),
            _ => false,
        }
    }

    /// The form around an element.
    pub fn form_around(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|&up| self.node(up).is("form"))
    }

    /// Whether pressing an element may send a form.
    pub fn sends_form(&self, control: NodeId) -> bool {
        self.is_submit(control) && self.form_around(control).is_some()
    }

    /// The element that a press at this point of the first view meets.
    pub fn topmost(&self, x: f64, y: f64) -> Option<NodeId> {
        let meets = |id: &NodeId| {
            self.node(*id).rect.is_some_and(|rect| rect.contains(x, y))
                && self.sights[id.index()].hard_clip.is_none_or(|clip| clip.contains(x, y))
                && self.sights[id.index()].soft_clip.is_none_or(|clip| clip.contains(x, y))
        };
        let solid = self.solid.get_or_init(|| self.snapshot.ids().filter(|&id| self.can_be_met(id)).collect());
        solid.iter().copied().filter(meets).max_by_key(|&id| (self.node(id).paint_order, id))
    }

    /// Whether an element is one that a pointer can meet at all.
    fn can_be_met(&self, id: NodeId) -> bool {
        let node = self.node(id);
        node.is_element()
            && node.rect.is_some()
            && self.appearance(id).is_some_and(|look| !look.hidden && look.display != Display::None)
            && self.snapshot.style(id, "pointer-events") != Some("none")
    }

    /// Whether a press on the middle of an element meets something that neither holds it nor stands in it.
    pub fn is_under_another(&self, id: NodeId) -> bool {
        let viewport = self.snapshot.source.viewport;
        let Some((x, y)) = self.node(id).rect.map(|rect| rect.center()) else { return false };
        let in_view = x >= 0.0 && y >= 0.0 && x < f64::from(viewport.width) && y < f64::from(viewport.height);
        in_view && self.topmost(x, y).is_some_and(|top| !self.holds(id, top) && !self.holds(top, id))
    }

    /// Whether a link that stands in a line of text looks like that text: no line under it, no frame, no fill, and a
    /// colour that hardly differs. A link that stands alone is told by its place.
    pub fn looks_like_text(&self, link: NodeId) -> Fact<bool> {
        if !self.saw(link, Capability::Style) {
            return Fact::Unseen(Capability::Style);
        }
        let Some(around) = self.ancestors(link).find(|&id| self.node(id).is_element() && !self.is_inline(id)) else {
            return Fact::Known(false);
        };
        // A character that stands unspaced is about half a word.
        let words = |id: NodeId| {
            let text = self.full_text(id);
            text.split_whitespace().count() + crate::lexicon::count_unspaced(&text) / 2
        };
        let (own, all) = (words(link), words(around));
        if !self.is_inline(link) || all < own + 3 {
            return Fact::Known(false);
        }
        let text = self.main_text(link).map_or(link, |text| self.element(text));
        let (Some(look), Some(ink)) = (self.appearance(link), self.letters(text)) else {
            return Fact::Unseen(Capability::Style);
        };
        let beside = self.parent(link).map(|id| self.element(id)).and_then(|id| self.letters(id));
        let Some(beside) = beside else { return Fact::Unseen(Capability::Style) };
        if look.image.is_some() {
            return Fact::Unclear(Reason::ImageBackdrop);
        }
        let inner = self.subtree(link).filter(|&id| self.node(id).is_element());
        let underlined = inner.into_iter().any(|id| self.appearance(id).is_some_and(|look| look.underlined));
        let bordered = self.snapshot.style(link, "border-bottom-style").is_some_and(|style| style != "none");
        let marked = underlined
            || bordered
            || look.border > 0.0
            || look.background.a > 0.05
            || ink.bold >= beside.bold + 200.0
            || self.node(link).after.is_some()
            || self.node(link).before.is_some();
        Fact::Known(!marked && ink.colour.contrast(beside.colour) < LINK_CONTRAST)
    }

    /// The state that a drawn switch shows: by the side on which its knob stands, else by its colour beside that of its
    /// fellows. `None` where nothing is drawn that shows a state.
    pub fn drawn_state(&self, choice: &Choice, others: &[&Choice]) -> Fact<Option<Setting>> {
        if !self.saw(choice.node, Capability::Layout) {
            return Fact::Unseen(Capability::Layout);
        }
        let Some((track, rect)) = self.track(choice) else { return Fact::Known(None) };
        let by_colour = self.state_by_colour(choice, track, others);
        let by_knob = self.knob(track, &rect).map(|knob| {
            let right = knob.x + knob.width / 2.0 > rect.x + rect.width / 2.0;
            let mirrored = self.snapshot.style(track, "direction") == Some("rtl");
            if right == mirrored { Setting::Off } else { Setting::On }
        });
        match (by_knob, by_colour) {
            (Some(knob), Some(colour)) if knob != colour && Some(knob) == choice.state.known() => {
                Fact::Unclear(Reason::ColourAgainstPlace)
            }
            (Some(knob), _) => Fact::Known(Some(knob)),
            (None, colour) => Fact::Known(colour),
        }
    }

    /// The box that a switch is drawn as: at least half as wide again as high, and not larger than a switch.
    fn track(&self, choice: &Choice) -> Option<(NodeId, Rect)> {
        let is_track = |id: NodeId| {
            let rect = self.node(id).rect.filter(|rect| {
                rect.width >= rect.height * 1.4 && rect.width <= 120.0 && (10.0..=60.0).contains(&rect.height)
            })?;
            let look = self.appearance(id)?;
            (look.background.a > 0.05 || look.border > 0.0).then_some((id, rect))
        };
        if !self.node(choice.node).is("input") {
            return self.subtree(choice.node).find_map(is_track);
        }
        let siblings = self.parent(choice.node).map(|up| self.children(up).collect::<Vec<_>>()).unwrap_or_default();
        let drawn = siblings.into_iter().filter(|&id| id != choice.node && self.node(id).is_element());
        drawn.flat_map(|id| self.subtree(id)).take(12).find_map(is_track)
    }

    /// The knob in a track: a box as high as wide, about, and at most two thirds of the track.
    fn knob(&self, track: NodeId, rect: &Rect) -> Option<Rect> {
        let fits = |knob: &Rect| {
            knob.width > 4.0
                && knob.width < rect.width * 0.67
                && (0.6..=1.6).contains(&(knob.width / knob.height.max(1.0)))
                && knob.height <= rect.height + 12.0
        };
        let drawn = self.subtree(track).skip(1).filter_map(|id| {
            let look = self.appearance(id)?;
            self.node(id).rect.filter(|knob| fits(knob) && look.background.a > 0.05)
        });
        let node = self.node(track);
        let pseudo = [&node.before, &node.after].into_iter().flatten().filter_map(|pseudo| pseudo.rect).filter(fits);
        drawn.chain(pseudo).next()
    }

    fn state_by_colour(&self, choice: &Choice, track: NodeId, others: &[&Choice]) -> Option<Setting> {
        let chroma = |id: NodeId| self.appearance(id).map(|look| look.background.chroma());
        let state = choice.state.known()?;
        let own = chroma(track)?;
        let fellows = others
            .iter()
            .filter(|other| other.node != choice.node && other.state.known().is_some_and(|it| it != state));
        let other = fellows.filter_map(|other| self.track(other)).find_map(|(track, _)| chroma(track))?;
        match (own, other) {
            (own, other) if own >= COLOURED && other <= GREY => Some(Setting::On),
            (own, other) if own <= GREY && other >= COLOURED => Some(Setting::Off),
            _ => None,
        }
    }

    /// The visible part of the box inside the page that a text scrolls in, if it does.
    pub fn scroll_box(&self, id: NodeId) -> Option<Rect> {
        self.sights[id.index()].soft_clip
    }

    /// How far down in a scrolled box a text lies, and how high that box is, in CSS pixels.
    pub fn depth_in_scroller(&self, id: NodeId) -> Option<(f64, f64)> {
        let rect = self.text_rect(id).or(self.rect(id))?;
        let clip = self.sights[id.index()].soft_clip?;
        Some((rect.y - clip.y, clip.height))
    }
}

impl Meaning<'_> {
    /// Share of what can be pressed on the rest of the page that lies behind a surface or its overlay; where nothing else
    /// can be pressed, share of the window.
    pub fn share_blocked(&self, surface: &Surface) -> Fact<f64> {
        let index = &self.index;
        if !index.saw(surface.node, Capability::Layout) {
            return Fact::Unseen(Capability::Layout);
        }
        if surface.latent {
            return Fact::Unclear(Reason::Latent);
        }
        // A page that asks in its flow hides nothing behind it.
        let lies_above = index.subtree(surface.node).take(40).any(|id| index.is_fixed(id))
            || surface.kind == SurfaceKind::Dialog
            || index.snapshot.style(surface.node, "position") == Some("absolute");
        if !lies_above {
            return Fact::Known(0.0);
        }
        let viewport = index.snapshot.source.viewport;
        let (width, height) = (f64::from(viewport.width), f64::from(viewport.height));
        let pressable = |&id: &NodeId| {
            let node = index.node(id);
            !index.holds(surface.node, id)
                && (node.is("a") && node.attribute("href").is_some()
                    || matches!(node.tag.as_str(), "button" | "select" | "textarea")
                    || node.is("input") && node.attribute("type") != Some("hidden"))
        };
        let centre = |id: NodeId| {
            let (x, y) = index.rect(id).or_else(|| index.text_rect(id))?.center();
            (x >= 0.0 && y >= 0.0 && x < width && y < height).then_some((x, y))
        };
        let points: Vec<(NodeId, (f64, f64))> =
            index.snapshot.ids().filter(pressable).filter_map(|id| Some((id, centre(id)?))).take(200).collect();
        let fixed = |id: NodeId| index.is_fixed(id) || index.holds(surface.node, id);
        if points.is_empty() {
            const STEPS: u32 = 6;
            let grid = (0..STEPS * STEPS).map(|n| {
                let step = |n: u32, size: f64| (f64::from(n) + 0.5) * size / f64::from(STEPS);
                (step(n % STEPS, width), step(n / STEPS, height))
            });
            let covered = grid.filter(|&(x, y)| index.topmost(x, y).is_some_and(fixed)).count();
            return Fact::Known(covered as f64 / f64::from(STEPS * STEPS));
        }
        let blocked = points.iter().filter(|(id, (x, y))| {
            index.topmost(*x, *y).is_some_and(|top| !index.holds(*id, top) && !index.holds(top, *id) && fixed(top))
        });
        Fact::Known((blocked.count() as f64 / points.len() as f64 * 100.0).round() / 100.0)
    }
}
