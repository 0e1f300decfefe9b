//! What can be wrong with how a page is to be reached.

/// Why what was given can't be used. Each says what happened, on which input, and what to do; none holds a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReachError {
    /// A value is not of the form that its option takes.
    #[error("{what} can't be used: {why}. {advice}")]
    Value {
        /// The option, and the name inside it (``--header `X-Team` ``).
        what: String,
        /// What is wrong with it.
        why: String,
        /// What to do.
        advice: String,
    },
    /// A value that was to come from the environment is not there.
    #[error("{what} needs {variable}, which {why}. {advice}")]
    Environment {
        /// What the value is for.
        what: String,
        /// The variable.
        variable: String,
        /// What is the matter with it.
        why: String,
        /// What to do.
        advice: String,
    },
    /// A file that holds a value can't be read.
    #[error("{what} needs {path}, which can't be read: {why}. {advice}")]
    Unreadable {
        /// What the value is for.
        what: String,
        /// The file.
        path: String,
        /// What the system said.
        why: String,
        /// What to do.
        advice: String,
    },
    /// A file of several things is wrong at one place.
    #[error("{file}, {place}: {why}. {advice}")]
    File {
        /// The file as given.
        file: String,
        /// `line 3`, `line 3, column 5`, or the way to a field: `cookies[2].domain`.
        place: String,
        /// What is wrong there.
        why: String,
        /// What to do.
        advice: String,
    },
}

impl ReachError {
    pub(super) fn value(what: impl Into<String>, why: impl Into<String>, advice: impl Into<String>) -> Self {
        ReachError::Value { what: what.into(), why: why.into(), advice: advice.into() }
    }

    pub(super) fn file(
        file: &str,
        place: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        ReachError::File { file: file.into(), place: place.into(), why: why.into(), advice: advice.into() }
    }

    /// What to do, which is the last sentence of the whole text.
    pub fn advice(&self) -> &str {
        match self {
            ReachError::Value { advice, .. }
            | ReachError::Environment { advice, .. }
            | ReachError::Unreadable { advice, .. }
            | ReachError::File { advice, .. } => advice,
        }
    }

    /// The whole text but for what to do.
    pub fn happened(&self) -> String {
        let text = self.to_string();
        let end = text.len().saturating_sub(self.advice().len());
        text.get(..end).unwrap_or(&text).trim_end().trim_end_matches('.').to_string()
    }
}

/// The candidate that was probably meant.
pub(super) fn closest<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|it| (strsim::jaro_winkler(&name.to_lowercase(), &it.to_lowercase()), *it))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::{ReachError, closest};

    #[test]
    fn what_happened_and_what_to_do_are_told_apart() {
        let error = ReachError::value("--geolocation", "the latitude is 91", "Give -90 to 90");
        assert_eq!(error.to_string(), "--geolocation can't be used: the latitude is 91. Give -90 to 90");
        assert_eq!(error.happened(), "--geolocation can't be used: the latitude is 91");
        assert_eq!(error.advice(), "Give -90 to 90");
    }

    #[test]
    fn the_closest_is_found() {
        assert_eq!(closest("clik", &["go-to", "click"]), Some("click"));
        assert_eq!(closest("DOMIAN", &["Domain", "Path"]), Some("Domain"));
        assert_eq!(closest("zzz", &["go-to", "click"]), None);
        assert_eq!(closest("", &["go-to"]), None);
    }
}
