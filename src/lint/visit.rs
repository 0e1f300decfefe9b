//! Visits: a site is walked, and the whole of what that showed is judged.

use super::{Input, Linter};
use crate::collect::CollectError;
use crate::finding::InputReport;
use crate::meaning::{Meaning, Visited};
use crate::snapshot::Visit;
use crate::walk::{VisitOptions, visit};

impl Linter {
    /// Walks a site and judges nothing.
    ///
    /// # Errors
    /// If the page could not be seen at all.
    pub fn walk(&self, input: &Input, options: &VisitOptions) -> Result<Visit, CollectError> {
        let name = input.name();
        let url = self.address_of(input)?;
        let browser = self.browser(&name)?;
        let options = VisitOptions { look: self.options.look.clone(), ..options.clone() };
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
        report.paths = Some(visited.paths());
        report.conduct = visited.conduct();
        report
    }

    /// Walks sites and judges what that showed. Reports come in the order of the inputs.
    pub fn visit(&self, input: &Input, options: &VisitOptions) -> (InputReport, Option<Visit>) {
        let name = input.name();
        match self.walk(input, options) {
            Ok(visit) => (self.judge_visit(&name, &visit), Some(visit)),
            Err(error) => (super::report::unseen(&name, &error), None),
        }
    }

    fn address_of(&self, input: &Input) -> Result<String, CollectError> {
        let unreadable = |why: &str| CollectError::Unreadable { input: input.name(), why: why.to_string() };
        match input {
            Input::Url(url) => Ok(url.clone()),
            Input::File(path) => {
                let path = path.canonicalize().map_err(|error| unreadable(&error.to_string()))?;
                let url = url::Url::from_file_path(path).map_err(|()| unreadable("it has no address"))?;
                Ok(url.into())
            }
            Input::Stdin(_) | Input::Stored(_) => Err(unreadable("only an address or a file can be walked")),
        }
    }
}
