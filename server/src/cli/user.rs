mod import;
mod link;

use app::backend::admin::UserStatus;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use resolutionflow::access::Role;
use resolutionflow::id::{LoginId, UserId};
use resolutionflow::text::{Email, Name};
use resolutionflow::zone::Zone;

use super::{AccountArg, database, password, say};
use crate::config::DatabaseConfig;
use crate::service::{Admin, Error, Newcomer, Service};
use import::Import;
use link::{Invite, Linked};

/// Subcommands of `resolutionflow user`, which looks after the people of an account.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Add a user, and their account with them if its key is new
    Add(Add),
    /// Add many users at once, from CSV on standard input
    Import(Import),
    /// Change a user's password
    Passwd(Passwd),
    /// List the people of an account
    List(List),
    /// Add a user who chooses a password by a link, which is printed
    Invite(Invite),
    /// Print a link by which a user chooses a new password
    Link(Linked),
    /// Take back the link that a user could still use
    RevokeLink(Named),
    /// Change a user's name or role
    Change(Change),
    /// Keep a user from signing in, end their logins and park what they have running
    Deactivate(Named),
    /// Let a user sign in again
    Reactivate(Named),
    /// List where a user is signed in
    Logins(Named),
    /// End a user's logins
    EndLogins(EndLogins),
}

impl User {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::Import(import) => import.run().await,
            Self::Passwd(passwd) => passwd.run().await,
            Self::List(list) => list.run().await,
            Self::Invite(invite) => invite.run().await,
            Self::Link(linked) => linked.run().await,
            Self::RevokeLink(named) => named.revoke_link().await,
            Self::Change(change) => change.run().await,
            Self::Deactivate(named) => named.set_active(false).await,
            Self::Reactivate(named) => named.set_active(true).await,
            Self::Logins(named) => named.logins().await,
            Self::EndLogins(end) => end.run().await,
        }
    }
}

/// Arguments of `resolutionflow user add`, which adds a user with a password, and their account if its key is new.
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
    /// The user's role; each may do all that the one before may
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

/// Arguments of `resolutionflow user passwd`, which sets a user's password and ends their logins.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow user passwd ada@example.com")]
pub(super) struct Passwd {
    /// The e-mail address that the user signs in with
    #[arg(value_parser = Email::as_spelt)]
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

/// Arguments of `resolutionflow user list`, which prints each user's address, role, status and name.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let people = database::with(&self.database, async |service| {
            let admin = self.account.admin(&service).await?;
            Ok(service.people(service.begin(&admin).await?, &admin).await?)
        })
        .await?;
        for user in people {
            let standing = match user.standing {
                UserStatus::Active => "active",
                UserStatus::Invited => "invited",
                UserStatus::Deactivated => "deactivated",
            };
            say(format_args!("{:<32} {:<10} {:<11} {}", user.email, user.role.as_str(), standing, user.name))?;
        }
        Ok(())
    }
}

/// Arguments of `resolutionflow user change`, which changes a user's name or role.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow user change bob@example.com --role manager")]
pub(super) struct Change {
    #[command(flatten)]
    user: Named,
    /// Their new name
    #[arg(long, value_parser = Name::parse)]
    name: Option<Name>,
    /// Their new role, which ends their logins
    #[arg(long, value_parser = role())]
    role: Option<Role>,
}

impl Change {
    async fn run(self) -> anyhow::Result<()> {
        let (name, role) = (self.name.as_ref(), self.role);
        let change = async |service: Service, admin: Admin, user| {
            Ok(service.change_user(service.begin(&admin).await?, &admin, user, name, role).await?)
        };
        self.user.with(change).await?;
        Ok(say(format_args!("{} is changed.", self.user.email.as_str()))?)
    }
}

/// Arguments of `resolutionflow user end-logins`, which signs a user out on one device or on all.
#[derive(Debug, Args)]
pub(super) struct EndLogins {
    #[command(flatten)]
    user: Named,
    /// One of them, as “user logins” shows it [default: all]
    #[arg(long, value_name = "ID")]
    login: Option<LoginId>,
}

impl EndLogins {
    async fn run(self) -> anyhow::Result<()> {
        let login = self.login;
        let end = async |service: Service, admin: Admin, user| {
            Ok(service.end_logins_of(service.begin(&admin).await?, &admin, user, login).await?)
        };
        self.user.with(end).await?;
        Ok(say("Ended.")?)
    }
}

/// Arguments that name an existing user by e-mail address, which tells the account, too. By themselves those of the commands that need no
/// more.
#[derive(Debug, Args)]
pub(super) struct Named {
    /// The e-mail address that the user signs in with
    #[arg(value_parser = Email::as_spelt)]
    email: Email,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Named {
    async fn with<T>(&self, work: impl AsyncFnOnce(Service, Admin, UserId) -> anyhow::Result<T>) -> anyhow::Result<T> {
        database::with(&self.database, async |service| {
            let (account, user) = service.user(&self.email).await?;
            work(service, Admin::on_the_command_line(account), user).await
        })
        .await
    }

    async fn revoke_link(self) -> anyhow::Result<()> {
        let revoke =
            async |service: Service, admin: Admin, user| Ok(service.revoke_link(service.begin(&admin).await?, &admin, user).await?);
        self.with(revoke).await?;
        Ok(say(format_args!("No link lets {} choose a password.", self.email.as_str()))?)
    }

    async fn set_active(self, active: bool) -> anyhow::Result<()> {
        let set = async |service: Service, admin: Admin, user| Ok(service.set_active(&admin, user, active).await?);
        self.with(set).await?;
        let now = if active { "can sign in again" } else { "can no longer sign in" };
        Ok(say(format_args!("{} {now}.", self.email.as_str()))?)
    }

    async fn logins(self) -> anyhow::Result<()> {
        let look = async |service: Service, admin: Admin, user| Ok(service.user_page(service.begin(&admin).await?, &admin, user).await?);
        for login in self.with(look).await?.logins {
            let last = Zone::UTC.exact(login.last_used_at);
            say(format_args!("{}  {:<24} {:<39} last used {last}", login.id, login.device, login.address))?;
        }
        Ok(())
    }
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str)).try_map(|name| name.parse::<Role>())
}
