//! Figures per person: off unless an admin turned them on, and each look at them is written down.

use app::backend::views::Person;
use app::backend::views::insights::{Answer, Asked, Look, PeopleFigures, PeoplePage, Progress};
use resolutionflow::audit::AuditAction;
use resolutionflow::insights::people::{Presence, Rates, Shown, TreeWork, Work, disclose, standings};
use resolutionflow::insights::{Period, Scope};
use serde_json::json;

use super::Subject;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::audit::Entry;
use crate::store::figures::Days;
use crate::store::figures::generations::{self, Standing};
use crate::store::people_figures::{Held, by_holder};
use crate::store::{audit, end_read, trees};

/// Figures per person, for managers. Where the account does not have them, nothing is read.
pub(super) async fn people(request: &Request, asked: Asked, look: Look) -> Result<Progress<PeoplePage>, Failure> {
    let (mut tx, technician) = request.technician().await?;
    let manager = technician.manager()?;
    let (account, now) = (manager.account(), request.service.now());
    let ready = |zone, trees, figures| {
        let page = PeoplePage { asked: asked.clone(), figures };
        Progress::Ready(Box::new(Answer { as_of: now, zone, trees, page }))
    };
    if technician.people_since().is_none() {
        end_read(tx);
        return Ok(ready(technician.settings().zone, Vec::new(), PeopleFigures::Off));
    }
    let counted = match generations::standing(&mut tx, account).await? {
        Standing::Counted(counted) => counted,
        Standing::Counting { percent } => return Ok(Progress::Counting { percent }),
    };
    let shelf = trees::choices(&mut tx, account).await?;
    let subject = Subject::find(&asked, &shelf)?;
    let period = asked.scope.period;
    let held = by_holder(&mut tx, account, counted.generation, days(period), days(whole(&asked.scope))).await?;
    let entry = Entry {
        by: manager.by(),
        action: AuditAction::ReadPeople,
        subject: account.0,
        before: None,
        after: Some(json!({
            "as": if look == Look::Page { "page" } else { "csv" },
            "from": period.from().to_string(),
            "to": period.to().to_string(),
            "tree": asked.tree,
            "category": asked.category,
        })),
    };
    audit::insert(&mut tx, account, now, &entry).await?;
    tx.commit().await?;
    Ok(ready(counted.zone, shelf, figures(held, &subject)))
}

/// The usual days, where those that are asked for are a part of them; otherwise these themselves.
fn whole(scope: &Scope) -> Period {
    let usual = Scope::usual(scope.today, scope.week).period;
    let is_part = usual.contains(scope.period.from()) && usual.contains(scope.period.to());
    if is_part { usual } else { scope.period }
}

fn days(period: Period) -> Days {
    Days { from: period.from(), to: period.to() }
}

/// Who is shown, and what of them.
fn figures(held: Vec<Held>, subject: &Subject) -> PeopleFigures {
    let (people, works) = by_person(held, subject);
    let shown = match disclose(&works.iter().map(Presence::of).collect::<Vec<_>>()) {
        Ok(shown) => shown,
        Err(why) => return PeopleFigures::HeldBack(why),
    };
    let with = |way: Shown| people.iter().zip(&works).zip(&shown).filter(move |(_, shown)| **shown == way).map(|(one, _)| one);
    let rates = Rates::of(&works);
    let standings = standings(with(Shown::Figures).map(|(_, work)| work), &rates);
    let named = |standing: resolutionflow::insights::people::Standing| {
        let person = people.iter().find(|person| person.id == standing.person)?;
        Some((person.clone(), standing))
    };
    PeopleFigures::Shown {
        people: standings.into_iter().filter_map(named).collect(),
        others: with(Shown::Name).map(|(person, _)| person.clone()).collect(),
    }
}

/// People by name, each with their walks by tree. Rows of a person come one after the other.
fn by_person(held: Vec<Held>, subject: &Subject) -> (Vec<Person>, Vec<Work>) {
    let (mut people, mut works) = (Vec::<Person>::new(), Vec::<Work>::new());
    for row in held {
        let tree = TreeWork { tree: row.tree, is_asked: subject.has(row.tree), walks: row.walks, other_days: row.other_days };
        match works.last_mut().filter(|work| work.person == row.person.id) {
            Some(work) => work.trees.push(tree),
            None => {
                works.push(Work { person: row.person.id, trees: vec![tree] });
                people.push(row.person);
            }
        }
    }
    (people, works)
}
