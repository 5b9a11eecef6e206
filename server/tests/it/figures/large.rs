//! Large sessions: so many are read at a time as fit, and without their notes.

use std::sync::Mutex;

use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use server::service::Pace;

use super::{Chance, assert_exact};
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, complete};

#[tokio::test]
async fn large_sessions_are_read_a_few_at_a_time() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    walker.finishes(Outcome::Resolved).await;
    app.copy_sessions(39).await;
    // As many visits as a session may have: half a megabyte without notes.
    sqlx::raw_sql(
        "begin; set local session_replication_role = replica;
         update sessions set decisions = (
             select jsonb_agg(visit) from (select decisions -> 0 as visit from generate_series(1, 2000)) as visits
         );
         delete from walks_due; commit",
    )
    .execute(&app.superuser)
    .await
    .unwrap();
    let told = Mutex::new(Vec::new());
    app.service.verify_figures(app.north, |sessions| told.lock().unwrap().push(sessions)).await.unwrap();
    let told = told.into_inner().unwrap();
    assert_eq!(told.last(), Some(&40));
    assert!((3..40).contains(&told.iter().filter(|sessions| **sessions < 40).count()), "{told:?}");
}

#[tokio::test]
async fn sessions_with_many_notes_are_counted_without_them() {
    let app = TestApp::start().await;
    let mut chance = Chance(5);
    // Letters that no compression makes few of.
    let mut notes = || (0..7_900).map(|_| char::from(b'a' + chance.below(26) as u8)).collect::<String>();
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    for action in [choose("yes"), Action::Continue, choose("again"), choose("yes"), Action::Continue, choose("done")] {
        app.wait(60);
        walker.writes(&notes(), "", action).await;
    }
    walker.does(complete(Outcome::Resolved)).await;
    assert_eq!(app.count("sessions where pg_column_size(decisions) > 8192").await, 1);
    assert_exact(&app).await;
    app.service.count_anew(app.north).await.unwrap();
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    assert_exact(&app).await;
}
