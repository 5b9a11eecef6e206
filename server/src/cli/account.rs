use clap::{Args, Subcommand};
use resolutionflow::account::{Reading, Settings, TicketLink};
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::insights::WeekBegins;
use resolutionflow::login::Lifetimes;
use resolutionflow::text::Name;
use resolutionflow::time::Seconds;
use resolutionflow::zone::Zone;

use super::{AccountArg, database, say};
use crate::config::DatabaseConfig;

/// Subcommands of `resolutionflow account`, which reads and changes the accounts' settings.
#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// List the accounts' keys
    List(List),
    /// Show how an account works
    Show(Show),
    /// Change how an account works
    Set(Set),
}

impl Account {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run().await,
            Self::Show(show) => show.run().await,
            Self::Set(set) => set.run().await,
        }
    }
}

/// Arguments of `resolutionflow account list`, which prints the key of every account, a line each.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    database: DatabaseConfig,
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let keys = database::with(&self.database, async |service| Ok(service.account_keys().await?)).await?;
        Ok(keys.iter().try_for_each(say)?)
    }
}

/// Arguments of `resolutionflow account show`, which prints the settings of one account.
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Show {
    async fn run(self) -> anyhow::Result<()> {
        let settings = database::with(&self.database, async |service| {
            let admin = self.account.admin(&service).await?;
            Ok(service.settings(service.begin(&admin).await?, &admin).await?)
        })
        .await?;
        Ok(tell(&settings)?)
    }
}

fn tell(settings: &Settings) -> std::io::Result<()> {
    say(format_args!("name            {}", settings.name))?;
    say(format_args!("time zone       {}", settings.zone))?;
    say(format_args!("weeks begin on  {}", settings.week.as_str()))?;
    say(format_args!("idle threshold  {}", settings.idle_threshold))?;
    say(format_args!("login idle      {}", settings.lifetimes.idle))?;
    say(format_args!("login lifetime  {}", settings.lifetimes.absolute))?;
    say(format_args!("reading         {}", settings.reading.as_str()))?;
    say(format_args!("ticket link     {}", settings.ticket_link.as_ref().map_or("none", TicketLink::as_str)))?;
    say(format_args!("billable time   {}", settings.billing.in_words()))?;
    say(format_args!("usual times     {}", if settings.shows_usual { "shown" } else { "hidden" }))?;
    say(format_args!("others' times   {}", if settings.hides_times { "hidden from technicians" } else { "shown" }))?;
    say(format_args!(
        "publishing      {}",
        if settings.needs_approval { "needs a second person's approval" } else { "needs no approval" }
    ))?;
    say(format_args!("suggestions     {}", if settings.takes_proposals { "taken from everybody" } else { "not taken" }))
}

/// Arguments of `resolutionflow account set`, which changes the settings that are named and prints all of them.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow account set acme --idle-threshold 900 --reading own \\
      --ticket-link 'https://psa.example.com/tickets/{ticket}'")]
pub(super) struct Set {
    /// The account's key
    key: String,
    /// The account's name
    #[arg(long, value_parser = Name::parse)]
    name: Option<Name>,
    /// The time zone in which the account reads times
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<Zone>,
    /// Day with which weeks begin, in Insights [new accounts: monday]
    #[arg(long, value_name = "monday|sunday|saturday")]
    week_begins: Option<WeekBegins>,
    /// Seconds without a sign of the technician after which the walk page asks whether they count [new accounts: 600]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    idle_threshold: Option<u64>,
    /// Hours without input after which a login ends [new accounts: 72]
    #[arg(long, value_name = "HOURS")]
    login_idle: Option<u64>,
    /// Days after which a login ends in any case [new accounts: 14]
    #[arg(long, value_name = "DAYS")]
    login_lifetime: Option<u64>,
    /// Sessions that technicians read: all of the account's, or their own and those that wait to be taken over
    #[arg(long, value_name = "all|own")]
    reading: Option<Reading>,
    /// Address of tickets, with {ticket} where the number goes; empty for none
    #[arg(long, value_name = "URL")]
    ticket_link: Option<String>,
    /// Minutes to which billable time is rounded, 1 to 240 [new accounts: 15]
    #[arg(long, value_name = "MINUTES")]
    billing_increment: Option<u64>,
    /// Minutes that are billed at least, up to 1440 [new accounts: 0]
    #[arg(long, value_name = "MINUTES")]
    billing_minimum: Option<u64>,
    /// Rounding of time that is no whole increment [new accounts: up]
    #[arg(long, value_name = "up|nearest")]
    billing_rounding: Option<Rounding>,
    /// Unit that is rounded: each session, or a ticket's sessions together [new accounts: session]
    #[arg(long, value_name = "session|ticket")]
    billing_per: Option<Per>,
    /// Whether the walk and trees' pages say what usually comes of a step [new accounts: true]
    #[arg(long, value_name = "true|false")]
    shows_usual: Option<bool>,
    /// Whether technicians see no times of sessions that others hold [new accounts: false]
    #[arg(long, value_name = "true|false")]
    hides_times: Option<bool>,
    /// Whether a draft of a tree is published only after somebody else approved it [new accounts: false]
    #[arg(long, value_name = "true|false")]
    needs_approval: Option<bool>,
    /// Whether everybody who walks may suggest changes to steps, which authors take or decline [new accounts: false]
    #[arg(long, value_name = "true|false")]
    takes_proposals: Option<bool>,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Set {
    async fn run(self) -> anyhow::Result<()> {
        let ticket_link = match self.ticket_link.as_deref() {
            None => None,
            Some("") => Some(None),
            Some(link) => Some(Some(TicketLink::parse(link).map_err(|error| anyhow::anyhow!("--ticket-link {error}"))?)),
        };
        let after = database::with(&self.database, async |service| {
            let admin = AccountArg { account: Some(self.key.clone()) }.admin(&service).await?;
            let before = service.settings(service.begin(&admin).await?, &admin).await?;
            let idle = self.login_idle.map_or(before.lifetimes.idle, |hours| Seconds(hours.saturating_mul(3600)));
            let absolute = self.login_lifetime.map_or(before.lifetimes.absolute, |days| Seconds(days.saturating_mul(86_400)));
            let after = Settings {
                name: self.name.clone().unwrap_or(before.name),
                zone: self.time_zone.unwrap_or(before.zone),
                week: self.week_begins.unwrap_or(before.week),
                idle_threshold: self.idle_threshold.map_or(before.idle_threshold, Seconds),
                lifetimes: Lifetimes::new(idle, absolute)?,
                reading: self.reading.unwrap_or(before.reading),
                ticket_link: ticket_link.clone().unwrap_or(before.ticket_link),
                billing: Rule::new(
                    self.billing_increment.unwrap_or(before.billing.increment()),
                    self.billing_minimum.unwrap_or(before.billing.minimum()),
                    self.billing_rounding.unwrap_or(before.billing.rounding()),
                    self.billing_per.unwrap_or(before.billing.per()),
                )?,
                shows_usual: self.shows_usual.unwrap_or(before.shows_usual),
                hides_times: self.hides_times.unwrap_or(before.hides_times),
                needs_approval: self.needs_approval.unwrap_or(before.needs_approval),
                takes_proposals: self.takes_proposals.unwrap_or(before.takes_proposals),
            };
            service.save_settings(service.begin(&admin).await?, &admin, &after).await?;
            Ok(after)
        })
        .await?;
        Ok(tell(&after)?)
    }
}
