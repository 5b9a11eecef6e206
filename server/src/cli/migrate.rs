use clap::Args;
use resolutionflow::tree::{Difference, Words};

use super::database::Database;
use super::say;
use crate::config::DatabaseConfig;
use crate::service::{Filled, Pace, Remade, Reread, Unreadable};

/// Arguments of `resolutionflow migrate`, which applies the migrations that are pending, as the owner, derives anew how tree versions
/// read where this program reads Markdown differently, makes anew what sessions are found by, and counts them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow migrate                            the private PostgreSQL
  DATABASE_URL=postgres://app@db/flow DATABASE_OWNER_URL=postgres://owner@db/flow resolutionflow migrate

Migrations only go forward, and running this twice does nothing the second time. Clients, categories and saved views that
turn out to be the same are merged, an account at a time, and named. Trees that read differently under the rules of this
program are listed, step by step, and stand in the audit trail. Sessions of earlier versions are read once more for the
search, some twenty seconds for each ten thousand, and counted for Insights; the server does that, too, beside its work.
Broken off, it goes on where it was.")]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let database = Database::of_server(&self.database).await?;
        let migrated = migrate(&database).await;
        database.close().await?;
        migrated?;
        Ok(say("The database is up to date.")?)
    }
}

/// Says which steps of a version read other words now, a line each, and how many show the same words differently.
fn tell(account: &str, Reread { key, version, differences }: &Reread) -> anyhow::Result<()> {
    for Difference { node, title, words } in differences {
        if let Some(Words { before, after }) = words {
            say(format_args!("{account}: {key}, version {version}, step “{node}” ({title}): “{before}” reads “{after}” now"))?;
        }
    }
    match differences.iter().filter(|step| step.words.is_none()).count() {
        0 => Ok(()),
        1 => Ok(say(format_args!("{account}: {key}, version {version}: one step shows the same words in other lines, or with links"))?),
        steps => {
            Ok(say(format_args!("{account}: {key}, version {version}: {steps} steps show the same words in other lines, or with links"))?)
        }
    }
}

/// Applies the migrations, then fills the keys of names in every account, since a version before this one may have gone on adding some
/// without, derives the readings of trees, makes the searches anew that another version made, and counts sessions that no version counted.
async fn migrate(database: &Database) -> anyhow::Result<()> {
    database.migrate().await?;
    let service = database.service();
    let accounts = service.account_keys().await?;
    database.fill_same_keys(&accounts, |account, found| Ok(say(format_args!("{account}: {found}"))?)).await?;
    database.derive_readings(tell).await?;
    database.make_tree_searches(&accounts).await?;
    for key in accounts {
        service.make_renamed_due(service.account(&key).await?).await?;
        let progress = |made: Remade| Ok(say(format_args!("{key}: {} sessions are searched anew, {} %", made.sessions, made.percent))?);
        let sessions = service.make_searches(service.account(&key).await?, Pace::Full, progress).await?;
        if sessions > 0 {
            say(format_args!("{key}: {sessions} sessions are searched anew"))?;
        }
        let account = service.account(&key).await?;
        service.fold(account).await?;
        let progress = |filled: Filled| Ok(say(format_args!("{key}: {} sessions are counted, {} %", filled.sessions, filled.percent))?);
        for Unreadable { session, reason } in service.count_sessions(account, Pace::Full, progress).await? {
            say(format_args!("{key}: session {session} cannot be read, and is in no figure: {reason}"))?;
        }
    }
    Ok(())
}
