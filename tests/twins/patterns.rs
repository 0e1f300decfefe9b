//! The patterns: what makes a page wrong by one rule, and its twin right.

use super::page::{Field, Kind, Layout, Line, Look, Page, Press, Tick};
use super::words::Words;

/// One pattern and its twin.
pub struct Pattern {
    /// The rule that must fire on the page, and no rule on its twin.
    pub rule: &'static str,
    /// What the page starts from.
    pub base: Base,
    /// Makes the page wrong (`true`) or its twin (`false`).
    pub paint: fn(&mut Page, &Words, bool),
    /// Rules that both have, for what the pattern can't do without.
    pub beside: &'static [&'static str],
    /// Layouts that it can be shown in; all if empty.
    pub layouts: &'static [Layout],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Banner,
    Settings,
    SignUp,
    Checkout,
}

pub fn line(text: &str) -> Line {
    Line { text: super::page::escape(text), style: "" }
}

fn press(label: &str, look: Look) -> Press {
    Press { label: label.into(), look }
}

fn tick(name: &'static str, label: &str, on: bool) -> Tick {
    Tick { name, label: label.into(), on, ..Tick::default() }
}

impl Base {
    /// A page that is right.
    pub fn page(self, words: &Words) -> Page {
        let say = |key| words.say(key);
        let mut page = Page {
            kind: Kind::Banner,
            title: say("banner-title").into(),
            lines: vec![line(say("banner")), line(say("withdraw")), line(say("lifetime"))],
            fields: Vec::new(),
            ticks: Vec::new(),
            presses: vec![press(say("reject"), Look::Strong), press(say("accept"), Look::Strong)],
            after: Vec::new(),
            extra: String::new(),
            links: Vec::new(),
            prose: say("prose").into(),
            prose_lang: words.tag.clone(),
        };
        match self {
            Base::Banner => {}
            Base::Settings => {
                page.kind = Kind::Settings;
                page.title = say("settings-title").into();
                page.ticks = vec![
                    Tick { locked: true, ..tick("need", say("strictly-necessary"), true) },
                    tick("stats", say("statistics"), false),
                    tick("ads", say("advertising"), false),
                ];
                page.presses.push(press(say("save"), Look::Strong));
            }
            Base::SignUp => {
                page.kind = Kind::Form;
                page.title = say("signup-title").into();
                page.lines = vec![line(say("withdraw"))];
                page.fields = vec![Field {
                    name: "email",
                    label: say("email").into(),
                    kind: "email",
                    required: true,
                    ..Field::default()
                }];
                page.ticks = vec![tick("remember", say("remember"), true), tick("news", say("news"), false)];
                page.presses = vec![press(say("sign-up"), Look::Strong)];
            }
            Base::Checkout => {
                page.kind = Kind::Form;
                page.title = say("checkout-title").into();
                page.lines = Vec::new();
                page.fields = vec![Field {
                    name: "email",
                    label: say("email").into(),
                    kind: "email",
                    required: true,
                    ..Field::default()
                }];
                page.extra = format!("<p>{}: € 49.90</p>", super::page::escape(say("total")));
                page.presses = vec![press(say("buy"), Look::Strong)];
            }
        }
        page
    }
}

macro_rules! pattern {
    ($rule:literal, $base:ident, $paint:expr) => {
        pattern!($rule, $base, $paint, [], [])
    };
    ($rule:literal, $base:ident, $paint:expr, [$($beside:literal),*]) => {
        pattern!($rule, $base, $paint, [$($beside),*], [])
    };
    ($rule:literal, $base:ident, $paint:expr, [$($beside:literal),*], [$($layout:ident),*]) => {
        Pattern { rule: $rule, base: Base::$base, paint: $paint, beside: &[$($beside),*], layouts: &[$(Layout::$layout),*] }
    };
}

/// Every pattern that a single look can see.
pub const PATTERNS: &[Pattern] = &[
    // Refusal missing or harder.
    pattern!("no-refusal-first-layer", Banner, |page, words, wrong| {
        if wrong {
            page.presses[0] = press(words.say("settings"), Look::Strong);
        }
    }),
    pattern!("refusal-as-link", Banner, |page, _, wrong| {
        if wrong {
            page.presses[0].look = Look::Link;
        }
    }),
    pattern!("refusal-visual-weight", Banner, |page, _, wrong| {
        page.presses[0].look = Look::Plain;
        page.presses[1].look = if wrong { Look::Strong } else { Look::Plain };
    }),
    pattern!("refusal-low-contrast", Banner, |page, _, wrong| {
        if wrong {
            page.presses[0].look = Look::Faint;
        }
    }),
    pattern!("refusal-smaller", Banner, |page, _, wrong| {
        if wrong {
            page.presses[0].look = Look::Small;
        }
    }),
    pattern!("later-instead-of-no", Banner, |page, words, wrong| {
        if wrong {
            page.presses[0].label = words.say("later").into();
        }
    }),
    pattern!("confirmshaming", Banner, |page, words, wrong| {
        if wrong {
            page.presses[0].label = words.say("shame").into();
        }
    }),
    pattern!("refusal-outside-banner", Banner, |page, words, wrong| {
        page.lines.push(line(words.say("elsewhere")));
        if wrong {
            page.presses.remove(0);
        }
    }),
    pattern!("refusal-dead-end", Banner, |page, _, wrong| {
        if wrong {
            page.presses[0].look = Look::Disabled;
        }
    }),
    pattern!("pay-or-consent", Banner, |page, words, wrong| {
        if wrong {
            page.presses[0].label = words.say("pay").into();
        } else {
            page.presses.push(press(words.say("pay"), Look::Strong));
        }
    }),
    pattern!("ambiguous-button", Banner, |page, words, wrong| {
        if wrong {
            page.presses[1].label = words.say("ok").into();
        }
    }),
    pattern!(
        "cookie-wall",
        Banner,
        |page, _, wrong| {
            if wrong {
                page.presses.remove(0);
            }
        },
        [],
        [Box, Full]
    ),
    pattern!(
        "tiny-close",
        Banner,
        |page, _, wrong| {
            page.presses[0].look = Look::Cross(if wrong { 12 } else { 30 });
            page.presses[0].label = "×".into();
        },
        ["no-refusal-first-layer"]
    ),
    // Words of a banner.
    pattern!("consent-by-browsing", Banner, |page, words, wrong| {
        if wrong {
            page.lines[0] = line(words.say("by-browsing"));
        }
    }),
    pattern!("purpose-missing", Banner, |page, words, wrong| {
        if wrong {
            page.lines[0] = line(words.say("vague"));
        }
    }),
    pattern!("recipient-missing", Banner, |page, words, wrong| {
        page.lines.push(line(words.say("sharing")));
        if !wrong {
            page.links.push((words.say("partner-list").into(), "/partners".into()));
        }
    }),
    pattern!("vendor-overload", Banner, |page, words, wrong| {
        page.lines[0] = line(words.say(if wrong { "vendors" } else { "few-vendors" }));
        page.links.push((words.say("partner-list").into(), "/partners".into()));
    }),
    pattern!("policy-link-broken", Banner, |page, words, wrong| {
        let address = if wrong { "#" } else { "/privacy" };
        page.links.push((words.say("policy").into(), address.into()));
    }),
    pattern!("policy-link-unrecognisable", Banner, |page, words, wrong| {
        let class = if wrong { " class=\"in\"" } else { "" };
        let link = format!("<a{class} href=\"/privacy\">{}</a>", super::page::escape(words.say("policy")));
        page.lines[2].text.push_str(&format!(" {link}"));
    }),
    pattern!("withdrawal-info-missing", Banner, |page, _, wrong| {
        if wrong {
            page.lines.remove(1);
        }
    }),
    pattern!("cookie-lifetime-or-access-missing", Banner, |page, _, wrong| {
        if wrong {
            page.lines.remove(2);
        }
    }),
    pattern!("withdrawal-other-interface", Banner, |page, words, wrong| {
        if wrong {
            page.lines[1] = line(words.say("withdraw-mail"));
        }
    }),
    pattern!("consent-basis-swap", Banner, |page, words, wrong| {
        if wrong {
            page.lines.push(line(words.say("swap")));
        }
    }),
    pattern!("false-urgency", Banner, |page, words, wrong| {
        if wrong {
            page.lines.push(line(words.say("urgency")));
        }
    }),
    pattern!("emotional-framing", Banner, |page, words, wrong| {
        page.lines.push(line(words.say("emotion")));
        if wrong {
            page.presses.remove(0);
        }
    }),
    pattern!(
        "unreadable-text",
        Banner,
        |page, words, wrong| {
            if wrong {
                let text = words.say("banner");
                // Two characters that stand unspaced make about one word.
                let unspaced = text.chars().filter(|c| ('\u{e00}'..='\u{9fff}').contains(c)).count();
                let words = text.split_whitespace().count() + unspaced / 2;
                page.lines[0] = line(&vec![text; 300 / words + 1].join(" "));
            }
        },
        [],
        [Box, Full, Flow, Bar]
    ),
    pattern!("attention-diversion", Banner, |page, _, wrong| {
        let class = if wrong { " class=\"beats\"" } else { "" };
        page.extra = format!("<div{class} style=\"width:60px;height:60px;background:#e5484d\"></div>");
    }),
    // How it is written.
    pattern!("disclosure-tiny-text", Banner, |page, _, wrong| {
        if wrong {
            page.lines[0].style = "font-size:9px";
        }
    }),
    pattern!("disclosure-low-contrast", Banner, |page, _, wrong| {
        if wrong {
            page.lines[0].style = "opacity:.35";
        }
    }),
    pattern!(
        "disclosure-visually-hidden",
        SignUp,
        |page, words, wrong| {
            page.lines.push(line(words.say("by-action")));
            if wrong {
                page.lines[1].style = "opacity:0";
            }
        },
        ["consent-by-action-label"]
    ),
    pattern!(
        "disclosure-below-fold",
        SignUp,
        |page, words, wrong| {
            let text = Line { style: if wrong { "margin-top:1200px" } else { "" }, ..line(words.say("by-action")) };
            page.after.push(text);
        },
        ["consent-by-action-label"]
    ),
    pattern!(
        "disclosure-far-from-action",
        SignUp,
        |page, words, wrong| {
            let text = Line { style: if wrong { "margin-top:620px" } else { "" }, ..line(words.say("by-action")) };
            page.after.push(text);
        },
        ["consent-by-action-label", "disclosure-below-fold"]
    ),
    pattern!(
        "consent-in-scroller",
        SignUp,
        |page, words, wrong| {
            let height = if wrong { 60 } else { 600 };
            let text = super::page::escape(words.say("by-action"));
            let filler = super::page::escape(words.say("prose"));
            page.extra = format!(
                "<div style=\"height:{height}px;overflow:auto\"><p style=\"height:300px\">{filler}</p><p>{text}</p></div>"
            );
        },
        ["consent-by-action-label"]
    ),
    // Settings.
    pattern!("prechecked-second-layer", Settings, |page, _, wrong| page.ticks[1].on = wrong),
    pattern!("legitimate-interest-on", Settings, |page, words, wrong| {
        page.ticks.push(tick("li", words.say("legitimate"), wrong));
    }),
    pattern!(
        "accept-all-without-reject-all",
        Settings,
        |page, _, wrong| {
            page.ticks[1].on = true;
            page.ticks[2].on = true;
            if wrong {
                page.presses.remove(0);
            }
        },
        ["prechecked-second-layer", "prechecked-consent"]
    ),
    pattern!("settings-primary-is-accept-all", Settings, |page, _, wrong| {
        if wrong {
            page.presses[2].look = Look::Plain;
        }
    }),
    pattern!("necessary-mislabelled", Settings, |page, words, wrong| {
        if wrong {
            page.ticks[0].note = words.say("covers-ads").into();
        }
    }),
    pattern!("misleading-toggle", Settings, |page, _, wrong| page.ticks[1].lies = wrong),
    // Forms.
    pattern!("prechecked-consent", SignUp, |page, _, wrong| page.ticks[1].on = wrong),
    pattern!(
        "prechecked-third-party-sharing",
        SignUp,
        |page, words, wrong| {
            page.ticks.push(tick("share", words.say("share"), wrong));
        },
        ["recipient-missing"]
    ),
    pattern!("inverted-opt-out", SignUp, |page, words, wrong| {
        if wrong {
            page.ticks[1].label = words.say("no-news").into();
        }
    }),
    pattern!("mixed-polarity-group", SignUp, |page, words, wrong| {
        if wrong {
            page.ticks.push(tick("share", words.say("no-news"), false));
        }
    }),
    pattern!("double-negative", SignUp, |page, words, wrong| {
        if wrong {
            page.ticks[1].label = words.say("double-negative").into();
        }
    }),
    pattern!("preselected-invasive-option", SignUp, |page, words, wrong| {
        let radio = |label, on| Tick { radio: Some("see"), ..tick("see", words.say(label), on) };
        page.ticks.push(radio("everyone", wrong));
        page.ticks.push(radio("only-me", !wrong));
    }),
    pattern!("forced-unrelated-consent", SignUp, |page, _, wrong| page.ticks[1].required = wrong),
    pattern!("bundled-purposes", SignUp, |page, words, wrong| {
        if wrong {
            page.ticks[1].label = words.say("several").into();
        }
    }),
    pattern!("bundled-terms-consent", SignUp, |page, words, wrong| {
        page.ticks[1].label = words.say(if wrong { "terms-and-news" } else { "terms" }).into();
    }),
    pattern!("consent-by-action-label", SignUp, |page, words, wrong| {
        page.ticks.remove(1);
        if wrong {
            page.lines.push(line(words.say("by-action")));
        }
    }),
    pattern!("acknowledgement-as-consent", SignUp, |page, words, wrong| {
        if wrong {
            page.ticks.push(tick("read", words.say("read-share"), false));
        }
    }),
    pattern!("hidden-consent-field", SignUp, |page, _, wrong| {
        let value = if wrong { "1" } else { "0" };
        page.extra = format!("<input type=\"hidden\" name=\"marketing_consent\" value=\"{value}\">");
    }),
    pattern!(
        "separate-consent-missing",
        SignUp,
        |page, words, wrong| {
            page.fields.push(Field { name: "q7", label: words.say("health").into(), kind: "text", ..Field::default() });
            page.ticks[1] = Tick { required: true, ..tick("policy", words.say("policy-box"), false) };
            if !wrong {
                page.ticks.push(tick("health", words.say("health-box"), false));
            }
        },
        ["purpose-missing"]
    ),
    pattern!("child-consent-without-guardian", SignUp, |page, words, wrong| {
        page.lines.push(line(words.say("child")));
        if !wrong {
            page.lines.push(line(words.say("guardian")));
        }
    }),
    pattern!("marketing-objection-missing", SignUp, |page, words, wrong| {
        page.ticks.remove(1);
        page.lines = vec![line(words.say("will-send"))];
        if !wrong {
            page.lines.push(line(words.say("unsubscribe")));
        }
    }),
    pattern!("required-nonessential-field", SignUp, |page, words, wrong| {
        let note = if wrong { String::new() } else { words.say("phone-why").to_string() };
        page.fields.push(Field { name: "q3", label: words.say("phone").into(), kind: "tel", required: true, note });
    }),
    pattern!("opt-out-excess-data", SignUp, |page, words, wrong| {
        page.title = words.say("opt-out-title").into();
        page.ticks.clear();
        page.lines.clear();
        if wrong {
            page.fields.push(Field {
                name: "q4",
                label: words.say("identity").into(),
                kind: "text",
                ..Field::default()
            });
        }
    }),
    // Money.
    pattern!("prechecked-paid-extra", Checkout, |page, words, wrong| {
        page.ticks.push(tick("ins", &format!("{} + € 4.90", words.say("insurance")), wrong));
    }),
    pattern!("order-button-unclear", Checkout, |page, words, wrong| {
        if wrong {
            page.presses[0].label = words.say("order").into();
        }
    }),
    pattern!("auto-renewal-unannounced", Checkout, |page, words, wrong| {
        page.lines.push(line(words.say("trial")));
        if !wrong {
            page.lines.push(line(words.say("renewal")));
        }
    }),
];

/// Patterns that the law of California knows. Their words are known in languages that many there speak.
pub const CALIFORNIAN: &[Pattern] = &[pattern!("opt-out-link-missing", Banner, |page, words, wrong| {
    page.lines.push(line(words.say("sharing")));
    page.links.push((words.say("partner-list").into(), "/partners".into()));
    if !wrong {
        page.links.push((words.say("sale-opt-out").into(), "/opt-out".into()));
    }
})];

/// Patterns that only show with time, in a browser.
pub const LATE: &[Pattern] = &[pattern!(
    "refusal-delayed",
    Banner,
    |page, words, wrong| {
        page.presses.remove(0);
        let label = super::page::escape(words.say("reject"));
        let button = serde_json::Value::from(format!("<button type=\"button\" class=\"p\">{label}</button>"));
        let wait = if wrong { 1500 } else { 0 };
        page.extra = format!(
            "<div id=\"no\"></div><script>setTimeout(() => {{ document.getElementById('no').innerHTML = {button}; }}, {wait});</script>"
        );
    },
    [],
    [Bar, Box, Full, Flow]
)];
