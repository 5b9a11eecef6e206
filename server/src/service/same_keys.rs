//! Keys of names that were stored before names had keys, an account at a time. What turns out to be the same is merged, but for addresses.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use resolutionflow::audit::AuditAction;
use resolutionflow::id::AccountId;
use resolutionflow::text::Key;
use serde_json::json;
use sqlx::PgConnection;

use super::Service;
use super::failure::Failure;
use super::retry::retry_on_conflict;
use crate::store::audit::{By, Entry};
use crate::store::categories::Category;
use crate::store::{self, accounts, addresses, audit, categories, clients, views};

/// Two names of an account that turned out to be the same, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A client was merged into an older one.
    Client {
        /// Its name.
        from: String,
        /// Name of the older one.
        into: String,
        /// Number of sessions that were moved.
        sessions: u64,
    },
    /// A category was merged into one with more trees.
    Category {
        /// Its name.
        from: String,
        /// Name of the other one.
        into: String,
        /// Number of trees that were moved.
        trees: u64,
    },
    /// A saved view was dropped for an older one of its owner's. The audit trail has its filters.
    View {
        /// Its name.
        name: String,
    },
    /// An address is the same as an older user's: its user signs in with this spelling alone.
    Address {
        /// The address.
        email: String,
    },
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client { from, into, sessions } => write!(f, "client “{from}” is part of “{into}” now, with {sessions} sessions"),
            Self::Category { from, into, trees } => write!(f, "category “{from}” is part of “{into}” now, with {trees} trees"),
            Self::View { name } => {
                write!(f, "of two saved views “{name}” the older one stays; the audit trail has the other one's filters")
            }
            Self::Address { email } => write!(
                f,
                "{email} is the same as an older user's address: its user signs in with exactly this spelling until one of the two is deactivated"
            ),
        }
    }
}

impl Service {
    /// Keys of the accounts in which names may be without a key: those that there were before names had keys.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn accounts_without_same_keys(&self) -> Result<Vec<String>, sqlx::Error> {
        accounts::without_same_keys(&mut *store::begin_outside(&self.pool).await?).await
    }

    /// Fills the keys of an account's clients, categories, saved views and addresses that have none, and merges those that are the same, but
    /// for addresses. In one transaction: what was filled stays filled, and a second time there is nothing to do. Returns what was the same.
    ///
    /// # Errors
    /// A failure of the database; nothing is changed then.
    pub async fn fill_same_keys(&self, account: AccountId) -> anyhow::Result<Vec<Found>> {
        Ok(retry_on_conflict(|| self.fill(account)).await?)
    }

    async fn fill(&self, account: AccountId) -> Result<Vec<Found>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        accounts::lock(&mut tx, account).await?;
        let mut found = self.fill_clients(&mut tx, account).await?;
        found.extend(self.fill_categories(&mut tx, account).await?);
        found.extend(self.fill_views(&mut tx, account).await?);
        for (user, email) in addresses::without_key(&mut tx, account).await? {
            let contested = addresses::set_key(&mut tx, user, &email, &Key::of(&email)).await?;
            found.extend(contested.map(|email| Found::Address { email }));
        }
        accounts::same_keys_are_filled(&mut tx, account).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Of clients that are the same the oldest stays.
    async fn fill_clients(&self, conn: &mut PgConnection, account: AccountId) -> Result<Vec<Found>, Failure> {
        let (mut found, mut oldest, mut keyless) = (Vec::new(), HashMap::new(), BTreeMap::new());
        // The oldest first.
        for client in clients::all(conn, account).await? {
            let key = Key::of(&client.name);
            let Some((into, name)) = oldest.get(&key) else {
                if !client.has_key {
                    keyless.insert(client.id, key.clone());
                }
                oldest.insert(key, (client.id, client.name));
                continue;
            };
            for id in [*into, client.id] {
                clients::lock(conn, account, id).await?;
            }
            let sessions = clients::merge(conn, account, client.id, *into, name).await?;
            let before = json!({"client": client.id, "name": client.name});
            let after = json!({"client": into, "name": name, "sessions": sessions});
            self.say(conn, account, AuditAction::MergeClients, into.0, before, after).await?;
            found.push(Found::Client { from: client.name, into: name.clone(), sessions });
        }
        clients::set_keys(conn, account, keyless).await?;
        Ok(found)
    }

    /// Of categories that are the same, the one that has a key, or else the one with the most trees, gives its name to both. Their words stay
    /// apart in the table, for the version before.
    async fn fill_categories(&self, conn: &mut PgConnection, account: AccountId) -> Result<Vec<Found>, Failure> {
        let mut found = Vec::new();
        let all = loop {
            let all = categories::all(conn, account).await?;
            let Some((from, into)) = same(&all) else { break all };
            let trees = categories::call(conn, account, &from, &into).await?;
            let after = json!({"name": into, "trees": trees});
            self.say(conn, account, AuditAction::RenameCategory, account.0, json!({"name": from}), after).await?;
            found.push(Found::Category { from, into, trees });
        };
        let mut taken: Vec<Key> = all.iter().filter(|category| category.has_key).map(|category| Key::of(&category.word)).collect();
        for category in all.iter().filter(|category| !category.has_key) {
            let key = Key::of(&category.word);
            if !taken.contains(&key) {
                categories::set_key(conn, account, &category.word, &key).await?;
                taken.push(key);
            }
        }
        Ok(found)
    }

    /// Of a user's views that are the same the oldest stays, shared if any of them was.
    async fn fill_views(&self, conn: &mut PgConnection, account: AccountId) -> Result<Vec<Found>, Failure> {
        let mut found = Vec::new();
        for (id, view) in views::without_key(conn, account).await? {
            let key = Key::of(&view.name);
            let Some(older) = views::of_key(conn, account, view.owner, &key).await? else {
                views::set_key(conn, account, id, &key).await?;
                continue;
            };
            views::delete(conn, account, id).await?;
            if view.shared {
                views::share(conn, account, older).await?;
            }
            let before = json!({"name": view.name, "query": view.query, "shared": view.shared});
            self.say(conn, account, AuditAction::MergeViews, older.0, before, json!({"view": older})).await?;
            found.push(Found::View { name: view.name });
        }
        Ok(found)
    }

    /// Records a merge, which nobody asked for, in the audit trail.
    async fn say(
        &self,
        conn: &mut PgConnection,
        account: AccountId,
        action: AuditAction,
        subject: uuid::Uuid,
        before: serde_json::Value,
        after: serde_json::Value,
    ) -> Result<(), sqlx::Error> {
        let entry = Entry { by: By::default(), action, subject, before: Some(before), after: Some(after) };
        audit::insert(conn, account, self.now(), &entry).await
    }
}

/// The first category whose word or name is the same as that of an earlier one with another name: its name and that one's.
fn same(all: &[Category]) -> Option<(String, String)> {
    let mut names: HashMap<Key, &str> = HashMap::new();
    for category in all {
        for key in [Key::of(&category.word), Key::of(&category.name)] {
            let name = *names.entry(key).or_insert(&category.name);
            if name != category.name {
                return Some((category.name.clone(), name.to_owned()));
            }
        }
    }
    None
}
