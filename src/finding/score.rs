use super::round;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the linter did on a corpus.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Scores {
    /// Version of this format.
    pub format: u32,
    /// Pages looked at.
    pub pages: usize,
    /// Pages that could not be seen, and why.
    pub unseen: Vec<String>,
    /// Rule by rule.
    pub rules: BTreeMap<String, RuleScore>,
    /// All expectations and all findings with a label together; a group of several rules is one unit.
    pub overall: RuleScore,
    /// Mean F1 of the rules that were expected on some page.
    pub macro_f1: f64,
    /// Findings that a person must look at.
    pub reviews: usize,
    /// What was expected and not found.
    pub missed: Vec<Miss>,
    /// What was found and must not be.
    pub noisy: Vec<Noise>,
    /// How often each rule fired where no label speaks of it.
    pub unlabelled: BTreeMap<String, usize>,
}

/// Counts and rates of one rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleScore {
    /// Expected and found.
    pub hits: usize,
    /// Expected and not found.
    pub missed: usize,
    /// Found and forbidden.
    pub noisy: usize,
    /// hits / (hits + noisy); none if there is nothing to divide by.
    pub precision: Option<f64>,
    /// hits / (hits + missed).
    pub recall: Option<f64>,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
    /// 95 % Wilson interval of the precision.
    pub precision_interval: Option<Interval>,
    /// 95 % Wilson interval of the recall.
    pub recall_interval: Option<Interval>,
}

/// A 95 % interval of a share, by Wilson (1927).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Lower end, 0 to 1.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Something that was expected and not found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Miss {
    /// The page.
    pub file: String,
    /// Its language.
    pub lang: String,
    /// Any of these rules.
    pub any_of: Vec<String>,
    /// On one of these controls.
    pub at: Vec<String>,
    /// What the reader said.
    pub why: String,
    /// Why the linter left it to a person, if it did.
    pub review: Option<String>,
}

/// Something that was found and must not be.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Noise {
    /// The page.
    pub file: String,
    /// Its language.
    pub lang: String,
    /// The rule.
    pub rule: String,
    /// What it said.
    pub message: String,
    /// Of which element.
    pub snippet: String,
}

impl RuleScore {
    fn rate(&mut self) {
        let share = |part: usize, all: usize| (all > 0).then(|| round(part as f64 / all as f64));
        self.precision = share(self.hits, self.hits + self.noisy);
        self.recall = share(self.hits, self.hits + self.missed);
        self.f1 = match (self.precision, self.recall) {
            (Some(p), Some(r)) if p + r > 0.0 => Some(round(2.0 * p * r / (p + r))),
            (Some(_), Some(_)) | (None, Some(_)) => Some(0.0),
            _ => None,
        };
        self.precision_interval = Interval::of(self.hits, self.hits + self.noisy);
        self.recall_interval = Interval::of(self.hits, self.hits + self.missed);
    }
}

impl Interval {
    /// The interval of a share of `part` in `all`.
    pub fn of(part: usize, all: usize) -> Option<Interval> {
        if all == 0 {
            return None;
        }
        const Z: f64 = 1.959_964;
        let (n, p) = (all as f64, part as f64 / all as f64);
        let centre = p + Z * Z / (2.0 * n);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        let bound = |value: f64| round(value.clamp(0.0, 1.0));
        Some(Interval { low: bound((centre - spread) / scale), high: bound((centre + spread) / scale) })
    }
}

impl Scores {
    /// Works out the rates from the counts.
    pub fn finish(&mut self) {
        self.format = 1;
        self.overall.rate();
        self.rules.values_mut().for_each(RuleScore::rate);
        let rated: Vec<f64> = self.rules.values().filter(|it| it.hits + it.missed > 0).filter_map(|it| it.f1).collect();
        self.macro_f1 = if rated.is_empty() { 0.0 } else { round(rated.iter().sum::<f64>() / rated.len() as f64) };
    }
}

#[cfg(test)]
mod tests {
    use super::Interval;

    #[test]
    fn wilson_intervals_are_those_of_the_tables() {
        let interval = Interval::of(8, 10).unwrap();
        assert!((interval.low - 0.49).abs() < 0.005 && (interval.high - 0.943).abs() < 0.005, "{interval:?}");
        assert_eq!(Interval::of(0, 0), None);
        assert!(Interval::of(10, 10).unwrap().low > 0.69);
    }
}
