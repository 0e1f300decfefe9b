//! Cookies and local storage from a file that Playwright wrote (`context.storageState()`).

use super::cookie::{Cookie, SameSite, check_value, domain};
use super::error::ReachError;
use super::header::is_token;
use super::secret::Secret;
use super::{OriginStorage, Reach};
use serde_json::{Map, Value};
use url::{Origin, Url};

const FORM: &str = "Write the file anew with Playwright's `context.storageState({ path })`";

/// Where in the file something stands.
struct Place<'a> {
    file: &'a str,
    path: String,
}

type Fields = Map<String, Value>;

impl Place<'_> {
    fn inside(&self, key: &str) -> Self {
        let path = if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) };
        Place { file: self.file, path }
    }

    fn item(&self, index: usize) -> Self {
        Place { file: self.file, path: format!("{}[{index}]", self.path) }
    }

    fn wrong(&self, why: &str) -> ReachError {
        let place = if self.path.is_empty() { "the whole of it" } else { &self.path };
        ReachError::file(self.file, place, why, FORM)
    }

    fn fields<'v>(&self, value: &'v Value) -> Result<&'v Fields, ReachError> {
        value.as_object().ok_or_else(|| self.wrong("is not an object"))
    }

    /// The list under a key; none if the key is not there.
    fn list<'v>(&self, fields: &'v Fields, key: &str) -> Result<&'v [Value], ReachError> {
        match fields.get(key) {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.inside(key).wrong("is not a list")),
        }
    }

    fn text<'v>(&self, fields: &'v Fields, key: &str) -> Result<&'v str, ReachError> {
        match fields.get(key) {
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.inside(key).wrong("is not a text")),
            None => Err(self.inside(key).wrong("is missing")),
        }
    }

    fn truth(&self, fields: &Fields, key: &str) -> Result<bool, ReachError> {
        match fields.get(key) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(it)) => Ok(*it),
            Some(_) => Err(self.inside(key).wrong("is neither true nor false")),
        }
    }
}

/// What a file holds that is not put back.
#[derive(Default)]
struct LeftOut {
    databases: usize,
    partitioned: usize,
    origins: usize,
}

impl Reach {
    /// Adds the cookies and the local storage of a file, whose name is given for messages.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn add_storage_state(&mut self, file: &str, text: &str, warnings: &mut Vec<String>) -> Result<(), ReachError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // Into a plain value first: the parser's own messages on types quote what they did not expect.
        let json: Value = serde_json::from_str(text).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            let why = if error.is_eof() { "the JSON ends too early" } else { "this is no JSON" };
            ReachError::file(file, place, why, FORM)
        })?;
        let root = Place { file, path: String::new() };
        let fields = root.fields(&json)?;
        if !fields.contains_key("cookies") && !fields.contains_key("origins") {
            return Err(root.wrong("it has neither `cookies` nor `origins`"));
        }
        let mut left = LeftOut::default();
        let mut cookies = Vec::new();
        for (index, item) in root.list(fields, "cookies")?.iter().enumerate() {
            cookies.push(cookie(&root.inside("cookies").item(index), item, &mut left)?);
        }
        let mut storage = Vec::new();
        for (index, item) in root.list(fields, "origins")?.iter().enumerate() {
            storage.extend(origin(&root.inside("origins").item(index), item, &mut left)?);
        }
        self.cookies.append(&mut cookies);
        self.storage.append(&mut storage);
        let mut warn = |count: usize, what: &str| {
            if count > 0 {
                warnings.push(format!("{file}: {count} {what}"));
            }
        };
        warn(left.databases, "IndexedDB databases are not put back; what the site keeps there is missing");
        warn(left.partitioned, "partitioned cookies are put back without their partition");
        warn(left.origins, "origins that are neither http nor https are left out");
        Ok(())
    }
}

fn cookie(place: &Place<'_>, value: &Value, left: &mut LeftOut) -> Result<Cookie, ReachError> {
    let fields = place.fields(value)?;
    let name = place.text(fields, "name")?;
    if !is_token(name) {
        return Err(place.inside("name").wrong("is no name of a cookie"));
    }
    let content = place.text(fields, "value")?;
    check_value("a cookie", content).map_err(|_| place.inside("value").wrong("is no value of a cookie"))?;
    let host = domain(place.text(fields, "domain")?).ok_or_else(|| place.inside("domain").wrong("is no host"))?;
    let path = match fields.get("path") {
        None => "/",
        Some(_) => place.text(fields, "path")?,
    };
    if !path.starts_with('/') || path.contains([';', '\r', '\n']) {
        return Err(place.inside("path").wrong("does not begin with `/`, or holds a `;`"));
    }
    let expires = match fields.get("expires") {
        None | Some(Value::Null) => None,
        // -1 is a cookie that ends with the browser.
        Some(Value::Number(number)) => number.as_f64().filter(|it| *it >= 0.0),
        Some(_) => return Err(place.inside("expires").wrong("is not a number of seconds")),
    };
    let same_site = match fields.get("sameSite") {
        None | Some(Value::Null) => None,
        Some(_) => SameSite::named(place.text(fields, "sameSite")?),
    };
    left.partitioned += usize::from(fields.get("partitionKey").is_some_and(|it| !it.is_null()));
    Ok(Cookie {
        name: name.to_string(),
        value: Secret::perhaps(content),
        domain: Some(host),
        path: path.to_string(),
        expires,
        http_only: place.truth(fields, "httpOnly")?,
        secure: place.truth(fields, "secure")?,
        same_site,
    })
}

/// One origin with its pairs; `None` for one that has no pairs or is not of the web.
fn origin(place: &Place<'_>, value: &Value, left: &mut LeftOut) -> Result<Option<OriginStorage>, ReachError> {
    let fields = place.fields(value)?;
    let name = place.text(fields, "origin")?;
    left.databases += fields.get("indexedDB").and_then(Value::as_array).map_or(0, Vec::len);
    let mut local = Vec::new();
    for (index, item) in place.list(fields, "localStorage")?.iter().enumerate() {
        let pair = place.inside("localStorage").item(index);
        let fields = pair.fields(item)?;
        let key = pair.text(fields, "name")?.to_string();
        local.push((key, Secret::perhaps(pair.text(fields, "value")?)));
    }
    let url = Url::parse(name).map_err(|_| place.inside("origin").wrong("is no origin, like `https://example.com`"))?;
    match url.origin() {
        origin @ Origin::Tuple(..) if matches!(url.scheme(), "http" | "https") => {
            Ok((!local.is_empty()).then(|| OriginStorage { origin: origin.ascii_serialization(), local }))
        }
        _ => {
            left.origins += 1;
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::error_of;
    use super::{Reach, ReachError, SameSite};

    fn read(text: &str) -> Result<(Reach, Vec<String>), ReachError> {
        let (mut reach, mut warnings) = (Reach::default(), Vec::new());
        reach.add_storage_state("state.json", text, &mut warnings)?;
        Ok((reach, warnings))
    }

    #[test]
    fn a_file_of_playwright_is_read() {
        let (reach, warnings) = read(
            r#"{"cookies":[
                {"name":"sid","value":"plant=1","domain":".Example.com","path":"/a","expires":1893456000.5,
                 "httpOnly":true,"secure":true,"sameSite":"Lax"},
                {"name":"b","value":"","domain":"example.com","path":"/","expires":-1,"httpOnly":false,"secure":false,
                 "sameSite":"unspecified","partitionKey":"https://example.org","new":[]}],
               "origins":[
                {"origin":"https://example.com/","localStorage":[{"name":"k","value":"v"}],"indexedDB":[{},{}]},
                {"origin":"http://localhost:8080","localStorage":[]},
                {"origin":"file://","localStorage":[{"name":"k","value":"v"}]}],
               "more":1}"#,
        )
        .expect("good");
        let first = &reach.cookies[0];
        assert_eq!(
            (first.domain.as_deref(), first.path.as_str(), first.expires),
            (Some(".example.com"), "/a", Some(1_893_456_000.5))
        );
        assert_eq!((first.value.expose(), first.http_only, first.secure), ("plant=1", true, true));
        assert_eq!(first.same_site, Some(SameSite::Lax));
        assert_eq!((reach.cookies[1].expires, reach.cookies[1].same_site), (None, None));
        assert_eq!(reach.storage.len(), 1);
        assert_eq!((reach.storage[0].origin.as_str(), reach.storage[0].local.len()), ("https://example.com", 1));
        assert_eq!(warnings.len(), 3, "{warnings:?}");
        assert!(warnings[0].starts_with("state.json: 2 IndexedDB databases"), "{warnings:?}");
        assert!(!reach.is_fresh());
    }

    #[test]
    fn the_smallest_file_is_read() {
        assert!(read(r#"{"cookies":[],"origins":[]}"#).expect("good").0.is_fresh());
        assert!(read("\u{feff}{\"origins\":[]}").is_ok());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_not_shown() {
        let cookie =
            |more: &str| format!(r#"{{"cookies":[{{"name":"a","value":"plant","domain":"a.example"{more}}}]}}"#);
        for (text, place) in [
            ("", "line 1, column 0"),
            ("{\n  \"cookies\": plant", "line 2, column 14"),
            ("{\"cookies\":[\"plant", "line 1"),
            ("[\"plant\"]", "the whole of it"),
            ("\"plant\"", "the whole of it"),
            ("{\"plant\":1}", "the whole of it"),
            ("{\"cookies\":\"plant\"}", "cookies"),
            ("{\"cookies\":[\"plant\"]}", "cookies[0]"),
            ("{\"cookies\":[{\"name\":\"plant\"}]}", "cookies[0].value"),
            ("{\"cookies\":[{\"name\":\"pl ant\"}]}", "cookies[0].name"),
            ("{\"cookies\":[{\"name\":\"a\",\"value\":\"plant\"}]}", "cookies[0].domain"),
            (&cookie(",\"path\":\"plant\""), "cookies[0].path"),
            (&cookie(",\"expires\":\"plant\""), "cookies[0].expires"),
            (&cookie(",\"secure\":\"plant\""), "cookies[0].secure"),
            (&cookie(",\"sameSite\":5"), "cookies[0].sameSite"),
            ("{\"origins\":[{\"origin\":\"plant\"}]}", "origins[0].origin"),
            (
                "{\"origins\":[{\"origin\":\"https://a.example\",\"localStorage\":[{}]}]}",
                "origins[0].localStorage[0].name",
            ),
        ] {
            let error = error_of(read(text));
            assert!(!error.contains("plant") && error.starts_with(&format!("state.json, {place}")), "{text}: {error}");
        }
    }

    #[test]
    fn a_file_that_is_wrong_leaves_nothing_behind() {
        let mut reach = Reach::default();
        let text = r#"{"cookies":[{"name":"a","value":"b","domain":"a.example"}],"origins":[5]}"#;
        assert!(reach.add_storage_state("s", text, &mut Vec::new()).is_err());
        assert!(reach.cookies.is_empty());
    }
}
