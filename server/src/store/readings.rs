//! Readings of tree versions: their trees as sessions walk them, by this program's rules of Markdown.

use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::markdown::RULES;
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Tree, TreeDocument};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{integer, positive};

/// What there is of a version.
pub(crate) enum Stored {
    /// Its reading by this program's rules, as JSON.
    Reading(String),
    /// No such reading: the tree that was published, as JSON, and its document, from which the reading is derived.
    Published(String, TreeDocument),
}

impl Stored {
    /// The tree as it reads, and the bytes of its JSON. A large one takes a while to parse.
    pub(crate) fn tree(self) -> serde_json::Result<(Tree, usize)> {
        match self {
            Self::Reading(json) => Ok((serde_json::from_str(&json)?, json.len())),
            Self::Published(json, document) => {
                let published: Tree = serde_json::from_str(&json)?;
                Ok((published.read_again(&document).0, json.len()))
            }
        }
    }
}

/// Reads a version. Fails with [`sqlx::Error::RowNotFound`] where there is none.
pub(crate) async fn of_version(conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<Stored, sqlx::Error> {
    let reading = sqlx::query_scalar!(
        r#"select tree::text as "tree!" from tree_readings where account_id = $1 and tree_id = $2 and number = $3 and rules = $4"#,
        account.0,
        version.tree_id.0,
        integer(version.number),
        RULES
    );
    if let Some(tree) = reading.fetch_optional(&mut *conn).await? {
        return Ok(Stored::Reading(tree));
    }
    let row = sqlx::query!(
        r#"select published::text as "published!", document as "document: Json<TreeDocument>"
           from tree_versions where account_id = $1 and tree_id = $2 and number = $3"#,
        account.0,
        version.tree_id.0,
        integer(version.number)
    );
    let row = row.fetch_one(conn).await?;
    Ok(Stored::Published(row.published, row.document.0))
}

/// Stores a version's reading where there is none, or in place of the one by these rules. False where somebody else has stored another one
/// since; nothing is changed then.
pub(crate) async fn save(
    conn: &mut PgConnection,
    account: AccountId,
    version: VersionRef,
    tree: &Tree,
    in_place_of: Option<i32>,
) -> Result<bool, sqlx::Error> {
    let saved = sqlx::query!(
        "insert into tree_readings (account_id, tree_id, number, rules, tree) values ($1, $2, $3, $4, $5)
         on conflict on constraint tree_readings_pkey do update set rules = excluded.rules, tree = excluded.tree
         where tree_readings.rules = $6",
        account.0,
        version.tree_id.0,
        integer(version.number),
        RULES,
        Json(tree) as _,
        in_place_of
    )
    .execute(conn)
    .await?;
    Ok(saved.rows_affected() > 0)
}

/// Statement that creates the function which [`accounts_due`] asks.
pub(super) fn due_function() -> String {
    include_str!("../../../migrations/functions/accounts_with_readings_due.sql").to_owned()
}

/// Lists the keys of the accounts with a version that has no reading by this program's rules, in alphabetical order. No account need be
/// visible.
pub(crate) async fn accounts_due(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select accounts_with_readings_due($1) as "key!""#, RULES).fetch_all(conn).await
}

/// Version whose reading is to be derived.
pub(crate) struct Due {
    pub version: VersionRef,
    pub key: String,
    /// Rules of the reading that there is; none where there is none.
    pub rules: Option<i32>,
    /// Tree as it read so far, as JSON: by those rules, or as it was published.
    pub before: String,
    pub document: TreeDocument,
}

/// Finds a version without a reading by this program's rules; none where every version has one.
pub(crate) async fn due(conn: &mut PgConnection, account: AccountId) -> Result<Option<Due>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select version.tree_id, version.number, tree.key, reading.rules as "rules?",
             coalesce(reading.tree, version.published)::text as "before!", version.document as "document: Json<TreeDocument>"
           from tree_versions version
           join trees tree on tree.account_id = version.account_id and tree.id = version.tree_id
           left join tree_readings reading on reading.account_id = version.account_id and reading.tree_id = version.tree_id
             and reading.number = version.number
           where version.account_id = $1 and reading.rules is distinct from $2
           order by version.tree_id, version.number
           limit 1"#,
        account.0,
        RULES
    );
    Ok(row.fetch_optional(conn).await?.map(|row| Due {
        version: VersionRef { tree_id: TreeId(row.tree_id), number: positive(row.number) },
        key: row.key,
        rules: row.rules,
        before: row.before,
        document: row.document.0,
    }))
}
