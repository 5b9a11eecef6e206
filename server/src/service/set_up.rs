//! Setting an installation up by the one-time link that its first start prints.

use app::backend::logins::{FirstAccount, SetCookie, SetUp};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::access::Role;
use resolutionflow::audit::AuditAction;
use resolutionflow::time::Seconds;
use tracing::instrument;

use super::Service;
use super::failure::{Failure, answer};
use super::installation::Newcomer;
use super::request::Request;
use super::tries::give_back;
use crate::login::Secret;
use crate::login::throttle::Counted;
use crate::store::{accounts, begin_outside, set_up_links};

/// Lifetime of the link. The next start prints another one.
const SET_UP: Seconds = Seconds(24 * 3600);

#[async_trait]
impl SetUp for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn set_up_link(&self, link: &str) -> Result<(), AppError> {
        answer(async { self.check_set_up(link).await.map(|_| ()) }).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn set_up(&self, link: &str, first: FirstAccount) -> Result<SetCookie, AppError> {
        answer(async {
            let service = &self.service;
            let secret = self.check_set_up(link).await?;
            let about = [first.email.as_str(), first.name.as_str(), first.account.as_str()].map(str::to_owned);
            let password = service.passwords.choose(&first.password, about.to_vec()).await?;
            let hash = service.passwords.hash(password).await?;
            let now = service.now();
            let admin = Newcomer { email: &first.email, name: &first.name, role: Role::Admin, password: &first.password };
            let (mut tx, account) = service.begin_account().await?;
            if !set_up_links::take(&mut tx, &secret.hash()).await? || !accounts::keys(&mut tx).await?.is_empty() {
                return Err(AppError::DeadLink.into());
            }
            let key = key(first.account.as_str());
            let user = service.insert_account(&mut tx, account, &key, &first.account, first.zone, &admin, &hash).await?;
            let cookie = self.open_login(&mut tx, account, user, AuditAction::SignIn, now).await?;
            tx.commit().await?;
            Ok(cookie)
        })
        .await
    }
}

impl Request {
    /// The secret of the set-up link; fails for any other text. Tries that lead nowhere are counted.
    async fn check_set_up(&self, text: &str) -> Result<Secret, Failure> {
        let tries = [Counted::LinksFrom(self.address)];
        self.service.count(&tries).await?;
        let secret = Secret::parse(text).ok_or(AppError::DeadLink)?;
        let mut tx = begin_outside(&self.service.pool).await?;
        let printed = set_up_links::hash(&mut tx, self.service.now()).await?;
        let fits = printed.is_some_and(|hash| secret.matches(&hash)) && accounts::keys(&mut tx).await?.is_empty();
        if !fits {
            return Err(AppError::DeadLink.into());
        }
        give_back(&mut tx, &tries).await?;
        tx.commit().await?;
        Ok(secret)
    }
}

impl Service {
    /// Makes a new set-up link, valid for 24 hours, which replaces the earlier one; returns its secret, for its address. None where there
    /// is an account already.
    ///
    /// # Errors
    /// An error where the database does not answer, or there is no randomness.
    pub async fn print_set_up_link(&self) -> anyhow::Result<Option<String>> {
        let mut tx = begin_outside(&self.pool).await?;
        if !accounts::keys(&mut tx).await?.is_empty() {
            return Ok(None);
        }
        let secret = Secret::new()?;
        let expires_at = self.now().plus(i64::try_from(SET_UP.0)?);
        set_up_links::replace(&mut tx, &secret.hash(), expires_at).await?;
        tx.commit().await?;
        Ok(Some(secret.reveal()))
    }
}

/// An account's key from its name.
fn key(name: &str) -> String {
    let letters: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let key: String = words.join("-").chars().take(64).collect();
    let key = key.trim_matches('-');
    if key.is_empty() { "account".to_owned() } else { key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_name_makes_a_key() {
        assert_eq!(key("Northwind IT, Inc."), "northwind-it-inc");
        assert_eq!(key("Ä"), "account");
        assert_eq!(key(&"ab ".repeat(40)).len(), 64);
    }
}
