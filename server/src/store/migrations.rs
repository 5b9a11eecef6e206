//! The schema's versions.

use sqlx::PgPool;
use sqlx::migrate::{MigrateError, Migrator};

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Brings the schema up to date, as its owner. Safe to call from several servers at once.
///
/// # Errors
/// [`MigrateError`].
pub async fn migrate(owner: &PgPool) -> Result<(), MigrateError> {
    MIGRATOR.run(owner).await?;
    // The server looks at start-up whether it fits the schema.
    sqlx::query("grant select on _sqlx_migrations to resolutionflow_app").execute(owner).await?;
    Ok(())
}

/// How many migrations this server knows and the schema has not seen; asked as the application role.
///
/// # Errors
/// Where the database does not answer.
pub async fn pending_migrations(app: &PgPool) -> Result<usize, sqlx::Error> {
    let mut conn = app.acquire().await?;
    let migrated: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null").fetch_one(&mut *conn).await?;
    if !migrated {
        return Ok(MIGRATOR.iter().count());
    }
    let applied: Vec<i64> = sqlx::query_scalar("select version from _sqlx_migrations where success").fetch_all(&mut *conn).await?;
    Ok(MIGRATOR.iter().filter(|migration| !applied.contains(&migration.version)).count())
}
