//! Accounts and users, as the command line adds them: it may do anything, so nothing here takes an authority.

use app::error::{AppError, Fault};
use futures_util::future::try_join_all;
use resolutionflow::access::Role;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::text::{Email, Name};
use resolutionflow::zone::Zone;
use serde_json::json;
use uuid::Uuid;

use super::Service;
use super::failure::Failure;
use super::logins::set_password;
use crate::login::password::PasswordError;
use crate::store::audit::{By, Entry};
use crate::store::{self, CommitError, Tx, accounts, audit, password_links, users};

/// Failure of a use case of the command line, as a sentence for its user.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing was set up yet.
    #[error("There is no account yet. Add one first.")]
    NoAccount,
    /// There are several accounts, with these keys, and it must be said which one is meant.
    #[error("There are several accounts: {}. Say which one with --account.", .0.join(", "))]
    SeveralAccounts(Vec<String>),
    /// The key names no account.
    #[error("There is no account “{0}”.")]
    NoSuchAccount(String),
    /// Another account has the key.
    #[error("There is an account “{0}” already.")]
    KeyTaken(String),
    /// The key cannot name an account.
    #[error("“{0}” cannot be an account's key: 1 to 64 lower-case letters, digits and hyphens, such as “northwind-it”.")]
    BadKey(String),
    /// The name is empty, too long, or has characters that no name may have.
    #[error("The account's name {0}.")]
    BadName(#[from] resolutionflow::text::TextError),
    /// The address is taken.
    #[error("{0} belongs to a user already.")]
    EmailTaken(String),
    /// The address belongs to nobody.
    #[error("No user has the address {0}.")]
    NoSuchUser(String),
    /// The password is unfit, or could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The password of one of several users is unfit, or could not be hashed.
    #[error("{email}: {error}")]
    PasswordOf {
        /// The user's address.
        email: String,
        /// The reason.
        error: PasswordError,
    },
    /// The database refused or did not answer.
    #[error("The database says: {0}.")]
    Database(#[from] sqlx::Error),
}

/// User to be added on the command line or with a new account.
#[derive(Clone, Copy)]
pub struct Newcomer<'a> {
    /// The address to sign in with.
    pub email: &'a Email,
    /// Their name.
    pub name: &'a Name,
    /// Their role.
    pub role: Role,
    /// Their password, in clear. It is checked and hashed before anything is stored.
    pub password: &'a str,
}

impl Service {
    /// The key of the only account, for commands that name none.
    ///
    /// # Errors
    /// [`Error::NoAccount`] or [`Error::SeveralAccounts`] where there is not exactly one.
    pub async fn sole_account(&self) -> Result<String, Error> {
        let mut keys = accounts::keys(&mut *store::begin_outside(&self.pool).await?).await?;
        match keys.pop() {
            None => Err(Error::NoAccount),
            Some(key) if keys.is_empty() => Ok(key),
            Some(key) => Err(Error::SeveralAccounts(keys.into_iter().chain([key]).collect())),
        }
    }

    /// The key of every account, in alphabetical order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn account_keys(&self) -> Result<Vec<String>, Error> {
        Ok(accounts::keys(&mut *store::begin_outside(&self.pool).await?).await?)
    }

    /// Id of the account that a key names.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub async fn account(&self, key: &str) -> Result<AccountId, Error> {
        let found = accounts::by_key(&mut *store::begin_outside(&self.pool).await?, key).await?;
        found.ok_or_else(|| Error::NoSuchAccount(key.to_owned()))
    }

    /// Adds an account and its first user, both or neither. `key` is 1 to 64 lower-case letters, digits and hyphens.
    ///
    /// # Errors
    /// [`Error::KeyTaken`], [`Error::BadKey`], [`Error::BadName`], and those of [`Service::add_user`].
    pub async fn found_account(&self, key: &str, name: &str, zone: Zone, first: &Newcomer<'_>) -> Result<AccountId, Error> {
        let name = Name::parse(name)?;
        let hash = self.hash(first).await?;
        let (mut tx, account) = self.begin_account().await?;
        self.insert_account(&mut tx, account, key, &name, zone, first, &hash).await?;
        tx.commit().await?;
        Ok(account)
    }

    /// Begins a transaction that sees an account which is about to be added, and gives the account its id.
    pub(super) async fn begin_account(&self) -> Result<(Tx, AccountId), sqlx::Error> {
        let account = AccountId(Uuid::now_v7());
        Ok((store::begin(&self.pool, account).await?, account))
    }

    /// Adds an account and its first user, in the transaction of [`Service::begin_account`], and returns the user. `hash` is of the user's
    /// password.
    ///
    /// # Errors
    /// [`Error::KeyTaken`], [`Error::BadKey`], [`Error::EmailTaken`].
    #[allow(clippy::too_many_arguments, reason = "an account begins with them")]
    pub(super) async fn insert_account(
        &self,
        tx: &mut Tx,
        account: AccountId,
        key: &str,
        name: &Name,
        zone: Zone,
        first: &Newcomer<'_>,
        hash: &str,
    ) -> Result<UserId, Error> {
        match accounts::insert(tx, account, key, name, zone, self.now()).await {
            Ok(()) => {}
            Err(error) if violates(&error, "account_keys_slug") => return Err(Error::BadKey(key.to_owned())),
            Err(error) if violates(&error, "account_keys_pkey") => return Err(Error::KeyTaken(key.to_owned())),
            Err(error) => return Err(error.into()),
        }
        let entry = Entry { by: By::default(), action: AuditAction::FoundAccount, subject: account.0, before: None, after: None };
        audit::insert(tx, account, self.now(), &entry).await?;
        self.insert_user(tx, account, first, hash).await
    }

    async fn hash(&self, user: &Newcomer<'_>) -> Result<String, PasswordError> {
        let about = vec![user.email.as_str().to_owned(), user.name.as_str().to_owned()];
        self.passwords.hash(self.passwords.choose(user.password, about).await?).await
    }

    /// Adds a user with a password to an account, and returns their id.
    ///
    /// # Errors
    /// [`Error::EmailTaken`], [`Error::Password`].
    pub async fn add_user(&self, account: AccountId, user: &Newcomer<'_>) -> Result<UserId, Error> {
        let hash = self.hash(user).await?;
        let mut tx = store::begin(&self.pool, account).await?;
        let id = self.insert_user(&mut tx, account, user, &hash).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Adds users with passwords to an account, all or none. Their passwords are hashed side by side.
    ///
    /// # Errors
    /// [`Error::EmailTaken`], [`Error::PasswordOf`].
    pub async fn add_users(&self, account: AccountId, users: &[Newcomer<'_>]) -> Result<(), Error> {
        let hashes =
            try_join_all(users.iter().map(async |user| {
                self.hash(user).await.map_err(|error| Error::PasswordOf { email: user.email.as_str().to_owned(), error })
            }));
        let hashes = hashes.await?;
        let mut tx = store::begin(&self.pool, account).await?;
        for (user, hash) in users.iter().zip(&hashes) {
            self.insert_user(&mut tx, account, user, hash).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn insert_user(&self, tx: &mut Tx, account: AccountId, user: &Newcomer<'_>, hash: &str) -> Result<UserId, Error> {
        let Newcomer { email, name, role, .. } = *user;
        let id = UserId(Uuid::now_v7());
        match users::insert(tx, account, &users::NewUser { id, email, name, role, password_hash: Some(hash) }, self.now()).await {
            Ok(()) => {
                let after = Some(json!({"role": role}));
                let entry = Entry { by: By::default(), action: AuditAction::AddUser, subject: id.0, before: None, after };
                audit::insert(tx, account, self.now(), &entry).await?;
                Ok(id)
            }
            Err(error) if violates(&error, "login_emails_pkey") || violates(&error, "login_emails_same_key") => {
                Err(Error::EmailTaken(email.as_str().to_owned()))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Changes a user's password, ends every login of theirs and revokes their link.
    ///
    /// # Errors
    /// [`Error::NoSuchUser`], [`Error::Password`].
    pub async fn set_password(&self, email: &Email, password: &str) -> Result<(), Error> {
        let (account, user) = self.user(email).await?;
        let chosen = self.passwords.choose(password, vec![email.as_str().to_owned()]).await?;
        let hash = self.passwords.hash(chosen).await?;
        let now = self.now();
        let mut tx = store::begin(&self.pool, account).await?;
        set_password(&mut tx, account, user, &hash, now).await?;
        password_links::revoke(&mut tx, account, user, now).await?;
        let entry = Entry { by: By::default(), action: AuditAction::ChangePassword, subject: user.0, before: None, after: None };
        audit::insert(&mut tx, account, now, &entry).await?;
        Ok(tx.commit().await?)
    }

    /// The account and id of the user who signs in with an e-mail address, deactivated or not.
    ///
    /// # Errors
    /// [`Error::NoSuchUser`].
    pub async fn user(&self, email: &Email) -> Result<(AccountId, UserId), Error> {
        let found = users::by_email(&mut *store::begin_outside(&self.pool).await?, email).await?;
        found.ok_or_else(|| Error::NoSuchUser(email.as_str().to_owned()))
    }
}

impl From<CommitError> for Error {
    fn from(error: CommitError) -> Self {
        Self::Database(error.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(error) => Self::Database(error),
            Error::EmailTaken(_) => Self::Answer(AppError::invalid("email", Fault::Taken)),
            error => Self::Fault(Box::new(error)),
        }
    }
}

fn violates(error: &sqlx::Error, constraint: &str) -> bool {
    error.as_database_error().and_then(|error| error.constraint()) == Some(constraint)
}
