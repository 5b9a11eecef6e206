//! Saved views of the history.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::text::Name;

use super::support::{backend, field, id};
use crate::backend::history::{NewView, ViewChange, known, normalise};
use crate::error::AppError;
use crate::query::Query;
use crate::respond;

fn to_list(query: &str, done: &str) {
    respond::redirect(&known(&Query::parse(query)).with("done", done).href("/sessions"));
}

/// Saves a view of the history under a name: filters, order and columns of the address. `view` becomes its id; it comes with the form, so
/// that sending the form twice saves one view.
#[server(endpoint = "save_view", prefix = "/api")]
pub async fn save_view(
    view: String,
    #[server(default)] query: String,
    #[server(default)] name: String,
    #[server(default)] shared: String,
) -> Result<(), AppError> {
    let new = NewView { id: id(&view)?, name: field("name", &name, Name::parse)?, query: normalise(&query)?, shared: !shared.is_empty() };
    backend()?.save_view(new).await?;
    to_list(&query, "view-saved");
    Ok(())
}

/// Changes the name of a view of the user's own and its visibility to others; with `overwrite` its filters, order and columns, too.
#[server(endpoint = "change_view", prefix = "/api")]
pub async fn change_view(
    view: String,
    #[server(default)] query: String,
    #[server(default)] name: String,
    #[server(default)] shared: String,
    #[server(default)] overwrite: String,
) -> Result<(), AppError> {
    let change = ViewChange {
        name: field("name", &name, Name::parse)?,
        query: (!overwrite.is_empty()).then(|| normalise(&query)).transpose()?,
        shared: !shared.is_empty(),
    };
    backend()?.change_view(id(&view)?, change).await?;
    to_list(&query, "view-saved");
    Ok(())
}

/// Deletes a saved view of the history.
#[server(endpoint = "delete_view", prefix = "/api")]
pub async fn delete_view(view: String, #[server(default)] query: String) -> Result<(), AppError> {
    backend()?.delete_view(id(&view)?).await?;
    to_list(&query, "view-deleted");
    Ok(())
}
