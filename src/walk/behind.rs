//! Looking behind what leads to an account, settings, a contract or help: each is pressed on a page that was loaded anew.

use super::Walker;
use super::distil::Walked;
use super::place::{Kind, Move, a_move};
use super::search::Found;
use super::way::{How, Made, Way};
use crate::collect::CollectError;
use crate::meaning::Meaning;
use crate::snapshot::{Act, Goal, PathOutcome};
use std::time::{Duration, Instant};

/// Most things that are opened.
const MOST: usize = 6;
/// How long something is waited for that was there before.
const AGAIN: Duration = Duration::from_secs(4);
/// After the page was loaded anew, how long something late is waited for.
const LATE_MS: u32 = 1_500;

pub(super) fn walk(walker: &Walker) -> Walked {
    let how = How { patient: true, ..How::default() };
    let walked = Way::start(walker, how).and_then(|mut way| {
        let reason = open_all(walker, &mut way)?;
        let outcome = match &reason {
            Some(_) => PathOutcome::GaveUp,
            None if way.clicks == 0 => PathOutcome::None,
            None => PathOutcome::Reached,
        };
        Ok(Found { outcome, reason, way: Some(way) })
    });
    match walked {
        Ok(found) => Walked::found(Goal::Behind, walker, &found, 0),
        Err(error) => Walked::failed(Goal::Behind, walker, &error),
    }
}

/// Opens one after the other, and says why not all of it was seen.
fn open_all(walker: &Walker, way: &mut Way) -> Result<Option<String>, CollectError> {
    let signs = signs(walker, way);
    let reach = &walker.options.look.reach;
    if !signs.is_empty() && !reach.begins_fresh() {
        return Ok(Some("nothing is pressed in the account of a person".into()));
    }
    let mut doubt = (signs.len() > MOST).then(|| "there is more to open than is opened".to_owned());
    for sign in signs.iter().take(MOST) {
        if Instant::now() + Duration::from_secs(2) > walker.deadline {
            return Ok(Some("the time was over".into()));
        }
        if way.clicks > 0 {
            way.did.clear();
            way.act(Act::Load, "", |tab| tab.follow(&walker.url, LATE_MS).map(Some))?;
        }
        let Some(found) = again(walker, way, sign)? else {
            doubt = Some("something was not there again".into());
            continue;
        };
        let made = way.make(&found)?;
        let left = way.steps.last().is_some_and(|step| !step.happened.prevented.is_empty());
        match made {
            Made::Unpressed => doubt = Some("something lies in front of what would be pressed".into()),
            _ if left => doubt = Some("a press leads away from the site".into()),
            _ => {}
        }
    }
    Ok(doubt)
}

/// What leads there, as it stands now.
fn signs(walker: &Walker, way: &Way) -> Vec<Move> {
    let meaning = Meaning::of(way.snapshot(), walker.lexicons);
    let signs = meaning.leads_behind(walker.lexicons);
    signs.iter().map(|it| a_move(&meaning, Kind::Settings, &it.label, vec![it.node])).collect()
}

fn again(walker: &Walker, way: &mut Way, sign: &Move) -> Result<Option<Move>, CollectError> {
    let began = Instant::now();
    loop {
        let found = signs(walker, way).into_iter().find(|it| it.label == sign.label && it.path == sign.path);
        if found.is_some() || began.elapsed() > AGAIN {
            return Ok(found);
        }
        way.wait(Duration::from_millis(400))?;
    }
}
