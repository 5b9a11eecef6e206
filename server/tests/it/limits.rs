//! The limits, repeated by the schema: the limit itself fits, one more does not.

use resolutionflow::outcome::Outcome;
use sqlx::AssertSqlSafe;

use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, facts};

/// Runs as the application role what sets something to `$1` characters, bytes or items; the constraint that refuses it.
async fn refusal(app: &TestApp, sql: &str, size: i32) -> Option<String> {
    let mut tx = app.pool.begin().await.unwrap();
    sqlx::query("select set_config('resolutionflow.account_id', $1, true)").bind(app.north.to_string()).execute(&mut *tx).await.unwrap();
    match sqlx::query(AssertSqlSafe(sql.to_owned())).bind(size).execute(&mut *tx).await {
        Ok(done) => {
            assert!(done.rows_affected() > 0, "{sql}");
            None
        }
        Err(error) => {
            Some(error.as_database_error().and_then(|error| error.constraint()).unwrap_or_else(|| panic!("{sql}: {error}")).to_owned())
        }
    }
}

#[tokio::test]
async fn every_limit_fits_and_one_more_does_not() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Fjord")).await;
    walker.writes("", "x", choose("yes")).await;
    for (sql, limit, constraint) in [
        ("update sessions set ticket = repeat('ä', $1)", 64, "sessions_ticket_length"),
        ("update clients set name = repeat('ä', $1)", 200, "clients_name_length"),
        ("update sessions set open_notes = repeat('ä', $1)", 8_000, "sessions_open_notes_length"),
        ("update sessions set outcome_notes = repeat('ä', $1)", 4_000, "sessions_outcome_notes_length"),
        ("update sessions set next_steps = repeat('ä', $1)", 4_000, "sessions_next_steps_length"),
        ("update outputs set output = repeat('x', $1)", 65_536, "outputs_size"),
        ("update outputs set output = repeat('ä', $1 / 2) || repeat('x', $1 % 2)", 65_536, "outputs_size"),
        ("update sessions set decisions = (select jsonb_agg('{}'::jsonb) from generate_series(1, $1))", 2_000, "sessions_decisions_limit"),
        ("update sessions set notes_bytes = $1", 2 * 1024 * 1024, "sessions_notes_size"),
        ("update sessions set output_bytes = $1", 8 * 1024 * 1024, "sessions_output_size"),
        ("update trees set name = repeat('ä', $1)", 200, "trees_name_length"),
        (
            "insert into tree_versions (account_id, tree_id, number, document, published, published_at, note)
             select account_id, tree_id, 99, document, published, published_at, repeat('ä', $1) from tree_versions limit 1",
            2_000,
            "tree_versions_note_length",
        ),
        (
            "insert into tree_reviews (account_id, id, tree_id, is_review, note, fingerprint, made_at, made_by)
             select trees.account_id, gen_random_uuid(), trees.id, true, repeat('ä', $1), sha256(''), now(), users.id from trees, users limit 1",
            500,
            "tree_reviews_note_length",
        ),
        (
            "insert into silenced_warnings (account_id, tree_id, kind, node_id, reason, silenced_at, silenced_by)
             select trees.account_id, trees.id, 'loop', '', repeat('ä', $1), now(), users.id from trees, users limit 1",
            500,
            "silenced_warnings_reason_length",
        ),
        (
            "insert into silenced_warnings (account_id, tree_id, kind, node_id, reason, silenced_at, silenced_by)
             select trees.account_id, trees.id, 'loop', repeat('ä', $1), 'x', now(), users.id from trees, users limit 1",
            180,
            "silenced_warnings_node_id_length",
        ),
        (
            "insert into proposals (account_id, id, fingerprint, session_id, tree_id, version_number, node_id, title, edits, note, proposed_by,
                 proposed_at)
             select account_id, gen_random_uuid(), sha256(''), id, tree_id, version_number, 'q1', 'x', '[]', repeat('ä', $1), holder_id, now()
             from sessions limit 1",
            2_000,
            "proposals_note_length",
        ),
        (
            "insert into proposals (account_id, id, fingerprint, session_id, tree_id, version_number, node_id, title, edits, note, proposed_by,
                 proposed_at, declined_at, declined_by, reason)
             select account_id, gen_random_uuid(), sha256(''), id, tree_id, version_number, 'q1', 'x', '[]', 'x', holder_id, now(), now(),
                 holder_id, repeat('ä', $1)
             from sessions limit 1",
            500,
            "proposals_reason_length",
        ),
        ("update trees set category = repeat('ä', $1)", 120, "trees_category_length"),
        ("update trees set description = repeat('ä', $1)", 20_000, "trees_description_length"),
        ("update trees set tags = array_fill('x'::text, array[$1])", 100, "trees_tags_limit"),
        ("update trees set node_count = $1", 10_000, "trees_node_count_limit"),
        ("update users set name = repeat('ä', $1)", 120, "users_name_length"),
        ("update accounts set name = repeat('ä', $1)", 120, "accounts_name_length"),
        (
            "insert into holidays (account_id, day, name) select account_id, '2026-12-25', repeat('ä', $1) from accounts",
            120,
            "holidays_name_length",
        ),
        (
            "insert into time_budgets (account_id, tree_id, node_id, title, seconds, clock, target)
             select account_id, id, repeat('x', $1), '', 60, 'active', 90 from trees limit 1",
            120,
            "time_budgets_node_id_length",
        ),
        (
            "insert into time_budgets (account_id, tree_id, node_id, title, seconds, clock, target)
             select account_id, id, '', repeat('ä', $1), 60, 'active', 90 from trees limit 1",
            200,
            "time_budgets_title_length",
        ),
        (
            "insert into time_budgets (account_id, tree_id, node_id, title, seconds, clock, target)
             select account_id, id, '', '', $1, 'active', 90 from trees limit 1",
            3_600_000,
            "time_budgets_seconds_range",
        ),
        (
            "insert into time_budgets (account_id, tree_id, node_id, title, seconds, clock, target)
             select account_id, id, '', '', 60, 'active', $1 from trees limit 1",
            100,
            "time_budgets_target_range",
        ),
        (
            "insert into walk_tests (account_id, id, fingerprint, tree_id, name, walk, kept_at, kept_by)
             select trees.account_id, gen_random_uuid(), sha256(''), trees.id, repeat('ä', $1), '{}', now(), users.id
             from trees join users using (account_id) limit 1",
            120,
            "walk_tests_name_length",
        ),
        // The quotes that jsonb prints around the text take two bytes.
        (
            "insert into tree_versions (account_id, tree_id, number, document, published, published_at)
             select account_id, id, 9, to_jsonb(repeat('x', $1 - 2)), jsonb_build_object('name', name), now() from trees limit 1",
            4 * 1024 * 1024,
            "tree_versions_document_size",
        ),
    ] {
        assert_eq!(refusal(&app, sql, limit).await, None, "{sql} with {limit}");
        assert_eq!(refusal(&app, sql, limit + 1).await.as_deref(), Some(constraint), "{sql} with one more");
    }
}

#[tokio::test]
async fn what_may_not_be_empty_is_not() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("", "Fjord")).await;
    walker.writes("", "x", choose("yes")).await;
    for (sql, constraint) in [
        ("update clients set name = repeat('x', $1)", "clients_name_length"),
        ("update outputs set output = repeat('x', $1)", "outputs_size"),
        ("update trees set name = repeat('x', $1)", "trees_name_length"),
        ("update trees set key = repeat('x', $1)", "trees_key_slug"),
        ("update users set name = repeat('x', $1)", "users_name_length"),
    ] {
        assert_eq!(refusal(&app, sql, 0).await.as_deref(), Some(constraint), "{sql}");
    }
}

#[tokio::test]
async fn a_session_is_stored_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(5);
    walker.finishes(Outcome::Resolved).await;
    let refused = async |sql: &str| refusal(&app, sql, 1).await;
    for (sql, constraint) in [
        ("update sessions set outcome = null where $1 = 1", "sessions_completed_with_outcome"),
        ("update sessions set completed_at = null where $1 = 1", "sessions_completed_with_outcome"),
        ("update sessions set outcome = 'solved' where $1 = 1", "sessions_outcome_known"),
        ("update sessions set closed_at = now() where $1 = 1", "sessions_closed_whole"),
        ("update sessions set open_notes = '' where $1 = 1", "sessions_open_visit_whole"),
        ("update sessions set total_seconds = total_seconds + $1", "sessions_times_add_up"),
        ("update sessions set active_seconds = total_seconds + $1", "sessions_active_seconds_within"),
        (
            "update sessions
             set started_at = started_at + $1 * interval '500 ms', completed_at = completed_at + $1 * interval '500 ms'",
            "sessions_times_in_whole_seconds",
        ),
        ("update sessions set decisions = to_jsonb($1)", "sessions_decisions_array"),
        ("update sessions set revision = -$1", "sessions_revision_positive"),
    ] {
        assert_eq!(refused(sql).await.as_deref(), Some(constraint), "{sql}");
    }
}
