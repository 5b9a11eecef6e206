use std::num::NonZeroUsize;

use anyhow::bail;
use app::error::AppError;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use export::{Detail, Format, Naming, Options};
use resolutionflow::id::SessionId;

use super::{AccountArg, database};
use crate::config::{DatabaseConfig, DocumentConfig};

/// Subcommands of `resolutionflow session`, which exports sessions.
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

/// Arguments of `resolutionflow session export`, which writes the documentation of one session to standard output.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow session export 019c4b1e-7d5f-7a53-9f0e-2b6f0d3c9a11 --format markdown > ticket.md

The id is in the address of the session's page.")]
pub(super) struct Export {
    /// The session's id
    id: SessionId,
    /// Format of the document
    #[arg(long, value_parser = format())]
    format: Format,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    documents: DocumentConfig,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

/// Options that leave parts of the document out or show them otherwise.
#[derive(Debug, Args)]
struct Shown {
    /// The last step to show [default: all of them]
    #[arg(long, value_name = "STEP")]
    steps: Option<NonZeroUsize>,
    /// Leave out the notes of steps, and the scratchpad
    #[arg(long)]
    no_notes: bool,
    /// Leave out what commands printed
    #[arg(long)]
    no_output: bool,
    /// Leave out what was wrong and what fixed it
    #[arg(long)]
    no_summary: bool,
    /// Say of each step who was at it, when, and how it was left
    #[arg(long)]
    full: bool,
    /// Name people by their initials
    #[arg(long)]
    initials: bool,
    /// Mask addresses, tokens and passwords
    #[arg(long)]
    redact: bool,
}

impl Shown {
    fn options(&self) -> Options {
        Options {
            up_to: self.steps,
            notes: !self.no_notes,
            output: !self.no_output,
            summary: !self.no_summary,
            detail: if self.full { Detail::Full } else { Detail::Standard },
            naming: if self.initials { Naming::Initials } else { Naming::Names },
            redacted: self.redact,
        }
    }
}

impl Export {
    async fn run(self) -> anyhow::Result<()> {
        let fonts = self.documents.fonts()?;
        let exported = database::with(&self.database, async |service| {
            let service = service.with_fonts(fonts);
            let account = self.account.find(&service).await?;
            match service.export_session(account, self.id, self.format, self.shown.options()).await {
                Err(AppError::NotFound) => bail!("There is no session {}.", self.id),
                result => Ok(result?),
            }
        })
        .await?;
        Ok(exported.content.copy_to(&mut std::io::stdout().lock())?)
    }
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(|name| name.parse::<Format>())
}
