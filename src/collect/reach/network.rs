//! Whom the browser trusts, and where and in which language the reader seems to be.

use super::Reach;
use super::error::ReachError;
use std::path::Path;
use url::Url;

/// A place on the earth that pages which may ask for it are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geolocation {
    /// Degrees north, from -90 to 90.
    pub latitude: f64,
    /// Degrees east, from -180 to 180.
    pub longitude: f64,
    /// How far off it may be, in metres; above 0, at most 100 000, usually 100.
    pub accuracy: f64,
}

/// Metres, if no accuracy is given.
const USUAL_ACCURACY: f64 = 100.0;

impl Reach {
    /// Sets the authorities that are trusted besides the usual ones. The text of the file is looked at, not kept.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_authorities(&mut self, path: &Path, text: &str) -> Result<(), ReachError> {
        let what = format!("--ca {}", path.display());
        let wrong = |why: &str, advice: &str| Err(ReachError::value(&what, why, advice));
        let form = "Give a PEM file of certificates, `-----BEGIN CERTIFICATE-----`";
        if text.contains("PRIVATE KEY-----") {
            return wrong("it holds a private key", "Give a file that holds the certificates alone");
        }
        let begun = text.matches("-----BEGIN CERTIFICATE-----").count();
        match begun {
            0 => wrong("it holds no certificate", form),
            _ if begun != text.matches("-----END CERTIFICATE-----").count() => wrong("a certificate has no end", form),
            _ => {
                self.authorities = Some(path.to_path_buf());
                Ok(())
            }
        }
    }

    /// Sets the time zone, by its IANA name (`Europe/Berlin`). Its form is checked; whether there is such a zone, the
    /// browser knows.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_timezone(&mut self, text: &str) -> Result<(), ReachError> {
        let parts: Vec<&str> = text.trim().split('/').collect();
        let is_part = |part: &&str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
        };
        if parts.len() > 3 || text.len() > 64 || !parts.iter().all(is_part) {
            let why = "it is no name of a time zone";
            return Err(ReachError::value(
                "--timezone",
                why,
                "Write the IANA name: Europe/Berlin, America/New_York, UTC",
            ));
        }
        self.timezone = Some(text.trim().to_string());
        Ok(())
    }

    /// Sets the `Accept-Language` header: `de-DE,de;q=0.9,en`.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_accept_language(&mut self, text: &str) -> Result<(), ReachError> {
        if text.len() > 256 || !text.split(',').all(is_language) {
            let advice = "Write languages as `de-DE,de;q=0.9,en;q=0.5`";
            return Err(ReachError::value("--accept-language", "it is no list of languages", advice));
        }
        self.accept_language = Some(text.split(',').map(str::trim).collect::<Vec<_>>().join(","));
        Ok(())
    }

    /// Sets where the reader seems to be: `latitude,longitude`, maybe with `,metres` for how far off it may be.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_geolocation(&mut self, text: &str) -> Result<(), ReachError> {
        let wrong = |why: &str| {
            let advice = "Write it in degrees north and east, and metres if you like: 52.5,13.4 or 52.5,13.4,100";
            ReachError::value("--geolocation", why, advice)
        };
        let numbers: Option<Vec<f64>> = text.split(',').map(|it| it.trim().parse().ok()).collect();
        let (latitude, longitude, accuracy) = match numbers.as_deref() {
            Some([latitude, longitude]) => (*latitude, *longitude, USUAL_ACCURACY),
            Some([latitude, longitude, accuracy]) => (*latitude, *longitude, *accuracy),
            _ => return Err(wrong("it is not two or three numbers")),
        };
        if !(-90.0..=90.0).contains(&latitude) {
            return Err(wrong("the latitude, which comes first, is not from -90 to 90"));
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return Err(wrong("the longitude is not from -180 to 180"));
        }
        if !(accuracy > 0.0 && accuracy <= 100_000.0) {
            return Err(wrong("the accuracy is not above 0 and at most 100000 metres"));
        }
        self.geolocation = Some(Geolocation { latitude, longitude, accuracy });
        Ok(())
    }

    /// Sets the open tab that is judged, by a part of its address or of its title.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn set_attach(&mut self, text: &str) -> Result<(), ReachError> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            let advice = "Give a part of the tab's address or title";
            return Err(ReachError::value("--attach", "it can't be part of an address or a title", advice));
        }
        self.attach = Some(text.to_string());
        Ok(())
    }
}

/// `de`, `de-DE`, `*`, each maybe with `;q=0.9`.
fn is_language(text: &str) -> bool {
    let (tag, weight) = match text.split_once(';') {
        Some((tag, weight)) => (tag.trim(), Some(weight.trim())),
        None => (text.trim(), None),
    };
    let is_weight = |it: &str| {
        let number = it.strip_prefix("q=").unwrap_or_default();
        number.len() <= 5
            && number.starts_with(['0', '1'])
            && !number.contains(['e', 'E'])
            && number.parse::<f64>().is_ok_and(|it| (0.0..=1.0).contains(&it))
    };
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let is_part = |it: &str| (1..=8).contains(&it.len()) && it.chars().all(|c| c.is_ascii_alphanumeric());
    let is_tag = tag == "*" || (is_part(first) && first.chars().all(|c| c.is_ascii_alphabetic()) && parts.all(is_part));
    is_tag && weight.is_none_or(is_weight)
}

/// An address of the web without what is nobody's business: user, password, query and fragment.
pub(super) fn without_secrets(address: &Url) -> String {
    let origin = address.origin().ascii_serialization();
    let hidden = if address.query().is_some() || address.fragment().is_some() { "?…" } else { "" };
    format!("{origin}{}{hidden}", address.path())
}

#[cfg(test)]
mod tests {
    use super::super::tests::error_of;
    use super::{Reach, ReachError};
    use std::path::Path;

    #[test]
    fn zones_languages_and_places_are_read() {
        let set = |text: &str, how: fn(&mut Reach, &str) -> Result<(), ReachError>| how(&mut Reach::default(), text);
        for good in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT"] {
            assert!(set(good, Reach::set_timezone).is_ok(), "{good}");
        }
        for bad in ["", "+02:00", "Europe/", "/Berlin", "Europe Berlin", "a/b/c/d", "1", "Europe/Bérlin", "../etc"] {
            error_of(set(bad, Reach::set_timezone));
        }
        for good in ["de", "de-DE,de;q=0.9,en;q=0.5", "zh-Hant-TW", "*", "en , *;q=0", "de;q=1.000"] {
            assert!(set(good, Reach::set_accept_language).is_ok(), "{good}");
        }
        for bad in
            ["", "de,,en", "de;q=2", "de;q=", "de;q=1e0", "de;q=NaN", "de_DE", "deutschland", "de\r\nX: 1", "1-de"]
        {
            error_of(set(bad, Reach::set_accept_language));
        }
        for good in ["52.5,13.4", " 52.5 , 13.4 , 100 ", "-90,-180,0.5", "90,180,100000"] {
            assert!(set(good, Reach::set_geolocation).is_ok(), "{good}");
        }
        for bad in ["", "52.5", "91,0", "0,181", "0,0,0", "0,0,-1", "NaN,0", "0,inf", "0,0,NaN", "1,2,3,4", "52.5;13.4"]
        {
            error_of(set(bad, Reach::set_geolocation));
        }
        for bad in ["", "  ", "a\nb"] {
            error_of(set(bad, Reach::set_attach));
        }
    }

    #[test]
    fn authorities_are_looked_at() {
        let read = |text: &str| Reach::default().set_authorities(Path::new("ca.pem"), text);
        assert!(read("# two\n-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n").is_ok());
        for bad in ["", "plant", "-----BEGIN CERTIFICATE-----\nplant", "-----BEGIN RSA PRIVATE KEY-----\nplant"] {
            let error = error_of(read(bad));
            assert!(error.starts_with("--ca ca.pem can't be used: ") && !error.contains("plant"), "{error}");
        }
    }
}
