//! Seeding: what it makes could have happened, is found, and is the same every time.

use std::collections::HashMap;

use ::app::backend::Backend;
use ::app::backend::history::{Cursor, Day, HistoryQuery, HistoryRow, Order, SessionFilter, Technician};
use resolutionflow::id::SessionId;
use resolutionflow::session::{Action, Command, Facts};
use resolutionflow::text::Ticket;
use server::seed::{EMAILS, PASSWORD, Plan, Stage, sow};
use sqlx::types::JsonValue;
use uuid::Uuid;

use crate::app::TestApp;
use crate::demo::obeys_the_rules;

async fn seeded(sessions: u64, seed: u64) -> TestApp {
    let app = TestApp::empty().await;
    let plan = Plan { sessions, accounts: 60, seed, until: app.now() };
    sow(&app.owner, plan, |_: Stage| {}).await.unwrap();
    app
}

/// The manager of an account, by its number.
fn manager(account: usize) -> String {
    format!("manager@msp-{account}.example")
}

#[tokio::test]
async fn every_seeded_session_is_read_as_it_was_written_and_obeys_the_rules() {
    let app = seeded(2_000, 1).await;
    let mut seen = 0;
    for account in 1..=60 {
        let backend = app.sign_in(&manager(account)).await;
        let ids: Vec<Uuid> = sqlx::query_scalar(
            "select sessions.id from sessions join account_keys using (account_id) where account_keys.key = $1 order by started_at",
        )
        .bind(format!("msp-{account}"))
        .fetch_all(&app.superuser)
        .await
        .unwrap();
        for id in ids {
            let page = backend.session(SessionId(id)).await.unwrap();
            obeys_the_rules(&page.session, app.now());
            let (records, total, parked, active, steps): (JsonValue, i64, i64, i64, i32) =
                sqlx::query_as("select decisions, total_seconds, parked_seconds, active_seconds, step_count from sessions where id = $1")
                    .bind(id)
                    .fetch_one(&app.superuser)
                    .await
                    .unwrap();
            assert_eq!(serde_json::to_value(&page.session.records).unwrap(), records, "{id}");
            let open = page.session.open_visit().map_or(0, |visit| app.now().since(visit.entered_at).0);
            let totals = page.totals;
            let idle = page.session.open_visit().map_or(0, |visit| visit.idle.0);
            assert_eq!((totals.total.0, totals.active.0), (total as u64 + open, active as u64 + open - idle), "{id}");
            let is_parked = page.session.open_visit().is_none() && page.session.completion().is_none();
            let since_park = if is_parked { app.now().since(page.session.last_exit()).0 } else { 0 };
            assert_eq!(totals.parked.0, parked as u64 + since_park, "{id}");
            assert!((8..=15).contains(&steps), "{id} has {steps} steps");
            seen += 1;
        }
    }
    assert_eq!(seen, 2_000);
}

#[tokio::test]
async fn seeded_sessions_have_the_receipts_that_the_server_would_still_have() {
    let app = seeded(2_000, 1).await;
    let left = "with counted as (
            select s.id, s.revision, s.outcome, count(*) as receipts, count(*) filter (where c.kind = 'start') as starts, max(c.received_at) as last
            from sessions s join commands c on c.account_id = s.account_id and c.session_id = s.id group by s.account_id, s.id
        ) select count(*) from counted where starts = 1 and ";
    let whole = format!("{left} receipts = revision + 1 and (outcome is null or last > $1 - interval '30 days')");
    let start = format!("{left} receipts = 1 and outcome is not null and last < $1");
    let count = async |sql: String| -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(app.now().utc()).fetch_one(&app.superuser).await.unwrap()
    };
    let (whole, start) = (count(whole).await, count(start).await);
    assert_eq!(whole + start, 2_000);
    assert!(whole > 50 && start > 1_500, "{whole} with all, {start} with the start's");
    let due = count("select count(*) from receipts_due where due_at > $1".to_owned()).await;
    assert_eq!(due, whole - count("select count(*) from sessions where outcome is null and started_at < $1".to_owned()).await);
}

#[tokio::test]
async fn what_is_seeded_is_spread_as_work_is() {
    let app = seeded(2_000, 1).await;
    let number = async |sql: &'static str| -> Vec<i64> { sqlx::query_scalar(sql).fetch_all(&app.superuser).await.unwrap() };
    let accounts = number("select count(*) from sessions group by account_id order by 1 desc").await;
    assert_eq!(accounts.len(), 60);
    assert!((600..660).contains(&accounts[0]), "{accounts:?}");
    for column in ["tree_id", "client_id"] {
        let sql = format!(
            "select count(*) from sessions join account_keys using (account_id) where key = 'msp-1' and {column} is not null
             group by {column} order by 1 desc"
        );
        let counts: Vec<i64> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&app.superuser).await.unwrap();
        assert!(counts[0] > counts[1] && counts[0] > 3 * counts[4], "{column}: {counts:?}");
    }
    let days = number("select extract(day from max(started_at) - min(started_at))::int8 from sessions").await;
    assert!((715..=730).contains(&days[0]), "{days:?} days");
    let outcomes: Vec<(Option<String>, i64)> =
        sqlx::query_as("select outcome, count(*) from sessions group by 1").fetch_all(&app.superuser).await.unwrap();
    let outcomes: HashMap<_, _> = outcomes.into_iter().collect();
    assert_eq!(outcomes.len(), 7, "every outcome and active ones: {outcomes:?}");
    assert!(outcomes[&Some("resolved".to_owned())] > 600, "{outcomes:?}");
    for kind in [
        "select count(*) from sessions where open_visit_id is not null",
        "select count(*) from sessions where follows_session_id is not null",
        "select count(*) from sessions where active_seconds < total_seconds",
        "select count(*) from sessions where parked_seconds > 0",
        "select count(*) from sessions where version_number = 2",
        "select count(*) from outputs",
    ] {
        assert!(number(kind).await[0] > 0, "{kind}");
    }
}

#[tokio::test]
async fn seeded_sessions_are_found_by_the_words_that_the_server_would_have_stored() {
    let app = seeded(500, 1).await;
    let backend = app.sign_in(&manager(1)).await;
    let all = SessionFilter::of_anyone();
    let word = server::seed::word(3);
    let found = backend.history(SessionFilter { text: word.clone(), ..all.clone() }.into()).await.unwrap().rows;
    assert!(!found.is_empty(), "{word}");
    let words = async |id: SessionId| -> String {
        sqlx::query_scalar("select search::text from sessions where id = $1").bind(id.0).fetch_one(&app.superuser).await.unwrap()
    };
    for row in found.iter().take(20) {
        let before = words(row.id).await;
        assert!(before.contains(&format!("'{word}")), "{before}");
        // Facts that change, there and back, make the words anew.
        let session = backend.session(row.id).await.unwrap().session;
        let changed = Facts { ticket: Ticket::parse("changed").unwrap(), ..session.facts.clone() };
        for (base_revision, facts) in (session.revision..).zip([changed, session.facts]) {
            let action = Action::EditFacts { facts };
            let command = Command { id: backend.new_command_id(), base_revision, at: None, draft: None, action };
            backend.command(row.id, command).await.unwrap();
        }
        assert_eq!(words(row.id).await, before, "the server finds the same words in it");
    }
}

#[tokio::test]
async fn a_search_lists_what_reading_every_session_finds() {
    let app = seeded(2_000, 1).await;
    let backend = app.sign_in(&manager(1)).await;
    let all = SessionFilter::of_anyone();
    let rows = listed(&*backend, all.clone().into()).await;
    let trees = backend.history(all.clone().into()).await.unwrap().trees;
    let client = rows.iter().map(|row| row.client.clone()).find(|client| !client.is_empty()).unwrap();
    let narrowed = [
        all.clone(),
        SessionFilter { technician: Technician::User(rows[0].technician.id), ..all.clone() },
        SessionFilter { tree: trees[0].key.clone(), ..all.clone() },
        SessionFilter { client, ..all.clone() },
        SessionFilter { from: Day::parse("2025-03-01"), to: Day::parse("2025-12-31"), ..all.clone() },
    ];
    for text in [server::seed::word(1), server::seed::word(40), [0, 5].map(server::seed::word).join(" ")] {
        let matching: Vec<Uuid> = sqlx::query_scalar("select id from sessions where search @@ to_tsquery('simple', $1)")
            .bind(text.replace(' ', " & ") + ":*")
            .fetch_all(&app.superuser)
            .await
            .unwrap();
        for filter in &narrowed {
            for order in [Order::Newest, Order::Oldest] {
                let query = HistoryQuery { order, ..filter.clone().into() };
                let mut expected = ids(&listed(&*backend, query.clone()).await);
                expected.retain(|id| matching.contains(&id.0));
                let searched = SessionFilter { text: text.clone(), ..filter.clone() };
                let found = listed(&*backend, HistoryQuery { filter: searched, ..query.clone() }).await;
                assert_eq!(ids(&found), expected, "{text}, {query:?}");
            }
        }
    }
}

/// All pages of a list, one after the other.
async fn listed(backend: &dyn Backend, mut query: HistoryQuery) -> Vec<HistoryRow> {
    let mut rows = Vec::new();
    loop {
        let page = backend.history(query.clone()).await.unwrap();
        rows.extend(page.rows);
        let Some(next) = page.next else { return rows };
        query.cursor = Cursor::After(next);
    }
}

fn ids(rows: &[HistoryRow]) -> Vec<SessionId> {
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn the_same_seed_makes_the_same_sessions_and_another_one_others() {
    let rows = async |seed| -> Vec<String> {
        let app = seeded(300, seed).await;
        let sql = "select sessions::text from sessions order by started_at, id";
        sqlx::query_scalar(sql).fetch_all(&app.superuser).await.unwrap()
    };
    let first = rows(1).await;
    assert_eq!(first, rows(1).await);
    assert_ne!(first, rows(2).await);
}

#[tokio::test]
async fn whoever_is_told_to_can_sign_in_to_the_largest_account() {
    let app = seeded(100, 1).await;
    for email in EMAILS {
        app.nobody().sign_in(email, PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn an_installation_with_accounts_is_not_seeded() {
    let app = TestApp::start().await;
    let plan = Plan { sessions: 100, accounts: 2, seed: 1, until: app.now() };
    let refused = sow(&app.owner, plan, |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("accounts already"), "{refused}");
    assert_eq!(app.count("sessions").await, 0);
}

#[tokio::test]
async fn seeding_leaves_indexes_and_row_security_as_they_were() {
    let schema = async |app: &TestApp| -> Vec<String> {
        let sql = "select indexdef from pg_indexes where schemaname = 'public'
                   union all
                   select relname || relrowsecurity || relforcerowsecurity from pg_class where relnamespace = 'public'::regnamespace
                   order by 1";
        sqlx::query_scalar(sql).fetch_all(&app.superuser).await.unwrap()
    };
    let (before, after) = (TestApp::empty().await, seeded(100, 1).await);
    assert_eq!(schema(&before).await, schema(&after).await);
}
