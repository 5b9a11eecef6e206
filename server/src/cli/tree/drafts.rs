//! Drafts that begin with tree files, on the command line.

use std::path::PathBuf;

use anyhow::{Context, bail};
use app::error::AppError;
use resolutionflow::text::Email;

use super::files;
use crate::cli::{AccountArg, database, say};
use crate::config::DatabaseConfig;

/// Begins a draft with each file in the name of a user. Every file is read before the first draft begins.
pub(super) async fn begin(files: &[PathBuf], author: &Email, account: &AccountArg, database: &DatabaseConfig) -> anyhow::Result<()> {
    let (mut unread, mut read) = (Vec::new(), Vec::new());
    for file in files {
        let bytes = files::read(file)?;
        match files::parsed(file, &bytes)? {
            Some(_) => read.push((file, bytes)),
            None => unread.push(file),
        }
    }
    files::none_of(&unread, files.len(), "cannot be read")?;
    database::with(database, async |service| {
        let account = account.find(&service).await?;
        let (of, user) = service.user(author).await?;
        if of != account {
            bail!("{} is nobody of this account.", author.as_str());
        }
        for (file, bytes) in &read {
            let (id, tree) = match service.import_draft(account, user, bytes).await {
                Err(AppError::Forbidden) => bail!("{} may not write trees.", author.as_str()),
                begun => begun.with_context(|| file.display().to_string())?,
            };
            match tree {
                Some(key) => say(format_args!("{}: a draft of {key}, /drafts/{id}", file.display()))?,
                None => say(format_args!("{}: a draft by itself, /drafts/{id}", file.display()))?,
            }
        }
        Ok(())
    })
    .await
}
