//! Styles and boxes of a look without a browser.
#![allow(clippy::unwrap_used, clippy::panic)]

use consentlint::collect::{Depth, Document, LookOptions, html};
use consentlint::snapshot::{Capability, Node, NodeId, NodeKind, Rect, Snapshot, Viewport};
use std::path::Path;
use std::time::Duration;
use url::Url;

fn document(page: &str) -> Document {
    Document { input: "page.html".into(), bytes: page.into(), charset: None, url: None, root: None }
}

fn laid(page: &str) -> Snapshot {
    let snapshot = html::look(&document(page), &LookOptions::default(), Depth::Layout).unwrap();
    snapshot.validate().unwrap();
    assert!(snapshot.frames[0].seen.contains(&Capability::Layout), "{:?}", snapshot.frames[0].missing);
    snapshot
}

fn id(snapshot: &Snapshot, id: &str) -> NodeId {
    snapshot.ids().find(|&at| snapshot.node(at).attribute("id") == Some(id)).unwrap_or_else(|| panic!("no #{id}"))
}

fn node<'s>(snapshot: &'s Snapshot, name: &str) -> &'s Node {
    snapshot.node(id(snapshot, name))
}

fn style<'s>(snapshot: &'s Snapshot, name: &str, property: &str) -> &'s str {
    snapshot.style(id(snapshot, name), property).unwrap()
}

fn text<'s>(snapshot: &'s Snapshot, text: &str) -> &'s Node {
    snapshot.nodes.iter().find(|node| node.kind == NodeKind::Text && node.text.trim() == text).unwrap()
}

#[test]
fn styles_are_written_as_chromium_writes_them() {
    let page = "<style>p{color:#f00;background:rgb(0 0 0/50%);font-size:10pt;line-height:1.5;font-weight:bold;\
                border:2px solid;padding:5% 1px;opacity:.30}</style><p id=p>x</p><p id=q style='color:oklch(0 0 0)'>y";
    let seen = laid(page);
    for (property, value) in [
        ("display", "block"),
        ("color", "rgb(255, 0, 0)"),
        ("background-color", "rgba(0, 0, 0, 0.5)"),
        ("background-image", "none"),
        ("font-size", "13.3333px"),
        ("line-height", "20px"),
        ("font-weight", "700"),
        ("border-top-color", "rgb(255, 0, 0)"),
        ("border-top-width", "2px"),
        ("padding-top", "63.2px"),
        ("opacity", "0.3"),
        ("white-space", "normal"),
        ("z-index", "auto"),
        ("text-decoration-line", "none"),
        ("clip-path", "none"),
        ("transform", "none"),
        ("box-shadow", "none"),
        ("position", "static"),
        ("visibility", "visible"),
        ("overflow-x", "visible"),
        ("pointer-events", "auto"),
        ("cursor", "auto"),
        ("text-align", "start"),
        ("direction", "ltr"),
        ("clip", "auto"),
    ] {
        assert_eq!(style(&seen, "p", property), value, "{property}");
    }
    assert_eq!(style(&seen, "q", "color"), "rgb(0, 0, 0)");
}

#[test]
fn hidden_content_has_a_style_and_no_box() {
    let page =
        "<style>#h{display:none;color:red}#h b{font-size:9px}</style><div id=h><p id=p>text <b id=b>bold</b></div>";
    let seen = laid(page);
    assert_eq!(style(&seen, "h", "display"), "none");
    assert_eq!(style(&seen, "p", "color"), "rgb(255, 0, 0)");
    assert_eq!(style(&seen, "b", "font-size"), "9px");
    assert_eq!(style(&seen, "b", "display"), "inline");
    assert!(node(&seen, "p").rect.is_none() && text(&seen, "bold").lines.is_empty());
}

#[test]
fn text_has_a_box_for_each_line() {
    let page = "<body style='margin:0'><p id=p style='margin:0;width:100px;font:16px Arial'>aaaa bbbb cccc dddd \
                <b id=b>eeee</b> <span style='text-transform:uppercase'>straße</span> tail";
    let seen = laid(page);
    let lines = &text(&seen, "aaaa bbbb cccc dddd").lines;
    assert_eq!(lines.len(), 2);
    // Four letters of 1139/2048 em, and so on.
    assert!((lines[0].rect.width - (8.0 * 1139.0 + 569.0) / 128.0).abs() < 12.0, "{:?}", lines[0]);
    assert_eq!(lines[0].rect.x, 0.0);
    assert!(lines[1].rect.y > lines[0].rect.y);
    let bold = text(&seen, "eeee").lines[0].rect;
    assert_eq!(node(&seen, "b").rect.unwrap().width, bold.width);
    assert_eq!(text(&seen, "straße").lines.len(), 1);
    assert_eq!(text(&seen, "tail").lines.len(), 1);
}

#[test]
fn boxes_stand_where_css_puts_them() {
    let page = "<body style='margin:0'><div id=fixed style='position:fixed;left:0;right:0;bottom:0;height:50px'></div>\
                <div id=modal style='position:fixed;top:50%;left:50%;width:400px;height:100px;transform:translate(-50%,-50%)'></div>\
                <input id=box type=checkbox><a id=a style='padding:10px 20px;border:1px solid' href=#>link</a>";
    let seen = laid(page);
    assert_eq!(node(&seen, "fixed").rect, Some(Rect::new(0.0, 850.0, 1280.0, 50.0)));
    assert_eq!(node(&seen, "modal").rect, Some(Rect::new(440.0, 400.0, 400.0, 100.0)));
    let check = node(&seen, "box").rect.unwrap();
    assert_eq!((check.width, check.height, check.x), (13.0, 13.0, 4.0));
    let (link, words) = (node(&seen, "a").rect.unwrap(), text(&seen, "link").lines[0].rect);
    assert!((link.width - words.width - 42.0).abs() < 0.1 && (link.height - words.height - 22.0).abs() < 0.1);
    assert_eq!(style(&seen, "modal", "transform"), "matrix(1, 0, 0, 1, -200, -50)");
}

#[test]
fn painting_clipping_scrolling_and_pseudo_elements_are_seen() {
    let page = "<style>#s::before{content:'✓'}#s::after{content:'';display:block;width:9px;height:9px;background:red}\
                #s2::after{content:''}</style><div id=s>x</div><div id=s2>y</div>\
                <div id=cut style='overflow:hidden;width:50px;height:20px'><div id=in style='width:90px;height:10px'></div></div>\
                <div id=gone style='position:absolute;clip:rect(0,0,0,0)'>reader</div>\
                <div id=top style='position:relative;z-index:3'>t</div><div id=low>l</div>\
                <div style='transition:opacity .3s, top 1200ms' id=moves>m</div>";
    let seen = laid(page);
    assert_eq!(node(&seen, "s").before.as_ref().unwrap().content, "✓");
    assert_eq!(node(&seen, "s").after.as_ref().unwrap().rect.unwrap().width, 9.0);
    assert!(node(&seen, "s2").after.is_none());
    assert_eq!(node(&seen, "in").clip.unwrap().width, 50.0);
    assert_eq!(node(&seen, "cut").scroll.unwrap().width, 90.0);
    assert_eq!(node(&seen, "gone").clip.unwrap().area(), 0.0);
    assert!(node(&seen, "top").paint_order > node(&seen, "low").paint_order);
    assert_eq!(node(&seen, "moves").transition_ms, 1200);
}

#[test]
fn rows_cover_their_cells_and_controls_look_native_until_told_otherwise() {
    let page = "<table cellspacing=0 cellpadding=0><tr id=r><td style='width:50px;height:20px'><td style='width:30px'></table>\
                <input type=checkbox id=n><input type=checkbox id=d style='appearance:none'><select id=s><option id=o>one";
    let seen = laid(page);
    let row = node(&seen, "r").rect.unwrap();
    assert_eq!((row.x, row.width, row.height), (8.0, 80.0, 20.0));
    assert_eq!((style(&seen, "n", "appearance"), style(&seen, "d", "appearance")), ("auto", "none"));
    assert_eq!(style(&seen, "o", "display"), "block");
    assert!(node(&seen, "o").rect.is_none() && node(&seen, "s").rect.unwrap().width > 30.0);
}

#[test]
fn a_page_is_seen_after_its_animations() {
    let page = "<style>@keyframes in{from{opacity:0}to{opacity:1}}#a{animation:in 1s forwards}</style><p id=a>x";
    assert_eq!(style(&laid(page), "a", "opacity"), "1");
}

#[test]
fn shadow_styles_count_in_their_own_tree() {
    let page = "<div id=h><template shadowrootmode=open><style>:host{display:block;width:300px}p{color:red}\
                ::slotted(b){color:blue}</style><p id=in>x</p><slot></slot></template><b id=b>y</b></div><p id=out>z";
    let seen = laid(page);
    assert_eq!(style(&seen, "in", "color"), "rgb(255, 0, 0)");
    assert_eq!(style(&seen, "out", "color"), "rgb(0, 0, 0)");
    assert_eq!(style(&seen, "b", "color"), "rgb(0, 0, 255)");
    assert_eq!(node(&seen, "h").rect.unwrap().width, 300.0);
}

#[test]
fn both_depths_have_the_same_nodes_and_two_looks_the_same_bytes() {
    let page = "<!doctype html><title>t</title><p>a <b>b</b> c<noscript><p>no</noscript><template><i>x</i></template><svg><path/></svg>";
    let mut parsed = html::Page::parse(&document(page), &LookOptions::default()).unwrap();
    let (source, deep) = (parsed.look(Depth::Source), parsed.look(Depth::Layout));
    let shape = |s: &Snapshot| s.nodes.iter().map(|n| (n.tag.clone(), n.parent, n.text.clone())).collect::<Vec<_>>();
    assert_eq!(shape(&source), shape(&deep));
    assert_eq!(laid(page).sha256(), laid(page).sha256());
}

fn below(root: &Path, page: &str) -> Snapshot {
    let path = root.join("page.html");
    std::fs::write(&path, page).unwrap();
    let document = Document {
        input: "page.html".into(),
        bytes: page.into(),
        charset: None,
        url: Some(Url::from_file_path(&path).unwrap()),
        root: Some(root.into()),
    };
    html::look(&document, &LookOptions::default(), Depth::Layout).unwrap()
}

#[test]
fn style_sheets_are_read_below_the_root_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    std::fs::create_dir_all(root.join("css")).unwrap();
    std::fs::write(folder.path().join("out.css"), "#p{color:rgb(1,1,1)}").unwrap();
    std::fs::write(root.join("css/in.css"), "@import 'more.css';@import '../../out.css';#p{color:rgb(2,2,2)}").unwrap();
    std::fs::write(root.join("css/more.css"), "#p{font-size:7px}").unwrap();
    std::fs::write(root.join("print.css"), "#p{color:rgb(3,3,3) !important}").unwrap();
    let seen =
        below(&root, "<link rel=stylesheet href=css/in.css><link rel=stylesheet media=print href=print.css><p id=p>x");
    assert_eq!((style(&seen, "p", "color"), style(&seen, "p", "font-size")), ("rgb(2, 2, 2)", "7px"));
    for climb in ["../out.css", "css/../../out.css", "%2e%2e/out.css", "file:///etc/passwd"] {
        let seen = below(&root, &format!("<link rel=stylesheet href='{climb}'><p id=p>x"));
        assert_eq!(style(&seen, "p", "color"), "rgb(0, 0, 0)", "{climb}");
        assert!(seen.frames[0].missing.iter().any(|missing| missing.capability == Capability::Network));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("out.css"), root.join("link.css")).unwrap();
        let seen = below(&root, "<link rel=stylesheet href=link.css><p id=p>x");
        assert_eq!(style(&seen, "p", "color"), "rgb(0, 0, 0)");
    }
    let base = below(&root, "<base href='../'><link rel=stylesheet href=out.css><p id=p>x");
    assert_eq!(style(&base, "p", "color"), "rgb(0, 0, 0)");
}

#[test]
fn sheets_of_a_network_come_from_whoever_may_fetch_them() {
    let mut page = document("<link rel=stylesheet href=a><p id=p>x");
    page.url = Some(Url::parse("https://site.example/dir/?q=secret").unwrap());
    let fetch = |url: &Url| match url.as_str() {
        "https://site.example/dir/a" => Some(b"@import 'b.css';#p{color:rgb(9,9,9)}".to_vec()),
        "https://site.example/dir/b.css" => Some(b"#p{font-size:5px}".to_vec()),
        _ => None,
    };
    let mut parsed = html::Page::parse(&page, &LookOptions::default()).unwrap();
    let seen = parsed.look_with(Depth::Layout, Some(&fetch));
    assert_eq!((style(&seen, "p", "color"), style(&seen, "p", "font-size")), ("rgb(9, 9, 9)", "5px"));
    assert_eq!(seen.url.as_deref(), Some("https://site.example/dir/"));
    assert_eq!(style(&parsed.look(Depth::Layout), "p", "color"), "rgb(0, 0, 0)");
}

#[test]
fn what_makes_the_engine_panic_is_left_out() {
    let page = "<style>@import url('http://[');</style><img src='http://['><link rel=stylesheet href='//['><p id=p style='color:red'>x";
    assert_eq!(style(&laid(page), "p", "color"), "rgb(255, 0, 0)");
}

#[test]
fn pages_that_are_too_much_say_so() {
    let why = |page: &str| {
        let seen = html::look(&document(page), &LookOptions::default(), Depth::Layout).unwrap();
        let missing = seen.frames[0].missing.iter().find(|missing| missing.capability == Capability::Layout);
        missing.map(|missing| missing.why.clone())
    };
    assert_eq!(why(&"<div>".repeat(450)).as_deref(), Some("too deep"));
    assert_eq!(why(&"<i></i>".repeat(70_000)).as_deref(), Some("too many nodes"));
    assert_eq!(why(&format!("<style>{}</style>", "a{color:red}".repeat(300_000))).as_deref(), Some("too much CSS"));
    assert_eq!(why(&"<div>".repeat(350)), None);
    assert_eq!(why(&"<span>".repeat(350)), None);
    assert_eq!(why(&"<table><td>".repeat(90)), None);
}

#[test]
fn nesting_of_every_kind_fits_the_stack() {
    let kinds = ["flex", "grid", "inline-block", "inline-flex", "table", "list-item", "inline", "flow-root"];
    for display in kinds {
        let page = format!("<div style='display:{display};position:relative;float:left'>").repeat(390);
        let options = LookOptions { timeout: Duration::from_secs(5), ..LookOptions::default() };
        let seen = html::look(&document(&page), &options, Depth::Layout).unwrap();
        seen.validate().unwrap();
        assert!(seen.frames[0].seen.contains(&Capability::Source));
    }
}

#[test]
fn a_layout_that_takes_too_long_is_given_up_and_the_next_is_not() {
    let page = "<p id=p>text";
    let hurried = LookOptions { timeout: Duration::ZERO, ..LookOptions::default() };
    let late = html::look(&document(page), &hurried, Depth::Layout).unwrap();
    assert!(late.frames[0].missing.iter().any(|missing| missing.why == "layout took too long"));
    assert!(node(&laid(page), "p").rect.is_some());
}

#[test]
fn a_phone_heeds_meta_viewport_and_a_desktop_does_not() {
    let wide = |page: &str, mobile| {
        let viewport = Viewport { width: 375, height: 667, scale: 2.0, mobile };
        let options = LookOptions { viewport, ..LookOptions::default() };
        let seen = html::look(&document(page), &options, Depth::Layout).unwrap();
        seen.nodes.iter().find(|node| node.is("html")).unwrap().rect.unwrap().width
    };
    let device = "<meta name=viewport content='width=device-width, initial-scale=1'>";
    assert_eq!((wide(device, true), wide("<p>", true), wide("<p>", false)), (375.0, 980.0, 375.0));
    assert_eq!(wide("<meta name=viewport content='width=600'>", true), 600.0);
}
