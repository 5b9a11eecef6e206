//! Sessions as documents, to look at and to take away.

use std::io::{BufWriter, IntoInnerError};

use app::backend::exports::{Content, EDIT_LIMIT, Exported, Exports, PREVIEW_LIMIT, Preview, Reading};
use app::error::AppError;
use async_trait::async_trait;
use export::{Fonts, Format, Options, Report};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::zone::Zone;
use serde_json::json;
use tracing::instrument;

use super::Service;
use super::failure::{Failure, answer};
use super::request::Request;
use super::sessions::report;
use crate::heavy::Place;
use crate::spool::Spool;
use crate::store::audit::{By, Entry};
use crate::store::sessions::Reach;
use crate::store::{self, Tx, accounts, audit, end_read};

#[async_trait]
impl Exports for Request {
    #[instrument(skip_all, parent = &self.span, fields(session = %id))]
    async fn preview(&self, id: SessionId, format: Format, options: Options) -> Result<Preview, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let (zone, now) = (technician.settings().zone, self.service.now());
            let report = report(&mut tx, &self.service.trees, technician.reach(), id, zone, now).await?;
            end_read(tx);
            let steps = report.steps.len();
            // In place: the page of the session, which asks for it, is made off the workers.
            let report = report.with(&options)?;
            let text = report.text(format);
            let end = text.as_deref().and_then(|text| text.char_indices().nth(PREVIEW_LIMIT)).map(|(end, _)| end);
            let reading = report.redacted.as_ref().map(|counts| {
                // Markup, and what is no text, reads as the plain text does.
                let read = report.text(if format == Format::Note { Format::Note } else { Format::Text });
                Reading::of(&read.unwrap_or_default(), Some(counts.to_string()))
            });
            Ok(Preview {
                file_name: report.file_name(format),
                is_whole: end.is_none(),
                text: text.map(|text| text[..end.unwrap_or(text.len())].to_owned()),
                reading: reading.transpose()?,
                written_out: if format == Format::Note { report.written_out() } else { 0 },
                steps,
            })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span, fields(session = %id))]
    async fn export(&self, id: SessionId, format: Format, options: Options, edited: Option<String>) -> Result<Exported, AppError> {
        answer(async {
            let place = place(format).await?;
            let (tx, technician) = self.technician().await?;
            if edited.as_ref().is_some_and(|text| text.chars().count() > EDIT_LIMIT) {
                return Err(AppError::TooLarge.into());
            }
            let exporter = Exporter { reach: technician.reach(), zone: technician.settings().zone, by: technician.by() };
            self.service.export(place, tx, exporter, id, Document { format, options, edited }).await
        })
        .await
    }
}

impl Service {
    /// Writes a session of the account as a document, as of now, for the command line, which may read every session. The audit trail
    /// records it.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and [`AppError::Unredactable`] where masking was asked for and failed.
    pub async fn export_session(
        &self,
        account: AccountId,
        session: SessionId,
        format: Format,
        options: Options,
    ) -> Result<Exported, AppError> {
        answer(async {
            let place = place(format).await?;
            let mut tx = store::begin(&self.pool, account).await?;
            let zone = accounts::settings(&mut tx, account).await?.zone;
            let exporter = Exporter { reach: Reach::whole(account), zone, by: By::default() };
            self.export(place, tx, exporter, session, Document { format, options, edited: None }).await
        })
        .await
    }

    /// Writes a session in a format, and records that in the audit trail. Nothing of the database is held while the document is
    /// written, which can take a while.
    async fn export(&self, place: Place, mut tx: Tx, exporter: Exporter, id: SessionId, document: Document) -> Result<Exported, Failure> {
        let Exporter { reach, zone, by } = exporter;
        let Document { format, options, edited } = document;
        let now = self.now();
        let report = report(&mut tx, &self.trees, reach, id, zone, now).await?;
        end_read(tx);
        let after = Some(json!({"format": format, "options": options, "edited": edited.is_some()}));
        let fonts = self.fonts.clone();
        let exported = move || {
            let report = report.with(&options)?;
            let content = match edited {
                Some(text) => Content::Short(format.edited(&text, options.redacted)?.into_bytes()),
                None => write(&report, format, &fonts)?,
            };
            Ok::<_, Failure>(Exported { file_name: report.file_name(format), content })
        };
        let exported = place.work(exported).await??;
        let mut tx = store::begin(&self.pool, reach.account).await?;
        let entry = Entry { by, action: AuditAction::Export, subject: id.0, before: None, after };
        audit::insert(&mut tx, reach.account, now, &entry).await?;
        tx.commit().await?;
        Ok(exported)
    }
}

/// A document to be written.
struct Document {
    format: Format,
    options: Options,
    /// Its text as the user edited it.
    edited: Option<String>,
}

/// The user who takes sessions out of the account.
struct Exporter {
    reach: Reach,
    zone: Zone,
    by: By,
}

/// Waits for a place in which a document of the format can be written.
///
/// # Errors
/// [`AppError::Busy`] where that takes too long.
pub(super) async fn place(format: Format) -> Result<Place, AppError> {
    let place = if format == Format::Pdf { Place::take_for_pdf().await } else { Place::take().await };
    place.ok_or(AppError::Busy)
}

/// Writes a report down in a format.
pub(super) fn write(report: &Report, format: Format, fonts: &Fonts) -> Result<Content, Failure> {
    let mut spool = BufWriter::new(Spool::default());
    report.write(format, fonts, &mut spool)?;
    Ok(spool.into_inner().map_err(IntoInnerError::into_error)?.finish()?)
}
