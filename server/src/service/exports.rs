//! Sessions as documents, to look at and to take away.

use app::backend::exports::{EDIT_LIMIT, Exported, PREVIEW_LIMIT, Preview};
use app::error::AppError;
use export::{Format, Options};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::SessionId;
use resolutionflow::zone::Zone;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::Service;
use super::authority::Technician;
use super::failure::Failure;
use super::sessions::report;
use crate::store::audit::{By, Entry};
use crate::store::sessions::Reach;
use crate::store::{self, Tx, audit};

impl Service {
    /// What an export would be now.
    pub(super) async fn preview_page(
        &self,
        mut tx: Tx,
        technician: &Technician,
        id: SessionId,
        format: Format,
        options: Options,
    ) -> Result<Preview, Failure> {
        let zone = technician.settings().zone;
        let report = report(&mut tx, &self.trees, technician.reach(), id, zone, self.now()).await?;
        tx.commit().await?;
        let steps = report.steps.len();
        written(move || {
            let report = report.with(&options)?;
            let text = report.text(format);
            let end = text.as_deref().and_then(|text| text.char_indices().nth(PREVIEW_LIMIT)).map(|(end, _)| end);
            Ok(Preview {
                file_name: report.file_name(format),
                is_whole: end.is_none(),
                text: text.map(|mut text| {
                    text.truncate(end.unwrap_or(text.len()));
                    text
                }),
                redacted: report.redacted.as_ref().map(ToString::to_string),
                steps,
            })
        })
        .await
    }

    /// An export as of now, or what somebody made of its text.
    pub(super) async fn export_page(&self, tx: Tx, technician: &Technician, id: SessionId, wanted: Wanted) -> Result<Exported, Failure> {
        if wanted.edited.as_ref().is_some_and(|text| text.chars().count() > EDIT_LIMIT) {
            return Err(AppError::TooLarge.into());
        }
        let export = Export { reach: technician.reach(), zone: technician.settings().zone, by: technician.by() };
        self.export(tx, export, id, wanted).await
    }

    /// Writes a session in a format, and that it was. Nothing of the database is held while the document is written, which can
    /// take a while.
    pub(super) async fn export(&self, mut tx: Tx, export: Export, id: SessionId, wanted: Wanted) -> Result<Exported, Failure> {
        let Export { reach, zone, by } = export;
        let Wanted { format, options, edited } = wanted;
        let now = self.now();
        let report = report(&mut tx, &self.trees, reach, id, zone, now).await?;
        tx.commit().await?;
        let said = json!({"format": format, "options": options, "edited": edited.is_some()});
        let exported = written(move || {
            let report = report.with(&options)?;
            let content = match edited {
                Some(text) => format.edited(&text, options.redacted)?.into_bytes(),
                None => report.write(format)?,
            };
            Ok(Exported { file_name: report.file_name(format), content })
        })
        .await?;
        let mut tx = store::begin(&self.pool, reach.account).await?;
        let entry = Entry { by, action: AuditAction::Export, subject: id.0, before: None, after: Some(said) };
        audit::insert(&mut tx, reach.account, now, &entry).await?;
        tx.commit().await?;
        Ok(exported)
    }
}

/// How a document is wanted.
pub(super) struct Wanted {
    pub(super) format: Format,
    pub(super) options: Options,
    /// What somebody made of its text.
    pub(super) edited: Option<String>,
}

/// Somebody takes sessions out of the account.
pub(super) struct Export {
    pub(super) reach: Reach,
    pub(super) zone: Zone,
    pub(super) by: By,
}

/// Writes a document beside the requests that others make, and few at a time: a long one takes the processor for a while.
pub(super) async fn written<T: Send + 'static>(write: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    static AT_A_TIME: Semaphore = Semaphore::const_new(4);
    let _place = AT_A_TIME.acquire().await?;
    spawn_blocking(write).await?
}
