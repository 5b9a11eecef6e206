//! One-time links: choosing a password, and setting an installation up.

use resolutionflow::audit::AuditAction;
use std::net::IpAddr;

use app::backend::logins::{FirstAccount, LinkPage, SetCookie};
use app::error::AppError;
use resolutionflow::access::Role;
use resolutionflow::id::LinkId;
use resolutionflow::time::{Seconds, Timestamp};

use super::Service;
use super::failure::Failure;
use super::installation::Newcomer;
use super::sign_in::{Browser, give_back, set_password};
use crate::login::throttle::Counted;
use crate::login::{Secret, Token};
use crate::store::links::Link;
use crate::store::{self, Tx, accounts, links};

/// For how long the set-up link that a start printed can be used. The next start prints another one.
const SET_UP: Seconds = Seconds(24 * 3600);

impl Service {
    /// Whom a link is for.
    pub(super) async fn link_page(&self, text: &str, address: Option<IpAddr>) -> Result<LinkPage, Failure> {
        let (mut tx, token, link) = self.follow(text, address).await?;
        let settings = accounts::settings(&mut tx, token.account).await?;
        tx.commit().await?;
        Ok(LinkPage {
            user: link.user,
            name: link.name,
            email: link.email,
            account: settings.name.to_string(),
            invitation: link.invitation,
            expires_at: link.expires_at,
            zone: settings.zone,
        })
    }

    /// Sets the password of whom a link is for, and signs them in.
    pub(super) async fn choose_password(&self, text: &str, browser: &Browser<'_>, password: &str) -> Result<SetCookie, Failure> {
        let (tx, token, link) = self.follow(text, browser.address).await?;
        tx.commit().await?;
        let chosen = self.passwords.choose(password, vec![link.email, link.name]).await?;
        let hash = self.passwords.hash(chosen).await?;

        // Somebody else may have used it while the password was hashed.
        let mut tx = store::begin(&self.pool, token.account).await?;
        let link = links::lock(&mut tx, token.account, token.id, self.now()).await?.ok_or(AppError::DeadLink)?;
        let now = self.now();
        links::mark_used(&mut tx, token.account, token.id, now).await?;
        set_password(&mut tx, token.account, link.user, &hash, now).await?;
        let cookie = self.open_login(&mut tx, token.account, link.user, browser, AuditAction::UseLink, now).await?;
        tx.commit().await?;
        self.replace(browser.before, token.account).await?;
        Ok(cookie)
    }

    /// A link that can be used, held by the transaction. Tries that lead nowhere are counted.
    async fn follow(&self, text: &str, address: Option<IpAddr>) -> Result<(Tx, Token<LinkId>, Link), Failure> {
        let tries = [Counted::LinksFrom(address)];
        self.count(&tries).await?;
        let token = Token::<LinkId>::parse(text).ok_or(AppError::DeadLink)?;
        let mut tx = store::begin(&self.pool, token.account).await?;
        let link = links::lock(&mut tx, token.account, token.id, self.now()).await?;
        let link = link.filter(|link| token.matches(&link.secret_hash)).ok_or(AppError::DeadLink)?;
        give_back(&mut tx, &tries).await?;
        Ok((tx, token, link))
    }

    /// The secret of a new set-up link; none where there is an account already.
    ///
    /// # Errors
    /// The database's, and where there is no randomness.
    pub async fn print_set_up_link(&self) -> anyhow::Result<Option<String>> {
        let mut conn = self.pool.acquire().await?;
        if !accounts::keys(&mut conn).await?.is_empty() {
            return Ok(None);
        }
        let secret = Secret::new()?;
        let expires_at = self.now().plus(i64::try_from(SET_UP.0)?);
        links::print_set_up(&mut conn, &secret.hash(), expires_at).await?;
        Ok(Some(secret.reveal()))
    }

    /// Whether it is the set-up link.
    pub(super) async fn check_set_up(&self, text: &str, address: Option<IpAddr>) -> Result<Secret, Failure> {
        let tries = [Counted::LinksFrom(address)];
        self.count(&tries).await?;
        let secret = Secret::parse(text).ok_or(AppError::DeadLink)?;
        let mut conn = self.pool.acquire().await?;
        let printed = links::set_up(&mut conn, self.now()).await?;
        let fits = printed.is_some_and(|hash| secret.matches(&hash)) && accounts::keys(&mut conn).await?.is_empty();
        if !fits {
            return Err(AppError::DeadLink.into());
        }
        give_back(&mut conn, &tries).await?;
        Ok(secret)
    }

    /// Makes the first account and its first admin, who is signed in.
    pub(super) async fn set_up_account(&self, text: &str, browser: &Browser<'_>, first: &FirstAccount) -> Result<SetCookie, Failure> {
        let secret = self.check_set_up(text, browser.address).await?;
        let about = [first.email.as_str(), first.name.as_str(), first.account.as_str()].map(str::to_owned);
        let password = self.passwords.choose(&first.password, about.to_vec()).await?;
        let hash = self.passwords.hash(password).await?;
        let now = self.now();
        let admin = Newcomer { email: &first.email, name: &first.name, role: Role::Admin, password: &first.password };
        let (mut tx, account) = self.begin_account().await?;
        if !links::take_set_up(&mut tx, &secret.hash()).await? || !accounts::keys(&mut tx).await?.is_empty() {
            return Err(AppError::DeadLink.into());
        }
        let user = self.insert_account(&mut tx, account, &key(first.account.as_str()), &first.account, first.zone, &admin, &hash).await?;
        let cookie = self.open_login(&mut tx, account, user, browser, AuditAction::SignIn, now).await?;
        tx.commit().await?;
        Ok(cookie)
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

/// When a link ends that was made now.
pub(super) fn expires(now: Timestamp, invitation: bool) -> Timestamp {
    now.plus(if invitation { 7 } else { 1 } * 24 * 3600)
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
