//! Folding: by several servers at once, and cut off at any point.

use std::time::Duration;

use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::Reason;

use super::{assert_exact, walks};
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, complete};

async fn walk_some(app: &TestApp, count: usize) -> Vec<Walker> {
    let (tess, mut walkers) = (app.sign_in(TESS).await, Vec::new());
    for number in 0..count {
        let walker = Walker::start(tess.clone(), if number % 3 == 0 { "printer" } else { "vpn" }).await;
        app.wait(20 + number as i64);
        walker.does(choose(if number % 2 == 0 { "yes" } else { "no" })).await;
        app.wait(20);
        walker.does(complete(Outcome::OF_A_WALK[number % 4])).await;
        walkers.push(walker);
    }
    walkers
}

#[tokio::test]
async fn what_is_folded_is_folded_once_by_however_many_servers() {
    let app = TestApp::start().await;
    let walkers = walk_some(&app, 30).await;
    let fold = || app.service.fold(app.north);
    let (one, other, third) = tokio::join!(fold(), fold(), fold());
    let folded = one.unwrap() + other.unwrap() + third.unwrap();
    assert_eq!(folded + fold().await.unwrap(), 30);
    assert_eq!(app.count("walks where folded").await, 30);
    assert_exact(&app).await;
    assert_eq!(fold().await.unwrap(), 0);

    // Corrected while others fold, and the other way round.
    let correct = async {
        for (number, walker) in walkers.iter().enumerate() {
            let outcome = Outcome::OF_A_WALK[(number + 1) % 4];
            walker.does(Action::CorrectOutcome { outcome, reason: Reason::parse("Looked again.").unwrap() }).await;
        }
    };
    let fold_all_the_time = async || {
        for _ in 0..40 {
            fold().await.unwrap();
        }
    };
    tokio::join!(correct, fold_all_the_time(), fold_all_the_time());
    assert_exact(&app).await;
    fold().await.unwrap();
    assert_eq!((app.count("retractions").await, app.count("walks where not folded").await), (0, 0));
    assert_exact(&app).await;
    assert_eq!(walks(&app).await, 30);
}

#[tokio::test]
async fn a_fold_that_is_cut_off_anywhere_leaves_all_as_it_was() {
    let app = TestApp::start().await;
    let walkers = walk_some(&app, 12).await;
    for (round, walker) in walkers.iter().cycle().take(50).enumerate() {
        let outcome = Outcome::OF_A_WALK[round % 4];
        let _ = walker.try_to(Action::CorrectOutcome { outcome, reason: Reason::parse("Looked again.").unwrap() }).await;
        // The connection is closed inside its transaction, at another point each time.
        let fold = app.service.fold(app.north);
        let _ = tokio::time::timeout(Duration::from_micros(150 * round as u64), fold).await;
        assert_exact(&app).await;
    }
    app.service.fold(app.north).await.unwrap();
    assert_exact(&app).await;
}
