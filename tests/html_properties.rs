//! Whatever the bytes are, a look ends, and what it gives is sound.
#![allow(clippy::unwrap_used)]

use consentlint::collect::{Depth, Document, LookOptions, html};
use consentlint::snapshot::NodeKind;
use proptest::prelude::*;
use std::time::Duration;

const PIECES: &[&str] = &[
    "<div>",
    "</div>",
    "<p class=a>",
    "</p>",
    "<b>",
    "</b>",
    "<a href='x'>",
    "</a>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<form>",
    "</form>",
    "<select>",
    "<option selected>",
    "</select>",
    "<input type=checkbox checked>",
    "<input value=x>",
    "<button>",
    "</button>",
    "<textarea>",
    "</textarea>",
    "<svg>",
    "<path d=''>",
    "</svg>",
    "<math><mi>",
    "</math>",
    "<template>",
    "</template>",
    "<div><template shadowrootmode=open>",
    "<slot>",
    "</slot>",
    "<slot name=x>",
    "<i slot=x>",
    "<noscript>",
    "</noscript>",
    "<iframe src=x>",
    "</iframe>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<ul><li>",
    "</ul>",
    "<details open><summary>",
    "</details>",
    "<dialog open>",
    "</dialog>",
    "<br>",
    "<img src=x>",
    "<!-- consentlint-ignore x: y -->",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!doctype html>",
    "<?x",
    "</",
    "<",
    ">",
    "&amp;",
    "&#x",
    "\u{feff}",
    "text ",
    "\n",
    "   ",
    "我同意",
    "ß",
    "e\u{301}",
    "\u{202e}",
    "x=\"",
    "'",
    "<frameset>",
    "<frame>",
    "<body onload=x>",
    "<html lang=de>",
    "<center>",
    "<fieldset disabled>",
    "<legend>",
    "</fieldset>",
    "<base href='//['>",
    "<link rel=stylesheet href='x.css'>",
    "<link rel=stylesheet href='http://['>",
    "<style>.a::before{content:'x'}</style>",
    "<style>div{float:left}</style>",
    "<style>*{display:contents}</style>",
    "<style>p{position:absolute;inset:0}</style>",
    "<style>b{display:flex}</style>",
    "<style>div{display:grid;grid-template:1fr/1fr 1fr}</style>",
    "<style>@import 'a.css';</style>",
    "<style>@import url(//[);</style>",
    "<style>p{transform:scale(1e30)}</style>",
    "<style>p{width:1e38px;margin:-1e38px}</style>",
    "<style>td{display:table-cell;display:none}</style>",
    "<style>*{animation:x 1s}@keyframes x{from{opacity:0}}</style>",
];

const CSS: &[&str] = &[
    "display:inline-block",
    "display:table",
    "display:table-cell",
    "display:list-item",
    "display:none",
    "display:contents",
    "float:right",
    "position:fixed",
    "position:sticky",
    "position:absolute",
    "overflow:hidden",
    "overflow:scroll",
    "clip-path:inset(10%)",
    "width:calc(100% - 1e9px)",
    "height:0",
    "margin:-50%",
    "padding:10%",
    "transform:rotate(45deg)",
    "opacity:.5",
    "z-index:-1",
    "line-height:0",
    "font:0/0 x",
    "letter-spacing:1e9px",
    "text-transform:uppercase",
    "white-space:pre",
    "writing-mode:vertical-rl",
    "direction:rtl",
    "columns:3",
    "aspect-ratio:0/0",
    "flex:1 1 1e30px",
    "order:-1",
    "color:color(display-p3 1 0 0)",
    "background:url(x.png)",
    "--a:var(--b);--b:var(--a);width:var(--a)",
    "font-size:1e30px",
    "border:1e9px solid",
    "content:'x'",
    "}",
    "{",
    "/*",
    "!important",
];

fn page() -> impl Strategy<Value = Vec<u8>> {
    let style = proptest::sample::select(CSS).prop_map(|css| format!("<div style=\"{css}\">"));
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        3 => style,
        1 => "\\PC{0,12}",
    ];
    let text = proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes());
    // Some bytes are changed or cut away, so that encodings and tags break anywhere.
    (text, proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), any::<bool>()).prop_map(
        |(mut text, changes, mangled)| {
            for (at, byte) in changes.into_iter().filter(|_| mangled && !text.is_empty()).collect::<Vec<_>>() {
                let at = at.index(text.len());
                text[at] = byte.max(1);
            }
            text
        },
    )
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_page_gives_a_sound_snapshot_at_both_depths(bytes in page()) {
        let document = Document { input: "page".into(), bytes: bytes.clone(), charset: None, url: None, root: None };
        let options = LookOptions { timeout: Duration::from_secs(20), ..LookOptions::default() };
        let Ok(mut page) = html::Page::parse(&document, &options) else { return Ok(()) };
        let source = page.look(Depth::Source);
        source.validate().unwrap();
        let laid = page.look(Depth::Layout);
        laid.validate().unwrap();
        prop_assert_eq!(source.nodes.len(), laid.nodes.len());
        for (before, after) in source.nodes.iter().zip(&laid.nodes) {
            prop_assert_eq!((&before.tag, before.parent, &before.text, before.span), (&after.tag, after.parent, &after.text, after.span));
        }
        for node in &source.nodes {
            if let Some(span) = node.span.filter(|_| std::str::from_utf8(&bytes).is_ok()) {
                let covered = std::str::from_utf8(&bytes[span.start as usize..span.end as usize]);
                prop_assert!(covered.is_ok());
                let covered = covered.unwrap();
                if node.kind == NodeKind::Element {
                    let tag = covered.trim_start_matches('<');
                    prop_assert!(covered.starts_with('<') && tag.to_ascii_lowercase().starts_with(&node.tag), "{} at {covered:?}", node.tag);
                }
                if node.kind == NodeKind::Comment {
                    prop_assert!(covered.starts_with('<'));
                }
            }
        }
        let again = html::look(&document, &options, Depth::Layout).unwrap();
        prop_assert_eq!(laid.sha256(), again.sha256());
    }
}
