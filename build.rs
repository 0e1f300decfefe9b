//! Builds the fonts that a static look lays text out with: advance widths and vertical metrics, and no outlines. Compiles
//! the lexicons, and learns from them what their languages look like.
//!
//! Nothing is painted, so widths are all that is needed, and no look depends on the fonts of a machine.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};
use write_fonts::FontBuilder;
use write_fonts::tables::cmap::{Cmap, CmapSubtable, EncodingRecord, PlatformId};
use write_fonts::tables::head::{Head, MacStyle};
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::maxp::Maxp;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::os2::{Os2, SelectionFlags};
use write_fonts::tables::post::Post;
use write_fonts::types::{FWord, NameId, UfWord};

#[allow(dead_code, reason = "the program uses the rest")]
#[path = "src/lexicon/compiled.rs"]
mod compiled;
#[allow(dead_code, unreachable_pub, reason = "the program uses the rest")]
#[path = "src/lexicon/normalise.rs"]
mod normalise;
#[allow(dead_code, reason = "the program uses the rest")]
#[path = "src/lexicon/profile.rs"]
mod profile;

const LEXICONS: &str = "rules/lexicon";
const TABLES: &str = "src/collect/html/widths";
const UNITS_PER_EM: u16 = 2048;
/// Width of a character that no table knows, a usual one for a letter.
const UNKNOWN_WIDTH: u16 = 1139;

/// What a face is called and how tall it is, in 1/2048 em: the numbers of the Liberation fonts.
struct Face {
    file: &'static str,
    family: &'static str,
    bold: bool,
    ascent: i16,
    descent: i16,
    gap: i16,
    x_height: i16,
    cap_height: i16,
    underline: (i16, i16),
}

#[rustfmt::skip]
const FACES: &[Face] = &[
    Face { file: "sans", family: "Liberation Sans", bold: false, ascent: 1854, descent: -434, gap: 67, x_height: 1082, cap_height: 1409, underline: (-67, 150) },
    Face { file: "sans-bold", family: "Liberation Sans", bold: true, ascent: 1854, descent: -434, gap: 67, x_height: 1082, cap_height: 1409, underline: (-2, 215) },
    Face { file: "serif", family: "Liberation Serif", bold: false, ascent: 1825, descent: -443, gap: 87, x_height: 940, cap_height: 1341, underline: (-123, 100) },
    Face { file: "serif-bold", family: "Liberation Serif", bold: true, ascent: 1825, descent: -443, gap: 87, x_height: 940, cap_height: 1341, underline: (-28, 195) },
    Face { file: "mono", family: "Liberation Mono", bold: false, ascent: 1705, descent: -615, gap: 0, x_height: 1082, cap_height: 1349, underline: (-393, 84) },
    Face { file: "mono-bold", family: "Liberation Mono", bold: true, ascent: 1705, descent: -615, gap: 0, x_height: 1082, cap_height: 1349, underline: (-272, 205) },
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={TABLES}");
    for read in [LEXICONS, "src/lexicon/compiled.rs", "src/lexicon/normalise.rs", "src/lexicon/profile.rs"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let out = env::var("OUT_DIR")?;
    let lexicons = lexicons()?;
    fs::write(Path::new(&out).join("languages.bin"), languages(&lexicons))?;
    fs::write(Path::new(&out).join("lexicons.bin"), compile(&lexicons)?)?;
    let common = widths("common")?;
    for face in FACES {
        let mut widths = widths(face.file)?;
        for (&point, &width) in &common {
            widths.entry(point).or_insert(width);
        }
        fs::write(Path::new(&out).join(format!("{}.ttf", face.file)), font(face, &widths)?)?;
    }
    Ok(())
}

/// Names and texts of the lexicons that ship.
fn lexicons() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(LEXICONS)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let paths = files.iter().map(fs::DirEntry::path);
    let lexicons = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
    lexicons.map(|path| Ok((name(&path), fs::read_to_string(&path)?))).collect()
}

/// The profile of their languages.
fn languages(lexicons: &[(String, String)]) -> Vec<u8> {
    let tag = |name: &str| name.trim_end_matches(".toml").to_string();
    let spoken = lexicons.iter().filter(|(name, _)| name != "zxx.toml");
    let samples = spoken.map(|(name, text)| (tag(name), profile::Sample::of_file(text, normalise::fold)));
    profile::Profile::of(&samples.collect::<Vec<_>>()).to_bytes()
}

/// Each lexicon as `src/lexicon/shipped.rs` finds it: two lengths, what it says of itself in lines, and its words.
fn compile(lexicons: &[(String, String)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut all = Vec::new();
    for (name, text) in lexicons {
        let file: toml::Table = text.parse().map_err(|error| format!("{LEXICONS}/{name}: {error}"))?;
        let said = |key: &str| {
            let value = file.get("language").and_then(|it| it.get(key)).and_then(toml::Value::as_str);
            value.ok_or_else(|| format!("{LEXICONS}/{name}: [language] has no `{key}`"))
        };
        let strings = |list: Option<&toml::Value>| -> Vec<String> {
            let list = list.and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(toml::Value::as_str).map(str::to_string).collect()
        };
        let words = match said("words")? {
            "spaced" => normalise::Words::Spaced,
            _ => normalise::Words::Unspaced,
        };
        let mut source = compiled::Source::default();
        for table in ["intent", "verb", "grammar", "purpose", "consent"] {
            for (key, list) in file.get(table).and_then(toml::Value::as_table).into_iter().flatten() {
                source.add(table, key, &strings(Some(list)), words);
            }
        }
        let mut head = vec![name.clone()];
        for key in ["tag", "name", "words", "script", "review"] {
            head.push(said(key)?.to_string());
        }
        head.extend(strings(file.get("language").and_then(|it| it.get("also"))));
        let (head, words) = (head.join("\n"), source.compile());
        all.extend((head.len() as u32).to_le_bytes());
        all.extend((words.len() as u32).to_le_bytes());
        all.extend(head.into_bytes());
        all.extend(words);
    }
    Ok(all)
}

/// Reads `first[-last]<TAB>width` lines into a width for each code point.
fn widths(file: &str) -> Result<BTreeMap<u32, u16>, Box<dyn Error>> {
    let path = Path::new(TABLES).join(format!("{file}.tsv"));
    let text = fs::read_to_string(&path)?;
    let mut widths = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (range, width) = line.split_once('\t').ok_or_else(|| format!("{}: no tab in `{line}`", path.display()))?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last) = (u32::from_str_radix(first, 16)?, u32::from_str_radix(last, 16)?);
        for point in first..=last {
            widths.insert(point, width.parse()?);
        }
    }
    Ok(widths)
}

/// Widths of letters that no table knows, and whose parts are known: marks take no room, so theirs is their base's.
fn composed(widths: &BTreeMap<u32, u16>, last: u32) -> BTreeMap<u32, u16> {
    let unknown = (0..=last).filter(|point| !widths.contains_key(point)).filter_map(char::from_u32);
    let width_of_base = |letter: char| {
        let mut base = None;
        unicode_normalization::char::decompose_canonical(letter, |part| base = base.or(Some(part)));
        base.filter(|&base| base != letter).and_then(|base| widths.get(&u32::from(base)).copied())
    };
    unknown.filter_map(|letter| Some((u32::from(letter), width_of_base(letter)?))).collect()
}

/// A font with one glyph for each distinct width. Its map is an array of all characters: each is asked for twice when a
/// text is shaped, and a search through ranges took a twentieth of a look.
fn font(face: &Face, widths: &BTreeMap<u32, u16>) -> Result<Vec<u8>, Box<dyn Error>> {
    // What comes after has no width of its own: tags and variation selectors.
    const LAST: u32 = 0x3ffff;
    let last = widths.range(..=LAST).next_back().map_or(0, |(&point, _)| point);
    let composed = composed(widths, last);
    let mut advances = vec![UNKNOWN_WIDTH];
    let mut glyphs = vec![0u16; last as usize + 1];
    for (&point, &width) in widths.iter().chain(&composed).filter(|&(&point, _)| point <= last) {
        let known = advances[1..].iter().position(|&known| known == width);
        glyphs[point as usize] = known.map_or_else(
            || {
                advances.push(width);
                advances.len() - 1
            },
            |at| at + 1,
        ) as u16;
    }
    let first = glyphs.iter().position(|&glyph| glyph != 0).unwrap_or_default();
    glyphs.drain(..first);
    let length = 20 + 2 * glyphs.len() as u32;
    let subtable = CmapSubtable::format_10(length, 0, first as u32, glyphs);
    let glyphs = advances.len() as u16;
    let head = Head {
        units_per_em: UNITS_PER_EM,
        mac_style: if face.bold { MacStyle::BOLD } else { MacStyle::empty() },
        lowest_rec_ppem: 6,
        x_max: 2048,
        y_min: face.descent,
        y_max: face.ascent,
        ..Head::default()
    };
    let hhea = Hhea {
        ascender: FWord::new(face.ascent),
        descender: FWord::new(face.descent),
        line_gap: FWord::new(face.gap),
        advance_width_max: UfWord::new(advances.iter().copied().max().unwrap_or_default()),
        number_of_h_metrics: glyphs,
        ..Hhea::default()
    };
    let os2 = Os2 {
        us_weight_class: if face.bold { 700 } else { 400 },
        us_width_class: 5,
        fs_selection: if face.bold { SelectionFlags::BOLD } else { SelectionFlags::REGULAR },
        s_typo_ascender: face.ascent,
        s_typo_descender: face.descent,
        s_typo_line_gap: face.gap,
        us_win_ascent: face.ascent as u16,
        us_win_descent: face.descent.unsigned_abs(),
        y_strikeout_size: face.underline.1,
        y_strikeout_position: 530,
        sx_height: Some(face.x_height),
        s_cap_height: Some(face.cap_height),
        us_default_char: Some(0),
        us_break_char: Some(32),
        us_max_context: Some(1),
        ul_code_page_range_1: Some(1),
        ul_code_page_range_2: Some(0),
        ..Os2::default()
    };
    let post = Post {
        underline_position: FWord::new(face.underline.0),
        underline_thickness: FWord::new(face.underline.1),
        ..Post::default()
    };
    let style = if face.bold { "Bold" } else { "Regular" };
    let record = |id: NameId, text: &str| NameRecord::new(3, 1, 0x409, id, text.to_owned().into());
    let names = vec![
        record(NameId::FAMILY_NAME, face.family),
        record(NameId::SUBFAMILY_NAME, style),
        record(NameId::FULL_NAME, &format!("{} {style}", face.family)),
    ];
    let metrics = advances.into_iter().map(|advance| LongMetric { advance, side_bearing: 0 }).collect();
    let mut builder = FontBuilder::new();
    builder
        .add_table(&head)?
        .add_table(&hhea)?
        .add_table(&Maxp { num_glyphs: glyphs, ..Maxp::default() })?
        .add_table(&os2)?
        .add_table(&Hmtx::new(metrics, Vec::new()))?
        .add_table(&Cmap::new(vec![EncodingRecord::new(PlatformId::Windows, 10, subtable)]))?
        .add_table(&Name::new(names))?
        .add_table(&post)?;
    Ok(builder.build())
}
