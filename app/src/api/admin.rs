//! Administration of the account: users, settings, categories, clients.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::account::{Settings, TicketLink};
use resolutionflow::billing::Rule;
use resolutionflow::id::UserId;
use resolutionflow::login::Lifetimes;
use resolutionflow::text::{ClientName, Name};
use resolutionflow::time::Seconds;
use resolutionflow::zone::Zone;

use super::support::{backend, choice, email, field, id, whole};
use crate::error::AppError;
use crate::respond;

fn to_user(user: &str, done: &str) {
    respond::redirect(&format!("/admin/users/{user}?done={done}"));
}

/// Invites a user, and shows the admin the one-time link with which they choose a password.
#[server(endpoint = "invite_user", prefix = "/api")]
pub async fn invite_user(
    #[server(default)] email: String,
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), AppError> {
    let linked = backend()?.invite(self::email(&email)?, field("name", &name, Name::parse)?, choice("role", &role)?).await?;
    respond::set_cookie(&linked.cookie);
    to_user(&linked.user.to_string(), "invited");
    Ok(())
}

/// Makes a one-time link with which a user chooses a new password, and shows it to the admin. Earlier links count no longer.
#[server(endpoint = "make_link", prefix = "/api")]
pub async fn make_link(user: String) -> Result<(), AppError> {
    let linked = backend()?.make_link(id(&user)?).await?;
    respond::set_cookie(&linked.cookie);
    to_user(&user, "linked");
    Ok(())
}

/// Revokes a user's one-time link that waits to be used.
#[server(endpoint = "revoke_link", prefix = "/api")]
pub async fn revoke_link(user: String) -> Result<(), AppError> {
    backend()?.revoke_link(id(&user)?).await?;
    to_user(&user, "revoked");
    Ok(())
}

/// Changes a user's name and role.
#[server(endpoint = "change_user", prefix = "/api")]
pub async fn change_user(user: String, #[server(default)] name: String, #[server(default)] role: String) -> Result<(), AppError> {
    let user_id: UserId = id(&user)?;
    backend()?.change_user(user_id, field("name", &name, Name::parse)?, choice("role", &role)?).await?;
    to_user(&user, "saved");
    Ok(())
}

/// Lets a user write drafts of trees, or no longer.
#[server(endpoint = "let_author", prefix = "/api")]
pub async fn let_author(user: String, may: bool) -> Result<(), AppError> {
    backend()?.let_author(id(&user)?, may).await?;
    to_user(&user, "saved");
    Ok(())
}

/// Keeps a user from signing in, ends their logins and parks their running session.
#[server(endpoint = "deactivate_user", prefix = "/api")]
pub async fn deactivate_user(user: String) -> Result<(), AppError> {
    backend()?.set_active(id(&user)?, false).await?;
    to_user(&user, "deactivated");
    Ok(())
}

/// Lets a user sign in again.
#[server(endpoint = "reactivate_user", prefix = "/api")]
pub async fn reactivate_user(user: String) -> Result<(), AppError> {
    backend()?.set_active(id(&user)?, true).await?;
    to_user(&user, "reactivated");
    Ok(())
}

/// Ends a login of a user, or all of theirs where none is named.
#[server(endpoint = "end_logins_of", prefix = "/api")]
pub async fn end_logins_of(user: String, #[server(default)] login: String) -> Result<(), AppError> {
    let login = if login.is_empty() { None } else { Some(id(&login)?) };
    backend()?.end_logins_of(id(&user)?, login).await?;
    to_user(&user, if login.is_some() { "ended" } else { "ended-all" });
    Ok(())
}

/// Lifetimes of logins, as typed into the form of the settings.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LifetimesForm {
    /// Idle timeout in hours.
    #[serde(default)]
    pub login_idle_hours: String,
    /// Absolute timeout in days.
    #[serde(default)]
    pub login_days: String,
}

impl LifetimesForm {
    fn lifetimes(&self) -> Result<Lifetimes, AppError> {
        let (idle, days) = (whole("login_idle_hours", &self.login_idle_hours, (1, 720))?, whole("login_days", &self.login_days, (1, 90))?);
        let lifetimes = Lifetimes::new(Seconds(idle * 3600), Seconds(days * 86_400));
        lifetimes.map_err(|error| AppError::invalid("login_idle_hours", error))
    }
}

/// Days and weeks of the account, as typed into the form of the settings.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CalendarForm {
    /// Time zone.
    #[serde(default)]
    pub time_zone: String,
    /// Day with which weeks begin.
    #[serde(default)]
    pub week_begins: String,
}

/// Billing rule, as typed into the form of the settings.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BillingForm {
    /// Increment to which time is rounded, in minutes.
    #[serde(default)]
    pub billing_increment: String,
    /// Minimum charge, in minutes.
    #[serde(default)]
    pub billing_minimum: String,
    /// Direction of rounding for time that is no whole increment.
    #[serde(default)]
    pub billing_rounding: String,
    /// Unit that is rounded: each session, or all sessions of a ticket together.
    #[serde(default)]
    pub billing_per: String,
}

impl BillingForm {
    fn rule(&self) -> Result<Rule, AppError> {
        let increment = whole("billing_increment", &self.billing_increment, Rule::INCREMENT)?;
        let minimum = whole("billing_minimum", &self.billing_minimum, Rule::MINIMUM)?;
        let (rounding, per) = (choice("billing_rounding", &self.billing_rounding)?, choice("billing_per", &self.billing_per)?);
        Rule::new(increment, minimum, rounding, per).map_err(|_| AppError::Malformed)
    }
}

/// Settings of sessions and walks, as typed into the form of the settings.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WalksForm {
    /// Minutes without input after which an absence is asked about.
    #[serde(default)]
    pub idle_minutes: String,
    /// `hidden` where the walk does not say what usually comes of a step.
    #[serde(default)]
    pub usual: String,
    /// Sessions that technicians read.
    #[serde(default)]
    pub reading: String,
    /// `hidden` where technicians see no times of sessions that others hold.
    #[serde(default)]
    pub times: String,
    /// Pattern of a ticket's address; empty for none.
    #[serde(default)]
    pub ticket_link: String,
    /// `needed` where a draft is published only after a second person's approval.
    #[serde(default)]
    pub approval: String,
    /// `taken` where everybody who walks may suggest changes.
    #[serde(default)]
    pub proposals: String,
}

/// Saves the settings of the account. Lifetimes and thresholds come in the units of the form: minutes, hours, days.
#[server(endpoint = "save_settings", prefix = "/api")]
pub async fn save_settings(
    #[server(default)] name: String,
    #[server(flatten)] calendar: CalendarForm,
    #[server(flatten)] walks: WalksForm,
    #[server(flatten)] lifetimes: LifetimesForm,
    #[server(flatten)] billing: BillingForm,
) -> Result<(), AppError> {
    let idle = whole("idle_minutes", &walks.idle_minutes, (1, 1_440))?;
    let settings = Settings {
        name: field("name", &name, Name::parse)?,
        zone: calendar.time_zone.parse::<Zone>().map_err(|error| AppError::invalid("time_zone", error))?,
        week: choice("week_begins", &calendar.week_begins)?,
        idle_threshold: Seconds(idle * 60),
        lifetimes: lifetimes.lifetimes()?,
        reading: choice("reading", &walks.reading)?,
        ticket_link: match walks.ticket_link.trim() {
            "" => None,
            link => Some(TicketLink::parse(link).map_err(|error| AppError::invalid("ticket_link", error))?),
        },
        billing: billing.rule()?,
        shows_usual: walks.usual != "hidden",
        hides_times: walks.times == "hidden",
        needs_approval: walks.approval == "needed",
        takes_proposals: walks.proposals == "taken",
    };
    backend()?.save_settings(settings).await?;
    respond::redirect("/admin/settings?done=saved");
    Ok(())
}

/// Turns figures per person on or off.
#[server(endpoint = "show_people", prefix = "/api")]
pub async fn show_people(#[server(default)] shown: String) -> Result<(), AppError> {
    let shown = match shown.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(AppError::Malformed),
    };
    backend()?.show_people(shown).await?;
    respond::redirect(if shown { "/admin/settings?done=people-on" } else { "/admin/settings?done=people-off" });
    Ok(())
}

/// Renames a category; the name of another one merges the two.
#[server(endpoint = "rename_category", prefix = "/api")]
pub async fn rename_category(#[server(default)] from: String, #[server(default)] name: String) -> Result<(), AppError> {
    let from = Name::parse(&from).map_err(|_| AppError::Malformed)?;
    backend()?.rename_category(from, field("name", &name, Name::parse)?).await?;
    respond::redirect("/admin/categories?done=saved");
    Ok(())
}

/// Renames a client for all of its sessions.
#[server(endpoint = "rename_client", prefix = "/api")]
pub async fn rename_client(client: String, #[server(default)] name: String) -> Result<(), AppError> {
    backend()?.rename_client(id(&client)?, filled_client("name", &name)?).await?;
    respond::redirect(&format!("/admin/clients/{client}?done=saved"));
    Ok(())
}

/// Merges a client into the one with the name `into`. Cannot be undone.
#[server(endpoint = "merge_clients", prefix = "/api")]
pub async fn merge_clients(client: String, #[server(default)] into: String) -> Result<(), AppError> {
    let into = backend()?.merge_clients(id(&client)?, filled_client("into", &into)?).await?;
    respond::redirect(&format!("/admin/clients/{into}?done=merged"));
    Ok(())
}

fn filled_client(name: &str, text: &str) -> Result<ClientName, AppError> {
    let client = field(name, text, ClientName::parse)?;
    if client.is_empty() { Err(AppError::invalid(name, resolutionflow::text::TextError::Empty)) } else { Ok(client) }
}
