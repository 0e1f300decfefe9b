//! Running rules over what was understood of a page.

use super::{Date, Rule, RuleBook, message};
use crate::checks::{Answer, Check, Needs, On, Subject};
use crate::finding::{
    At, Confidence, Evidence, Finding, Measurement, Outcome, Related, RuleCounts, Severity, Value, fingerprint, quote,
};
use crate::lexicon::fold_label;
use crate::meaning::{Meaning, Reason, Surface};
use crate::snapshot::{Capability, NodeId, NodeKind};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// All verdicts on one page.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// The verdicts that are told, in document order and then by rule.
    pub findings: Vec<Finding>,
    /// The element of each finding.
    pub nodes: Vec<NodeId>,
    /// The verdicts that are only counted, without those that are *not applicable*.
    pub quiet: Vec<Quiet>,
    /// How the rules fared.
    pub rules: RuleCounts,
}

/// A verdict that is only counted: putting it into words would take longer than reaching it.
#[derive(Clone, Copy, Debug)]
pub struct Quiet {
    /// What came out.
    pub outcome: Outcome,
    /// How much it would matter.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Why a rule did or did not fire on one subject.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What it looked at.
    pub subject: String,
    /// One selector for each tree scope.
    pub path: Vec<String>,
    /// `fail`, `pass`, `review`, `not-evaluated`, `not-applicable`.
    pub outcome: &'static str,
    /// One line for each check.
    pub lines: Vec<TraceLine>,
}

/// One check of a trace.
#[derive(Clone, Debug)]
pub struct TraceLine {
    /// `needs`, `when`, `all`, `any`, `none`.
    pub part: &'static str,
    /// The check.
    pub check: String,
    /// What it answered.
    pub answer: String,
    /// What it measured.
    pub measured: String,
}

/// A verdict before it becomes a finding.
struct Verdict {
    outcome: Option<Outcome>,
    because: Answer,
    evidence: Evidence,
    lines: Vec<TraceLine>,
}

impl RuleBook {
    /// Judges a page by some of the rules. Outcomes that are not `told` are only counted.
    pub fn judge<'r>(
        &self,
        meaning: &Meaning,
        rules: impl IntoIterator<Item = &'r Rule>,
        on: Date,
        jurisdictions: &[String],
        told: &dyn Fn(Outcome) -> bool,
    ) -> Judgement {
        let mut subjects: HashMap<On, Vec<Subject>> = HashMap::new();
        for &kind in On::ALL {
            subjects.insert(kind, Subject::all(meaning, kind));
        }
        let mut judgement = Judgement::default();
        let mut order: Vec<(NodeId, Finding)> = Vec::new();
        for rule in rules {
            let (mut judged, mut lacking) = (false, false);
            for subject in &subjects[&rule.on] {
                let lets_be = |unless: &super::Unless| unless.holds(on, jurisdictions, &subject.purposes());
                if rule.unless.iter().any(lets_be) {
                    continue;
                }
                let verdict = catch_unwind(AssertUnwindSafe(|| ask(rule, subject, false))).unwrap_or(Verdict {
                    outcome: Some(Outcome::NotEvaluated),
                    because: Answer::NotEvaluated(Needs::Internal),
                    evidence: Evidence::new(),
                    lines: Vec::new(),
                });
                let Some(outcome) = verdict.outcome else { continue };
                lacking |= outcome == Outcome::NotEvaluated;
                judged |= outcome != Outcome::NotEvaluated;
                if told(outcome) {
                    order.push(self.finding(rule, subject, outcome, verdict, on, jurisdictions));
                } else {
                    let severity = severity(rule, subject, &verdict.evidence, jurisdictions);
                    let confidence = self.confidence(rule, subject, outcome);
                    judgement.quiet.push(Quiet { outcome, severity, confidence });
                }
            }
            if subjects[&On::Surface].is_empty() && !meaning.unknown_languages.is_empty() {
                lacking = true;
            }
            match (judged, lacking) {
                (true, _) => judgement.rules.judged += 1,
                (false, true) => judgement.rules.not_evaluated += 1,
                (false, false) => judgement.rules.not_applicable += 1,
            }
        }
        order.sort_by(|a, b| (a.0, &a.1.rule, a.1.surface).cmp(&(b.0, &b.1.rule, b.1.surface)));
        count_equals(&mut order, meaning);
        (judgement.nodes, judgement.findings) = order.into_iter().unzip();
        judgement
    }

    /// Why a rule did or did not fire, subject by subject: on these nodes, or where nothing that it judges is one of them,
    /// on what lies in them or around them.
    pub fn trace(&self, meaning: &Meaning, rule: &Rule, only: Option<&[NodeId]>) -> Vec<Trace> {
        let subjects = Subject::all(meaning, rule.on);
        let meant = |subject: &&Subject| only.is_none_or(|nodes| nodes.contains(&subject.node()));
        let near = |subject: &&Subject| only.is_some_and(|nodes| nodes.iter().any(|&it| is_near(subject, it)));
        let exact: Vec<&Subject> = subjects.iter().filter(meant).collect();
        let wanted = if exact.is_empty() { subjects.iter().filter(near).collect() } else { exact };
        wanted
            .into_iter()
            .map(|subject| {
                let verdict = ask(rule, subject, true);
                Trace {
                    subject: format!("{} “{}”", format!("{:?}", subject.on()).to_lowercase(), quote(subject.label())),
                    path: meaning.path(subject.node()),
                    outcome: verdict.outcome.map_or("not-applicable", Outcome::name),
                    lines: verdict.lines,
                }
            })
            .collect()
    }

    /// A verdict in words, and the element that it points at.
    fn finding(
        &self,
        rule: &Rule,
        subject: &Subject,
        outcome: Outcome,
        verdict: Verdict,
        on: Date,
        jurisdictions: &[String],
    ) -> (NodeId, Finding) {
        let meaning = subject.meaning();
        let node = place(subject, &verdict.evidence);
        let seen = meaning.snapshot().node(node);
        let latent = subject.is_latent();
        let reason = match (outcome, verdict.because) {
            (Outcome::Review, Answer::CannotTell(reason)) => Some(self.reasons.of(reason)),
            (Outcome::NotEvaluated, Answer::NotEvaluated(needs)) => Some(self.reasons.missing(needs)),
            _ => None,
        };
        let mut evidence = verdict.evidence;
        if let Some(tag) = self.unread_words(subject) {
            evidence.insert("words-unreviewed".into(), Measurement::text(tag));
        }
        let finding = Finding {
            rule: rule.id.clone(),
            outcome,
            severity: severity(rule, subject, &evidence, jurisdictions),
            confidence: self.confidence(rule, subject, outcome),
            message: message::fill(&rule.message, subject, &evidence),
            surface: subject.surface().map(|_| subject.surface_number() as u32),
            at: place_in_visit(rule, subject),
            path: meaning.path(node),
            frame: seen.frame.0,
            snippet: snippet(meaning, node),
            rect: meaning.index.rect(node),
            span: seen.span,
            related: related(subject),
            evidence,
            reason,
            latent,
            law: self.law.cited(&rule.law, on, jurisdictions),
            pattern: rule.pattern.clone(),
            fix: rule.fix.clone(),
            crop: None,
            suppressed: None,
            fingerprint: String::new(),
        };
        (node, finding)
    }

    /// How sure a verdict is.
    fn confidence(&self, rule: &Rule, subject: &Subject, outcome: Outcome) -> Confidence {
        let by_looks = rule.needs.iter().any(|it| matches!(it, Capability::Style | Capability::Layout));
        let snapshot = subject.meaning().snapshot();
        let frame = &snapshot.frames[snapshot.node(subject.node()).frame.index()];
        let sheets_missing = frame.missing.iter().any(|it| it.capability == Capability::Network);
        // Hidden, or styled by sheets that were not there: what people see may be otherwise.
        let doubtful = subject.is_latent() || by_looks && sheets_missing;
        let confidence = if doubtful { rule.confidence.lower() } else { rule.confidence };
        // Words that nobody who speaks the language has read are no ground to be sure.
        let bounded = outcome != Outcome::Fail || self.unread_words(subject).is_some();
        if bounded { confidence.min(Confidence::Medium) } else { confidence }
    }

    /// The language of a surface whose words no native speaker has read.
    fn unread_words<'s>(&self, subject: &'s Subject) -> Option<&'s str> {
        let tag = subject.surface()?.languages.first()?;
        (self.lexicons.review(tag) == Some("machine")).then_some(tag.as_str())
    }
}

/// Whether a subject lies inside an element, or the element inside it or its surface.
fn is_near(subject: &Subject, node: NodeId) -> bool {
    let index = &subject.meaning().index;
    let on = subject.surface().map_or(subject.node(), |surface| surface.node);
    index.holds(node, subject.node()) || index.holds(on, node)
}

/// The element that a finding points at: of a surface, the field whose label holds the words that are quoted.
fn place(subject: &Subject, evidence: &Evidence) -> NodeId {
    let surface = subject.surface().filter(|_| subject.on() == On::Surface);
    let said = evidence.get("said").map(|it| &it.value);
    let says_so = |label: &str| matches!(said, Some(Value::Text(text)) if !label.is_empty() && *text == quote(label));
    let field = surface.and_then(|it| it.fields.iter().find(|field| says_so(&field.label)));
    field.map_or_else(|| subject.node(), |field| field.node)
}

/// Where in a visit a rule found what it says: the end of the first walk that it has to know.
fn place_in_visit(rule: &Rule, subject: &Subject) -> At {
    let Some(visited) = subject.visited().filter(|_| subject.on() == On::Visit) else { return At::default() };
    let walks = &visited.visit().walks;
    let known = rule.walks().into_iter().find_map(|goal| walks.iter().position(|walk| walk.goal == goal));
    let Some(walk) = known else { return At::default() };
    let step = walks[walk].steps.len().saturating_sub(1);
    let state = walks[walk].steps.last().map_or(0, |step| step.to);
    At { walk: u32::try_from(walk).unwrap_or(0), step: u32::try_from(step).unwrap_or(0), state }
}

/// Asks everything that a rule asks of one subject.
fn ask(rule: &Rule, subject: &Subject, trace: bool) -> Verdict {
    let mut evidence = Evidence::new();
    let mut lines = Vec::new();
    let mut answers = |part: &'static str, checks: &[Check], stop_at: Option<Answer>| -> Vec<Answer> {
        let mut given = Vec::with_capacity(checks.len());
        for check in checks {
            let mut measured = Evidence::new();
            let answer = check.ask(subject, &mut measured);
            if trace {
                let words: Vec<String> = measured.iter().map(|(name, it)| format!("{name}: {}", it.value)).collect();
                lines.push(TraceLine {
                    part,
                    check: describe(check),
                    answer: answer.name(),
                    measured: words.join(", "),
                });
            }
            evidence.extend(measured);
            given.push(answer);
            if !trace && Some(answer) == stop_at {
                break;
            }
        }
        given
    };
    // Checks are asked for what they measure only once the rule concerns the subject.
    let concerned = Answer::all(answers("when", &rule.when, Some(Answer::No)));
    if concerned == Answer::No && !trace {
        return Verdict { outcome: None, because: Answer::No, evidence, lines };
    }
    let all = Answer::all(answers("all", &rule.all, None));
    let any = if rule.any.is_empty() { Answer::Yes } else { Answer::any(answers("any", &rule.any, None)) };
    let none = Answer::any(answers("none", &rule.none, None)).opposite();
    let wrong = Answer::all([all, any, none]);
    // What somebody did before may be why the page does what it does.
    let stale = subject.on() == On::Visit
        && subject.visited().is_some_and(|visited| visited.visit().walks.iter().any(|walk| !walk.profile.fresh));
    let wrong = if stale && wrong == Answer::Yes { Answer::CannotTell(Reason::ProfileNotFresh) } else { wrong };
    let lacks = lacking(rule, subject);
    let (outcome, because) = match (concerned, lacks, wrong) {
        (Answer::No, ..) => (None, Answer::No),
        (_, Some(needs), _) => (Some(Outcome::NotEvaluated), Answer::NotEvaluated(needs)),
        (Answer::NotEvaluated(_), _, Answer::No) => (None, wrong),
        (Answer::NotEvaluated(needs), ..) => (Some(Outcome::NotEvaluated), Answer::NotEvaluated(needs)),
        (Answer::CannotTell(_), _, Answer::Yes) => (Some(Outcome::Review), concerned),
        (Answer::CannotTell(_), ..) => (None, concerned),
        (Answer::Yes, _, Answer::Yes) => (Some(Outcome::Fail), wrong),
        (Answer::Yes, _, Answer::No) => (Some(Outcome::Pass), wrong),
        (Answer::Yes, _, Answer::CannotTell(_)) => (Some(Outcome::Review), wrong),
        (Answer::Yes, _, Answer::NotEvaluated(_)) => (Some(Outcome::NotEvaluated), wrong),
    };
    Verdict { outcome, because, evidence, lines }
}

/// What the rule needs and was not seen of this subject.
fn lacking(rule: &Rule, subject: &Subject) -> Option<Needs> {
    let readable = subject.surface().is_none_or(|surface| surface.readable);
    if !readable {
        return Some(Needs::Language);
    }
    let index = &subject.meaning().index;
    rule.needs.iter().copied().find_map(|capability| {
        let missing = match capability {
            // A document elsewhere on the page does not hide what stands on this surface.
            Capability::Frames => subject.has_unseen_frame(),
            Capability::Start => !subject.meaning().snapshot().saw_start(),
            // Whoever walked has pressed and has watched.
            Capability::Interaction | Capability::Network | Capability::Script if subject.on() == On::Visit => {
                subject.visited().is_none()
            }
            capability => !index.saw(subject.node(), capability),
        };
        missing.then_some(Needs::Capability(capability))
    })
}

fn describe(check: &Check) -> String {
    let debug = format!("{check:?}");
    let options = debug.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or_default();
    let options = options.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(options);
    format!("{} = {}", check.name(), options.replace('"', "'"))
}

fn severity(rule: &Rule, subject: &Subject, evidence: &Evidence, jurisdictions: &[String]) -> Severity {
    let applies = |when: &&super::SeverityWhen| {
        let by_place = when.jurisdiction.is_empty() || when.jurisdiction.iter().any(|it| jurisdictions.contains(it));
        let by_measure = when.measure.as_ref().is_none_or(|measure| {
            evidence.get(&measure.name).is_some_and(|it| match it.value {
                Value::Number(value) => {
                    measure.below.is_none_or(|below| value < below) && measure.above.is_none_or(|above| value > above)
                }
                _ => false,
            })
        });
        let named = subject.purposes();
        let by_purpose =
            when.purpose.is_empty() || named.iter().any(|it| when.purpose.iter().any(|name| name == it.name()));
        by_place && by_measure && by_purpose
    };
    rule.severity_when.iter().find(applies).map_or(rule.severity, |when| when.severity)
}

/// The start tag of an element, or its text.
fn snippet(meaning: &Meaning, node: NodeId) -> String {
    let it = meaning.snapshot().node(node);
    if it.kind == NodeKind::Text {
        return quote(&it.text);
    }
    let mut tag = format!("<{}", it.tag);
    for (name, value) in &it.attributes {
        // What only styles or scripts read says nothing to a person.
        if name == "style" || name == "class" && value.len() > 60 || name.starts_with("data-") || name == "d" {
            continue;
        }
        tag.push(' ');
        tag.push_str(name);
        if !value.is_empty() {
            tag.push_str("=\"");
            tag.push_str(&value.replace('"', "&quot;"));
            tag.push('"');
        }
    }
    tag.push('>');
    quote(&tag)
}

fn related(subject: &Subject) -> Vec<Related> {
    let meaning = subject.meaning();
    let other = |role: &str, node: NodeId| Related {
        role: role.into(),
        path: meaning.path(node),
        rect: meaning.index.rect(node),
        span: meaning.snapshot().node(meaning.index.element(node)).span,
    };
    let mut related = Vec::new();
    if let Some(bearer) = subject.choice().and_then(|choice| choice.bearer) {
        related.push(other("label", bearer));
    }
    if let Some((accept, _)) = subject.pair() {
        related.push(other("accept", accept.node));
    }
    if let Some(action) = subject.bound_action() {
        related.push(other("action", action.node));
    }
    if subject.on() == On::Surface
        && let Some(accept) = subject.surface().and_then(|surface| surface.accept())
    {
        related.push(other("accept", accept.node));
    }
    related
}

/// Gives each finding its identity; equals are told apart by a counter in document order.
fn count_equals(order: &mut [(NodeId, Finding)], meaning: &Meaning) {
    let mut seen: HashMap<(String, String, String, String), u32> = HashMap::new();
    let labels: Vec<HashMap<NodeId, &str>> = meaning.surfaces.iter().map(labels).collect();
    for (node, finding) in order {
        let it = meaning.snapshot().node(*node);
        let control = it.attribute("name").or(it.attribute("id")).unwrap_or_default().to_string();
        let surface = finding.surface.and_then(|at| meaning.surfaces.get(at as usize));
        let kind = surface.map_or("page", |surface| surface.kind.name()).to_string();
        let label = finding.surface.and_then(|at| labels.get(at as usize)?.get(node));
        let label = label.map(|label| fold_label(label)).unwrap_or_default();
        // Whatever else is told, a failure keeps its number.
        let outcome = if finding.outcome.is_always_told() { "" } else { finding.outcome.name() };
        let key = (format!("{}{outcome}", finding.rule), kind, control, label);
        let equals = seen.entry(key.clone()).or_insert(0);
        finding.fingerprint = fingerprint(&key.0, &key.1, &key.2, &key.3, *equals);
        *equals += 1;
    }
}

/// What the choices and actions of a surface are called; a choice before an action.
fn labels(surface: &Surface) -> HashMap<NodeId, &str> {
    let actions = surface.actions.iter().map(|it| (it.node, it.label.as_str()));
    actions.chain(surface.choices.iter().map(|it| (it.node, it.label.as_str()))).collect()
}
