//! Batches of commands, as the player sends them and as it never would.

use std::collections::HashSet;

use export::Format;
use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::CommandId;
use resolutionflow::session::{Action, Command, Draft, Facts, Session};
use resolutionflow::sync::Batch;
use resolutionflow::text::{Note, Output, Problem, Reason, Scratchpad, Title};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{CommandValues, NodeKind, Tree, TreeDocument};
use serde_json::Value;
use uuid::Uuid;

use super::json::{Edit, edit, spoilt};
use super::{Arena, Asked, hostile, made};
use crate::fixtures::{TESS, Walker, choose, complete, tree};

/// Number of batches made up.
const BATCHES: u32 = 160;

/// A batch for the session as it stands, and what is done to it.
#[derive(Debug, Clone)]
struct Case {
    /// The actions in order; each command's id is new, or one that was there before.
    actions: Vec<(Index, Option<Index>)>,
    texts: [String; 3],
    pick: Index,
    is_drafted: bool,
    /// The revision goes up by one for each.
    edits: Vec<Edit>,
    /// Something else altogether.
    bytes: Option<Vec<u8>>,
    who: usize,
    session: Which,
}

#[derive(Debug, Clone, Copy)]
enum Which {
    Own,
    Waiting,
    Foreign,
}

fn cases() -> impl Strategy<Value = Case> {
    let actions = prop::collection::vec((any::<Index>(), prop::option::weighted(0.3, any::<Index>())), 0..5);
    let bytes = prop::option::weighted(
        0.15,
        spoilt(
            br#"{"known_revision":1,"commands":[{"id":"0192f0c1-2345-7abc-8def-0123456789ab","base_revision":1,"action":"park"}]}"#
                .to_vec(),
        ),
    );
    let session = prop_oneof![12 => Just(Which::Own), 2 => Just(Which::Waiting), 1 => Just(Which::Foreign)];
    let edits = prop_oneof![5 => Just(Vec::new()), 4 => prop::collection::vec(edit(), 1..3)];
    let who = prop_oneof![6 => Just(0), 1 => Just(1), 1 => Just(2_usize)];
    (actions, [hostile(), hostile(), hostile()], any::<Index>(), any::<bool>(), edits, bytes, who, session).prop_map(
        |(actions, texts, pick, is_drafted, edits, bytes, who, session)| Case {
            actions,
            texts,
            pick,
            is_drafted,
            edits,
            bytes,
            who,
            session,
        },
    )
}

impl Case {
    fn choices(&self, session: &Session, tree: &Tree, holder: &str) -> Vec<Action> {
        let [one, two, three] = &self.texts;
        let visits: Vec<_> = session.records.iter().map(|record| record.id).chain(session.open_visit().map(|visit| visit.id)).collect();
        let visit_id = *self.pick.get(&visits);
        let forward = match session.node_id().and_then(|id| tree.node(id)).map(|node| &node.kind) {
            _ if session.completion().is_some() => Action::UndoClose,
            _ if session.waits_for_someone() => Action::TakeOver,
            _ if session.open_visit().is_none() => Action::Resume,
            _ if session.open_visit().is_some_and(|visit| visit.detour.is_some()) => Action::EndDetour,
            Some(NodeKind::Decision { options }) => choose(&self.pick.get(options).id),
            Some(NodeKind::Action { .. }) => Action::Continue,
            _ => Action::Back,
        };
        let mut choices = vec![forward; 12];
        choices.extend([
            choose(one),
            Action::Continue,
            Action::Back,
            Action::Jump { record_id: visit_id },
            Action::PARK,
            Action::Resume,
            Action::EndDetour,
            Action::Park { reason: None, for_someone_else: true },
            Action::TakeOver,
            Action::SetIdle { visit_id, idle_seconds: Seconds(one.len() as u64), reason: Reason::parse(two).ok() },
            Action::Note { visit_id, notes: Note::parse(one).unwrap_or_default(), reason: None },
            Action::Output { visit_id, output: Output::parse(two).unwrap_or_default() },
            Action::UndoClose,
            Action::Abandon,
            complete(resolutionflow::outcome::Outcome::Resolved),
            Action::close_as(resolutionflow::outcome::Outcome::Cancelled),
            Action::EditFacts {
                facts: Facts {
                    scratchpad: Scratchpad::parse(one).unwrap_or_default(),
                    ticket: one.clone().try_into().unwrap_or_default(),
                    client: two.clone().try_into().unwrap_or_default(),
                    outcome_notes: three.clone().try_into().unwrap_or_default(),
                    next_steps: two.clone().try_into().unwrap_or_default(),
                },
            },
            Action::Reassign { holder: holder.parse().unwrap() },
        ]);
        choices.extend(Problem::parse(one).map(|problem| Action::ReportProblem { visit_id, problem }));
        choices.extend(Title::parse(one).map(|title| Action::Detour { title }));
        choices
    }

    fn body(&self, session: &Session, used: &[CommandId], holder: &str, now: Timestamp) -> Vec<u8> {
        if let Some(bytes) = &self.bytes {
            return bytes.clone();
        }
        let [one, two, three] = &self.texts;
        let tree = Tree::publish(&TreeDocument::from_json(tree("secret").to_string().as_bytes()).unwrap()).unwrap();
        let by = Actor { user_id: session.holder, role: Role::Technician };
        let (mut ids, mut commands, mut expected) = (used.to_vec(), Vec::new(), session.clone());
        for (action, again) in &self.actions {
            let id = again.map_or_else(|| CommandId(Uuid::now_v7()), |index| *index.get(&ids));
            // Once more in the same batch, too, and that more often.
            ids.extend([id; 8]);
            let draft = expected.open_visit().filter(|_| self.is_drafted).map(|visit| Draft {
                visit_id: Some(visit.id),
                notes: Note::parse(one).unwrap_or_default(),
                output: Output::parse(two).unwrap_or_default(),
                scratchpad: Scratchpad::parse(three).ok(),
                values: Some(CommandValues([(one.clone(), "x".to_owned().try_into().unwrap())].into_iter().collect())),
            });
            let action = action.get(&self.choices(&expected, &tree, holder)).clone();
            let command = Command { id, base_revision: expected.revision, at: None, draft, action };
            expected = expected.after(&tree, &command, &by, now).unwrap_or(expected);
            commands.push(command);
        }
        let batch = Batch { known_revision: session.revision, commands, active_at: None, by: None };
        let mut json = serde_json::to_value(batch).unwrap();
        self.edits.iter().for_each(|edit| edit.apply(&mut json));
        json.to_string().into_bytes()
    }
}

/// Invariants of every session, after any input.
fn assert_sound(session: &Session) {
    let mut seen = HashSet::new();
    for record in &session.records {
        assert!(seen.insert(record.id), "one id twice in {session:?}");
        assert!(
            record.exited_at >= record.entered_at && record.duration_seconds == record.exited_at.since(record.entered_at),
            "{record:?}"
        );
        assert!(record.active_seconds <= record.duration_seconds, "{record:?}");
    }
    assert!(session.open_visit().is_none_or(|visit| seen.insert(visit.id)), "the open visit is a finished one in {session:?}");
    for pair in session.records.windows(2) {
        assert!(pair[0].exited_at <= pair[1].entered_at, "{pair:?}");
    }
    if let Some(completion) = session.completion() {
        let totals = session.totals(completion.completed_at);
        assert_eq!(completion.completed_at.since(session.started_at), totals.total + totals.parked);
    }
}

#[tokio::test]
async fn no_batch_is_our_fault_or_half_written() {
    let mut arena = Arena::open().await;
    let (tess, ben) = (arena.app.sign_in(TESS).await, arena.app.sign_in(crate::fixtures::BEN).await);
    let mut before = arena.state().await;
    let mut answers = std::collections::BTreeMap::new();
    for case in made(BATCHES, cases()) {
        let (id, backend) = match case.session {
            Which::Own => (&arena.north.session, &tess),
            Which::Waiting => (&arena.north.waiting, &tess),
            Which::Foreign => (&arena.south.session, &ben),
        };
        let walker = Walker { backend: backend.clone(), id: id.parse().unwrap() };
        let session = walker.session().await;
        // Of this session, and of others of the account and of another one.
        let used: Vec<Uuid> = sqlx::query_scalar(
            "(select id from commands where session_id = $1) union all (select id from commands order by id desc limit 4)
             union all (select id from step_reports limit 4) union all (select id from sessions limit 4)",
        )
        .bind(walker.id.0)
        .fetch_all(&arena.app.superuser)
        .await
        .unwrap();
        let used: Vec<CommandId> = used.into_iter().map(CommandId).collect();
        let body = case.body(&session, &used, &arena.north.user, arena.app.now());
        let path = format!("/api/sessions/{}/commands", walker.id);
        let asked = Asked { kind: "application/json".to_owned(), ..Asked::form(&path, case.who, body) };
        let shown = String::from_utf8_lossy(&asked.body).chars().take(2_000).collect::<String>();
        let answer = arena.try_out(&mut before, &asked, &shown).await;
        *answers.entry(answer.status.as_u16()).or_insert(0) += 1;
        let after = walker.session().await;
        assert_sound(&after);
        if !answer.is_of_batch() {
            assert_eq!(after, session);
            continue;
        }
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(told["state"]["session"]["revision"], after.revision);
        assert!(told["done"].as_u64() >= Some(u64::from(after.revision - session.revision)), "{told} to {shown}");
        if after.revision == session.revision {
            assert!(after.records == session.records && after.facts == session.facts && after.phase == session.phase, "{told} to {shown}");
            continue;
        }
        *answers.entry(0).or_insert(0) += 1;
        let cookie = &arena.cookies[1];
        let ends = ["".to_owned(), "/walk".to_owned(), "/complete".to_owned()].into_iter();
        for end in ends.chain(Format::ALL.map(|format| format!("/export.{}", format.ending()))) {
            let request = axum::http::Request::get(format!("/sessions/{}{end}", walker.id)).header("cookie", format!("login={cookie}"));
            let page = crate::web::wire::ask(&arena.router, request.body(axum::body::Body::empty()).unwrap()).await;
            assert!(page.status == 200 || (page.status.is_redirection() && !end.is_empty()), "{end}: {} after {shown}", page.status);
        }
        if after.completion().is_some() {
            arena.tidy_up().await;
        }
        // To export is audited.
        before = arena.state().await;
    }
    // Else the batches would be too strange to get anywhere.
    for status in [0, 200, 400, 404] {
        assert!(answers.contains_key(&status), "{answers:?}");
    }
}
