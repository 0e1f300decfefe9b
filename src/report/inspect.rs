use super::notes::path;
use super::{Style, clean, count};
use crate::finding::{ActionSummary, ChoiceSummary, DisclosureSummary, InspectedInput, Inspection, Understood};
use crate::snapshot::Rect;
use std::io::{self, Write};

/// Writes what was understood of each input as text.
///
/// # Errors
/// What the writer says.
pub fn inspection(inspection: &Inspection, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, input) in inspection.inputs.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        one_input(input, style, out)?;
    }
    Ok(())
}

fn one_input(input: &InspectedInput, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.bold(&clean(&input.input)))?;
    if input.status != "ok" {
        let error = input.error.as_deref().unwrap_or("it could not be seen");
        return writeln!(out, "  {}: {}", clean(&input.status), clean(error));
    }
    let lang = input.lang.as_deref().map(|lang| format!("says lang={}, ", clean(lang))).unwrap_or_default();
    let number = u32::try_from(input.surfaces.len()).unwrap_or(u32::MAX);
    match number {
        0 => writeln!(out, "  {lang}no consent surface seen here"),
        _ => writeln!(out, "  {lang}{}", count(number, "consent surface", "consent surfaces")),
    }?;
    for surface in &input.surfaces {
        writeln!(out)?;
        one_surface(surface, style, out)?;
    }
    Ok(())
}

fn one_surface(surface: &Understood, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut facts = vec![clean(&surface.kind)];
    if surface.latent {
        facts.push("hidden until a script shows it".into());
    }
    if surface.layer > 0 {
        facts.push(format!("layer {}", surface.layer));
    }
    facts.extend(words("asks", &surface.asks));
    facts.extend(words("in", &surface.lang));
    facts.extend(surface.rect.map(area));
    writeln!(out, "  {} {}", style.bold(&format!("surface {}:", surface.id)), facts.join(", "))?;
    writeln!(out, "    at {}", path(&surface.path))?;
    writeln!(out, "    “{}”", clean(&surface.text))?;
    section("actions", surface.actions.len(), style, out)?;
    for action in &surface.actions {
        one_action(action, out)?;
    }
    section("choices", surface.choices.len(), style, out)?;
    for choice in &surface.choices {
        one_choice(choice, out)?;
    }
    section("disclosures", surface.disclosures.len(), style, out)?;
    for disclosure in &surface.disclosures {
        one_disclosure(disclosure, out)?;
    }
    Ok(())
}

fn section(name: &str, number: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match number {
        0 => writeln!(out, "    {}", style.dim(&format!("no {name}"))),
        _ => writeln!(out, "    {}", style.bold(&format!("{name}:"))),
    }
}

fn one_action(action: &ActionSummary, out: &mut dyn Write) -> io::Result<()> {
    let mut facts = vec![clean(&action.intent), clean(&action.form)];
    facts.extend(action.prominence.map(|prominence| format!("prominence {prominence}")));
    facts.extend(action.rect.map(area));
    facts.extend(unseen(&action.visible));
    item(&action.label, &facts, &action.path, out)
}

fn one_choice(choice: &ChoiceSummary, out: &mut dyn Write) -> io::Result<()> {
    let mut facts = vec![clean(&choice.kind), format!("default {}", clean(&choice.default))];
    if choice.state != choice.default {
        facts.push(format!("now {}", clean(&choice.state)));
    }
    facts.push(clean(&choice.polarity));
    facts.push(match choice.necessity.as_str() {
        "unknown" => "necessity unknown".into(),
        necessity => clean(necessity),
    });
    facts.extend(words("for", &choice.purposes));
    facts.extend(unseen(&choice.visible));
    item(&choice.label, &facts, &choice.path, out)
}

fn one_disclosure(disclosure: &DisclosureSummary, out: &mut dyn Write) -> io::Result<()> {
    let mut facts = Vec::new();
    facts.extend(words("for", &disclosure.purposes));
    facts.extend(words("shared with", &disclosure.recipients));
    facts.extend(words("claims", &disclosure.claims));
    facts.extend(disclosure.font_px.map(|size| format!("{size} px")));
    facts.extend(disclosure.contrast.map(|contrast| format!("contrast {contrast}:1")));
    facts.extend(unseen(&disclosure.visible));
    item(&disclosure.text, &facts, &disclosure.path, out)
}

fn item(label: &str, facts: &[String], at: &[String], out: &mut dyn Write) -> io::Result<()> {
    let label = if label.is_empty() { "without a label".to_string() } else { format!("“{}”", clean(label)) };
    match facts {
        [] => writeln!(out, "      {label}"),
        facts => writeln!(out, "      {label}: {}", facts.join(", ")),
    }?;
    writeln!(out, "        at {}", path(at))
}

fn words(what: &str, words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| format!("{what} {}", clean(&words.join(" + "))))
}

fn unseen(visible: &str) -> Option<String> {
    (visible != "yes").then(|| format!("visible: {}", clean(visible)))
}

fn area(rect: Rect) -> String {
    format!("{} x {} px at {}, {}", rect.width, rect.height, rect.x, rect.y)
}
