//! Demo content: two MSPs with their trees and two months of walks, made by issuing the commands that people would issue.

mod baselines;
mod budgets;
mod calendar;
mod cast;
mod dice;
mod months;
mod remarks;
mod walk;

use std::str::FromStr;

use app::error::AppError;
use resolutionflow::access::Role;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::text::{Email, Name};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Tree, TreeDocument};
use resolutionflow::zone::Zone;
use uuid::Uuid;

use crate::login::Passwords;
use crate::login::password::NewPassword;
use crate::service::{Service, publish_tree};
use crate::store::audit::By;
use crate::store::users::NewUser;
use crate::store::{self, Tx, accounts, users};
use cast::Company;
use months::Months;

pub(crate) use calendar::{Shift, shifts};
pub use cast::{DemoLogin, PASSWORD, logins};
pub(crate) use dice::Dice;

/// Seconds of a day.
const DAY: i64 = 24 * 3600;
/// Sentence that a tree got in its second version.
const ADDED: &str = "\n**Several users at once** means the gateway, the line or the sign-in service. Do not change one laptop for a fault that everyone has.";

/// Loads the demo into a database without accounts; true if it did, false if there is an account already. All of it or nothing, in one
/// transaction. The months end at `now`, when one session is still running; but for that time the content is the same every time.
///
/// # Errors
/// An error where the database does not answer.
pub async fn load_into_empty(service: &Service, now: Timestamp) -> anyhow::Result<bool> {
    let mut tx = store::begin_outside(service.pool()).await?;
    if !accounts::keys(&mut tx).await?.is_empty() {
        return Ok(false);
    }
    for company in cast::COMPANIES {
        found(service, &mut tx, company, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// An account with its people, their trees and their work.
async fn found(service: &Service, tx: &mut Tx, company: &Company, now: Timestamp) -> anyhow::Result<()> {
    let (account, passwords) = (AccountId(Uuid::now_v7()), Passwords::default());
    store::see(tx, account).await?;
    accounts::insert(tx, account, company.key, &Name::parse(company.name)?, Zone::from_str(company.zone)?, now).await?;
    let mut people = Vec::new();
    for person in company.people {
        let (email, name) = (Email::parse(person.login.email)?, Name::parse(person.name)?);
        let password_hash = passwords.hash(NewPassword::parse(person.login.password, &[])?).await?;
        let user =
            NewUser { id: UserId(Uuid::now_v7()), email: &email, name: &name, role: person.role, password_hash: Some(&password_hash) };
        users::insert(tx, account, &user, now).await?;
        people.push(user.id);
    }
    budgets::open(tx, account).await?;
    for (age, text) in company.trees.iter().enumerate() {
        // Published before anybody walked them, one a day.
        let published_at = now.plus(-(90 - i64::try_from(age)?) * DAY);
        let tree = publish(tx, account, &text.replace(ADDED, ""), published_at).await?;
        budgets::set(tx, account, &tree).await?;
    }
    let mut work = Months::new(company, &people, account, now)?;
    let changed_at = now.plus(-24 * DAY);
    work.live_until(service, tx, changed_at).await?;
    for text in company.trees.iter().filter(|text| text.contains(ADDED)) {
        publish(tx, account, text, changed_at).await?;
    }
    work.live_until(service, tx, now).await?;
    let manager = company.people.iter().zip(&people).find(|(person, _)| person.role == Role::Manager);
    if let Some((_, manager)) = manager {
        baselines::enter(tx, account, *manager, now).await?;
    }
    Ok(())
}

/// Publishes a tree, which is a new version where it was published before.
async fn publish(tx: &mut Tx, account: AccountId, text: &str, at: Timestamp) -> anyhow::Result<Tree> {
    let document = TreeDocument::read(text.as_bytes())?;
    let tree = Tree::publish(&document).map_err(AppError::BrokenTree)?;
    publish_tree(tx, account, By::default(), &document, &tree, at, None).await.map_err(AppError::from)?;
    Ok(tree)
}
