//! The fonts that text is laid out with: metrics only, built into the program, the same on every machine.

use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, GenericFamily, ScriptExt, SourceCache};
use std::sync::{Arc, OnceLock};

const SANS: &[&[u8]] = &[
    include_bytes!(concat!(env!("OUT_DIR"), "/sans.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/sans-bold.ttf")),
];
const SERIF: &[&[u8]] = &[
    include_bytes!(concat!(env!("OUT_DIR"), "/serif.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/serif-bold.ttf")),
];
const MONO: &[&[u8]] = &[
    include_bytes!(concat!(env!("OUT_DIR"), "/mono.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/mono-bold.ttf")),
];

/// Names that a machine with the Liberation fonts answers to: they have the metrics of these fonts.
const NAMES: &[(&[&[u8]], &[&str])] = &[
    (SERIF, &["Liberation Serif", "Times New Roman", "Times", "Tinos"]),
    (SANS, &["Liberation Sans", "Arial", "Helvetica", "Arimo"]),
    (MONO, &["Liberation Mono", "Courier New", "Courier", "Cousine"]),
];

/// Which of [`NAMES`] stands for each generic family. Names that are unknown fall through to the next in the page's
/// list, and at last to serif, as in Chromium.
const GENERIC: &[(GenericFamily, &str)] = &[
    (GenericFamily::Serif, "Liberation Serif"),
    (GenericFamily::SansSerif, "Liberation Sans"),
    (GenericFamily::Monospace, "Liberation Mono"),
    (GenericFamily::Cursive, "Liberation Serif"),
    (GenericFamily::Fantasy, "Liberation Serif"),
    (GenericFamily::SystemUi, "Liberation Sans"),
    (GenericFamily::UiSerif, "Liberation Serif"),
    (GenericFamily::UiSansSerif, "Liberation Sans"),
    (GenericFamily::UiMonospace, "Liberation Mono"),
    (GenericFamily::UiRounded, "Liberation Sans"),
    (GenericFamily::Emoji, "Liberation Sans"),
    (GenericFamily::Math, "Liberation Serif"),
    (GenericFamily::FangSong, "Liberation Serif"),
];

/// Fonts for one layout. They are parsed once for each process.
pub(super) fn context() -> FontContext {
    static FONTS: OnceLock<FontContext> = OnceLock::new();
    FONTS.get_or_init(build).clone()
}

fn build() -> FontContext {
    let options = CollectionOptions { shared: false, system_fonts: false };
    let mut collection = Collection::new(options);
    for (faces, names) in NAMES {
        for name in *names {
            for face in *faces {
                let name = FontInfoOverride { family_name: Some(name), ..FontInfoOverride::default() };
                collection.register_fonts(Blob::new(Arc::new(*face)), Some(name));
            }
        }
    }
    for &(generic, name) in GENERIC {
        if let Some(family) = collection.family_id(name) {
            collection.set_generic_families(generic, std::iter::once(family));
        }
    }
    if let Some(serif) = collection.family_id("Liberation Serif") {
        let scripts = parley::fontique::Script::all_samples().iter().map(|(script, _)| *script);
        let neutral = [*b"Zyyy", *b"Zinh", *b"Zzzz"].map(parley::fontique::Script::from_bytes);
        for script in scripts.chain(neutral) {
            collection.set_fallbacks(script, std::iter::once(serif));
        }
    }
    FontContext { collection, source_cache: SourceCache::new_shared() }
}
