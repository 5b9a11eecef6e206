//! No statement of the history reads all sessions, whatever it is asked: as the application role, with several accounts and
//! a hundred thousand sessions that the planner has figures of.

use ::app::backend::history::{Day, HistoryQuery, Order, SessionFilter, StateFilter};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::Mark;
use resolutionflow::time::Seconds;
use server::seed::{Plan, sow, term, word};
use server::service::{Caller, Service};
use server::store::statements;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgConnection, PgPool};

use crate::app::TestApp;

/// Number of copies of each seeded session.
const COPIES: i32 = 100;

/// A few real sessions, and copies of them that differ in what the history compares.
async fn hundred_thousand() -> TestApp {
    let app = TestApp::empty().await;
    sow(&app.owner, Plan { sessions: 1_000, accounts: 6, seed: 1, until: app.now() }, |_| {}).await.unwrap();
    let mut conn = app.superuser.acquire().await.unwrap();
    // References hold as they do for what is copied.
    sqlx::raw_sql("set session_replication_role = replica").execute(&mut *conn).await.unwrap();
    // Made anew afterwards, which is faster.
    let words: String = sqlx::query_scalar("select pg_get_indexdef('sessions_search_idx'::regclass)").fetch_one(&mut *conn).await.unwrap();
    sqlx::raw_sql("drop index sessions_search_idx").execute(&mut *conn).await.unwrap();
    sqlx::query(
        "insert into sessions (
             account_id, id, tree_id, version_number, holder_id, client_id, ticket, follows_session_id, revision, started_at,
             last_activity_at, decisions, outcome, completed_at, total_seconds, parked_seconds, active_seconds, step_count, search
         )
         select account_id, gen_random_uuid(), tree_id, version_number, holder_id, client_id, ticket || copy, follows_session_id, 1,
             started_at - copy * interval '7 minutes', last_activity_at, jsonb_build_array(decisions -> 0), outcome,
             completed_at - copy * interval '7 minutes', total_seconds, parked_seconds, active_seconds, step_count, search
         from sessions, generate_series(1, $1) as copy
         where outcome is not null",
    )
    .bind(COPIES)
    .execute(&mut *conn)
    .await
    .unwrap();
    // Each copy has the walk of some session that ended like it.
    sqlx::raw_sql(
        "insert into walks (
             account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
             total_seconds, active_seconds, parked_seconds, flags, steps, ending, exit_node, visited, chosen, interrupted, path, folded
         )
         select distinct on (s.account_id, s.id) s.account_id, w.generation, s.id, s.tree_id, s.version_number, s.holder_id, s.outcome,
             s.started_at, s.completed_at, s.completed_at::date, s.total_seconds, s.active_seconds, s.parked_seconds, w.flags, w.steps,
             w.ending, w.exit_node, w.visited, w.chosen, w.interrupted, w.path, true
         from sessions s
         join walks w on w.account_id = s.account_id and w.tree_id = s.tree_id and w.version_number = s.version_number
             and w.outcome = s.outcome and w.total_seconds = s.total_seconds and w.active_seconds = s.active_seconds
         on conflict do nothing",
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    sqlx::raw_sql(AssertSqlSafe(words)).execute(&mut *conn).await.unwrap();
    sqlx::raw_sql("set session_replication_role = origin").execute(&mut *conn).await.unwrap();
    sqlx::raw_sql("vacuum (analyze) sessions, walks").execute(&mut *conn).await.unwrap();
    app
}

/// The plan of a statement for any values.
async fn generic_plan(conn: &mut PgConnection, sql: &str) -> String {
    let prepare = format!("prepare history as {sql}");
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *conn).await.unwrap();
    let parameters: i32 = sqlx::query_scalar("select cardinality(parameter_types) from pg_prepared_statements where name = 'history'")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    let nulls = vec!["null"; usize::try_from(parameters).unwrap()].join(", ");
    let explain = format!("explain execute history ({nulls})");
    let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(explain)).persistent(false).fetch_all(&mut *conn).await.unwrap();
    sqlx::raw_sql("deallocate history").execute(conn).await.unwrap();
    lines.join("\n")
}

/// True if a plan reads all sessions, or all walks.
fn reads_all(plan: &str) -> bool {
    ["sessions", "walks"].iter().any(|table| plan.contains(&format!("Seq Scan on {table} ")))
}

/// Number of sequential scans of sessions and of their walks, by the one connection of the pool and others before it.
async fn whole_reads(pool: &PgPool) -> i64 {
    sqlx::raw_sql("select pg_stat_force_next_flush()").execute(pool).await.unwrap();
    sqlx::query_scalar("select pg_stat_get_numscans('sessions'::regclass) + pg_stat_get_numscans('walks'::regclass)")
        .fetch_one(pool)
        .await
        .unwrap()
}

/// Number of rows of sessions fetched through an index.
async fn rows_read(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select pg_stat_get_tuples_fetched('sessions'::regclass)").fetch_one(pool).await.unwrap()
}

/// Statements of figures, as the compiler checked them; the sets are made by few words, and so are these found.
fn statements_of_figures() -> Vec<String> {
    const OF_FIGURES: [&str; 10] = [
        "running as materialized",
        "parked as materialized",
        "walks",
        "retractions",
        "flow_days",
        "flow_months",
        "figure_generations",
        "chains",
        // Of sessions alone: those that ended last, and those that are open for a client or of a holder.
        "order by completed_at desc",
        "is null or holder_id = $3",
    ];
    /// What reads a whole account because that is what it is for: the number of sessions when they are counted anew.
    const OF_A_WHOLE_ACCOUNT: &str = "(select count(*) from sessions";
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let texts = files.map(|file| serde_json::from_str::<serde_json::Value>(&file).unwrap()["query"].as_str().unwrap().to_owned());
    texts.filter(|text| OF_FIGURES.iter().any(|table| text.contains(table)) && !text.contains(OF_A_WHOLE_ACCOUNT)).collect()
}

fn queries() -> Vec<HistoryQuery> {
    let all = SessionFilter::of_anyone();
    let filters = [
        all.clone(),
        SessionFilter::default(),
        SessionFilter { state: Some(StateFilter::Untouched), ..all.clone() },
        SessionFilter { outcomes: vec![Outcome::Escalated, Outcome::Cancelled], ..all.clone() },
        SessionFilter { tree: "printer-does-not-answer".to_owned(), version: Some(1), ..all.clone() },
        SessionFilter { ticket: "INC-4".to_owned(), ..all.clone() },
        SessionFilter { active_min: Some(Seconds(60)), active_max: Some(Seconds(700)), ..all.clone() },
        SessionFilter { parked: true, follow_ups: true, ..all.clone() },
        SessionFilter { with_notes: true, from: Day::parse("2025-06-01"), ..all.clone() },
        SessionFilter { text: word(2), ..all.clone() },
        SessionFilter { text: word(700), ..all.clone() },
        SessionFilter { text: word(19_000), parked: true, ..all.clone() },
        SessionFilter { text: [&word(2)[..4], &word(700)].join(" "), ..all.clone() },
        SessionFilter { text: [&word(2)[..4], &word(700)].join(" "), older: true, ..all.clone() },
        SessionFilter { text: "xylograph of nothing".to_owned(), older: true, ..all.clone() },
        SessionFilter { text: term(3), ..all.clone() },
        SessionFilter { text: "10.3.12".to_owned(), ..all.clone() },
        SessionFilter { text: "4821".to_owned(), ..all.clone() },
        SessionFilter { ended_from: Day::parse("2025-06-01"), ended_to: Day::parse("2025-06-30"), counted: true, ..all.clone() },
        SessionFilter { tree: "printer-does-not-answer".to_owned(), visited: Some(Mark(1)), ..all.clone() },
        SessionFilter { dropped: true, closed: true, ..all.clone() },
        SessionFilter { dropped: true, text: word(2), ..all.clone() },
        SessionFilter { came_back: true, ..all.clone() },
        SessionFilter { came_back: true, text: word(19_000), ..all.clone() },
    ];
    filters.iter().flat_map(|filter| Order::ALL.map(|order| HistoryQuery { order, ..filter.clone().into() })).collect()
}

#[tokio::test]
async fn no_filter_in_any_order_reads_all_sessions() {
    let app = hundred_thousand().await;
    let sessions: i64 = app.count("sessions").await;
    assert!((95_000..=102_000).contains(&sessions), "{sessions}");

    let mut conn = app.pool.acquire().await.unwrap();
    sqlx::raw_sql("set plan_cache_mode = force_generic_plan").execute(&mut *conn).await.unwrap();
    let mut faults = Vec::new();
    for statement in statements() {
        let plan = generic_plan(&mut conn, &statement.sql).await;
        if reads_all(&plan) {
            faults.push(format!("{}\n{}\n{plan}", statement.name, statement.sql));
        }
    }
    let of_figures = statements_of_figures();
    assert!(of_figures.len() > 25, "{} statements of figures", of_figures.len());
    for sql in of_figures {
        let plan = generic_plan(&mut conn, &sql).await;
        if reads_all(&plan) {
            faults.push(format!("{sql}\n{plan}"));
        }
    }
    assert!(faults.is_empty(), "{} statements read all sessions or walks:\n{}", faults.len(), faults.join("\n\n"));

    // With its values, and inside of functions, whose plans nobody shows.
    let pool = PgPoolOptions::new().max_connections(1).connect_with((*app.pool.connect_options()).clone()).await.unwrap();
    let now = app.now();
    let service = Service::new(pool.clone(), false).with_clock(move || now);
    let cookie = app.cookie_of("manager@msp-1.example").await;
    for query in queries() {
        let (before, read) = (whole_reads(&pool).await, rows_read(&pool).await);
        service.backend(Caller { cookie: Some(&cookie), ..Caller::default() }).history(query.clone()).await.unwrap();
        if whole_reads(&pool).await > before {
            faults.push(format!("{query:?}"));
        }
        // A page and counts that end at 1,000 need no more of a search, however many sessions have the word.
        let read = rows_read(&pool).await - read;
        if !query.filter.text.is_empty() && matches!(query.order, Order::Newest | Order::Oldest) && read > 8_000 {
            faults.push(format!("{read} sessions for {query:?}"));
        }
    }
    assert!(faults.is_empty(), "{} queries read too much:\n{}", faults.len(), faults.join("\n"));
}
