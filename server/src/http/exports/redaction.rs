//! Redaction of the rows of a file: `redact=1`, `names=initials`, as in the documents of one session.

use app::backend::history::HistoryRow;
use app::error::AppError;
use app::ui;
use export::{Options, Unredactable};

use crate::heavy::Place;

/// Reads the options of redaction from an address: `redact=1` masks secrets in texts, `names=initials` shortens names.
///
/// # Errors
/// [`AppError::Malformed`] for a value that the option does not have.
pub(super) fn read(query: &ui::Query) -> Result<Options, AppError> {
    Options::read(query.pairs().filter(|(name, _)| matches!(*name, "redact" | "names"))).map_err(|_| AppError::Malformed)
}

/// Redacts the texts and names of rows, as the options say. Many long notes take a while, so it is done in a place of heavy work.
///
/// # Errors
/// [`AppError::Busy`] where no place gets free, and [`AppError::Unredactable`] where the search for secrets fails on any text; then no row comes out.
pub(super) async fn apply(mut rows: Vec<HistoryRow>, options: Options) -> Result<Vec<HistoryRow>, AppError> {
    if options == Options::default() {
        return Ok(rows);
    }
    let redacted = Place::take().await.ok_or(AppError::Busy)?.work(move || {
        rows.iter_mut().try_for_each(|row| row.redact(&options))?;
        Ok(rows)
    });
    match redacted.await {
        Ok(rows) => rows.map_err(|Unredactable| AppError::Unredactable),
        Err(_) => Err(AppError::Unexpected),
    }
}
