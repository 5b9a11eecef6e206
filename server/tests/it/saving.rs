//! What walks save and how versions compare, from the first step to the page.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::views::insights::{About, Asked, Progress, SavingPage, VersionsPage};
use ::app::error::AppError;
use ::app::query::Query;
use resolutionflow::insights::{Currency, DrawAnswer, HourlyRate, Saved, Share, Weeks};
use resolutionflow::outcome::Outcome;

use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, complete, entry, facts, id, tree};

async fn asked(backend: &dyn Backend, query: &str) -> Asked {
    Asked::read(&Query::parse(query), &backend.viewer().await.unwrap()).unwrap()
}

async fn saving(backend: &Arc<dyn Backend>, query: &str) -> SavingPage {
    match backend.saving(asked(&**backend, query).await).await.unwrap() {
        Progress::Ready(answer) => answer.page,
        Progress::Counting { percent } => panic!("counting, {percent} %"),
    }
}

async fn versions(backend: &Arc<dyn Backend>, pair: Option<(u32, u32)>) -> Result<VersionsPage, AppError> {
    match backend.versions(asked(&**backend, "period=year").await, "vpn", pair).await? {
        Progress::Ready(answer) => Ok(answer.page),
        Progress::Counting { percent } => panic!("counting, {percent} %"),
    }
}

/// Walks of so many minutes, one after the other.
async fn walked(app: &TestApp, email: &str, times: usize, minutes: i64, outcome: Outcome) {
    let backend = app.sign_in(email).await;
    for _ in 0..times {
        let walker = Walker::start(backend.clone(), "vpn").await;
        app.wait(minutes * 60);
        walker.finishes(outcome).await;
    }
}

#[tokio::test]
async fn walks_save_what_their_baseline_says_less_all_that_was_spent() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    walked(&app, TESS, 10, 5, Outcome::Resolved).await;
    walked(&app, TESS, 2, 10, Outcome::Escalated).await;
    let bare = saving(&mara, "").await;
    assert_eq!((bare.trees.len(), bare.trees[0].saving.spent, bare.trees[0].saving.saved), (1, 4_200, None));
    assert_eq!((bare.total().saved, bare.total().bare_spent), (None, 4_200));

    mara.enter_baseline(id(), About::Category("Network".to_owned()), entry(1, 2)).await.unwrap();
    let of_category = saving(&mara, "").await;
    // Ten solved of one minute to two against 70 min.
    assert_eq!(of_category.trees[0].saving.saved, Some(Saved { low: -3_600, high: -3_000 }));
    mara.enter_baseline(id(), About::Tree("vpn".to_owned()), entry(20, 30)).await.unwrap();
    mara.set_hourly_rate(HourlyRate::parse("90", Currency::parse("EUR").unwrap()).ok()).await.unwrap();
    let own = saving(&mara, "").await;
    assert_eq!(own.trees[0].saving.saved, Some(Saved { low: 7_800, high: 13_800 }));
    assert_eq!(own.rate.unwrap().of(7_800), 195);
    let table = own.tables().remove(0);
    let row: Vec<Vec<String>> = table.records().collect();
    assert_eq!(row[0][4..], ["20 to 30 min, 12 tickets timed", "7800", "13800", "195", "345"]);
    assert_eq!(saving(&mara, "tree=printer").await.trees.len(), 0);
    assert_eq!(saving(&mara, "category=Network").await.trees.len(), 1);
    // A correction counts at once.
    assert_eq!(app.sign_in(TESS).await.saving(asked(&*mara, "").await).await.err(), Some(AppError::Forbidden));
    assert_eq!(saving(&app.sign_in(BEN).await, "").await.trees.len(), 0);
}

#[tokio::test]
async fn walks_of_the_stopwatch_are_no_tree_that_saves_and_stand_in_their_group() {
    let app = TestApp::start().await;
    let (mara, tess) = (app.sign_in(MARA).await, app.sign_in(TESS).await);
    mara.start_measurement(id(), "Network", Share::try_from(50).unwrap()).await.unwrap();
    let mut drawn = 0;
    for number in 0..12 {
        let facts = facts(&format!("T{number}"), "");
        let (session, minutes) = match tess.start(id(), "vpn", facts.clone(), None).await {
            Ok(session) => (session, 5),
            Err(AppError::Drawn) => (tess.start_drawn(id(), "vpn", facts, None, DrawAnswer::Measure).await.unwrap(), 20),
            Err(error) => panic!("{error}"),
        };
        let walker = Walker { backend: tess.clone(), id: session };
        app.wait(minutes * 60);
        if minutes == 20 {
            drawn += 1;
            walker.does(complete(Outcome::Resolved)).await;
        } else {
            walker.finishes(Outcome::Resolved).await;
        }
    }
    let page = saving(&mara, "").await;
    assert!(page.trees.iter().all(|tree| tree.key == "vpn"));
    let measurement = &page.measurements[0];
    let experiment = &measurement.experiment;
    assert_eq!((experiment.drawn.cases, experiment.others.cases), (drawn, 12 - drawn));
    assert_eq!((experiment.drawn.active.sum(), experiment.others.active.sum()), (drawn * 1_200, (12 - drawn) * 300));
    assert_eq!(measurement.unstarted, [0, 0]);
    // Asked and left alone.
    let omar = app.sign_in(OMAR).await;
    for number in 0..20 {
        let _ = omar.start(id(), "vpn", facts(&format!("left {number}"), ""), None).await;
    }
    let page = saving(&mara, "").await;
    let [left, none] = page.measurements[0].unstarted;
    assert!(left > 0 && none == 0);
    assert_eq!(page.measurements[0].experiment.drawn.cases, drawn);
}

#[tokio::test]
async fn two_versions_are_compared_step_by_step() {
    let app = TestApp::start().await;
    let (mara, tess) = (app.sign_in(MARA).await, app.sign_in(TESS).await);
    assert!(versions(&tess, None).await.unwrap().compared.is_none());
    walked(&app, TESS, 10, 10, Outcome::Escalated).await;
    let mut document = tree("vpn");
    document["nodes"][4]["title"] = "Plug it in, and wait".into();
    mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    walked(&app, OMAR, 10, 5, Outcome::Resolved).await;
    let page = versions(&tess, None).await.unwrap();
    assert_eq!(page.versions.iter().map(|version| (version.number, version.walks)).collect::<Vec<_>>(), [(2, 10), (1, 10)]);
    let compared = page.compared.unwrap();
    assert_eq!((compared.before, compared.after, compared.walks), (1, 2, [10, 10]));
    let made = &compared.comparison;
    assert_eq!(made.resolution.unwrap().difference.unwrap().estimate, 1.0);
    assert_eq!(made.weeks, Weeks::Same);
    let steps: Vec<_> = made.steps.iter().map(|step| (step.id.as_str(), step.both.is_some(), step.is_gone)).collect();
    assert_eq!(
        steps,
        [("q1", true, false), ("a1", true, false), ("q2", true, false), ("s1", true, false), ("s2", false, false), ("s2", false, true)]
    );
    let (drop_off, times) = made.steps[0].both.clone().unwrap();
    assert_eq!((drop_off.unwrap().before.whole(), times.ratio.unwrap().estimate), (10, 0.5));
    assert_eq!(versions(&tess, Some((2, 1))).await.unwrap().compared.unwrap().after, 2);
    assert_eq!(versions(&tess, Some((2, 2))).await.unwrap().compared.unwrap().before, 1);
    assert_eq!(versions(&tess, Some((1, 3))).await.err(), Some(AppError::NotFound));
    assert_eq!(versions(&app.sign_in(BEN).await, None).await.unwrap().compared, None, "another account's tree of that key");
    let elsewhere = app.sign_in(BEN).await;
    assert_eq!(elsewhere.versions(asked(&*elsewhere, "").await, "no-such", None).await.err(), Some(AppError::NotFound));
}
