//! Reading sessions.

use std::collections::HashMap;

use app::backend::views::{Bill, BillPart, Person, SessionPage, SessionStep, TreeName};
use app::backend::walks::Sessions;
use app::error::AppError;
use async_trait::async_trait;
use export::{Names, Report};
use resolutionflow::billing::Per;
use resolutionflow::id::{AccountId, SessionId, UserId};
use resolutionflow::session::Session;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::Tree;
use resolutionflow::zone::Zone;
use sqlx::PgConnection;
use tracing::instrument;

use super::authority::Technician;
use super::failure::{Failure, answer};
use super::request::Request;
use super::tree_cache::Trees;
use crate::store::sessions::{Before, OfTicket, Reach, Stored};
use crate::store::{end_read, outputs, sessions, users};

/// The most sessions of a ticket that are billed together. A ticket that has more is a word like "none".
const TICKET_SESSIONS: usize = 200;

#[async_trait]
impl Sessions for Request {
    #[instrument(skip_all, parent = &self.span, fields(session = %id))]
    async fn session(&self, id: SessionId) -> Result<SessionPage, AppError> {
        let read = async |trees: Trees| {
            let (mut tx, technician) = self.technician().await?;
            let Stored { session, client, .. } = sessions::find(&mut tx, technician.reach(), id).await?.ok_or(AppError::NotFound)?;
            let tree = trees.get(&mut tx, technician.account(), session.version).await?;
            let people = users::people(&mut tx, technician.account()).await?;
            let names = names(&mut tx, technician.account(), &session, &tree, &people).await?;
            let active = users::active(&mut tx, technician.account()).await?;
            let linked = sessions::linked(&mut tx, technician.reach(), &session).await?;
            let before = Before { tree: session.version.tree_id, ticket: &session.facts.ticket, client, until: session.started_at };
            let recurring = sessions::recurring(&mut tx, technician.reach(), &before).await?;
            let now = self.service.now();
            let bill = bill(&mut tx, &technician, &session, now).await?;
            let bill = if technician.is_kept_from_times() { without_others(bill, &session, &technician) } else { bill };
            end_read(tx);

            let is_untimed = !technician.sees_times_of(session.holder);
            let report = Report::new(&session, &tree, &names, technician.settings().zone, now);
            let report = if is_untimed { report.without_times() } else { report };
            let (follows, followed_by): (Vec<_>, Vec<_>) = linked.into_iter().partition(|linked| Some(linked.id) == session.follows);
            let may = session.deeds(&technician.actor(), now);
            let step = |step: export::ReportStep| SessionStep { step: step.step, output: step.output, in_progress: step.in_progress };
            Ok(SessionPage {
                tree: TreeName { key: names.tree_key, name: names.tree_name },
                totals: report.header.totals,
                is_untimed,
                holder: person(&people, session.holder),
                closed_by: session
                    .completion()
                    .and_then(|completion| completion.closed.as_ref())
                    .map(|closing| person(&people, closing.by)),
                technicians: report.header.technicians,
                steps: report.steps.into_iter().map(step).collect(),
                follows: follows.into_iter().next(),
                followed_by,
                recurring,
                bill,
                may,
                colleagues: if may.reassign.is_ok() {
                    people.into_iter().filter(|person| person.id != session.holder && active.contains(&person.id)).collect()
                } else {
                    Vec::new()
                },
                now,
                session: if is_untimed { session.without_times() } else { session },
            })
        };
        answer(self.service.with_trees(read)).await
    }
}

/// Reads the report of a session, from which every document is written, with times in the zone and totals as of `now`; without its times
/// where `reader` is somebody who is not to see them.
///
/// # Errors
/// [`AppError::NotFound`] where no such session is in reach.
pub(super) async fn report(
    conn: &mut PgConnection,
    trees: &Trees,
    reach: Reach,
    reader: Option<&Technician>,
    id: SessionId,
    zone: Zone,
    now: Timestamp,
) -> Result<Report, Failure> {
    let Stored { session, .. } = sessions::find(conn, reach, id).await?.ok_or(AppError::NotFound)?;
    let account = reach.account;
    let tree = trees.get(conn, account, session.version).await?;
    let people = users::people(conn, account).await?;
    let names = names(conn, account, &session, &tree, &people).await?;
    let report = Report::new(&session, &tree, &names, zone, now);
    let sees_times = reader.is_none_or(|reader| reader.sees_times_of(session.holder));
    Ok(if sees_times { report } else { report.without_times() })
}

/// Names and outputs of a report, which the session itself does not know.
async fn names(
    conn: &mut PgConnection,
    account: AccountId,
    session: &Session,
    tree: &Tree,
    people: &[Person],
) -> Result<Names, sqlx::Error> {
    let technicians: HashMap<UserId, String> = people.iter().map(|person| (person.id, person.name.clone())).collect();
    let outputs = outputs::of_session(conn, account, session.id).await?;
    Ok(Names { tree_key: tree.key().to_owned(), tree_name: tree.name().to_owned(), technicians, outputs })
}

/// The bill of a session's active time by the account's rule.
async fn bill(conn: &mut PgConnection, technician: &Technician, session: &Session, now: Timestamp) -> Result<Bill, sqlx::Error> {
    let rule = technician.settings().billing;
    let alone = |is_too_long| Bill { rule, billed: rule.billed(session.totals(now).active), parts: Vec::new(), is_too_long };
    if rule.per() == Per::Session || session.facts.ticket.is_empty() {
        return Ok(alone(false));
    }
    let sessions = sessions::of_ticket(conn, technician.reach(), &session.facts.ticket, now, TICKET_SESSIONS as i64 + 1).await?;
    if sessions.len() > TICKET_SESSIONS {
        return Ok(alone(true));
    }
    let active: Vec<_> = sessions.iter().map(|session| session.active).collect();
    let shares = rule.bill(&active);
    let mine = sessions.iter().position(|part| part.session.id == session.id).map_or(Seconds(0), |position| shares[position]);
    let part = |(part, billed): (OfTicket, Seconds)| BillPart {
        session: Some(part.session).filter(|_| part.is_read),
        active: part.active,
        billed,
    };
    Ok(Bill { rule, billed: mine, parts: sessions.into_iter().zip(shares).map(part).collect(), is_too_long: false })
}

/// The bill for somebody who is not to see others' times: of a session of their own without the parts of the ticket's others, of another's
/// session nothing.
fn without_others(bill: Bill, session: &Session, technician: &Technician) -> Bill {
    let billed = if technician.sees_times_of(session.holder) { bill.billed } else { Seconds(0) };
    Bill { billed, parts: Vec::new(), ..bill }
}

/// One of the account's people; foreign keys say that holders and closers are.
fn person(people: &[Person], id: UserId) -> Person {
    people.iter().find(|person| person.id == id).cloned().unwrap_or(Person { id, name: String::new() })
}
