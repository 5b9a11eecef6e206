//! Read-only links to sessions: making them, taking them back, and following them.

use std::sync::Arc;

use app::backend::exports::Reading;
use app::backend::logins::SetCookie;
use app::backend::shares::{ShareRow, Shared, Shares, SharesPage};
use app::error::AppError;
use async_trait::async_trait;
use export::{Fonts, Format, Options, Report};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{SessionId, ShareId};
use resolutionflow::share::{Expiry, MOST, Meets, Offer, ShareStatus, Visitor, may_make, may_take_back, meets};
use serde_json::json;
use sqlx::PgConnection;
use tracing::instrument;

use super::Service;
use super::authority::Technician;
use super::exports::{place, write};
use super::failure::{Failure, answer};
use super::request::Request;
use super::sessions::report;
use super::tree_cache::Trees;
use crate::login::throttle::Counted;
use crate::login::{Token, cookie};
use crate::store::audit::Entry;
use crate::store::sessions::Reach;
use crate::store::shares::{NewShare, Share};
use crate::store::{self, accounts, audit, end_read, sessions, shares};

/// Options of the document behind a link.
fn shown(redacted: bool, output: bool) -> Options {
    Options { redacted, output, ..Options::default() }
}

/// Links that work no longer, of which at least so many are listed.
const PAST: usize = 30;

#[async_trait]
impl Shares for Request {
    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn shares(&self, session: SessionId) -> Result<SharesPage, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let actor = technician.actor();
            let holder = sessions::holder(&mut tx, technician.reach(), session).await?.ok_or(AppError::NotFound)?;
            let limit = (MOST + PAST) as i64;
            let rows = shares::of_session(&mut tx, technician.account(), session, self.service.now(), limit).await?;
            end_read(tx);
            let rows = rows.into_iter().map(|row| ShareRow { may_take_back: may_take_back(actor, holder, row.by.id), ..row });
            let (living, past): (Vec<_>, Vec<_>) = rows.partition(|row| row.standing == ShareStatus::Living);
            Ok(SharesPage {
                fits: living.len() < MOST,
                living,
                past,
                offers: Offer::ALL.into_iter().filter(|offer| may_make(actor, holder, offer.audience())).collect(),
            })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn preview_share(&self, session: SessionId, offer: Offer, output: bool) -> Result<Reading, AppError> {
        let read = async |trees: Trees| {
            let (mut tx, technician) = self.technician().await?;
            let holder = sessions::holder(&mut tx, technician.reach(), session).await?.ok_or(AppError::NotFound)?;
            if !may_make(technician.actor(), holder, offer.audience()) {
                return Err(AppError::Forbidden.into());
            }
            let (zone, now) = (technician.settings().zone, self.service.now());
            let report = report(&mut tx, &trees, technician.reach(), Some(&technician), session, zone, now).await?;
            end_read(tx);
            Ok(report)
        };
        answer(async {
            let report = self.service.with_trees(read).await?;
            // In place: the page of the session, which asks for it, is made off the workers.
            let report = report.with(&shown(offer.redacted(), offer.with_output(output)))?;
            Ok(Reading::of(&report.text(Format::Text).unwrap_or_default(), report.redacted.as_ref().map(ToString::to_string))?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn share(&self, session: SessionId, id: ShareId, offer: Offer, output: bool, expiry: Expiry) -> Result<SetCookie, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            // The link's secret comes from the login that asks, so that the same form sent again makes the same link and the server
            // need not remember what only the link is to have.
            let login = self.token.as_ref().ok_or(AppError::NotSignedIn)?;
            let (account, actor, now) = (technician.account(), technician.actor(), self.service.now());
            // Held, so that no two make the last link that fits.
            let held = sessions::lock(&mut tx, technician.reach(), session).await?.ok_or(AppError::NotFound)?;
            let token = login.derive(id);
            let (audience, redacted, with_output) = (offer.audience(), offer.redacted(), offer.with_output(output));
            if let Some(made) = shares::find(&mut tx, account, id).await? {
                let terms = (made.session, made.by, made.audience, made.redacted, made.with_output, made.expires_at);
                let same = terms == (session, actor.user_id, audience, redacted, with_output, expiry.after(made.created_at));
                // Another login of theirs cannot say again what the link is.
                if same && token.matches(&made.secret_hash) {
                    return Ok(cookie::show_link(self.service.secure_cookies, &token));
                }
                return Err(AppError::DifferentContent.into());
            }
            if !may_make(actor, held.session.holder, audience) {
                return Err(AppError::Forbidden.into());
            }
            if shares::living(&mut tx, account, session, now).await? >= MOST {
                return Err(AppError::TooManyLinks { most: MOST }.into());
            }
            let expires_at = expiry.after(now);
            let new = NewShare { token: &token, session, audience, redacted, with_output, by: actor.user_id, expires_at };
            shares::insert(&mut tx, &new, now).await?;
            let after = json!({"link": id, "audience": audience, "redacted": redacted, "output": with_output, "expires_at": expires_at});
            let entry = Entry { by: technician.by(), action: AuditAction::Share, subject: session.0, before: None, after: Some(after) };
            audit::insert(&mut tx, account, now, &entry).await?;
            tx.commit().await?;
            Ok(cookie::show_link(self.service.secure_cookies, &token))
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn revoke_share(&self, session: SessionId, id: ShareId) -> Result<(), AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let (account, actor, now) = (technician.account(), technician.actor(), self.service.now());
            let holder = sessions::holder(&mut tx, technician.reach(), session).await?.ok_or(AppError::NotFound)?;
            let share = shares::find(&mut tx, account, id).await?.filter(|share| share.session == session).ok_or(AppError::NotFound)?;
            if !may_take_back(actor, holder, share.by) {
                return Err(AppError::Forbidden.into());
            }
            if shares::revoke(&mut tx, account, id, actor.user_id, now).await? {
                let before = Some(json!({"link": id}));
                let entry = Entry { by: technician.by(), action: AuditAction::RevokeShare, subject: session.0, before, after: None };
                audit::insert(&mut tx, account, now, &entry).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn follow_share(&self, link: &str, counts: bool) -> Result<Shared, AppError> {
        answer(async {
            let visitor = self.visitor().await?;
            // Tries that lead nowhere are counted, and nothing else is: whoever has a link that works is let in however often others
            // at the same address guessed.
            let found = match Token::parse(link) {
                Some(token) => {
                    self.service.behind(&token, visitor.as_deref().filter(|visitor| visitor.account() == token.account), counts).await?
                }
                None => None,
            };
            if found.is_none() {
                self.service.count(&[Counted::SharesFrom(self.address)]).await?;
            }
            Ok(found.ok_or(AppError::DeadLink)?)
        })
        .await
    }
}

impl Request {
    /// The user who asks, if they are signed in.
    async fn visitor(&self) -> Result<Option<Arc<Technician>>, Failure> {
        match self.technician().await {
            Ok((tx, technician)) => {
                end_read(tx);
                Ok(Some(technician))
            }
            Err(Failure::Answer(AppError::NotSignedIn)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

impl Service {
    /// The answer to a visitor who has a token, and is of its account if they are signed in; none where there is none for them.
    async fn behind(&self, token: &Token<ShareId>, colleague: Option<&Technician>, counts: bool) -> Result<Option<Shared>, Failure> {
        let now = self.now();
        let mut tx = store::begin(&self.pool, token.account).await?;
        let found = shares::find(&mut tx, token.account, token.id).await?;
        let Some(share) = found.filter(|share| token.matches(&share.secret_hash)) else { return Ok(None) };
        let visitor = match colleague {
            None => Visitor::Stranger,
            Some(colleague) => Visitor::Colleague { reads: sessions::holder(&mut tx, colleague.reach(), share.session).await?.is_some() },
        };
        match meets(share.audience, ShareStatus::at(now, share.expires_at, share.revoked_at), visitor) {
            Meets::Nothing => Ok(None),
            Meets::End(standing) => Ok(Some(Shared::Ended { session: share.session, expired: standing == ShareStatus::Expired })),
            Meets::Session => {
                // Nothing of the database is held while a place is waited for.
                end_read(tx);
                let place = place(Format::Html).await?;
                let read = async |trees: Trees| {
                    let mut tx = store::begin(&self.pool, token.account).await?;
                    let report = self.report_behind(&mut tx, &trees, token, &share, colleague).await?;
                    // It may have been taken back while the session was read.
                    if counts && !shares::count_view(&mut tx, token.account, token.id, now).await? {
                        return Ok(None);
                    }
                    tx.commit().await?;
                    Ok(Some(report))
                };
                let Some(report) = self.with_trees(read).await? else { return Ok(None) };
                let options = shown(share.redacted, share.with_output);
                let document = place.work(move || write(&report.with(&options)?, Format::Html, &Fonts::default())).await??;
                Ok(Some(Shared::Session(document)))
            }
        }
    }

    /// The report of the session behind a link, as of now.
    async fn report_behind(
        &self,
        conn: &mut PgConnection,
        trees: &Trees,
        token: &Token<ShareId>,
        share: &Share,
        colleague: Option<&Technician>,
    ) -> Result<Report, Failure> {
        let zone = accounts::settings(conn, token.account).await?.zone;
        // The link's reader need not read the session otherwise; that is what it is for.
        report(conn, trees, Reach::whole(token.account), colleague, share.session, zone, self.now()).await
    }
}
