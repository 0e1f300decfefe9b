//! Which language a text is in: its script first, then which lexicon's words it holds; what the page says of
//! itself is only a prior, for it is often wrong; statistical detection breaks ties.

use super::{Concept, Lexicon, Lexicons, Reading, Words};

/// Share of words that must be known before a text counts as a language.
const LEAST_SHARE: f64 = 0.12;

/// The language of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A language that there is a lexicon for, by its tag.
    Known(String),
    /// Another one, as well as it can be told.
    Unknown(Option<String>),
}

impl Recognised {
    /// The tag, if there is a lexicon for it.
    pub fn known(&self) -> Option<&str> {
        match self {
            Recognised::Known(tag) => Some(tag),
            Recognised::Unknown(_) => None,
        }
    }

    /// The tag as well as it can be told; `und` if it can't.
    pub fn tag(&self) -> &str {
        match self {
            Recognised::Known(tag) => tag,
            Recognised::Unknown(tag) => tag.as_deref().unwrap_or("und"),
        }
    }
}

impl Lexicons {
    /// The language of a text. `prior` is what the page says it is (`de-AT`); it counts little where there is
    /// text enough, and decides where there is hardly any.
    pub fn recognise(&self, text: &str, prior: Option<&str>) -> Recognised {
        let prior = prior.and_then(|tag| self.closest(tag));
        let text = head(text, 4000);
        let han = text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count();
        let kana_or_hangul =
            text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}')).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0 {
            return prior.map_or(Recognised::Unknown(None), |lexicon| Recognised::Known(lexicon.tag.clone()));
        }
        if kana_or_hangul * 10 > letters {
            let tag = if text.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7af}')) { "ko" } else { "ja" };
            return self.tagged(tag);
        }
        if han * 4 > letters {
            return self.chinese(text, prior);
        }
        self.spaced(text, prior)
    }

    fn tagged(&self, tag: &str) -> Recognised {
        match self.get(tag) {
            Some(_) => Recognised::Known(tag.to_string()),
            None => Recognised::Unknown(Some(tag.to_string())),
        }
    }

    /// The lexicon that a language tag asks for: the longest one that the tag begins with; Chinese by region or script.
    pub fn closest(&self, tag: &str) -> Option<&Lexicon> {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        if tag == "zh" || tag.starts_with("zh-") || tag.starts_with("yue") {
            let traditional = ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|it| it == *part));
            return self.get(if traditional { "zh-Hant" } else { "zh-Hans" });
        }
        let named = |name: &str| {
            self.languages
                .iter()
                .find(|it| it.tag.eq_ignore_ascii_case(name) || it.also.iter().any(|also| also.eq_ignore_ascii_case(name)))
        };
        let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
        ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| named(&tag[..end]))
    }

    fn chinese(&self, text: &str, prior: Option<&Lexicon>) -> Recognised {
        let mut best: Option<(f64, &Lexicon)> = None;
        for lexicon in self.languages.iter().filter(|lexicon| lexicon.tag.starts_with("zh")) {
            let is_prior = prior.is_some_and(|prior| prior.tag == lexicon.tag);
            let score = lexicon.share(&lexicon.read(text)) + if is_prior { 0.02 } else { 0.0 };
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, lexicon));
            }
        }
        best.map_or(Recognised::Unknown(Some("zh".into())), |(_, lexicon)| Recognised::Known(lexicon.tag.clone()))
    }

    fn spaced(&self, text: &str, prior: Option<&Lexicon>) -> Recognised {
        let reading = Reading::new(text, Words::Spaced);
        let mut best: Option<(f64, &Lexicon)> = None;
        for lexicon in self.languages.iter().filter(|lexicon| lexicon.words == Words::Spaced) {
            let is_prior = prior.is_some_and(|prior| prior.tag == lexicon.tag);
            let bonus = if is_prior { 0.5 / reading.len().max(1) as f64 } else { 0.0 };
            let score = lexicon.share(&reading) + bonus;
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, lexicon));
            }
        }
        let Some((share, lexicon)) = best else { return Recognised::Unknown(None) };
        let known = Recognised::Known(lexicon.tag.clone());
        if share >= 0.4 || (reading.len() < 5 && share >= LEAST_SHARE) {
            return known;
        }
        // Between: related languages share words, so ask what the letters look like.
        let guess = whatlang::detect(text);
        let code = guess.as_ref().map(|info| short_code(info.lang()));
        match (guess, code) {
            (Some(info), Some(code)) if code != lexicon.tag && (info.is_reliable() || share < LEAST_SHARE) => {
                match self.get(code) {
                    Some(other) if other.share(&reading) >= LEAST_SHARE / 2.0 => Recognised::Known(other.tag.clone()),
                    None if share < 0.3 => Recognised::Unknown(Some(code.to_string())),
                    _ => known,
                }
            }
            _ if share >= LEAST_SHARE => known,
            _ => Recognised::Unknown(code.map(str::to_string)),
        }
    }
}

impl Lexicon {
    /// Share of a text's words that this language knows: frequent words, and words of consent.
    fn share(&self, reading: &Reading) -> f64 {
        if reading.is_empty() {
            return 0.0;
        }
        let mut known: Vec<bool> = (0..reading.len()).map(|at| self.common.contains(reading.word(at))).collect();
        for hit in self.hits(reading) {
            if !matches!(hit.concept, Concept::Grammar(_)) && hit.end - hit.start <= 6 {
                known[hit.start..hit.end].fill(true);
            }
        }
        known.iter().filter(|known| **known).count() as f64 / reading.len() as f64
    }
}

fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// BCP 47 prefers two letters; whatlang speaks in three.
fn short_code(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match lang {
        Eng => "en",
        Deu => "de",
        Fra => "fr",
        Spa => "es",
        Ita => "it",
        Por => "pt",
        Nld => "nl",
        Dan => "da",
        Swe => "sv",
        Nob => "nb",
        Fin => "fi",
        Pol => "pl",
        Ces => "cs",
        Slk => "sk",
        Slv => "sl",
        Hun => "hu",
        Ron => "ro",
        Bul => "bg",
        Ell => "el",
        Hrv => "hr",
        Srp => "sr",
        Est => "et",
        Lav => "lv",
        Lit => "lt",
        Rus => "ru",
        Ukr => "uk",
        Tur => "tr",
        Cat => "ca",
        Vie => "vi",
        Ind => "id",
        Ara => "ar",
        Heb => "he",
        Pes => "fa",
        Hin => "hi",
        Ben => "bn",
        Tam => "ta",
        Tha => "th",
        Jpn => "ja",
        Kor => "ko",
        Cmn => "zh",
        Lat => "la",
        Epo => "eo",
        _ => lang.code(),
    }
}
