//! Business hours of an account.

use ::app::error::AppError;
use resolutionflow::hours::{DayHours, Holidays, Hours};

use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, SVEN};

/// Every day another one, and two holidays.
fn hours() -> Hours {
    let mut hours = Hours::default();
    for (day, text) in hours.week.iter_mut().zip(["8-12, 13-17:30", "0-24", "", "09:00-09:01", "1-2,2-3,4-5,6-7,8-9,23-24", "", "10-11"]) {
        *day = DayHours::parse(text).unwrap();
    }
    hours.holidays = Holidays::parse("2026-12-25 Christmas Day\n9999-12-31 The <end>").unwrap();
    hours
}

#[tokio::test]
async fn business_hours_read_back_as_they_were_saved_and_are_written_down_once() {
    let app = TestApp::start().await;
    let ada = app.sign_in(ADA).await;
    assert_eq!(ada.hours().await.unwrap(), Hours::default());
    ada.save_hours(hours()).await.unwrap();
    ada.save_hours(hours()).await.unwrap();
    assert_eq!(ada.hours().await.unwrap(), hours());
    assert_eq!(app.count("audit where action = 'change_hours'").await, 1);
    let after: serde_json::Value =
        sqlx::query_scalar("select after from audit where action = 'change_hours'").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(after["Monday"], "08:00–12:00, 13:00–17:30");
    assert_eq!(after["holidays"], "2026-12-25 Christmas Day\n9999-12-31 The <end>\n");
    ada.save_hours(Hours::default()).await.unwrap();
    assert_eq!((ada.hours().await.unwrap(), app.count("opening_times").await, app.count("holidays").await), (Hours::default(), 0, 0));
}

#[tokio::test]
async fn only_admins_say_when_the_account_is_open_and_no_other_one_notices() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    assert_eq!(mara.hours().await.err(), Some(AppError::Forbidden));
    assert_eq!(mara.save_hours(hours()).await.err(), Some(AppError::Forbidden));
    app.sign_in(ADA).await.save_hours(hours()).await.unwrap();
    assert_eq!(app.sign_in(SVEN).await.hours().await.unwrap(), Hours::default());
}

#[tokio::test]
async fn two_admins_who_save_at_once_leave_the_hours_of_one_of_them() {
    let app = TestApp::start().await;
    let (one, other) = (app.sign_in(ADA).await, app.sign_in(ADA).await);
    for _ in 0..5 {
        let (first, second) = tokio::join!(one.save_hours(hours()), other.save_hours(Hours::default()));
        first.unwrap();
        second.unwrap();
        let left = one.hours().await.unwrap();
        assert!(left == hours() || left == Hours::default(), "{left:?}");
    }
}
