use super::{Date, LawBook, RuleError, message};
use crate::checks::{Check, On};
use crate::finding::{Confidence, Severity};
use crate::lexicon::Purpose;
use crate::snapshot::{Capability, Goal, Viewport};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A rule, read from its page.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name of the page without its ending.
    pub id: String,
    /// The page's heading.
    pub title: String,
    /// The whole page.
    pub page: String,
    /// How much it matters where nothing below says otherwise.
    pub severity: Severity,
    /// How sure it is at best.
    pub confidence: Confidence,
    /// The set that it came with.
    pub since: String,
    /// What must have been seen.
    pub needs: Vec<Capability>,
    /// The jurisdictions that it is judged in, only if chosen; all if empty.
    pub only_in: Vec<String>,
    /// What it is about.
    pub on: On,
    /// Does it concern the subject?
    pub when: Vec<Check>,
    /// It is wrong if all of these hold,
    pub all: Vec<Check>,
    /// and any of these, if there are some,
    pub any: Vec<Check>,
    /// and none of these.
    pub none: Vec<Check>,
    /// What a finding says, with `{places}` for what was measured.
    pub message: String,
    /// How to mend it.
    pub fix: String,
    /// Ids of the law that it supports.
    pub law: Vec<String>,
    /// Name in the ontology of Gray et al. (CHI 2024).
    pub pattern: String,
    /// When it matters more or less.
    pub severity_when: Vec<SeverityWhen>,
    /// Where and when the law lets it be.
    pub unless: Vec<Unless>,
    /// The page's examples.
    pub examples: Vec<Example>,
}

/// The `toml rule` block of a page.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    /// How much it matters: `error`, `warning`, `info`.
    severity: Severity,
    /// How sure it is at best.
    confidence: Confidence,
    /// The set that it came with, as a month.
    since: String,
    /// What must have been seen; a rule that lacks it is not evaluated.
    #[serde(default)]
    needs: Vec<Capability>,
    /// The jurisdictions that it is judged in, only if they are chosen.
    #[serde(default, rename = "only-in")]
    only_in: Vec<String>,
    /// What it is about.
    on: On,
    /// Does it concern the subject?
    #[serde(default)]
    when: Vec<Check>,
    /// Is it wrong? All of these.
    #[serde(default)]
    all: Vec<Check>,
    /// Any of these.
    #[serde(default)]
    any: Vec<Check>,
    /// None of these.
    #[serde(default)]
    none: Vec<Check>,
    /// What a finding says.
    message: String,
    /// How to mend it.
    fix: String,
    /// Ids in `rules/law/`.
    law: Vec<String>,
    /// Name in the ontology of Gray et al. (CHI 2024).
    pattern: String,
    /// When it matters more or less.
    #[serde(default)]
    severity_when: Vec<SeverityWhen>,
    /// Where and when the law lets it be.
    #[serde(default)]
    unless: Vec<Unless>,
}

/// A case that the law of some places lets be: no consent is needed there for these purposes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unless {
    /// Only if all the jurisdictions that were chosen are among these.
    pub jurisdiction: Vec<String>,
    /// From this day on (`2026-02-05`).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// Only if what needs consent otherwise is for these purposes alone.
    pub purpose: Vec<Purpose>,
}

/// A case in which a rule matters more or less.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeverityWhen {
    /// In one of these jurisdictions.
    #[serde(default)]
    pub jurisdiction: Vec<String>,
    /// If a measurement is below or above a number.
    pub measure: Option<Measure>,
    /// If the subject is about one of these purposes.
    #[serde(default)]
    pub purpose: Vec<String>,
    /// What it is then.
    pub severity: Severity,
}

/// A condition on a measurement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Name of the evidence.
    pub name: String,
    /// It is below this.
    pub below: Option<f64>,
    /// It is above this.
    pub above: Option<f64>,
}

/// What an example must come out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The rule fires.
    Fail,
    /// It was evaluated and is fine.
    Pass,
    /// A person must look.
    Review,
    /// The rule is not concerned.
    None,
}

impl Expectation {
    /// The word in the info string.
    pub fn name(self) -> &'static str {
        match self {
            Expectation::Fail => "fail",
            Expectation::Pass => "pass",
            Expectation::Review => "review",
            Expectation::None => "none",
        }
    }
}

/// A page inside a rule page that shows what the rule says of it.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it must come out as.
    pub expect: Expectation,
    /// The HTML.
    pub html: String,
    /// Line of the fence in the rule page, counted from 1.
    pub line: u32,
    /// The window, where the example needs another.
    pub viewport: Option<Viewport>,
    /// Language that the page is served in.
    pub lang: Option<String>,
    /// Selector of the element that the verdict must be on.
    pub at: Option<String>,
    /// The only way of seeing that it holds for: `static` or `chromium`.
    pub render: Option<String>,
}

impl Unless {
    /// Whether it holds for what names these purposes.
    pub fn holds(&self, on: Date, jurisdictions: &[String], purposes: &BTreeSet<Purpose>) -> bool {
        let asked = || purposes.iter().filter(|purpose| purpose.needs_consent());
        !jurisdictions.is_empty()
            && jurisdictions.iter().all(|it| self.jurisdiction.contains(it))
            && self.from.is_none_or(|from| on >= from)
            && asked().next().is_some()
            && asked().all(|purpose| self.purpose.contains(purpose))
    }
}

impl Rule {
    /// Whether it is judged where these jurisdictions were chosen.
    pub fn is_judged_in(&self, jurisdictions: &[String]) -> bool {
        self.only_in.is_empty() || self.only_in.iter().any(|it| jurisdictions.contains(it))
    }

    /// Whether only a visit can answer it: it asks what walking the page shows.
    pub fn asks_for_a_visit(&self) -> bool {
        self.on == On::Visit
    }

    /// Whether it judges controls one by one, so that it holds on every layer.
    pub fn is_about_choices(&self) -> bool {
        self.on == On::Choice
    }

    /// Everything that it asks.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.when.iter().chain(&self.all).chain(&self.any).chain(&self.none)
    }

    /// The walks that it has to know; none for what one look shows.
    pub fn walks(&self) -> Vec<Goal> {
        let mut walks: Vec<Goal> = self.all.iter().chain(&self.any).chain(&self.none).flat_map(Check::walks).collect();
        walks.extend(self.when.iter().flat_map(Check::walks));
        walks.dedup();
        walks
    }
}

pub(super) fn read(id: &str, text: &str, laws: &LawBook) -> Result<Rule, RuleError> {
    let file = format!("{id}.md");
    // Blocks come in their order, so lines are counted once.
    let mut counted = (0, 1);
    let mut line_of = |offset: usize| {
        let offset = offset.clamp(counted.0, text.len());
        counted = (offset, counted.1 + text[counted.0..offset].matches('\n').count() as u32);
        counted.1
    };
    let wrong =
        |line: u32, message: String| RuleError::Page { file: file.clone(), line, message, text: text.to_string() };
    let mut title = String::new();
    let mut in_title = false;
    let mut fence: Option<(String, usize, String)> = None;
    let (mut block, mut examples) = (None, Vec::new());
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                in_title = title.is_empty() && level == pulldown_cmark::HeadingLevel::H1;
            }
            Event::End(TagEnd::Heading(_)) => in_title = false,
            Event::Text(words) | Event::Code(words) if in_title => title.push_str(&words),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fence = Some((info.to_string(), range.start, String::new()));
            }
            Event::Text(words) if fence.is_some() => {
                if let Some((_, _, content)) = &mut fence {
                    content.push_str(&words);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some((info, start, content)) = fence.take() else { continue };
                let line = line_of(start);
                let mut words = info.split_whitespace();
                match (words.next(), words.next()) {
                    (Some("toml"), Some("rule")) if block.is_none() => block = Some((line, content)),
                    (Some("toml"), Some("rule")) => {
                        return Err(wrong(line, "a second `toml rule` block; a page holds one rule".into()));
                    }
                    (Some("html"), Some(expect)) => {
                        examples.push(example(expect, words, content, line).map_err(|message| wrong(line, message))?);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let Some((line, content)) = block else {
        return Err(wrong(1, "there is no ```toml rule block; see CONTRIBUTING.md".into()));
    };
    let block: Block = toml::from_str(&content).map_err(|error| {
        let at = error.span().map_or(0, |span| content[..span.start.min(content.len())].matches('\n').count() as u32);
        wrong(line + 1 + at, suggest_check(error.message()))
    })?;
    if title.is_empty() {
        return Err(wrong(1, "the page needs a heading: `# What is wrong, in a few words`".into()));
    }
    for check in block.when.iter().chain(&block.all).chain(&block.any).chain(&block.none) {
        if !check.subjects().contains(&block.on) {
            return Err(wrong(line, format!("the check `{}` can't be asked of a {:?}", check.name(), block.on)));
        }
    }
    if block.all.is_empty() && block.any.is_empty() && block.none.is_empty() {
        return Err(wrong(line, "the rule asks nothing: give `all`, `any` or `none`".into()));
    }
    for id in &block.law {
        if laws.get(id).is_none() {
            return Err(wrong(line, format!("no law is called `{id}`; see rules/law/")));
        }
    }
    let checks = block.when.iter().chain(&block.all).chain(&block.any).chain(&block.none);
    if let Some(place) = message::unknown_place(&block.message, checks) {
        return Err(wrong(line, format!("the message has a place `{{{place}}}` that nothing fills")));
    }
    Ok(Rule {
        id: id.to_string(),
        title,
        page: text.to_string(),
        severity: block.severity,
        confidence: block.confidence,
        since: block.since,
        needs: block.needs,
        only_in: block.only_in,
        on: block.on,
        when: block.when,
        all: block.all,
        any: block.any,
        none: block.none,
        message: block.message,
        fix: block.fix,
        law: block.law,
        pattern: block.pattern,
        severity_when: block.severity_when,
        unless: block.unless,
        examples,
    })
}

/// "unknown variant `fontsize`, expected one of …" with the one that was meant.
fn suggest_check(message: &str) -> String {
    let first = message.lines().next().unwrap_or(message);
    let named = first.strip_prefix("unknown variant `").and_then(|rest| rest.split_once('`'));
    match named {
        Some((name, _)) => {
            let closest = Check::NAMES
                .iter()
                .map(|it| (strsim::jaro_winkler(name, it), it))
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .filter(|(score, _)| *score > 0.75);
            match closest {
                Some((_, it)) => format!("there is no check `{name}`; did you mean `{it}`?"),
                None => first.to_string(),
            }
        }
        None => first.to_string(),
    }
}

fn example<'a>(expect: &str, words: impl Iterator<Item = &'a str>, html: String, line: u32) -> Result<Example, String> {
    let expect = match expect {
        "fail" => Expectation::Fail,
        "pass" => Expectation::Pass,
        "review" => Expectation::Review,
        "none" => Expectation::None,
        other => return Err(format!("`html {other}`: write `html fail`, `html pass`, `html review` or `html none`")),
    };
    let mut example = Example { expect, html, line, viewport: None, lang: None, at: None, render: None };
    for word in words {
        match word.split_once('=') {
            Some(("viewport", size)) => {
                let (width, height) = size.split_once('x').ok_or("write `viewport=375x667`")?;
                let number = |text: &str| text.parse().map_err(|_| "write `viewport=375x667`".to_string());
                let (width, height) = (number(width)?, number(height)?);
                example.viewport = Some(Viewport { width, height, ..Viewport::default() });
            }
            Some(("lang", lang)) => example.lang = Some(lang.to_string()),
            Some(("at", selector)) => example.at = Some(selector.to_string()),
            Some(("render", how @ ("static" | "chromium"))) => example.render = Some(how.to_string()),
            _ => return Err(format!("`{word}` means nothing here; `viewport=`, `lang=`, `at=` and `render=` do")),
        }
    }
    Ok(example)
}
