//! Kinds of flows: lateness, confirmations, loops, dead ends, routes, withdrawal, distraction.

use super::kinds::{accept_only, behind, both, list, plain};
use super::maker::{After, Control, Layers, Maker, Place, served};
use super::{Made, Truth};
use Truth::{Clicks, DeadEnd, None as Never};

/// The surface or its buttons come late.
pub fn late(m: &mut Maker, nth: u32) -> Made {
    let wait = 500 + 100 * m.dice.roll(21);
    match nth % 5 {
        0 | 1 => {
            let (layers, refuse) = if nth.is_multiple_of(2) { (both(m, nth / 5), 1) } else { (behind(m, nth / 5), 2) };
            if nth.is_multiple_of(5) {
                m.begin = format!("if (!get()) setTimeout(() => open('FIRST'), {wait});");
                let tail = m.surface(&layers);
                return plain(Clicks(1), Clicks(refuse), m.site(&tail));
            }
            // A slow script of another site.
            m.stands = false;
            let (_, script) = m.parts(&layers);
            let mut file = served("cmp", "/notice.js", script);
            (file.kind, file.delay_ms) = ("text/javascript; charset=utf-8", wait as u32);
            let tail = "<script async src=\"http://{id}-cmp.localhost:{port}/notice.js\"></script>";
            let mut pages = m.site(tail);
            pages.push(file);
            plain(Clicks(1), Clicks(refuse), pages)
        }
        kind => {
            m.renders = false;
            m.control = if kind == 3 { m.control } else { m.dice.pick(&[Control::Button, Control::Input]) };
            let wait = 1000 + 100 * m.dice.roll(31);
            let more = if kind == 3 { "hidden" } else { "disabled" };
            let (label, yes) = (m.dice.pick(&m.words.reject), m.dice.pick(&m.words.accept));
            let (reject, late) = m.named(label, "", more, "decide('none');");
            let (accept, also) = m.named(yes, "strong", if kind == 4 { more } else { "" }, "decide('all');");
            m.ready = format!(
                "const late = [$('{late}'), $('{also}')]; setTimeout(() => {{ for (const it of late) it.{more} = false; }}, {wait});"
            );
            let (first, second) = (m.id(), m.id());
            if nth.is_multiple_of(2) {
                let html = m.first(vec![accept, reject]);
                let tail = m.surface(&vec![(first, html)]);
                return plain(Clicks(1), Clicks(1), m.site(&tail));
            }
            let settings = m.settings(&second);
            let html = m.first(vec![accept, settings]);
            let details = m.details(&list(m, &[0, 1]), &[reject]);
            let tail = m.surface(&vec![(first, html), (second, details)]);
            plain(Clicks(1), Clicks(2), m.site(&tail))
        }
    }
}

/// Buttons that wait until a text is scrolled to its end.
pub fn scroll(m: &mut Maker, nth: u32) -> Made {
    m.renders = false;
    m.control = m.dice.pick(&[Control::Button, Control::Input]);
    let text: String = m.words.long.iter().map(|it| format!("<p>{it}</p>")).collect();
    let id = m.id();
    let name = m.words.asks[0].0;
    let text = format!(
        "<p>{}</p><div id=\"{id}\" class=\"text\" tabindex=\"0\" role=\"group\" \
         aria-label=\"{name}\">{text}{text}{text}</div>",
        m.words.scroll_hint
    );
    let (label, yes) = (m.dice.pick(&m.words.reject), m.dice.pick(&m.words.accept));
    let (reject, one) = m.named(label, "", "disabled", "decide('none');");
    let (accept, other) = m.named(yes, "strong", if nth % 2 == 1 { "disabled" } else { "" }, "decide('all');");
    m.ready = format!(
        "$('{id}').addEventListener('scroll', () => {{
    const it = $('{id}');
    if (it.scrollTop + it.clientHeight < it.scrollHeight - 4) return;
    $('{one}').disabled = $('{other}').disabled = false;
  }});"
    );
    let (first, second) = (m.id(), m.id());
    let ask = m.ask();
    let (layers, refuse) = if nth % 3 == 2 {
        let open = m.named(m.words.choices, "", "", &format!("show('{second}');")).0;
        let notice = format!("{ask}{}", m.row(&[open]));
        (vec![(first, notice), (second, format!("{text}{}", m.row(&[reject, accept])))], 2)
    } else {
        (vec![(first, format!("{ask}{text}{}", m.row(&[accept, reject])))], 1)
    };
    let tail = m.surface(&layers);
    plain(Clicks(refuse), Clicks(refuse), m.site(&tail))
}

/// A refusal has to be confirmed, in the page or in a dialog of the browser.
pub fn confirm(m: &mut Maker, nth: u32) -> Made {
    let (first, second, third) = (m.id(), m.id(), m.id());
    let words = m.words;
    let (native, deep) = (nth % 3 == 2, nth % 4 == 3);
    let stacked = nth % 3 == 1;
    if stacked {
        m.renders = false;
    }
    let script = if native {
        format!("if (confirm({:?})) decide('none');", words.sure)
    } else if stacked {
        format!("over('{third}');")
    } else {
        format!("show('{third}');")
    };
    let reject = m.rejecting(&script);
    let mut layers = Layers::new();
    if deep {
        let buttons = vec![m.accept(), m.settings(&second)];
        layers.push((first, m.first(buttons)));
        let details = m.details(&list(m, &[0, 1]), &[reject]);
        layers.push((second, details));
    } else {
        let accept = m.accept();
        layers.push((first, m.first(vec![accept, reject])));
    }
    if !native {
        let mut buttons = [m.button(words.yes_reject, "decide('none');"), m.button(words.no_accept, "decide('all');")];
        m.dice.shuffle(&mut buttons);
        let text = format!("<p>{}</p>{}", words.sure, m.row(&buttons));
        let name = words.details.0;
        let html = if stacked {
            format!(
                "<div class=\"veil\"><div role=\"alertdialog\" aria-modal=\"true\" aria-label=\"{name}\" class=\"box\">{text}</div></div>"
            )
        } else {
            text
        };
        layers.push((third, html));
    }
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(2 + u32::from(deep)), m.site(&tail))
}

/// Layers that lead round in a circle.
pub fn round(m: &mut Maker, nth: u32) -> Made {
    let count = 2 + nth as usize % 3;
    let names: Vec<_> = (0..count).map(|_| m.id()).collect();
    let labels = [m.dice.pick(&m.words.settings), m.words.more, m.words.show_purposes, m.words.partners];
    let mut layers = Layers::new();
    for at in 0..count {
        let last = at + 1 == count;
        let to = &names[(at + 1) % count];
        let on = if last { m.words.back } else { labels[at] };
        let next = m.button(on, &format!("show('{to}');"));
        let mut buttons = vec![next];
        if at == 0 || m.dice.chance(60) {
            buttons.insert(0, m.accept());
        }
        let html = if at == 0 { m.first(buttons) } else { m.details(&list(m, &[at % 4, (at + 1) % 4]), &buttons) };
        layers.push((names[at].clone(), html));
    }
    let tail = m.surface(&layers);
    accept_only(m.site(&tail))
}

/// One can only accept.
pub fn no_refusal(m: &mut Maker, nth: u32) -> Made {
    let (first, second) = (m.id(), m.id());
    let agree = m.named(m.words.agree_only, "strong", "", "decide('all');").0;
    let policy = format!("<a href=\"/privacy\" class=\"act plain\">{}</a>", m.words.privacy);
    let layers = match nth % 4 {
        0 => vec![(first, m.first(vec![agree]))],
        1 => vec![(first, m.first(vec![agree, policy]))],
        2 => {
            let close = m.close();
            vec![(first, format!("{close}{}{}", m.ask(), m.row(&[agree, policy])))]
        }
        // The settings cannot be changed.
        _ => {
            let buttons = vec![agree, m.settings(&second)];
            let html = m.first(buttons);
            let mut content = m.required();
            for at in [0, 1] {
                let control = m.toggle(m.words.purposes[at].0, true, true).0;
                content.push_str(&format!("<div class=\"item\">{control}<p>{}</p></div>", m.words.purposes[at].1));
            }
            let buttons = [m.accept(), m.back(&first)];
            let details = m.details(&content, &buttons);
            vec![(first, html), (second, details)]
        }
    };
    let tail = m.surface(&layers);
    accept_only(m.site(&tail))
}

/// A button that announces a refusal and does nothing.
pub fn dead_end(m: &mut Maker, nth: u32) -> Made {
    let (first, second) = (m.id(), m.id());
    let dead = if nth % 6 == 3 { m.rejecting("missing.call();") } else { m.rejecting("") };
    let accept = m.accept();
    let (layers, refuse) = match nth % 6 {
        // On the first layer.
        0 | 1 | 3 => (vec![(first, m.first(vec![accept, dead]))], DeadEnd),
        // In the settings.
        2 => {
            let settings = m.settings(&second);
            let html = m.first(vec![accept, settings]);
            let buttons = [dead, m.accept(), m.back(&first)];
            let details = m.details(&list(m, &[0, 1]), &buttons);
            (vec![(first, html), (second, details)], DeadEnd)
        }
        // On the first layer, but the settings have one that works, or boxes.
        kind => {
            let settings = m.settings(&second);
            let html = m.first(vec![accept, dead, settings]);
            let (content, buttons, refuse) = if kind == 4 {
                (list(m, &[0, 1]), vec![m.reject(), m.accept()], 2)
            } else {
                let (content, names) = m.ticks(&[(0, true), (1, false)]);
                (content, vec![m.save(&names)], 3)
            };
            let details = m.details(&content, &buttons);
            (vec![(first, html), (second, details)], Clicks(refuse))
        }
    };
    let tail = m.surface(&layers);
    plain(Clicks(1), refuse, m.site(&tail))
}

/// The page loads again after a choice, or has routes without loads.
pub fn reload(m: &mut Maker, nth: u32) -> Made {
    let routes = nth % 2 == 1;
    m.after = if routes { After::Route } else { After::Reload };
    if !routes && nth.is_multiple_of(4) {
        let layers = both(m, nth / 4);
        let tail = m.surface(&layers);
        return plain(Clicks(1), Clicks(1), m.site(&tail));
    }
    if !routes {
        let layers = behind(m, nth / 4);
        let tail = m.surface(&layers);
        return plain(Clicks(1), Clicks(2), m.site(&tail));
    }
    let (first, second) = (m.id(), m.id());
    let (there, back) = ("/privacy-settings", "history.back();");
    let label = m.dice.pick(&m.words.settings);
    let go = format!("history.pushState(null, '', '{there}'); show('{second}');");
    let mut buttons = vec![m.accept(), m.button(label, &go)];
    let mut refuse = 2;
    if nth % 4 == 3 {
        buttons.push(m.reject());
        refuse = 1;
    }
    let html = m.first(buttons);
    let buttons = vec![m.reject(), m.accept(), m.named(m.words.back, "plain", "", back).0];
    let details = m.details(&list(m, &[0, 1]), &buttons);
    m.begin = format!(
        "const route = () => {{ if (!get()) open(location.pathname === '{there}' ? '{second}' : 'FIRST'); }};
addEventListener('popstate', route);
route();"
    );
    let tail = m.surface(&vec![(first, html), (second, details)]);
    let mut pages = m.site(&tail);
    pages.push(m.page(there, m.words.title, &m.story(), "", &tail));
    plain(Clicks(1), Clicks(refuse), pages)
}

/// Consent or money.
pub fn pay(m: &mut Maker, nth: u32) -> Made {
    let words = m.words;
    let (first, second) = (m.id(), m.id());
    let subscribe = if nth.is_multiple_of(2) {
        format!("<a href=\"/subscribe\" class=\"act\">{}</a>", words.subscribe)
    } else {
        m.button(words.subscribe, "location.href = '/subscribe';")
    };
    let mut buttons = vec![m.accept(), subscribe];
    let details = if nth % 3 == 2 {
        buttons.push(m.settings(&second));
        let buttons = [m.accept(), m.back(&first)];
        Some(m.details(&list(m, &[0, 1, 2]), &buttons))
    } else {
        None
    };
    let html = format!("<p>{}</p>{}", words.pay_text, m.first(buttons));
    let mut layers = vec![(first, html)];
    layers.extend(details.map(|it| (second, it)));
    let tail = m.surface(&layers);
    let mut pages = m.site(&tail);
    let form = format!(
        "<p>{}</p><form method=\"post\" action=\"/subscribe\"><label>{} <input type=\"email\" required></label> \
         <button class=\"act\">{}</button></form>",
        words.subscribe, words.shop[1], words.shop[2]
    );
    pages.push(m.page("/subscribe", words.subscribe, &form, "", ""));
    accept_only(pages)
}

/// A refusal is not kept.
pub fn comes_back(m: &mut Maker, nth: u32) -> Made {
    m.after = After::Forget;
    let (layers, refuse) = if nth % 3 == 2 { (behind(m, nth), 2) } else { (both(m, nth), 1) };
    let tail = m.surface(&layers);
    plain(Clicks(1), Clicks(refuse), m.site(&tail))
}

/// Ways to withdraw.
pub fn withdraw(m: &mut Maker, nth: u32) -> Made {
    match nth % 7 {
        // No link at all.
        5 => {
            let (layers, refuse) = if nth.is_multiple_of(2) { (both(m, nth), 1) } else { (behind(m, nth), 2) };
            let tail = m.surface(&layers);
            return (Clicks(1), Clicks(refuse), Some(Never), m.site(&tail));
        }
        // A page of its own.
        kind @ (4 | 6) => return on_a_page(m, nth, kind == 6),
        _ => {}
    }
    let (first, second, footer) = (m.id(), m.id(), m.id());
    let (mut content, mut names) = (String::new(), Vec::new());
    let (opens, cost, refuse) = match nth % 7 {
        // Settings with a button that refuses.
        0 | 1 => (&second, 2, 2),
        // Settings with boxes, which are all on after accepting.
        2 => {
            let count = 1 + m.dice.roll(3);
            let off: Vec<_> = (0..count).map(|at| (at, false)).collect();
            (content, names) = m.ticks(&off);
            content = format!("{}{content}", m.required());
            (&second, 2 + count as u32, 2)
        }
        // The first layer again, with or without a refusal.
        _ => (&first, if nth.is_multiple_of(2) { 2 } else { 3 }, if nth.is_multiple_of(2) { 1 } else { 2 }),
    };
    let opens = opens.clone();
    let mut buttons = vec![m.accept(), m.settings(&second)];
    if refuse == 1 {
        buttons.push(m.reject());
    }
    let html = m.first(buttons);
    let buttons = if names.is_empty() { vec![m.reject(), m.accept()] } else { vec![m.save(&names), m.accept()] };
    let details = m.details(&content, &buttons);
    // The link is there from the start, or only after a choice.
    let always = m.dice.chance(50);
    let reopen = format!("open('{opens}'); for (const it of {names:?}) if ($(it)) set(it, get() === 'all');");
    let link = footer_link(m, nth, &footer, always);
    m.chosen = "seen();";
    m.begin = format!(
        "const link = document.getElementById('{footer}');
link.addEventListener('click', e => {{ e.preventDefault(); {reopen} }});
const seen = () => {{ link.hidden = !{always} && !get(); }};
seen();
if (!get()) open('FIRST');"
    );
    let tail = m.surface(&vec![(first, html), (second, details)]);
    let pages = m.site_with(&m.story(), &link, "", &tail);
    (Clicks(1), Clicks(refuse), Some(Clicks(cost)), pages)
}

/// What opens the choice again.
fn footer_link(m: &Maker, nth: u32, id: &str, shown: bool) -> String {
    let hidden = if shown { "" } else { " hidden" };
    let label = m.words.reopen;
    match nth % 3 {
        0 => format!("<a href=\"#\" id=\"{id}\"{hidden}>{label}</a>"),
        1 => format!("<button type=\"button\" id=\"{id}\"{hidden}>{label}</button>"),
        _ => format!(
            "<button type=\"button\" id=\"{id}\" aria-label=\"{label}\" title=\"{label}\" \
             style=\"position:fixed;left:12px;bottom:12px;width:44px;height:44px;border-radius:22px\"{hidden}>🍪</button>"
        ),
    }
}

/// Withdrawal on a page of its own, which works or does nothing.
fn on_a_page(m: &mut Maker, nth: u32, dead: bool) -> Made {
    let words = m.words;
    let layers = both(m, nth);
    let tail = m.surface(&layers);
    let link = format!("<a href=\"/cookies\">{}</a>", words.reopen);
    let mut pages = m.site_with(&m.story(), "", &link, &tail);
    let id = m.id();
    let put = if m.cookie {
        "document.cookie = 'consent=none; path=/; max-age=15552000'"
    } else {
        "localStorage.setItem('consent', 'none')"
    };
    let press = if dead {
        String::new()
    } else {
        format!("it.querySelector('button').onclick = () => {{ {put}; it.remove(); }};")
    };
    let main = format!(
        "<section id=\"{id}\" hidden><p>{}</p><button type=\"button\" class=\"act\">{}</button></section><script>
const it = document.getElementById('{id}');
if (/consent=all/.test(document.cookie) || localStorage.getItem('consent') === 'all') {{ it.hidden = false; {press} }}
</script>",
        words.withdraw_text, words.withdraw
    );
    pages.push(m.page("/cookies", words.reopen, &main, &link, ""));
    (Clicks(1), Clicks(1), Some(if dead { DeadEnd } else { Clicks(2) }), pages)
}

/// Other buttons near by.
pub fn distractors(m: &mut Maker, nth: u32) -> Made {
    let (layers, refuse) = if nth % 2 == 1 { (behind(m, nth), 2) } else { (both(m, nth), 1) };
    // Under a dialog that covers the page nothing could be pressed.
    if m.place == Place::Modal && !nth.is_multiple_of(3) {
        m.place = Place::Bottom;
    }
    let tail = m.surface(&layers);
    let [login, email, sign_up, search, buy, chat, help, yes, no] = m.words.shop;
    let (invitation, take, decline) = m.words.invitation;
    let mut parts = vec![
        format!("<p><button type=\"button\" data-says=\"1\">{buy}</button> <output>0</output></p>"),
        format!(
            "<form method=\"post\" action=\"/thanks\"><label>{email} <input type=\"email\" name=\"mail\"></label> \
             <button>{sign_up}</button></form>"
        ),
        format!(
            "<form action=\"/search\"><input type=\"search\" name=\"q\" aria-label=\"{search}\"> \
             <button>{search}</button></form>"
        ),
        format!(
            "<section><p>{invitation}</p><button type=\"button\" data-goes>{take}</button> <button type=\"button\" \
             data-goes>{decline}</button></section>"
        ),
        format!(
            "<details><summary>{chat}</summary><p>{help}</p><button type=\"button\" data-goes>{yes}</button> <button \
             type=\"button\" data-goes>{no}</button></details>"
        ),
    ];
    m.dice.shuffle(&mut parts);
    parts.truncate(3 + nth as usize % 3);
    let script = "<script>
for (const it of document.querySelectorAll('[data-goes]')) it.onclick = () => { it.parentElement.remove(); };
for (const it of document.querySelectorAll('[data-says]')) {
  it.onclick = () => { it.nextElementSibling.textContent = Number(it.nextElementSibling.textContent) + 1; };
}
</script>";
    let nav = format!(
        "<p><a href=\"/login\">{login}</a> <a href=\"/?lang=en\" lang=\"en\">English</a> <a href=\"/?lang=de\" \
         lang=\"de\">Deutsch</a> <a href=\"http://{{id}}-cmp.localhost:{{port}}/club\">{}</a></p>",
        m.words.partner_site
    );
    let main = format!("{nav}{}{}{script}", m.story(), parts.join("\n"));
    let mut pages = m.site_with(&main, "", "", &tail);
    let password = format!(
        "<form method=\"post\" action=\"/thanks\"><label>{email} <input type=\"email\"></label> <input \
         type=\"password\" aria-label=\"***\"> <button>{login}</button></form>"
    );
    pages.push(m.page("/login", login, &password, "", ""));
    pages.push(m.page("/thanks", m.words.name, "<p>✓</p>", "", ""));
    pages.push(m.page("/search", search, "<p>0</p>", "", ""));
    let club = format!("<!doctype html><meta charset=\"utf-8\"><title>{0}</title><h1>{0}</h1>", m.words.partner_site);
    pages.push(served("cmp", "/club", club));
    plain(Clicks(1), Clicks(refuse), pages)
}

/// An icon that closes beside the choice.
pub fn close_icon(m: &mut Maker, nth: u32) -> Made {
    let (first, second) = (m.id(), m.id());
    let mut buttons = vec![m.accept()];
    let mut layers = Layers::new();
    let refuse = match nth % 3 {
        0 => {
            buttons.push(m.reject());
            Clicks(1)
        }
        1 => {
            buttons.push(m.settings(&second));
            let close = m.close();
            let inner = [m.reject(), m.accept()];
            let details = m.details("", &inner);
            layers.push((second, format!("{close}{details}")));
            Clicks(2)
        }
        _ => Never,
    };
    let html = format!("{}{}{}", m.close(), m.ask(), m.row(&buttons));
    layers.insert(0, (first, html));
    let tail = m.surface(&layers);
    plain(Clicks(1), refuse, m.site(&tail))
}
