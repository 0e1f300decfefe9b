use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::lexicon::Saying;
use crate::meaning::{Reason, Told, host, is_tracker};
use crate::snapshot::{Goal, Step, StorageChange};
use schemars::JsonSchema;
use serde::Deserialize;

/// A cookie that ends sooner is for this sitting.
const DAY: u64 = 86_400;

/// Did the walk see sent or shared what the page says is not?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StatementContradicted(pub bool);

impl Ask for StatementContradicted {
    const NAME: &'static str = "statement-contradicted";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["host", "identifier"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look, Goal::Fill]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_network() };
        let meaning = subject.meaning();
        let says = |saying: Saying| meaning.sayings.contains(&saying);
        let looks = visited.visit().walks.iter().filter(|walk| matches!(walk.goal, Goal::Look | Goal::Fill));
        let steps: Vec<&Step> = looks.flat_map(|walk| &walk.steps).collect();
        let requests = || steps.iter().flat_map(|step| &step.requests);
        let typed = requests().find(|it| it.carries_typed && it.third_party);
        let told = typed.or_else(|| requests().find(|request| is_tracker(request)));
        if let Some(host) = told.and_then(|request| host(&request.url)) {
            evidence.insert("host".into(), Measurement::text(&host));
            // What selling is, law and people see otherwise.
            return if says(Saying::NoCollection) { self.0.into() } else { Answer::CannotTell(Reason::UnsureWording) };
        }
        if !says(Saying::NoCollection) {
            return (!self.0).into();
        }
        let marks = |it: &&StorageChange| !it.removed && it.identifies();
        if let Some(mark) = steps.iter().flat_map(|step| &step.storage).find(marks) {
            evidence.insert("identifier".into(), Measurement::text(&mark.name));
            let of_cookies =
                |told: &Told| [Saying::NoCollection, Saying::Topic].iter().all(|it| told.sayings.contains(it));
            let lasts = mark.lifetime_s.is_some_and(|seconds| seconds > DAY);
            return if lasts && mark.store == "cookie" && visited.in_sight().iter().any(of_cookies) {
                self.0.into()
            } else {
                Answer::CannotTell(Reason::OwnIdentifier)
            };
        }
        if requests().any(|it| it.carries_typed) {
            return Answer::CannotTell(Reason::OwnServer);
        }
        (!self.0).into()
    }
}
