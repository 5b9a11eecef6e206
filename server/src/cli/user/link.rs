use app::error::AppError;
use clap::Args;
use resolutionflow::access::Role;
use resolutionflow::text::{Email, Name};
use resolutionflow::zone::Zone;

use super::{Named, role};
use crate::cli::{AccountArg, database, say};
use crate::config::{DatabaseConfig, PublicUrl};
use crate::service::{Admin, Error, Made, Service};

/// Address of the pages.
#[derive(Debug, Args)]
struct PublicUrlArg {
    /// Address of the pages, for the link
    #[arg(long, env = "PUBLIC_URL", value_name = "URL", default_value = "http://127.0.0.1:3000")]
    public_url: String,
}

impl PublicUrlArg {
    fn tell(&self, made: &Made) -> anyhow::Result<()> {
        let origin = PublicUrl::parse(&self.public_url)?;
        say(format_args!("{}/link?link={}", origin.origin(), made.token.reveal()))?;
        Ok(say(format_args!("It works once, until {}.", Zone::UTC.exact(made.expires_at)))?)
    }
}

/// Arguments of `resolutionflow user invite`, which adds a user without a password and prints a link by which they choose one.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow user invite bob@example.com --name Bob --role technician --account acme")]
pub(in crate::cli) struct Invite {
    /// The e-mail address to sign in with
    #[arg(value_parser = Email::parse)]
    email: Email,
    /// The user's name
    #[arg(long, value_parser = Name::parse)]
    name: Name,
    /// The user's role; each may do all that the one before may
    #[arg(long, value_parser = role())]
    role: Role,
    #[command(flatten)]
    public_url: PublicUrlArg,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Invite {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let made = database::with(&self.database, async |service| {
            let admin = self.account.admin(&service).await?;
            match service.invite(service.begin(&admin).await?, &admin, &self.email, &self.name, self.role).await {
                Ok(made) => Ok(made),
                Err(failure) => match AppError::from(failure) {
                    AppError::Invalid(_) => Err(Error::EmailTaken(self.email.as_str().to_owned()).into()),
                    error => Err(error.into()),
                },
            }
        })
        .await?;
        self.public_url.tell(&made)
    }
}

/// Arguments of `resolutionflow user link`, which prints a link by which a user chooses a new password. It works once; making it ends the
/// earlier ones.
#[derive(Debug, Args)]
pub(in crate::cli) struct Linked {
    #[command(flatten)]
    user: Named,
    #[command(flatten)]
    public_url: PublicUrlArg,
}

impl Linked {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let make = async |service: Service, admin: Admin, user| Ok(service.make_link(service.begin(&admin).await?, &admin, user).await?);
        let made = self.user.with(make).await?;
        self.public_url.tell(&made)
    }
}
