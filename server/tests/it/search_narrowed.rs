//! A search with filters over two years, against a look at every session.

use ::app::backend::history::{Cursor, Day, HistoryQuery, Order, SessionFilter, Technician};
use resolutionflow::id::{ClientId, SessionId, TreeId, UserId};
use server::seed::{EMAILS, Plan, sow, word};
use sqlx::Row;
use uuid::Uuid;

use crate::app::TestApp;

/// The technician, tree and client that most sessions of the largest account have.
async fn most_frequent(app: &TestApp) -> (UserId, String, TreeId, ClientId) {
    let row = sqlx::query(
        "select mode() within group (order by holder_id), mode() within group (order by tree_id), mode() within group (order by client_id)
         from sessions where account_id = (select account_id from login_emails where email = $1)",
    )
    .bind(EMAILS[1])
    .fetch_one(&app.superuser)
    .await
    .unwrap();
    let tree: Uuid = row.get(1);
    let key = sqlx::query_scalar("select key from trees where id = $1").bind(tree).fetch_one(&app.superuser).await.unwrap();
    (UserId(row.get(0)), key, TreeId(tree), ClientId(row.get(2)))
}

/// The sessions that match by a test of each one without an index, newest first.
async fn one_by_one(
    app: &TestApp,
    text: &str,
    (holder, tree, client): (Option<UserId>, Option<TreeId>, Option<ClientId>),
    days: bool,
) -> Vec<SessionId> {
    // The words are of letters alone, and the last may go on.
    let query = text.split(' ').map(|word| format!("'\u{1}{word}'")).collect::<Vec<_>>().join("&") + ":*";
    let found: Vec<Uuid> = sqlx::query_scalar(
        "select sessions.id from sessions join accounts using (account_id)
         where account_id = (select account_id from login_emails where email = $1) and search @@ search_tokens($2)
             and holder_id = coalesce($3, holder_id) and tree_id = coalesce($4, tree_id)
             and ($5::uuid is null or client_id = $5) and (not $6 or (started_at at time zone time_zone)::date between '2025-09-01' and '2026-01-31')
         order by started_at desc, sessions.id desc",
    )
    .bind(EMAILS[1])
    .bind(query)
    .bind(holder.map(|holder| holder.0))
    .bind(tree.map(|tree| tree.0))
    .bind(client.map(|client| client.0))
    .bind(days)
    .fetch_all(&app.superuser)
    .await
    .unwrap();
    found.into_iter().map(SessionId).collect()
}

#[tokio::test]
async fn the_index_finds_what_a_look_at_every_session_finds() {
    let app = TestApp::empty().await;
    sow(&app.owner, Plan { sessions: 2_500, accounts: 4, seed: 7, until: app.now() }, |_| {}).await.unwrap();
    let (holder, key, tree, client) = most_frequent(&app).await;
    let cookie = app.cookie_of(EMAILS[1]).await;
    let manager = app.holding(&cookie);
    let all = SessionFilter::of_anyone();
    let of_client = SessionFilter { client: client.to_string(), ..all.clone() };
    let filters = [
        (all.clone(), (None, None, None), false),
        (SessionFilter { technician: Technician::User(holder), ..all.clone() }, (Some(holder), None, None), false),
        (SessionFilter { tree: key.clone(), ..all.clone() }, (None, Some(tree), None), false),
        (of_client.clone(), (None, None, Some(client)), false),
        (SessionFilter { from: Day::parse("2025-09-01"), to: Day::parse("2026-01-31"), ..all.clone() }, (None, None, None), true),
        (SessionFilter { tree: key, technician: Technician::User(holder), ..of_client }, (Some(holder), Some(tree), Some(client)), false),
    ];
    let words = |numbers: &[usize]| numbers.iter().map(|number| word(*number)).collect::<Vec<_>>().join(" ");
    let texts = [words(&[0]), words(&[12]), words(&[300]), words(&[4_000]), words(&[0, 20]), words(&[0])[..3].to_owned()];
    let mut together = 0;
    for (text, (filter, narrowed, days)) in texts.iter().flat_map(|text| filters.iter().map(move |filter| (text, filter))) {
        let mut expected = one_by_one(&app, text, *narrowed, *days).await;
        together += expected.len();
        for order in [Order::Newest, Order::Oldest] {
            let mut query = HistoryQuery { order, ..SessionFilter { text: text.clone(), ..filter.clone() }.into() };
            let mut found = Vec::new();
            loop {
                let (rows, next) = manager.history_rows(query.clone()).await.unwrap();
                found.extend(rows.into_iter().map(|row| row.id));
                let Some(next) = next else { break };
                query.cursor = Cursor::After(next);
            }
            assert_eq!(found, expected, "{text}, {query:?}");
            expected.reverse();
        }
    }
    assert!(together > 2_000, "{together} found: too few to say anything");
}
