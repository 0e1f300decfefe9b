//! Whether a form can't be sent without one of its controls: by what HTML and ARIA say, by words, by what libraries of
//! scripts read.

use super::passage::readers;
use super::{Fact, Index, Reason};
use crate::lexicon::{Concept, Lexicon, Lexicons, Saying, Words};
use crate::snapshot::{Node, NodeId};

/// Attributes by which libraries of scripts require a value: AngularJS, Angular, Vue, Alpine, jQuery Validation, Parsley,
/// BootstrapValidator, FormValidation. `data-val-required` is not one for a box: ASP.NET writes it for every box, and its
/// script passes boxes over.
const FLAGS: &[&str] = &[
    "ng-required",
    "data-ng-required",
    "[required]",
    ":required",
    "v-bind:required",
    "x-bind:required",
    "data-required",
    "data-rule-required",
    "data-parsley-required",
    "data-bv-notempty",
    "data-fv-notempty",
];
/// Attributes that list rules, "required" among them: VeeValidate, jQuery Form Validator and their like.
const RULES: &[&str] = &["v-validate", "data-vv-rules", "data-validate", "data-validation", "data-rules", "data-rule"];

/// Whether the form can't be sent without it: by `required`, by `aria-required`, by words; a star alone only hints at it,
/// and what a script is told is not seen to be done.
pub(super) fn required(index: &Index, id: NodeId, label: &str, said: &dyn Fn() -> bool) -> Fact<bool> {
    let node = index.node(id);
    if let Some(value) = node.attribute("aria-required") {
        return match value.trim() {
            "true" => Fact::Known(true),
            value if super::action::has_template_hole(value) => Fact::Unclear(Reason::TemplateHole),
            _ => Fact::Known(node.state.required),
        };
    }
    // One of several that are required: whichever says no will do.
    let is_group = node.attribute("type") == Some("radio") && {
        node.attribute("name").is_some_and(|name| index.inputs_called(id, name) > 1)
    };
    if node.state.required {
        return Fact::Known(!is_group);
    }
    if said() {
        return Fact::Known(true);
    }
    if !is_group && tells_script(node) {
        return Fact::Unclear(Reason::RequiredByScript);
    }
    let trimmed = label.trim();
    if trimmed.ends_with('*') || trimmed.starts_with('*') {
        return Fact::Unclear(Reason::StarOnly);
    }
    Fact::Known(false)
}

/// Whether the markup tells a library of scripts that it is required. The class is one of the ways that jQuery Validation
/// and its Engine (`validate[required]`) are told.
fn tells_script(node: &Node) -> bool {
    let flag = |value: &str| !matches!(value.trim().to_ascii_lowercase().as_str(), "false" | "0" | "no");
    let class = node.attribute("class").unwrap_or_default();
    FLAGS.iter().any(|name| node.attribute(name).is_some_and(flag))
        || RULES.iter().any(|name| node.attribute(name).is_some_and(lists_required))
        || class.split_whitespace().any(|word| word == "required")
        || class.split_once("validate[").is_some_and(|(_, rules)| lists_required(rules))
}

/// `required`, `'required|email'`, `{required: true}`; not `required: false`.
fn lists_required(rules: &str) -> bool {
    let mut words = rules.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| word == "required") && words.next() != Some("false")
}

/// Whether a text says, in a part of its own or in a sentence, that the form can't be sent without it.
pub(super) fn says_required(text: &str, chosen: &[&Lexicon], lexicons: &Lexicons) -> bool {
    const PARTS: &[char] = &[
        '(', ')', '[', ']', '（', '）', '【', '】', '*', '＊', '※', ',', ';', ':', '：', '.', '。', '!', '–', '—', '|',
        '\n',
    ];
    let says = |lexicon: &Lexicon, part: &str| {
        // Fewer words say it of something else: "required cookies".
        let sentence = if lexicon.words == Words::Spaced { 4 } else { 6 };
        let reading = lexicon.read(part);
        lexicon.hits(&reading).iter().any(|hit| {
            let whole = hit.start == 0 && hit.end == reading.len();
            hit.concept == Concept::Saying(Saying::Required)
                && !hit.negated
                && (whole || hit.end - hit.start >= sentence)
        })
    };
    let mut parts = text.split(PARTS).filter(|part| !part.trim().is_empty());
    parts.any(|part| readers(chosen, lexicons, part).into_iter().any(|lexicon| says(lexicon, part)))
}
