//! Subcommand `resolutionflow tree diff`, which says what has changed from one tree to another.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use resolutionflow::tree::{TreeDocument, diff, unified};

use super::{files, published};
use crate::cli::{AccountArg, say};
use crate::config::DatabaseConfig;

/// Arguments of `resolutionflow tree diff`, which prints a sentence for each change.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow tree diff old.tree.md new.tree.md
  resolutionflow tree diff vpn.tree.md                  from the published version with its key
  resolutionflow tree diff --text old.json new.tree.md | less

A step with another id is the same if its words are. Status 0: no difference; 1: there are some, or a file cannot be read.")]
pub(in crate::cli) struct Diff {
    /// The older tree file, as tree text or JSON; of one alone, the newer, which is compared with the published version
    #[arg(value_name = "OLDER")]
    older: PathBuf,
    /// The newer tree file
    #[arg(value_name = "NEWER")]
    newer: Option<PathBuf>,
    /// Write a unified diff of the tree texts, not sentences
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Diff {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let first = document(&self.older)?;
        let name = |path: &Path| path.display().to_string();
        let (older, newer) = match &self.newer {
            Some(newer) => ((name(&self.older), first), (name(newer), document(newer)?)),
            None => {
                let json = published(&first.key, &self.account, &self.database).await?;
                ((format!("{} (published)", first.key), TreeDocument::from_json(&json)?), (name(&self.older), first))
            }
        };
        let changes = diff(&older.1, &newer.1);
        if self.text {
            std::io::stdout().lock().write_all(unified((&older.0, &older.1), (&newer.0, &newer.1)).as_bytes())?;
        } else {
            changes.iter().try_for_each(|change| say(&change.sentence))?;
        }
        match changes.len() {
            0 => Ok(()),
            1 => bail!("{} and {} differ in 1 change", older.0, newer.0),
            count => bail!("{} and {} differ in {count} changes", older.0, newer.0),
        }
    }
}

fn document(file: &Path) -> anyhow::Result<TreeDocument> {
    match files::parsed(file, &files::read(file)?)? {
        Some(tree) => Ok(tree.document),
        None => bail!("{} cannot be read", file.display()),
    }
}
