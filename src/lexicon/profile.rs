//! What the words of a language look like: how often runs of two and three letters stand in its lexicon.
//!
//! A naive Bayes classifier over letter runs (Cavnar and Trenkle 1994; Dunning 1994), learned from the lexicons
//! themselves, so that it knows the language of consent and a new lexicon brings its own. The profile of the lexicons
//! that ship is learned when the program is built.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Share of running text that a language's most frequent words make, about.
const COMMON_SHARE: f64 = 0.4;
/// Added to every count, so that a run that was never seen is unlikely and not impossible.
const SMOOTHING: f64 = 0.4;
/// Letters of the longest word that counts.
const LONGEST_WORD: usize = 40;
/// What is known of all languages, as it is kept: nothing is read before it is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Tags, in the order of the columns.
    tags: Vec<String>,
    /// Logarithm of the likelihood of a run that a language has never shown.
    unseen: Vec<f32>,
    /// Open-addressed table of runs, eight bytes a slot: hash of the run; where its gains begin, and how many they are.
    slots: Cow<'static, [u8]>,
    /// Two bytes each: column, and by how much the run is likelier than an unseen one, in sixteenths.
    gains: Cow<'static, [u8]>,
}

/// Steps of a gain to one.
const STEPS: f64 = 16.0;

/// What one lexicon file shows.
#[derive(Default)]
pub(super) struct Sample {
    counts: BTreeMap<u32, f64>,
    total: f64,
}

impl Sample {
    /// Learns from the text of a lexicon file: its phrases, and its most frequent words as often as they are in texts.
    pub(super) fn of_file(text: &str, fold: fn(&str) -> String) -> Sample {
        let mut sample = Sample::default();
        let (mut phrases, mut common) = (Vec::new(), Vec::new());
        let mut table = "";
        let mut key = "";
        for line in text.lines() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('[').filter(|_| line.ends_with(']') && !line.contains('"')) {
                table = name.trim_end_matches(']');
                continue;
            }
            if let Some((name, _)) = line.split_once('=').filter(|(name, _)| !name.contains('"')) {
                key = name.trim();
            }
            match (table, key) {
                ("language", "common") => common.extend(quoted(line)),
                ("language" | "do-not-add", _) => {}
                _ => phrases.extend(quoted(line)),
            }
        }
        let mut words = 0usize;
        for phrase in &phrases {
            words += phrase.split_whitespace().count();
            for part in phrase.split(" .. ") {
                sample.learn(part, 1.0, fold);
            }
        }
        if !common.is_empty() {
            let weight = (COMMON_SHARE * words as f64 / common.len() as f64).max(1.0);
            for word in &common {
                sample.learn(word, weight, fold);
            }
        }
        sample
    }

    fn learn(&mut self, text: &str, weight: f64, fold: fn(&str) -> String) {
        let lower = text.to_lowercase();
        let folded = fold(text);
        for run in runs(&lower) {
            *self.counts.entry(run).or_default() += weight;
            self.total += weight;
        }
        // People leave diacritics out.
        if folded != lower {
            for run in runs(&folded) {
                *self.counts.entry(run).or_default() += weight / 3.0;
                self.total += weight / 3.0;
            }
        }
    }
}

fn quoted(line: &str) -> impl Iterator<Item = &str> {
    // Every second piece between quotation marks stands inside them.
    line.split('"').skip(1).step_by(2)
}

impl Profile {
    /// Puts samples together: pairs of tag and sample.
    pub(super) fn of(samples: &[(String, Sample)]) -> Profile {
        let mut runs: BTreeMap<u32, Vec<(u32, f32)>> = BTreeMap::new();
        let mut profile = Profile::default();
        let kinds = samples.iter().map(|(_, sample)| sample.counts.len()).max().unwrap_or(1) as f64;
        for (column, (tag, sample)) in samples.iter().enumerate() {
            let all = sample.total + SMOOTHING * kinds * 2.0;
            let unseen = (SMOOTHING / all).ln();
            profile.tags.push(tag.clone());
            profile.unseen.push(unseen as f32);
            for (&run, &count) in &sample.counts {
                let gain = ((count + SMOOTHING) / all).ln() - unseen;
                runs.entry(run).or_default().push((column as u32, gain as f32));
            }
        }
        let size = (runs.len() * 2).next_power_of_two().max(16);
        let mut slots = vec![(0u32, 0u32); size];
        let mut gains = Vec::new();
        for (run, found) in runs {
            let mut at = run as usize & (size - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            // A run has at most as many gains as there are languages, fewer than 256.
            slots[at] = (run, ((gains.len() / 2) as u32) << 8 | found.len() as u32);
            for (column, gain) in found {
                gains.push(column as u8);
                gains.push((f64::from(gain) * STEPS).round().clamp(0.0, 255.0) as u8);
            }
        }
        let bytes = slots.iter().flat_map(|(run, place)| [run.to_le_bytes(), place.to_le_bytes()].concat());
        profile.slots = bytes.collect::<Vec<u8>>().into();
        profile.gains = gains.into();
        profile
    }

    fn slot(&self, at: usize) -> Option<(u32, usize, usize)> {
        let bytes = self.slots.get(at * 8..at * 8 + 8)?;
        let number = |four: &[u8]| u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        let (run, place) = (number(&bytes[..4]), number(&bytes[4..]));
        (run != 0).then_some((run, (place >> 8) as usize, (place & 0xff) as usize))
    }

    /// The logarithm of the likelihood of a text in each of some languages, and how many runs it has.
    pub(super) fn scores(&self, text: &str, wanted: &dyn Fn(&str) -> bool) -> (Vec<(&str, f64)>, usize) {
        let mut scores: Vec<f64> = vec![0.0; self.tags.len()];
        let mut count = 0usize;
        let mask = (self.slots.len() / 8).wrapping_sub(1);
        for run in runs(&text.to_lowercase()) {
            count += 1;
            let mut at = run as usize & mask;
            while let Some((known, from, many)) = self.slot(at) {
                if known == run {
                    for pair in self.gains.get(from * 2..(from + many) * 2).unwrap_or_default().chunks_exact(2) {
                        if let Some(score) = scores.get_mut(pair[0] as usize) {
                            *score += f64::from(pair[1]) / STEPS;
                        }
                    }
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        let columns = self.tags.iter().zip(&scores).zip(&self.unseen);
        let scores = columns
            .filter(|((tag, _), _)| wanted(tag))
            .map(|((tag, score), unseen)| (tag.as_str(), score + count as f64 * f64::from(*unseen)))
            .collect();
        (scores, count)
    }

    /// Bytes to keep it in.
    #[cfg_attr(not(test), allow(dead_code, reason = "the build script writes it"))]
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let tags = self.tags.join("\n");
        let mut bytes = Vec::new();
        for length in [tags.len(), self.tags.len(), self.slots.len(), self.gains.len()] {
            bytes.extend_from_slice(&(length as u32).to_le_bytes());
        }
        bytes.extend(self.unseen.iter().flat_map(|it| it.to_le_bytes()));
        bytes.extend_from_slice(tags.as_bytes());
        bytes.extend_from_slice(&self.slots);
        bytes.extend_from_slice(&self.gains);
        bytes
    }

    /// Reads what [`Profile::to_bytes`] wrote; `None` if it is something else.
    pub(super) fn from_bytes(bytes: &'static [u8]) -> Option<Profile> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let (tags, columns, slots, gains) = (number(0)?, number(4)?, number(8)?, number(12)?);
        let unseen = bytes.get(16..16 + columns * 4)?;
        let rest = &bytes[16 + columns * 4..];
        if rest.len() != tags + slots + gains || !(slots / 8).is_power_of_two() {
            return None;
        }
        let (names, rest) = rest.split_at(tags);
        let (slots, gains) = rest.split_at(slots);
        let tags: Vec<String> = std::str::from_utf8(names).ok()?.split('\n').map(str::to_string).collect();
        let unseen = unseen.chunks_exact(4).map(|it| f32::from_le_bytes([it[0], it[1], it[2], it[3]])).collect();
        (tags.len() == columns).then_some(Profile { tags, unseen, slots: slots.into(), gains: gains.into() })
    }
}

/// Hashes of the runs of a text: two and three letters of a word with its ends marked; of ideographs and other letters
/// that stand unspaced one and two.
fn runs(text: &str) -> Vec<u32> {
    let mut found = Vec::with_capacity(text.len() * 2);
    let mut word: Vec<char> = Vec::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) || is_sign(c) {
            word.push(c);
            continue;
        }
        // No language has longer words; what is longer is a code, or noise.
        if word.is_empty() || word.len() > LONGEST_WORD && !word.iter().any(|&c| stands_unspaced(c)) {
            word.clear();
            continue;
        }
        if word.iter().any(|&c| stands_unspaced(c)) {
            found.extend(word.iter().map(|&c| hash(&[c])));
            found.extend(word.windows(2).map(hash));
        } else {
            word.insert(0, '_');
            word.push('_');
            found.extend(word.windows(2).map(hash));
            found.extend(word.windows(3).map(hash));
            // Short words are the frequent ones, and whole they say most.
            if word.len() <= 6 {
                found.push(hash(&word));
            }
        }
        word.clear();
    }
    found
}

/// Vowel signs of Indian and South-East Asian scripts.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9d7}'
        | '\u{b82}' | '\u{bbe}'..='\u{bd7}' | '\u{e31}'..='\u{e4e}')
}

/// Whether a letter belongs to a script that sets no space between words.
pub(super) fn stands_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// FNV-1a over the letters, mixed once more; never 0.
fn hash(letters: &[char]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for &c in letters {
        for byte in (c as u32).to_le_bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash ^= hash >> 15;
    (hash.wrapping_mul(0x2c1b_3c6d) ^ (hash >> 12)).max(1)
}

#[cfg(test)]
mod tests {
    use super::{Profile, Sample};

    #[test]
    fn a_profile_is_what_it_was_written_as() {
        let lower = |text: &str| text.to_lowercase();
        let files = [
            ("xx", "[intent]\naccept = [\"alle annehmen\", \"ja\"]"),
            ("yy", "[intent]\naccept = [\"accept all\", \"yes\"]"),
        ];
        let samples: Vec<_> =
            files.iter().map(|(tag, text)| ((*tag).to_string(), Sample::of_file(text, lower))).collect();
        let profile = Profile::of(&samples);
        let again = Profile::from_bytes(profile.to_bytes().leak()).unwrap();
        let (scores, _) = again.scores("alle annehmen", &|_| true);
        assert_eq!(scores, profile.scores("alle annehmen", &|_| true).0);
        assert!(scores[0].1 > scores[1].1, "{scores:?}");
        assert!(Profile::from_bytes(b"nothing of the kind").is_none());
    }
}
