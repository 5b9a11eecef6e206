//! Readings of tree versions, derived anew where a program reads Markdown by other rules than the one that published them.

use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::AccountId;
use resolutionflow::tree::{Difference, Tree, Words};
use serde_json::{Map, Value, json};
use tokio::task::spawn_blocking;

use super::Service;
use super::authority::Manager;
use super::failure::{Failure, answer};
use crate::store::audit::Entry;
use crate::store::readings::Due;
use crate::store::{self, audit, end_read, readings, trees};

/// The most steps of a version that the audit trail tells with their words.
const TOLD: usize = 50;

/// A version whose reading was derived anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Reread {
    /// Key of the tree.
    pub key: String,
    /// Number of the version.
    pub version: u32,
    /// Its steps that read differently, in the author's order.
    pub differences: Vec<Difference>,
}

impl Service {
    /// Keys of the accounts with a version that has no reading by this program's rules: one statement for all of them.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn accounts_with_readings_due(&self) -> Result<Vec<String>, sqlx::Error> {
        readings::accounts_due(&mut *store::begin_outside(&self.pool).await?).await
    }

    /// Derives the reading of the account's next version that has none by this program's rules, and records in the audit trail what reads
    /// differently in it; none where every version has one. Each is stored in a transaction of its own: what is done stays done wherever the
    /// caller stops, and readers derive in passing what is not.
    ///
    /// # Errors
    /// An unexpected failure of the database.
    pub async fn derive_reading(&self, account: AccountId) -> Result<Option<Reread>, AppError> {
        answer(async {
            while let Some(due) = self.next_due(account).await? {
                if let Some(reread) = self.derive(account, due).await? {
                    return Ok(Some(reread));
                }
            }
            Ok(None)
        })
        .await
    }

    async fn next_due(&self, account: AccountId) -> Result<Option<Due>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        let due = readings::due(&mut tx, account).await?;
        end_read(tx);
        Ok(due)
    }

    /// Derives a reading while nothing of the database is held, and stores it; none where another program stored one meanwhile, which then
    /// tells what reads differently.
    async fn derive(&self, account: AccountId, due: Due) -> Result<Option<Reread>, Failure> {
        let Due { version, key, rules, before, document } = due;
        // A large tree takes a while.
        let derived = spawn_blocking(move || serde_json::from_str(&before).map(|before: Tree| before.read_again(&document)));
        let (tree, differences) = derived.await?.map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        let manager = Manager::on_the_command_line(account);
        let mut tx = self.begin(&manager).await?;
        store::wait_longer(&mut tx).await?;
        if !readings::save(&mut tx, account, version, &tree, rules).await? {
            end_read(tx);
            return Ok(None);
        }
        trees::index(&mut tx, account, version, &tree).await?;
        if !differences.is_empty() {
            let only_laid_out = differences.iter().filter(|step| step.words.is_none()).count();
            let state = |read: fn(&Words) -> &String| json!({"version": version.number, "steps": told(&differences, read), "steps_only_laid_out_differently": only_laid_out});
            let (before, after) = (Some(state(|words| &words.before)), Some(state(|words| &words.after)));
            let entry = Entry { by: manager.by(), action: AuditAction::RereadTree, subject: version.tree_id.0, before, after };
            audit::insert(&mut tx, account, self.now(), &entry).await?;
        }
        tx.commit().await?;
        Ok(Some(Reread { key, version: version.number, differences }))
    }
}

/// How the first steps with other words read, by their ids.
fn told(differences: &[Difference], read: fn(&Words) -> &String) -> Map<String, Value> {
    let words = differences.iter().filter_map(|step| Some((step.node.0.clone(), json!(read(step.words.as_ref()?)))));
    words.take(TOLD).collect()
}
