//! Demo content: two MSPs with their trees and a month of walks, made by issuing the commands that people would issue.

mod calendar;
mod cast;
mod dice;
mod month;
mod remarks;
mod walk;

use std::str::FromStr;

use resolutionflow::text::{Email, Name};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use crate::service::Service;
use crate::store::accounts;

pub use cast::{DemoLogin, logins};

/// Loads the demo into a database without accounts; says whether it did. `now` is when the last session of the demo is
/// still going on. The same every time but for that.
///
/// # Errors
/// Where the database does not answer.
pub async fn load_into_empty(service: &Service, now: Timestamp) -> anyhow::Result<bool> {
    if !accounts::keys(&mut *service.pool().acquire().await?).await?.is_empty() {
        return Ok(false);
    }
    for company in cast::COMPANIES {
        let account = service.ensure_account(company.key, company.name, Zone::from_str(company.zone)?).await?;
        let mut people = Vec::new();
        for person in company.people {
            let (email, name) = (Email::parse(person.login.email)?, Name::parse(person.name)?);
            people.push(service.add_user(account, &email, &name, person.role, person.login.password).await?);
        }
        for (age, tree) in company.trees.iter().enumerate() {
            // Published before anybody walked them, one a day.
            let published_at = now.plus(-(60 - i64::try_from(age)?) * 24 * 3600);
            service.clone().with_clock(move || published_at).import_tree(account, tree.as_bytes()).await?;
        }
        month::live(service, account, company, &people, now).await?;
    }
    Ok(true)
}
