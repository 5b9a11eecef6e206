//! Facts of drafts as pages list them.

use app::backend::views::drafts::DraftCard;
use resolutionflow::id::{AccountId, DraftId, TreeId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::store::positive;

/// Most drafts of a list.
const LISTED: i64 = 100;

/// Facts of a draft that people write in.
pub(crate) struct Facts {
    pub card: DraftCard,
    pub revision: u32,
    pub text_bytes: usize,
    /// Its tree, by id, with the latest version; none for one that was never published.
    pub tree: Option<(TreeId, u32)>,
    /// Key that it has in the draft.
    pub key: String,
    /// True if that is the key of another tree.
    pub is_key_taken: bool,
    /// True if it was made of a file of another program.
    pub is_imported: bool,
}

impl Facts {
    /// The latest version of its tree, where that is another one than it is based on.
    pub(crate) fn newer(&self) -> Option<u32> {
        let (_, latest) = self.tree?;
        Some(latest).filter(|latest| self.card.base.as_ref().is_some_and(|(_, base)| base != latest))
    }
}

struct Row {
    id: Uuid,
    name: Option<String>,
    tree_key: Option<String>,
    base_version: Option<i32>,
    node_count: i32,
    changed_at: DateTime<Utc>,
    changed_by: String,
}

impl Row {
    fn card(self) -> DraftCard {
        DraftCard {
            id: DraftId(self.id),
            name: self.name.unwrap_or_default(),
            base: self.tree_key.zip(self.base_version.map(positive)),
            nodes: positive(self.node_count),
            changed_at: Timestamp::from_utc(self.changed_at),
            changed_by: self.changed_by,
        }
    }
}

/// Finds the facts of a draft; none where there is none, or it has ended.
pub(crate) async fn facts(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Option<Facts>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select draft.id, head ->> 'name' as name, coalesce(head ->> 'key', '') as "key!", tree_id, trees.key as "tree_key?", base_version,
               trees.latest_version as "latest_version?", draft.node_count, text_bytes, revision, changed_at, users.name as changed_by,
               exists (
                   select from trees other
                   where other.account_id = $1 and other.key = head ->> 'key' and other.id is distinct from draft.tree_id
               ) as "is_key_taken!",
               exists (
                   select from draft_imports imports where imports.account_id = $1 and imports.draft_id = $2
               ) as "is_imported!"
           from tree_drafts draft
           join users on users.account_id = draft.account_id and users.id = changed_by
           left join trees on trees.account_id = draft.account_id and trees.id = tree_id
           where draft.account_id = $1 and draft.id = $2 and discarded_at is null and draft.published_at is null"#,
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Facts {
        revision: positive(row.revision),
        text_bytes: usize::try_from(row.text_bytes).unwrap_or_default(),
        tree: row.tree_id.map(TreeId).zip(row.latest_version.map(positive)),
        key: row.key,
        is_key_taken: row.is_key_taken,
        is_imported: row.is_imported,
        card: Row {
            id: row.id,
            name: row.name,
            tree_key: row.tree_key,
            base_version: row.base_version,
            node_count: row.node_count,
            changed_at: row.changed_at,
            changed_by: row.changed_by,
        }
        .card(),
    }))
}

/// What a user may undo and do again, each in a sentence, without the edits that do it.
pub(crate) async fn undo_words(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    user: UserId,
) -> Result<(Option<String>, Option<String>), sqlx::Error> {
    let row = sqlx::query!(
        r#"with own as (
               select kind, revision, sentence, undone_by from draft_edits
               where account_id = $1 and draft_id = $2 and author = $3 and edits is not null and kind <> 'rebase'
           )
           select
               (select sentence from own where kind <> 'undo' and undone_by is null order by revision desc limit 1) as "undo?",
               (select sentence from own
                where kind = 'undo' and undone_by is null
                  and revision > coalesce((select max(revision) from own where kind = 'change'), 0)
                order by revision desc limit 1) as "redo?""#,
        account.0,
        id.0,
        user.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.undo, row.redo))
}

/// Lists drafts that people write in, or with `discarded` those that were discarded after an instant; last changed first, at most 100.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, discarded: Option<Timestamp>) -> Result<Vec<DraftCard>, sqlx::Error> {
    let rows = match discarded {
        None => {
            sqlx::query_as!(
                Row,
                r#"select draft.id, head ->> 'name' as name, trees.key as "tree_key?", base_version, draft.node_count, changed_at,
                       users.name as changed_by
                   from tree_drafts draft
                   join users on users.account_id = draft.account_id and users.id = changed_by
                   left join trees on trees.account_id = draft.account_id and trees.id = tree_id
                   where draft.account_id = $1 and discarded_at is null and draft.published_at is null
                   order by changed_at desc, draft.id desc
                   limit $2"#,
                account.0,
                LISTED
            )
            .fetch_all(conn)
            .await?
        }
        Some(since) => {
            sqlx::query_as!(
                Row,
                r#"select draft.id, head ->> 'name' as name, trees.key as "tree_key?", base_version, draft.node_count, changed_at,
                       users.name as changed_by
                   from tree_drafts draft
                   join users on users.account_id = draft.account_id and users.id = changed_by
                   left join trees on trees.account_id = draft.account_id and trees.id = tree_id
                   where draft.account_id = $1 and discarded_at is not null and discarded_at > $3
                   order by discarded_at desc, draft.id desc
                   limit $2"#,
                account.0,
                LISTED,
                since.utc()
            )
            .fetch_all(conn)
            .await?
        }
    };
    Ok(rows.into_iter().map(Row::card).collect())
}
