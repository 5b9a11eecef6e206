//! Sessions as documents, to look at and to take away.

use std::io::{BufWriter, IntoInnerError};

use app::backend::exports::{Content, EDIT_LIMIT, Exported, Exports, PREVIEW_LIMIT, Preview, Reading};
use app::error::AppError;
use async_trait::async_trait;
use export::{Fonts, Format, Options, Report};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use serde_json::json;
use tracing::instrument;

use super::Service;
use super::authority::Technician;
use super::failure::{Failure, answer};
use super::request::Request;
use super::sessions::report;
use super::tree_cache::Trees;
use crate::heavy::Place;
use crate::spool::Spool;
use crate::store::audit::{By, Entry};
use crate::store::sessions::Reach;
use crate::store::{self, Tx, accounts, audit, end_read};

#[async_trait]
impl Exports for Request {
    #[instrument(skip_all, parent = &self.span, fields(session = %id))]
    async fn preview(&self, id: SessionId, format: Format, options: Options) -> Result<Preview, AppError> {
        let read = async |trees: Trees| {
            let (mut tx, technician) = self.reader().await?;
            let (zone, now) = (technician.settings().zone, self.service.now());
            let report = report(&mut tx, &trees, technician.reach(), Some(&technician), id, zone, now).await?;
            end_read(tx);
            Ok(report)
        };
        answer(async {
            let report = self.service.with_trees(read).await?;
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
        let read = async |trees: Trees| {
            let (tx, technician) = self.technician().await?;
            let exporter =
                Exporter { reach: technician.reach(), reader: Some(&technician), zone: technician.settings().zone, by: technician.by() };
            self.service.take_out(tx, &trees, exporter, id).await
        };
        answer(async {
            let place = place(format).await?;
            let taken = self.service.with_trees(read).await?;
            if edited.as_ref().is_some_and(|text| text.chars().count() > EDIT_LIMIT) {
                return Err(AppError::TooLarge.into());
            }
            self.service.export(place, taken, Document { format, options, edited }).await
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
        let read = async |trees: Trees| {
            let mut tx = store::begin(&self.pool, account).await?;
            let zone = accounts::settings(&mut tx, account).await?.zone;
            self.take_out(tx, &trees, Exporter { reach: Reach::whole(account), reader: None, zone, by: By::default() }, session).await
        };
        answer(async {
            let place = place(format).await?;
            let taken = self.with_trees(read).await?;
            self.export(place, taken, Document { format, options, edited: None }).await
        })
        .await
    }

    /// Reads a session that is to be written in some format, as of now.
    async fn take_out(&self, mut tx: Tx, trees: &Trees, exporter: Exporter<'_>, id: SessionId) -> Result<TakenOut, Failure> {
        let Exporter { reach, reader, zone, by } = exporter;
        let at = self.now();
        let report = report(&mut tx, trees, reach, reader, id, zone, at).await?;
        end_read(tx);
        Ok(TakenOut { report, session: id, account: reach.account, by, at })
    }

    /// Writes a session in a format, and records that in the audit trail. Nothing of the database is held while the document is
    /// written, which can take a while.
    async fn export(&self, place: Place, taken: TakenOut, document: Document) -> Result<Exported, Failure> {
        let TakenOut { report, session, account, by, at } = taken;
        let Document { format, options, edited } = document;
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
        let mut tx = store::begin(&self.pool, account).await?;
        let entry = Entry { by, action: AuditAction::Export, subject: session.0, before: None, after };
        audit::insert(&mut tx, account, at, &entry).await?;
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
struct Exporter<'a> {
    reach: Reach,
    /// The user, where it is one who may not be meant to see times; none on the command line.
    reader: Option<&'a Technician>,
    zone: Zone,
    by: By,
}

/// A session as it was read to be written: by whom, and when.
struct TakenOut {
    report: Report,
    session: SessionId,
    account: AccountId,
    by: By,
    at: Timestamp,
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
