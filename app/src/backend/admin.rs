//! Administration: people, the account's settings, categories, clients, the audit trail.

use async_trait::async_trait;
use resolutionflow::access::Role;
use resolutionflow::account::Settings;
use resolutionflow::id::{ClientId, LinkId, LoginId, UserId};
use resolutionflow::text::{ClientName, Name};
use resolutionflow::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::logins::{LoginRow, SetCookie};
use super::views::Person;
use crate::error::AppError;

/// The part of [`super::Backend`] for the people of an account (admin).
#[async_trait]
pub trait People: Send + Sync {
    /// All users, by name (admin).
    async fn users(&self) -> Result<Vec<UserRow>, AppError>;

    /// Pairs of addresses that are the same but for how they are written, from before the server compared them so, of users who are not
    /// deactivated (admin).
    async fn same_addresses(&self) -> Result<Vec<SameAddresses>, AppError>;

    /// One user, with their logins and the link that waits for them (admin).
    async fn user(&self, id: UserId) -> Result<UserPage, AppError>;

    /// Changes a user's name and role (admin); another role ends their other logins. Fails with [`AppError::LastAdmin`].
    async fn change_user(&self, user: UserId, name: Name, role: Role) -> Result<(), AppError>;

    /// Lets a technician write drafts of trees and publish them, or no longer (admin). Managers and admins may in any case.
    async fn let_author(&self, user: UserId, may: bool) -> Result<(), AppError>;

    /// Keeps a user from signing in, ends their logins and parks what they have running, or lets them in again (admin). Fails
    /// with [`AppError::LastAdmin`].
    async fn set_active(&self, user: UserId, active: bool) -> Result<(), AppError>;

    /// Ends a login of a user's, or all of them (admin).
    async fn end_logins_of(&self, user: UserId, login: Option<LoginId>) -> Result<(), AppError>;
}

/// The part of [`super::Backend`] for how an account works (admin).
#[async_trait]
pub trait AccountSettings: Send + Sync {
    /// The account's settings (admin).
    async fn settings(&self) -> Result<Settings, AppError>;

    /// Changes the account's settings (admin).
    async fn save_settings(&self, settings: Settings) -> Result<(), AppError>;

    /// Turns figures per person on or off (admin).
    async fn show_people(&self, shown: bool) -> Result<(), AppError>;
}

/// The part of [`super::Backend`] for categories and clients (manager).
#[async_trait]
pub trait Lists: Send + Sync {
    /// The categories of trees, by name (manager).
    async fn categories(&self) -> Result<Vec<CategoryRow>, AppError>;

    /// Calls a category something else, for its trees and for what is published later under the old name (manager). A name that
    /// another category has merges the two.
    async fn rename_category(&self, from: Name, to: Name) -> Result<(), AppError>;

    /// A page of the clients, by name (manager); [`AppError::Malformed`] for a cursor that is none.
    async fn clients(&self, query: ClientQuery) -> Result<ClientsPage, AppError>;

    /// One client, and the others that it can be merged into (manager).
    async fn client(&self, id: ClientId) -> Result<ClientPage, AppError>;

    /// Renames a client (manager). Fails with [`AppError::Invalid`] of `name` where another one has the name.
    async fn rename_client(&self, id: ClientId, name: ClientName) -> Result<(), AppError>;

    /// Moves a client's sessions to another one, and takes the first away (manager). Cannot be undone. The other one is named,
    /// as people type it; fails with [`AppError::Invalid`] of `into` where none has the name.
    async fn merge_clients(&self, from: ClientId, into: ClientName) -> Result<ClientId, AppError>;
}

/// The part of [`super::Backend`] for the audit trail (admin).
#[async_trait]
pub trait AuditTrail: Send + Sync {
    /// A page of the audit trail, newest first (admin).
    async fn audit(&self, query: AuditQuery) -> Result<AuditPage, AppError>;

    /// Records in the audit trail that the trail itself is exported (admin).
    async fn audit_export(&self) -> Result<(), AppError>;
}

/// A one-time link that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The user it is for.
    pub user: UserId,
    /// Cookie that shows the link to the admin who made it, for a few minutes.
    pub cookie: SetCookie,
}

/// Status of a user, as far as signing in goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserStatus {
    /// Can sign in.
    Active,
    /// Has no password yet.
    Invited,
    /// Kept from signing in by an admin.
    Deactivated,
}

/// A person of the account, as admins see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The user's id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// The role at this moment.
    pub role: Role,
    /// True if an admin lets them write drafts of trees.
    pub may_author: bool,
    /// State of their access: invited, active or deactivated.
    pub standing: UserStatus,
    /// The last input in any login; none if there is no login left.
    pub last_used_at: Option<Timestamp>,
}

/// Two addresses that are the same but for how they are written. None stands for one of another account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameAddresses {
    /// Address of the user who signs in with it however they write it: the older one, unless they were deactivated meanwhile.
    pub holder: Option<Address>,
    /// Address of the user who signs in with exactly this spelling.
    pub other: Option<Address>,
}

/// Address with which a user of the account signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The user.
    pub person: Person,
    /// The address, as it is stored.
    pub email: String,
}

/// A person of the account, with what can be changed about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// The user.
    pub user: UserRow,
    /// Their logins, last used first.
    pub logins: Vec<LoginRow>,
    /// The link that waits to be used, if there is one.
    pub link: Option<OpenLink>,
    /// True if it is the admin who asks.
    pub is_you: bool,
    /// True if no other admin can sign in.
    pub is_last_admin: bool,
}

/// A one-time link that waits to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenLink {
    /// Its id.
    pub id: LinkId,
    /// Instant at which it was made.
    pub created_at: Timestamp,
    /// Instant until which it can be used.
    pub expires_at: Timestamp,
}

/// A category of trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryRow {
    /// Its name.
    pub name: String,
    /// Number of trees in it, archived ones included.
    pub trees: u32,
}

/// Search of the client list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientQuery {
    /// Text that the names contain; empty for all.
    pub text: String,
    /// Cursor of an earlier page, at which this one begins: its [`ClientsPage::next`].
    pub after: Option<String>,
}

/// A page of clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientsPage {
    /// Clients of the page, by name.
    pub rows: Vec<ClientRow>,
    /// Cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// Start of its last session; none if it has none.
    pub last_session_at: Option<Timestamp>,
}

/// A client, and what it can be merged into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientPage {
    /// The client.
    pub client: ClientRow,
    /// Names of the account's other clients, to suggest as the one to merge into; at most 100.
    pub others: Vec<String>,
}

/// Filters of the audit trail. All of them live in the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Stored name of an action; empty for all.
    pub action: String,
    /// Author of the changes; none for all.
    pub by: Option<UserId>,
    /// Id of the changed subject; none for all.
    pub subject: Option<Uuid>,
    /// From the beginning of a day in the account's zone, `2026-02-10`; empty for all.
    pub from: String,
    /// To the end of a day in the account's zone; empty for all.
    pub to: String,
    /// Place where the page begins: [`AuditPage::next`] of the page before.
    pub after: Option<String>,
}

/// Page of the audit trail.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditPage {
    /// Entries of the page, newest first.
    pub rows: Vec<AuditRow>,
    /// Place where the next page begins, if there is one.
    pub next: Option<String>,
    /// Users of the account, to filter by.
    pub people: Vec<Person>,
}

/// Entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Time of the change.
    pub at: Timestamp,
    /// Author; none on the command line, and before anybody was signed in.
    pub by: Option<Person>,
    /// Address of the author's browser; empty on the command line.
    pub address: String,
    /// Stored name of an [`AuditAction`](resolutionflow::audit::AuditAction), or one of a newer version.
    pub action: String,
    /// Stored name of a [`SubjectKind`](resolutionflow::audit::SubjectKind), or one of a newer version.
    pub kind: String,
    /// Id of the subject.
    pub subject: Uuid,
    /// Present name of the subject; empty where it has none.
    pub name: String,
    /// State of the subject before, as far as it changed; none if the entry keeps none.
    pub before: Option<Value>,
    /// State of the subject afterwards; none if the entry keeps none.
    pub after: Option<Value>,
}
