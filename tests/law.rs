//! Which law a finding cites, and what the law of a place and a day lets be.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use consentlint::finding::{InputReport, Outcome};
use consentlint::lint::{Input, LintOptions, Linter, Render};
use std::path::{Path, PathBuf};

fn check(input: Input, as_of: &str, jurisdictions: &[&str]) -> InputReport {
    let linter = Linter::new(LintOptions {
        render: Render::Static,
        as_of: Some(as_of.into()),
        jurisdictions: jurisdictions.iter().map(|it| (*it).to_string()).collect(),
        ..LintOptions::default()
    })
    .unwrap();
    linter.check(&[input], &|_| ()).inputs.remove(0)
}

fn failed(report: &InputReport) -> Vec<&str> {
    report.findings.iter().filter(|it| it.outcome == Outcome::Fail).map(|it| it.rule.as_str()).collect()
}

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(path)
}

#[test]
fn alipays_page_cites_the_law_of_its_day_and_names_the_rest_as_later() {
    let report = check(Input::File(example("alipay-2018/as-reported.html")), "2018-01-03", &[]);
    let finding = report.findings.iter().find(|it| it.rule == "prechecked-consent").unwrap();
    let then: Vec<&str> = finding.law.iter().filter(|it| !it.later).map(|it| it.id.as_str()).collect();
    let later: Vec<&str> = finding.law.iter().filter(|it| it.later).map(|it| it.id.as_str()).collect();
    for id in ["gdpr-4-11", "cjeu-planet49-op1", "cn-pipl-13-14"] {
        assert!(later.contains(&id) && !then.contains(&id), "{id}: then {then:?}, later {later:?}");
    }
    assert!(!later.contains(&"in-dpdp-6"), "what has not begun yet is not guidance: {later:?}");
    let today = check(Input::File(example("alipay-2018/as-reported.html")), "2026-11-22", &[]);
    let finding = today.findings.iter().find(|it| it.rule == "prechecked-consent").unwrap();
    assert!(finding.law.iter().all(|it| !it.later) && finding.law.iter().any(|it| it.id == "gdpr-4-11"));
}

#[test]
fn a_british_statistics_cookie_is_judged_by_the_law_of_the_day() {
    let page = "<!doctype html><html lang=en><title>Shop</title><body><div role=dialog aria-label=Cookies>\
                <p>We use cookies for statistics only. Do you agree?</p><button>Accept</button></div></body></html>";
    let at = |day, places: &[&str]| {
        let report = check(Input::Stdin(page.as_bytes().to_vec()), day, places);
        failed(&report).contains(&"no-refusal-first-layer")
    };
    assert!(at("2026-02-04", &["uk"]), "before the change consent was needed");
    assert!(!at("2026-02-05", &["uk"]), "since then it is not");
    assert!(at("2026-02-05", &["uk", "eu"]), "whoever serves both needs both");
    assert!(at("2026-02-05", &[]), "without a place chosen nothing is let be");
}

#[test]
fn california_asks_for_its_link_only_where_california_was_chosen() {
    let page = "<!doctype html><html lang=en><title>Shop</title><body><form><p>We share your data with our partners for \
                advertising.</p><label>E-mail <input type=email name=e></label><button>Sign up</button></form></body></html>";
    let fires = |places: &[&str]| {
        let report = check(Input::Stdin(page.as_bytes().to_vec()), "2026-11-22", places);
        failed(&report).contains(&"opt-out-link-missing")
    };
    assert!(fires(&["us-ca"]));
    assert!(!fires(&[]) && !fires(&["eu"]));

    // A link that the lexicon has no words for may be there unread.
    let turkish = "<!doctype html><html lang=tr><title>Mağaza</title><body><form><p>Verilerinizi reklam amacıyla iş ortaklarımızla \
                   paylaşıyoruz.</p><label>E-posta <input type=email name=e></label><button>Kaydol</button></form></body></html>";
    let report = check(Input::Stdin(turkish.as_bytes().to_vec()), "2026-11-22", &["us-ca"]);
    assert!(!failed(&report).contains(&"opt-out-link-missing"), "{:?}", failed(&report));
}
