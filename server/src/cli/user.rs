use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use resolutionflow::access::Role;
use resolutionflow::text::{Email, Name};
use resolutionflow::zone::Zone;

use super::{database, password, say};
use crate::config::DatabaseConfig;
use crate::service::{Error, Newcomer};

/// `resolutionflow user`.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Add a user, and their account with them if its key is new
    Add(Add),
    /// Change a user's password
    Passwd(Passwd),
}

impl User {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::Passwd(passwd) => passwd.run().await,
        }
    }
}

/// `resolutionflow user add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow user add ada@example.com --name 'Ada Lovelace' --role admin --account acme \\
      --account-name 'Acme IT' --time-zone Europe/Berlin
  pass show flow/bob | resolutionflow user add bob@example.com --name Bob --role technician --password-stdin")]
pub(super) struct Add {
    /// The e-mail address to sign in with
    #[arg(value_parser = Email::parse)]
    email: Email,
    /// The user's name
    #[arg(long, value_parser = Name::parse)]
    name: Name,
    /// What the user may do; each role may do all that the one before may
    #[arg(long, value_parser = role())]
    role: Role,
    /// The account's key, such as acme; made if it is new [default: the only account there is]
    #[arg(long, value_name = "KEY")]
    account: Option<String>,
    /// The name of a new account [default: its key]
    #[arg(long, value_name = "NAME", requires = "account")]
    account_name: Option<String>,
    /// The time zone in which a new account reads times
    #[arg(long, value_name = "ZONE", requires = "account", default_value = "UTC")]
    time_zone: Zone,
    /// Read the password from standard input rather than ask for it
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Add {
    async fn run(self) -> anyhow::Result<()> {
        let password = password::read(self.password_stdin)?;
        let user = Newcomer { email: &self.email, name: &self.name, role: self.role, password: &password };
        let new_account = database::with(&self.database, async |service| {
            let key = match &self.account {
                Some(key) => key.clone(),
                None => service.sole_account().await?,
            };
            match service.account(&key).await {
                Ok(account) => {
                    service.add_user(account, &user).await?;
                    Ok(None)
                }
                Err(Error::NoSuchAccount(key)) => {
                    service.found_account(&key, self.account_name.as_deref().unwrap_or(&key), self.time_zone, &user).await?;
                    Ok(Some(key))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await?;
        match new_account {
            Some(key) => say(format_args!("The account “{key}” is new, with the time zone {}.", self.time_zone))?,
            None if self.account_name.is_some() => say("The account was there already and keeps its name and time zone.")?,
            None => {}
        }
        Ok(say(format_args!("{} can sign in as {}.", self.name, self.email.as_str()))?)
    }
}

/// `resolutionflow user passwd`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow user passwd ada@example.com")]
pub(super) struct Passwd {
    /// The e-mail address that the user signs in with
    #[arg(value_parser = Email::parse)]
    email: Email,
    /// Read the password from standard input rather than ask for it
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Passwd {
    async fn run(self) -> anyhow::Result<()> {
        let password = password::read(self.password_stdin)?;
        database::with(&self.database, async |service| Ok(service.set_password(&self.email, &password).await?)).await?;
        Ok(say(format_args!("The password of {} is changed.", self.email.as_str()))?)
    }
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str)).try_map(|name| name.parse::<Role>())
}
