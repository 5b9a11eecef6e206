//! Every statement that the history can send, for the test of query plans.

use app::backend::history::{FILTERS, SessionFilter};
use resolutionflow::id::{AccountId, ClientId, SessionId, TreeId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::search::Matching;
use resolutionflow::stats::Mark;
use resolutionflow::time::{Seconds, Timestamp};
use uuid::Uuid;

use super::{ActiveState, Axis, Ending, Group, ResolvedFilter, Scan, counts, find};
use crate::store::sessions::Reach;

/// Statement that the history can send, for the test of query plans.
pub struct Statement {
    /// Name of its filter and order, such as `client, by total ascending`.
    pub name: String,
    /// SQL with a parameter for each value.
    pub sql: String,
}

/// Builds the statements of every filter with every order in both directions, from the beginning and from a place on, and of every filter's
/// counts. The values are made up and not part of the text.
pub fn statements() -> Vec<Statement> {
    let mut statements = Vec::new();
    for (name, filter) in filters() {
        for (order, axis) in axes() {
            // Only a search has ranks.
            if matches!(axis, Axis::Rank(_)) && filter.text.is_none() {
                continue;
            }
            for (direction, ascending) in [("descending", false), ("ascending", true)] {
                let scan = Scan { axis: axis.clone(), ascending, limit: 51 };
                let name = [name, ", ", order, " ", direction].concat();
                statements.push(Statement { name, sql: find::statement(&filter, &scan).sql().as_str().to_owned() });
            }
        }
        statements.push(Statement { name: [name, ", counts"].concat(), sql: counts::statement(&filter).sql().as_str().to_owned() });
    }
    statements
}

fn axes() -> [(&'static str, Axis); 8] {
    let (at, id) = (Timestamp::from_unix(0), SessionId(Uuid::nil()));
    let endings = || Ending::all().map(|key| Group { key, beyond: (at, id) }).collect();
    [
        ("by start", Axis::Started(None)),
        ("by start from a place on", Axis::Started(Some((at, id)))),
        ("by total", Axis::Total(None)),
        ("by total from a place on", Axis::Total(Some((0, id)))),
        ("by tree", Axis::Trees(vec![Group { key: TreeId(Uuid::nil()), beyond: (at, id) }])),
        ("by ending", Axis::Endings(endings())),
        ("by rank", Axis::Rank(None)),
        ("by rank from a place on", Axis::Rank(Some((0.0, id)))),
    ]
}

fn filters() -> Vec<(&'static str, ResolvedFilter)> {
    let (id, at) = (Uuid::nil(), Timestamp::from_unix(0));
    let all = ResolvedFilter::all(Reach::whole(AccountId(id)), at);
    let active = |state| ResolvedFilter { endings: Some(vec![Ending(None)]), active_state: Some(state), ..all.clone() };
    let trees = |count| Some(vec![TreeId(id); count]);
    let values = |values| ResolvedFilter { values, ..all.clone() };
    let (least, most) = (Some(Seconds(60)), Some(Seconds(600)));
    let compared = FILTERS.iter().filter(|filter| !filter.condition.is_empty());
    let mut filters = vec![
        ("everything", all.clone()),
        ("selected sessions", ResolvedFilter { selected: Some(vec![SessionId(id); 3]), ..all.clone() }),
        ("one's own and the queue", ResolvedFilter { reach: Reach { only_of: Some(UserId(id)), ..all.reach }, ..all.clone() }),
        ("technician", ResolvedFilter { holder: Some(UserId(id)), ..all.clone() }),
        ("tree", ResolvedFilter { trees: trees(1), ..all.clone() }),
        ("tree and version", ResolvedFilter { trees: trees(1), ..values(SessionFilter { version: Some(1), ..Default::default() }) }),
        ("category", ResolvedFilter { trees: trees(3), ..all.clone() }),
        ("client", ResolvedFilter { client: Some(ClientId(id)), ..all.clone() }),
        ("ticket", ResolvedFilter { ticket: Some("INC".to_owned()), ..all.clone() }),
        ("outcome", ResolvedFilter { endings: Some(vec![Ending(Some(Outcome::Resolved))]), ..all.clone() }),
        ("outcomes", ResolvedFilter { endings: Some(Ending::all().skip(2).collect()), ..all.clone() }),
        ("running", active(ActiveState::Running)),
        ("parked now", active(ActiveState::Parked)),
        ("waiting", active(ActiveState::Waiting)),
        ("untouched", active(ActiveState::Untouched(at))),
        ("dates", ResolvedFilter { from: Some(at), to: Some(at), ..all.clone() }),
        ("days of the end", ResolvedFilter { ended_from: Some(at), ended_to: Some(at), ..all.clone() }),
        ("somebody came back", ResolvedFilter { came_back_of: Some(at), ..all.clone() }),
        (
            "somebody came back, tree and days of the end",
            ResolvedFilter { came_back_of: Some(at), trees: trees(1), ended_from: Some(at), ended_to: Some(at), ..all.clone() },
        ),
        (
            "tree, days of the end, a step and how it ended",
            ResolvedFilter {
                trees: trees(1),
                ended_from: Some(at),
                ended_to: Some(at),
                ..values(SessionFilter { visited: Some(Mark(1)), dropped: true, ..Default::default() })
            },
        ),
        ("total", values(SessionFilter { total_min: least, total_max: most, ..Default::default() })),
        ("active time", values(SessionFilter { active_min: least, active_max: most, ..Default::default() })),
        ("words", ResolvedFilter { text: Some("cable".to_owned()), ..all.clone() }),
        (
            "beginnings of words",
            ResolvedFilter {
                text: Some("cabl loos".to_owned()),
                matching: Matching::Beginnings,
                from: Some(at),
                to: Some(at),
                ..all.clone()
            },
        ),
        ("words and technician", ResolvedFilter { text: Some("cable".to_owned()), holder: Some(UserId(id)), ..all.clone() }),
        (
            "tree, technician, client, outcome and dates",
            ResolvedFilter {
                trees: trees(1),
                holder: Some(UserId(id)),
                client: Some(ClientId(id)),
                endings: Some(vec![Ending(Some(Outcome::Escalated))]),
                from: Some(at),
                ..all.clone()
            },
        ),
    ];
    filters.extend(compared.map(|filter| {
        let trees = filter.is_mark.then(|| trees(1)).flatten();
        (filter.name, ResolvedFilter { trees, ..values(filter.sample()) })
    }));
    filters
}
