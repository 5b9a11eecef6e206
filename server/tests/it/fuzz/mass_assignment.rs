//! Additional fields beside those of a form that is taken: they change nothing.

use ::app::{Kind, ROUTES, Who};

use super::{Arena, Asked};
use crate::web::stage::Visitor;

/// The whole database, but for ids and what is derived from them. Both databases have the same clock.
const OUTLINE: &str = "select jsonb_build_object(
    'users', (select jsonb_agg(jsonb_build_array(account_id, email, name, role, password_hash is null, deactivated_at, created_at < now()) order by email) from users),
    'emails', (select jsonb_agg(jsonb_build_array(account_id, email) order by email) from login_emails),
    'accounts', (select jsonb_agg(to_jsonb(a) - 'created_at' order by account_id) from accounts a),
    'sessions', (select jsonb_agg(jsonb_build_array(
            s.account_id, u.email, c.name, s.ticket, s.revision, s.started_at, s.last_activity_at, jsonb_array_length(s.decisions), s.open_notes, s.outcome,
            s.outcome_notes, s.next_steps, s.completed_at, s.closed_at, s.closed_by is null, s.total_seconds, s.parked_seconds, s.active_seconds, s.scratchpad,
            s.command_values, s.parked_reason, s.for_someone_else, s.follows_session_id is null, s.version_number
        ) order by s.id) from sessions s join users u on (u.account_id, u.id) = (s.account_id, s.holder_id)
        left join clients c on (c.account_id, c.id) = (s.account_id, s.client_id)),
    'trees', (select jsonb_agg(jsonb_build_array(account_id, key, latest_version, name, category, archived_at) order by account_id, key) from trees),
    'clients', (select jsonb_agg(jsonb_build_array(account_id, name) order by account_id, name) from clients),
    'categories', (select jsonb_agg(jsonb_build_array(account_id, name) order by account_id, name) from categories),
    'reports', (select jsonb_agg(jsonb_build_array(account_id, problem, settled_at) order by id) from step_reports),
    'links', (select jsonb_agg(jsonb_build_array(account_id, expires_at, used_at, revoked_at) order by id) from password_links),
    'shares', (select jsonb_agg(jsonb_build_array(account_id, audience, redacted, with_output, expires_at, revoked_at, views) order by id) from shares),
    'logins', (select jsonb_agg(jsonb_build_array(l.account_id, u.email, l.ended_because) order by l.account_id, u.email, l.ended_because)
        from logins l join users u on (u.account_id, u.id) = (l.account_id, l.user_id)),
    'audit', (select jsonb_agg(jsonb_build_array(a.account_id, u.email, a.action, a.subject_type) order by a.id)
        from audit a left join users u on (u.account_id, u.id) = (a.account_id, a.user_id)),
    'outputs', (select jsonb_agg(jsonb_build_array(account_id, output) order by output) from outputs)
)";

/// Columns, fields of our types, and what other frameworks go by.
const NAMES: &[&str] = &[
    "account_id",
    "account",
    "accountId",
    "role",
    "is_admin",
    "admin",
    "user_id",
    "user",
    "users",
    "email",
    "name",
    "holder",
    "holder_id",
    "technician",
    "technician_id",
    "revision",
    "outcome",
    "id",
    "tree_id",
    "version",
    "version_number",
    "started_at",
    "completed_at",
    "total_seconds",
    "duration_seconds",
    "decisions",
    "closed_by",
    "at",
    "by",
    "draft",
    "action",
    "clock",
    "force",
    "archived",
    "deactivated_at",
    "password_hash",
    "created_at",
    "for_someone_else",
    "follows",
    "client_id",
    "reading",
    "expires_at",
    "audience",
    "redacted",
    "with_output",
    "revoked_at",
    "views",
    "locked",
    "permissions",
    "commit",
    "_method",
    "constructor",
    "profile[role]",
    "__proto__[role]",
    "membership[account_id]",
    "settings[reading]",
    "list[]",
];

fn value(name: &str, arena: &Arena) -> String {
    let value = match name {
        "account_id" | "account" | "accountId" => return arena.app.south.to_string(),
        "user_id" | "user" | "users" | "holder" | "holder_id" | "technician" | "technician_id" | "by" | "closed_by" | "walk[holder_id]"
        | "sent[by]" => {
            return arena.north.user.clone();
        }
        "id" | "follows" => return arena.north.waiting.clone(),
        "role" | "profile[role]" | "membership[role]" | "__proto__[role]" => "admin",
        "outcome" => "escalated",
        "started_at" | "completed_at" | "at" | "deactivated_at" | "created_at" | "expires_at" => "2020-01-01T00:00:00Z",
        "reading" | "settings[reading]" => "own",
        "decisions" => "[]",
        "email" => "x@new.example",
        "clock" => "client",
        _ => "1",
    };
    value.to_owned()
}

#[tokio::test]
async fn a_field_that_nobody_asked_for_changes_nothing() {
    let (mut plain, mut laden) = tokio::join!(Arena::open(), Arena::open());
    let outline = async |arena: &Arena| -> serde_json::Value { sqlx::query_scalar(OUTLINE).fetch_one(&arena.app.superuser).await.unwrap() };
    for route in ROUTES.iter().filter(|route| route.kind == Kind::Call && route.path != "/api/upload_tree") {
        let who = match route.who {
            Who::Anyone | Who::Technician => 0,
            Who::Author | Who::Manager => 1,
            Who::Admin => 2,
        };
        let mut statuses = Vec::new();
        for (arena, is_laden) in [(&mut plain, false), (&mut laden, true)] {
            let mut form: Vec<(String, String)> = arena
                .north
                .form(route.path, [Visitor::Technician, Visitor::Manager, Visitor::Admin][who])
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect();
            if is_laden {
                let extra = NAMES
                    .iter()
                    .filter(|name| !form.iter().any(|(known, _)| known == *name))
                    .map(|name| ((*name).to_owned(), value(name, arena)));
                let extra: Vec<_> = extra.collect();
                form.extend(extra);
            }
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish();
            let mut before = arena.state().await;
            statuses.push(arena.try_out(&mut before, &Asked::form(route.path, who, body), &route.path).await.status);
        }
        assert_eq!(statuses[0], statuses[1], "{}", route.path);
        let (without, with) = (outline(&plain).await, outline(&laden).await);
        for (what, rows) in without.as_object().unwrap() {
            assert_eq!(&with[what], rows, "{what} after {}", route.path);
        }
        plain.tidy_up().await;
        laden.tidy_up().await;
    }
}
