use super::{Answer, Ask, On, Subject};
use crate::finding::{Evidence, Measurement};
use crate::meaning::{host, is_tracker};
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// Did the walk see sent or shared what the page says is not?
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StatementContradicted(pub bool);

impl Ask for StatementContradicted {
    const NAME: &'static str = "statement-contradicted";
    const SUBJECTS: &'static [On] = &[On::Visit];
    const MEASURES: &'static [&'static str] = &["host"];

    fn walks(&self) -> Vec<Goal> {
        vec![Goal::Look, Goal::Fill]
    }

    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
        let Some(visited) = subject.visited() else { return Answer::needs_network() };
        let looks = visited.visit().walks.iter().filter(|walk| matches!(walk.goal, Goal::Look | Goal::Fill));
        let requests: Vec<_> = looks.flat_map(|walk| &walk.steps).flat_map(|step| &step.requests).collect();
        let typed = requests.iter().find(|it| it.carries_typed && it.third_party);
        let told = typed.or_else(|| requests.iter().find(|request| is_tracker(request)));
        if let Some(host) = told.and_then(|request| host(&request.url)) {
            evidence.insert("host".into(), Measurement::text(&host));
            return self.0.into();
        }
        (!self.0).into()
    }
}
