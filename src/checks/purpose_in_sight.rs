use super::Needs;
use super::{Answer, Ask, On, Subject};
use crate::finding::Evidence;
use crate::lexicon::Saying;
use crate::meaning::{Meaning, Reason, Told, Visited};
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Words up to which what asks for a permission does no more than that.
const BARE: u32 = 6;

/// Does a text of the page say what the permissions are for that it asks for by itself?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PurposeInSight(pub bool);

impl Ask for PurposeInSight {
    const NAME: &'static str = "purpose-in-sight";
    const SUBJECTS: &'static [On] = &[On::Visit];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look]
    }

    fn ask(&self, subject: &Subject, _evidence: &mut Evidence) -> Answer {
        if !subject.meaning().unknown_languages.is_empty() {
            return Answer::NotEvaluated(Needs::Language);
        }
        let Some(visited) = subject.visited() else { return Answer::needs_visit() };
        let Some(look) = visited.walk(Goal::Look) else { return Answer::needs_visit() };
        let prompts = look.steps.iter().flat_map(|step| &step.prompts).filter(|prompt| !prompt.after_gesture);
        let asked: BTreeSet<&str> = prompts.map(|prompt| prompt.permission.as_str()).collect();
        Answer::all(asked.into_iter().map(|permission| said_of(permission, subject.meaning(), visited))).meets(self.0)
    }
}

/// Whether a text names what a permission is about. One that only asks for it says nothing of the purpose.
fn said_of(permission: &str, meaning: &Meaning, visited: &Visited) -> Answer {
    let Some(about) = about(permission) else {
        // A purpose that is named may be another one.
        return if meaning.purposes.is_empty() { Answer::No } else { Answer::CannotTell(Reason::UnsureWording) };
    };
    let asks = |told: &&Told| told.sayings.contains(&Saying::Permission);
    let mut naming = visited.in_sight().iter().filter(|told| told.sayings.contains(&about)).peekable();
    let is_silent = naming.peek().is_none();
    let mut reasoned = naming.filter(|told| !asks(told) || told.words > BARE).peekable();
    if is_silent || reasoned.peek().is_none() {
        Answer::No
    } else if reasoned.all(|told| asks(&told) && told.names_purpose) {
        // "For a better experience" may be any.
        Answer::CannotTell(Reason::UnsureWording)
    } else {
        Answer::Yes
    }
}

/// What a text says that names what a permission is about.
fn about(permission: &str) -> Option<Saying> {
    Some(match permission {
        "geolocation" => Saying::OfLocation,
        "notifications" => Saying::OfNotifications,
        "camera" => Saying::OfCamera,
        "microphone" => Saying::OfMicrophone,
        "contacts" => Saying::OfContacts,
        "clipboard-read" => Saying::OfClipboard,
        _ => return None,
    })
}
