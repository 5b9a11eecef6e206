//! The oracle: `scripts/insights-oracle` counts the stored sessions again, in Python and with none of this code, and agrees with what is
//! read of the stored figures.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use ::app::backend::history::{HistoryQuery, SessionFilter, StateFilter};
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts};
use resolutionflow::text::{Reason, Ticket};
use serde_json::{Value, json};
use server::service::Read;
use uuid::Uuid;

use super::{Chance, day};
use crate::app::TestApp;
use crate::fixtures::command;

/// What the oracle counts of an account's sessions, of a version's or of all: by tree, version and day, or as a whole.
async fn counted_again(app: &TestApp, account: AccountId, zone: &str, of: Option<(Uuid, i32)>) -> Value {
    let rows: Vec<String> = sqlx::query_scalar(
        "select to_json(s)::text from (
             select id, tree_id, version_number, outcome, started_at, completed_at, closed_at, ticket, follows_session_id, handed_over_at,
                 decisions
             from sessions where account_id = $1 and ($2::uuid is null or (tree_id, version_number) = ($2, $3))
         ) as s",
    )
    .bind(account.0)
    .bind(of.map(|of| of.0))
    .bind(of.map(|of| of.1))
    .fetch_all(&app.superuser)
    .await
    .unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/insights-oracle");
    let mut oracle = Command::new("python3");
    oracle.arg(script).args(["--zone", zone]).args(of.map(|_| "--whole"));
    let mut oracle = oracle.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = oracle.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all((rows.join("\n") + "\n").as_bytes()));
    let output = oracle.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Compares what is read of an account's figures, by day and by node, with what the oracle counts.
async fn assert_agree(app: &TestApp, account: AccountId) {
    let (from, to) = (day("2020-01-01"), day("2030-12-31"));
    let read = async |tree| -> Read { app.service.read_figures(account, tree, from, to).await.unwrap().unwrap() };
    let all = read(None).await;
    let by_day = counted_again(app, account, &all.zone.to_string(), None).await;
    let mut ours = BTreeMap::new();
    for (version, _) in &all.versions {
        for (version, day, figures) in read(Some(version.tree_id)).await.days {
            let version = version.unwrap();
            ours.insert(format!("{}/{}/{day}", version.tree_id, version.number), json!(figures));
        }
    }
    let theirs: BTreeMap<String, Value> =
        by_day.as_object().unwrap().iter().map(|(group, figures)| (group.clone(), figures["sessions"].clone())).collect();
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (group, figures) in &theirs {
        assert_eq!(&ours[group], figures, "{group}");
    }
    for (version, figures) in &all.versions {
        let number = i32::try_from(version.number).unwrap();
        let whole = counted_again(app, account, &all.zone.to_string(), Some((version.tree_id.0, number))).await;
        assert_eq!(json!(figures), whole["whole"]["sessions"], "{version:?}");
        let nodes = read(Some(TreeId(version.tree_id.0))).await.nodes.remove(&version.number).unwrap();
        assert_eq!(json!(nodes), whole["whole"]["nodes"], "{version:?}");
    }
}

#[tokio::test]
async fn the_oracle_agrees_on_the_demo() {
    let app = TestApp::empty().await;
    server::demo::load_into_empty(&app.service, app.now()).await.unwrap();
    let mut folded = 0;
    for key in app.service.account_keys().await.unwrap() {
        let account = app.service.account(&key).await.unwrap();
        assert_agree(&app, account).await;
        folded += app.service.fold(account).await.unwrap();
        assert_agree(&app, account).await;
    }
    assert!(folded > 100, "{folded}");
}

#[tokio::test]
async fn the_oracle_agrees_on_a_seed_that_was_mangled() {
    let app = TestApp::empty().await;
    let plan = server::seed::Plan { sessions: 1_200, accounts: 2, seed: 3, until: app.now() };
    server::seed::sow(&app.owner, plan, |_| {}).await.unwrap();
    let mut chance = Chance(3);
    for key in ["msp-1", "msp-2"] {
        let account = app.service.account(key).await.unwrap();
        let manager = app.sign_in(&format!("manager@{key}.example")).await;
        let mut changed = 0;
        for state in [StateFilter::Completed, StateFilter::Active] {
            let mut query: HistoryQuery = SessionFilter { state: Some(state), ..SessionFilter::of_anyone() }.into();
            for _ in 0..4 {
                let page = manager.history(query.clone()).await.unwrap();
                for row in page.rows {
                    let session = manager.session(row.id).await.unwrap().session;
                    let reason = Reason::parse("Looked again.").unwrap();
                    let action = match (state, chance.below(3)) {
                        (StateFilter::Completed, 0 | 1) => Action::CorrectOutcome { outcome: *chance.pick(&Outcome::OF_A_WALK), reason },
                        (StateFilter::Completed, _) => {
                            Action::EditFacts { facts: Facts { ticket: Ticket::default(), ..session.facts.clone() } }
                        }
                        _ => Action::close_as(*chance.pick(&Outcome::ALL)),
                    };
                    changed += u32::from(manager.command(session.id, command(&session, action)).await.is_ok());
                    if chance.below(20) == 0 {
                        app.service.fold(account).await.unwrap();
                    }
                }
                let Some(next) = page.next else { break };
                query.cursor = ::app::backend::history::Cursor::After(next);
            }
        }
        assert!(changed > 40, "{changed}");
        assert_agree(&app, account).await;
        let verified = app.service.verify_figures(account, |_| {}).await.unwrap();
        assert!(matches!(verified, server::service::Verified::Compared { count: 0, .. }), "{verified:?}");
    }
}
