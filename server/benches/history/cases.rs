//! The questions that are measured: each filter alone, some together, each order, pages far in, and searches.

use std::sync::Arc;

use anyhow::Context;
use app::backend::Backend;
use app::backend::history::{Cursor, Day, HistoryQuery, HistoryRow, Order, SessionFilter, StateFilter, Technician};
use app::backend::views::Person;
use app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Seconds;
use server::seed::{address, term, word};

/// Something to measure, with different values so that not the same rows are read every time.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) queries: Vec<HistoryQuery>,
}

/// Request of a case: pages, or rows of a file.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// One page.
    Page,
    /// So many pages, one after the other.
    Pages(usize),
    /// So many rows of a file, as CSV and JSON Lines read them.
    Rows(usize),
}

/// Pages one after the other, at most so many.
pub(crate) async fn pages(backend: &Arc<dyn Backend>, mut query: HistoryQuery, count: usize) -> Result<Vec<HistoryRow>, AppError> {
    let mut rows = Vec::new();
    for _ in 0..count {
        let page = backend.history(query.clone()).await?;
        rows.extend(page.rows);
        let Some(next) = page.next else { break };
        query.cursor = Cursor::After(next);
    }
    Ok(rows)
}

/// Number of rows of a file, of which no more are read once there are `most`.
pub(crate) async fn file(backend: &Arc<dyn Backend>, mut query: HistoryQuery, most: usize) -> Result<usize, AppError> {
    let mut count = 0;
    while count < most {
        let (rows, next) = backend.history_rows(query.clone()).await?;
        count += rows.len();
        let Some(next) = next else { break };
        query.cursor = Cursor::After(next);
    }
    Ok(count)
}

/// Every case, with values that occur in the largest account.
pub(crate) async fn cases(backend: &Arc<dyn Backend>) -> anyhow::Result<Vec<Case>> {
    let all = SessionFilter::of_anyone;
    let first = backend.history(all().into()).await?;
    let rows = pages(backend, all().into(), 4).await?;
    let (trees, people) = (first.trees, first.technicians);
    let clients: Vec<String> = rows.iter().map(|row| row.client.clone()).filter(|client| !client.is_empty()).collect();
    let tickets: Vec<String> = rows.iter().map(|row| row.ticket.clone()).filter(|ticket| !ticket.is_empty()).collect();
    let (newest, oldest) = (&rows.first().context("no sessions")?.started_at, "2024-12-01");
    let far = far_in(backend, all().into()).await?;
    let few = |texts: &[String]| texts.iter().take(12).cloned().collect::<Vec<_>>();
    let one = |filter: SessionFilter| vec![filter];
    let queries = |name, queries| Case { name, kind: Kind::Page, queries };
    let page = |name, filters: Vec<SessionFilter>| queries(name, filters.into_iter().map(HistoryQuery::from).collect());
    let of_user = |user: &Person| SessionFilter { technician: Technician::User(user.id), ..all() };
    let state = |state| one(SessionFilter { state: Some(state), ..all() });
    let sorted = |order, filter: SessionFilter| HistoryQuery { order, ..filter.into() };
    let words = |places: &[usize]| places.iter().map(|place| SessionFilter { text: word(*place), ..all() }).collect::<Vec<_>>();
    let texts = |texts: Vec<String>| texts.into_iter().map(|text| SessionFilter { text, ..all() }).collect::<Vec<_>>();
    let today = Day::parse(&resolutionflow::zone::Zone::UTC.date(*newest));
    Ok(vec![
        page("first page", one(all())),
        page("one's own", one(SessionFilter::default())),
        queries(
            "pages far in",
            far.clone().into_iter().map(|place| HistoryQuery { cursor: Cursor::After(place), ..all().into() }).collect(),
        ),
        queries("the page before", far.into_iter().map(|place| HistoryQuery { cursor: Cursor::Before(place), ..all().into() }).collect()),
        page("in progress", state(StateFilter::Active)),
        page("running", state(StateFilter::Running)),
        page("parked", state(StateFilter::Parked)),
        page("waiting for somebody", state(StateFilter::Waiting)),
        page("completed", state(StateFilter::Completed)),
        page("untouched", state(StateFilter::Untouched)),
        page("one outcome", Outcome::ALL.map(|outcome| SessionFilter { outcomes: vec![outcome], ..all() }).to_vec()),
        page(
            "several outcomes",
            one(SessionFilter { outcomes: vec![Outcome::Escalated, Outcome::Unresolved, Outcome::Cancelled], ..all() }),
        ),
        page("tree", trees.iter().map(|tree| SessionFilter { tree: tree.key.clone(), ..all() }).collect()),
        page("tree and version", trees.iter().map(|tree| SessionFilter { tree: tree.key.clone(), version: Some(1), ..all() }).collect()),
        page("category", trees.iter().map(|tree| SessionFilter { category: tree.category.clone(), ..all() }).collect()),
        page("technician", people.iter().map(of_user).collect()),
        page("client", few(&clients).into_iter().map(|client| SessionFilter { client, ..all() }).collect()),
        page("ticket", few(&tickets).into_iter().map(|ticket| SessionFilter { ticket, ..all() }).collect()),
        page("last week", one(SessionFilter { from: Day::parse("2026-11-12"), to: today.clone(), ..all() })),
        page("two years", one(SessionFilter { from: Day::parse(oldest), to: today, ..all() })),
        page("total over 30 min", one(SessionFilter { total_min: Some(Seconds(1_800)), ..all() })),
        page("total 10 to 12 min", one(SessionFilter { total_min: Some(Seconds(600)), total_max: Some(Seconds(720)), ..all() })),
        page("active under 8 min", one(SessionFilter { active_max: Some(Seconds(480)), ..all() })),
        page("was parked", one(SessionFilter { parked: true, ..all() })),
        page("follow-ups", one(SessionFilter { follow_ups: true, ..all() })),
        page("with notes", one(SessionFilter { with_notes: true, ..all() })),
        page(
            "tree, outcome, last year",
            trees
                .iter()
                .map(|tree| SessionFilter {
                    tree: tree.key.clone(),
                    outcomes: vec![Outcome::Escalated],
                    from: Day::parse("2025-11-20"),
                    ..all()
                })
                .collect(),
        ),
        page(
            "client and technician",
            few(&clients)
                .into_iter()
                .zip(people.iter().rev())
                .map(|(client, user)| SessionFilter { client, technician: Technician::User(user.id), ..all() })
                .collect(),
        ),
        queries("oldest first", vec![sorted(Order::Oldest, all())]),
        queries("longest first", vec![sorted(Order::Longest, all())]),
        queries("shortest first", vec![sorted(Order::Shortest, all())]),
        queries("by tree", vec![sorted(Order::Tree, all())]),
        queries("by outcome", vec![sorted(Order::Outcome, all())]),
        queries(
            "client, longest first",
            few(&clients).into_iter().map(|client| sorted(Order::Longest, SessionFilter { client, ..all() })).collect(),
        ),
        queries("technician, by outcome", people.iter().map(|user| sorted(Order::Outcome, of_user(user))).collect()),
        page("search: frequent word", words(&[0, 1, 2, 3])),
        page("search: usual word", words(&[300, 350, 400, 450, 500, 550])),
        page("search: rare word", words(&[9_000, 9_500, 11_000, 12_500, 14_000, 15_500, 17_000])),
        page("search: ticket", few(&tickets).into_iter().map(|text| SessionFilter { text, ..all() }).collect()),
        page(
            "search: two words",
            [(0, 40), (2, 90), (5, 30), (9, 60)]
                .map(|(one, other)| SessionFilter { text: [word(one), word(other)].join(" "), ..all() })
                .to_vec(),
        ),
        page("search: pairs of characters", texts((0..12).map(|place| term(place * 11)).collect())),
        page(
            "search: an address",
            texts((0..12).map(|place| address(place * 331)).chain((1..4).map(|net| format!("10.{net}.12"))).collect()),
        ),
        page("search: a ticket's tail", texts(tickets.iter().take(12).map(|ticket| ticket[ticket.len() - 4..].to_owned()).collect())),
        page(
            "search: first word cut short",
            texts([(0, 40), (2, 90), (5, 30), (9, 60)].map(|(one, other)| [&word(one)[..4], &word(other)].join(" ")).to_vec()),
        ),
        page("search: nothing found", texts(["xylograph", "printer xylograph", "xyl xylograph", "10.77.1.2"].map(str::to_owned).to_vec())),
        page(
            "search and technician",
            people
                .iter()
                .zip((20..).step_by(7))
                .map(|(user, place)| SessionFilter { text: word(place), technician: Technician::User(user.id), ..all() })
                .collect(),
        ),
        queries("search, best first", words(&[5, 60, 300]).into_iter().map(|filter| sorted(Order::Relevance, filter)).collect()),
        Case { name: "1,000 rows in 20 pages", kind: Kind::Pages(20), queries: vec![all().into()] },
        Case { name: "CSV of 2,000 sessions", kind: Kind::Rows(2_000), queries: vec![all().into()] },
        Case {
            name: "CSV of a technician's, by total",
            kind: Kind::Rows(2_000),
            queries: people.iter().map(|user| sorted(Order::Longest, of_user(user))).collect(),
        },
    ])
}

/// Places of the list that are not at its beginning.
async fn far_in(backend: &Arc<dyn Backend>, mut query: HistoryQuery) -> anyhow::Result<Vec<String>> {
    let mut places = Vec::new();
    for _ in 0..20 {
        let Some(next) = backend.history(query.clone()).await?.next else { break };
        query.cursor = Cursor::After(next.clone());
        places.push(next);
    }
    Ok(places.split_off(places.len() / 2))
}
