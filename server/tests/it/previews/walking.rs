//! Walking a draft: as it stood, once for a command, whatever is wrong with it.

use ::app::error::AppError;
use resolutionflow::session::{Action, Command, Draft, Refusal, trail};
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{CommandValues, Edit, NodeId, TreeDocument};
use sqlx::AssertSqlSafe;

use crate::app::TestApp;
use crate::catalogue::account_tables;
use crate::drafts::{Author, blank, title};
use crate::fixtures::{ADA, MARA, id};

#[tokio::test]
async fn a_draft_is_walked_to_its_end_and_back() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.begins_preview(None).await;
    assert_eq!((mara.walk().await.node.title.as_str(), mara.walk().await.node.body.len()), ("Is it on?", 1));
    assert_eq!(mara.steps(Action::Continue).await, Err(AppError::Refused(Refusal::WrongStep)));
    mara.takes(&["yes", "", "again", "yes", ""]).await;
    mara.steps(Action::Back).await.unwrap();
    let record = mara.walk().await.session.records[0].id;
    mara.steps(Action::Jump { record_id: record }).await.unwrap();
    mara.takes(&["no"]).await;
    let walk = mara.walk().await;
    assert_eq!((walk.node.id, walk.dead_end), ("s2".into(), None));
    assert_eq!(trail(&walk.session.records).iter().filter(|step| !step.superseded).count(), 1);
    for never in [Action::PARK, Action::Abandon, Action::TakeOver] {
        assert_eq!(mara.steps(never).await, Err(AppError::Malformed));
    }
}

#[tokio::test]
async fn values_are_filled_into_commands_of_a_draft() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.begins_preview(Some("a1")).await;
    let walk = mara.walk().await;
    assert_eq!(walk.start.as_deref(), Some("Ping the gateway"));
    // The places of placeholders are there, without which no value is filled in.
    assert!(!format!("{:?}", walk.node.kind).contains("places: \"\""), "{:?}", walk.node.kind);
    let visit = walk.session.open_visit().unwrap().id;
    let values: CommandValues = [("gateway".to_owned(), CommandValue::parse("10.0.0.1").unwrap())].into_iter().collect();
    let beside = Draft { visit_id: Some(visit), values: Some(values), ..Draft::default() };
    let note = Action::Note { visit_id: visit, notes: Default::default(), reason: None };
    let command = Command { draft: Some(beside), ..mara.step(note).await };
    mara.backend.step_preview(mara.id, command).await.unwrap();
    let walk = mara.walk().await;
    assert_eq!((walk.session.values.get("gateway"), walk.node.id), ("10.0.0.1", "a1".into()));
}

#[tokio::test]
async fn where_a_link_leads_nowhere_a_preview_says_so_and_leads_back() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("Mailbox")).await;
    let root = mara.document().await.root;
    let option = resolutionflow::tree::TreeOption { id: "full".into(), label: "Full".into(), next_node_id: "Empty it".into() };
    mara.edits(vec![Edit::AddOption { node: root.clone(), after: None, option }]).await;
    mara.begins_preview(None).await;
    mara.takes(&["full"]).await;
    let walk = mara.walk().await;
    let dead = walk.dead_end.unwrap();
    assert_eq!((dead.from, dead.option.as_deref(), dead.target.0.as_str()), (Some(root), Some("full"), "Empty it"));
    mara.steps(Action::Back).await.unwrap();
    assert_eq!(mara.walk().await.dead_end, None);
    mara.edits(vec![Edit::Root(NodeId::default())]).await;
    mara.begins_preview(None).await;
    assert_eq!(mara.walk().await.dead_end.unwrap().from, None);
}

#[tokio::test]
async fn a_preview_goes_on_in_the_draft_as_it_stood_until_it_is_started_again() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("a1", "Ping it")]).await;
    mara.begins_preview(None).await;
    mara.edits(vec![title("a1", "Ping it twice")]).await;
    mara.edits(vec![Edit::Remove { nodes: vec!["s2".into()], heal: false }]).await;
    // Also on a server that has nothing in memory.
    let elsewhere = mara.elsewhere(&app, MARA).await;
    elsewhere.takes(&["yes"]).await;
    let page = mara.preview().await;
    let walk = page.walk.unwrap();
    assert_eq!((walk.node.title.as_str(), walk.revision, page.revision), ("Ping it", 1, 3));
    mara.begins_preview(None).await;
    mara.takes(&["yes"]).await;
    assert_eq!(mara.walk().await.node.title, "Ping it twice");
    let gone = mara.backend.begin_preview(mara.id, id(), Some("s2".into())).await;
    assert_eq!(gone, Err(AppError::BadEdit("There is no such step any more, so no preview begins there.".into())));
}

#[tokio::test]
async fn a_step_that_six_send_at_once_is_taken_once_and_a_stale_one_not_at_all() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let begin = id();
    let begins = || {
        let mara = mara.clone();
        tokio::spawn(async move { mara.backend.begin_preview(mara.id, begin, None).await })
    };
    for begun in [begins(), begins(), begins()] {
        begun.await.unwrap().unwrap();
    }
    let step = mara.step(Action::Choose { option_id: "yes".into() }).await;
    let senders: Vec<_> = (0..6)
        .map(|_| {
            let (mara, step) = (mara.clone(), step.clone());
            tokio::spawn(async move { mara.backend.step_preview(mara.id, step).await })
        })
        .collect();
    for sender in senders {
        assert_eq!(sender.await.unwrap(), Ok(()));
    }
    assert_eq!(mara.walk().await.session.records.len(), 1);
    // Begun by a form that was sent again, it goes on.
    mara.backend.begin_preview(mara.id, begin, None).await.unwrap();
    assert_eq!(mara.walk().await.session.records.len(), 1);
    let other = Command { action: Action::Choose { option_id: "no".into() }, ..step.clone() };
    assert_eq!(mara.backend.step_preview(mara.id, other).await, Err(AppError::DifferentContent));
    let stale = Command { id: id(), ..step };
    assert!(matches!(mara.backend.step_preview(mara.id, stale).await, Err(AppError::BadEdit(words)) if words.contains("moved on")));
}

#[tokio::test]
async fn a_preview_changes_no_other_table() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.preview().await;
    let rows = async || {
        let mut rows = Vec::new();
        for table in account_tables(&app.superuser).await.into_iter().filter(|table| table != "preview_walks") {
            let sql = format!("select md5(coalesce(string_agg(t::text, '\n' order by t::text), '')) from {table} t");
            rows.push((table, sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_one(&app.superuser).await.unwrap()));
        }
        rows
    };
    let before = rows().await;
    mara.begins_preview(None).await;
    mara.takes(&["yes", "", "done"]).await;
    mara.steps(Action::Back).await.unwrap();
    mara.begins_preview(Some("q2")).await;
    assert_eq!((rows().await, app.count("preview_walks").await), (before, 1));
}

#[tokio::test]
async fn a_preview_is_as_long_as_a_session_and_no_longer() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("Round")).await;
    let document = TreeDocument::read(b"## [a] Round and round\n-> a\n").unwrap();
    mara.edits(vec![Edit::Document(Box::new(document))]).await;
    mara.begins_preview(None).await;
    sqlx::query(
        "update preview_walks set walk = jsonb_set(walk, '{records}', (
             select jsonb_agg(record) from (
                 select jsonb_build_object('id', gen_random_uuid(), 'node_type', 'action', 'title', 'x', 'entered_at', walk -> 'started_at',
                     'exited_at', walk -> 'started_at', 'duration_seconds', 0, 'active_seconds', 0, 'left_by', 'continued',
                     'technician_id', user_id, 'clock', 'server') as record
                 from generate_series(1, 1998)
             ) made))",
    )
    .execute(&app.superuser)
    .await
    .unwrap();
    mara.takes(&[""]).await;
    let said = mara.steps(Action::Continue).await;
    assert_eq!(said, Err(AppError::BadEdit("This preview is as long as one may be. Start it again.".into())));
}

#[tokio::test]
async fn two_authors_walk_apart() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author { backend: app.sign_in(ADA).await, ..mara.clone() };
    mara.begins_preview(None).await;
    assert_eq!(ada.preview().await.walk, None);
    let step = mara.step(Action::Choose { option_id: "yes".into() }).await;
    assert!(matches!(ada.backend.step_preview(ada.id, step).await, Err(AppError::BadEdit(words)) if words.contains("over")));
    ada.begins_preview(None).await;
    ada.takes(&["no"]).await;
    assert_eq!(mara.walk().await.session.records.len(), 0);
}
