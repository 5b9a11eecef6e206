//! What a draft says: its head in its own row, and a row a node, so that an edit writes what it changes.

use std::collections::{HashMap, HashSet};

use resolutionflow::id::{AccountId, DraftId, UserId};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{DocumentNode, NodeId, TreeDocument};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::store::{integer, positive};

/// A draft's document as it is stored, of one moment.
pub(crate) struct Stored {
    pub revision: u32,
    head: String,
    nodes: Vec<String>,
}

impl Stored {
    /// The document. A large one takes a while.
    ///
    /// # Errors
    /// [`serde_json::Error`], which the constraints keep out.
    pub(crate) fn document(&self) -> Result<TreeDocument, serde_json::Error> {
        let head: TreeDocument = serde_json::from_str(&self.head)?;
        let nodes = self.nodes.iter().map(|node| serde_json::from_str(node)).collect::<Result<_, _>>()?;
        Ok(TreeDocument { nodes, ..head })
    }
}

/// Reads a draft's document in one statement, so that all of it is of one revision. Fails with [`sqlx::Error::RowNotFound`] where there is
/// no such draft.
pub(crate) async fn stored(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Stored, sqlx::Error> {
    let row = sqlx::query!(
        r#"select revision, head::text as "head!",
               array(
                   select node::text
                   from unnest(node_order) with ordinality as listed (id, place)
                   join draft_nodes on account_id = $1 and draft_id = $2 and key = sha256(convert_to(listed.id, 'UTF8'))
                   order by place
               ) as "nodes!"
           from tree_drafts where account_id = $1 and id = $2"#,
        account.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(Stored { revision: positive(row.revision), head: row.head, nodes: row.nodes })
}

/// Parts of a document that differ from the one that is stored, as they are written.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    head: Option<String>,
    order: Option<Vec<String>>,
    keys: Vec<Vec<u8>>,
    nodes: Vec<String>,
    gone: Vec<Vec<u8>>,
    node_count: usize,
    text_bytes: usize,
}

impl Saved {
    /// What has to be written where one document takes the place of another.
    ///
    /// # Errors
    /// [`serde_json::Error`], which a document never causes.
    pub(crate) fn of(before: &TreeDocument, after: &TreeDocument) -> Result<Self, serde_json::Error> {
        let there: HashMap<&str, &DocumentNode> = before.nodes.iter().map(|node| (node.id.0.as_str(), node)).collect();
        let mut saved = Self { node_count: after.nodes.len(), text_bytes: after.text_bytes(), ..Self::default() };
        let mut stays = 0;
        for node in &after.nodes {
            let old = there.get(node.id.0.as_str());
            stays += usize::from(old.is_some());
            if old.is_none_or(|old| *old != node) {
                saved.keys.push(key(&node.id.0));
                saved.nodes.push(serde_json::to_string(node)?);
            }
        }
        if stays < before.nodes.len() {
            let kept: HashSet<&str> = after.nodes.iter().map(|node| node.id.0.as_str()).collect();
            saved.gone = there.keys().filter(|id| !kept.contains(*id)).map(|id| key(id)).collect();
        }
        if head(before) != head(after) {
            saved.head = Some(serde_json::to_string(&head(after))?);
        }
        if before.nodes.len() != after.nodes.len() || before.nodes.iter().zip(&after.nodes).any(|(old, new)| old.id != new.id) {
            saved.order = Some(after.nodes.iter().map(|node| node.id.0.clone()).collect());
        }
        Ok(saved)
    }

    /// Bytes of what is written.
    pub(crate) fn bytes(&self) -> usize {
        let nodes = self.nodes.iter().map(String::len).sum::<usize>();
        nodes + self.head.as_ref().map_or(0, String::len) + self.order.iter().flatten().map(String::len).sum::<usize>()
    }
}

fn key(id: &str) -> Vec<u8> {
    Sha256::digest(id).to_vec()
}

/// A document without its nodes.
fn head(document: &TreeDocument) -> TreeDocument {
    let TreeDocument { format, key, name, category, tags, description, root, nodes: _ } = document;
    TreeDocument {
        format: format.clone(),
        key: key.clone(),
        name: name.clone(),
        category: category.clone(),
        tags: tags.clone(),
        description: description.clone(),
        root: root.clone(),
        nodes: Vec::new(),
    }
}

/// Writes what differs, as a revision of a draft.
pub(crate) async fn save(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    (saved, revision): (&Saved, u32),
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    if !saved.gone.is_empty() {
        sqlx::query!("delete from draft_nodes where account_id = $1 and draft_id = $2 and key = any($3)", account.0, id.0, &saved.gone)
            .execute(&mut *conn)
            .await?;
    }
    if !saved.nodes.is_empty() {
        sqlx::query!(
            "insert into draft_nodes (account_id, draft_id, key, node)
             select $1, $2, key, node::jsonb from unnest($3::bytea[], $4::text[]) as written (key, node)
             on conflict on constraint draft_nodes_pkey do update set node = excluded.node",
            account.0,
            id.0,
            &saved.keys,
            &saved.nodes
        )
        .execute(&mut *conn)
        .await?;
    }
    if saved.head.is_some() || saved.order.is_some() {
        sqlx::query!(
            "update tree_drafts set head = coalesce($3::text::jsonb, head), node_order = coalesce($4, node_order)
             where account_id = $1 and id = $2",
            account.0,
            id.0,
            saved.head,
            saved.order.as_deref()
        )
        .execute(&mut *conn)
        .await?;
    }
    // Alone: the long columns stay where they are.
    sqlx::query!(
        "update tree_drafts set revision = $3, node_count = $4, text_bytes = $5, changed_by = $6, changed_at = $7
         where account_id = $1 and id = $2",
        account.0,
        id.0,
        integer(revision),
        integer(saved.node_count),
        integer(saved.text_bytes),
        by.0,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Reads the ids of a draft's nodes, in the author's order.
pub(crate) async fn node_ids(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Vec<NodeId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select node_order from tree_drafts where account_id = $1 and id = $2", account.0, id.0)
        .fetch_optional(conn)
        .await?;
    Ok(ids.unwrap_or_default().into_iter().map(NodeId).collect())
}
