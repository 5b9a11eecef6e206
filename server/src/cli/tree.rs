use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use app::error::AppError;
use clap::{Args, Subcommand};
use resolutionflow::tree::{Problems, TreeDocument, check, foreign_file, warnings};

use super::{AccountArg, database, say};
use crate::config::DatabaseConfig;

/// Subcommands of `resolutionflow tree`, which checks, imports and exports tree files.
#[derive(Debug, Subcommand)]
pub(super) enum Tree {
    /// Say everything that keeps a tree file from being published, and what its author should know; needs no database
    Check(Check),
    /// Publish a tree file: a new tree, or the next version of the tree with its key
    Import(Import),
    /// Write a tree's latest version to standard output
    Export(Export),
}

impl Tree {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Check(check) => check.run(),
            Self::Import(import) => import.run().await,
            Self::Export(export) => export.run().await,
        }
    }
}

/// Arguments of `resolutionflow tree check`, which prints what keeps a tree file from being published, and warnings.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow tree check vpn.json

Status 0: it can be published, if with warnings; 1: it cannot.")]
pub(super) struct Check {
    /// The tree file
    file: PathBuf,
}

impl Check {
    fn run(self) -> anyhow::Result<()> {
        let document = TreeDocument::from_json(&read(&self.file)?)
            .map_err(|error| unreadable(&self.file, error.to_string()))
            .with_context(|| self.file.display().to_string())?;
        let problems = check(&document);
        if problems.is_empty() {
            warn(&document)?;
            return Ok(say(format_args!("“{}” can be published: {} nodes, no problems.", document.name, document.nodes.len()))?);
        }
        Err(report(&self.file, &problems)?)
    }
}

/// Arguments of `resolutionflow tree import`, which publishes a tree file as the next version of its tree.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow tree import vpn.json
  resolutionflow tree import vpn.json --account acme

A file that is imported already changes nothing; one with problems changes nothing either.")]
pub(super) struct Import {
    /// The tree file
    file: PathBuf,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Import {
    async fn run(self) -> anyhow::Result<()> {
        let document = read(&self.file)?;
        let imported = database::with(&self.database, async |service| {
            let account = self.account.find(&service).await?;
            match service.import_tree(account, &document).await {
                Err(AppError::BrokenTree(problems)) => Err(report(&self.file, &problems)?),
                Err(AppError::NotATree(why)) => Err(unreadable(&self.file, why)).with_context(|| self.file.display().to_string()),
                result => result.with_context(|| self.file.display().to_string()),
            }
        })
        .await?;
        warn(&TreeDocument::from_json(&document)?)?;
        let done = if imported.unchanged { "is already" } else { "is now" };
        Ok(say(format_args!("{} {done} version {}.", imported.key, imported.version))?)
    }
}

/// Arguments of `resolutionflow tree export`, which writes the tree file of the latest version to standard output.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow tree export vpn-does-not-connect > vpn.json")]
pub(super) struct Export {
    /// The tree's key
    key: String,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Export {
    async fn run(self) -> anyhow::Result<()> {
        let exported = database::with(&self.database, async |service| {
            let account = self.account.find(&service).await?;
            match service.tree_document(account, &self.key).await {
                Err(AppError::NotFound) => bail!("There is no tree “{}”.", self.key),
                result => Ok(result?),
            }
        })
        .await?;
        Ok(exported.content.copy_to(&mut std::io::stdout().lock())?)
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| file.display().to_string())
}

/// Why a file cannot be read: the end of its name may say more.
fn unreadable(file: &Path, why: String) -> anyhow::Error {
    anyhow::Error::msg(foreign_file(&file.to_string_lossy()).unwrap_or(why))
}

/// Says what its author should know of a tree that can be published.
fn warn(document: &TreeDocument) -> std::io::Result<()> {
    let warnings = warnings(document.nodes.iter().map(|node| (&node.id, &node.kind)));
    for warning in &warnings.first {
        say(format_args!("Warning: {warning}"))?;
    }
    if warnings.unlisted() > 0 {
        say(format_args!("… and {} more warnings.", warnings.unlisted()))?;
    }
    Ok(())
}

/// Says the first hundred problems, and sums up.
fn report(file: &Path, problems: &Problems) -> std::io::Result<anyhow::Error> {
    for problem in &problems.first {
        say(problem)?;
    }
    if problems.unlisted() > 0 {
        say(format_args!("… and {} more. Correct these first.", problems.unlisted()))?;
    }
    let count = if problems.count == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.count) };
    Ok(anyhow::anyhow!("{} cannot be published: {count}", file.display()))
}
