//! Suggested changes as pages list them.

use app::backend::views::proposals::ProposalCard;
use app::backend::views::{Person, TreeName};
use resolutionflow::id::{AccountId, DraftId, ProposalId, SessionId, TreeId, UserId};
use resolutionflow::proposal::Course;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeId;
use sqlx::PgConnection;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::store::positive;

struct Row {
    id: Uuid,
    session_id: Uuid,
    tree_key: String,
    tree_name: String,
    version_number: i32,
    node_id: String,
    title: String,
    note: String,
    proposed_by: Uuid,
    proposer: String,
    proposed_at: DateTime<Utc>,
    draft_id: Option<Uuid>,
    stands: bool,
    is_laid_aside: bool,
    published_version: Option<i32>,
    is_withdrawn: bool,
    reason: Option<String>,
    declined_by: Option<String>,
}

impl From<Row> for ProposalCard {
    fn from(row: Row) -> Self {
        let course = Course {
            stands: row.stands,
            is_in_draft: row.draft_id.is_some() && !row.is_laid_aside,
            published: row.published_version.map(positive),
            is_declined: row.reason.is_some(),
            is_withdrawn: row.is_withdrawn,
        };
        Self {
            id: ProposalId(row.id),
            session: SessionId(row.session_id),
            tree: TreeName { key: row.tree_key, name: row.tree_name },
            version: positive(row.version_number),
            node: NodeId(row.node_id),
            title: row.title,
            note: row.note,
            by: Person { id: UserId(row.proposed_by), name: row.proposer },
            at: Timestamp::from_utc(row.proposed_at),
            standing: course.standing(),
            declined: row.declined_by.zip(row.reason),
            draft: row.draft_id.map(DraftId).filter(|_| course.is_in_draft),
        }
    }
}

/// Query of suggestions that meet a condition, with its order.
macro_rules! cards {
    ($condition:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select proposal.id, session_id, trees.key as tree_key, trees.name as tree_name, version_number, node_id, title, note,
                   proposed_by, users.name as proposer, proposed_at, draft_id, stands, is_laid_aside, published_version,
                   withdrawn_at is not null as "is_withdrawn!", reason, decliner.name as "declined_by?"
               from proposals proposal
               join users on users.account_id = proposal.account_id and users.id = proposed_by
               join trees on trees.account_id = proposal.account_id and trees.id = proposal.tree_id
               left join users decliner on decliner.account_id = proposal.account_id and decliner.id = proposal.declined_by
               where proposal.account_id = $1 and "# + $condition,
            $($argument),+
        )
    };
}

/// Reads a suggestion. Fails with [`sqlx::Error::RowNotFound`] where there is none.
pub(crate) async fn card(conn: &mut PgConnection, account: AccountId, id: ProposalId) -> Result<ProposalCard, sqlx::Error> {
    Ok(cards!("proposal.id = $2", account.0, id.0).fetch_one(conn).await?.into())
}

/// Lists those that wait, of one tree or of all, oldest first.
pub(crate) async fn waiting(
    conn: &mut PgConnection,
    account: AccountId,
    tree: Option<TreeId>,
    limit: i64,
) -> Result<Vec<ProposalCard>, sqlx::Error> {
    let rows = cards!(
        "is_waiting and ($2::uuid is null or proposal.tree_id = $2) order by proposed_at, proposal.id limit $3",
        account.0,
        tree.map(|tree| tree.0),
        limit
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Into::into).collect())
}

/// Lists those that were decided, last suggested first.
pub(crate) async fn decided(conn: &mut PgConnection, account: AccountId, limit: i64) -> Result<Vec<ProposalCard>, sqlx::Error> {
    let rows = cards!("not is_waiting order by proposed_at desc, proposal.id desc limit $2", account.0, limit);
    Ok(rows.fetch_all(conn).await?.into_iter().map(Into::into).collect())
}

/// Lists those of a user, last suggested first.
pub(crate) async fn of_user(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    limit: i64,
) -> Result<Vec<ProposalCard>, sqlx::Error> {
    let rows = cards!("proposed_by = $2 order by proposed_at desc, proposal.id desc limit $3", account.0, user.0, limit);
    Ok(rows.fetch_all(conn).await?.into_iter().map(Into::into).collect())
}

/// Counts those of a user that wait.
pub(crate) async fn count_waiting(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from proposals where account_id = $1 and proposed_by = $2 and is_waiting"#,
        account.0,
        user.0
    )
    .fetch_one(conn)
    .await
}
