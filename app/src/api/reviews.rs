//! Care of trees: owners and reviews.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::id::UserId;
use resolutionflow::insights::NaiveDate;
use resolutionflow::review::typed_day;
use resolutionflow::text::{ReviewNote, normalise};

use super::support::{backend, field, id};
use crate::backend::reviews::Care;
use crate::error::AppError;
use crate::query::Query;
use crate::respond;

fn day(text: &str) -> Result<Option<NaiveDate>, AppError> {
    typed_day(text).map_err(|fault| AppError::invalid("due", fault))
}

/// Sets owner and day of the next review of a tree.
#[server(endpoint = "set_care", prefix = "/api")]
pub async fn set_care(
    command_id: String,
    key: String,
    #[server(default)] owner: String,
    #[server(default)] due: String,
) -> Result<(), AppError> {
    let key = normalise(&key);
    let owner: Option<UserId> = if owner.is_empty() { None } else { Some(id(&owner)?) };
    backend()?.care_for_tree(id(&command_id)?, &key, Care::Set { owner, due: day(&due)? }).await?;
    respond::redirect(&format!("/trees/{key}?done=saved#care"));
    Ok(())
}

/// Notes that somebody has reviewed a tree, and sets the day of the next review.
#[server(endpoint = "review_tree", prefix = "/api")]
pub async fn review_tree(
    command_id: String,
    key: String,
    #[server(default)] due: String,
    #[server(default)] note: String,
    #[server(default)] owner: String,
) -> Result<(), AppError> {
    let key = normalise(&key);
    let note = field("note", &note, ReviewNote::parse)?;
    backend()?.care_for_tree(id(&command_id)?, &key, Care::Reviewed { due: day(&due)?, note }).await?;
    respond::redirect(&Query::default().with("owner", &owner).with("done", "reviewed").href("/needs-eyes"));
    Ok(())
}
