//! The command line: a file a subcommand.

mod account;
mod audit;
mod backup;
mod category;
mod client;
mod database;
mod figures;
mod migrate;
mod password;
mod restore;
mod seed;
mod serve;
mod session;
mod tree;
mod user;
mod verify;

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat, Utc};
use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory, Parser, Subcommand};
use resolutionflow::id::AccountId;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{ConfigError, LogConfig, LogFormat, passed_listener};
use crate::service::{Admin, Manager, Service};

/// Technicians walk troubleshooting trees; every step is timed, and the ticket's documentation falls out.
#[derive(Debug, Parser)]
#[command(
    name = "resolutionflow",
    version,
    propagate_version = true,
    after_help = "Examples:
  resolutionflow serve --demo                       try it on http://127.0.0.1:3000
  resolutionflow user add ada@example.com --name 'Ada Lovelace' --role admin --account acme
  resolutionflow tree check vpn.tree.md && resolutionflow tree import vpn.tree.md

Without DATABASE_URL it keeps a private PostgreSQL of its own, which needs PostgreSQL's programs and no set-up."
)]
struct Cli {
    #[command(flatten)]
    log: LogConfig,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages until interrupted
    Serve(serve::Serve),
    /// Bring the database's schema up to date
    Migrate(migrate::Migrate),
    /// Back the private PostgreSQL up, and keep an archive of all that is saved
    Backup(backup::Backup),
    /// Restore a moment from backups, into an empty folder
    Restore(restore::Restore),
    /// Restore a backup aside, and compare it with what it was made of
    Verify(verify::Verify),
    /// Change how an account works
    #[command(subcommand)]
    Account(account::Account),
    /// Look after the people of an account
    #[command(subcommand)]
    User(user::User),
    /// List and rename categories of trees
    #[command(subcommand)]
    Category(category::Category),
    /// List, rename and merge clients
    #[command(subcommand)]
    Client(client::Client),
    /// Read the audit trail
    Audit(audit::Audit),
    /// Check, compare, import and export trees
    #[command(subcommand)]
    Tree(tree::Tree),
    /// Export sessions
    #[command(subcommand)]
    Session(session::Session),
    /// Compare what Insights counts with the sessions, or count it anew
    #[command(subcommand)]
    Figures(figures::Figures),
    /// Fill an empty installation with made-up sessions, to see how it does with many
    Seed(seed::Seed),
}

/// Option `--account` of the commands that work on one account.
#[derive(Debug, Args)]
struct AccountArg {
    /// The account's key [default: the only account there is]
    #[arg(long, value_name = "KEY")]
    account: Option<String>,
}

impl AccountArg {
    async fn find(&self, service: &Service) -> anyhow::Result<AccountId> {
        let key = match &self.account {
            Some(key) => key.clone(),
            None => service.sole_account().await?,
        };
        Ok(service.account(&key).await?)
    }

    async fn admin(&self, service: &Service) -> anyhow::Result<Admin> {
        Ok(Admin::on_the_command_line(self.find(service).await?))
    }

    async fn manager(&self, service: &Service) -> anyhow::Result<Manager> {
        Ok(Manager::on_the_command_line(self.find(service).await?))
    }
}

/// Runs the program: parses the command line and carries the command out. Returns the process's exit status. 0: done; 1: it did not work;
/// 2: it was asked wrongly, or a setting is wrong. Messages go to standard error.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            if let Some(variable) = variable_at_fault(&error) {
                let _ = writeln!(stderr(), "resolutionflow: {variable} cannot be used as it is set:");
            }
            error.exit()
        }
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With standard error gone there is nobody left to tell.
            let _ = writeln!(stderr(), "resolutionflow: {}", in_words(&error));
            if error.is::<ConfigError>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// The environment variable from which clap took the argument that it complains about.
fn variable_at_fault(error: &clap::Error) -> Option<String> {
    fn variable(command: &clap::Command, flag: &str) -> Option<String> {
        let here = command.get_arguments().find(|argument| argument.get_long() == Some(flag));
        let name = here.and_then(|argument| Some(argument.get_env()?.to_str()?.to_owned()));
        name.or_else(|| command.get_subcommands().find_map(|command| variable(command, flag)))
    }
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return None };
    let flag = argument.trim_start_matches("--").split([' ', '=']).next()?;
    let given = std::env::args().any(|given| given.strip_prefix("--").is_some_and(|given| given.split('=').next() == Some(flag)));
    variable(&Cli::command(), flag).filter(|name| !given && std::env::var_os(name).is_some())
}

/// The error and its causes, less those that it has told already, as sqlx's do.
fn in_words(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        _ if told.ends_with(&cause) => told,
        _ => format!("{told}: {cause}"),
    })
}

fn run(cli: Cli) -> anyhow::Result<()> {
    start_log(&cli.log)?;
    let passed = passed_listener()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => serve.run(passed).await,
            Command::Migrate(migrate) => migrate.run().await,
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Verify(verify) => verify.run().await,
            Command::Account(account) => account.run().await,
            Command::User(user) => user.run().await,
            Command::Category(category) => category.run().await,
            Command::Client(client) => client.run().await,
            Command::Audit(audit) => audit.run().await,
            Command::Tree(tree) => tree.run().await,
            Command::Session(session) => session.run().await,
            Command::Figures(figures) => figures.run().await,
            Command::Seed(seed) => seed.run().await,
        }
    })
}

/// The log goes to standard error: standard output is for what a command answers.
fn start_log(config: &LogConfig) -> Result<(), ConfigError> {
    let registry = tracing_subscriber::registry().with(config.filter()?);
    match config.format() {
        LogFormat::Text => {
            let colour = stderr().is_terminal();
            registry.with(tracing_subscriber::fmt::layer().with_target(false).with_ansi(colour).with_writer(stderr)).init();
        }
        LogFormat::Json => registry.with(tracing_subscriber::fmt::layer().json().with_writer(stderr)).init(),
    }
    Ok(())
}

/// A moment as the command line takes and says it.
fn moment(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Says something on standard output.
fn say(text: impl Display) -> std::io::Result<()> {
    writeln!(stdout().lock(), "{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_can_be_given() {
        let session = "session export 019c4b1e-7d5f-7a53-9f0e-2b6f0d3c9a11 --format json --account acme --log-format json";
        for line in [
            "serve --demo --data-dir /tmp/x --log warn",
            "migrate",
            "backup /var/backups/resolutionflow --keep 14 --data-dir /tmp/x",
            "backup /var/backups/resolutionflow --list",
            "backup --stop",
            "restore /var/backups/resolutionflow --to 2026-02-10T09:00:00+01:00 --data-dir /tmp/x",
            "verify /var/backups/resolutionflow 2026-02-10T090000.000Z --scratch /tmp",
            "user add ada@example.com --name Ada --role admin --account acme --account-name Acme --time-zone Europe/Berlin",
            "user add bob@example.com --name Bob --role technician --password-stdin",
            "user passwd ada@example.com",
            "user list --account acme",
            "user invite bob@example.com --name Bob --role technician --public-url https://flow.example.com",
            "user link bob@example.com",
            "user revoke-link bob@example.com",
            "user change bob@example.com --role manager --name Bobby",
            "user deactivate bob@example.com",
            "user reactivate bob@example.com",
            "user logins bob@example.com",
            "user end-logins bob@example.com --login 019c4b1e-7d5f-7a53-9f0e-2b6f0d3c9a11",
            "account list",
            "account show --account acme",
            "account set acme --name Acme --login-idle 8 --login-lifetime 2 --reading own --ticket-link https://psa.example/{ticket}",
            "category list",
            "category rename Network Networking",
            "client list --text dental",
            "client rename Acme ACME",
            "client merge Acme ACME",
            "audit --action sign_in --from 2026-02-01 --to 2026-02-28",
            "tree check vpn.json",
            "tree check vpn.tree.md trees",
            "tree check --walks --account acme",
            "tree fmt --check vpn.tree.md trees",
            "tree diff --text vpn.json vpn.tree.md",
            "tree diff vpn.tree.md --account acme",
            "tree import vpn.json trees --account acme",
            "tree export vpn --text",
            session,
            "figures verify acme",
            "figures rebuild",
            "seed --sessions 1000000 --accounts 60 --seed 7 --until 2026-02-10 --data-dir /tmp/x",
        ] {
            Cli::try_parse_from(std::iter::once("resolutionflow").chain(line.split(' '))).unwrap();
        }
    }

    #[test]
    fn a_cause_is_told_once() {
        let told = anyhow::anyhow!("connection refused").context("no answer: connection refused").context("no database");
        assert_eq!(in_words(&told), "no database: no answer: connection refused");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for line in [
            "",
            "user add ada --name Ada --role admin",
            "user add a@b.c --name Ada --role boss",
            "session export 1 --format json",
            "backup /tmp/x --keep 0",
            "backup /tmp/x --list --stop",
            "restore /tmp/x --to yesterday",
            "restore /tmp/x --to 2026-02-10T09:00:00",
            "user add a@b.c --name Ada --role admin --account-name Acme",
        ] {
            assert!(Cli::try_parse_from(std::iter::once("resolutionflow").chain(line.split(' '))).is_err(), "{line}");
        }
    }
}
