//! Sessions as documents, to look at and to take away.

use app::backend::exports::{EDIT_LIMIT, Exported, PREVIEW_LIMIT, Preview};
use app::error::AppError;
use resolutionflow::export::{Format, Options, redact};
use resolutionflow::id::SessionId;
use resolutionflow::text::normalise;
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use serde_json::json;
use sqlx::PgConnection;
use tokio::task::spawn_blocking;

use super::Service;
use super::authority::Technician;
use super::failure::Failure;
use super::sessions::report;
use super::tree_cache::TreeCache;
use crate::store::audit::{By, Entry, Subject};
use crate::store::sessions::Reach;
use crate::store::{Tx, audit};

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
        blocking(move || {
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
    pub(super) async fn export_page(
        &self,
        mut tx: Tx,
        technician: &Technician,
        id: SessionId,
        wanted: Wanted,
    ) -> Result<Exported, Failure> {
        if wanted.edited.as_ref().is_some_and(|text| text.chars().count() > EDIT_LIMIT) {
            return Err(AppError::TooLarge.into());
        }
        let export = Export { reach: technician.reach(), zone: technician.settings().zone, by: technician.by(), now: self.now() };
        let exported = export.write(&mut tx, &self.trees, id, wanted).await?;
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
    pub(super) now: Timestamp,
}

impl Export {
    /// Writes a session in a format, and that it was.
    pub(super) async fn write(
        &self,
        conn: &mut PgConnection,
        trees: &TreeCache,
        id: SessionId,
        wanted: Wanted,
    ) -> Result<Exported, Failure> {
        let Wanted { format, options, edited } = wanted;
        let report = report(conn, trees, self.reach, id, self.zone, self.now).await?;
        let said = json!({"format": format, "options": options, "edited": edited.is_some()});
        let entry = Entry { by: self.by, action: "export", subject: Subject::Session(id), before: None, after: Some(said) };
        audit::insert(conn, self.reach.account, self.now, &entry).await?;
        blocking(move || {
            let report = report.with(&options)?;
            let content = match edited {
                // What was typed into it may hold what was masked before.
                Some(text) if options.redacted => redact(&text)?.0.into_bytes(),
                Some(text) => normalise(&text).into_bytes(),
                None => report.write(format)?,
            };
            Ok(Exported { file_name: report.file_name(format), content })
        })
        .await
    }
}

/// Writes a document beside the requests that others make: a long one takes a while.
async fn blocking<T: Send + 'static>(write: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    spawn_blocking(write).await?
}
