use crate::finding::{Evidence, Measurement};
use crate::meaning::{Fact, Function, Reason};
use crate::snapshot::Capability;

/// What a check, or several together, answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// It was looked at and can't be told.
    CannotTell(Reason),
    /// What it needs was not seen.
    NotEvaluated(Needs),
}

/// What was missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// A way of seeing.
    Capability(Capability),
    /// The surface, shown as people see it; it waits for a script.
    Shown,
    /// A lexicon of its language.
    Language,
    /// What stands behind a log-in.
    LogIn,
    /// The rule broke.
    Internal,
}

impl Needs {
    /// The key in `rules/reasons.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Needs::Capability(capability) => capability.name(),
            Needs::Shown => "shown",
            Needs::Language => "language",
            Needs::LogIn => "log-in",
            Needs::Internal => "internal",
        }
    }
}

impl Answer {
    /// Whether a function that a visit looked for is missing. The label of one that is there is measured as `name`.
    pub fn lacks(function: Option<&Function>, name: &str, evidence: &mut Evidence) -> Answer {
        match function {
            None => Answer::needs_visit(),
            Some(Function::Unread) => Answer::NotEvaluated(Needs::Language),
            Some(Function::Unclear(reason)) => Answer::CannotTell(*reason),
            Some(Function::Missing) => Answer::Yes,
            Some(Function::Offered(label)) => {
                evidence.insert(name.into(), Measurement::text(label));
                Answer::No
            }
        }
    }

    /// Nobody pressed anything.
    pub fn needs_visit() -> Answer {
        Answer::NotEvaluated(Needs::Capability(Capability::Interaction))
    }

    /// Nobody watched what the page asks the network for.
    pub fn needs_network() -> Answer {
        Answer::NotEvaluated(Needs::Capability(Capability::Network))
    }

    /// The opposite. What can't be told stays so.
    pub fn opposite(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            other => other,
        }
    }

    /// Whether it is as a rule wants it: so, or not so.
    pub fn meets(self, wanted: bool) -> Answer {
        if wanted { self } else { self.opposite() }
    }

    /// All of them: no beats not-evaluated beats cannot-tell beats yes.
    pub fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
        answers.into_iter().fold(Answer::Yes, |a, b| if b.rank() > a.rank() { b } else { a })
    }

    /// Any of them: the mirror of [`Answer::all`]: yes beats not-evaluated beats cannot-tell beats no.
    pub fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
        Answer::all(answers.into_iter().map(Answer::opposite)).opposite()
    }

    fn rank(self) -> u8 {
        match self {
            Answer::Yes => 0,
            Answer::CannotTell(_) => 1,
            Answer::NotEvaluated(_) => 2,
            Answer::No => 3,
        }
    }

    /// The word that traces use.
    pub fn name(self) -> String {
        match self {
            Answer::Yes => "yes".into(),
            Answer::No => "no".into(),
            Answer::CannotTell(reason) => format!("cannot tell ({})", reason.key()),
            Answer::NotEvaluated(needs) => format!("not evaluated ({})", needs.key()),
        }
    }
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Answer::Yes } else { Answer::No }
    }
}

impl From<Fact<bool>> for Answer {
    fn from(fact: Fact<bool>) -> Self {
        match fact {
            Fact::Known(yes) => yes.into(),
            Fact::Unclear(Reason::Latent) => Answer::NotEvaluated(Needs::Shown),
            Fact::Unclear(reason) => Answer::CannotTell(reason),
            Fact::Unseen(capability) => Answer::NotEvaluated(Needs::Capability(capability)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::Reason;
    use crate::snapshot::Capability;

    const YES: Answer = Answer::Yes;
    const NO: Answer = Answer::No;
    const CT: Answer = Answer::CannotTell(Reason::ImageBackdrop);
    const NE: Answer = Answer::NotEvaluated(Needs::Capability(Capability::Layout));

    #[test]
    fn the_truth_table_holds() {
        // a, b, all, any
        let table = [
            (YES, YES, YES, YES),
            (YES, NO, NO, YES),
            (YES, CT, CT, YES),
            (YES, NE, NE, YES),
            (NO, NO, NO, NO),
            (NO, CT, NO, CT),
            (NO, NE, NO, NE),
            (CT, CT, CT, CT),
            (CT, NE, NE, NE),
            (NE, NE, NE, NE),
        ];
        for (a, b, all, any) in table {
            assert_eq!(Answer::all([a, b]), all, "all {a:?} {b:?}");
            assert_eq!(Answer::all([b, a]), all, "all {b:?} {a:?}");
            assert_eq!(Answer::any([a, b]), any, "any {a:?} {b:?}");
            assert_eq!(Answer::any([b, a]), any, "any {b:?} {a:?}");
        }
        assert_eq!(Answer::all([]), YES);
        assert_eq!(Answer::any([]), NO);
        for answer in [YES, NO, CT, NE] {
            assert_eq!(answer.opposite().opposite(), answer);
            assert_eq!(answer.meets(true), answer);
            assert_eq!(answer.meets(false), answer.opposite());
        }
    }

    #[test]
    fn what_is_offered_is_not_lacking() {
        let mut evidence = Evidence::new();
        let offered = Function::Offered("End contract".into());
        assert_eq!(Answer::lacks(Some(&offered), "ends", &mut evidence), NO);
        assert_eq!(evidence["ends"], Measurement::text("End contract"));
        assert_eq!(Answer::lacks(Some(&Function::Missing), "ends", &mut evidence), YES);
        assert_eq!(Answer::lacks(None, "ends", &mut evidence), Answer::needs_visit());
    }
}
