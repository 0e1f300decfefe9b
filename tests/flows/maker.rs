//! Draws consent surfaces and the small sites around them.

use super::Page;
use super::words::Words;

/// A generator of numbers that gives the same ones everywhere (xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// A seed of its own.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }

    /// True in so many of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    /// Another order.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.roll(at + 1));
        }
    }

    /// Dice that roll on their own.
    pub fn split(&mut self) -> Dice {
        Dice::new(self.next())
    }
}

/// Where the surface stands.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    /// A bar at the bottom of the window.
    Bottom,
    /// A dialog over the page.
    Modal,
    /// Above the page's text, scrolling with it.
    Inline,
    /// All of a document, for frames.
    Fill,
}

/// How buttons are made.
#[derive(Clone, Copy, PartialEq)]
pub enum Control {
    Button,
    Link,
    Div,
    Input,
}

/// How boxes to tick are made.
#[derive(Clone, Copy, PartialEq)]
enum Toggle {
    Native,
    Switch,
    Drawn,
    Covered,
}

/// What happens after a choice.
#[derive(Clone, Copy, PartialEq)]
pub enum After {
    /// The surface goes.
    Gone,
    /// The page loads again.
    Reload,
    /// The surface goes, but a refusal is not kept.
    Forget,
    /// The browser goes to the first page.
    Home,
    /// The frame tells the page around it.
    Post,
    /// The address goes back to `/` without a load.
    Route,
}

/// Names of layers and their content.
pub type Layers = Vec<(String, String)>;

/// Makes one flow: its look stays the same on all its pages.
pub struct Maker {
    pub dice: Dice,
    pub words: &'static Words,
    pub place: Place,
    pub control: Control,
    pub after: After,
    /// Layers that are not shown are not in the document either.
    pub renders: bool,
    /// The mode of the shadow root that holds the surface.
    pub shadow: Option<&'static str>,
    /// A cookie, else local storage.
    pub cookie: bool,
    /// The surface is in the page from the start, only hidden.
    pub stands: bool,
    /// Script that runs as soon as the surface is there.
    pub ready: String,
    /// Script that runs in the page after the first look at what is stored.
    pub begin: String,
    /// Script that runs after a choice.
    pub chosen: &'static str,
    toggle: Toggle,
    delegates: bool,
    colour: &'static str,
    last_id: u32,
    acts: String,
}

const STYLE: &str = "
[hidden]{display:none!important}
.veil{position:fixed;inset:0;z-index:50;display:flex;align-items:center;justify-content:center;background:rgba(0,0,0,.5)}
.box{box-sizing:border-box;max-width:640px;max-height:92vh;overflow:auto;padding:16px;background:#fff;color:#222}
.low{position:fixed;z-index:40;left:0;right:0;bottom:0;max-width:none;border-top:2px solid #888}
.within{border:1px solid #888;margin:0 0 16px}
.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px}
.act{box-sizing:border-box;display:inline-block;padding:8px 16px;border:1px solid #555;border-radius:4px;background:#eee;color:#222;font:inherit;text-decoration:none;cursor:pointer}
.act.strong{background:var(--tone);color:#fff}
.act.plain{border-color:transparent;background:none;text-decoration:underline}
.act:disabled{opacity:.5;cursor:default}
.item{margin:8px 0}.item p{margin:2px 0;font-size:14px}
.switch{width:44px;height:24px;border:1px solid #555;border-radius:12px;background:#bbb;cursor:pointer}
.switch[aria-checked=true]{background:var(--tone)}
.drawn{position:relative;display:inline-block;cursor:pointer}
.ghost{position:absolute;opacity:0;width:0;height:0;margin:0}
.over{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.track{display:inline-block;width:40px;height:20px;border-radius:10px;background:#bbb;vertical-align:middle}
input:checked+.track{background:var(--tone)}
.close{float:right;border:0;background:none;font-size:20px;cursor:pointer}
.text{height:120px;overflow:auto;border:1px solid #aaa;padding:4px 8px}
[role=tab]{font:inherit;padding:8px 12px;border:1px solid #888;background:#eee;cursor:pointer}[role=tab][aria-selected=true]{background:#fff;font-weight:bold}
.fold{font:inherit;border:0;background:none;padding:6px 0;cursor:pointer}summary{padding:6px 0;cursor:pointer}
";

const PAGE_STYLE: &str = "
body{margin:0;font:16px/1.5 sans-serif;color:#222;background:#fdfdfb}
header,main,footer{max-width:860px;margin:0 auto;padding:16px}
footer{margin-top:48px;padding-bottom:60px;font-size:14px}footer a,footer button{margin-right:12px}
";

/// What all surfaces can do. `SLOT`, `HTML`, `PARTS` and so on are filled in.
const SCRIPT: &str = "
const get = () => GET;
const put = v => { PUT };
const acts = { ACTS };
const parts = PARTS;
const layers = LAYERS;
let root = document, box = null;
const $ = name => root.getElementById(name);
const press = (el, e) => {
  if (el.tagName === 'A' && el.getAttribute('href') === '#') e.preventDefault();
  acts[el.id](el);
};
const keys = e => {
  const el = e.target;
  if (el.tagName === 'DIV' && el.getAttribute('role') === 'button' && (e.key === 'Enter' || e.key === ' ')) {
    e.preventDefault();
    el.click();
  }
};
const wire = node => { WIRE };
const show = name => {
  if (parts) $('INNER').innerHTML = parts[name];
  else for (const it of layers) $(it).hidden = it !== name;
  wire(box);
};
const over = name => { $(name).hidden = false; };
const mount = () => { MOUNT; box.addEventListener('keydown', keys); READY };
const gone = () => { if (box) { GONE } };
const open = name => { if (!box) mount(); show(name); };
const track = v => { if (v !== 'none') TRACK; };
const decide = v => { DECIDE };
const on = name => $(name).type === 'checkbox' ? $(name).checked : $(name).getAttribute('aria-checked') === 'true';
const set = (name, v) => {
  if ($(name).type === 'checkbox') $(name).checked = v;
  else $(name).setAttribute('aria-checked', v);
};
const flip = el => el.setAttribute('aria-checked', el.getAttribute('aria-checked') !== 'true');
const save = names => {
  const ticked = names.filter(on).length;
  decide(ticked === 0 ? 'none' : ticked === names.length ? 'all' : 'some');
};
const tab = (it, all) => {
  for (const one of all) {
    $(one).setAttribute('aria-selected', one === it.id);
    $($(one).getAttribute('aria-controls')).hidden = one !== it.id;
  }
};
const fold = it => {
  const opens = it.getAttribute('aria-expanded') !== 'true';
  it.setAttribute('aria-expanded', opens);
  $(it.getAttribute('aria-controls')).hidden = !opens;
};
";

const WIRE_EACH: &str = "for (const name in acts) {
    const el = node.querySelector('#' + name);
    if (el && !el.wired) { el.wired = true; el.addEventListener('click', e => press(el, e)); }
  }";

const WIRE_ALL: &str = "if (node.wired) return;
  node.wired = true;
  node.addEventListener('click', e => {
    for (const el of e.composedPath()) {
      if (el === node) break;
      if (acts[el.id]) { press(el, e); break; }
    }
  });";

impl Maker {
    /// A maker with a look by chance.
    pub fn new(mut dice: Dice, words: &'static Words) -> Maker {
        Maker {
            words,
            place: dice.pick(&[Place::Bottom, Place::Bottom, Place::Modal, Place::Modal, Place::Inline]),
            control: dice.pick(&[Control::Button, Control::Button, Control::Link, Control::Div, Control::Input]),
            after: After::Gone,
            renders: dice.chance(50),
            shadow: None,
            cookie: dice.chance(50),
            stands: dice.chance(40),
            ready: String::new(),
            begin: String::new(),
            chosen: "",
            toggle: dice.pick(&[Toggle::Native, Toggle::Switch, Toggle::Drawn, Toggle::Covered]),
            delegates: dice.chance(50),
            colour: dice.pick(&["#1a5e2a", "#0b4f9e", "#7a1f4b", "#333333", "#8a4b00"]),
            last_id: dice.roll(40) as u32,
            acts: String::new(),
            dice,
        }
    }

    /// A new name for an element.
    pub fn id(&mut self) -> String {
        self.last_id += 1;
        format!("e{}", self.last_id)
    }

    /// What a press on this element does; nothing if the script is empty.
    fn act(&mut self, id: &str, script: &str) {
        if !script.is_empty() {
            self.acts.push_str(&format!("{id}: el => {{ {script} }}, "));
        }
    }

    /// A button, and its name.
    pub fn named(&mut self, label: &str, look: &str, more: &str, script: &str) -> (String, String) {
        let id = self.id();
        self.act(&id, script);
        let class = if look.is_empty() { "act".to_owned() } else { format!("act {look}") };
        let head = format!("id=\"{id}\" class=\"{class}\" {more}");
        let html = match self.control {
            Control::Button => format!("<button type=\"button\" {head}>{label}</button>"),
            Control::Link => format!("<a href=\"#\" role=\"button\" {head}>{label}</a>"),
            Control::Div => format!("<div role=\"button\" tabindex=\"0\" {head}>{label}</div>"),
            Control::Input => format!("<input type=\"button\" value=\"{label}\" {head}>"),
        };
        (html, id)
    }

    /// A button that does this.
    pub fn button(&mut self, label: &str, script: &str) -> String {
        self.named(label, "", "", script).0
    }

    /// A button that accepts.
    pub fn accept(&mut self) -> String {
        let label = self.dice.pick(&self.words.accept);
        self.named(label, "strong", "", "decide('all');").0
    }

    /// A button that refuses.
    pub fn reject(&mut self) -> String {
        self.rejecting("decide('none');")
    }

    /// A button that announces a refusal and does this.
    pub fn rejecting(&mut self, script: &str) -> String {
        let label = self.dice.pick(&self.words.reject);
        let look = self.dice.pick(&["", "strong", ""]);
        self.named(label, look, "", script).0
    }

    /// A button that allows only what is necessary.
    pub fn necessary(&mut self) -> String {
        let label = self.dice.pick(&self.words.necessary);
        self.named(label, "", "", "decide('none');").0
    }

    /// Opens this layer.
    pub fn settings(&mut self, layer: &str) -> String {
        let label = self.dice.pick(&self.words.settings);
        let look = self.dice.pick(&["", "plain"]);
        self.named(label, look, "", &format!("show('{layer}');")).0
    }

    /// Goes back to this layer.
    pub fn back(&mut self, layer: &str) -> String {
        self.named(self.words.back, "plain", "", &format!("show('{layer}');")).0
    }

    /// Saves what these boxes say.
    pub fn save(&mut self, boxes: &[String]) -> String {
        let label = self.dice.pick(&self.words.save);
        self.named(label, "", "", &format!("save({boxes:?});")).0
    }

    /// An icon that closes and chooses nothing.
    pub fn close(&mut self) -> String {
        let id = self.id();
        self.act(&id, "gone();");
        format!("<button type=\"button\" id=\"{id}\" class=\"close\" aria-label=\"{}\">×</button>", self.words.close)
    }

    /// Buttons side by side, in this order.
    pub fn row(&self, buttons: &[String]) -> String {
        format!("<div class=\"row\">{}</div>", buttons.join("\n"))
    }

    /// Heading and text that ask.
    pub fn ask(&mut self) -> String {
        let (title, text) = self.dice.pick(&self.words.asks);
        let link = if self.after != After::Post && self.dice.chance(60) {
            format!(" <a href=\"http://{{id}}-shop.localhost:{{port}}/privacy\">{}</a>", self.words.privacy)
        } else {
            String::new()
        };
        format!("<h2>{title}</h2><p>{text}{link}</p>")
    }

    /// A first layer: it asks, with these buttons in any order, and at times an icon to close it.
    pub fn first(&mut self, mut buttons: Vec<String>) -> String {
        self.dice.shuffle(&mut buttons);
        let close = if self.dice.chance(20) { self.close() } else { String::new() };
        format!("{close}{}{}", self.ask(), self.row(&buttons))
    }

    /// A layer with settings.
    pub fn details(&self, content: &str, buttons: &[String]) -> String {
        let (title, text) = self.words.details;
        format!("<h2>{title}</h2><p>{text}</p>{content}{}", self.row(buttons))
    }

    /// The box that cannot be changed.
    pub fn required(&mut self) -> String {
        self.tick(self.words.required, true, true).0
    }

    /// Boxes for these purposes, ticked or not, and their names.
    pub fn ticks(&mut self, purposes: &[(usize, bool)]) -> (String, Vec<String>) {
        let made: Vec<_> = purposes.iter().map(|&(at, on)| self.tick(self.words.purposes[at], on, false)).collect();
        made.into_iter().unzip()
    }

    /// One box, and its name.
    fn tick(&mut self, (name, text): (&str, &str), on: bool, fixed: bool) -> (String, String) {
        let (control, id) = self.toggle(name, on, fixed);
        (format!("<div class=\"item\">{control}<p>{text}</p></div>"), id)
    }

    /// One box without a description, and its name.
    pub fn toggle(&mut self, name: &str, on: bool, fixed: bool) -> (String, String) {
        let id = self.id();
        let state = format!("{}{}", if on { " checked" } else { "" }, if fixed { " disabled" } else { "" });
        let html = match self.toggle {
            Toggle::Native => format!("<label><input type=\"checkbox\" id=\"{id}\"{state}> <b>{name}</b></label>"),
            Toggle::Switch => {
                let label = self.id();
                self.act(&id, "flip(el);");
                let fixed = if fixed { " disabled" } else { "" };
                format!(
                    "<b id=\"{label}\">{name}</b> <button type=\"button\" role=\"switch\" class=\"switch\" id=\"{id}\" \
                     aria-checked=\"{on}\" aria-labelledby=\"{label}\"{fixed}></button>"
                )
            }
            Toggle::Drawn | Toggle::Covered => {
                let class = if self.toggle == Toggle::Drawn { "ghost" } else { "over" };
                format!(
                    "<label class=\"drawn\"><input type=\"checkbox\" class=\"{class}\" id=\"{id}\"{state}><span \
                     class=\"track\"></span> <b>{name}</b></label>"
                )
            }
        };
        (html, id)
    }

    /// Panels behind tabs; the first is open.
    pub fn tabs(&mut self, panels: &[(&str, String)]) -> String {
        let names: Vec<_> = panels.iter().map(|_| (self.id(), self.id())).collect();
        let all: Vec<_> = names.iter().map(|(tab, _)| tab.clone()).collect();
        let (mut list, mut content) = (String::new(), String::new());
        for (at, ((label, html), (tab, panel))) in panels.iter().zip(&names).enumerate() {
            self.act(tab, &format!("tab(el, {all:?});"));
            list.push_str(&format!(
                "<button type=\"button\" role=\"tab\" id=\"{tab}\" aria-selected=\"{}\" \
                 aria-controls=\"{panel}\">{label}</button>",
                at == 0
            ));
            let hidden = if at == 0 { "" } else { " hidden" };
            content.push_str(&format!(
                "<div role=\"tabpanel\" id=\"{panel}\" aria-labelledby=\"{tab}\"{hidden}>{html}</div>"
            ));
        }
        format!("<div role=\"tablist\">{list}</div>{content}")
    }

    /// Something that is folded at first.
    pub fn folded(&mut self, native: bool, label: &str, beside: &str, html: &str) -> String {
        if native {
            return format!("<details><summary>{label}</summary>{html}</details>{beside}");
        }
        let (id, panel) = (self.id(), self.id());
        self.act(&id, "fold(el);");
        format!(
            "<div class=\"item\"><button type=\"button\" class=\"fold\" id=\"{id}\" aria-expanded=\"false\" \
             aria-controls=\"{panel}\">{label}</button> {beside}<div id=\"{panel}\" hidden>{html}</div></div>"
        )
    }

    /// The script of a surface with these layers, and what stands in the page for it. It starts with the first layer.
    pub fn parts(&mut self, layers: &Layers) -> (String, String) {
        let (outer, inner) = (self.id(), self.id());
        let content = if self.renders {
            String::new()
        } else {
            layers.iter().map(|(name, html)| format!("<div id=\"{name}\" hidden>{html}</div>")).collect()
        };
        let hidden = if self.stands { " hidden" } else { "" };
        let tone = format!("style=\"--tone:{}\"", self.colour);
        let label = self.words.asks[0].0;
        let kind = if self.place == Place::Modal { " role=\"dialog\" aria-modal=\"true\"" } else { " role=\"region\"" };
        let (class, before, after) = match self.place {
            Place::Bottom => ("box low", String::new(), ""),
            Place::Inline => ("box within", String::new(), ""),
            Place::Fill => ("box", String::new(), ""),
            Place::Modal => ("box", format!("<div id=\"{outer}\" class=\"veil\"{hidden}>"), "</div>"),
        };
        let own = if self.place == Place::Modal { String::new() } else { format!(" id=\"{outer}\"{hidden}") };
        let html = format!(
            "{before}<div{own}{kind} class=\"{class}\" aria-label=\"{label}\" {tone}><div \
             id=\"{inner}\">{content}</div></div>{after}"
        );

        let names: Vec<_> = layers.iter().map(|(name, _)| name).collect();
        let parts: String = layers.iter().map(|(name, html)| format!("{name}: `{html}`,\n")).collect();
        let script = SCRIPT
            .replace("GET", self.get())
            .replace("PUT", self.put())
            .replace("ACTS", &std::mem::take(&mut self.acts))
            .replace("PARTS", &if self.renders { format!("{{ {parts} }}") } else { "null".to_owned() })
            .replace("LAYERS", &format!("{names:?}"))
            .replace("WIRE", if self.delegates { WIRE_ALL } else { WIRE_EACH })
            .replace("INNER", &inner)
            .replace("MOUNT", &self.mount(&outer, &html))
            .replace("READY", &self.ready)
            .replace("GONE", if self.stands { "box.hidden = true; box = null;" } else { "box.remove(); box = null;" })
            .replace("TRACK", self.track())
            .replace("DECIDE", &format!("{} {}", self.decide(), self.chosen));
        let begin = if self.begin.is_empty() { "if (!get()) open('FIRST');" } else { &self.begin };
        let begin = begin.replace("FIRST", &layers[0].0);
        (if self.stands { html } else { String::new() }, format!("(() => {{ {script}\n{begin}\n}})();"))
    }

    /// What stands at the end of a page with this surface.
    pub fn surface(&mut self, layers: &Layers) -> String {
        let (html, script) = self.parts(layers);
        format!("{html}\n<script>{script}</script>")
    }

    fn get(&self) -> &'static str {
        if self.cookie {
            "(document.cookie.match(/(?:^|; )consent=([a-z]+)/) || [])[1] || null"
        } else {
            "localStorage.getItem('consent')"
        }
    }

    fn put(&self) -> &'static str {
        if self.cookie {
            "document.cookie = 'consent=' + v + '; path=/; max-age=15552000; samesite=lax';"
        } else {
            "localStorage.setItem('consent', v);"
        }
    }

    fn track(&self) -> &'static str {
        if self.delegates {
            "navigator.sendBeacon('http://{id}-tracker.localhost:{port}/collect', 'choice=' + v)"
        } else {
            "new Image().src = 'http://{id}-tracker.localhost:{port}/pixel.gif?choice=' + v"
        }
    }

    fn decide(&self) -> &'static str {
        match self.after {
            After::Gone => "put(v); gone(); track(v);",
            After::Reload => "put(v); track(v); location.reload();",
            After::Forget => "if (v === 'all') put(v); gone(); track(v);",
            After::Home => "put(v); track(v); location.href = '/';",
            After::Post => "top.postMessage({ choice: v }, '*');",
            After::Route => {
                "put(v); gone(); track(v); if (location.pathname !== '/') history.pushState(null, '', '/');"
            }
        }
    }

    fn mount(&self, outer: &str, html: &str) -> String {
        if self.stands {
            // A bar that is in the flow of the page is moved to where it belongs.
            let moves = if self.place == Place::Inline { "document.querySelector('main').prepend(box);" } else { "" };
            return format!("box = $('{outer}'); {moves} box.hidden = false;");
        }
        let put =
            if self.place == Place::Inline { "document.querySelector('main').prepend" } else { "document.body.append" };
        match self.shadow {
            Some(mode) => format!(
                "const host = document.createElement('shop-notice'); {put}(host);
                root = host.attachShadow({{ mode: '{mode}' }}); root.innerHTML = `<style>{STYLE}</style>{html}`;
                box = $('{outer}');"
            ),
            None => format!(
                "const slot = document.createElement('div'); {put}(slot); slot.innerHTML = `{html}`; box = $('{outer}');"
            ),
        }
    }

    /// A page of the shop.
    pub fn page(&self, path: &str, title: &str, main: &str, footer: &str, tail: &str) -> Page {
        let words = self.words;
        let body = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width\">\n<title>{title} – {}</title>\n<link rel=\"icon\" \
             href=\"data:,\">\n<style>{PAGE_STYLE}{STYLE}</style>\n</head>\n<body>\n<header><a href=\"/\">{}</a></header>\n\
             <main><h1>{title}</h1>\n{main}\n</main>\n<footer><a href=\"/about\">{}</a> <a href=\"/imprint\">{}</a> \
             <a href=\"/privacy\">{}</a> {footer}</footer>\n{tail}\n</body>\n</html>\n",
            words.lang, words.name, words.name, words.about, words.imprint, words.privacy
        );
        served("shop", path, body)
    }

    /// The paragraphs of the first page.
    pub fn story(&self) -> String {
        self.words.paragraphs.iter().map(|it| format!("<p>{it}</p>\n")).collect()
    }

    /// Imprint and privacy policy.
    pub fn formal_pages(&self, footer: &str) -> Vec<Page> {
        let words = self.words;
        let address = format!("<p>{}</p><p>+49 555 0100</p>", words.name);
        let policy = format!("<p>{}</p>", words.privacy_text);
        vec![
            self.page("/imprint", words.imprint, &address, footer, ""),
            self.page("/privacy", words.privacy, &policy, footer, ""),
        ]
    }

    /// A whole site whose first page and "about us" have this at their end.
    pub fn site(&self, tail: &str) -> Vec<Page> {
        self.site_with(&self.story(), "", "", tail)
    }

    /// A whole site. `footer` stands where the surface does, `links` on the formal pages too.
    pub fn site_with(&self, main: &str, footer: &str, links: &str, tail: &str) -> Vec<Page> {
        let words = self.words;
        let mut pages = self.formal_pages(links);
        let footer = format!("{footer} {links}");
        pages.push(self.page("/", words.title, main, &footer, tail));
        pages.push(self.page("/about", words.about, &format!("<p>{}</p>", words.paragraphs[2]), &footer, tail));
        pages
    }

    /// A document of the consent platform, for a frame.
    pub fn framed(&self, path: &str, tail: &str) -> Page {
        let body = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title>\
             <style>{PAGE_STYLE}{STYLE}</style></head>\n<body style=\"background:none\">{tail}</body>\n</html>\n",
            self.words.lang, self.words.asks[0].0
        );
        served("cmp", path, body)
    }

    /// The script of a page that stores what its frame tells it.
    pub fn frame_host(&self, source: &str, style: &str) -> String {
        let script = "(() => {
const get = () => GET;
const put = v => { PUT };
if (get()) return;
const frame = document.createElement('iframe');
frame.src = 'SOURCE';
frame.title = TITLE;
frame.style.cssText = 'position:fixed;z-index:60;border:0;STYLE';
document.body.append(frame);
addEventListener('message', e => {
  const v = e.data && e.data.choice;
  if (!v) return;
  put(v);
  frame.remove();
  if (v !== 'none') TRACK;
});
})();";
        let script = script
            .replace("GET", self.get())
            .replace("PUT", self.put())
            .replace("SOURCE", source)
            .replace("TITLE", &format!("{:?}", self.words.asks[0].0))
            .replace("STYLE", style)
            .replace("TRACK", self.track());
        format!("<script>{script}</script>")
    }
}

/// A page as it is served mostly.
pub fn served(host: &'static str, path: &str, body: String) -> Page {
    Page {
        host,
        path: path.to_owned(),
        kind: "text/html; charset=utf-8",
        body,
        delay_ms: 0,
        status: 200,
        location: None,
    }
}
