//! The schema's versions, and the functions that are installed after them.

use server::store::{Release, Schema, SchemaError, migrate, schema};
use sqlx::{AssertSqlSafe, PgPool};

use crate::app::TestApp;
use crate::fixtures::ADA;

async fn execute(superuser: &PgPool, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(superuser).await.unwrap();
}

/// Number of migrations and functions that the schema lacks.
async fn pending(app: &TestApp) -> usize {
    let Schema::Own { pending } = schema(&app.pool).await.unwrap() else { panic!("a later release's") };
    pending
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let app = TestApp::start().await;
    assert_eq!(pending(&app).await, 0);
    let before = app.count("_sqlx_migrations").await;
    migrate(&app.superuser).await.unwrap();
    assert_eq!(app.count("_sqlx_migrations").await, before);
}

#[tokio::test]
async fn the_application_sees_what_is_pending() {
    let app = TestApp::start().await;
    let all = app.count("_sqlx_migrations").await;
    execute(&app.superuser, "delete from _sqlx_migrations where version = 6").await;
    assert_eq!(pending(&app).await, 1);
    execute(&app.superuser, "drop table _sqlx_migrations").await;
    assert_eq!(i64::try_from(pending(&app).await).unwrap(), all);
}

#[tokio::test]
async fn a_newer_programs_migration_is_refused_in_words() {
    let app = TestApp::start().await;
    let newer =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, '', 0)";
    execute(&app.superuser, newer).await;
    let refused = schema(&app.pool).await.unwrap_err();
    assert!(matches!(refused, SchemaError::Unknown(9999)));
    assert!(refused.to_string().contains("has migration 9999, which this program does not know"), "{refused}");
    assert!(matches!(migrate(&app.superuser).await, Err(SchemaError::Unknown(9999))));
}

#[tokio::test]
async fn a_migration_that_was_edited_after_it_was_applied_is_refused_in_words() {
    let app = TestApp::start().await;
    execute(&app.superuser, "update _sqlx_migrations set checksum = 'other' where version = 10").await;
    let refused = schema(&app.pool).await.unwrap_err();
    assert!(matches!(refused, SchemaError::Edited(10)));
    assert!(refused.to_string().contains("a development build made it"), "{refused}");
    assert!(matches!(migrate(&app.superuser).await, Err(SchemaError::Edited(10))));
}

#[tokio::test]
async fn a_program_works_on_the_schema_of_the_next_release_and_changes_nothing_of_it() {
    let app = TestApp::start().await;
    // As that one's program leaves it: a migration and a function of its own.
    execute(
        &app.superuser,
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, '', 0);
         update installed_functions set checksum = 'of its own' where name = 'find_sessions';
         update schema_release set release = array[release[1], release[2] + 10, 0]",
    )
    .await;
    let Schema::Later(release) = schema(&app.pool).await.unwrap() else { panic!("this program's") };
    assert!(release > Release::own());
    let refused = migrate(&app.superuser).await.unwrap_err().to_string();
    assert!(refused.contains(&format!("of release {release}, which is later")), "{refused}");
    assert_eq!(app.sign_in(ADA).await.users().await.map(|users| users.len()), Ok(4));

    // A later one yet, which took away what this one needs.
    execute(&app.superuser, "update schema_release set oldest = release").await;
    let refused = schema(&app.pool).await.unwrap_err();
    assert!(matches!(refused, SchemaError::Outgrown(..)) && refused.to_string().contains("works with programs from"), "{refused}");

    // The next release's own program finds the one before.
    execute(
        &app.superuser,
        "delete from _sqlx_migrations where version = 9999; update schema_release set release = '{0,0,9}', oldest = '{0,0,9}'",
    )
    .await;
    assert_eq!(pending(&app).await, 1, "the function");
    migrate(&app.superuser).await.unwrap();
    let signed: bool = sqlx::query_scalar("select release > '{0,0,9}' from schema_release").fetch_one(&app.superuser).await.unwrap();
    assert!(signed && pending(&app).await == 0);
}

#[tokio::test]
async fn a_function_with_another_text_or_none_is_installed_again() {
    let app = TestApp::start().await;
    let source = async || -> Option<String> {
        let sql = "select prosrc from pg_proc where proname = 'find_sessions'";
        sqlx::query_scalar(sql).fetch_optional(&app.superuser).await.unwrap()
    };
    let before = source().await;
    assert!(before.as_ref().is_some_and(|source| source.contains("s.parked_seconds > 0") && !source.contains("{conditions}")));
    execute(&app.superuser, "update installed_functions set checksum = 'of another text' where name = 'find_sessions'").await;
    assert_eq!(pending(&app).await, 1);
    migrate(&app.superuser).await.unwrap();
    assert_eq!(pending(&app).await, 0);

    // As a later migration does that changes its arguments.
    execute(&app.superuser, "drop function find_sessions").await;
    assert_eq!(pending(&app).await, 1);
    migrate(&app.superuser).await.unwrap();
    assert_eq!((pending(&app).await, source().await), (0, before));
}
