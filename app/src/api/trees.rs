//! Importing and archiving trees.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};

use super::support::{backend, id};
use crate::error::AppError;
use crate::respond;

/// Imports the tree file in the form's field `document`, and redirects to the page of the tree.
#[server(endpoint = "upload_tree", prefix = "/api", input = MultipartFormData)]
pub async fn upload_tree(form: MultipartData) -> Result<(), AppError> {
    let mut form = form.into_inner().ok_or(AppError::Malformed)?;
    while let Some(mut field) = form.next_field().await.map_err(|_| AppError::Malformed)? {
        if field.name() == Some("document") {
            let mut document = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(|_| AppError::Malformed)? {
                if document.len() + chunk.len() > resolutionflow::tree::MAX_BYTES {
                    return Err(AppError::TooLarge);
                }
                document.extend_from_slice(&chunk);
            }
            let imported = backend()?.import_tree(&document).await?;
            let what = if imported.unchanged { "unchanged" } else { "imported" };
            respond::redirect(&format!("/trees/{}?done={what}", imported.key));
            return Ok(());
        }
    }
    Err(AppError::invalid("document", crate::error::Fault::NotChosen))
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
