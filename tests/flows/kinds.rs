//! Kinds of flows: layers, switches, frames, shadow roots, pages.

use super::maker::{After, Control, Layers, Maker, Place, served};
use super::{Made, Page, Truth};
use Truth::{Clicks, None as Never};

/// A flow without a way to withdraw.
pub fn plain(accept: Truth, refuse: Truth, pages: Vec<Page>) -> Made {
    (accept, refuse, None, pages)
}

/// One layer where both are one press away.
pub fn one_layer(m: &mut Maker, nth: u32) -> Made {
    let layers = both(m, nth);
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(1), m.site(&tail))
}

/// A layer that accepts and refuses, in the wordings that are common.
pub fn both(m: &mut Maker, nth: u32) -> Layers {
    let (first, accept) = (m.id(), m.accept());
    let html = match nth % 4 {
        0 | 1 => {
            let reject = m.reject();
            m.first(vec![accept, reject])
        }
        2 => {
            let necessary = m.necessary();
            m.first(vec![accept, necessary])
        }
        _ => {
            let was = m.control;
            m.control = if m.dice.chance(70) { Control::Link } else { was };
            let without = m.named(m.words.without, "plain", "", "decide('none');").0;
            m.control = was;
            format!("<div>{without}</div>{}{}", m.ask(), m.row(&[accept]))
        }
    };
    vec![(first, html)]
}

/// Refusal stands behind the settings.
pub fn two_layers(m: &mut Maker, nth: u32) -> Made {
    let layers = behind(m, nth);
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(2), m.site(&tail))
}

/// Accept and settings; a press in the settings refuses.
pub fn behind(m: &mut Maker, nth: u32) -> Layers {
    let (first, second) = (m.id(), m.id());
    let buttons = vec![m.accept(), m.settings(&second)];
    let html = m.first(buttons);
    let refuse = if nth % 3 == 2 { m.necessary() } else { m.reject() };
    let mut buttons = vec![m.accept(), refuse];
    m.dice.shuffle(&mut buttons);
    if nth.is_multiple_of(2) {
        buttons.push(m.back(&first));
    }
    let content = match nth % 4 {
        // Boxes that cost more than the button.
        0 => {
            let (html, names) = m.ticks(&[(0, true), (1, true)]);
            buttons.push(m.save(&names));
            format!("{}{html}", m.required())
        }
        1 => list(m, &[0, 1, 2]),
        _ => String::new(),
    };
    let details = m.details(&content, &buttons);
    vec![(first, html), (second, details)]
}

/// Purposes that are only described.
pub fn list(m: &Maker, purposes: &[usize]) -> String {
    let items: String = purposes
        .iter()
        .map(|&at| format!("<li><b>{}</b>: {}</li>", m.words.purposes[at].0, m.words.purposes[at].1))
        .collect();
    format!("<ul>{items}</ul>")
}

/// Purposes in this number, of which these many are on, in any order.
fn chosen(m: &mut Maker, count: usize, on: usize) -> Vec<(usize, bool)> {
    let mut states: Vec<_> = (0..count).map(|at| at < on).collect();
    m.dice.shuffle(&mut states);
    states.into_iter().enumerate().collect()
}

/// Accept and settings; the settings have boxes and "save".
fn boxes(m: &mut Maker, on: usize, accepts: bool) -> Layers {
    let (first, second) = (m.id(), m.id());
    let buttons = vec![m.accept(), m.settings(&second)];
    let html = m.first(buttons);
    let count = on.max(1) + m.dice.roll(5 - on.max(1));
    let purposes = chosen(m, count, on);
    let (content, names) = m.ticks(&purposes);
    let mut buttons = vec![m.save(&names)];
    if accepts {
        buttons.push(m.accept());
        m.dice.shuffle(&mut buttons);
    }
    let content = format!("{}{content}", m.required());
    let details = m.details(&content, &buttons);
    vec![(first, html), (second, details)]
}

/// Switches in the settings, on or off at first.
pub fn switches(m: &mut Maker, nth: u32) -> Made {
    let on = [1, 2, 0, 3, 1, 4][nth as usize % 6];
    let layers = boxes(m, on, nth % 2 == 1);
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(2 + on as u32), m.site(&tail))
}

/// "Save" beside "accept all", with all boxes off.
pub fn save_beside_accept(m: &mut Maker, _: u32) -> Made {
    let layers = boxes(m, 0, true);
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(2), m.site(&tail))
}

/// A first layer with settings that hold this.
fn with_settings(m: &mut Maker, content: &str, buttons: &[String], second: String) -> Layers {
    let first = m.id();
    let way = vec![m.accept(), m.settings(&second)];
    let html = m.first(way);
    let details = m.details(content, buttons);
    vec![(first, html), (second, details)]
}

/// Settings behind tabs.
pub fn tabs(m: &mut Maker, nth: u32) -> Made {
    let second = m.id();
    let [necessary, measuring, advertising] = m.words.tabs;
    let required = m.required();
    let (content, names, refuse) = match nth % 3 {
        // A tab costs one press if something in it is on.
        0 | 1 => {
            let states = [m.dice.chance(70), m.dice.chance(60), nth.is_multiple_of(2) || m.dice.chance(70)];
            let (one, mut names) = m.ticks(&[(0, states[0])]);
            let (two, more) = m.ticks(&[(1, states[1]), (3, states[2])]);
            names.extend(more);
            let second_tab = u32::from(states[1]) + u32::from(states[2]);
            let mut refuse = 2 + u32::from(states[0]) + second_tab + u32::from(second_tab > 0);
            let panels = if nth.is_multiple_of(3) {
                refuse += u32::from(states[0]);
                vec![(necessary, required), (measuring, one), (advertising, two)]
            } else {
                vec![(measuring, format!("{required}{one}")), (advertising, two)]
            };
            (m.tabs(&panels), names, refuse)
        }
        // The button that refuses is on the last tab only.
        _ => {
            let (one, names) = m.ticks(&[(0, true), (2, true)]);
            let reject = m.reject();
            let text = format!("<p>{}</p>{}", m.words.purposes[1].1, m.row(&[reject]));
            (m.tabs(&[(necessary, required), (measuring, one), (advertising, text)]), names, 3)
        }
    };
    let mut buttons = vec![m.save(&names)];
    if m.dice.chance(60) {
        buttons.insert(0, m.accept());
    }
    let layers = with_settings(m, &content, &buttons, second);
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(refuse), m.site(&tail))
}

/// Settings that are folded.
pub fn folds(m: &mut Maker, nth: u32) -> Made {
    let second = m.id();
    let native = m.dice.chance(50);
    let required = m.required();
    let purposes = m.words.purposes;
    let mut content = m.folded(native, m.words.required.0, "", &required);
    let (mut names, mut refuse) = (Vec::new(), 2);
    match nth % 4 {
        // Boxes under each fold.
        0 | 1 => {
            let on = 1 + m.dice.roll(3);
            for (at, state) in chosen(m, 3, on) {
                let (html, mut name) = m.ticks(&[(at, state)]);
                content.push_str(&m.folded(native, m.words.purposes[at].0, "", &html));
                names.append(&mut name);
                refuse += 2 * u32::from(state);
            }
        }
        // Boxes beside the folds, which only describe.
        2 => {
            for (at, state) in chosen(m, 3, 2) {
                let (beside, name) = m.toggle(purposes[at].0, state, false);
                let text = format!("<p>{}</p>", purposes[at].1);
                content.push_str(&m.folded(false, m.words.more, &beside, &text));
                names.push(name);
                refuse += u32::from(state);
            }
        }
        // A button under the last fold refuses.
        _ => {
            let (html, name) = m.ticks(&[(0, true)]);
            content.push_str(&m.folded(native, m.words.tabs[1], "", &html));
            let reject = m.reject();
            let under = format!("<p>{}</p>{}", m.words.details.1, m.row(&[reject]));
            content.push_str(&m.folded(native, m.words.more, "", &under));
            names = name;
            refuse = 3;
        }
    }
    let mut buttons = vec![m.save(&names)];
    if m.dice.chance(60) {
        buttons.push(m.accept());
    }
    let layers = with_settings(m, &content, &buttons, second);
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(refuse), m.site(&tail))
}

/// Refusal on the third, fourth or fifth layer, and notices that only open the choice.
pub fn deep(m: &mut Maker, nth: u32) -> Made {
    if nth % 8 == 7 {
        let (first, second) = (m.id(), m.id());
        let open = m.named(m.words.choices, "strong", "", &format!("show('{second}');")).0;
        let notice = format!("<p>{}</p>{}", m.words.choices_text, m.row(&[open]));
        let buttons = vec![m.accept(), m.reject()];
        let choice = m.first(buttons);
        let tail = m.surface(&vec![(first, notice), (second, choice)]);
        return plain(Clicks(2), Clicks(2), m.site(&tail));
    }
    let depth = 3 + nth as usize % 3;
    let names: Vec<_> = (0..depth).map(|_| m.id()).collect();
    let settings = m.dice.pick(&m.words.settings);
    let steps = match depth {
        3 => vec![settings, m.words.show_purposes],
        4 => vec![settings, m.words.more, m.words.partners],
        _ => vec![settings, m.words.show_purposes, m.words.more, m.words.partners],
    };
    let mut layers = Layers::new();
    for (at, step) in steps.iter().enumerate() {
        let next = m.button(step, &format!("show('{}');", names[at + 1]));
        let html = if at == 0 {
            let buttons = vec![m.accept(), next];
            m.first(buttons)
        } else {
            let mut buttons = vec![next];
            if m.dice.chance(70) {
                buttons.insert(0, m.accept());
            }
            if m.dice.chance(50) {
                buttons.push(m.back(&names[at - 1]));
            }
            let content = if at == 1 { list(m, &[0, 1]) } else { format!("<p>{}</p>", m.words.long[at]) };
            m.details(&content, &buttons)
        };
        layers.push((names[at].clone(), html));
    }
    let mut refuse = depth as u32;
    let back = m.back(&names[depth - 2]);
    let html = match nth % 4 {
        0 | 1 => {
            let buttons = vec![m.reject(), back];
            m.details(&list(m, &[1, 3]), &buttons)
        }
        2 => {
            let on = m.dice.roll(3);
            refuse += on as u32;
            let purposes = chosen(m, 2, on);
            let (content, names) = m.ticks(&purposes);
            let buttons = vec![m.accept(), m.save(&names)];
            m.details(&content, &buttons)
        }
        _ => {
            let buttons = vec![m.necessary(), m.accept(), back];
            m.details("", &buttons)
        }
    };
    layers.push((names[depth - 1].clone(), html));
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(refuse), m.site(&tail))
}

/// Consent in a frame of another origin.
pub fn frame(m: &mut Maker, nth: u32) -> Made {
    let covers = nth % 2 == 1;
    m.place = if covers { Place::Modal } else { Place::Fill };
    let style = if covers { "inset:0;width:100%;height:100%" } else { "left:0;bottom:0;width:100%;height:420px" };
    m.begin = "open('FIRST');".to_owned();
    let mut pages = Vec::new();
    m.after = After::Post;
    let refuse = match nth % 8 {
        0 | 1 | 6 => {
            let layers = both(m, nth / 2);
            let tail = m.surface(&layers);
            pages.push(m.framed("/notice", &tail));
            1
        }
        2 | 3 | 7 => {
            let layers = behind(m, nth / 2);
            let tail = m.surface(&layers);
            pages.push(m.framed("/notice", &tail));
            2
        }
        4 => {
            let (first, second) = (m.id(), m.id());
            let settings = m.dice.pick(&m.words.settings);
            let buttons = vec![m.accept(), m.button(settings, "location.href = '/choices';")];
            let html = m.first(buttons);
            let tail = m.surface(&vec![(first, html)]);
            pages.push(m.framed("/notice", &tail));
            let buttons = vec![m.reject(), m.accept()];
            let html = m.details(&list(m, &[0, 1]), &buttons);
            let tail = m.surface(&vec![(second, html)]);
            pages.push(m.framed("/choices", &tail));
            2
        }
        _ => {
            let on = m.dice.roll(3);
            let layers = boxes(m, on, true);
            let tail = m.surface(&layers);
            pages.push(m.framed("/notice", &tail));
            2 + on as u32
        }
    };
    let inner = "http://{id}-cmp.localhost:{port}/notice";
    let wrap = |host| {
        let style = "position:fixed;inset:0;width:100%;height:100%;border:0";
        let body = format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>frame</title></head><body \
             style=\"margin:0;background:none\"><iframe src=\"{inner}\" style=\"{style}\"></iframe></body></html>"
        );
        served(host, "/frame", body)
    };
    let source = match nth % 8 {
        6 => {
            pages.push(wrap("tracker"));
            "http://{id}-tracker.localhost:{port}/frame"
        }
        7 => {
            pages.push(wrap("shop"));
            "/frame"
        }
        _ => inner,
    };
    let tail = m.frame_host(source, style);
    pages.extend(m.site(&tail));
    plain(Clicks(1), Clicks(refuse), pages)
}

/// Consent in a shadow root.
pub fn shadow(m: &mut Maker, nth: u32) -> Made {
    m.stands = false;
    m.shadow = Some(if nth.is_multiple_of(2) { "closed" } else { "open" });
    let (layers, refuse) = match nth / 2 % 4 {
        0 | 1 => (both(m, nth / 2), 1),
        2 => (behind(m, nth / 2), 2),
        _ => {
            let on = m.dice.roll(3);
            (boxes(m, on, true), 2 + on as u32)
        }
    };
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(refuse), m.site(&tail))
}

/// Consent on pages of its own, with real navigations.
pub fn full_page(m: &mut Maker, nth: u32) -> Made {
    m.place = Place::Inline;
    m.cookie = true;
    m.after = After::Home;
    m.begin = "open('FIRST');".to_owned();
    let mut pages = m.formal_pages("");
    let home = m.story();
    if nth.is_multiple_of(2) {
        let mut redirect = m.page("/", "", "", "", "");
        (redirect.status, redirect.location, redirect.body) = (302, Some("/consent".to_owned()), String::new());
        pages.push(redirect);
        pages.push(m.page("/", m.words.title, &home, "", ""));
    } else {
        let tail = "<script>if (!/(?:^|; )consent=/.test(document.cookie)) location.replace('/consent');</script>";
        pages.push(m.page("/", m.words.title, &format!("{tail}{home}"), "", ""));
    }
    pages.push(m.page("/about", m.words.about, &format!("<p>{}</p>", m.words.paragraphs[2]), "", ""));

    for (path, choice) in [("/consent/accepted", "all"), ("/consent/refused", "none")] {
        let script = format!(
            "<script>document.cookie = 'consent={choice}; path=/; max-age=15552000'; location.replace('/');</script>"
        );
        pages.push(m.page(path, m.words.title, &script, "", ""));
    }
    let (title, text) = m.words.asks[nth as usize % 3];
    let settings = m.dice.pick(&m.words.settings);
    let (accept, reject) = (m.dice.pick(&m.words.accept), m.dice.pick(&m.words.reject));
    let to = |path: &str, label: &str, look: &str| format!("<a href=\"{path}\" class=\"act {look}\">{label}</a>");
    let refuse = match nth % 5 {
        // Links, and settings with a link that refuses.
        0 => {
            let links = [to("/consent/accepted", accept, "strong"), to("/consent/settings", settings, "plain")];
            pages.push(m.page("/consent", title, &format!("<p>{text}</p>{}", m.row(&links)), "", ""));
            let links = [to("/consent/refused", reject, ""), to("/consent/accepted", accept, "strong")];
            let main = format!("<p>{}</p>{}{}", m.words.details.1, list(m, &[0, 1]), m.row(&links));
            pages.push(m.page("/consent/settings", m.words.details.0, &main, "", ""));
            2
        }
        // A form with two buttons.
        1 => {
            let main = format!(
                "<p>{text}</p><form method=\"post\" action=\"/consent/refused\"><div class=\"row\"><button \
                 class=\"act strong\" formaction=\"/consent/accepted\">{accept}</button> <button \
                 class=\"act\">{reject}</button></div></form>"
            );
            pages.push(m.page("/consent", title, &main, "", ""));
            1
        }
        // Scripts, and settings with boxes.
        2 | 3 => {
            let first = m.id();
            let buttons = vec![m.accept(), m.button(settings, "location.href = '/consent/settings';")];
            let tail = step(m, first, &format!("<p>{text}</p>"), &buttons);
            pages.push(m.page("/consent", title, "", "", &tail));
            let second = m.id();
            let on = m.dice.roll(3);
            let purposes = chosen(m, 2, on);
            let (html, names) = m.ticks(&purposes);
            let content = format!("<p>{}</p>{}{html}", m.words.details.1, m.required());
            let mut buttons = vec![m.save(&names)];
            if nth % 5 == 3 {
                buttons.push(m.accept());
            }
            let tail = step(m, second, &content, &buttons);
            pages.push(m.page("/consent/settings", m.words.details.0, "", "", &tail));
            2 + on as u32
        }
        // Three pages.
        _ => {
            let links = [to("/consent/accepted", accept, "strong"), to("/consent/settings", settings, "")];
            pages.push(m.page("/consent", title, &format!("<p>{text}</p>{}", m.row(&links)), "", ""));
            let links = [to("/consent/partners", m.words.partners, ""), to("/consent", m.words.back, "plain")];
            let main = format!("<p>{}</p>{}{}", m.words.details.1, list(m, &[0, 1, 2]), m.row(&links));
            pages.push(m.page("/consent/settings", m.words.details.0, &main, "", ""));
            let id = m.id();
            let buttons = vec![m.reject(), m.accept()];
            let tail = step(m, id, &format!("<p>{}</p>", m.words.long[2]), &buttons);
            pages.push(m.page("/consent/partners", m.words.partners, "", "", &tail));
            3
        }
    };
    plain(Clicks(1), Clicks(refuse), pages)
}

/// What one page of consent holds.
fn step(m: &mut Maker, id: String, content: &str, buttons: &[String]) -> String {
    let html = format!("{content}{}", m.row(buttons));
    m.surface(&vec![(id, html)])
}

/// A flow where one can only accept.
pub fn accept_only(pages: Vec<Page>) -> Made {
    plain(Clicks(1), Never, pages)
}
