use ::app::backend::views::insights::Trust;
use ::app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::stats::{Flags, Rate};
use resolutionflow::text::Reason;

use super::{asked, ready};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, facts};

async fn trust(app: &TestApp, query: &str) -> Trust {
    ready(app.sign_in(MARA).await.trust(asked(app, query).await).await.unwrap()).page
}

#[tokio::test]
async fn each_sign_is_counted_once_a_walk() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let corrected = Walker::start_for(tess.clone(), "vpn", facts("48213", "")).await;
    app.wait(60);
    corrected.finishes(Outcome::Resolved).await;
    let closed = Walker::start_for(tess, "printer", facts("", "")).await;
    app.wait(60);
    closed.does(Action::Close { outcome: Outcome::Unresolved, reason: None }).await;
    let manager = Walker { backend: app.sign_in(MARA).await, ..corrected };
    for outcome in [Outcome::Escalated, Outcome::Workaround] {
        let reason = Reason::parse("It was said on the phone").unwrap();
        manager.does(Action::CorrectOutcome { outcome, reason }).await;
        app.wait(86_400);
    }
    let found = trust(&app, "").await;
    let half = Rate::new(1, 2);
    assert_eq!((found.now.walks(), found.now.corrected()), (2, half), "corrected twice counts once");
    assert_eq!((found.now.marked(Flags::CLOSED), found.now.marked(Flags::NO_TICKET)), (half, half));
    assert_eq!(found.now.marked(Flags::BROWSER_CLOCK), Rate::new(0, 2));
    assert_eq!(found.trend.iter().map(|(_, row)| row.corrected).sum::<i64>(), 1);
    assert_eq!(trust(&app, "tree=printer").await.now.corrected, 0);
    // Corrected on the 11th, and counted for the day on which it ended.
    assert_eq!(trust(&app, "from=2026-02-10&to=2026-02-10").await.now.corrected, 1);
    assert_eq!(trust(&app, "from=2026-02-11&to=2026-02-12").await.now.corrected, 0);
}

#[tokio::test]
async fn trust_is_for_managers() {
    let app = TestApp::start().await;
    let question = asked(&app, "").await;
    assert_eq!(app.sign_in(TESS).await.trust(question).await, Err(AppError::Forbidden));
}
