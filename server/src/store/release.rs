//! Releases that share a schema while servers are upgraded: each works on what the next one made of it.

use std::fmt;

use sqlx::PgConnection;

/// Oldest release whose programs work on this program's schema. A migration that takes something away raises it, to the first release that
/// does without it.
const OLDEST: Release = Release([0, 1, 0]);

/// Release of the program, of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release([i32; 3]);

impl Release {
    /// This program's own.
    pub fn own() -> Self {
        let numbers = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH")];
        // Cargo takes nothing else than numbers.
        Self(numbers.map(|number| number.parse().unwrap_or_default()))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// Releases that a schema is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct MadeBy {
    /// The one that made it as it is.
    pub(super) release: Release,
    /// The oldest that it works for.
    pub(super) oldest: Release,
}

/// Releases that the schema is for; none where it is from before it said so.
pub(super) async fn made_by(conn: &mut PgConnection) -> Result<Option<MadeBy>, sqlx::Error> {
    if !sqlx::query_scalar("select to_regclass('schema_release') is not null").fetch_one(&mut *conn).await? {
        return Ok(None);
    }
    let stored: Option<([i32; 3], [i32; 3])> = sqlx::query_as("select release, oldest from schema_release").fetch_optional(conn).await?;
    Ok(stored.map(|(release, oldest)| MadeBy { release: Release(release), oldest: Release(oldest) }))
}

/// Says that this program's release made the schema as it is.
pub(super) async fn sign(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into schema_release (release, oldest) values ($1, $2)
         on conflict (is_only) do update set release = excluded.release, oldest = excluded.oldest",
    )
    .bind(Release::own().0)
    .bind(OLDEST.0)
    .execute(conn)
    .await?;
    Ok(())
}
