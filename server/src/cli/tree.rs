mod diff;
mod drafts;
mod files;
mod walks;

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use app::error::AppError;
use clap::{Args, Subcommand};
use resolutionflow::text::Email;
use resolutionflow::tree::TreeDocument;

use super::{AccountArg, database, say};
use crate::config::DatabaseConfig;

/// Subcommands of `resolutionflow tree`, which checks, compares, imports and exports tree files.
#[derive(Debug, Subcommand)]
pub(super) enum Tree {
    /// Say everything that keeps tree files from being published, and what their authors should know; needs no database but for walk tests
    Check(Check),
    /// Write tree files in the one form of tree text; needs no database
    Fmt(Fmt),
    /// Say what has changed from one tree file to another, or from the published version to a file
    Diff(diff::Diff),
    /// Publish tree files: new trees, or the next versions of the trees with their keys
    Import(Import),
    /// Write a tree's latest version to standard output
    Export(Export),
}

impl Tree {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Check(check) => check.run().await,
            Self::Fmt(fmt) => fmt.run(),
            Self::Diff(diff) => diff.run().await,
            Self::Import(import) => import.run().await,
            Self::Export(export) => export.run().await,
        }
    }
}

/// Arguments of `resolutionflow tree check`, which prints what keeps tree files from being published, and warnings.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow tree check vpn.tree.md
  resolutionflow tree check trees/
  resolutionflow tree check --walks            runs the walk tests of the published trees
  resolutionflow tree check --walks trees/     runs those of the trees with their keys on the files

Each line is FILE:LINE:COLUMN: and what is wrong there. Status 0: all can be published, if with warnings; 1: some cannot, or a test fails.")]
pub(super) struct Check {
    /// Tree files, as tree text or JSON, or folders with a file for each tree
    #[arg(required_unless_present = "walks")]
    files: Vec<PathBuf>,
    /// Also run the walk tests of the trees with these keys, on the files; without files, those of the published trees
    #[arg(long)]
    walks: bool,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Check {
    async fn run(self) -> anyhow::Result<()> {
        let files = files::listed(&self.files)?;
        let (mut broken, mut sound) = (Vec::new(), Vec::new());
        for file in &files {
            match files::publishable(file, &files::read(file)?)? {
                Some(document) => {
                    say(format_args!("“{}” can be published: {} nodes, no problems.", document.name, document.nodes.len()))?;
                    sound.push((file, document));
                }
                None => broken.push(file),
            }
        }
        let failed = if self.walks { walks::run(&sound, files.is_empty(), &self.account, &self.database).await? } else { 0 };
        files::none_of(&broken, files.len(), "cannot be published")?;
        match failed {
            0 => Ok(()),
            1 => bail!("1 walk test fails"),
            failed => bail!("{failed} walk tests fail"),
        }
    }
}

/// Arguments of `resolutionflow tree fmt`, which writes tree files in the one form of tree text.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow tree fmt vpn.tree.md
  resolutionflow tree fmt --check trees/
  resolutionflow tree fmt vpn.json             writes vpn.tree.md beside it

Status 0: all have that form; 1: some cannot be read or written or, with --check, would change.")]
pub(super) struct Fmt {
    /// Tree files, as tree text or JSON, or folders with a file for each tree
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Change nothing, and say which files would change
    #[arg(long)]
    check: bool,
}

impl Fmt {
    fn run(self) -> anyhow::Result<()> {
        let files = files::listed(&self.files)?;
        let mut left = Vec::new();
        for file in &files {
            match files::written(file)? {
                None => left.push(file),
                Some(written) if written.is_there => {}
                Some(written) if self.check => {
                    say(format_args!("{} would change.", written.path.display()))?;
                    left.push(file);
                }
                Some(written) => {
                    written.write()?;
                    say(format_args!("{} is written.", written.path.display()))?;
                }
            }
        }
        files::none_of(
            &left,
            files.len(),
            if self.check { "would change, or cannot be read or written" } else { "cannot be read or written" },
        )
    }
}

/// Arguments of `resolutionflow tree import`, which publishes tree files as the next versions of their trees.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow tree import vpn.tree.md
  resolutionflow tree import trees/ --account acme
  resolutionflow tree import vpn.tree.md --draft --as mara@acme.example

A file that is imported already changes nothing. If one has problems nothing of any is imported. With --draft each file becomes a draft, with
its problems: of the tree with its key, unless somebody writes one, or of a new tree. A draft is somebody's, whom --as names.")]
pub(super) struct Import {
    /// Tree files, as tree text or JSON, or folders with a file for each tree
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Begin drafts with them in place of publishing them
    #[arg(long, requires = "author")]
    draft: bool,
    /// The user whose drafts they are
    #[arg(long = "as", id = "author", value_name = "EMAIL", value_parser = Email::parse, requires = "draft")]
    author: Option<Email>,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Import {
    async fn run(self) -> anyhow::Result<()> {
        let files = files::listed(&self.files)?;
        if let Some(author) = &self.author {
            return drafts::begin(&files, author, &self.account, &self.database).await;
        }
        let (mut broken, mut sound, mut keys) = (Vec::new(), Vec::new(), HashMap::new());
        for file in &files {
            // Read once: a pipe has nothing the second time, a file perhaps something else than was checked.
            let bytes = files::read(file)?;
            let Some(document) = files::publishable(file, &bytes)? else {
                broken.push(file);
                continue;
            };
            sound.push((file, bytes));
            if let Some(other) = keys.insert(document.key.clone(), file) {
                bail!("{} and {} are both “{}”; a tree has one file.", other.display(), file.display(), document.key);
            }
        }
        files::none_of(&broken, files.len(), "cannot be published")?;
        database::with(&self.database, async |service| {
            let account = self.account.find(&service).await?;
            for (file, bytes) in &sound {
                let imported = service.import_tree(account, bytes).await.with_context(|| file.display().to_string())?;
                let done = if imported.unchanged { "is already" } else { "is now" };
                say(format_args!("{} {done} version {}.", imported.key, imported.version))?;
            }
            Ok(())
        })
        .await
    }
}

/// Arguments of `resolutionflow tree export`, which writes the tree file of the latest version to standard output.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow tree export vpn-does-not-connect > vpn.json
  resolutionflow tree export vpn-does-not-connect --text > vpn.tree.md")]
pub(super) struct Export {
    /// The tree's key
    key: String,
    /// Write it as tree text, not as JSON
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Export {
    async fn run(self) -> anyhow::Result<()> {
        let json = published(&self.key, &self.account, &self.database).await?;
        let mut out = std::io::stdout().lock();
        if !self.text {
            return Ok(out.write_all(&json)?);
        }
        Ok(out.write_all(TreeDocument::from_json(&json)?.to_text().as_bytes())?)
    }
}

/// File of a tree's latest version, as JSON.
async fn published(key: &str, account: &AccountArg, database: &DatabaseConfig) -> anyhow::Result<Vec<u8>> {
    let exported = database::with(database, async |service| {
        let account = account.find(&service).await?;
        match service.tree_document(account, key).await {
            Err(AppError::NotFound) => bail!("There is no tree “{key}”."),
            result => Ok(result?),
        }
    })
    .await?;
    let mut json = Vec::new();
    exported.content.copy_to(&mut json)?;
    Ok(json)
}
