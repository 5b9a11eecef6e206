//! Links to sessions.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::id::SessionId;

use super::support::{backend, choice, id};
use crate::error::AppError;
use crate::respond;

/// Makes a read-only link to a session, and shows it to its maker. `offer` is the choice of audience and masking,
/// `expiry` that of its lifetime; `output` is `1` for a public link that shows the output of commands.
#[server(endpoint = "share_session", prefix = "/api")]
pub async fn share_session(
    session: String,
    command_id: String,
    #[server(default)] offer: String,
    #[server(default)] output: String,
    #[server(default)] expiry: String,
) -> Result<(), AppError> {
    let session: SessionId = id(&session)?;
    let (offer, expiry) = (choice("offer", &offer)?, choice("expiry", &expiry)?);
    let cookie = backend()?.share(session, id(&command_id)?, offer, output == "1", expiry).await?;
    respond::set_cookie(&cookie);
    respond::redirect(&format!("/sessions/{session}?done=shared#share"));
    Ok(())
}

/// Revokes a link to a session.
#[server(endpoint = "revoke_share", prefix = "/api")]
pub async fn revoke_share(session: String, share: String) -> Result<(), AppError> {
    let session: SessionId = id(&session)?;
    backend()?.revoke_share(session, id(&share)?).await?;
    respond::redirect(&format!("/sessions/{session}?done=revoked#share"));
    Ok(())
}
