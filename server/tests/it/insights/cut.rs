//! A tree with more walks than are looked at each: its page says of which days its paths and ad-hoc steps are, and their links find exactly
//! as many sessions.

use ::app::backend::views::insights::{TreeAsked, TreeReport};
use ::app::query::Query;
use resolutionflow::insights::{MOST_DETOURS_READ, MOST_WALKS_READ};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::Title;
use sqlx::AssertSqlSafe;

use super::asked;
use super::links::{links, listed, ready};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, complete};

/// Copies every session and its walk: so many of each on each of 30 days, from its own on.
async fn copies(app: &TestApp, each: u32) {
    let sql = format!(
        "begin; set local session_replication_role = replica;
         create temporary table copy on commit drop as
             select id as of_id, gen_random_uuid() as id, make_interval(days => day) as later
             from sessions, generate_series(0, 29) as day, generate_series(1, {each});
         insert into sessions (account_id, id, tree_id, version_number, holder_id, client_id, ticket, revision, started_at, last_activity_at,
             decisions, outcome, completed_at, total_seconds, parked_seconds, active_seconds, step_count, search)
         select account_id, copy.id, tree_id, version_number, holder_id, client_id, ticket, revision, started_at + later,
             last_activity_at + later, decisions, outcome, completed_at + later, total_seconds, parked_seconds, active_seconds, step_count,
             search
         from sessions join copy on copy.of_id = sessions.id;
         insert into walks (account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at,
             ended_on, total_seconds, active_seconds, parked_seconds, flags, steps, ending, exit_node, visited, chosen, interrupted, path)
         select account_id, generation, copy.id, tree_id, version_number, holder_id, outcome, started_at + later, completed_at + later,
             (ended_on + later)::date, total_seconds, active_seconds, parked_seconds, flags, steps, ending, exit_node, visited, chosen,
             interrupted, path
         from walks join copy on copy.of_id = walks.session_id;
         commit"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&app.superuser).await.unwrap();
    sqlx::raw_sql("vacuum (analyze) sessions, walks").execute(&app.superuser).await.unwrap();
}

async fn report(app: &TestApp, days: &str) -> TreeReport {
    let asked = asked(app, days).await;
    ready(app.sign_in(MARA).await.tree_report(TreeAsked::read(asked, "vpn", &Query::default())).await.unwrap())
}

/// Asserts that each number of paths and ad-hoc steps leads to as many sessions.
async fn assert_links_lead_to_their_sessions(app: &TestApp, report: &TreeReport) {
    let mara = app.sign_in(MARA).await;
    let links = links(&[report.most_frequent()]);
    assert!(!links.is_empty());
    for (href, number, words) in links {
        assert_eq!(listed(&mara, &href).await, number, "{words}");
    }
    for (node, detours) in &report.detours {
        assert_eq!(listed(&mara, &report.added_at(*node).href("/sessions")).await, detours.sessions);
        let visitors = report.added_at(*node).without("ad_hoc").with("visited", &resolutionflow::stats::Mark::from(*node).to_string());
        assert_eq!(listed(&mara, &visitors.href("/sessions")).await, detours.visitors);
    }
}

const DAYS: &str = "from=2026-02-01&to=2026-03-31";

#[tokio::test]
async fn words_of_ad_hoc_steps_of_very_many_sessions_are_of_days_that_are_said() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start(tess.clone(), "vpn").await;
    app.wait(60);
    walker.does(Action::Detour { title: Title::parse("Clear the queue").unwrap() }).await;
    app.wait(60);
    walker.does(Action::EndDetour).await;
    walker.finishes(Outcome::Resolved).await;
    for option in ["yes", "no"] {
        let walker = Walker::start(tess.clone(), "vpn").await;
        app.wait(60);
        walker.does(choose(option)).await;
        walker.does(complete(Outcome::Escalated)).await;
    }
    copies(&app, 8).await;
    app.wait(30 * 24 * 3_600);
    let all = report(&app, DAYS).await;
    assert_eq!((all.paths.walks, all.paths_of), (723, all.days), "every walk");
    assert!(all.detours_of != all.days && (150..=MOST_DETOURS_READ.into()).contains(&all.detours_read), "{} were read", all.detours_read);
    assert_links_lead_to_their_sessions(&app, &all).await;
    let fewer = report(&app, "from=2026-02-20&to=2026-03-05").await;
    assert_eq!((fewer.detours_of, fewer.paths_of), (fewer.days, fewer.days));
    assert!(fewer.detours_read > 0);
    assert_links_lead_to_their_sessions(&app, &fewer).await;
}

#[tokio::test]
async fn paths_of_very_many_walks_are_of_days_that_are_said() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    walker.finishes(Outcome::Resolved).await;
    copies(&app, 350).await;
    app.wait(30 * 24 * 3_600);
    let report = report(&app, DAYS).await;
    assert_eq!(report.figures().walks(), 10_501);
    let walks = report.paths.walks;
    assert!(report.paths_of != report.days && (9_000..=MOST_WALKS_READ.into()).contains(&walks), "{walks} are counted");
    assert_links_lead_to_their_sessions(&app, &report).await;
}
