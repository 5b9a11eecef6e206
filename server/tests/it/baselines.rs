//! Baselines and the hourly rate: entered, changed, removed, and nothing forgotten.

use ::app::backend::admin::AuditQuery;
use ::app::backend::views::insights::About;
use ::app::error::AppError;
use resolutionflow::insights::{Baseline, Currency, HourlyRate, day};
use resolutionflow::text::Name;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, TESS, entry, id};

fn vpn() -> About {
    About::Tree("vpn".to_owned())
}

fn network() -> About {
    About::Category("Network".to_owned())
}

/// Minutes of the baselines that figures use, and of those before them.
async fn minutes(app: &TestApp) -> [Vec<(i32, i32)>; 2] {
    let of = async |sql: &'static str| sqlx::query_as(sql).bind(app.north.0).fetch_all(&app.superuser).await.unwrap();
    [
        of("select low_minutes, high_minutes from baselines where account_id = $1 and ended_at is null order by 1, 2").await,
        of("select low_minutes, high_minutes from baselines where account_id = $1 and ended_at is not null order by 1, 2").await,
    ]
}

async fn audited(app: &TestApp) -> Vec<String> {
    let trail = app.sign_in(ADA).await.audit(AuditQuery::default()).await.unwrap();
    let about = |action: &str| action.ends_with("baseline") || action.contains("rate");
    trail.rows.into_iter().map(|row| row.action).filter(|action| about(action)).collect()
}

#[tokio::test]
async fn a_baseline_that_is_changed_or_removed_stays_among_the_earlier_ones() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let first = id();
    mara.enter_baseline(first, vpn(), entry(20, 30)).await.unwrap();
    // The same form again.
    mara.enter_baseline(first, vpn(), entry(20, 30)).await.unwrap();
    mara.enter_baseline(id(), network(), entry(40, 50)).await.unwrap();
    assert_eq!(minutes(&app).await, [vec![(20, 30), (40, 50)], vec![]]);
    app.wait(60);
    let second = id();
    mara.enter_baseline(second, vpn(), entry(10, 15)).await.unwrap();
    assert_eq!(minutes(&app).await, [vec![(10, 15), (40, 50)], vec![(20, 30)]]);
    // The first form, sent late, does not put back what was changed since.
    mara.enter_baseline(first, vpn(), entry(20, 30)).await.unwrap();
    mara.remove_baseline(second.0.into()).await.unwrap();
    mara.remove_baseline(second.0.into()).await.unwrap();
    mara.remove_baseline(first.0.into()).await.unwrap();
    assert_eq!(minutes(&app).await, [vec![(40, 50)], vec![(10, 15), (20, 30)]]);
    assert_eq!(audited(&app).await, ["remove_baseline", "change_baseline", "enter_baseline", "enter_baseline"]);
}

#[tokio::test]
async fn one_form_enters_one_baseline() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let form = id();
    mara.enter_baseline(form, vpn(), entry(20, 30)).await.unwrap();
    assert_eq!(mara.enter_baseline(form, vpn(), entry(20, 31)).await, Err(AppError::DifferentContent));
    assert_eq!(mara.enter_baseline(form, network(), entry(20, 30)).await, Err(AppError::DifferentContent));
    assert_eq!(app.sign_in(ADA).await.enter_baseline(form, vpn(), entry(20, 30)).await, Err(AppError::DifferentContent));
    let clicks = (0..5).map(|_| async {
        let mara = app.sign_in(MARA).await;
        mara.enter_baseline(id(), About::Tree("printer".to_owned()), entry(5, 6)).await
    });
    assert!(futures_util::future::join_all(clicks).await.iter().all(Result::is_ok));
    assert_eq!(minutes(&app).await[0], [(5, 6), (20, 30)]);
}

#[tokio::test]
async fn what_cannot_be_entered_changes_nothing() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let nowhere = About::Tree("no-such-tree".to_owned());
    assert_eq!(mara.enter_baseline(id(), nowhere, entry(1, 2)).await, Err(AppError::NotFound));
    assert_eq!(mara.enter_baseline(id(), About::Category("network".to_owned()), entry(1, 2)).await, Err(AppError::NotFound));
    let tomorrow = resolutionflow::insights::BaselineEntry { to: day("2026-02-11").unwrap(), ..entry(1, 2) };
    let refused = mara.enter_baseline(id(), vpn(), tomorrow).await.unwrap_err();
    assert!(refused.fault("measured_to").is_some());
    assert_eq!(app.sign_in(TESS).await.enter_baseline(id(), vpn(), entry(1, 2)).await, Err(AppError::Forbidden));
    assert_eq!(mara.remove_baseline(id().0.into()).await, Err(AppError::NotFound));
    let theirs = id();
    app.sign_in(BEN).await.enter_baseline(theirs, vpn(), entry(1, 2)).await.unwrap();
    assert_eq!(mara.remove_baseline(theirs.0.into()).await, Err(AppError::NotFound));
    assert_eq!(minutes(&app).await, [vec![], vec![]]);
    assert_eq!(Baseline::new(3, 2), None);
}

#[tokio::test]
async fn a_category_keeps_its_baseline_when_it_is_renamed_and_the_last_one_counts_when_two_are_merged() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let mut other = crate::fixtures::tree("scanner");
    other["category"] = "Paper".into();
    mara.import_tree(other.to_string().as_bytes()).await.unwrap();
    let paper = About::Category("Paper".to_owned());
    mara.enter_baseline(id(), network(), entry(20, 30)).await.unwrap();
    app.wait(60);
    mara.enter_baseline(id(), paper, entry(5, 6)).await.unwrap();
    let name = |name: &str| Name::parse(name).unwrap();
    mara.rename_category(name("Paper"), name("Print")).await.unwrap();
    mara.rename_category(name("Print"), name("Network")).await.unwrap();
    app.wait(60);
    // One of both is changed, and neither of the two that were there counts any longer.
    mara.enter_baseline(id(), network(), entry(7, 8)).await.unwrap();
    assert_eq!(minutes(&app).await, [vec![(7, 8)], vec![(5, 6), (20, 30)]]);
}

#[tokio::test]
async fn the_hourly_rate_is_set_changed_and_forgotten() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let rate = |amount: &str| HourlyRate::parse(amount, Currency::parse("EUR").unwrap()).unwrap();
    for set in [Some(rate("85")), Some(rate("85.00")), Some(rate("90.5")), None, None] {
        mara.set_hourly_rate(set).await.unwrap();
    }
    assert_eq!(audited(&app).await, ["set_hourly_rate"; 3]);
    assert_eq!(app.sign_in(TESS).await.set_hourly_rate(None).await, Err(AppError::Forbidden));
    assert_eq!(app.count("hourly_rates").await, 0);
}
