//! What the address asks for. Unknown values are left out, and said to be: an old bookmark shows more, never a problem page.

use resolutionflow::id::UserId;
use resolutionflow::outcome::Outcome;

use super::state_name;
use crate::backend::views::{HistoryQuery, StateFilter, Technician};
use crate::ui::Query;

/// The states that can be asked for.
pub(super) const STATES: [StateFilter; 6] =
    [StateFilter::Active, StateFilter::Running, StateFilter::Parked, StateFilter::Waiting, StateFilter::Untouched, StateFilter::Completed];

/// Reads the filters of the address.
pub(super) fn asked(query: &Query, viewer: Option<UserId>) -> HistoryQuery {
    let technician = match query.get("technician") {
        "anyone" => Technician::Anyone,
        id => match id.parse() {
            Ok(id) if Some(id) != viewer => Technician::User(id),
            _ => Technician::Me,
        },
    };
    HistoryQuery {
        state: STATES.into_iter().find(|state| state_name(*state) == query.get("state")),
        outcome: query.get("outcome").parse().ok(),
        tree: query.filled("tree"),
        technician,
        text: query.get("q").to_owned(),
        after: query.filled("after"),
    }
}

/// The filters of the address that mean nothing, as `state “lost”`.
pub(super) fn not_understood(query: &Query) -> Vec<String> {
    let state = STATES.into_iter().any(|state| state_name(state) == query.get("state"));
    let outcome = query.get("outcome").parse::<Outcome>().is_ok();
    let technician = query.get("technician") == "anyone" || query.get("technician").parse::<UserId>().is_ok();
    let meant = [("state", state), ("outcome", outcome), ("technician", technician)];
    let lost = meant.into_iter().filter(|(name, known)| !known && !query.get(name).is_empty());
    lost.map(|(name, _)| format!("{name} “{}”", query.get(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_address_says_is_asked_for() {
        let me: UserId = "0192f0c1-0000-7abc-8def-0123456789ab".parse().unwrap();
        let read = |text: &str| asked(&Query::parse(text), Some(me));
        assert_eq!(
            read("state=untouched&outcome=resolved_externally&tree=vpn&technician=anyone&q=+acme+&after=x"),
            HistoryQuery {
                state: Some(StateFilter::Untouched),
                outcome: Some(Outcome::ResolvedExternally),
                tree: Some("vpn".into()),
                technician: Technician::Anyone,
                text: "acme".into(),
                after: Some("x".into()),
            }
        );
        assert_eq!(read(&format!("technician={me}")).technician, Technician::Me);
    }

    #[test]
    fn what_nobody_knows_is_left_out_and_said_to_be() {
        let query = Query::parse("state=lost&outcome=won&technician=me&tree=&x=y");
        assert_eq!(asked(&query, None), HistoryQuery::default());
        assert_eq!(not_understood(&query), ["state “lost”", "outcome “won”", "technician “me”"]);
        assert!(not_understood(&Query::parse("state=active&outcome=resolved&technician=anyone")).is_empty());
    }
}
