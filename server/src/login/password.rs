//! Passwords: Argon2id with 19 MiB, two passes and one lane (OWASP's choice and the crate's default), off the async threads, a
//! bounded number at a time.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::{self, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};

/// The fewest characters of a password.
pub const MIN_LENGTH: usize = 12;

/// Why a password could not be taken or looked at.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`MIN_LENGTH`] characters.
    #[error("A password needs at least {MIN_LENGTH} characters.")]
    TooShort,
    /// The hash could not be made.
    #[error("The password could not be hashed: {0}.")]
    Hash(password_hash::Error),
    /// The operating system has no randomness to give.
    #[error("The password could not be salted: {0}.")]
    Salt(#[from] getrandom::Error),
    /// The server is going down.
    #[error("The password could not be looked at: {0}.")]
    Stopped(#[from] JoinError),
}

impl From<password_hash::Error> for PasswordError {
    fn from(error: password_hash::Error) -> Self {
        Self::Hash(error)
    }
}

/// Hashes and verifies passwords. Every hash takes 19 MiB and a core for a while, so as many run at once as there are cores.
#[derive(Debug, Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { permits: Arc::new(Semaphore::new(cores)) }
    }
}

impl Passwords {
    /// The hash to store, in PHC form.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        if password.chars().count() < MIN_LENGTH {
            return Err(PasswordError::TooShort);
        }
        let password = password.to_owned();
        self.bounded(move || hash(&password)).await
    }

    /// Whether the password is the one that was hashed. Without a hash the answer is no, after the same work, so that the
    /// time tells nobody which users there are.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn verify(&self, password: &str, stored: Option<String>) -> Result<bool, PasswordError> {
        let password = password.to_owned();
        self.bounded(move || {
            let known = stored.is_some();
            let stored = match &stored {
                Some(stored) => stored,
                None => DUMMY.as_deref().unwrap_or_default(),
            };
            match Argon2::default().verify_password(password.as_bytes(), &PasswordHash::new(stored)?) {
                Ok(()) => Ok(known),
                Err(password_hash::Error::Password) => Ok(false),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    async fn bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        // The semaphore is never closed; were it, the work would only be unbounded.
        let permit = self.permits.clone().acquire_owned().await.ok();
        // The permit goes along: the work goes on when the request that asked for it is dropped.
        spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await?
    }
}

/// A hash of nothing that anybody knows.
static DUMMY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody knows this one").ok());

fn hash(password: &str) -> Result<String, PasswordError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let passwords = Passwords::default();
        let stored = passwords.hash("correct horse battery").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify("correct horse battery", Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("correct horse batterz", Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_signs_in_without_a_hash() {
        assert!(!Passwords::default().verify("nobody knows this one", None).await.unwrap());
    }

    #[tokio::test]
    async fn a_short_password_is_refused() {
        let passwords = Passwords::default();
        assert!(matches!(passwords.hash(&"ä".repeat(11)).await, Err(PasswordError::TooShort)));
        assert!(passwords.hash(&"ä".repeat(12)).await.is_ok());
    }
}
