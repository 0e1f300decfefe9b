//! Which language a text is in: its script first, then which lexicon its letters look like; what the page says of
//! itself is only a prior, for it is often wrong. Languages without a lexicon are told by a general detector.

use super::{Language, Lexicon, Lexicons};

/// Bytes of a text that are enough to tell its language by.
const ENOUGH: usize = 1500;
/// What the page says of itself counts as much as this, a logarithm: about one word.
const PRIOR: f64 = 4.0;
/// Mean logarithm of the likelihood of a run below which a text looks like none of the lexicons.
const FOREIGN: f64 = -8.6;

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
        let prior = prior.and_then(|tag| self.language_of(tag)).map(|language| language.head.tag.as_str());
        let text = head(text, ENOUGH);
        let Some(script) = Script::of(text) else {
            return prior.map_or(Recognised::Unknown(None), |tag| Recognised::Known(tag.to_string()));
        };
        let fits = |tag: &str| {
            self.languages.iter().any(|language| language.head.tag == tag && script.writes(&language.head.script))
        };
        let (mut scores, runs) = self.profile.scores(text, &fits);
        for (tag, score) in &mut scores {
            if prior == Some(*tag) {
                *score += PRIOR;
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        let Some(&(tag, score)) = scores.first() else {
            return Recognised::Unknown(whatlang::detect(text).map(|info| short_code(info.lang()).to_string()));
        };
        // No lexicon's language looks like it: ask a detector that knows more of them.
        if score / (runs.max(1) as f64) < FOREIGN
            && let Some(info) = whatlang::detect(text).filter(whatlang::Info::is_reliable)
            && self.language_of(short_code(info.lang())).is_none()
        {
            return Recognised::Unknown(Some(short_code(info.lang()).to_string()));
        }
        Recognised::Known(tag.to_string())
    }

    /// The lexicon of the language that a text is in, alone.
    pub fn reader(&self, text: &str) -> Option<&Lexicon> {
        self.recognise(text, None).known().and_then(|tag| self.get(tag))
    }

    /// The lexicon that a language tag asks for: the longest one that the tag begins with; Chinese by region or script.
    pub fn closest(&self, tag: &str) -> Option<&Lexicon> {
        self.language_of(tag)?.lexicon()
    }

    fn language_of(&self, tag: &str) -> Option<&Language> {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let named = |name: &str| {
            self.languages.iter().find(|it| {
                it.head.tag.eq_ignore_ascii_case(name)
                    || it.head.also.iter().any(|also| also.eq_ignore_ascii_case(name))
            })
        };
        if tag == "zh" || tag.starts_with("zh-") || tag.starts_with("yue") {
            let traditional = ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|it| it == *part));
            return named(if traditional { "zh-Hant" } else { "zh-Hans" });
        }
        let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
        ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| named(&tag[..end]))
    }
}

impl Lexicon {
    /// Whether a text is written in the script of this language.
    pub fn writes(&self, text: &str) -> bool {
        Script::of(text).is_none_or(|script| script.writes(&self.script))
    }
}

/// What most letters of a text are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Tamil,
    Thai,
    Hangul,
    Japanese,
    Han,
    Other,
}

impl Script {
    fn of(text: &str) -> Option<Script> {
        const ALL: [Script; 13] = [
            Script::Latin,
            Script::Cyrillic,
            Script::Greek,
            Script::Arabic,
            Script::Hebrew,
            Script::Devanagari,
            Script::Bengali,
            Script::Tamil,
            Script::Thai,
            Script::Hangul,
            Script::Japanese,
            Script::Han,
            Script::Other,
        ];
        let mut counts = [0usize; ALL.len()];
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            let script = Script::of_letter(c);
            // One character of these says as much as some letters.
            let weight = if matches!(script, Script::Japanese | Script::Han) { 4 } else { 1 };
            counts[script as usize] += weight;
        }
        // Japanese mixes: what holds its syllables is Japanese.
        if counts[Script::Japanese as usize] > 0
            && counts[Script::Japanese as usize] * 10 > counts[Script::Han as usize]
        {
            counts[Script::Japanese as usize] += std::mem::take(&mut counts[Script::Han as usize]);
        }
        // Every script borrows Latin words (cookies, names of firms); Latin texts borrow none.
        let latin = counts[Script::Latin as usize];
        let most = |scripts: &[Script]| {
            scripts.iter().copied().max_by_key(|&it| counts[it as usize]).filter(|&it| counts[it as usize] > 0)
        };
        most(&ALL[1..]).filter(|&it| counts[it as usize] * 4 >= latin).or((latin > 0).then_some(Script::Latin))
    }

    fn of_letter(c: char) -> Script {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => {
                Script::Latin
            }
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{590}'..='\u{5ff}' => Script::Hebrew,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
                Script::Arabic
            }
            '\u{900}'..='\u{97f}' => Script::Devanagari,
            '\u{980}'..='\u{9ff}' => Script::Bengali,
            '\u{b80}'..='\u{bff}' => Script::Tamil,
            '\u{e00}'..='\u{e7f}' => Script::Thai,
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => Script::Hangul,
            '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9d}' => Script::Japanese,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Script::Han,
            _ => Script::Other,
        }
    }

    /// Whether a language written in this ISO 15924 script may be written so.
    fn writes(self, script: &str) -> bool {
        match self {
            Script::Latin => script == "Latn",
            Script::Cyrillic => script == "Cyrl",
            Script::Greek => script == "Grek",
            Script::Arabic => script == "Arab",
            Script::Hebrew => script == "Hebr",
            Script::Devanagari => script == "Deva",
            Script::Bengali => script == "Beng",
            Script::Tamil => script == "Taml",
            Script::Thai => script == "Thai",
            Script::Hangul => matches!(script, "Kore" | "Hang"),
            Script::Japanese => script == "Jpan",
            // A Japanese text may do without its syllables; a Chinese one never has them.
            Script::Han => matches!(script, "Hans" | "Hant" | "Jpan"),
            Script::Other => false,
        }
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
