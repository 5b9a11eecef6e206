//! Walks: starting them, taking steps, and reading what came of them.

use async_trait::async_trait;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::insights::DrawAnswer;
use resolutionflow::session::{Command, Facts};
use resolutionflow::sync::{Answer, Batch};

use super::views::{Occasion, SessionPage, StartPage, WalkPage};
use crate::error::AppError;

/// The part of [`super::Backend`] for beginnings of walks.
#[async_trait]
pub trait Starts: Send + Sync {
    /// Data of the start form: the tree, client names to suggest, and recent walks for the same ticket or client.
    async fn start_page(&self, occasion: Occasion) -> Result<StartPage, AppError>;

    /// Starts a session at the latest version; another running session of the same holder is parked. The command's id
    /// becomes the session's id; sent again with the same content it answers the same.
    async fn start(&self, id: CommandId, tree: &str, facts: Facts, follows: Option<SessionId>) -> Result<SessionId, AppError>;

    /// As [`Starts::start`], which answers [`AppError::Drawn`] where the ticket was drawn for a measurement, with the technician's answer
    /// to that: the stopwatch is started, or the tree after all. Where the ticket was not drawn the answer changes nothing.
    async fn start_drawn(
        &self,
        id: CommandId,
        tree: &str,
        facts: Facts,
        follows: Option<SessionId>,
        answer: DrawAnswer,
    ) -> Result<SessionId, AppError>;

    /// Leaves a walk for another tree: the old session is cancelled, ticket and client go along to the new one, whose id is
    /// the command's. One transaction.
    async fn switch_tree(&self, session: SessionId, command: Command, tree: &str) -> Result<SessionId, AppError>;
}

/// The part of [`super::Backend`] for steps of a walk.
#[async_trait]
pub trait Walks: Send + Sync {
    /// The session as its holder walks it.
    async fn walk(&self, id: SessionId) -> Result<WalkPage, AppError>;

    /// Carries out a command, once.
    async fn command(&self, session: SessionId, command: Command) -> Result<(), AppError>;

    /// Carries out what a browser made of a walk, each command once, up to the first that is refused; an empty batch asks how
    /// things stand.
    async fn send(&self, session: SessionId, batch: Batch) -> Result<Answer, AppError>;
}

/// The part of [`super::Backend`] for reading sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// The session as everyone reads it.
    async fn session(&self, id: SessionId) -> Result<SessionPage, AppError>;
}
