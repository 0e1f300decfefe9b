//! A page with one surface, and how it is written as HTML.

use super::words::Words;
use std::fmt::Write;

/// Where the surface stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A bar at the foot of the window.
    Bar,
    /// A box in the middle, with a veil over the page.
    Box,
    /// Over the whole window.
    Full,
    /// In the flow of the page.
    Flow,
    /// In a part of the page that scrolls.
    Scroller,
    /// In an open shadow root.
    Shadow,
    /// In a frame over the page, which only a browser shows.
    Frame,
}

impl Layout {
    pub const ALL: &'static [Layout] =
        &[Layout::Bar, Layout::Box, Layout::Full, Layout::Flow, Layout::Scroller, Layout::Shadow];
    /// With those that only a browser shows.
    pub const IN_BROWSER: &'static [Layout] =
        &[Layout::Bar, Layout::Box, Layout::Full, Layout::Flow, Layout::Scroller, Layout::Shadow, Layout::Frame];
}

/// How boxes to tick are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// As the browser does.
    Native,
    /// An element with a role.
    Aria,
    /// A switch with a role, a track and a knob.
    Switch,
    /// The input is transparent, and a slider stands beside it.
    Slider,
    /// The label draws a square before itself.
    Label,
}

impl Drawing {
    pub const ALL: &'static [Drawing] =
        &[Drawing::Native, Drawing::Aria, Drawing::Switch, Drawing::Slider, Drawing::Label];
}

/// A box to tick.
#[derive(Clone, Debug, Default)]
pub struct Tick {
    pub name: &'static str,
    pub label: String,
    pub on: bool,
    pub required: bool,
    pub locked: bool,
    /// What stands under the label.
    pub note: String,
    /// The knob of a drawn switch stands on the wrong side.
    pub lies: bool,
    /// Radio buttons of this group.
    pub radio: Option<&'static str>,
}

/// Something to press.
#[derive(Clone, Debug)]
pub struct Press {
    pub label: String,
    pub look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Filled with the colour of the theme.
    Strong,
    /// Bordered, in the colours of the surface.
    Plain,
    /// Filled as the strong one, its words hardly readable.
    Faint,
    /// Filled as the strong one, and small.
    Small,
    /// A link in a line.
    Link,
    /// Filled as the strong one, and disabled.
    Disabled,
    /// A cross of this many pixels.
    Cross(u32),
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub style: &'static str,
}

/// A field to fill in.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub kind: &'static str,
    pub required: bool,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Banner,
    Settings,
    Form,
}

/// A page with one surface.
#[derive(Clone, Debug)]
pub struct Page {
    pub kind: Kind,
    pub title: String,
    pub lines: Vec<Line>,
    pub fields: Vec<Field>,
    pub ticks: Vec<Tick>,
    pub presses: Vec<Press>,
    /// Lines after what is pressed.
    pub after: Vec<Line>,
    /// Raw HTML in the surface: a hidden field, something that moves.
    pub extra: String,
    /// Links, below.
    pub links: Vec<(String, String)>,
    /// The rest of the page, in its own language.
    pub prose: String,
    pub prose_lang: String,
}

/// How it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub layout: Layout,
    pub drawing: Drawing,
    pub dark: bool,
    pub accent: usize,
    /// The page says that it is English, whatever it is in.
    pub lies_about_language: bool,
}

/// A fill, and a colour for letters that hardly stand out from it.
const ACCENTS: &[(&str, &str)] =
    &[("#0b57d0", "#4c84dc"), ("#0a6b3d", "#4b9470"), ("#8a1c7c", "#ad609f"), ("#a33b00", "#be714a")];

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

impl Page {
    pub fn html(&self, words: &Words, style: Style) -> String {
        let (ground, ink) = if style.dark { ("#16181d", "#f1f3f5") } else { ("#ffffff", "#1c1e21") };
        let (accent, faint) = ACCENTS[style.accent % ACCENTS.len()];
        let layout = if self.kind == Kind::Form { Layout::Flow } else { style.layout };
        let place = match layout {
            Layout::Bar => "position:fixed;left:0;right:0;bottom:0",
            Layout::Box => "position:fixed;left:320px;top:60px;width:560px",
            Layout::Full | Layout::Frame => "position:fixed;left:0;top:0;right:0;bottom:0;overflow:auto",
            _ => "max-width:640px;margin:8px auto",
        };
        let css = format!(
            "body{{margin:0;font:16px/1.4 sans-serif;background:{ground};color:{ink}}}\
             .s{{{place};background:{ground};color:{ink};padding:20px;box-sizing:border-box}}\
             .s p{{margin:8px 0}}.p{{font:inherit;padding:10px 18px;margin:4px;border:1px solid {accent};border-radius:4px;\
             background:{accent};color:#fff}}.plain{{background:{ground};color:{ink};border-color:#8a8f98}}\
             .faint{{color:{faint}}}.small{{font-size:11px;padding:3px 6px}}\
             a{{color:{link}}}.in{{color:inherit;text-decoration:none}}\
             .track{{display:inline-block;position:relative;width:40px;height:20px;border-radius:10px;background:#9aa0a6;\
             vertical-align:middle}}.track.on{{background:{accent}}}.knob{{position:absolute;top:2px;left:2px;width:16px;\
             height:16px;border-radius:8px;background:#fff}}.right{{left:22px}}\
             .seen0{{opacity:0;position:absolute;width:20px;height:20px;margin:0}}\
             .drawn::before{{content:'';display:inline-block;width:14px;height:14px;border:1px solid {ink};margin:0 6px}}\
             input:checked+.drawn::before{{background:{accent}}}.veil{{position:fixed;left:0;top:0;right:0;bottom:0;\
             background:rgba(0,0,0,.6)}}@keyframes beat{{from{{opacity:1}}to{{opacity:.4}}}}\
             .beats{{animation:beat 1s infinite}}label{{display:block;margin:6px 0}}",
            link = if style.dark { "#8ab4f8" } else { "#0645ad" },
        );
        let inner = self.inner(style, accent);
        let role = match (self.kind, style.layout) {
            (Kind::Form, _) => "",
            (_, Layout::Bar | Layout::Flow | Layout::Scroller) => " role=\"region\"",
            _ => " role=\"dialog\" aria-modal=\"true\"",
        };
        let tag = if self.kind == Kind::Form { "form" } else { "div" };
        let name = escape(&self.title);
        let surface = format!("<{tag} class=\"s\"{role} aria-label=\"{name}\">{inner}</{tag}>");
        let surface = match layout {
            Layout::Box => format!("<div class=\"veil\"></div>{surface}"),
            Layout::Scroller => format!("<div style=\"height:820px;overflow:auto\">{surface}</div>"),
            Layout::Shadow => format!(
                "<consent-banner><template shadowrootmode=\"open\"><style>{css}</style>{surface}</template></consent-banner>"
            ),
            Layout::Frame => {
                let lang = &words.tag;
                let inside = format!(
                    "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><style>{css}</style></head><body>{surface}</body></html>"
                );
                format!(
                    "<iframe title=\"{name}\" srcdoc=\"{}\" style=\"position:fixed;left:0;top:40px;width:900px;height:820px;border:0\"></iframe>",
                    escape(&inside)
                )
            }
            _ => surface,
        };
        let lang = if style.lies_about_language { "en" } else { &words.tag };
        let direction = if words.is_mirrored() { " dir=\"rtl\"" } else { "" };
        format!(
            "<!doctype html><html lang=\"{lang}\"{direction}><head><meta charset=\"utf-8\"><title>{title}</title><style>{css}\
             </style></head><body><main lang=\"{prose_lang}\" style=\"padding:20px\"><p>{prose}</p><a href=\"/a\">1</a> \
             <a href=\"/b\">2</a> <a href=\"/c\">3</a></main>{surface}</body></html>",
            title = escape(&self.title),
            prose = escape(&self.prose),
            prose_lang = self.prose_lang,
        )
    }

    fn inner(&self, style: Style, accent: &str) -> String {
        let mut out = format!("<h2>{}</h2>", escape(&self.title));
        for line in &self.lines {
            let _ = write!(out, "<p style=\"{}\">{}</p>", line.style, line.text);
        }
        for field in &self.fields {
            let required = if field.required { " required" } else { "" };
            let _ = write!(
                out,
                "<div><label>{} <input type=\"{}\" name=\"{}\"{required}></label>",
                escape(&field.label),
                field.kind,
                field.name
            );
            if !field.note.is_empty() {
                let _ = write!(out, "<span>{}</span>", escape(&field.note));
            }
            out.push_str("</div>");
        }
        for (number, tick) in self.ticks.iter().enumerate() {
            out.push_str(&self.tick(tick, number, style));
        }
        out.push_str(&self.extra);
        out.push_str("<div>");
        for press in &self.presses {
            out.push_str(&self.press(press, accent));
        }
        out.push_str("</div>");
        for line in &self.after {
            let _ = write!(out, "<p style=\"{}\">{}</p>", line.style, line.text);
        }
        for (label, address) in &self.links {
            let _ = write!(out, "<p><a href=\"{address}\">{}</a></p>", escape(label));
        }
        out
    }

    fn tick(&self, tick: &Tick, number: usize, style: Style) -> String {
        let label = escape(&tick.label);
        let required = if tick.required { " required" } else { "" };
        let locked = if tick.locked { " disabled" } else { "" };
        let checked = if tick.on { " checked" } else { "" };
        let (id, name) = (format!("t{number}"), tick.name);
        let note = if tick.note.is_empty() { String::new() } else { format!("<p>{}</p>", escape(&tick.note)) };
        let right = tick.on != tick.lies;
        let track = format!(
            "<span class=\"track{}\"><span class=\"knob{}\"></span></span>",
            if tick.on { " on" } else { "" },
            if right { " right" } else { "" }
        );
        let state = if tick.on { "true" } else { "false" };
        let aria = format!(
            "aria-checked=\"{state}\"{}{} tabindex=\"0\"",
            if tick.required { " aria-required=\"true\"" } else { "" },
            if tick.locked { " aria-disabled=\"true\"" } else { "" }
        );
        if let Some(group) = tick.radio {
            return format!(
                "<div><label><input type=\"radio\" name=\"{group}\" value=\"{number}\"{checked}> {label}</label>{note}</div>"
            );
        }
        let control = match style.drawing {
            _ if tick.lies => format!(
                "<span dir=\"ltr\" role=\"switch\" id=\"{id}\" {aria} aria-labelledby=\"{id}l\" style=\"display:inline-block\">{track}</span> \
                 <span id=\"{id}l\">{label}</span>"
            ),
            Drawing::Native => {
                format!(
                    "<label><input type=\"checkbox\" id=\"{id}\" name=\"{name}\"{checked}{required}{locked}> {label}</label>"
                )
            }
            Drawing::Aria => format!(
                "<span role=\"checkbox\" id=\"{id}\" {aria} aria-labelledby=\"{id}l\" style=\"display:inline-block;width:14px;\
                 height:14px;border:1px solid\"></span> <span id=\"{id}l\">{label}</span>"
            ),
            Drawing::Switch => format!(
                "<span dir=\"ltr\" role=\"switch\" id=\"{id}\" {aria} aria-labelledby=\"{id}l\" style=\"display:inline-block\">{track}</span> \
                 <span id=\"{id}l\">{label}</span>"
            ),
            Drawing::Slider => format!(
                "<label style=\"position:relative\"><span dir=\"ltr\"><input class=\"seen0\" type=\"checkbox\" id=\"{id}\" name=\"{name}\"{checked}\
                 {required}{locked}>{track}</span> {label}</label>"
            ),
            Drawing::Label => format!(
                "<div style=\"position:relative\"><input class=\"seen0\" type=\"checkbox\" id=\"{id}\" name=\"{name}\"{checked}{required}{locked}>\
                 <label class=\"drawn\" for=\"{id}\">{label}</label></div>"
            ),
        };
        format!("<div>{control}{note}</div>")
    }

    fn press(&self, press: &Press, _accent: &str) -> String {
        let label = escape(&press.label);
        let kind = if self.kind == Kind::Form { "submit" } else { "button" };
        match press.look {
            Look::Strong => format!("<button type=\"{kind}\" class=\"p\">{label}</button>"),
            Look::Plain => format!("<button type=\"{kind}\" class=\"p plain\">{label}</button>"),
            Look::Faint => format!("<button type=\"{kind}\" class=\"p faint\">{label}</button>"),
            Look::Small => format!("<button type=\"{kind}\" class=\"p small\">{label}</button>"),
            Look::Disabled => format!("<button type=\"{kind}\" class=\"p\" disabled>{label}</button>"),
            Look::Link => format!("<a href=\"/choose\">{label}</a> "),
            Look::Cross(size) => format!(
                "<button type=\"button\" aria-label=\"×\" style=\"width:{size}px;height:{size}px;padding:0;border:0;background:none;\
                 color:inherit;font-size:{}px;line-height:1\">×</button>",
                size.min(20)
            ),
        }
    }
}
