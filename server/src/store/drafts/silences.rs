//! Warnings that nobody wants to see any more: of a tree in all of its drafts, or of a draft that is no tree yet.

use resolutionflow::id::{AccountId, DraftId, TreeId, UserId};
use resolutionflow::text::Reason;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{NodeId, Silence, WarningKind};
use sqlx::PgConnection;

use crate::store::text;

/// What a warning is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    Tree(TreeId),
    /// A draft of a tree that was never published.
    Draft(DraftId),
}

impl About {
    /// The tree, or else the draft.
    fn ids(self) -> (Option<uuid::Uuid>, Option<uuid::Uuid>) {
        match self {
            Self::Tree(tree) => (Some(tree.0), None),
            Self::Draft(draft) => (None, Some(draft.0)),
        }
    }

    fn id(self) -> uuid::Uuid {
        match self {
            Self::Tree(tree) => tree.0,
            Self::Draft(draft) => draft.0,
        }
    }
}

/// Lists what is silenced. Kinds of a later version are left out.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, about: About) -> Result<Vec<Silence>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, node_id, reason from silenced_warnings where account_id = $1 and about = $2 order by kind, node_id",
        account.0,
        about.id()
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .filter_map(|row| {
            let kind: WarningKind = row.kind.parse().ok()?;
            let node = Some(row.node_id).filter(|id| !id.is_empty()).map(NodeId);
            Some(text(row.reason).map(|reason| Silence { kind, node, reason }))
        })
        .collect()
}

/// Counts what is silenced.
pub(crate) async fn count(conn: &mut PgConnection, account: AccountId, about: About) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from silenced_warnings where account_id = $1 and about = $2"#, account.0, about.id())
        .fetch_one(conn)
        .await
}

/// Silences a warning, or gives another reason for it.
pub(crate) async fn silence(
    conn: &mut PgConnection,
    account: AccountId,
    about: About,
    (kind, node): (WarningKind, Option<&NodeId>),
    reason: &Reason,
    (by, now): (UserId, Timestamp),
) -> Result<(), sqlx::Error> {
    let (tree, draft) = about.ids();
    sqlx::query!(
        "insert into silenced_warnings (account_id, tree_id, draft_id, kind, node_id, reason, silenced_at, silenced_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict on constraint silenced_warnings_pkey do update
         set reason = excluded.reason, silenced_at = excluded.silenced_at, silenced_by = excluded.silenced_by
         where silenced_warnings.reason <> excluded.reason",
        account.0,
        tree,
        draft,
        kind.as_str(),
        node.map_or("", |node| &node.0),
        reason.as_str(),
        now.utc(),
        by.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Shows a warning again.
pub(crate) async fn show(
    conn: &mut PgConnection,
    account: AccountId,
    about: About,
    (kind, node): (WarningKind, Option<&NodeId>),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from silenced_warnings where account_id = $1 and about = $2 and kind = $3 and node_id = $4",
        account.0,
        about.id(),
        kind.as_str(),
        node.map_or("", |node| &node.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Hands what is silenced of a draft on to the tree that it has become.
pub(crate) async fn hand_on(conn: &mut PgConnection, account: AccountId, draft: DraftId, tree: TreeId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update silenced_warnings set tree_id = $3, draft_id = null where account_id = $1 and draft_id = $2",
        account.0,
        draft.0,
        tree.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
