//! A drawing of the ways: one lane a way, one box a step, so that a long way looks long.
//!
//! It has no ids but those that it is given, runs no script and names no address.

use super::{Lane, captions, compared, lanes, said};
use crate::finding::{PathStep, Paths};
use crate::report::words::fold;
use crate::report::{clean, count, inert};
use crate::snapshot::PathOutcome;

const WIDTH: usize = 1040;
/// Where the first box begins; left of it stands what the lane is.
const BOXES: usize = 192;
const BOX: (usize, usize) = (150, 72);
/// Between boxes.
const GAP: usize = 32;
const END: (usize, usize) = (116, 40);
/// Boxes in a row; a longer way goes on in the next.
const ROW: usize = 4;
/// From one row to the next.
const ROW_HEIGHT: usize = 100;
/// Columns and lines of a label in a box.
const LABEL: (usize, usize) = (16, 2);
/// Columns of what stands left of a lane.
const NOTE: usize = 20;

const STYLE: &str = "\
.flow{color:#1d1f24;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;\
--flow-box:#fff;--flow-soft:#595e68;--flow-accept:#0b6b61;--flow-refuse:#9a4a06;--flow-withdraw:#5d4596}\
@media(prefers-color-scheme:dark){.flow{color:#e9eaee;--flow-box:#1c1f26;--flow-soft:#a9afba;\
--flow-accept:#5fcabb;--flow-refuse:#f0a45c;--flow-withdraw:#bda6f2}}\
.flow text{fill:currentColor;font-size:14px}.flow .soft{fill:var(--flow-soft);font-size:12px}\
.flow .name{font-size:15px;font-weight:600;fill:var(--lane)}.flow .big{font-size:34px;font-weight:650}\
.flow .unit{font-size:15px;font-weight:400}.flow .rule{stroke:currentColor;stroke-opacity:.16}\
.flow .box{fill:var(--flow-box);stroke:var(--lane);stroke-width:1.5}\
.flow .line{fill:none;stroke:var(--lane);stroke-width:1.75}.flow .tip{fill:var(--lane)}\
.flow .end{fill:var(--lane)}.flow .end-text{fill:var(--flow-box);font-size:13px;font-weight:600;text-anchor:middle}\
.flow .open{fill:none;stroke:var(--lane);stroke-width:1.5;stroke-dasharray:4 4}\
.flow .open-text{fill:var(--lane);font-size:13px;font-weight:600;text-anchor:middle}\
.flow .accept{--lane:var(--flow-accept)}.flow .refuse{--lane:var(--flow-refuse)}\
.flow .withdraw{--lane:var(--flow-withdraw)}";

/// An `svg` element with the ways side by side. `id` makes its title and description its own where a page holds several.
pub fn picture(paths: &Paths, id: &str) -> String {
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let mut drawn = String::new();
    let mut top = 0;
    for lane in lanes(paths).iter().filter(|lane| lane.walked()) {
        if top > 0 {
            drawn.push_str(&format!("<path class=\"rule\" d=\"M0 {top}H{WIDTH}\"/>\n"));
        }
        drawn.push_str(&draw(lane, top));
        top += height(lane);
    }
    let described: Vec<String> = lanes(paths).iter().filter(|lane| lane.walked()).map(describe).collect();
    format!(
        "<svg class=\"flow\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n\
         <style>{STYLE}</style>\n{drawn}</svg>\n",
        top.max(1),
        inert::html(&compared(paths)),
        inert::html(&described.join(" "))
    )
}

/// The lane in a sentence, for those who see no picture.
fn describe(lane: &Lane<'_>) -> String {
    let mut steps: Vec<String> = lane.steps().map(said).collect();
    steps.push(lane.ended().into());
    format!("{}: {}.", lane.way.title(), steps.join(", then "))
}

fn rows(lane: &Lane<'_>) -> usize {
    lane.steps().count().div_ceil(ROW).max(1)
}

fn height(lane: &Lane<'_>) -> usize {
    rows(lane) * ROW_HEIGHT + 24
}

/// The left edge and the middle of the box in a place.
fn place(at: usize, top: usize) -> (usize, usize) {
    (BOXES + (at % ROW) * (BOX.0 + GAP), top + 12 + ROW_HEIGHT / 2 + (at / ROW) * ROW_HEIGHT)
}

fn draw(lane: &Lane<'_>, top: usize) -> String {
    let mut drawn = format!("<g class=\"{}\">\n", lane.way.name());
    drawn.push_str(&head(lane, top));
    let (_, middle) = place(0, top);
    drawn.push_str(&format!("<circle class=\"tip\" cx=\"{}\" cy=\"{middle}\" r=\"5\"/>\n", BOXES - GAP));
    let mut last = 0;
    for (at, (step, caption)) in lane.steps().zip(captions(lane)).enumerate() {
        drawn.push_str(&arrow(at, top));
        drawn.push_str(&boxed(at, step, &caption, top));
        last = at + 1;
    }
    drawn.push_str(&end(lane, last, top));
    drawn.push_str("</g>\n");
    drawn
}

/// What stands left of a lane: how many presses, and what else it costs; or why it has no end.
fn head(lane: &Lane<'_>, top: usize) -> String {
    let mut head = format!("<text class=\"name\" x=\"0\" y=\"{}\">{}</text>\n", top + 30, lane.way.title());
    let (notes, below) = match lane.path.clicks {
        Some(clicks) => {
            head.push_str(&format!(
                "<text class=\"big\" x=\"0\" y=\"{}\">{clicks}<tspan class=\"unit\" dx=\"6\">{}</tspan></text>\n",
                top + 68,
                if clicks == 1 { "press" } else { "presses" }
            ));
            let words = (lane.path.words > 0).then(|| count(lane.path.words, "word", "words"));
            (words.into_iter().chain(fold(&lane.toil().join(", "), NOTE, 2)).collect(), top + 88)
        }
        None => (fold(&clean(lane.path.reason.as_deref().unwrap_or_default()), NOTE, 4), top + 52),
    };
    for (at, line) in notes.iter().enumerate() {
        let y = below + at * 15;
        head.push_str(&format!("<text class=\"soft\" x=\"0\" y=\"{y}\">{}</text>\n", inert::html(line)));
    }
    head
}

/// The arrow to a place, from the place before it.
fn arrow(at: usize, top: usize) -> String {
    let (x, y) = place(at, top);
    let line = if at > 0 && at.is_multiple_of(ROW) {
        let (before, above) = place(at - 1, top);
        let (turn, between) = (before + BOX.0, above + ROW_HEIGHT / 2);
        format!("M{turn} {above}h14V{between}H{}V{y}H{}", BOXES - GAP, x - 8)
    } else {
        format!("M{} {y}H{}", x - GAP, x - 8)
    };
    format!("<path class=\"line\" d=\"{line}\"/><path class=\"tip\" d=\"M{} {y}l-10-5v10z\"/>\n", x - 1)
}

fn boxed(at: usize, step: &PathStep, caption: &str, top: usize) -> String {
    let (x, middle) = place(at, top);
    let y = middle - BOX.1 / 2;
    let (width, height) = BOX;
    // A drawing within the drawing cuts off what is wider than the letters were taken for.
    let mut drawn = format!(
        "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>\
         <svg x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\"><text class=\"soft\" x=\"0\" y=\"21\">{caption}</text>",
        x + 12,
        width - 16
    );
    let (columns, lines) = LABEL;
    for (row, line) in fold(label(step).trim(), columns, lines).iter().enumerate() {
        drawn.push_str(&format!("<text x=\"0\" y=\"{}\">{}</text>", 41 + row * 18, inert::html(line)));
    }
    drawn.push_str("</svg>\n");
    drawn
}

/// What stands in a box: the label alone, for its kind stands above it.
fn label(step: &PathStep) -> String {
    if step.press.trim().is_empty() { said(step) } else { clean(&step.press) }
}

fn end(lane: &Lane<'_>, at: usize, top: usize) -> String {
    let full = at > 0 && at.is_multiple_of(ROW);
    let (x, y) = if full {
        let (x, y) = place(at - 1, top);
        (x + BOX.0 + GAP, y)
    } else {
        place(at, top)
    };
    let (width, height) = END;
    let reached = lane.path.outcome == PathOutcome::Reached;
    let (shape, class, words) =
        if reached { ("end", "end-text", lane.way.done()) } else { ("open", "open-text", lane.ended()) };
    format!(
        "<path class=\"line\" d=\"M{} {y}H{}\"/><path class=\"tip\" d=\"M{} {y}l-10-5v10z\"/>\
         <rect class=\"{shape}\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{height}\" rx=\"20\"/>\
         <text class=\"{class}\" x=\"{}\" y=\"{}\">{words}</text>\n",
        x - GAP,
        x - 8,
        x - 1,
        y - height / 2,
        x + width / 2,
        y + 5
    )
}
