//! Reading sessions, and exporting them.

use std::collections::HashMap;

use app::backend::views::{Exported, Person, SessionDeeds, SessionPage, SessionStep, TreeName};
use app::error::AppError;
use resolutionflow::access::Deed;
use resolutionflow::export::{Format, Names, Report};
use resolutionflow::id::{AccountId, SessionId, UserId};
use resolutionflow::session::{Session, UNDO_WINDOW};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;
use resolutionflow::zone::Zone;
use serde_json::json;
use sqlx::PgConnection;

use super::failure::Failure;
use super::member::Member;
use super::request::Request;
use super::tree_cache::TreeCache;
use crate::store::audit::Entry;
use crate::store::sessions::Stored;
use crate::store::{audit, outputs, sessions, users};

impl Request {
    /// The session as everyone in the account reads it.
    pub(super) async fn session_page(&self, id: SessionId) -> Result<SessionPage, Failure> {
        let (mut tx, member) = self.begin().await?;
        let Stored { session, .. } = sessions::find(&mut tx, member.account, id).await?.ok_or(AppError::NotFound)?;
        let tree = self.service.trees.get(&mut tx, member.account, session.version).await?;
        let people = users::people(&mut tx, member.account).await?;
        let names = names(&mut tx, member.account, &session, &tree, &people).await?;
        let linked = sessions::linked(&mut tx, member.account, &session).await?;
        tx.commit().await?;

        let now = self.service.now();
        let report = Report::new(&session, &tree, &names, member.zone, now);
        let (follows, followed_by): (Vec<_>, Vec<_>) = linked.into_iter().partition(|linked| Some(linked.id) == session.follows);
        let may = deeds(&session, &member, now);
        let step =
            |step: resolutionflow::export::ReportStep| SessionStep { step: step.step, output: step.output, in_progress: step.in_progress };
        Ok(SessionPage {
            tree: TreeName { key: names.tree_key, name: names.tree_name },
            totals: report.header.totals,
            holder: person(&people, session.holder),
            closed_by: session.completion().and_then(|completion| completion.closed).map(|closing| person(&people, closing.by)),
            text: report.write(Format::Text),
            technicians: report.header.technicians,
            steps: report.steps.into_iter().map(step).collect(),
            follows: follows.into_iter().next(),
            followed_by,
            may,
            colleagues: if may.reassign { people.into_iter().filter(|person| person.id != session.holder).collect() } else { Vec::new() },
            now,
            session,
        })
    }

    /// An export as of now.
    pub(super) async fn export_session(&self, id: SessionId, format: Format) -> Result<Exported, Failure> {
        let (mut tx, member) = self.begin().await?;
        let export = Export { account: member.account, zone: member.zone, by: Some(member.actor.user_id), now: self.service.now() };
        let exported = export.write(&mut tx, &self.service.trees, id, format).await?;
        tx.commit().await?;
        Ok(exported)
    }
}

/// Somebody takes sessions out of the account.
pub(super) struct Export {
    pub(super) account: AccountId,
    pub(super) zone: Zone,
    pub(super) by: Option<UserId>,
    pub(super) now: Timestamp,
}

impl Export {
    /// Writes a session in a format, and that it was.
    pub(super) async fn write(
        &self,
        conn: &mut PgConnection,
        trees: &TreeCache,
        id: SessionId,
        format: Format,
    ) -> Result<Exported, Failure> {
        let Stored { session, .. } = sessions::find(conn, self.account, id).await?.ok_or(AppError::NotFound)?;
        let tree = trees.get(conn, self.account, session.version).await?;
        let people = users::people(conn, self.account).await?;
        let names = names(conn, self.account, &session, &tree, &people).await?;
        let entry = Entry { by: self.by, action: "export", subject: id.0, before: None, after: Some(json!({"format": format})) };
        audit::insert(conn, self.account, self.now, &entry).await?;
        let report = Report::new(&session, &tree, &names, self.zone, self.now);
        Ok(Exported { file_name: report.file_name(format), text: report.write(format) })
    }
}

/// What a report says that the session itself does not know.
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

/// One of the account's people; foreign keys say that holders and closers are.
fn person(people: &[Person], id: UserId) -> Person {
    people.iter().find(|person| person.id == id).cloned().unwrap_or(Person { id, name: String::new() })
}

/// What the domain would let the viewer do now, so that pages offer nothing that is refused.
fn deeds(session: &Session, member: &Member, now: Timestamp) -> SessionDeeds {
    let holds = session.holder == member.actor.user_id;
    let oversees = member.actor.role.may(Deed::OverseeSessions);
    let active = session.completion().is_none();
    let closing = session.completion().and_then(|completion| completion.closed).filter(|_| session.can_undo_close(now));
    SessionDeeds {
        walk: active && holds,
        edit: holds || oversees,
        close: active && (holds || oversees),
        undo_close_until: closing
            .filter(|_| holds || oversees)
            .map(|closing| closing.at.plus(i64::try_from(UNDO_WINDOW.0).unwrap_or(i64::MAX))),
        correct: !active && (holds || oversees),
        reassign: active && oversees,
        take_over: session.waits_for_someone() && !holds,
    }
}
