//! Resolves the filters of an address in an account: names to ids, days to instants, states to endings.

use app::backend::history::{Day, HistoryQuery, SessionFilter, StateFilter, Technician as Holder, TreeChoice};
use resolutionflow::id::{ClientId, TreeId};
use resolutionflow::search::{Matching, Query};
use resolutionflow::text::{ClientName, Key, one_line};
use resolutionflow::time::Timestamp;

use crate::service::authority::Technician;
use crate::service::cursor::INSTANTS;
use crate::service::failure::Failure;
use crate::store::history::{ActiveState, Ending, ResolvedFilter, generation};
use crate::store::{Tx, clients};

/// Seconds without a sign of work after which a session counts as untouched.
const UNTOUCHED: i64 = 24 * 3600;
/// Seconds after the start of a chain after which nobody comes back to it any more: 30 days, as figures count.
const SETTLED: i64 = 30 * 24 * 3600;

/// Turns the filters of an address into those of the store: names into ids, days of the account's zone into instants, states into endings.
/// None where no session of the account can pass. Who is not to see others' times finds only their own sessions by them, and in the order of
/// them. `shelf` are the account's trees; times of running sessions count up to `as_of`.
pub(super) async fn resolve(
    tx: &mut Tx,
    technician: &Technician,
    query: &HistoryQuery,
    shelf: &[TreeChoice],
    as_of: Timestamp,
) -> Result<Option<ResolvedFilter>, Failure> {
    let (filter, me) = (&query.filter, technician.actor().user_id);
    let holder = match filter.technician {
        Holder::Me => Some(me),
        Holder::User(user) => Some(user),
        Holder::Anyone => None,
    };
    let holder = match holder {
        holder if !technician.is_kept_from_times() || !query.is_by_times() => holder,
        None => Some(me),
        Some(holder) if holder == me => Some(me),
        Some(_) => return Ok(None),
    };
    let zone = technician.settings().zone;
    let Some(client) = client(tx, technician, &filter.client).await? else { return Ok(None) };
    let is_of_walk = filter.conditions().any(|(entry, _)| entry.is_of_walk());
    let generation = if is_of_walk { generation(tx, technician.account()).await? } else { 0 };
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (endings, active_state) = endings(filter, as_of);
    let instant = |day: &Option<Day>, of: &dyn Fn(&str) -> Option<Timestamp>| day.as_ref().and_then(|day| of(day.as_str())).map(in_range);
    let resolved = ResolvedFilter {
        holder,
        trees: trees(filter, shelf),
        client,
        ticket: filled(&one_line(&filter.ticket)),
        endings,
        active_state,
        from: instant(&filter.from, &|day| zone.day_begins(day)),
        to: instant(&filter.to, &|day| zone.day_ends(day)),
        ended_from: instant(&filter.ended_from, &|day| zone.day_begins(day)),
        ended_to: instant(&filter.ended_to, &|day| zone.day_ends(day)),
        came_back_of: filter.came_back.then(|| as_of.plus(-SETTLED)),
        generation,
        // Signs alone, such as `?`, ask for nothing.
        text: filled(&filter.text).filter(|text| !Query::of(text, Matching::Words).is_empty()),
        values: filter.values(),
        ..ResolvedFilter::all(technician.reach(), as_of)
    };
    let excludes_all = resolved.trees.as_ref().is_some_and(Vec::is_empty) || resolved.endings.as_ref().is_some_and(Vec::is_empty);
    // Steps are those of a tree, and without one all walks of the account would be read.
    let excludes_all = excludes_all || resolved.trees.is_none() && filter.conditions().any(|(entry, _)| entry.is_mark);
    Ok((!excludes_all).then_some(resolved))
}

/// The client of that id or name: `Some(None)` without a filter, `None` if no client has that name.
async fn client(tx: &mut Tx, technician: &Technician, text: &str) -> Result<Option<Option<ClientId>>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.parse::<ClientId>() {
        return Ok(Some(Some(id)));
    }
    let Ok(name) = ClientName::parse(text) else { return Ok(None) };
    Ok(clients::find(tx, technician.account(), &name).await?.map(Some))
}

/// The trees of that key and category.
fn trees(filter: &SessionFilter, shelf: &[TreeChoice]) -> Option<Vec<TreeId>> {
    let (key, category) = (filter.tree.as_str(), filter.category.as_str());
    let (key_of, category_of) = (Key::of(key), Key::of(category));
    (!key.is_empty() || !category.is_empty()).then(|| {
        let fits = |tree: &&TreeChoice| {
            (key.is_empty() || tree.key == key_of.as_str()) && (category.is_empty() || Key::of(&tree.category) == category_of)
        };
        shelf.iter().filter(fits).map(|tree| tree.id).collect()
    })
}

/// The endings that state and outcomes both let through, and the state of the sessions in progress among them.
fn endings(filter: &SessionFilter, now: Timestamp) -> (Option<Vec<Ending>>, Option<ActiveState>) {
    let (states, active_state): (Vec<Ending>, _) = match filter.state {
        None => (Ending::all().collect(), None),
        Some(StateFilter::Completed) => (Ending::all().filter(|ending| ending.0.is_some()).collect(), None),
        Some(StateFilter::Active) => (vec![Ending(None)], None),
        Some(StateFilter::Running) => (vec![Ending(None)], Some(ActiveState::Running)),
        Some(StateFilter::Parked) => (vec![Ending(None)], Some(ActiveState::Parked)),
        Some(StateFilter::Waiting) => (vec![Ending(None)], Some(ActiveState::Waiting)),
        Some(StateFilter::Untouched) => (vec![Ending(None)], Some(ActiveState::Untouched(now.plus(-UNTOUCHED)))),
    };
    let passes = |ending: &Ending| filter.outcomes.is_empty() || ending.0.is_some_and(|outcome| filter.outcomes.contains(&outcome));
    let is_on = filter.state.is_some() || !filter.outcomes.is_empty();
    (is_on.then(|| states.into_iter().filter(passes).collect()), active_state)
}

/// The instant, or the nearest one that Postgres reads from a text. No session is beyond it.
fn in_range(at: Timestamp) -> Timestamp {
    Timestamp::from_unix(at.unix().clamp(*INSTANTS.start(), *INSTANTS.end()))
}
