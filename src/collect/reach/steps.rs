//! What is done before the look: a TOML file of steps, one action each.

use super::Reach;
use super::error::{ReachError, closest};
use super::network::without_secrets;
use super::secret::Secret;
use super::value::Sources;
use std::fmt;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::Url;

/// One step on the way to the page, and how long it may take.
#[derive(Clone, PartialEq, Eq)]
pub struct ReachStep {
    /// What is done.
    pub action: ReachAction,
    /// Longest wait for what the step needs to be there; from 1 ms to one hour, usually 10 s.
    pub within: Duration,
    /// Line of the file where it begins, from 1.
    pub line: usize,
}

/// What one step does. A selector is CSS.
#[derive(Clone, PartialEq, Eq)]
pub enum ReachAction {
    /// Goes to a page and waits until it has loaded.
    GoTo(Url),
    /// Types a value into the first field that fits.
    Fill {
        /// The field.
        selector: String,
        /// What is typed.
        value: Secret,
    },
    /// Presses the first element that fits.
    Click {
        /// The element.
        selector: String,
    },
    /// Waits for an element that is there and visible.
    WaitFor {
        /// The element.
        selector: String,
    },
}

/// What a step does, without what is typed and without the query of an address.
impl fmt::Display for ReachStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.action {
            ReachAction::GoTo(address) => write!(f, "go to {}", without_secrets(address)),
            ReachAction::Fill { selector, .. } => write!(f, "fill {selector} with •••"),
            ReachAction::Click { selector } => write!(f, "click {selector}"),
            ReachAction::WaitFor { selector } => write!(f, "wait for {selector}"),
        }
    }
}

impl fmt::Debug for ReachStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} (within {:?}, line {})", self.within, self.line)
    }
}

impl fmt::Debug for ReachAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", ReachStep { action: self.clone(), within: USUAL, line: 0 })
    }
}

const USUAL: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(3600);
/// Most steps of a file.
const MOST: usize = 200;
/// Most bytes of a selector.
const LONGEST_SELECTOR: usize = 2000;
const ACTIONS: &[&str] = &["go-to", "fill", "click", "wait-for"];
const KEYS: &[&str] = &["go-to", "fill", "with", "click", "wait-for", "within"];

/// A file that is being read.
struct File<'a> {
    name: &'a str,
    text: &'a str,
    sources: Sources<'a>,
}

impl Reach {
    /// Sets the steps from a file, whose name is given for messages.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_steps(&mut self, name: &str, text: &str, sources: &Sources<'_>) -> Result<(), ReachError> {
        const FORM: &str = "Write each step as `[[step]]` with one of go-to, fill, click and wait-for";
        let file = File { name, text, sources: *sources };
        let wrong = |at: usize, why: String| ReachError::file(name, format!("line {}", file.line(at)), why, FORM);
        let root = DeTable::parse(text).map_err(|error| {
            wrong(error.span().map_or(0, |it| it.start), format!("this is no TOML: {}", file.message(&error)))
        })?;
        let mut steps = Vec::new();
        for (key, value) in root.get_ref() {
            if key.get_ref().as_ref() != "step" {
                let why = unknown(key.get_ref(), &["step"]);
                return Err(wrong(key.span().start, why));
            }
            let items = value
                .get_ref()
                .as_array()
                .ok_or_else(|| wrong(key.span().start, "`step` stands in single brackets, or is no list".into()))?;
            if items.len() > MOST {
                return Err(wrong(key.span().start, format!("there are {} steps, and {MOST} at most", items.len())));
            }
            for item in items.iter() {
                let table = item.get_ref().as_table();
                let table = table.ok_or_else(|| wrong(item.span().start, "this step is no table".into()))?;
                steps.push(file.step(table, item.span().start)?);
            }
        }
        if steps.is_empty() {
            return Err(wrong(0, "there is no step".into()));
        }
        self.steps = steps;
        Ok(())
    }
}

/// "there is no key `clik`; did you mean `click`?"
fn unknown(key: &str, known: &[&str]) -> String {
    let shown: String = key.chars().take(40).filter(|c| !c.is_control()).collect();
    let meant = closest(&key.replace('_', "-"), known).map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
    format!("there is no key `{shown}`{meant}")
}

impl File<'_> {
    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|it| *it == b'\n').count() + 1
    }

    /// The first line of a parser's message.
    fn message(&self, error: &toml::de::Error) -> String {
        error.message().lines().next().unwrap_or_default().to_string()
    }

    fn wrong(&self, at: usize, why: impl Into<String>, advice: &str) -> ReachError {
        ReachError::file(self.name, format!("line {}", self.line(at)), why, advice)
    }

    fn step(&self, table: &DeTable<'_>, at: usize) -> Result<ReachStep, ReachError> {
        const ONE: &str = "Give each step one of go-to, fill, click and wait-for";
        let mut action = None;
        let mut with = None;
        let mut within = USUAL;
        for (key, value) in table {
            let here = key.span().start;
            match key.get_ref().as_ref() {
                "with" => with = Some((here, self.text(key.get_ref(), value)?)),
                "within" => within = self.within(value)?,
                name => match ACTIONS.iter().find(|it| **it == name) {
                    Some(_) if action.is_some() => return Err(self.wrong(here, "this step does two things", ONE)),
                    Some(name) => action = Some((*name, here, self.text(name, value)?)),
                    None => {
                        let advice = "Use go-to, fill (and with), click, wait-for and within";
                        return Err(self.wrong(here, unknown(name, KEYS), advice));
                    }
                },
            }
        }
        let (name, here, text) = action.ok_or_else(|| self.wrong(at, "this step does nothing", ONE))?;
        let action = match (name, with) {
            ("fill", Some((_, value))) => {
                let what = format!("{}, line {}, `with`", self.name, self.line(here));
                let given = self.sources.take(&what, &value)?;
                if given.text.contains('\0') {
                    return Err(self.wrong(here, "`with` holds a NUL, which can't be typed", "Leave it out"));
                }
                ReachAction::Fill { selector: self.selector(here, name, &text)?, value: given.secret(true) }
            }
            ("fill", None) => {
                let advice = "Add `with = \"env:VARIABLE\"`, or the text as it stands";
                return Err(self.wrong(here, "`fill` does not say with what", advice));
            }
            (_, Some((at, _))) => {
                return Err(self.wrong(at, format!("`with` has no meaning beside `{name}`"), "Use it with `fill`"));
            }
            ("go-to", None) => ReachAction::GoTo(self.address(here, &text)?),
            ("click", None) => ReachAction::Click { selector: self.selector(here, name, &text)? },
            _ => ReachAction::WaitFor { selector: self.selector(here, name, &text)? },
        };
        Ok(ReachStep { action, within, line: self.line(at) })
    }

    fn text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, ReachError> {
        let why = || format!("`{key}` is no text");
        let text = value.get_ref().as_str();
        text.map(str::to_string).ok_or_else(|| self.wrong(value.span().start, why(), "Write it in quotes"))
    }

    fn selector(&self, at: usize, key: &str, text: &str) -> Result<String, ReachError> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST_SELECTOR || text.contains('\0') {
            let why = format!("`{key}` is no selector");
            return Err(self.wrong(at, why, "Write a CSS selector: `button[type=submit]`"));
        }
        Ok(text.to_string())
    }

    fn address(&self, at: usize, text: &str) -> Result<Url, ReachError> {
        let wrong = |why: &str, advice: &str| self.wrong(at, why, advice);
        let url = Url::parse(text.trim()).ok().filter(|it| matches!(it.scheme(), "http" | "https"));
        let url =
            url.ok_or_else(|| wrong("`go-to` is no address", "Write the whole of it: https://example.com/login"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("`go-to` holds a user or a password", "Use --basic-auth"));
        }
        Ok(url)
    }

    /// `10`, `"10s"`, `"500ms"`, `"2m"`.
    fn within(&self, value: &Spanned<DeValue<'_>>) -> Result<Duration, ReachError> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            _ => "",
        };
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let unit = match unit {
            "ms" => Some(1),
            "" | "s" => Some(1000),
            "m" => Some(60_000),
            _ => None,
        };
        number
            .parse::<u64>()
            .ok()
            .zip(unit)
            .and_then(|(number, unit)| number.checked_mul(unit))
            .map(Duration::from_millis)
            .filter(|it| !it.is_zero() && *it <= LONGEST)
            .ok_or_else(|| {
                let advice = "Write it as \"10s\", \"500ms\" or \"2m\", up to one hour";
                self.wrong(value.span().start, "`within` is no time", advice)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SOURCES, error_of};
    use super::{Reach, ReachAction, ReachError, ReachStep};
    use std::time::Duration;

    fn read(text: &str) -> Result<Vec<ReachStep>, ReachError> {
        let mut reach = Reach::default();
        reach.set_steps("steps.toml", text, &SOURCES).map(|()| reach.steps)
    }

    #[test]
    fn steps_are_read_in_order() {
        let steps = read(
            "# a login\n[[step]]\ngo-to = \"https://example.com/login\"\n\n[[step]]\nfill = \"input[name=user]\"\n\
             with = \"env:TOKEN\"\n[[step]]\nfill = \"#b\"\nwith = \"\"\n[[step]]\nclick = \"button\"\nwithin = 3\n\
             [[step]]\nwait-for = \"nav .account\"\nwithin = \"500ms\"\n",
        )
        .expect("good");
        let told: Vec<_> = steps.iter().map(|it| (it.to_string(), it.within.as_millis(), it.line)).collect();
        let expected = [
            ("go to https://example.com/login", 10_000, 2),
            ("fill input[name=user] with •••", 10_000, 5),
            ("fill #b with •••", 10_000, 8),
            ("click button", 3000, 11),
            ("wait for nav .account", 500, 14),
        ];
        assert_eq!(told, expected.map(|(text, time, line)| (text.to_string(), time, line)));
        assert!(matches!(&steps[1].action, ReachAction::Fill { value, .. } if value.expose() == "plant-env"));
        assert_eq!(format!("{:?}", steps[4]), "wait for nav .account (within 500ms, line 14)");
        let inline = read("step = [{ click = \"a\", within = \"1m\" }]").expect("good");
        assert_eq!((inline[0].within, inline[0].line), (Duration::from_secs(60), 1));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("", "line 1: there is no step"),
            ("step = 5", "line 1: `step` stands in single brackets"),
            ("[step]\nclick = \"a\"", "line 1: `step` stands in single brackets"),
            ("\n[[steps]]\nclick = \"a\"", "line 2: there is no key `steps`; did you mean `step`?"),
            ("[[step]]\nclick = \"plant", "line 2: this is no TOML"),
            ("[[step]]\nclik = \"plant\"", "line 2: there is no key `clik`; did you mean `click`?"),
            ("[[step]]\n\ngoto = \"plant\"", "line 3: there is no key `goto`; did you mean `go-to`?"),
            ("[[step]]\nwait_for = \"plant\"", "line 2: there is no key `wait_for`; did you mean `wait-for`?"),
            ("[[step]]\nzzz = \"plant\"", "line 2: there is no key `zzz`. Use"),
            ("[[step]]", "line 1: this step does nothing"),
            ("[[step]]\nwithin = 5", "line 1: this step does nothing"),
            ("[[step]]\nclick = \"a\"\nwait-for = \"b\"", "line 3: this step does two things"),
            ("[[step]]\nclick = 5", "line 2: `click` is no text"),
            ("[[step]]\nclick = \" \"", "line 2: `click` is no selector"),
            ("[[step]]\nclick = \"a\"\nwith = \"plant\"", "line 3: `with` has no meaning beside `click`"),
            ("[[step]]\nfill = \"a\"", "line 2: `fill` does not say with what"),
            ("[[step]]\nfill = \"a\"\nwith = 5", "line 3: `with` is no text"),
            ("[[step]]\nfill = \"a\"\nwith = \"pl\\u0000ant\"", "line 2: `with` holds a NUL"),
            ("[[step]]\ngo-to = \"/plant\"", "line 2: `go-to` is no address"),
            ("[[step]]\ngo-to = \"file:///plant\"", "line 2: `go-to` is no address"),
            ("[[step]]\ngo-to = \"https://u:plant@a.example\"", "line 2: `go-to` holds a user or a password"),
            ("[[step]]\nclick = \"a\"\nwithin = \"soon\"", "line 3: `within` is no time"),
            ("[[step]]\nclick = \"a\"\nwithin = 0", "line 3: `within` is no time"),
            ("[[step]]\nclick = \"a\"\nwithin = 99999999999999999999", "line 3: `within` is no time"),
        ] {
            let error = error_of(read(text));
            assert!(error.starts_with(&format!("steps.toml, {told}")), "{text}: {error}");
            assert!(!error.contains("plant"), "{error}");
        }
        let error = error_of(read("[[step]]\nfill = \"a\"\nwith = \"env:MISSING\""));
        assert!(error.starts_with("steps.toml, line 2, `with` needs the environment variable MISSING"), "{error}");
        assert!(error_of(read(&"[[step]]\nclick = \"a\"\n".repeat(201))).contains("201 steps"));
    }
}
