//! Stored sessions read back as the domain made them.

use std::collections::BTreeSet;

use resolutionflow::access::{Actor, Role};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Session};
use resolutionflow::text::{CommandValue, Note, Problem, Reason, Scratchpad, Title};
use resolutionflow::time::Seconds;
use resolutionflow::tree::CommandValues;
use serde_json::{Value, json};

use crate::actions::every_action;
use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, command, complete, draft, facts};

#[tokio::test]
async fn every_command_stores_what_the_domain_decides() {
    let app = TestApp::start().await;
    let actor = Actor { user_id: app.user(TESS).await, role: Role::Technician };
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    let tree = walker.backend.tree("vpn").await.unwrap().tree;
    let mut here: Session = walker.session().await;
    let start = here.open_visit().unwrap().id;
    let actions = [
        choose("yes"),
        Action::Continue,
        Action::Back,
        Action::Continue,
        choose("again"),
        Action::Jump { record_id: start },
        choose("yes"),
        Action::Detour { title: Title::parse("swapped the cable").unwrap() },
        Action::SetIdle { visit_id: start, idle_seconds: Seconds(20), reason: None },
        Action::ReportProblem { visit_id: start, problem: Problem::parse("There is no desk.").unwrap() },
        Action::EndDetour,
        Action::Detour { title: Title::parse("asked a colleague").unwrap() },
        Action::Park { reason: Some(Reason::parse("waits for a cable").unwrap()), for_someone_else: true },
        Action::Note { visit_id: start, notes: Note::parse("later\n\n  indented").unwrap(), reason: None },
        Action::Resume,
        Action::EditFacts { facts: facts("7", "Alder") },
        Action::close_as(Outcome::Cancelled),
        Action::UndoClose,
        Action::Resume,
        Action::Continue,
        choose("done"),
        complete(Outcome::Resolved),
    ];
    for (number, action) in actions.into_iter().enumerate() {
        // Also backwards.
        app.wait(if number % 5 == 4 { -90 } else { 37 });
        let mut sent: Command = command(&here, action);
        if here.open_visit().is_some() {
            let value = |name: &str| (name.to_owned(), CommandValue::parse(&format!("10.0.0.{number}")).unwrap());
            sent.draft = Some(Draft {
                scratchpad: Some(Scratchpad::parse(&format!("jotted {number}")).unwrap()),
                values: Some(CommandValues(["gateway", "nobody asks"].map(value).into_iter().collect())),
                ..draft(&here, &format!("note {number}"), "")
            });
        }
        // An early answer to jump to that is still on the path.
        if let Action::Jump { record_id } = &mut sent.action {
            *record_id = here.records.iter().find(|record| record.can_be_changed()).unwrap().id;
        }
        here = here.after(&tree, &sent, &actor, app.now()).unwrap();
        walker.backend.command(walker.id, sent.clone()).await.unwrap();
        assert_eq!(walker.session().await, here, "{:?}", sent.action);
    }
    assert!(here.completion().is_some());
    assert_eq!(here.values.0.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["gateway"]);
}

/// A session of Tess's in each state in which one can stand.
fn ways() -> [Vec<Action>; 7] {
    let detour = Action::Detour { title: Title::parse("asked a colleague").unwrap() };
    let hand_over = Action::Park { reason: None, for_someone_else: true };
    [
        vec![],
        vec![choose("yes")],
        vec![choose("yes"), detour],
        vec![choose("yes"), Action::PARK],
        vec![choose("yes"), hand_over],
        vec![choose("no"), complete(Outcome::Workaround)],
        vec![choose("yes"), Action::close_as(Outcome::Cancelled)],
    ]
}

#[tokio::test]
async fn every_action_is_stored_as_the_domain_decides_in_each_state_and_by_each_person() {
    let app = TestApp::start().await;
    let colleague = app.user(OMAR).await;
    let mut done = BTreeSet::new();
    for way in ways() {
        for (email, role) in [(TESS, Role::Technician), (OMAR, Role::Technician), (MARA, Role::Manager)] {
            let (actor, backend) = (Actor { user_id: app.user(email).await, role }, app.sign_in(email).await);
            let mut here = walked(&app, &way).await;
            let tree = backend.tree("vpn").await.unwrap().tree;
            for number in 0..Action::NAMES.len() {
                let about = here.records.first().map(|record| record.id).or(here.open_visit().map(|visit| visit.id)).unwrap();
                let sent = command(&here, every_action(about, colleague).swap_remove(number));
                let Ok(after) = here.after(&tree, &sent, &actor, app.now()) else { continue };
                backend.command(here.id, sent.clone()).await.unwrap();
                assert_eq!(backend.walk(here.id).await.unwrap().session, after, "{:?} by {email}", sent.action);
                done.insert(sent.action.name());
                here = walked(&app, &way).await;
            }
        }
    }
    assert_eq!(done, Action::NAMES.iter().copied().collect());
}

/// A new session of Tess's, walked that way.
async fn walked(app: &TestApp, way: &[Action]) -> Session {
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(37);
    for action in way {
        walker.does(action.clone()).await;
        app.wait(37);
    }
    walker.session().await
}

#[tokio::test]
async fn what_another_writer_put_into_a_record_survives() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(choose("yes")).await;
    sqlx::query("update sessions set decisions = jsonb_set(decisions, '{0,mood}', '{\"of\": [1, null]}')")
        .execute(&app.superuser)
        .await
        .unwrap();
    walker.does(Action::Back).await;
    let mood: Value = sqlx::query_scalar("select decisions->0->'mood' from sessions").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(mood, json!({"of": [1, null]}));
}

#[tokio::test]
async fn the_sums_of_the_row_are_those_of_its_records() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(10);
    walker.does(choose("yes")).await;
    app.wait(20);
    walker.does(Action::PARK).await;
    app.wait(400);
    walker.does(Action::Resume).await;
    app.wait(5);
    walker.does(complete(Outcome::Resolved)).await;
    let sums: (i64, i64, i64, i32) = sqlx::query_as("select total_seconds, parked_seconds, active_seconds, step_count from sessions")
        .fetch_one(&app.superuser)
        .await
        .unwrap();
    assert_eq!(sums, (35, 400, 35, 2), "the interrupted step is one");
}
