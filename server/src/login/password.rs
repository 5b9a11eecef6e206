//! Passwords: Argon2id with 19 MiB, two passes and one lane (OWASP's choice and the crate's default), off the async threads, a
//! bounded number at a time. In normalisation form C (NIST SP 800-63B, 3.1.1.2): one keyboard composes what another one does not.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::{self, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use resolutionflow::text::composed;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};

/// The fewest characters of a password. There are no other rules of composition (NIST SP 800-63B, 3.1.1.2).
pub const MIN_LENGTH: usize = 12;
/// The most characters of a password, so that hashing one takes no longer than another.
pub const MAX_LENGTH: usize = 256;
/// Characters of a password that are compared with the lists: the work grows faster than their number.
const LOOKED_AT: usize = 64;
/// Guesses, as a power of ten, that must not find a password: as many as an attack over the network can make.
const MIN_GUESSES: f64 = 8.0;

/// Reason for which a new password cannot be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Fewer than [`MIN_LENGTH`] characters.
    #[error("A password needs at least {MIN_LENGTH} characters.")]
    TooShort,
    /// More than [`MAX_LENGTH`] characters.
    #[error("A password has at most {MAX_LENGTH} characters.")]
    TooLong {
        /// Number of characters of the refused password.
        length: usize,
    },
    /// Easy to guess: on the lists of what is tried first, known of its user, or made of little else.
    #[error("That password is easy to guess: it is one of those that are tried first. Choose another one.")]
    Common,
}

/// New password that passed the checks, in clear. `Debug` does not show it.
#[derive(Clone)]
pub struct NewPassword(String);

impl NewPassword {
    /// Checks a new password: its length, and zxcvbn's lists of common passwords, names and words. `about` is what is known of its user,
    /// such as their address, which is as easy to guess.
    ///
    /// # Errors
    /// [`Unfit`], the first reason that applies.
    pub fn parse(password: &str, about: &[&str]) -> Result<Self, Unfit> {
        let password = &*composed(password);
        let length = password.chars().count();
        let words = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty());
        let about: Vec<&str> = about.iter().copied().chain(words).collect();
        if length < MIN_LENGTH {
            Err(Unfit::TooShort)
        } else if length > MAX_LENGTH {
            Err(Unfit::TooLong { length })
        } else if is_guessed(password, &about) {
            Err(Unfit::Common)
        } else {
            Ok(Self(password.to_owned()))
        }
    }
}

/// True if the beginning of a password, which is all that is worth looking at, is found with fewer than 10⁸ guesses.
fn is_guessed(password: &str, about: &[&str]) -> bool {
    let end = password.char_indices().nth(LOOKED_AT).map_or(password.len(), |(end, _)| end);
    zxcvbn::zxcvbn(&password[..end], about).guesses_log10() < MIN_GUESSES
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// Failure of checking, hashing or verifying a password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The password may not be chosen, for this reason. The only failure that its user can mend.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The hash could not be made, or the stored one could not be read.
    #[error("The password could not be hashed: {0}.")]
    Hash(password_hash::Error),
    /// The operating system has no randomness to give.
    #[error("The password could not be salted: {0}.")]
    Salt(#[from] getrandom::Error),
    /// The thread that hashed was stopped, as when the server goes down.
    #[error("The password could not be looked at: {0}.")]
    Stopped(#[from] JoinError),
}

impl From<password_hash::Error> for PasswordError {
    fn from(error: password_hash::Error) -> Self {
        Self::Hash(error)
    }
}

/// Hashes and verifies passwords with Argon2id. Every hash takes 19 MiB and a core for a while, so as many run at once as there are cores;
/// the others wait. Clones share that limit.
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
    /// Checks a new password as [`NewPassword::parse`] does, on a thread for such work; `about` is what is known of its user.
    ///
    /// # Errors
    /// [`PasswordError::Unfit`].
    pub async fn choose(&self, password: &str, about: Vec<String>) -> Result<NewPassword, PasswordError> {
        let password = cut(&composed(password));
        self.bounded(move || {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            Ok(NewPassword::parse(&password, &about)?)
        })
        .await
    }

    /// Hash of a password with a fresh salt, to store: text in PHC form, which names algorithm, parameters and salt.
    ///
    /// # Errors
    /// [`PasswordError`] of any kind but `Unfit`.
    pub async fn hash(&self, password: NewPassword) -> Result<String, PasswordError> {
        self.bounded(move || hash(&password.0)).await
    }

    /// True if the password is the one of the `stored` hash: composed, or as it was typed, which is what older hashes are of. Without a hash the answer is no, after the same work, so that the time tells
    /// nobody which users there are.
    ///
    /// # Errors
    /// [`PasswordError`] of any kind but `Unfit`, such as for a stored hash that cannot be read.
    pub async fn verify(&self, password: &str, stored: Option<String>) -> Result<bool, PasswordError> {
        let (typed, composed) = (cut(password), cut(&composed(password)));
        self.bounded(move || {
            let known = stored.is_some();
            let stored = match &stored {
                Some(stored) => stored,
                None => DUMMY.as_deref().unwrap_or_default(),
            };
            let stored = PasswordHash::new(stored)?;
            for password in [Some(&composed), Some(&typed).filter(|typed| **typed != composed)].into_iter().flatten() {
                match Argon2::default().verify_password(password.as_bytes(), &stored) {
                    Ok(()) => return Ok(known),
                    Err(password_hash::Error::Password) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(false)
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

/// The part of a password that is looked at: a longer one is nobody's, and must not cost more than others.
fn cut(password: &str) -> String {
    password.chars().take(MAX_LENGTH + 1).collect()
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
        let stored = passwords.hash(NewPassword::parse("correct horse battery", &[]).unwrap()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify("correct horse battery", Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("correct horse batterz", Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_is_the_same_from_keyboards_that_compose_and_those_that_do_not() {
        let passwords = Passwords::default();
        for (one, other) in [
            ("schöne grüne Wiese", "scho\u{308}ne gru\u{308}ne Wiese"),
            ("ночной ключ йода", "ночно\u{438}\u{306} ключ \u{438}\u{306}ода"),
            ("가나다라마바사 아자차카", "\u{1100}\u{1161}나다라마바사 아자차카"),
        ] {
            for (chosen, typed) in [(one, other), (other, one)] {
                let stored = passwords.hash(NewPassword::parse(chosen, &[]).unwrap()).await.unwrap();
                assert!(passwords.verify(typed, Some(stored.clone())).await.unwrap(), "{typed}");
                assert!(passwords.verify(chosen, Some(stored)).await.unwrap(), "{chosen}");
            }
        }
        // As it was hashed before passwords were composed.
        let stored = hash("scho\u{308}ne gru\u{308}ne Wiese").unwrap();
        assert!(passwords.verify("scho\u{308}ne gru\u{308}ne Wiese", Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("schone grune Wiese", Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_signs_in_without_a_hash() {
        assert!(!Passwords::default().verify("nobody knows this one", None).await.unwrap());
    }

    #[test]
    fn a_password_is_long_and_not_one_of_those_that_are_tried_first() {
        let unfit = |password: &str| NewPassword::parse(password, &["mara@northwind.example", "Mara Lindqvist"]).err();
        assert_eq!(unfit("kurz und gut"), None);
        assert_eq!(unfit("elf Zeichen"), Some(Unfit::TooShort));
        assert_eq!(unfit("äöü ÄÖÜ ßéñ!"), None, "characters are counted, not bytes, and any of them will do");
        assert_eq!(unfit(&"correct horse battery ".repeat(12)), Some(Unfit::TooLong { length: 264 }));
        for common in [
            "password1234",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaaaaa",
            "Passw0rd1234",
            "mara lindqvist",
            "lindqvist mara",
            "iloveyou2024",
        ] {
            assert_eq!(unfit(common), Some(Unfit::Common), "{common}");
        }
        for good in ["walk-the-tree-twice", "demo-walk-the-tree", "correct horse battery staple", "vier Wände und ein Dach"] {
            assert_eq!(unfit(good), None, "{good}");
        }
    }
}
