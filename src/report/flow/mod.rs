//! The ways through a consent flow: said, tabled and drawn.
//!
//! What was pressed is page text. Every file here makes it inert for the one that reads it.

mod mermaid;
mod picture;
mod table;
mod text;

pub use mermaid::mermaid;
pub use picture::picture;
pub use table::{html_table, markdown_table};
pub(super) use text::{listed, text};

use super::words::capital;
use super::{clean, count};
use crate::finding::{PathReport, PathStep, Paths};
use crate::snapshot::{Act, PathOutcome};

/// What a way leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Accept,
    Refuse,
    Withdraw,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::Accept => "accept",
            Way::Refuse => "refuse",
            Way::Withdraw => "withdraw",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Way::Accept => "Agree",
            Way::Refuse => "Refuse",
            Way::Withdraw => "Take back",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Way::Accept => "agree",
            Way::Refuse => "refuse",
            Way::Withdraw => "take consent back",
        }
    }

    fn doing(self) -> &'static str {
        match self {
            Way::Accept => "agreeing",
            Way::Refuse => "refusing",
            Way::Withdraw => "taking consent back",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Way::Accept => "agreed",
            Way::Refuse => "refused",
            Way::Withdraw => "taken back",
        }
    }
}

/// One way, and what it costs.
#[derive(Clone, Copy)]
struct Lane<'a> {
    way: Way,
    path: &'a PathReport,
}

/// The ways in the order that they are shown in.
fn lanes(paths: &Paths) -> [Lane<'_>; 3] {
    [
        Lane { way: Way::Accept, path: &paths.accept },
        Lane { way: Way::Refuse, path: &paths.refuse },
        Lane { way: Way::Withdraw, path: &paths.withdraw },
    ]
}

impl<'a> Lane<'a> {
    /// Whether anybody tried to go it.
    fn walked(&self) -> bool {
        let path = self.path;
        path.outcome != PathOutcome::Reached || path.clicks.is_some() || self.steps().next().is_some()
    }

    /// What a person does on it. To open the page is no part of the way.
    fn steps(&self) -> impl Iterator<Item = &'a PathStep> + use<'a> {
        self.path.steps.iter().filter(|step| step.act != Act::Load)
    }

    fn ended(&self) -> &'static str {
        match self.path.outcome {
            PathOutcome::Reached if self.walked() => "reached",
            PathOutcome::Reached => "not walked",
            PathOutcome::None => "no such way",
            PathOutcome::DeadEnd => "led nowhere",
            PathOutcome::GaveUp => "given up",
        }
    }

    /// `3 presses`, where it was walked to its end.
    fn presses(&self) -> Option<String> {
        self.path.clicks.map(|clicks| count(clicks, "press", "presses"))
    }

    fn clicks(&self) -> String {
        self.path.clicks.map_or("–".into(), |clicks| clicks.to_string())
    }

    /// `1 scroll, 1.5 s of waiting`: what it costs beside the presses and the reading, where it costs that.
    fn toil(&self) -> Vec<String> {
        let path = self.path;
        let mut toil = Vec::new();
        if path.scrolls > 0 {
            toil.push(count(path.scrolls, "scroll", "scrolls"));
        }
        if path.keys > 0 {
            toil.push(count(path.keys, "key", "keys"));
        }
        if path.waits_ms > 0 {
            toil.push(format!("{} of waiting", self.waits()));
        }
        toil
    }

    fn waits(&self) -> String {
        format!("{} s", f64::from(self.path.waits_ms) / 1000.0)
    }

    /// One clause on what it takes.
    fn said(&self) -> String {
        let way = self.way;
        match (self.presses(), self.path.outcome) {
            (Some(presses), _) => format!("{} takes {presses}", way.doing()),
            (None, PathOutcome::None) => format!("no way to {} was found", way.verb()),
            (None, PathOutcome::DeadEnd) => format!("the way to {} led nowhere", way.verb()),
            (None, _) => format!("the way to {} was not walked to its end", way.verb()),
        }
    }
}

/// What was done in a step, with the label as a page text says it.
fn said(step: &PathStep) -> String {
    let label = clean(&step.press);
    let label = label.trim();
    match (step.act, label) {
        (Act::Scroll, "") => "scroll to the end".into(),
        (Act::Return, "") => "come back".into(),
        (Act::Return, label) => format!("come back after {label}"),
        (Act::Load, _) => "open the page".into(),
        (Act::Key, "") => "a key".into(),
        (Act::Key, label) => format!("the key {label}"),
        (Act::Type, "") => "type into a field".into(),
        (Act::Type, label) => format!("type into “{label}”"),
        (_, "") => "something without a label".into(),
        (_, label) => format!("“{label}”"),
    }
}

/// What kind of step it is.
fn kind(step: &PathStep) -> &'static str {
    match step.act {
        Act::Load => "open",
        Act::Click => "press",
        Act::Key => "key",
        Act::Scroll => "scroll",
        Act::Follow => "link",
        Act::Return => "come back",
        Act::Submit => "send",
        Act::Type => "type",
    }
}

/// `press 1`, `scroll`, `press 2, a link`: what stands above each step of a way. Only presses are counted.
fn captions(lane: &Lane<'_>) -> Vec<String> {
    let mut presses = 0;
    let caption = |step: &PathStep| {
        presses += u32::from(matches!(step.act, Act::Click | Act::Follow | Act::Submit));
        match step.act {
            Act::Click => format!("press {presses}"),
            Act::Follow => format!("press {presses}, a link"),
            Act::Submit => format!("press {presses}, sends"),
            _ => kind(step).into(),
        }
    };
    lane.steps().map(caption).collect()
}

/// One sentence that compares the ways: `Agreeing takes 1 press; refusing takes 3 presses.`
pub fn compared(paths: &Paths) -> String {
    let clauses: Vec<String> = lanes(paths).iter().filter(|lane| lane.walked()).map(Lane::said).collect();
    let sentence = clauses.join("; ");
    if sentence.is_empty() { "No way was walked.".into() } else { format!("{}.", capital(&sentence)) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::compared;
    use crate::finding::{PathReport, PathStep, Paths};
    use crate::snapshot::{Act, PathOutcome};

    fn step(press: &str, from: u32, state: u32) -> PathStep {
        PathStep { act: Act::Click, press: press.into(), path: vec!["button".into()], from, state }
    }

    /// Three ways: one press, three presses, none at all.
    pub(crate) fn paths() -> Paths {
        Paths {
            accept: PathReport {
                clicks: Some(1),
                words: 31,
                steps: vec![PathStep { act: Act::Load, ..PathStep::default() }, step("Accept all", 0, 1)],
                ..PathReport::default()
            },
            refuse: PathReport {
                clicks: Some(3),
                scrolls: 1,
                waits_ms: 1500,
                words: 212,
                steps: vec![step("Settings", 0, 2), step("Reject all", 2, 3), step("Save my choices", 3, 4)],
                ..PathReport::default()
            },
            withdraw: PathReport {
                outcome: PathOutcome::None,
                reason: Some("no way back was found in 3 pages".into()),
                ..PathReport::default()
            },
        }
    }

    #[test]
    fn the_ways_are_compared_in_a_sentence() {
        assert_eq!(
            compared(&paths()),
            "Agreeing takes 1 press; refusing takes 3 presses; no way to take consent back was found."
        );
        assert_eq!(compared(&Paths::default()), "No way was walked.");
    }
}
