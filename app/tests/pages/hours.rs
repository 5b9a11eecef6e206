use crate::support::fixtures::{admin, manager};
use crate::support::{Fake, visit};
use app::api::budgets::SaveHours;
use app::error::{AppError, FieldError};
use leptos::server_fn::ServerFn;
use resolutionflow::hours::{BadHoliday, BadOpening, DayHours, Holidays, Hours};

fn open_on_weekdays() -> Fake {
    let mut hours = Hours::default();
    hours.week[..5].fill(DayHours::parse("08:00-12:00, 13:00-17:30").unwrap());
    hours.holidays = Holidays::parse("2026-12-25 Christmas <Day>").unwrap();
    Fake { hours: Ok(hours), ..Fake::default() }
}

#[tokio::test]
async fn opening_times_and_holidays_are_shown_as_they_are_typed() {
    let page = visit("/admin/hours?done=saved").by(admin()).over(open_on_weekdays()).answer().await;
    let form = page.html.form(SaveHours::url());
    assert_eq!(form.value("friday").as_deref(), Some("08:00–12:00, 13:00–17:30"));
    assert_eq!(form.value("saturday").as_deref(), Some(""));
    assert!(form.says("2026-12-25 Christmas <Day>") && page.html.says("Saved.") && page.html.says("Europe/Berlin"));
    assert!(page.html.leads_to("/admin/hours"));
}

#[tokio::test]
async fn without_opening_times_the_page_says_what_counts() {
    let page = visit("/admin/hours").by(admin()).over(Fake { hours: Ok(Hours::default()), ..Fake::default() }).answer().await;
    assert!(page.html.says("No opening times are entered, so time budgets in business hours count around the clock"));
}

#[tokio::test]
async fn every_refused_day_says_why_and_keeps_what_was_typed() {
    let faults = [
        ("monday", BadOpening::Backwards.into()),
        ("sunday", BadOpening::NotATime.into()),
        ("holidays", BadHoliday::Twice { line: 2 }.into()),
    ];
    let faults = faults.map(|(field, fault)| FieldError { field: field.to_owned(), fault });
    let typed = [("monday", "22:00-06:00"), ("sunday", "noon"), ("holidays", "2026-12-25 A\n2026-12-25 B")];
    let error = AppError::Invalid(faults.to_vec());
    let page = visit("/admin/hours").by(admin()).over(open_on_weekdays()).refused(SaveHours::url(), error, &typed).answer().await;
    let form = page.html.form(SaveHours::url());
    assert_eq!(form.value("monday").as_deref(), Some("22:00-06:00"));
    assert!(form.says("Monday has a stretch that ends before it begins. Over midnight, end it at 24:00 and begin the next day at 00:00."));
    assert!(
        form.says("Sunday must be times such as 09:00–17:00") && form.says("Days on which you are closed has a day twice: see line 2.")
    );
}

#[tokio::test]
async fn only_admins_say_when_the_account_is_open() {
    let page = visit("/admin/hours").by(manager()).over(open_on_weekdays()).answer().await;
    assert_eq!(page.status, 403);
}
