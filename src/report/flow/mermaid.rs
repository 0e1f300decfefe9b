use super::{Lane, Way, captions, lanes};
use crate::finding::{PathStep, Paths};
use crate::report::inert;
use crate::report::words::fold;
use crate::snapshot::PathOutcome;
use std::collections::BTreeMap;

/// Columns of the longest label.
const LABEL: usize = 40;

/// A `flowchart` of Mermaid: states are nodes, presses are arrows, each way drawn in its own kind of line. Ends with a
/// line end.
pub fn mermaid(paths: &Paths) -> String {
    let lanes: Vec<Lane<'_>> = lanes(paths).into_iter().filter(Lane::walked).collect();
    let mut chart = String::from("flowchart LR\n");
    for (state, node) in nodes(&lanes) {
        let (open, close) = if node.end.is_some() { ("([", "])") } else { ("[", "]") };
        chart.push_str(&format!("  s{state}{open}\"{state} · {}\"{close}\n", node.name));
    }
    let mut styles = Vec::new();
    for lane in &lanes {
        let arrow = arrow(lane.way);
        let mut last = start(lane);
        for (step, caption) in lane.steps().zip(captions(lane)) {
            chart.push_str(&format!(
                "  s{} {arrow}|\"{}\"| s{}\n",
                step.from,
                label(lane.way, &caption, step),
                step.state
            ));
            styles.push(lane.way);
            last = step.state;
        }
        if lane.path.outcome != PathOutcome::Reached {
            let name = lane.way.name();
            chart.push_str(&format!("  {name}([\"{name}, {}\"])\n  s{last} {arrow} {name}\n", lane.ended()));
            styles.push(lane.way);
        }
    }
    for way in [Way::Accept, Way::Refuse, Way::Withdraw] {
        let places: Vec<String> =
            styles.iter().enumerate().filter(|(_, of)| **of == way).map(|(at, _)| at.to_string()).collect();
        if !places.is_empty() {
            chart.push_str(&format!("  linkStyle {} stroke:{},stroke-width:2px\n", places.join(","), colour(way)));
        }
    }
    chart
}

/// A state as the chart names it.
#[derive(Default)]
struct Node {
    name: String,
    end: Option<Way>,
}

fn nodes(lanes: &[Lane<'_>]) -> BTreeMap<u32, Node> {
    let mut nodes: BTreeMap<u32, Node> = BTreeMap::new();
    for lane in lanes {
        let first = start(lane);
        let name = if lane.way == Way::Withdraw { Way::Accept.done() } else { "the page as it opens" };
        nodes.entry(first).or_insert_with(|| Node { name: name.into(), end: None });
        for step in lane.steps() {
            let name = format!("after {}", pressed(step));
            nodes.entry(step.state).or_insert(Node { name, end: None });
        }
        if lane.path.outcome == PathOutcome::Reached
            && let Some(step) = lane.steps().last()
        {
            nodes.insert(step.state, Node { name: lane.way.done().into(), end: Some(lane.way) });
        }
    }
    nodes
}

/// The state that a way begins at.
fn start(lane: &Lane<'_>) -> u32 {
    lane.steps().next().map_or(0, |step| step.from)
}

fn label(way: Way, caption: &str, step: &PathStep) -> String {
    let caption = if step.press.trim().is_empty() { String::new() } else { format!("{caption}, ") };
    format!("{}, {caption}{}", way.name(), pressed(step))
}

fn pressed(step: &PathStep) -> String {
    inert::mermaid(&fold(&super::said(step), LABEL, 1).concat())
}

fn arrow(way: Way) -> &'static str {
    match way {
        Way::Accept => "==>",
        Way::Refuse => "-->",
        Way::Withdraw => "-.->",
    }
}

/// Seen on white and on black.
fn colour(way: Way) -> &'static str {
    match way {
        Way::Accept => "#0f8a7e",
        Way::Refuse => "#c2610c",
        Way::Withdraw => "#8062c4",
    }
}
