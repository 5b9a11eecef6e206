//! The rules of tenancy, checked in the catalogue for every table, so that the next one cannot forget them.

use sqlx::PgPool;

use crate::app::TestApp;

/// Outside tenancy: what names an account before it is known, and the versions of the schema.
const OUTSIDE: [&str; 7] =
    ["_sqlx_migrations", "account_keys", "installed_functions", "login_emails", "schema_release", "set_up_links", "throttles"];
/// Tables that are only ever added to.
const APPEND_ONLY: [&str; 4] = ["tree_versions", "version_contributors", "tree_reviews", "audit"];
const APP: &str = "resolutionflow_app";

/// Every table of account data.
pub async fn account_tables(superuser: &PgPool) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'public' order by tablename")
        .fetch_all(superuser)
        .await
        .unwrap();
    assert!(OUTSIDE.iter().all(|outside| tables.iter().any(|table| table == outside)));
    let is_ours = |table: &String| std::env::var_os("RESOLUTIONFLOW_MIGRATE_WITH").is_none() || is_known(table);
    tables.into_iter().filter(|table| !OUTSIDE.contains(&table.as_str()) && is_ours(table)).collect()
}

/// True if a migration of this release makes the table: the next one may have more (scripts/test-upgrade).
fn is_known(table: &str) -> bool {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations")).unwrap();
    let made = format!("create table {table} ");
    let mut texts = files.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
    texts.any(|text| text.contains(&made))
}

#[tokio::test]
async fn every_key_and_reference_begins_with_the_account() {
    let app = TestApp::start().await;
    let keys: Vec<(String, String, String, Option<String>)> = sqlx::query_as(
        "select c.conrelid::regclass::text, c.conname::text, own.attname::text, other.attname::text
         from pg_constraint c
         join pg_attribute own on own.attrelid = c.conrelid and own.attnum = c.conkey[1]
         left join pg_attribute other on other.attrelid = c.confrelid and other.attnum = c.confkey[1]
         where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f', 'x')",
    )
    .fetch_all(&app.superuser)
    .await
    .unwrap();
    let indexes: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "select i.indrelid::regclass::text, i.indexrelid::regclass::text, a.attname::text
         from pg_index i
         join pg_class c on c.oid = i.indexrelid
         left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
         where i.indisunique and c.relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&app.superuser)
    .await
    .unwrap();
    for table in account_tables(&app.superuser).await {
        let mut of_table = keys.iter().filter(|(of, ..)| *of == table).peekable();
        assert!(of_table.peek().is_some(), "{table} has no key");
        for (_, name, own, other) in of_table {
            assert_eq!(own, "account_id", "{name}");
            assert!(other.as_ref().is_none_or(|other| other == "account_id"), "{name}");
        }
        for (_, name, first) in indexes.iter().filter(|(of, ..)| *of == table) {
            assert_eq!(first.as_deref(), Some("account_id"), "{name}");
        }
        let references = keys.iter().any(|(of, name, ..)| *of == table && name.ends_with("_fkey"));
        assert!(references || table == "accounts", "{table} refers to no account");
    }
}

#[tokio::test]
async fn row_security_is_forced_on_every_table_and_lets_the_application_see_its_account() {
    let app = TestApp::start().await;
    for table in account_tables(&app.superuser).await {
        let (enabled, forced): (bool, bool) =
            sqlx::query_as("select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass")
                .bind(&table)
                .fetch_one(&app.superuser)
                .await
                .unwrap();
        assert!(enabled && forced, "{table}");
        let policies: Vec<(String, String, String, Option<String>)> = sqlx::query_as(
            "select array_to_string(roles, ','), cmd, qual, with_check from pg_policies
             where schemaname = 'public' and tablename = $1 and permissive = 'PERMISSIVE' order by policyname",
        )
        .bind(&table)
        .fetch_all(&app.superuser)
        .await
        .unwrap();
        let own = "(account_id = current_account_id())";
        let of_the_application: Vec<_> = policies.iter().filter(|(roles, ..)| roles != "resolutionflow_owner").collect();
        let expected = (APP.to_owned(), "ALL".to_owned(), own.to_owned(), Some(own.to_owned()));
        assert_eq!(of_the_application, [&expected], "{table}");
        // The owner reads what the search function compares, and nothing else.
        let of_the_owner: Vec<_> = policies.iter().filter(|(roles, ..)| roles == "resolutionflow_owner").collect();
        assert_eq!(
            of_the_owner.iter().map(|(_, command, ..)| command.as_str()).collect::<Vec<_>>(),
            if ["sessions", "walks", "audit", "chains", "chains_due"].contains(&table.as_str()) { vec!["SELECT"] } else { vec![] }
        );
    }
}

#[tokio::test]
async fn the_application_role_owns_nothing_and_cannot_get_round_row_security() {
    let app = TestApp::start().await;
    let powers: (bool, bool, bool, bool, bool) = sqlx::query_as(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = current_user",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!(powers, (false, false, false, false, false));
    let owned: i64 = sqlx::query_scalar(
        "select (select count(*) from pg_shdepend d join pg_roles r on r.oid = d.refobjid where r.rolname = $1 and d.deptype = 'o')
              + (select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1)",
    )
    .bind(APP)
    .fetch_one(&app.superuser)
    .await
    .unwrap();
    assert_eq!(owned, 0, "owns something, or is a member of another role");
    let creates: bool =
        sqlx::query_scalar("select has_schema_privilege($1, 'public', 'create')").bind(APP).fetch_one(&app.superuser).await.unwrap();
    assert!(!creates);
}

#[tokio::test]
async fn what_happened_can_only_be_added_to() {
    let app = TestApp::start().await;
    for table in account_tables(&app.superuser).await {
        let may = async |privilege: &str| -> bool {
            sqlx::query_scalar("select has_table_privilege($1, $2, $3)")
                .bind(APP)
                .bind(&table)
                .bind(privilege)
                .fetch_one(&app.superuser)
                .await
                .unwrap()
        };
        assert!(may("select").await && may("insert").await, "{table}");
        if APPEND_ONLY.contains(&table.as_str()) {
            assert!(!may("update").await && !may("delete").await, "{table}");
        }
        // Receipts go some time after the end of their session; until then they stay as they are.
        assert!(table != "commands" || !may("update").await);
        for never in ["truncate", "references", "trigger"] {
            assert!(!may(never).await, "{never} on {table}");
        }
    }
}
