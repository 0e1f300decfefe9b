//! Visits: a site is walked, and the whole of what that showed is judged.

use super::{Input, Linter};
use crate::collect::{CollectError, Document};
use crate::finding::{At, InputReport, Outcome};
use crate::meaning::{Meaning, Visited};
use crate::rules::Date;
use crate::snapshot::{Goal, Visit};
use crate::walk::{VisitOptions, visit};
use std::collections::BTreeSet;

impl Linter {
    /// Walks a site and judges nothing.
    ///
    /// # Errors
    /// If the page could not be seen at all.
    pub fn walk(&self, input: &Input, options: &VisitOptions) -> Result<Visit, CollectError> {
        let name = input.name();
        let unreadable = |why: &str| CollectError::Unreadable { input: name.clone(), why: why.to_string() };
        let (url, root) = match input {
            Input::Url(url) => (url.clone(), None),
            Input::File(path) => {
                let document = Document::open(path, &name)?;
                let url = document.url.ok_or_else(|| unreadable("it has no address"))?;
                (url.into(), document.root)
            }
            Input::Stdin(_) | Input::Stored(_) | Input::Tab(_) => {
                return Err(unreadable("only an address or a file can be walked"));
            }
        };
        let browser = self.browser(&name)?;
        let options = VisitOptions { look: self.options.look.clone(), root, ..options.clone() };
        visit(&browser, &url, &self.book.lexicons, &options).map_err(|error| error.named(&name))
    }

    /// Judges a visit, however it was come by.
    pub fn judge_visit(&self, input: &str, visit: &Visit) -> InputReport {
        let visited = Visited::of(visit, &self.book.lexicons);
        let Some(first) = visit.states.first() else {
            return InputReport {
                input: input.into(),
                status: "unreadable".into(),
                error: Some(format!("{input} holds no state. Walk the site again")),
                ..InputReport::default()
            };
        };
        let mut meaning = Meaning::of(&first.snapshot, &self.book.lexicons);
        meaning.visited = Some(&visited);
        let mut report = self.report(input, &meaning, None);
        report.render = "chromium".into();
        // Where nothing asks there is no way to walk.
        report.paths = visited.asks(0).then(|| visited.paths());
        report.conduct = visited.conduct();
        self.add_deeper_layers(visit, &visited, &mut report);
        report
    }

    /// Judges the choices of the layers that stand behind the first, as the way to refuse met them. What was turned on the
    /// way was turned off, so what is on there was on before.
    fn add_deeper_layers(&self, visit: &Visit, visited: &Visited, report: &mut InputReport) {
        let Some(walk) = visit.walks.iter().position(|walk| walk.goal == Goal::Refuse) else { return };
        let mut known: BTreeSet<String> = report.findings.iter().map(|it| it.fingerprint.clone()).collect();
        let mut seen = BTreeSet::from([0]);
        for (number, step) in visit.walks[walk].steps.iter().enumerate() {
            let state = step.to;
            if !seen.insert(state) || !visited.asks(state) {
                continue;
            }
            let meaning = Meaning::of(&visit.states[state as usize].snapshot, &self.book.lexicons);
            let on = self.as_of.unwrap_or_else(|| Date::of(meaning.snapshot().source.time));
            let jurisdictions = &self.options.jurisdictions;
            let rules = self.chosen().filter(|rule| rule.is_about_choices() && rule.is_judged_in(jurisdictions));
            let found = self.book.judge(&meaning, rules, on, jurisdictions, &Outcome::is_always_told).findings;
            let before = u32::try_from(report.surfaces.len()).unwrap_or(u32::MAX);
            let mut added = false;
            for mut finding in found {
                let listed = self.is_wanted(finding.severity, finding.confidence);
                if !listed || !known.insert(finding.fingerprint.clone()) {
                    continue;
                }
                let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                finding.at = At { walk: place(walk), step: place(number), state };
                finding.surface = finding.surface.map(|surface| surface + before);
                match finding.outcome {
                    Outcome::Fail => report.counts.fail += 1,
                    _ => report.counts.review += 1,
                }
                report.findings.push(finding);
                added = true;
            }
            if added {
                report.surfaces.extend(meaning.surface_summaries().into_iter().map(|mut surface| {
                    surface.id += before;
                    surface
                }));
            }
        }
    }

    /// Walks sites and judges what that showed. Reports come in the order of the inputs.
    pub fn visit(&self, input: &Input, options: &VisitOptions) -> (InputReport, Option<Visit>) {
        let name = input.name();
        match self.walk(input, options) {
            Ok(visit) => (self.judge_visit(&name, &visit), Some(visit)),
            Err(error) => (super::report::unseen(&name, &error), None),
        }
    }
}
