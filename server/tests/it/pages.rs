//! Views for pages, as the server answers them.

use ::app::backend::history::{HistoryQuery, SessionFilter};
use ::app::backend::views::SessionState;
use export::{Format, Options};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::time::Seconds;

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, complete, export, facts, text_of};

#[tokio::test]
async fn the_walk_resumes_at_the_same_step_with_the_same_clock() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(40);
    walker.does(choose("yes")).await;
    app.wait(7);
    let page = app.sign_in(TESS).await.walk(walker.id).await.unwrap();
    assert_eq!((page.node.id.0.as_str(), page.tree.key.as_str(), page.is_mine, page.now), ("a1", "vpn", true, app.now()));
    assert_eq!(page.now.since(page.session.open_visit().unwrap().entered_at), Seconds(7));
    assert_eq!(page.session.records.iter().map(|record| record.duration_seconds).collect::<Vec<_>>(), [Seconds(40)]);
    assert_eq!(page.holder.name, "Tess Tanaka");
    let of_another = app.sign_in(OMAR).await.walk(walker.id).await.unwrap();
    assert_eq!((of_another.holder.name.as_str(), of_another.is_mine), ("Tess Tanaka", false));
}

#[tokio::test]
async fn the_walk_of_a_completed_session_stands_at_its_last_step() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.finishes(Outcome::Workaround).await;
    assert_eq!(walker.backend.walk(walker.id).await.unwrap().node.id.0, "s2");
}

#[tokio::test]
async fn the_session_page_counts_the_open_step_and_knows_everyone_who_worked_on_it() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    app.wait(30);
    walker.does(choose("yes")).await;
    let mara = Walker { backend: app.sign_in(MARA).await, id: walker.id };
    mara.does(Action::Reassign { holder: app.user(OMAR).await }).await;
    app.wait(100);
    let omar = Walker { backend: app.sign_in(OMAR).await, id: walker.id };
    omar.does(Action::Resume).await;
    app.wait(12);
    let page = omar.backend.session(walker.id).await.unwrap();
    assert_eq!(page.technicians, ["Tess Tanaka", "Omar Haddad"]);
    assert_eq!((page.totals.total, page.totals.parked, page.holder.name.as_str()), (Seconds(42), Seconds(100), "Omar Haddad"));
    let steps: Vec<_> = page.steps.iter().map(|step| (step.step.title.as_str(), step.step.duration, step.in_progress)).collect();
    assert_eq!(steps, [("Is it plugged in?", Seconds(30), false), ("Ping the gateway", Seconds(12), true)]);
}

#[tokio::test]
async fn the_top_bar_and_the_history_count_up_to_now() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    app.wait(30);
    walker.does(choose("yes")).await;
    app.wait(12);
    let running = app.sign_in(TESS).await.viewer().await.unwrap().running.unwrap();
    assert_eq!((running.tree.as_str(), running.ticket.as_str(), running.total), ("The vpn tree", "48213", Seconds(42)));
    let row = walker.backend.history(HistoryQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!((row.state, row.total, row.steps, row.client.as_str()), (SessionState::Running, Seconds(42), 2, "Fjord"));
    assert!(row.can_close && !row.can_undo_close);
    walker.does(Action::PARK).await;
    walker.does(Action::Resume).await;
    let row = walker.backend.history(HistoryQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!(row.steps, 2, "the parked step goes on");
}

#[tokio::test]
async fn a_row_of_the_history_can_be_closed_and_the_close_taken_back_for_ten_minutes() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(Action::close_as(Outcome::Cancelled)).await;
    let row = async |email: &str| {
        let anyone = SessionFilter::of_anyone().into();
        let row = app.sign_in(email).await.history(anyone).await.unwrap().rows.remove(0);
        (row.state, row.can_close, row.can_undo_close)
    };
    let cancelled = SessionState::Completed(Outcome::Cancelled);
    app.wait(600);
    assert_eq!(
        (row(TESS).await, row(MARA).await, row(OMAR).await),
        ((cancelled, false, true), (cancelled, false, true), (cancelled, false, false))
    );
    app.wait(1);
    assert_eq!(row(TESS).await, (cancelled, false, false));
}

#[tokio::test]
async fn an_export_says_whether_the_session_is_over() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    app.wait(30);
    for format in Format::ALL {
        let export = export(&*walker.backend, walker.id, format).await.unwrap();
        assert!(export.file_name.starts_with("48213_vpn_2026-02-10"), "{}", export.file_name);
        let says = matches!(format, Format::Json | Format::Pdf) || text_of(&export).to_uppercase().contains("IN PROGRESS");
        assert!(says, "{}", text_of(&export));
    }
    walker.does(complete(Outcome::Escalated)).await;
    for format in Format::ALL {
        let by_page = export(&*walker.backend, walker.id, format).await.unwrap();
        let text = text_of(&by_page);
        assert!(format == Format::Pdf || (!text.to_uppercase().contains("IN PROGRESS") && text.to_lowercase().contains("escalated")));
        let by_command = app.service.export_session(app.north, walker.id, format, Options::default()).await.unwrap();
        assert_eq!((&by_command.file_name, text_of(&by_command)), (&by_page.file_name, text));
        assert!(app.service.export_session(app.south, walker.id, format, Options::default()).await.is_err());
    }
}
