//! Trees and their immutable versions.

use app::backend::history::TreeChoice;
use app::backend::views::TreeCard;
use resolutionflow::id::{AccountId, TreeId, UserId};
use resolutionflow::search::{Matching, Query};
use resolutionflow::session::VersionRef;
use resolutionflow::text::Key;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Tree, TreeDocument};
use sqlx::PgConnection;
use sqlx::types::Json;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use super::words::{Vector, query};
use super::{integer, positive, readings};

/// The most bytes of a tree's text that the search looks at: more would not fit into a tsvector.
const SEARCH_LIMIT: usize = 200_000;

/// Tree of the library as lists show it, with its id.
pub(crate) struct Shelved {
    pub id: TreeId,
    pub card: TreeCard,
}

impl Shelved {
    /// Reference to its latest version.
    pub(crate) fn latest(&self) -> VersionRef {
        VersionRef { tree_id: self.id, number: self.card.version }
    }
}

struct TreeRow {
    id: Uuid,
    key: String,
    archived_at: Option<DateTime<Utc>>,
    latest_version: i32,
    name: String,
    category: String,
    tags: Vec<String>,
    description: String,
    node_count: i32,
    published_at: DateTime<Utc>,
}

impl From<TreeRow> for Shelved {
    fn from(row: TreeRow) -> Self {
        let card = TreeCard {
            key: row.key,
            name: row.name,
            category: row.category,
            tags: row.tags,
            description: row.description,
            nodes: positive(row.node_count),
            version: positive(row.latest_version),
            published_at: Timestamp::from_utc(row.published_at),
            archived: row.archived_at.is_some(),
        };
        Self { id: TreeId(row.id), card }
    }
}

/// Filter of the library, and the page to read; empty texts let every tree through.
pub(crate) struct LibraryFilter<'a> {
    pub text: &'a str,
    pub category: &'a str,
    pub archived: bool,
    /// Time of publication and id of the last tree of the page before; the page begins after it.
    pub after: Option<(Timestamp, Uuid)>,
    pub limit: i64,
}

/// Reads the trees that the filter lets through, the latest published first, at most `filter.limit`.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, filter: &LibraryFilter<'_>) -> Result<Vec<Shelved>, sqlx::Error> {
    let (after_at, after_id) = filter.after.map(|(at, id)| (at.utc(), id)).unzip();
    let rows = sqlx::query_as!(
        TreeRow,
        "select id, key, archived_at, latest_version, name, category, tags, description, node_count, published_at
         from trees
         where account_id = $1
           and (archived_at is not null) = $2
           and ($3 = '' or category = $3 or category = (select name from categories where account_id = $1 and same_key = $8))
           and ($4 = '' or search @@ search_tokens($4))
           and ($5::timestamptz is null or (published_at, id) < ($5, $6::uuid))
         order by published_at desc, id desc
         limit $7",
        account.0,
        filter.archived,
        filter.category,
        query(&Query::of(filter.text, Matching::Beginnings)),
        after_at,
        after_id,
        filter.limit,
        Key::of(filter.category).to_string()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Shelved::from).collect())
}

/// Lists the categories that have a tree in the library, or with `archived` an archived one, by name.
pub(crate) async fn categories(conn: &mut PgConnection, account: AccountId, archived: bool) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select category from trees where account_id = $1 and (archived_at is not null) = $2
         group by category order by category collate alphabetical",
        account.0,
        archived
    )
    .fetch_all(conn)
    .await
}

/// Lists all trees of the account to choose from, by name, archived ones included.
pub(crate) async fn choices(conn: &mut PgConnection, account: AccountId) -> Result<Vec<TreeChoice>, sqlx::Error> {
    sqlx::query_as!(
        TreeChoice,
        r#"select id, key, name, category, dense_rank() over (order by category collate alphabetical) as "category_rank!"
           from trees where account_id = $1 order by name collate alphabetical, key"#,
        account.0
    )
    .fetch_all(conn)
    .await
}

/// Finds the tree of a key, however that is written, archived or not; none where there is none. Every tree's key is its own in the sense of
/// [`Key`]: small letters, digits and hyphens.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, key: &str) -> Result<Option<Shelved>, sqlx::Error> {
    let row = sqlx::query_as!(
        TreeRow,
        "select id, key, archived_at, latest_version, name, category, tags, description, node_count, published_at
         from trees
         where account_id = $1 and key = $2",
        account.0,
        Key::of(key).to_string()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Shelved::from))
}

/// Reads a version as its author wrote it, as JSON. Fails with [`sqlx::Error::RowNotFound`] where there is none.
pub(crate) async fn document(conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select document::text as "document!" from tree_versions where account_id = $1 and tree_id = $2 and number = $3"#,
        account.0,
        version.tree_id.0,
        integer(version.number)
    )
    .fetch_one(conn)
    .await
}

/// Locks the tree with the document's key until the transaction ends, and returns its latest version; true with it if that version's
/// document is this one. None where there is no such tree.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    account: AccountId,
    document: &TreeDocument,
) -> Result<Option<(VersionRef, bool)>, sqlx::Error> {
    let locked =
        sqlx::query!("select id, latest_version from trees where account_id = $1 and key = $2 for no key update", account.0, document.key)
            .fetch_optional(&mut *conn)
            .await?;
    let Some(locked) = locked else { return Ok(None) };
    let same = sqlx::query_scalar!(
        r#"select document = $4 as "same!" from tree_versions where account_id = $1 and tree_id = $2 and number = $3"#,
        account.0,
        locked.id,
        locked.latest_version,
        Json(document) as _
    )
    .fetch_one(conn)
    .await?;
    Ok(Some((VersionRef { tree_id: TreeId(locked.id), number: positive(locked.latest_version) }, same)))
}

/// Key of a tree. Fails with [`sqlx::Error::RowNotFound`] where there is none.
pub(crate) async fn key(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select key from trees where account_id = $1 and id = $2", account.0, tree.0).fetch_one(conn).await
}

/// Locks a tree until the transaction ends: others wait before they change its budgets or publish a version.
pub(crate) async fn lock_by_id(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!("select id from trees where account_id = $1 and id = $2 for no key update", account.0, tree.0)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// Adds a version with its reading and makes it the latest: number 1 of a new tree, any other in place of the version before. `category` is the account's
/// name for the document's category. Violates `trees_key_key` where another tree has the key.
#[allow(clippy::too_many_arguments, reason = "each is a column or two")]
pub(crate) async fn publish(
    conn: &mut PgConnection,
    account: AccountId,
    version: VersionRef,
    document: &TreeDocument,
    tree: &Tree,
    category: &str,
    note: &str,
    by: Option<UserId>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into trees (account_id, id, key, latest_version, name, category, tags, description, node_count, published_at, search)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::tsvector)
         on conflict on constraint trees_pkey do update
         set latest_version = excluded.latest_version, name = excluded.name, category = excluded.category, tags = excluded.tags,
             description = excluded.description, node_count = excluded.node_count, published_at = excluded.published_at,
             search = excluded.search",
        account.0,
        version.tree_id.0,
        document.key,
        integer(version.number),
        tree.name(),
        category,
        tree.tags(),
        tree.description(),
        integer(tree.nodes().len()),
        now.utc(),
        search_vector(tree)
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into tree_versions (account_id, tree_id, number, document, published, published_at, published_by, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        account.0,
        version.tree_id.0,
        integer(version.number),
        Json(document) as _,
        Json(tree.without_markup()) as _,
        now.utc(),
        by.map(|by| by.0),
        note
    )
    .execute(&mut *conn)
    .await?;
    // Nobody else knows of the version yet.
    readings::save(conn, account, version, tree, None).await.map(drop)
}

/// Lists the versions of a tree with the instants of their publication, the latest first, at most 1,000.
pub(crate) async fn versions(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<Vec<(u32, Timestamp)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select number, published_at from tree_versions where account_id = $1 and tree_id = $2 order by number desc limit 1000",
        account.0,
        tree.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (positive(row.number), Timestamp::from_utc(row.published_at))).collect())
}

/// Number of the latest version of a tree. Fails with [`sqlx::Error::RowNotFound`] where there is no such tree.
pub(crate) async fn latest_number(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<u32, sqlx::Error> {
    let number = sqlx::query_scalar!("select latest_version from trees where account_id = $1 and id = $2", account.0, tree.0);
    Ok(positive(number.fetch_one(conn).await?))
}

/// Lists the latest version of every tree.
pub(crate) async fn latest(conn: &mut PgConnection, account: AccountId) -> Result<Vec<VersionRef>, sqlx::Error> {
    let rows = sqlx::query!("select id, latest_version from trees where account_id = $1 order by id", account.0).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| VersionRef { tree_id: TreeId(row.id), number: positive(row.latest_version) }).collect())
}

/// Replaces the tokens by which searches find a tree with those of a version, as long as that is its latest.
pub(crate) async fn index(conn: &mut PgConnection, account: AccountId, version: VersionRef, tree: &Tree) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update trees set search = $4::text::tsvector where account_id = $1 and id = $2 and latest_version = $3",
        account.0,
        version.tree_id.0,
        integer(version.number),
        search_vector(tree)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The tokens by which searches find the tree, as a tsvector's text.
fn search_vector(tree: &Tree) -> String {
    let text = tree.search_text();
    Vector::of(&text[..text.floor_char_boundary(SEARCH_LIMIT)]).into_text()
}

/// Archives a tree as of this time, or with none puts it back into the library.
pub(crate) async fn archive(
    conn: &mut PgConnection,
    account: AccountId,
    tree: TreeId,
    archived_at: Option<Timestamp>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update trees set archived_at = $3 where account_id = $1 and id = $2", account.0, tree.0, archived_at.map(Timestamp::utc))
        .execute(conn)
        .await?;
    Ok(())
}
