use std::io::Write;

use anyhow::bail;
use app::error::AppError;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use resolutionflow::export::Format;
use resolutionflow::id::SessionId;

use super::{AccountArg, database};
use crate::config::DatabaseConfig;

/// `resolutionflow session`.
#[derive(Debug, Subcommand)]
pub(super) enum Session {
    /// Write a session's documentation to standard output, as of now
    Export(Export),
}

impl Session {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Self::Export(export) = self;
        export.run().await
    }
}

/// `resolutionflow session export`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow session export 019c4b1e-7d5f-7a53-9f0e-2b6f0d3c9a11 --format markdown > ticket.md

The id is in the address of the session's page.")]
pub(super) struct Export {
    /// The session's id
    id: SessionId,
    /// What to write it as
    #[arg(long, value_parser = format())]
    format: Format,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Export {
    async fn run(self) -> anyhow::Result<()> {
        let exported = database::with(&self.database, async |service| {
            let account = self.account.find(&service).await?;
            match service.export_session(account, self.id, self.format).await {
                Err(AppError::NotFound) => bail!("There is no session {}.", self.id),
                result => Ok(result?),
            }
        })
        .await?;
        Ok(std::io::stdout().lock().write_all(&exported.content)?)
    }
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(|name| name.parse::<Format>())
}
