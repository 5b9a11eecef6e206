//! The schema: numbered migrations, which are frozen once landed, then functions, which are installed again when their text changes.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};

use super::history::search_function;
use super::release::{self, MadeBy, Release};

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Makes the statement that creates a function.
type Statement = fn() -> String;

/// The functions in migrations/functions/, by name.
const FUNCTIONS: [(&str, Statement); 6] = [
    ("find_sessions", search_function),
    ("accounts_with_readings_due", super::readings::due_function),
    ("accounts_with_figures", super::figures::generations::function),
    ("chains_of", super::figures::chains::of_function),
    ("chain_roots_due", super::figures::chains::due_function),
    ("chains_that_came_back", super::history::came_back_function),
];

/// Failure to use or migrate the database's schema.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A migration that this program does not know, by its number: a newer program applied it.
    #[error(
        "the database has migration {0}, which this program does not know: a newer one was here before. Use that program, or a backup \
         from before it"
    )]
    Unknown(i64),
    /// A later release made it, and left out what this program needs.
    #[error(
        "the database is of release {0}, which works with programs from {1} on, and this one is {own}. Use a later program, or a backup from \
         before",
        own = Release::own()
    )]
    Outgrown(Release, Release),
    /// A later release made it, whose program alone may change it.
    #[error("the database is of release {0}, which is later than this program; that one's migrates it")]
    Later(Release),
    /// A migration that differs from this program's, by its number: a development build applied it.
    #[error(
        "the database has another migration {0} than this program: a development build made it. Use that program, or make the database \
         anew"
    )]
    Edited(i64),
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

/// The schema, as a program finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Of this release or an earlier one.
    Own {
        /// Number of migrations and functions that this program has and the schema has not; 0 means up to date.
        pending: usize,
    },
    /// Of a later release, and works for this program, which changes nothing of it.
    Later(Release),
}

/// Brings the schema up to date, as its owner: applies pending migrations, then replaces functions whose text changed. Safe to call from
/// several servers at once.
///
/// # Errors
/// [`SchemaError`]. Migrations that were applied before the failing one stay applied.
pub async fn migrate(owner: &PgPool) -> Result<(), SchemaError> {
    // Refuses another program's schema in words, before sqlx does it in its own.
    if let Schema::Later(release) = look(&mut *owner.acquire().await?).await? {
        return Err(SchemaError::Later(release));
    }
    MIGRATOR.run(owner).await?;
    let mut tx = owner.begin().await?;
    // Two servers that grant the same or replace the same function at once would be in each other's way.
    sqlx::query("select pg_advisory_xact_lock(hashtext('resolutionflow.functions'))").execute(&mut *tx).await?;
    // The server compares the migrations when it starts.
    sqlx::query("grant select on _sqlx_migrations to resolutionflow_app").execute(&mut *tx).await?;
    for (name, text) in pending_functions(&mut tx).await? {
        let checksum = checksum(&text);
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut *tx).await?;
        sqlx::query("insert into installed_functions (name, checksum) values ($1, $2) on conflict (name) do update set checksum = $2")
            .bind(name)
            .bind(checksum)
            .execute(&mut *tx)
            .await?;
    }
    release::sign(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// Compares the schema with this program. Asked as the application role.
///
/// # Errors
/// [`SchemaError::Unknown`], [`SchemaError::Edited`] and [`SchemaError::Outgrown`] for one that is not this program's.
pub async fn schema(app: &PgPool) -> Result<Schema, SchemaError> {
    // In a transaction: a pooler lends a connection for no longer.
    look(&mut *app.begin().await?).await
}

async fn look(conn: &mut PgConnection) -> Result<Schema, SchemaError> {
    match release::made_by(conn).await? {
        Some(MadeBy { release, oldest }) if release > Release::own() => {
            if oldest > Release::own() {
                Err(SchemaError::Outgrown(release, oldest))
            } else {
                Ok(Schema::Later(release))
            }
        }
        _ => Ok(Schema::Own { pending: pending_numbered(conn).await? + pending_functions(conn).await?.len() }),
    }
}

/// The number of migrations that are not applied; those that are must be this program's.
async fn pending_numbered(conn: &mut PgConnection) -> Result<usize, SchemaError> {
    let migrated: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null").fetch_one(&mut *conn).await?;
    if !migrated {
        return Ok(MIGRATOR.iter().count());
    }
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("select version, checksum from _sqlx_migrations where success order by version").fetch_all(conn).await?;
    for (version, checksum) in &applied {
        match MIGRATOR.iter().find(|migration| migration.version == *version) {
            None => return Err(SchemaError::Unknown(*version)),
            Some(known) if *known.checksum != **checksum => return Err(SchemaError::Edited(*version)),
            Some(_) => {}
        }
    }
    Ok(MIGRATOR.iter().count() - applied.len())
}

/// The functions that are not installed, or with another text.
async fn pending_functions(conn: &mut PgConnection) -> Result<Vec<(&'static str, String)>, SchemaError> {
    let exists: bool = sqlx::query_scalar("select to_regclass('installed_functions') is not null").fetch_one(&mut *conn).await?;
    let installed: HashMap<String, String> = if exists {
        // A migration may have dropped the function.
        let sql = "select name, checksum from installed_functions where to_regproc(name) is not null";
        sqlx::query_as::<_, (String, String)>(sql).fetch_all(conn).await?.into_iter().collect()
    } else {
        HashMap::new()
    };
    let functions = FUNCTIONS.into_iter().map(|(name, text)| (name, text()));
    Ok(functions.filter(|(name, text)| installed.get(*name) != Some(&checksum(text))).collect())
}

fn checksum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
