//! Seeing without a browser: decoding, spans, state, hostile input.
#![allow(clippy::unwrap_used, clippy::panic)]

use consentlint::collect::{CollectError, Depth, Document, LookOptions, html};
use consentlint::snapshot::{Capability, Checked, Node, NodeKind, Snapshot, Span};
use std::time::{Duration, Instant};

fn document(bytes: impl Into<Vec<u8>>) -> Document {
    Document { input: "page.html".into(), bytes: bytes.into(), charset: None, url: None, root: None }
}

fn source(page: impl Into<Vec<u8>>) -> Snapshot {
    let snapshot = html::look(&document(page), &LookOptions::default(), Depth::Source).unwrap();
    snapshot.validate().unwrap();
    snapshot
}

fn find<'s>(snapshot: &'s Snapshot, tag: &str) -> &'s Node {
    snapshot.nodes.iter().find(|node| node.is(tag)).unwrap_or_else(|| panic!("no <{tag}>"))
}

fn text_at(page: &[u8], span: Option<Span>) -> &str {
    let span = span.unwrap();
    std::str::from_utf8(&page[span.start as usize..span.end as usize]).unwrap()
}

/// Every element with a span, as its tag and what the span covers.
fn tags(page: &str) -> Vec<(String, Option<String>)> {
    let snapshot = source(page);
    let of = |node: &Node| {
        let covered = node.span.map(|span| page[span.start as usize..span.end as usize].to_owned());
        (node.tag.clone(), covered)
    };
    snapshot.nodes.iter().filter(|node| node.is_element()).map(of).collect()
}

#[test]
fn a_span_covers_the_start_tag_and_nothing_else() {
    let page =
        "<!doctype html>\n<p title='a > b'>x &amp; y < z<b\n>bold</b> tail<!-- consentlint-ignore r: why --></p>";
    let snapshot = source(page);
    let covered = |node: &Node| text_at(page.as_bytes(), node.span).to_owned();
    assert_eq!(covered(find(&snapshot, "p")), "<p title='a > b'>");
    assert_eq!(covered(find(&snapshot, "b")), "<b\n>");
    let texts: Vec<_> = snapshot.nodes.iter().filter(|node| node.kind == NodeKind::Text).collect();
    let texts: Vec<_> = texts.iter().map(|node| (node.text.as_str(), covered(node))).collect();
    assert_eq!(
        texts,
        [("x & y < z", "x &amp; y < z".to_owned()), ("bold", "bold".to_owned()), (" tail", " tail".to_owned())]
    );
    let comment = snapshot.nodes.iter().find(|node| node.kind == NodeKind::Comment).unwrap();
    assert_eq!(covered(comment), "<!-- consentlint-ignore r: why -->");
    assert_eq!(find(&snapshot, "p").span.unwrap().line, 2);
    assert_eq!(find(&snapshot, "b").span.unwrap().column, 31);
}

#[test]
fn implied_and_repeated_elements_have_no_span() {
    let page = "<table><tr><td>x</table><p><b>one<p>two";
    let found = tags(page);
    let spans = |tag: &str| -> Vec<Option<&str>> {
        found.iter().filter(|(name, _)| name == tag).map(|(_, covered)| covered.as_deref()).collect()
    };
    assert_eq!(spans("html"), [None]);
    assert_eq!(spans("tbody"), [None]);
    assert_eq!(spans("tr"), [Some("<tr>")]);
    assert_eq!(spans("b"), [Some("<b>"), None]);
    let page = "<b>one<p><b>two";
    let found = tags(page);
    let of_b: Vec<_> = found.iter().filter(|(name, _)| name == "b").collect();
    assert!(of_b.iter().all(|(_, covered)| covered.as_deref() == Some("<b>")), "{of_b:?}");
}

#[test]
fn scripts_comments_and_foster_parents_do_not_move_spans() {
    let page = "<script>if (a < b) document.write('<p id=no>')</script><!-- <p id=no2> -->\n\
                <table>lost<p id=yes>in<tr><td><a href=x>y</a></table><textarea><p></textarea><i>z";
    let found = tags(page);
    for (tag, covered) in [
        ("script", "<script>"),
        ("p", "<p id=yes>"),
        ("a", "<a href=x>"),
        ("textarea", "<textarea>"),
        ("i", "<i>"),
        ("td", "<td>"),
    ] {
        let (_, span) = found.iter().find(|(name, _)| name == tag).unwrap();
        assert_eq!(span.as_deref(), Some(covered));
    }
    let snapshot = source(page);
    assert!(snapshot.nodes.iter().all(|node| !node.text.contains("document.write")));
    let lost = snapshot.nodes.iter().find(|node| node.text == "lost").unwrap();
    assert_eq!(text_at(page.as_bytes(), lost.span), "lost");
}

#[test]
fn charsets_marks_and_bad_bytes_are_read() {
    let texts = |bytes: Vec<u8>| {
        let snapshot = source(bytes);
        snapshot.nodes.iter().map(|node| node.text.clone()).collect::<String>()
    };
    assert_eq!(texts("\u{feff}<p>é".into()), "é");
    assert_eq!(texts(b"<meta charset=windows-1252><p>\xe9".to_vec()), "é");
    assert_eq!(texts(b"<p>\xff!".to_vec()), "\u{fffd}!");
    let wide: Vec<u8> = "\u{feff}<p>é".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(texts(wide), "é");
    let mut header = document(b"<meta charset=utf-8><p>\xe9".to_vec());
    header.charset = Some("iso-8859-1".into());
    let snapshot = html::look(&header, &LookOptions::default(), Depth::Source).unwrap();
    assert!(snapshot.nodes.iter().any(|node| node.text == "é"));

    let page = "\u{feff}<p>é</p>\n<i>x";
    let snapshot = source(page);
    assert_eq!(text_at(page.as_bytes(), find(&snapshot, "i").span), "<i>");
    let page = b"<p>\xff\xfe</p><i>x";
    assert_eq!(text_at(page, find(&source(page.to_vec()), "i").span), "<i>");
}

#[test]
fn state_is_as_a_browser_shows_it_first() {
    let page = "<form><input type=checkbox checked><input type=radio name=r checked id=r1><input type=radio name=r \
                checked id=r2><fieldset disabled><legend><input id=l></legend><input id=d value=typed></fieldset>\
                <select><option disabled>-</option><option>a</option></select><textarea required>typed</textarea>\
                <span role=switch aria-checked=mixed></span><input type=hidden name=c value=yes>\
                <input type=hidden value='0123456789012345678901234567890'></form>";
    let snapshot = source(page);
    let by_id = |id: &str| snapshot.nodes.iter().find(|node| node.attribute("id") == Some(id)).unwrap();
    assert_eq!(find(&snapshot, "input").state.checked, Some(Checked::On));
    assert_eq!(by_id("r1").state.checked, Some(Checked::Off));
    assert_eq!(by_id("r2").state.checked, Some(Checked::On));
    assert!(!by_id("l").state.disabled && by_id("d").state.disabled);
    assert!(by_id("d").state.has_value && by_id("d").attribute("value").is_none());
    let options: Vec<_> = snapshot.nodes.iter().filter(|node| node.is("option")).map(|n| n.state.checked).collect();
    assert_eq!(options, [Some(Checked::Off), Some(Checked::On)]);
    let area = find(&snapshot, "textarea");
    assert!(area.state.required && area.state.has_value);
    assert!(!snapshot.nodes.iter().any(|node| node.text.contains("typed")));
    assert_eq!(find(&snapshot, "span").state.checked, Some(Checked::Mixed));
    let hidden: Vec<_> = snapshot.nodes.iter().filter(|node| node.attribute("type") == Some("hidden")).collect();
    assert_eq!(hidden.iter().map(|node| node.attribute("value")).collect::<Vec<_>>(), [Some("yes"), None]);
}

#[test]
fn declarative_shadow_roots_stand_in_their_hosts() {
    let page = "<my-box><template shadowrootmode=closed><p>in <slot name=s>none</slot><slot></slot></p></template>\
                <b slot=s>named</b>rest<i slot=nowhere>gone</i></my-box><template><u>inert</u></template>";
    let snapshot = source(page);
    let texts: Vec<_> = snapshot.nodes.iter().filter(|n| n.kind == NodeKind::Text).map(|n| n.text.as_str()).collect();
    assert_eq!(texts, ["in ", "named", "rest"]);
    assert!(snapshot.nodes.iter().any(|node| matches!(node.kind, NodeKind::ShadowRoot(_))));
    assert!(!snapshot.nodes.iter().any(|node| node.is("u")));
    assert!(snapshot.frames[0].seen.contains(&Capability::Shadow));
    assert!(!source("<my-box></my-box>").frames[0].seen.contains(&Capability::Shadow));
}

#[test]
fn frames_are_missing_only_where_there_are_some() {
    let seen = |page: &str| source(page).frames[0].seen.contains(&Capability::Frames);
    assert!(seen("<p>x"));
    assert!(seen("<iframe></iframe>"));
    assert!(!seen("<iframe src=/cmp.html></iframe>"));
    assert!(!seen("<iframe srcdoc='<p>'></iframe>"));
}

#[test]
fn what_is_not_html_is_refused() {
    let refused = |bytes: &[u8]| {
        html::look(&document(bytes), &LookOptions::default(), Depth::Source).unwrap_err().status().to_owned()
    };
    assert_eq!(refused(b"%PDF-1.7 "), "not-html");
    assert_eq!(refused(b"\x89PNG\r\n"), "not-html");
    assert_eq!(refused(b"<p>a\0b"), "not-html");
    assert_eq!(refused(&vec![b'a'; 50 * 1024 * 1024]), "too-large");
    assert!(matches!(
        html::look(&document(*b"PK\x03\x04"), &LookOptions::default(), Depth::Source),
        Err(CollectError::NotHtml { .. })
    ));
    assert!(!source("").nodes.is_empty());
}

#[test]
fn hostile_pages_end_quickly() {
    let deep = "<div>".repeat(100_000);
    let attributes = format!("<p {}>end<i>x", (0..1_000_000).map(|n| format!("a{n} ")).collect::<String>());
    let values = format!("<p {}>end<i>x", (0..300_000).map(|n| format!("a{n}=\"b\"")).collect::<String>());
    let bold: String = (0..20_000).map(|n| format!("<b id=a{n}><p></p>")).collect();
    let broken = "<div></x></x></x>".repeat(50_000);
    let tables = "<table><td>".repeat(20_000);
    let opened = "<".repeat(500_000);
    let comments = "<!--".repeat(1_000_000);
    let inputs = "<select><option>".repeat(30_000);
    for (name, page) in [
        ("deep", deep),
        ("attributes", attributes),
        ("values", values),
        ("bold", bold),
        ("broken", broken),
        ("tables", tables),
        ("opened", opened),
        ("comments", comments),
        ("inputs", inputs),
    ] {
        for depth in [Depth::Source, Depth::Layout] {
            let start = Instant::now();
            let snapshot = html::look(&document(page.clone()), &LookOptions::default(), depth).unwrap();
            snapshot.validate().unwrap();
            let took = start.elapsed();
            assert!(took < Duration::from_secs(10), "{name} took {took:?}");
        }
    }
}

#[test]
fn what_is_nested_too_deep_stays_as_siblings() {
    let page =
        format!("{}<button id=b>Accept</button><p>after</p>{}<i>end</i>", "<div>".repeat(600), "</div>".repeat(600));
    let snapshot = source(page);
    assert!(snapshot.nodes.iter().any(|node| node.is("button")));
    assert!(snapshot.nodes.iter().any(|node| node.text == "Accept"));
    let end = snapshot.nodes.iter().find(|node| node.is("i")).unwrap();
    assert!(snapshot.node(end.parent.unwrap()).is("body"));
}
