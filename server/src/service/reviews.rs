//! Care of trees: who owns one, when it is reviewed, and which trees need somebody's eyes.

use std::collections::BTreeMap;

use app::backend::reviews::{Care, Reviews};
use app::backend::views::TreeName;
use app::backend::views::reviews::{NeedsEyes, NeedyTree, TreeCare};
use app::error::{AppError, Fault};
use async_trait::async_trait;
use chrono::{Days as Count, NaiveDate};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, CommandId, TreeId, UserId};
use resolutionflow::insights::Period;
use resolutionflow::review::{ADDED_WITHIN, BEFORE, Known, LAST, by_urgency, next_review, signs};
use resolutionflow::session::Fingerprint;
use resolutionflow::stats::{Rate, SessionFigures};
use resolutionflow::text::normalise;
use serde_json::{Value, json};
use sqlx::PgConnection;
use tracing::instrument;

use super::authority::Authority;
use super::failure::{Failure, answer};
use super::request::Request;
use crate::store::audit::{self, Entry};
use crate::store::figures::generations::{self, Counted, Standing};
use crate::store::figures::{Days, read};
use crate::store::reviews::{self, Change};
use crate::store::{end_read, trees, users};

#[async_trait]
impl Reviews for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn needs_eyes(&self, mine: bool) -> Result<NeedsEyes, AppError> {
        answer(self.trees_that_need_eyes(mine)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn care_for_tree(&self, id: CommandId, key: &str, care: Care) -> Result<(), AppError> {
        answer(self.care_for(id, key, care)).await
    }
}

fn days(period: Period) -> Days {
    Days { from: period.from(), to: period.to() }
}

impl Request {
    async fn trees_that_need_eyes(&self, mine: bool) -> Result<NeedsEyes, Failure> {
        let (mut tx, technician) = self.technician().await?;
        let account = technician.author()?.account();
        let (counted, counting) = match generations::standing(&mut tx, account).await? {
            Standing::Counted(counted) => (Some(counted), None),
            Standing::Counting { percent } => (None, Some(percent)),
        };
        let zone = technician.settings().zone;
        let today = zone.day(self.service.now());
        // Walks are of the days by which they are counted.
        let counted_today = counted.map_or(today, |counted| counted.zone.day(self.service.now()));
        let owner = mine.then_some(technician.actor().user_id);
        let generation = counted.map(|counted| counted.generation);
        let rows = reviews::counted(&mut tx, account, owner, generation, days(Period::ending(counted_today, ADDED_WITHIN))).await?;
        let resolved = match counted {
            Some(counted) => Some(Resolved::read(&mut tx, account, &counted, counted_today).await?),
            None => None,
        };
        end_read(tx);
        let needy = rows.into_iter().filter_map(|row| {
            let known = Known {
                owner: row.ownership(),
                due: row.care.due,
                reviewed: row.care.last.as_ref().map(|review| zone.day(review.at)),
                reports: row.reports,
                added: row.added,
                resolved: resolved.as_ref().map_or((None, None), |resolved| resolved.of(row.id)),
            };
            let signs = signs(&known, today);
            (!signs.is_empty()).then_some(NeedyTree { tree: TreeName { key: row.key, name: row.name }, care: row.care, signs })
        });
        let mut trees: Vec<NeedyTree> = needy.collect();
        // Of equals those stay in the order of their names.
        trees.sort_by(|one, other| by_urgency(&one.signs, &other.signs));
        let count = trees.len();
        trees.truncate(NeedsEyes::LISTED);
        Ok(NeedsEyes { trees, count, counting })
    }

    async fn care_for(&self, id: CommandId, key: &str, care: Care) -> Result<(), Failure> {
        let (mut tx, technician) = self.technician().await?;
        let (author, by) = (technician.author()?, technician.actor().user_id);
        let (account, now) = (author.account(), self.service.now());
        let tree = trees::find(&mut tx, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
        // One at a time, so that each finds what the one before did.
        trees::lock_by_id(&mut tx, account, tree.id).await?;
        let fingerprint = fingerprint(&tree.card.key, &care);
        if let Some(before) = reviews::receipt(&mut tx, account, id).await? {
            end_read(tx);
            return if before == (fingerprint, by) { Ok(()) } else { Err(AppError::DifferentContent.into()) };
        }
        let before = reviews::of_tree(&mut tx, account, tree.id).await?;
        let today = technician.settings().zone.day(now);
        let (owner, due, reviewed) = match &care {
            Care::Set { owner, due } => (self.owner(&mut tx, account, &before, *owner).await?, *due, None),
            Care::Reviewed { due, note } => (before.owner.as_ref().map(|owner| owner.person.id), *due, Some(note.as_str())),
        };
        let due = next_review(due, before.due, today).map_err(|fault| AppError::invalid("due", fault))?;
        reviews::change(&mut tx, account, &Change { id, fingerprint, tree: tree.id, reviewed, owner, due, by }, now).await?;
        let after = reviews::of_tree(&mut tx, account, tree.id).await?;
        if reviewed.is_some() || told(&before, None) != told(&after, None) {
            let action = if reviewed.is_some() { AuditAction::ReviewTree } else { AuditAction::SetCare };
            let (before, after) = (Some(told(&before, None)), Some(told(&after, reviewed)));
            audit::insert(&mut tx, account, now, &Entry { by: author.by(), action, subject: tree.id.0, before, after }).await?;
        }
        Ok(tx.commit().await?)
    }

    /// An owner who may be one, or who is one already.
    async fn owner(
        &self,
        conn: &mut PgConnection,
        account: AccountId,
        before: &TreeCare,
        owner: Option<UserId>,
    ) -> Result<Option<UserId>, Failure> {
        let is_fit = owner.is_none()
            || owner == before.owner.as_ref().map(|owner| owner.person.id)
            || users::authors(conn, account).await?.iter().any(|person| Some(person.id) == owner);
        if is_fit { Ok(owner) } else { Err(AppError::invalid("owner", Fault::Unknown).into()) }
    }
}

fn fingerprint(key: &str, care: &Care) -> Fingerprint {
    match care {
        Care::Set { owner, due } => Fingerprint::of_kind("care", &json!({"tree": key, "owner": owner, "due": due})),
        Care::Reviewed { due, note } => Fingerprint::of_kind("review", &json!({"tree": key, "due": due, "note": note})),
    }
}

/// Care as the audit trail has it.
fn told(care: &TreeCare, note: Option<&str>) -> Value {
    let mut told = json!({"owner": care.owner.as_ref().map(|owner| &owner.person.name), "next review": care.due});
    if let (Some(note), Some(fields)) = (note.filter(|note| !note.is_empty()), told.as_object_mut()) {
        fields.insert("note".to_owned(), note.into());
    }
    told
}

/// Shares resolved of all trees, of the last days and of those before.
struct Resolved {
    last: BTreeMap<TreeId, SessionFigures>,
    before: BTreeMap<TreeId, SessionFigures>,
}

impl Resolved {
    async fn read(conn: &mut PgConnection, account: AccountId, counted: &Counted, today: NaiveDate) -> Result<Self, sqlx::Error> {
        let last = Period::ending(today, LAST);
        let before = Period::ending(last.from() - Count::new(1), BEFORE);
        Ok(Self {
            last: read::by_tree(conn, account, counted, days(last)).await?,
            before: read::by_tree(conn, account, counted, days(before)).await?,
        })
    }

    fn of(&self, tree: TreeId) -> (Option<Rate>, Option<Rate>) {
        let resolution = |figures: Option<&SessionFigures>| figures.and_then(SessionFigures::resolution);
        (resolution(self.last.get(&tree)), resolution(self.before.get(&tree)))
    }
}
