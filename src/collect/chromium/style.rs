//! Computed styles, each kept once.

use super::documents::{Document, Row};
use crate::snapshot::{PROPERTIES, Style, StyleId};
use std::collections::HashMap;

/// Asked for besides [`PROPERTIES`], to work something else out; not kept.
const BESIDES: &[&str] = &[
    "transition-duration",
    "transition-delay",
    "animation-name",
    "animation-duration",
    "animation-delay",
    "animation-iteration-count",
];

/// What to ask the browser for.
pub(super) fn asked() -> impl Iterator<Item = &'static str> {
    PROPERTIES.iter().chain(BESIDES).copied()
}

/// The distinct styles so far.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) list: Vec<Style>,
    known: HashMap<Style, StyleId>,
    /// By place in the browser's own list: those of one process share it.
    places: HashMap<Places, (StyleId, u32)>,
}

/// A process, and where in its list of strings the values of a style are.
type Places = (usize, Box<[i64]>);

impl Styles {
    /// The style of a node that was laid out, and the longest transition or animation that it declares.
    pub(super) fn of(&mut self, part: usize, document: &Document<'_>, row: Row) -> Option<(StyleId, u32)> {
        let places = document.style(row)?;
        if let Some(found) = self.places.get(&(part, Box::from(places))) {
            return Some(*found);
        }
        let values: Vec<&str> = document.style_values(places).collect();
        let kept = (0..PROPERTIES.len()).map(|at| values.get(at).copied().unwrap_or_default().to_owned()).collect();
        let id = self.keep(Style { values: kept });
        let found = (id, longest(values.get(PROPERTIES.len()..).unwrap_or_default()));
        self.places.insert((part, Box::from(places)), found);
        Some(found)
    }

    /// The style of a node that takes part in no layout: the browser says no more of it than that.
    pub(super) fn unrendered(&mut self, display: &str) -> StyleId {
        let value = |name: &&str| if *name == "display" { display.to_owned() } else { String::new() };
        self.keep(Style { values: PROPERTIES.iter().map(value).collect() })
    }

    fn keep(&mut self, style: Style) -> StyleId {
        let next = StyleId(self.list.len() as u32);
        let id = *self.known.entry(style.clone()).or_insert(next);
        if id == next {
            self.list.push(style);
        }
        id
    }

    /// Computed value of one of [`PROPERTIES`].
    pub(super) fn value(&self, id: StyleId, property: &str) -> &str {
        let at = PROPERTIES.iter().position(|name| *name == property);
        at.and_then(|at| self.list.get(id.index())?.values.get(at)).map_or("", String::as_str)
    }
}

/// Milliseconds of the longest transition or animation, its delay included. `besides` is as in [`BESIDES`].
fn longest(besides: &[&str]) -> u32 {
    let &[transition, transition_delay, name, animation, animation_delay, count] = besides else { return 0 };
    let times = |list: &str| -> Vec<f64> { list.split(',').map(milliseconds).collect() };
    let most = |durations: &str, delays: &str| {
        let delays = times(delays);
        let whole = |(at, duration): (usize, f64)| {
            let delay = delays.get(at % delays.len().max(1)).copied().unwrap_or_default();
            if duration > 0.0 { duration + delay.max(0.0) } else { 0.0 }
        };
        times(durations).into_iter().enumerate().map(whole).fold(0.0, f64::max)
    };
    if name != "none" && count.contains("infinite") && most(animation, "") > 0.0 {
        return u32::MAX;
    }
    let animation = if name == "none" { 0.0 } else { most(animation, animation_delay) };
    most(transition, transition_delay).max(animation).round() as u32
}

fn milliseconds(time: &str) -> f64 {
    let time = time.trim();
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    match time.strip_suffix("ms") {
        Some(ms) => number(ms),
        None => time.strip_suffix('s').and_then(number).map(|s| s * 1000.0),
    }
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_of_transitions_and_animations_counts_with_its_delay() {
        assert_eq!(longest(&["0s", "0s", "none", "9s", "0s", "1"]), 0);
        assert_eq!(longest(&["0.3s, 0.1s", "0s, 500ms", "none", "0s", "0s", "1"]), 600);
        assert_eq!(longest(&["0s", "0s", "fade", "1s", "-0.5s", "2"]), 1000);
        assert_eq!(longest(&["0s", "4s", "fade", "auto", "0s", "1"]), 0);
        assert_eq!(longest(&["0s", "0s", "fade", "1s", "0s", "infinite"]), u32::MAX);
    }
}
