//! Steps and answers that nobody takes.

use ::app::backend::views::insights::{TreesAsked, UnusedOfTree};
use ::app::query::Query;
use resolutionflow::outcome::Outcome;

use super::{asked, ready};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, complete};

const DAY: i64 = 24 * 3600;

/// What the page says of the tree that was walked: its walks, and the steps and answers that none of them took.
async fn unused(app: &TestApp) -> (i64, Vec<String>) {
    let question = TreesAsked::read(asked(app, "").await, &Query::parse("show=unused"));
    let page = ready(app.sign_in(MARA).await.trees_report(question).await.unwrap()).page;
    let vpn = |tree: &UnusedOfTree| tree.key == "vpn";
    let found = page.unused.unwrap().trees.into_iter().find(vpn).unwrap();
    let words = found.unused.into_iter().map(|one| one.answer.map_or(one.step.clone(), |answer| format!("{}: {answer}", one.step)));
    (found.walks, words.collect())
}

#[tokio::test]
async fn what_was_taken_counts_for_ninety_days_to_the_day() {
    let app = TestApp::start().await;
    let walk = async |answer: &str| {
        let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
        walker.does(choose(answer)).await;
        walker.does(complete(Outcome::Resolved)).await;
    };
    // 10 and 12 February: the first of the ninety days is in the middle of that month.
    walk("no").await;
    app.wait(2 * DAY);
    walk("yes").await;
    let never = ["Does it answer?", "It works"].map(str::to_owned);
    assert_eq!(unused(&app).await, (2, never.to_vec()), "before anything is folded");
    app.service.fold(app.north).await.unwrap();
    app.wait(87 * DAY);
    assert_eq!(unused(&app).await, (2, never.to_vec()), "on the ninetieth day");
    app.wait(DAY);
    let [answer, works] = never;
    let longer = vec!["Is it plugged in?: No".to_owned(), answer, works, "Plug it in".to_owned()];
    assert_eq!(unused(&app).await, (1, longer));
    app.wait(2 * DAY);
    assert_eq!(unused(&app).await, (0, Vec::new()), "nobody walks it at all");
}
