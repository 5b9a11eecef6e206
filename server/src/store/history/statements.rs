//! Every statement that the history can send, for whoever looks at how they are planned.

use app::backend::history::Lasting;
use resolutionflow::id::{AccountId, ClientId, SessionId, TreeId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::time::{Seconds, Timestamp};
use uuid::Uuid;

use super::counts::counting;
use super::find::finding;
use super::{Axis, Ending, Group, Narrowing, Scan, Standing};
use crate::store::sessions::Reach;

/// A statement of the history.
pub struct Statement {
    /// The filter and the order: `client, Total ascending`.
    pub name: String,
    /// Its text, with a parameter for each value.
    pub sql: String,
}

/// Each filter with each order in both directions, from the beginning and from a place on, and the counts beside it. The values
/// are nobody's.
pub fn statements() -> Vec<Statement> {
    let mut statements = Vec::new();
    for (filter, narrowing) in filters() {
        for (order, axis) in axes() {
            // Only a search has ranks.
            if matches!(axis, Axis::Rank(_)) && narrowing.text.is_none() {
                continue;
            }
            for (direction, ascending) in [("descending", false), ("ascending", true)] {
                let scan = Scan { axis: axis.clone(), ascending, limit: 51 };
                let name = [filter, ", ", order, " ", direction].concat();
                statements.push(Statement { name, sql: finding(&narrowing, &scan).sql().as_str().to_owned() });
            }
        }
        statements.push(Statement { name: [filter, ", counts"].concat(), sql: counting(&narrowing).sql().as_str().to_owned() });
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

fn filters() -> Vec<(&'static str, Narrowing)> {
    let (id, at) = (Uuid::nil(), Timestamp::from_unix(0));
    let all = Narrowing::all(Reach::whole(AccountId(id)));
    let lasting = Lasting { least: Some(Seconds(60)), most: Some(Seconds(600)) };
    let active = |standing| Narrowing { endings: Some(vec![Ending(None)]), standing: Some(standing), ..all.clone() };
    let trees = |count| Some(vec![TreeId(id); count]);
    vec![
        ("everything", all.clone()),
        ("what was selected", Narrowing { selected: Some(vec![SessionId(id); 3]), ..all.clone() }),
        ("one's own and what waits", Narrowing { reach: Reach { only_of: Some(UserId(id)), ..all.reach }, ..all.clone() }),
        ("technician", Narrowing { holder: Some(UserId(id)), ..all.clone() }),
        ("tree", Narrowing { trees: trees(1), ..all.clone() }),
        ("tree and version", Narrowing { trees: trees(1), version: Some(1), ..all.clone() }),
        ("category", Narrowing { trees: trees(3), ..all.clone() }),
        ("client", Narrowing { client: Some(ClientId(id)), ..all.clone() }),
        ("ticket", Narrowing { ticket: Some("INC".to_owned()), ..all.clone() }),
        ("outcome", Narrowing { endings: Some(vec![Ending(Some(Outcome::Resolved))]), ..all.clone() }),
        ("outcomes", Narrowing { endings: Some(Ending::all().skip(2).collect()), ..all.clone() }),
        ("running", active(Standing::Running)),
        ("parked now", active(Standing::Parked)),
        ("waiting", active(Standing::Waiting)),
        ("untouched", active(Standing::Untouched(at))),
        ("dates", Narrowing { from: Some(at), to: Some(at), ..all.clone() }),
        ("total", Narrowing { total: lasting, ..all.clone() }),
        ("active time", Narrowing { active: lasting, ..all.clone() }),
        ("was parked", Narrowing { parked: true, ..all.clone() }),
        ("follow-ups", Narrowing { follow_ups: true, ..all.clone() }),
        ("with notes", Narrowing { with_notes: true, ..all.clone() }),
        ("words", Narrowing { text: Some("cable".to_owned()), ..all.clone() }),
        ("words and technician", Narrowing { text: Some("cable".to_owned()), holder: Some(UserId(id)), ..all.clone() }),
        (
            "tree, technician, client, outcome and dates",
            Narrowing {
                trees: trees(1),
                holder: Some(UserId(id)),
                client: Some(ClientId(id)),
                endings: Some(vec![Ending(Some(Outcome::Escalated))]),
                from: Some(at),
                ..all
            },
        ),
    ]
}
