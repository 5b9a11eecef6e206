//! Importing and archiving trees.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use resolutionflow::tree::{MAX_BYTES, foreign_file};

use super::support::{backend, id, parts};
use crate::error::AppError;
use crate::respond;

/// Imports the tree file in the form's field `document`, and redirects to the page of the tree. With `preview` in the field `then` nothing is
/// imported: the answer is [`AppError::Previewed`], or what is wrong with the file.
#[server(endpoint = "upload_tree", prefix = "/api", input = MultipartFormData)]
pub async fn upload_tree(form: MultipartData) -> Result<(), AppError> {
    let (mut file, mut is_preview) = (None, false);
    for part in parts(form, MAX_BYTES).await? {
        match &*part.name {
            "document" => file = Some((part.file_name, part.content)),
            "then" => is_preview = part.content == b"preview",
            _ => {}
        }
    }
    let (name, document) = file.ok_or_else(|| AppError::invalid("document", crate::error::Fault::NotChosen))?;
    // The end of its name may say more of a file that cannot be read.
    let named = |error| match (foreign_file(&name), error) {
        (Some(foreign), AppError::NotATree(_)) => AppError::NotATree(foreign),
        (_, error) => error,
    };
    if is_preview {
        return Err(AppError::Previewed(backend()?.check_tree(&document).await.map_err(named)?));
    }
    let imported = backend()?.import_tree(&document).await.map_err(named)?;
    let what = if imported.unchanged { "unchanged" } else { "imported" };
    respond::redirect(&format!("/trees/{}?done={what}", imported.key));
    Ok(())
}

/// Marks a reported problem with a step as seen to.
#[server(endpoint = "settle_report", prefix = "/api")]
pub async fn settle_report(report: String) -> Result<(), AppError> {
    let tree = backend()?.settle_report(id(&report)?).await?;
    respond::redirect(&format!("/trees/{tree}?done=settled#reports"));
    Ok(())
}

/// Takes the tree with this key out of the library, or back in.
#[server(endpoint = "archive_tree", prefix = "/api")]
pub async fn archive_tree(key: String, archived: bool) -> Result<(), AppError> {
    let key = resolutionflow::text::normalise(&key);
    backend()?.archive_tree(&key, archived).await?;
    respond::redirect(&format!("/trees/{key}?done={}", if archived { "archived" } else { "restored" }));
    Ok(())
}
