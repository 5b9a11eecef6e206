//! The filters that are on, each of which can be taken away.

use super::PATH;
use crate::backend::history::{HistoryPage, HistoryQuery, Lasting, Order, StateFilter, Technician};
use crate::ui::{ActiveFilter, Query};

/// What the address narrows the list by, beside the tabs.
pub(super) fn active(query: &Query, asked: &HistoryQuery, page: &HistoryPage) -> Vec<ActiveFilter> {
    let without = |name: &str| query.without(name).href(PATH);
    let chip = |name: &str, says: String| ActiveFilter { says, without: without(name) };
    let filled = |name: &'static str, says: fn(&str) -> String| query.filled(name).map(|value| chip(name, says(&value)));
    let mut chips: Vec<ActiveFilter> = filled("q", |words| format!("“{words}”")).into_iter().collect();
    if let Some(key) = query.filled("tree") {
        let name = page.trees.iter().find(|tree| tree.key == key).map_or(key, |tree| tree.name.clone());
        chips.push(chip("tree", format!("Tree: {name}")));
    }
    if let Technician::User(id) = asked.technician {
        let name = page.technicians.iter().find(|person| person.id == id).map_or("somebody else", |person| person.name.as_str());
        chips.push(chip("technician", format!("Technician: {name}")));
    }
    // Every other state is a tab, and so is one outcome.
    chips.extend((asked.state == Some(StateFilter::Completed)).then(|| chip("state", "Completed".to_owned())));
    if let [_, _, ..] = asked.outcomes.as_slice() {
        let of = |outcome: &resolutionflow::outcome::Outcome| ActiveFilter {
            says: outcome.word().to_owned(),
            without: query.without_one("outcome", outcome.as_str()).href(PATH),
        };
        chips.extend(asked.outcomes.iter().map(of));
    }
    chips.extend(asked.version.map(|version| chip("version", format!("Version {version}"))));
    chips.extend(filled("category", |name| format!("Category: {name}")));
    chips.extend(filled("client", |name| format!("Client: {name}")));
    chips.extend(filled("ticket", |ticket| format!("Ticket: {ticket}…")));
    chips.extend((!asked.from.is_empty()).then(|| chip("from", format!("From {}", asked.from))));
    chips.extend((!asked.to.is_empty()).then(|| chip("to", format!("To {}", asked.to))));
    let lasting = |word: &str, lasting: Lasting, names: [&str; 2]| {
        let least = lasting.least.map(|least| chip(names[0], format!("{word} at least {least}")));
        let most = lasting.most.map(|most| chip(names[1], format!("{word} at most {most}")));
        [least, most].into_iter().flatten().collect::<Vec<_>>()
    };
    chips.extend(lasting("Total", asked.total, ["total_min", "total_max"]));
    chips.extend(lasting("Active", asked.active, ["active_min", "active_max"]));
    let flags =
        [(asked.parked, "parked", "Was parked"), (asked.follow_ups, "follow_ups", "Follow-up"), (asked.with_notes, "notes", "With notes")];
    chips.extend(flags.into_iter().filter(|(on, ..)| *on).map(|(_, name, says)| chip(name, says.to_owned())));
    chips
}

/// What is left of the address without any of them: the tab, everyone's sessions, columns and order.
pub(super) fn cleared(query: &Query, asked: &HistoryQuery) -> Query {
    let stays = |name: &str| match name {
        "state" => asked.state != Some(StateFilter::Completed),
        "outcome" => asked.outcomes.len() == 1,
        "technician" => asked.technician == Technician::Anyone,
        // Nothing matches best where nothing is looked for.
        "sort" => asked.order != Order::Relevance,
        name => name == "columns",
    };
    query.pairs().filter(|(name, _)| stays(name)).fold(Query::default(), |kept, (name, value)| kept.and(name, value))
}
