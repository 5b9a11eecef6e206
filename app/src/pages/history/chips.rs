//! The active filters as chips, each with a link that removes it.

use resolutionflow::outcome::Outcome;

use super::PATH;
use crate::backend::history::{FILTERS, HistoryPage, HistoryQuery, Order, SessionFilter, StateFilter, Technician};
use crate::ui::{ActiveFilter, Query};

/// Chips of the filters that are on, except for those that a tab shows.
pub(super) fn active(address: &Query, filter: &SessionFilter, page: &HistoryPage) -> Vec<ActiveFilter> {
    let mut chips = Vec::new();
    for entry in FILTERS {
        let words = match entry.name {
            // A single outcome is a tab.
            "outcome" => {
                let several = filter.outcomes.iter().filter(|_| filter.outcomes.len() > 1);
                chips.extend(several.map(|outcome| one_outcome(address, *outcome)));
                None
            }
            // Every other state is a tab.
            "state" => (filter.state == Some(StateFilter::Completed)).then(|| "Completed".to_owned()),
            "tree" => tree(&filter.tree, page),
            "technician" => technician(filter.technician, page),
            _ => entry.chip_with(filter, |mark| page.marks.iter().find(|(known, _)| *known == mark).map(|(_, name)| name.as_str())),
        };
        let without = match entry.name {
            // Without words there is nothing to look for further back.
            "q" => address.without("q").without("older"),
            // Without its tree a step means nothing.
            "tree" => FILTERS.iter().filter(|entry| entry.is_mark).fold(address.without("tree"), |left, entry| left.without(entry.name)),
            name => address.without(name),
        };
        chips.extend(words.map(|says| ActiveFilter { says, without: without.href(PATH) }));
    }
    chips
}

fn one_outcome(address: &Query, outcome: Outcome) -> ActiveFilter {
    ActiveFilter { says: outcome.word().to_owned(), without: address.without_one("outcome", outcome.as_str()).href(PATH) }
}

fn tree(key: &str, page: &HistoryPage) -> Option<String> {
    let name = page.trees.iter().find(|tree| tree.key == key).map_or(key, |tree| tree.name.as_str());
    (!key.is_empty()).then(|| format!("Tree: {name}"))
}

fn technician(technician: Technician, page: &HistoryPage) -> Option<String> {
    let Technician::User(id) = technician else { return None };
    let name = page.technicians.iter().find(|person| person.id == id).map_or("somebody else", |person| person.name.as_str());
    Some(format!("Technician: {name}"))
}

/// The address without the filters that have a chip: tab, everyone's sessions, columns and order stay.
pub(super) fn cleared(address: &Query, query: &HistoryQuery) -> Query {
    let stays = |name: &str| match name {
        "state" => query.filter.state != Some(StateFilter::Completed),
        "outcome" => query.filter.outcomes.len() == 1,
        "technician" => query.filter.technician == Technician::Anyone,
        // Without words there is no best match.
        "sort" => query.order != Order::Relevance,
        name => name == "columns",
    };
    address.pairs().filter(|(name, _)| stays(name)).fold(Query::default(), |kept, (name, value)| kept.and(name, value))
}
